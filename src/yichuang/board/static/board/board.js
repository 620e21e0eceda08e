// The call display: the clock, and speaking each call once, one at a time.
// Browsers let a page sound only after a gesture: the button says so until sound is on.
(() => {
  'use strict';
  const waiting = [], spoken = new Set();
  let playing = false, sound = false, began = false;

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
  }
  function play(url) {
    return new Promise((done) => {
      const audio = new Audio(url);
      audio.onended = () => done(true);
      audio.onerror = () => done(false);
      audio.play().catch((problem) => {
        if (problem.name === 'NotAllowedError') { sound = false; showSound(); }
        done(false);
      });
    });
  }
  async function test() {
    if (playing) return;
    playing = true;
    sound = await play(document.body.dataset.voiceTest);
    playing = false;
    showSound();
    next();
  }
  document.addEventListener('click', (event) => { if (event.target.closest('[data-sound]')) test(); });
  addEventListener('keydown', () => { if (!sound) test(); });

  // ---- calls ----
  function look() {
    for (const call of document.querySelectorAll('[data-call]')) {
      if (spoken.has(call.dataset.call)) continue;
      spoken.add(call.dataset.call);
      if (began && call.dataset.voice) waiting.push(call.dataset.voice); // not what was called before opening
    }
    began = true;
    next();
  }
  async function next() {
    if (playing || !sound || !waiting.length) return;
    playing = true;
    const times = waiting.length > 3 ? 1 : 2; // the repeat is dropped when more than three wait
    await play(`${waiting.shift()}?times=${times}`);
    playing = false;
    next();
  }
  document.addEventListener('live:swapped', () => { showSound(); clock(); look(); });
  look();
  showSound();
  test(); // a display that is allowed to sound needs no hand
  window.board = {waiting, spoken, state: () => ({sound, playing})};
})();
