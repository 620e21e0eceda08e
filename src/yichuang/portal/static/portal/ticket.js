// My ticket while the page is open: the time of the last news, the tab's title, and a shake when
// it is my turn.
(() => {
  'use strict';
  const box = () => document.getElementById('ticket');
  let state = box() ? box().dataset.state : '', quiet = box() ? +box().dataset.quiet : 0;
  let title = box() ? box().dataset.title : '';
  const shake = () => { if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]); scrollTo(0, 0); };
  document.addEventListener('live:swapped', () => {
    const now = box();
    if (!now) return;
    const time = document.querySelector('[data-updated]');
    if (time) {
      time.textContent = new Intl.DateTimeFormat('zh-CN', {timeZone: time.dataset.zone,
        hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'}).format(new Date());
    }
    const said = document.querySelector('main > .errors');
    if (said && !document.getElementById('code')) { // the form it speaks of is gone
      document.title = document.title.slice(document.title.indexOf(title));
      said.remove();
    }
    document.title = document.title.replace(title, () => now.dataset.title);
    title = now.dataset.title;
    const again = state === 'called' && +now.dataset.quiet > quiet; // called without a sound: only here
    quiet = +now.dataset.quiet;
    if (again) shake();
    if (now.dataset.state === state) return;
    state = now.dataset.state;
    for (const banner of document.querySelectorAll('main > .banner')) banner.remove();
    if (state === 'called') shake();
    const theme = document.querySelector('meta[name=theme-color]');
    if (theme) theme.content = state === 'called' ? '#ffc629' : '#ffffff';
  });
})();
