// Scanners and card readers type. A burst of six or more keys less than 35 ms apart is a scan:
// `scan` is dispatched on document with {text, target}, no shortcut sees its keys, and the field
// that had the focus gets its old value back (unless it says data-scan-here).
(() => {
  'use strict';
  const GAP = 35, LEAST = 6, SETTLE = 60;
  let burst = null;

  // By the place on the keyboard, for an input method hides what was typed.
  function charOf(event) {
    if (event.key.length === 1 && event.keyCode !== 229 && !event.isComposing) return event.key;
    const [, letter, digit, pad] = event.code.match(/^(?:Key(.)|Digit(\d)|Numpad(\d))$/) || [];
    if (letter) return event.shiftKey ? letter : letter.toLowerCase();
    return digit || pad || {Minus: '-', Slash: '/', Period: '.', Semicolon: ':', Equal: '=', Space: ' '}[event.code] || '';
  }
  const editable = (el) => el && /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && !/^(button|submit|reset|checkbox|radio)$/.test(el.type);

  function begin(event) {
    const target = event.target;
    burst = {text: '', keys: 0, at: 0, held: [], target, field: editable(target) ? target : null, ended: false};
    if (burst.field) Object.assign(burst, {value: target.value, from: target.selectionStart, to: target.selectionEnd});
  }

  function restore(done) {
    const field = done.field;
    if (!field || field.hasAttribute('data-scan-here')) return;
    if (field.value === done.value) return;
    field.value = done.value;
    try { field.setSelectionRange(done.from, done.to); } catch { /* number fields and selects have no selection */ }
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }

  function settle() {
    const done = burst;
    burst = null;
    if (!done) return;
    clearTimeout(done.timer);
    if (done.keys < LEAST) { done.held.forEach((fire) => fire()); return; }
    if (done.composed && done.field) { done.field.blur(); setTimeout(() => { restore(done); done.field.focus(); }, 0); }
    else restore(done);
    document.dispatchEvent(new CustomEvent('scan', {detail: {text: done.text.trim(), target: done.target}}));
  }

  // A timer that fires late ran on a busy page: keys may still stand in line, give them a turn.
  function wait(it) {
    const due = performance.now() + SETTLE;
    it.timer = setTimeout(() => { if (performance.now() - due > 20) wait(it); else settle(); }, SETTLE);
  }

  addEventListener('keydown', (event) => {
    if (event.repeat || /^(Shift|CapsLock|NumLock|Control|Alt|Meta)$/.test(event.key)) return;
    const quick = burst && event.timeStamp - burst.at < GAP;
    const ends = event.key === 'Enter' || event.key === 'Tab' || event.code === 'Enter' || event.code === 'NumpadEnter';
    if (ends) {
      if (quick && burst.keys >= LEAST) { event.preventDefault(); event.stopImmediatePropagation(); settle(); }
      else if (burst) settle();
      return;
    }
    const char = event.ctrlKey || event.altKey || event.metaKey ? '' : charOf(event);
    if (!char && !/^F\d+$/.test(event.key)) return;
    if (burst && !quick) settle();
    if (!burst) begin(event);
    if (event.isComposing || event.keyCode === 229) burst.composed = true;
    burst.text += char;
    burst.keys += 1;
    burst.at = event.timeStamp;
    clearTimeout(burst.timer);
    wait(burst);
    const here = burst.field && burst.field.hasAttribute('data-scan-here');
    if (!here && (burst.keys >= LEAST || (char === ' ' && burst.keys > 1))) event.preventDefault();
  }, true);

  window.shell = Object.assign(window.shell || {}, {
    // Run `fire` unless the key just pressed turns out to be part of a scan.
    unlessScan(fire) { if (burst) burst.held.push(fire); else fire(); },
  });
})();
