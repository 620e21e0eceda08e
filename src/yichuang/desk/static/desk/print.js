// Prints once the picture is there; a press prints again. Esc goes back to the desk.
(() => {
  'use strict';
  const close = document.querySelector('[data-close]');
  addEventListener('load', () => setTimeout(() => window.print(), 50));
  document.querySelector('[data-print]').addEventListener('click', () => window.print());
  close.addEventListener('click', (event) => { // a window that nobody opened stays: then it is a link
    if (!window.opener) return;
    event.preventDefault();
    window.close();
  });
  addEventListener('keydown', (event) => { if (event.key === 'Escape') close.click(); });
})();
