// My ticket while the page is open: the time of the last news, and a shake when it is my turn.
(() => {
  'use strict';
  const box = () => document.getElementById('ticket');
  let state = box() ? box().dataset.state : '';
  document.addEventListener('live:swapped', () => {
    const now = box();
    if (!now) return;
    const time = document.querySelector('[data-updated]');
    if (time) time.textContent = new Date().toTimeString().slice(0, 8);
    if (now.dataset.state === state) return;
    state = now.dataset.state;
    if (state === 'called') {
      if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]);
      scrollTo(0, 0);
    }
    const theme = document.querySelector('meta[name=theme-color]');
    if (theme) theme.content = state === 'called' ? '#ffc629' : '#ffffff';
  });
})();
