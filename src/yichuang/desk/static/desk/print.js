// Prints once the picture is there; a press prints again.
(() => {
  'use strict';
  addEventListener('load', () => setTimeout(() => window.print(), 50));
  document.querySelector('[data-print]').addEventListener('click', () => window.print());
  document.querySelector('[data-close]').addEventListener('click', () => window.close());
})();
