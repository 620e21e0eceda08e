// The rating stands there for three minutes; nobody tells the page when they are over.
(() => {
  'use strict';
  let timer = 0;
  function wait() {
    const main = document.getElementById('main');
    clearTimeout(timer);
    if (main && main.dataset.left) timer = setTimeout(() => window.shell.refreshAll(), +main.dataset.left * 1000 + 500);
  }
  document.addEventListener('live:swapped', wait);
  wait();
})();
