// The self-check before a counter opens: only what was really tried is told.
(() => {
  'use strict';
  function tell(name, good) {
    const line = document.querySelector(`[data-check="${name}"]`);
    if (!line) return;
    const word = line.querySelector('b');
    word.textContent = good ? word.dataset.good : word.dataset.bad;
    line.classList.toggle('bad', !good);
    line.hidden = false;
  }
  function storage() {
    try { localStorage.setItem('note.check', '1'); localStorage.removeItem('note.check'); return true; } catch { return false; }
  }
  tell('storage', storage());
  // The hall's own stream, opened as the desk will open it.
  const line = document.querySelector('[data-check="live"]');
  if (!line || !('EventSource' in window)) { tell('live', false); return; }
  const stream = new EventSource('/live?topic=' + encodeURIComponent(line.dataset.topic));
  const over = (good) => { clearTimeout(late); stream.close(); tell('live', good); };
  const late = setTimeout(() => over(false), 5000);
  stream.onopen = () => over(true);
  stream.onerror = () => over(false);
})();
