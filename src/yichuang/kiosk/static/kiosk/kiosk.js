// The kiosk: clock, on-screen digits, and wiping. Whoever walks away leaves nothing behind.
(() => {
  'use strict';
  const body = document.body, home = body.dataset.home;

  // ---- clock ----
  const clock = document.querySelector('[data-clock]');
  const format = clock && new Intl.DateTimeFormat('zh-CN',
    {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: clock.dataset.zone});
  const tickClock = () => { if (clock) clock.textContent = format.format(new Date()); };
  tickClock(); setInterval(tickClock, 5000);

  // ---- on-screen digits and letters: what is typed shows as dots ----
  for (const panel of document.querySelectorAll('[data-panel]')) {
    const field = panel.querySelector('[data-dots]');
    if (!field) continue;
    const pad = panel.querySelector('[data-keypad]'), letters = panel.querySelector('[data-letters]');
    pad.hidden = false;
    panel.addEventListener('click', (event) => {
      const key = event.target.closest('[data-key]');
      if (!key) return;
      if (key.dataset.key === 'all') field.value = '';
      else if (key.dataset.key === 'back') field.value = field.value.slice(0, -1);
      else if (field.value.length < field.maxLength) field.value += key.dataset.key;
    });
    const toggle = panel.querySelector('[data-letters-toggle]');
    if (!toggle) continue;
    const usual = toggle.textContent;
    toggle.hidden = false;
    toggle.addEventListener('click', () => {
      letters.hidden = !letters.hidden;
      panel.toggleAttribute('data-with-letters', !letters.hidden);
      toggle.textContent = letters.hidden ? usual : toggle.dataset.back;
    });
  }
  // ---- one kind of paper is shown; the others come when asked for, and go when chosen ----
  for (const kind of document.querySelectorAll('[data-type]')) {
    kind.addEventListener('change', () => {
      const box = kind.closest('details');
      box.querySelector('[data-type-word]').textContent = kind.nextElementSibling.textContent;
      box.open = false;
    });
  }
  // The kinds of paper have the room of the relations while they are open.
  for (const box of document.querySelectorAll('.relations~.types')) {
    box.addEventListener('toggle', () => box.parentElement.toggleAttribute('data-with-types', box.open));
  }
  // Whoever says for whom they come, or types that person's number, comes for another.
  const who = document.querySelector('[data-who]');
  const forAnother = () => {
    const given = document.querySelector('[name=for_number]').value || document.querySelector('[data-name]:checked');
    who.value = given ? 'other' : 'me';
    const usual = document.querySelector('[data-name-usual]');
    if (given && usual && !document.querySelector('[data-name]:checked')) usual.checked = true;
  };
  if (who) for (const kind of ['change', 'click']) {
    who.closest('[data-panel]').addEventListener(kind, forAnother);
  }

  // ---- one panel open at a time: the screen never needs scrolling ----
  const panels = [...document.querySelectorAll('[data-panel]')];
  const filling = () => panels.forEach((panel) =>
    panel.closest('form').toggleAttribute('data-filling', panels.some((one) => one.open)));
  for (const panel of panels) {
    panel.addEventListener('toggle', () => {
      if (panel.open) panels.forEach((other) => { if (other !== panel) other.open = false; });
      filling();
      if (panel.open) scrollTo(0, 0);
    });
    const close = panel.querySelector('[data-close]');
    close.hidden = false;
    close.addEventListener('click', () => { panel.open = false; panel.querySelector('summary').focus(); });
  }
  filling();

  // ---- low: what is pressed comes down to a wheelchair's height, until the person leaves ----
  const low = document.querySelector('[data-low-toggle]');
  if (low) {
    const word = low.querySelector('span'), usual = word.textContent;
    const set = (on) => {
      document.documentElement.toggleAttribute('data-low', on);
      word.textContent = on ? low.dataset.back : usual;
      if (on) sessionStorage.setItem('low', '1'); else sessionStorage.removeItem('low');
    };
    low.hidden = false;
    set(sessionStorage.getItem('low') === '1');
    low.addEventListener('click', () => set(!document.documentElement.hasAttribute('data-low')));
  }

  // ---- idle: a countdown with a large 'continue', then everything is wiped ----
  const idle = +body.dataset.idle || 0, box = document.querySelector('.idle');
  const COUNT = 15;
  let last = Date.now();
  function wipe() {
    document.querySelectorAll('form[data-wipe]').forEach((form) => form.reset());
    document.querySelectorAll('[data-dots]').forEach((one) => { one.value = ''; });
    sessionStorage.removeItem('low');
    location.replace(home + '?mode=std');
  }
  if (idle && box) {
    const left = box.querySelector('[data-left]'), goOn = box.querySelector('[data-go-on]');
    const alive = () => { last = Date.now(); };
    for (const kind of ['pointerdown', 'keydown', 'scroll']) {
      addEventListener(kind, () => { if (box.hidden) alive(); }, {passive: true, capture: true});
    }
    goOn.addEventListener('click', () => { alive(); box.hidden = true; });
    setInterval(() => {
      const rest = Math.ceil(idle + COUNT - (Date.now() - last) / 1000);
      if (rest <= 0) { wipe(); return; }
      if (rest > COUNT) return;
      left.textContent = rest;
      if (box.hidden) { box.hidden = false; goOn.focus(); }
    }, 250);
  }
  // A page that comes back from the browser's memory would show the last person's typing.
  addEventListener('pageshow', (event) => { if (event.persisted) wipe(); });
})();
