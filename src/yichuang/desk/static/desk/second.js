// What nobody tells this page: a mark on a material, and that the three minutes of the rating are over.
(() => {
  'use strict';
  const LOOK_MS = 2000; // answered 304 while nothing has changed
  let timer = 0;
  const main = () => document.getElementById('main');
  function wait() {
    clearTimeout(timer);
    const left = main() && +main().dataset.left;
    if (left) timer = setTimeout(() => window.shell.refreshAll(), left * 1000 + 500);
  }
  setInterval(() => { if (main() && main().matches('.second-serving') && !document.hidden) window.shell.refreshAll(); }, LOOK_MS);
  document.addEventListener('live:swapped', wait);
  wait();
})();
