// The desk beside keys.js: 0 then Enter, pages of materials, the draft note, scans, the clock.
(() => {
  'use strict';
  const keys = window.shell.keys;
  const ask = () => document.querySelector('[data-all]');
  let page = 1, leaveEnter = null;

  function offerAll(show) {
    const form = ask();
    if (!form) return;
    form.hidden = !show;
    if (leaveEnter) { leaveEnter(); leaveEnter = null; }
    if (show) {
      form.querySelector('.btn-p').focus();
      leaveEnter = keys.on('Enter', () => form.requestSubmit());
    }
  }
  keys.on('0', () => offerAll(true));
  keys.on('Escape', () => offerAll(false));
  keys.on('+', () => turn());

  function turn() {
    const rows = [...document.querySelectorAll('[data-papers] tr')];
    const last = Math.max(1, ...rows.map((row) => +row.dataset.page));
    page = page % last + 1;
    rows.forEach((row) => { row.hidden = +row.dataset.page !== page; });
  }

  function settle() {
    leaveEnter = null;
    const rows = [...document.querySelectorAll('[data-papers] tr')];
    if (!rows.some((row) => +row.dataset.page === page)) page = 1;
    rows.forEach((row) => { row.hidden = +row.dataset.page !== page; });
    const note = document.querySelector('[data-draft]');
    if (note) {
      try { note.value = localStorage.getItem('note.' + note.dataset.draft) || ''; } catch { /* private mode keeps nothing */ }
    }
  }
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-page-next]')) turn();
    if (event.target.closest('[data-all-no]')) offerAll(false);
  });
  document.addEventListener('input', (event) => {
    if (!event.target.matches('[data-draft]')) return;
    try { localStorage.setItem('note.' + event.target.dataset.draft, event.target.value); } catch { /* private mode keeps nothing */ }
  });
  document.addEventListener('htmx:afterSwap', settle);
  setInterval(() => {
    const clock = document.querySelector('[data-clock]');
    if (clock) clock.textContent = new Date().toTimeString().slice(0, 5);
  }, 5000);
  settle();
})();
