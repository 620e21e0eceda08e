// The call display: the clock, and speaking each call once, oldest first, one at a time.
// Browsers let a page sound only after a gesture: the button says so until sound is on. Where
// the server makes no sound it says that too, and asks again.
(() => {
  'use strict';
  const AGAIN_MS = 30000, LONGEST_MS = 60000, REMEMBERED = 1000, TURN_MS = 6000;
  const waiting = [], spoken = new Set();
  let playing = false, sound = false, failed = false, began = false;

  const format = new Intl.DateTimeFormat('zh-CN',
    {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: document.body.dataset.zone});
  const clock = () => {
    const shown = document.querySelector('.display > header .num');
    if (shown) shown.textContent = format.format(new Date());
  };
  setInterval(clock, 5000);

  // ---- sound ----
  function showSound() {
    const button = document.querySelector('[data-sound]');
    if (!button) return;
    button.hidden = false;
    button.toggleAttribute('data-on', sound);
    const word = button.querySelector('[data-sound-word]');
    if (sound) word.textContent = word.dataset.onWord;
    else if (failed) word.textContent = word.dataset.offWord;
  }
  // 'said', 'silent' (no sound can be made now), or 'over' (nobody is called so any more).
  function play(url) {
    return new Promise((done) => {
      const audio = new Audio(url);
      const missing = () => fetch(url, {cache: 'no-store'}).then(
        (answer) => done(answer.status === 404 ? 'over' : 'silent'), () => done('silent'));
      audio.onended = () => done('said');
      audio.onerror = missing;
      setTimeout(() => { audio.pause(); done('silent'); }, LONGEST_MS);
      audio.play().catch((problem) => {
        if (problem.name === 'NotAllowedError') done('forbidden');
      });
    });
  }
  function turn(how) {
    sound = how === 'said';
    failed = how === 'silent';
    showSound();
  }
  async function test() {
    if (playing) return;
    playing = true;
    turn(await play(document.body.dataset.voiceTest));
    playing = false;
    next();
  }
  document.addEventListener('click', (event) => { if (event.target.closest('[data-sound]')) test(); });
  addEventListener('keydown', () => { if (!sound) test(); });
  setInterval(() => { if (failed) test(); }, AGAIN_MS);

  // ---- calls ----
  const calls = () => [...document.querySelectorAll('[data-call]')];
  function look() {
    for (const {dataset: {call, voice}} of calls()) {
      if (spoken.has(call)) continue;
      spoken.add(call);
      if (began && voice) waiting.push({call, voice}); // not what was called before opening
    }
    for (const call of spoken) { if (spoken.size > REMEMBERED) spoken.delete(call); else break; }
    began = true;
    next();
  }
  // What is over by the time that it could be said is not said any more.
  function dropped() {
    const still = new Set(calls().map((call) => call.dataset.call));
    while (waiting.length && !still.has(waiting[0].call)) waiting.shift();
    return !waiting.length;
  }
  async function next() {
    if (playing || !sound || dropped()) return;
    playing = true;
    const times = waiting.length > 3 ? 1 : 2; // the repeat is dropped when more than three wait
    const call = waiting.shift();
    const how = await play(`${call.voice}?times=${times}`);
    playing = false;
    if (how === 'silent' || how === 'forbidden') { waiting.unshift(call); turn(how); }
    next();
  }
  // ---- queues for which there is no room take turns; which part of how many is told ----
  let shown = 0;
  function takeTurns(by) {
    const list = document.querySelector('[data-queues]'), told = document.querySelector('[data-page]');
    if (!list) return;
    const rows = () => new Set([...list.children].map((one) => one.offsetTop)).size;
    const fit = () => Math.max(1, Math.round(list.clientHeight / list.firstElementChild.offsetHeight));
    const parts = () => Math.ceil(rows() / fit());
    list.dataset.paged = '';
    told.hidden = true;
    told.hidden = parts() < 2;
    shown = (shown + by) % parts();
    told.textContent = `${shown + 1}/${parts()}`;
    list.scrollTop = shown * list.clientHeight;
  }
  setInterval(() => takeTurns(1), TURN_MS);
  addEventListener('resize', () => takeTurns(0));
  document.fonts.ready.then(() => takeTurns(0));

  document.addEventListener('live:swapped', () => { showSound(); clock(); look(); takeTurns(0); });
  look();
  showSound();
  test(); // a display that is allowed to sound needs no hand
  window.board = {waiting, spoken, state: () => ({sound, playing, failed})};
})();
