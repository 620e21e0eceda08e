// My ticket while the page is open: the time of the last news, and a shake when it is my turn.
(() => {
  'use strict';
  const box = () => document.getElementById('ticket');
  let state = box() ? box().dataset.state : '', quiet = box() ? +box().dataset.quiet : 0;
  const shake = () => { if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]); scrollTo(0, 0); };
  document.addEventListener('live:swapped', () => {
    const now = box();
    if (!now) return;
    const time = document.querySelector('[data-updated]');
    if (time) {
      time.textContent = new Intl.DateTimeFormat('zh-CN', {timeZone: time.dataset.zone,
        hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'}).format(new Date());
    }
    const again = state === 'called' && +now.dataset.quiet > quiet; // called without a sound: only here
    quiet = +now.dataset.quiet;
    if (again) shake();
    if (now.dataset.state === state) return;
    state = now.dataset.state;
    for (const said of document.querySelectorAll('main > .banner')) said.remove();
    if (state === 'called') shake();
    const theme = document.querySelector('meta[name=theme-color]');
    if (theme) theme.content = state === 'called' ? '#ffc629' : '#ffffff';
  });
})();
