// Reads the page with the browser's own Chinese voice. Without one the button stays hidden.
(() => {
  'use strict';
  const speech = window.speechSynthesis;
  if (!speech) return;
  const buttons = [...document.querySelectorAll('[data-read-aloud]')];
  const voice = () => speech.getVoices().find((v) => /^(zh|cmn)/i.test(v.lang) && v.localService) ||
    speech.getVoices().find((v) => /^(zh|cmn)/i.test(v.lang));
  const reveal = () => { if (voice()) buttons.forEach((button) => { button.hidden = false; }); };

  // Short sentences: browsers stop long ones after a quarter of a minute.
  function sentences() {
    const root = document.querySelector(document.body.dataset.read || 'main');
    const text = [...root.querySelectorAll('h1,h2,h3,p,li,dt,dd,summary,legend,label')]
      .filter((el) => el.offsetParent && !el.closest('[data-no-read]') && !el.querySelector('p,li,dd,h2'))
      .map((el) => el.innerText.trim()).filter(Boolean);
    return text.join('。').split(/[。！？\n]+/).filter((s) => s.trim());
  }

  let speaking = false;
  function stop() {
    speaking = false;
    speech.cancel();
    buttons.forEach((button) => {
      button.removeAttribute('aria-pressed');
      if (button.dataset.name) button.setAttribute('aria-label', button.dataset.name);
    });
  }

  function start() {
    speaking = true;
    buttons.forEach((button) => {
      button.setAttribute('aria-pressed', 'true');
      button.dataset.name = button.getAttribute('aria-label') || button.textContent.trim();
      if (button.dataset.stop) button.setAttribute('aria-label', button.dataset.stop);
    });
    const all = sentences();
    all.forEach((sentence, at) => {
      const said = new SpeechSynthesisUtterance(sentence);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.rate = document.documentElement.dataset.mode === 'elder' ? 0.85 : 1;
      if (at === all.length - 1) said.onend = stop;
      speech.speak(said);
    });
  }

  buttons.forEach((button) => button.addEventListener('click', () => (speaking ? stop() : start())));
  addEventListener('pagehide', stop);
  reveal();
  speech.addEventListener('voiceschanged', reveal);
})();
