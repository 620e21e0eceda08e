// Prints once the picture is there; a press prints again.
(() => {
  'use strict';
  addEventListener('load', () => window.print());
  document.querySelector('[data-print]').addEventListener('click', () => window.print());
})();
