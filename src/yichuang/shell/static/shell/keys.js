// Shortcuts of the desk. A control names its key by aria-keyshortcuts ("F2", "Control+Enter", "1");
// code may take one with shell.keys.on('0', fn). Needs scan.js before it.
(() => {
  'use strict';
  const taken = new Map();
  const BROWSERS = /^F(1|3|5|6|7|10|11|12)$/; // belong to the browser
  const STORE = 'shell.digits';

  const nameOf = (event) => (event.ctrlKey ? 'Control+' : '') + (event.altKey ? 'Alt+' : '') +
    (event.shiftKey && event.key.length > 1 ? 'Shift+' : '') +
    (/^Numpad\d$/.test(event.code) ? event.code.slice(6) : event.key);
  const isField = (el) => el && (el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName) ||
    (el.tagName === 'INPUT' && !/^(radio|checkbox|button|submit|reset|range)$/.test(el.type)));
  const digitsOn = () => { try { return localStorage.getItem(STORE) !== 'off'; } catch { return true; } };

  function control(name) {
    return [...document.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(name)}"]`)]
      .find((el) => !el.disabled && el.getClientRects().length && !el.closest('[inert]'));
  }
  function act(name, event) {
    const fn = taken.get(name);
    if (fn) return fn(event);
    const el = control(name);
    if (!el) return undefined;
    if (isField(el)) el.focus(); else el.click();
    return undefined;
  }

  // Enter goes to the next field; after the last one to the control that has Control+Enter.
  function next(field) {
    const form = field.closest('[data-enter-next]');
    const all = [...form.querySelectorAll('input,select,textarea')].filter((el) => isField(el) && !el.disabled && el.getClientRects().length);
    const after = all[all.indexOf(field) + 1] || control('Control+Enter');
    if (after) after.focus();
  }

  addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat || event.defaultPrevented) return;
    if (BROWSERS.test(event.key)) return;
    const name = nameOf(event), at = event.target;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain && event.key === 'Enter' && isField(at) && at.tagName !== 'TEXTAREA' && at.closest('[data-enter-next]') && !taken.has('FieldEnter')) {
      event.preventDefault();
      next(at);
      return;
    }
    if (!taken.has(name) && !control(name)) return;
    const single = plain && event.key.length === 1;
    if (single && (isField(at) || !digitsOn())) return;
    if (plain && event.key === 'Enter' && /^(A|BUTTON|SUMMARY)$/.test(at.tagName)) return;
    if (plain && event.key === 'Enter' && isField(at)) return;
    event.preventDefault();
    if (plain) window.shell.unlessScan(() => act(name, event)); else act(name, event);
  });

  document.addEventListener('change', (event) => {
    if (!event.target.matches('[data-digit-keys]')) return;
    try { localStorage.setItem(STORE, event.target.checked ? 'on' : 'off'); } catch { /* private mode: for this page only */ }
  });
  document.querySelectorAll('[data-digit-keys]').forEach((box) => { box.checked = digitsOn(); });

  window.shell = Object.assign(window.shell || {}, {keys: {
    on(name, fn) { taken.set(name, fn); return () => taken.delete(name); },
    off(name) { taken.delete(name); },
    digitsOn,
  }});
})();
