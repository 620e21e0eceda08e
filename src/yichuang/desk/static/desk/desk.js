// The desk beside keys.js: one press after another, 0 then Enter, pages of materials, the
// draft note, scans, the clock. Every key presses a button that is also there without a script.
(() => {
  'use strict';
  const keys = window.shell.keys;
  const desk = () => document.querySelector('.desk');
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  let page = 1, busy = false, switching = false, stale = false, asker = null;
  const later = [], REFRESH = 'X-Refresh';
  document.documentElement.classList.add('has-js');

  // ---- one press after another: the page is new after each, so the next waits for it ----
  const sent = (form, button) => ({
    action: form.getAttribute('action'), name: button && button.name, value: button && button.value,
    code: form.elements.code && form.elements.code.value, party: form.elements.party && form.elements.party.value,
    key: switching && button && button.getAttribute('aria-keyshortcuts'),
  });
  function again(one) {
    const link = one.href && all('a[data-matter]').find((a) => a.getAttribute('href') === one.href);
    if (link) link.click();
    if (one.href) return Boolean(link);
    const form = all('form').find((f) => f.getAttribute('action') === one.action &&
      (!f.elements.code || (f.elements.code.value === one.code && f.elements.party.value === one.party)));
    if (!form && one.key) { // meant for the matter that was switched to
      const there = all('button').find((b) => b.getAttribute('aria-keyshortcuts') === one.key);
      if (there) there.click();
      return Boolean(there);
    }
    if (!form) return false;
    const button = one.name && all('button', form).find((b) => b.name === one.name && b.value === one.value);
    if (one.name && !button) return false;
    form.requestSubmit(button || undefined);
    return true;
  }
  const next = () => { while (!busy && later.length) if (again(later.shift())) return; };
  document.addEventListener('submit', (event) => {
    const form = event.target, how = form.getAttribute('hx-boost') === 'false' ? 'page' : form.method;
    if (!desk() || !desk().contains(form) || how === 'get') return;
    if (how === 'page' && !switching) {
      if ('thenRefresh' in form.dataset) setTimeout(refresh, 900, desk());
      return;
    }
    if (busy) { event.preventDefault(); event.stopImmediatePropagation(); later.push(sent(form, event.submitter)); }
    else busy = true;
  }, true);
  // Another matter of the ticket is a new page too: a digit pressed right after belongs to that one.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-matter]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!busy) { busy = switching = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    later.push({href: link.getAttribute('href')});
  }, true);
  const free = () => {
    busy = switching = false;
    setTimeout(next, 0);
    if (stale) setTimeout(refresh, 0, asker);
    stale = false;
  };
  document.addEventListener('htmx:afterSettle', (event) => { if (event.target.matches('.desk')) { stale = false; settle(); free(); } });
  document.addEventListener('htmx:sendError', free);
  document.addEventListener('htmx:timeout', free);
  document.addEventListener('htmx:beforeSwap', (event) => {
    const detail = event.detail;
    if (detail.requestConfig.headers[REFRESH] && (busy || asked() || opened(asker))) { // a key was pressed meanwhile: its form stays until it is answered
      detail.shouldSwap = false;
      stale = true;
      return;
    }
    if (detail.xhr.status < 400) {
      // The form that was sent may have been replaced by the live line meanwhile, and what it
      // inherited with it: the whole page would then land inside the desk.
      if (detail.target.matches('.desk')) Object.assign(detail, {selectOverride: '.desk', swapOverride: 'outerHTML'});
      return;
    }
    detail.selectOverride = '.banner'; // a refusal is no desk
    later.length = 0;
    const key = detail.elt && detail.elt.querySelector && detail.elt.querySelector('[name=_key]');
    if (key) key.value = fresh(); // put right and sent again, it is a new request
    free();
  });
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  // A page the worker opened stays until they leave it; `from`: unless it is the one that asks.
  const opened = (from) => 'opened' in desk().dataset && desk() !== from;
  const asked = () => desk().querySelector('a.htmx-request,form.htmx-request');
  function refresh(from) {
    if (busy || !desk() || opened(from)) return;
    asker = from;
    const line = document.getElementById('refusal'), told = [...line.childNodes];
    setTimeout(() => line.replaceChildren(...told), 0); // nobody pressed anything: it is not read yet
    window.htmx.ajax('GET', desk().dataset.home, {target: '.desk', select: '.desk', swap: 'outerHTML', headers: {[REFRESH]: '1'}});
  }

  // ---- a question: what was pressed before it could be read is no answer to it ----
  const READ_MS = 800, question = () => document.querySelector('[data-question]');
  let shownAt = 0;
  document.addEventListener('click', (event) => { // keys click, too
    if (!question() || !event.target.closest('main button') || performance.now() - shownAt >= READ_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener('keydown', (event) => { // a key held down would press the focused button
    if (question() && event.repeat && /^(Enter| )$/.test(event.key)) event.preventDefault();
  }, true);

  // ---- 0, then Enter ----
  function offerAll(show) {
    const form = document.querySelector('[data-all]');
    if (!form) return;
    form.hidden = !show;
    if (show) form.querySelector('.btn-p').focus();
  }
  keys.on('0', () => offerAll(true));
  keys.on('Escape', () => {
    const stay = document.querySelector('[data-stay]'); // a question: Esc goes back to the desk
    if (stay) stay.click(); else offerAll(false);
  });
  keys.on('+', turn);

  // ---- materials: nine on a page, one tab stop for each ----
  const rows = () => all('[data-papers] tr');
  function turn() {
    const last = Math.max(1, ...rows().map((row) => +row.dataset.page));
    page = page % last + 1;
    showPage();
  }
  function showPage() { rows().forEach((row) => { row.hidden = +row.dataset.page !== page; }); }
  function rove(seg) {
    const buttons = all('button:not(.vh)', seg);
    const on = buttons.find((b) => b.getAttribute('aria-pressed') === 'true') || buttons[0];
    buttons.forEach((b) => { b.tabIndex = b === on ? 0 : -1; });
  }
  document.addEventListener('keydown', (event) => {
    const at = event.target, step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step || !at.parentElement || !at.parentElement.matches('.seg')) return;
    const buttons = all('button:not(.vh)', at.parentElement);
    const to = buttons[(buttons.indexOf(at) + step + buttons.length) % buttons.length];
    buttons.forEach((b) => { b.tabIndex = b === to ? 0 : -1; });
    to.focus();
    event.preventDefault();
  });

  // ---- draft ----
  function keep(field) {
    try { localStorage.setItem('note.' + field.dataset.draft, field.value); } catch { return; /* private mode keeps nothing */ }
    const told = document.querySelector('[data-saved]');
    if (told) told.textContent = told.dataset.saved + ' ' + new Date().toLocaleTimeString('en-GB', {timeZone: document.querySelector('[data-clock]').dataset.clock});
  }
  function recall(field) {
    try { field.value = localStorage.getItem('note.' + field.dataset.draft) || ''; } catch { /* private mode keeps nothing */ }
  }

  function settle() {
    shownAt = performance.now();
    if (question()) later.length = 0;
    history.replaceState(null, '', desk().dataset.home); // loaded anew, the same matter is there
    if (!rows().some((row) => +row.dataset.page === page)) page = 1;
    showPage();
    offerAll(false);
    all('.seg').forEach(rove);
    all('[data-draft]').forEach((field) => { if (!field.value) recall(field); });
    all('[data-digit-keys]').forEach((box) => { box.checked = keys.digitsOn(); });
    clock();
  }
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-page-next]')) turn();
    if (event.target.closest('[data-all-no]')) offerAll(false);
  });
  document.addEventListener('input', (event) => { if (event.target.matches('[data-draft]')) keep(event.target); });
  document.addEventListener('change', (event) => { if (event.target.matches('[data-submit]')) event.target.form.requestSubmit(); });

  // ---- what the line tells: somebody else moved this counter's ticket, or nobody is here ----
  document.addEventListener('live:swapped', (event) => {
    const line = event.target.closest('#line');
    if (!line || !desk()) return;
    const other = line.dataset.ticket !== desk().dataset.ticket;
    if (other || !line.dataset.ticket) refresh();
  });

  // Closed by somebody else, or logged out: the line has no counter any more.
  document.addEventListener('live:gone', () => { if (desk()) location.assign(desk().dataset.home); });

  document.addEventListener('scan', (event) => {
    const form = document.getElementById('scanned'), at = event.detail.target;
    if (!form || (at && at.matches && at.matches('[data-scan-here]'))) return;
    form.elements.text.value = event.detail.text;
    form.requestSubmit();
  });
  function clock() {
    const told = document.querySelector('[data-clock]');
    if (told) told.textContent = new Date().toLocaleTimeString('en-GB', {timeZone: told.dataset.clock, hour: '2-digit', minute: '2-digit'});
  }
  setInterval(clock, 5000);
  settle();
})();
