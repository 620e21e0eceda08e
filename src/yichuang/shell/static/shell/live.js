// Live parts of a page. An element says what it follows and where its HTML comes from:
//   <div id="board" data-live="hall:qinghe" data-live-get="/board/qinghe/now/">…</div>
// One event stream per browser (the leader tab's), shared over a BroadcastChannel; while it is
// gone every part is polled with its ETag. The page works by polling alone.
(() => {
  'use strict';
  const POLL_MS = 4000, OPEN_MS = 4000, RENEW_MS = 30000, FORGET_MS = 150000, SILENT_MS = 40000, MOST = 16;
  const me = Date.now().toString(36) + Math.random().toString(36).slice(2);
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('yichuang-live') : null;
  const etags = new Map(), pending = new Map(), wanted = new Map(), tokens = new Map(), refused = new Map();
  let source = null, streaming = false, leader = false, alone = false, followed = '', carried = new Set();
  let reopenAt = 0, lastBeat = 0, beats = false, polls = 0, lastGood = new Date(), offline = false;

  const parts = () => [...document.querySelectorAll('[data-live]')];
  const topics = () => [...new Set(parts().map((part) => part.dataset.live))];
  const covered = (topic) => streaming && carried.has(topic);
  const say = (kind, more) => channel && channel.postMessage({kind, from: me, ...more});

  // ---- parts ----
  function show() {
    const state = offline ? 'off' : topics().every(covered) ? 'on' : 'poll';
    document.documentElement.dataset.liveState = state;
    const time = lastGood.toLocaleTimeString('zh-CN', {timeZone: document.documentElement.dataset.zone || undefined, hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
    for (const line of document.querySelectorAll('[data-live-status]')) {
      const text = (line.dataset[state] || '').replace('{time}', time);
      if (line.textContent !== text) line.textContent = text;
      line.dataset.state = state;
    }
  }

  // A part in whose fields someone is typing waits until they have left it.
  const busy = (part) => {
    const at = document.activeElement;
    return part.querySelector('details[data-live-hold][open]') || at && part.contains(at) && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) &&
      !/^(radio|checkbox|button|submit)$/.test(at.type);
  };

  // A part with a form on its way waits for the answer, which would find its form gone.
  const sending = (part) => part.matches('.htmx-request') || part.querySelector('.htmx-request');

  // What the page said of a form that was sent, and what was typed since, outlives fresh HTML:
  // <div id="…" data-live-keep> stays as it is for as long as the fresh part has it, too.
  const touched = (kept) => kept.matches('.field-bad') || kept.querySelector('.field-bad') || [...kept.querySelectorAll('input, textarea')].some((field) =>
    field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  function keep(part, fresh) {
    for (const kept of part.querySelectorAll('[data-live-keep]')) {
      const place = fresh.querySelector('#' + kept.id);
      if (place && touched(kept)) place.replaceWith(kept);
    }
  }

  function swap(part, html) {
    const at = document.activeElement, kept = at && part.contains(at) ? at.id : '';
    const box = document.createElement('template');
    box.innerHTML = html.trim();
    const fresh = box.content.firstElementChild;
    keep(part, box.content);
    if (part.dataset.liveSwap === 'inner' || !fresh) part.replaceChildren(box.content);
    else part.replaceWith(fresh);
    const now = part.isConnected ? part : fresh;
    if (window.htmx) window.htmx.process(now);
    if (kept && document.getElementById(kept)) document.getElementById(kept).focus();
    now.dispatchEvent(new CustomEvent('live:swapped', {bubbles: true}));
    return now;
  }

  async function refresh(part) {
    const url = part.dataset.liveGet || part.getAttribute('hx-get');
    if (!url || pending.has(part)) { if (url) pending.set(part, true); return; }
    pending.set(part, false);
    let shown = part;
    try {
      const headers = {'HX-Request': 'true', 'HX-Current-URL': location.href};
      if (etags.has(url)) headers['If-None-Match'] = etags.get(url);
      const answer = await fetch(url, {headers, cache: 'no-store', credentials: 'same-origin'});
      offline = answer.status >= 500;
      if (answer.ok) {
        const html = await answer.text();
        if (busy(part)) part.addEventListener('focusout', () => setTimeout(() => refresh(part), 50), {once: true});
        else if (sending(part)) document.addEventListener('htmx:afterRequest', () => setTimeout(() => { if (part.isConnected) refresh(part); }, 50), {once: true});
        else {
          if (answer.headers.get('ETag')) etags.set(url, answer.headers.get('ETag'));
          if (part.isConnected) shown = swap(part, html);
        }
      } else if ([401, 403, 404, 410].includes(answer.status)) {
        part.removeAttribute('data-live');
        part.dispatchEvent(new CustomEvent('live:gone', {bubbles: true, detail: answer.status}));
        if (answer.headers.get('HX-Redirect')) location.assign(answer.headers.get('HX-Redirect')); // the login lapsed
      }
      if (answer.ok || answer.status === 304) lastGood = new Date();
    } catch { offline = true; }
    show();
    const again = pending.get(part);
    pending.delete(part);
    if (again && shown.isConnected) refresh(shown); // news while we asked: part itself may be replaced
  }

  function tell(event) {
    document.dispatchEvent(new CustomEvent('live:' + event.topic, {detail: event}));
    for (const part of parts()) if (part.dataset.live === event.topic) refresh(part);
  }
  const refreshAll = () => parts().forEach(refresh);

  function stream(on, all = []) {
    const was = streaming, had = carried;
    streaming = on;
    carried = new Set(all);
    if (on) { offline = false; lastGood = new Date(); }
    if (on && (!was || topics().some((topic) => !had.has(topic)))) refreshAll(); // what was missed meanwhile
    if (!on && was) { polls = Date.now(); refreshAll(); }
    show();
  }

  // ---- the leader's stream ----
  const cookie = (name) => (document.cookie.match('(?:^|; )' + name + '=([^;]*)') || [])[1] || '';
  async function token(topic) {
    if (!tokens.has(topic)) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      const answer = await fetch('/api/v1/live-token', {
        method: 'POST', credentials: 'same-origin', body: JSON.stringify({topic}),
        headers: {'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken'),
          'Idempotency-Key': [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')},
      });
      if (!answer.ok) throw new Error('token ' + answer.status);
      tokens.set(topic, (await answer.json()).token);
    }
    return tokens.get(topic);
  }

  const due = () => [...wanted].filter(([topic, seen]) =>
    Date.now() - seen < FORGET_MS && !(refused.get(topic) > Date.now())).map(([topic]) => topic).slice(-MOST).sort();

  function lost() {
    if (!streaming) tokens.clear(); // it never opened: the tokens may be at fault
    if (source) source.close();
    source = null; followed = '';
    reopenAt = Date.now() + OPEN_MS;
    stream(false); say('status', {on: false, all: []});
  }

  async function open() {
    const all = due();
    if (source) source.close();
    source = null; followed = all.join(' ');
    reopenAt = Date.now() + 3 * OPEN_MS;
    if (!all.length) return;
    const query = new URLSearchParams();
    try {
      for (const topic of all) {
        try { query.append('token', await token(topic)); query.append('topic', topic); }
        catch (problem) { // a topic that is refused must not keep the others from the stream
          if (!/token 4/.test(problem.message)) throw problem;
          refused.set(topic, Date.now() + FORGET_MS);
        }
      }
    } catch { lost(); return; }
    if (followed !== all.join(' ')) return; // asked anew meanwhile
    followed = due().join(' ');
    if (!query.has('topic')) return;
    const mine = source = new EventSource('/live?' + query), carries = query.getAll('topic'), again = streaming;
    const alive = () => { lastBeat = Date.now(); };
    mine.onopen = () => {
      if (mine !== source) return;
      alive(); reopenAt = 0;
      stream(true, carries); say('status', {on: true, all: carries});
      if (again) { refreshAll(); say('again'); } // what happened between the old stream and this one
    };
    mine.onerror = () => { if (mine === source) lost(); };
    mine.onmessage = (message) => { alive(); const event = JSON.parse(message.data); say('event', {event}); tell(event); };
    mine.addEventListener('beat', () => { beats = true; alive(); });
    mine.addEventListener('reset', () => { if (mine === source) { tokens.clear(); lost(); reopenAt = 0; say('again'); } });
  }

  function lead() {
    leader = true;
    stream(false);
    say('who');
    want();
    setTimeout(tick, 150);
  }
  function want() {
    const mine = topics();
    if (leader || alone) mine.forEach((topic) => wanted.set(topic, Date.now()));
    else if (mine.length) say('want', {topics: mine});
  }

  // ---- who leads ----
  let term = 0, heard = 0, leaderId = '';
  function elect() {
    if (!channel) { alone = leader = true; return lead(); }
    if (navigator.locks) return void navigator.locks.request('yichuang-live', () => { lead(); return new Promise(() => {}); });
    heard = Date.now() - 2000 + Math.random() * 800; // plain http in a hall's own network: heartbeats instead of locks
  }
  function heartbeats() {
    if (!channel || navigator.locks) return;
    if (leader) say('lead', {term});
    else if (Date.now() - heard > 3500) { term += 1; leaderId = me; lead(); say('lead', {term}); }
  }
  function hearLead(other) {
    if (other.term < term || (other.term === term && leader && other.from > me)) return;
    if (leader && other.from !== me) { leader = false; if (source) source.close(); source = null; followed = ''; want(); }
    term = other.term; heard = Date.now(); leaderId = other.from;
  }

  if (channel) channel.onmessage = ({data}) => {
    if (data.kind === 'want' && leader) { data.topics.forEach((topic) => wanted.set(topic, Date.now())); setTimeout(tick, 20); if (streaming) say('status', {on: true, all: [...carried]}); }
    else if (data.kind === 'who') want();
    else if (data.kind === 'lead') hearLead(data);
    else if (leader) return;
    else if (data.kind === 'event') tell(data.event);
    else if (data.kind === 'again') refreshAll();
    else if (data.kind === 'status') { lastBeat = Date.now(); stream(data.on, data.all); }
  };

  // data-live-after="SECONDS": what changes with the clock, and no event tells of.
  const since = new WeakMap();
  function tick() {
    const now = Date.now();
    if (leader) {
      if (alone && document.hidden) { if (source) { source.close(); source = null; followed = ''; } return; }
      if (source && beats && now - lastBeat > SILENT_MS) lost();
      if (source && source.readyState === 2) lost();
      if (now >= reopenAt && due().join(' ') !== followed) open();
    }
    for (const part of parts()) if (part.dataset.liveAfter) {
      if (!since.has(part)) since.set(part, now);
      else if (now - since.get(part) >= part.dataset.liveAfter * 1000) { since.set(part, now); refresh(part); }
    }
    const left = parts().filter((part) => !covered(part.dataset.live));
    if (left.length && now - polls >= POLL_MS && !document.hidden) { polls = now; left.forEach(refresh); }
  }

  function begin() {
    if (!topics().length) return;
    polls = Date.now();
    show(); elect(); want();
    setInterval(() => { heartbeats(); tick(); }, 1000);
    setInterval(want, RENEW_MS);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) { want(); refreshAll(); tick(); } });
    addEventListener('pageshow', (event) => { if (event.persisted) refreshAll(); });
    addEventListener('online', () => { reopenAt = 0; tick(); });
    document.addEventListener('htmx:afterSettle', want);
  }
  window.shell = Object.assign(window.shell || {}, {refresh, refreshAll, followers: () => ({leader, streaming, topics: due()})});
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
})();
