// The line of refusals: closes on its button, and says so when nothing came back at all.
(() => {
  'use strict';
  const line = () => document.getElementById('refusal');
  const lost = () => {
    const template = document.getElementById('refusal-lost');
    if (line() && template) line().replaceChildren(template.content.cloneNode(true));
  };
  const clear = () => { if (line()) line().replaceChildren(); };
  document.addEventListener('htmx:sendError', lost);
  document.addEventListener('htmx:timeout', lost);
  document.addEventListener('htmx:responseError', (event) => { if (event.detail.xhr.status >= 500) lost(); });
  document.addEventListener('htmx:beforeRequest', clear);
  document.addEventListener('click', (event) => { if (event.target.closest('[data-dismiss]')) clear(); });
})();
