// A machine's page for a fault: whoever comes next finds the first page, not the fault of another.
(() => {
  'use strict';
  const to = document.currentScript.dataset.to, AFTER_MS = 30000;
  let timer = 0;
  const wait = () => { clearTimeout(timer); timer = setTimeout(() => location.replace(to), AFTER_MS); };
  addEventListener('pointerdown', wait, {passive: true});
  wait();
})();
