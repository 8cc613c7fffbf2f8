"use strict";
// The outbox of the tablet and of a customer's own phone. What somebody said
// lies in IndexedDB before the page says that it is saved, and leaves it on
// nothing but a 201 whose JSON echoes its id: never by age, by number or on any
// other answer. Oldest first, one page at a time, patiently.
const outbox = (() => {
  const times = { storage: 3000, send: 20000, stuck: 5000, late: 1500, wait: 1000, slow: 3600000 };
  // Asking again rarely helps: kept, tried now and then, never in the way of
  // others. Only in our server's own words: a network's error page is no refusal.
  const refusal = (status, got) => [409, 413, 422].includes(status) && typeof got.field === "string" && typeof got.message === "string" && got.message !== "";

  // ---- storage

  let opening = null;
  const within = (ms, work) => Promise.race([work, new Promise((_, fail) => setTimeout(() => fail(new Error("storage hangs")), ms))]);

  function open() {
    opening ||= new Promise((done, fail) => {
      const ask = indexedDB.open("yousaid", 1);
      ask.onupgradeneeded = () => {
        ask.result.createObjectStore("items", { keyPath: "id" });
        ask.result.createObjectStore("meta");
      };
      ask.onerror = () => fail(ask.error);
      ask.onsuccess = () => {
        const db = ask.result;
        db.onclose = () => { opening = null; };
        db.onversionchange = () => { db.close(); opening = null; };
        done(db);
      };
    });
    return opening;
  }

  async function once(mode, work) {
    const db = await open();
    return new Promise((done, fail) => {
      const t = db.transaction(["items", "meta"], mode, { durability: "strict" });
      let out;
      t.oncomplete = () => done(out);
      t.onabort = () => fail(t.error || new Error("aborted"));
      work(t.objectStore("items"), t.objectStore("meta"), (v) => { out = v; });
    });
  }

  // Browsers close connections of their own accord: the second try has a new one.
  async function storage(mode, work) {
    try {
      return await within(times.storage, once(mode, work));
    } catch {
      const old = opening;
      opening = null;
      if (old) old.then((db) => db.close(), () => {});
      return within(times.storage, once(mode, work));
    }
  }

  const all = () => storage("readonly", (items, meta, out) => { items.getAll().onsuccess = (e) => out(e.target.result.sort((a, b) => a.order - b.order)); });
  const one = (id) => storage("readonly", (items, meta, out) => { items.get(id).onsuccess = (e) => out(e.target.result); });
  const note = (name, value) => storage("readwrite", (items, meta) => { meta.put(value, name); }).catch(() => {});

  // A number belongs to a person, not to a version of what they said.
  const numbers = new Map();
  const place = () => ({ device: Number(document.body.dataset.device) || 0, from: Number(document.body.dataset.seqFrom) || 1 });
  const word = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (b) => b.toString(16).padStart(2, "0")).join("");

  // The run of numbers that a record belongs to. One begins where the server
  // knows of no more: a wiped browser gives nobody's number again, nor one that
  // has become another tablet. The name says where; see store.Sequence.
  function series(old) {
    const { device, from } = place();
    if (old && (!device || !old.device || old.device === device)) return device ? { ...old, device } : old;
    return { series: from > 1 ? word() + "@" + from : word(), issued: from - 1, order: old ? old.order : 0, last: old ? old.last : "", device };
  }

  // write gives the item and how many wait with it.
  function write(record, to) {
    return storage("readwrite", (items, meta, out) => {
      meta.get("count").onsuccess = (c) => {
        const count = series(c.target.result);
        items.get(record.id).onsuccess = (e) => {
          const old = e.target.result;
          const tell = (item) => { items.count().onsuccess = (n) => out({ item, waiting: n.target.result }); };
          if (old && old.record.final && !record.final) return tell(old);
          const seq = old ? old.seq : numbers.get(record.id) || (to.key ? 0 : ++count.issued);
          const item = { id: record.id, order: old ? old.order : ++count.order, version: old ? old.version + 1 : 1, seq,
            series: old ? old.series : count.series, device: old ? old.device : count.device, to, record, parked: 0 };
          items.put(item);
          meta.put({ ...count, last: new Date().toISOString() }, "count");
          tell(item);
        };
      };
    }).then((got) => {
      numbers.set(got.item.id, got.item.seq);
      return got;
    });
  }

  function settle(item, answer) {
    return storage("readwrite", (items, meta) => {
      if (answer.saved) meta.put(new Date().toISOString(), "sent");
      items.get(item.id).onsuccess = (e) => {
        const now = e.target.result;
        if (!now || now.version !== item.version) return; // has grown meanwhile: the newer one goes out next
        if (answer.saved) items.delete(item.id);
        else if (answer.refused) items.put({ ...now, parked: answer.status });
      };
    });
  }

  // ---- clocks

  let skew = NaN;
  storage("readonly", (items, meta) => { meta.get("skew").onsuccess = (e) => { if (isNaN(skew) && e.target.result !== undefined) skew = e.target.result; }; }).catch(() => {});
  function differs(server) {
    if (isNaN(server)) return;
    skew = server - Date.now();
    note("skew", skew);
  }

  // ---- sending

  let flying = null, stuck = false; // stuck: what was sent last did not get through
  // What is sent of an item, and saved as a file: the number stays that of the
  // tablet that gave it.
  const said = (item) => ({ ...item.record, ...(item.seq ? { seq: item.seq, series: item.series, ...(item.device ? { device: item.device } : {}) } : {}) });

  async function post(item) {
    const headers = { "Content-Type": "application/json" };
    if (item.to.key) headers.Authorization = "Bearer " + item.to.key;
    const body = JSON.stringify({ ...said(item), sent_at: new Date().toISOString() });
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), times.send);
    flying = { stop, since: performance.now() };
    try {
      const keepalive = !!item.to.key && body.length < 20000; // a phone's page is often closed at once
      const res = await fetch(item.to.api, { method: "POST", headers, body, cache: "no-store", redirect: "error", keepalive, signal: stop.signal });
      const got = (await res.json().catch(() => null)) || {};
      const saved = res.status === 201 && got.id === item.id;
      if (saved) differs(Date.parse(res.headers.get("Date")));
      return { status: res.status, got, saved, refused: refusal(res.status, got) };
    } catch {
      return { status: 0, got: {}, saved: false, refused: false };
    } finally {
      clearTimeout(timer);
      flying = null;
    }
  }

  // One page drains; where there are no locks, several may: the id makes that safe.
  const alone = (work) => (navigator.locks ? navigator.locks.request("yousaid-outbox", work) : work());
  let running = false, again = false, tries = 0, timer = 0, parkedToo = true;

  async function run() {
    if (running) { again = true; return; }
    running = true;
    clearTimeout(timer);
    let done = false;
    try { done = await alone(drain); } catch { /* no storage just now */ }
    running = false;
    if (again) { again = false; return run(); }
    if (done) tries = 0;
    else later();
  }
  function later() {
    const wait = Math.min(times.wait * 2 ** tries++, 300 * times.wait);
    timer = setTimeout(run, wait * (0.75 + Math.random() / 2));
  }
  // wake is for whoever knows that the server is there: what hangs begins anew.
  function wake() {
    tries = 0;
    if (flying && performance.now() - flying.since > times.stuck) flying.stop.abort();
    run();
  }

  // drain tells whether nothing is left that it is worth trying again for soon.
  async function drain() {
    const passed = new Set(), parked = parkedToo;
    parkedToo = false;
    let broken = 0;
    for (;;) {
      const list = (await all()).filter((x) => !passed.has(x.id + x.version) && (parked || !x.parked));
      list.sort((a, b) => !!a.parked - !!b.parked);
      if (!list.length) return !broken;
      for (const { id } of list) {
        const item = await one(id);
        if (!item) continue;
        passed.add(item.id + item.version);
        const answer = await post(item);
        await settle(item, answer).catch(() => {});
        // What the server stumbles over is passed by; anything else is the network, and the rest would fare the same.
        answer.stops = !answer.saved && !answer.refused && !item.parked && (answer.status !== 500 || ++broken > 3);
        stuck = answer.stops;
        tell(item.record, answer);
        if (answer.stops) return false;
        if (answer.saved) tries = 0;
      }
    }
  }

  // ---- who listens, here and in other pages of this browser

  const listeners = new Set();
  const others = typeof BroadcastChannel === "function" ? new BroadcastChannel("yousaid-outbox") : null;
  const hear = (record, answer) => { for (const l of listeners) l(record, answer); };
  function tell(record, answer) {
    hear(record, answer);
    if (others) others.postMessage({ record: { id: record.id, final: record.final }, answer });
  }
  if (others) others.onmessage = (e) => hear(e.data.record, e.data.answer);

  let writing = Promise.resolve();

  // put keeps a record and has it sent. It resolves once the record is durable
  // ({kept: true, behind}; behind: it waits for others, or nothing gets
  // through); where nothing can be stored it goes out at once, and what came of
  // that is told ({kept: false, saved}).
  async function put(record, to) {
    const kept = write(record, to);
    writing = kept.catch(() => {});
    let behind;
    try {
      behind = (await kept).waiting > 1 || stuck || !!flying && performance.now() - flying.since > times.late;
    } catch {
      const answer = await post({ id: record.id, record, to });
      tell(record, answer);
      return { kept: false, saved: answer.saved };
    }
    wake();
    return { kept: true, saved: false, behind };
  }

  async function state() {
    const meta = {};
    const list = await all();
    await storage("readonly", (items, m) => { for (const k of ["count", "sent"]) m.get(k).onsuccess = (e) => { meta[k] = e.target.result; }; });
    const none = { series: "", issued: 0, last: "" }, { device } = place();
    let count = meta.count || none;
    if (device && count.device && count.device !== device) count = none; // it has become another tablet, which gave no number yet
    return { queue: list.length, oldest: list.length ? list[0].record.captured_at : "", parked: list.filter((x) => x.parked).length,
      seq: count.issued, series: count.series, last: count.last || "", sent: meta.sent || "" };
  }

  addEventListener("online", wake);
  setInterval(() => { parkedToo = true; run(); }, times.slow);
  run();

  return {
    times, put, wake, state, differs,
    // What would be sent, to be handed in as it is; when it was saved and how far
    // our clock was known to be off say whether to believe when it was said.
    file: async () => {
      const now = { saved_at: new Date().toISOString(), ...(isNaN(skew) ? {} : { skew_ms: skew }) };
      return JSON.stringify((await all()).map((item) => ({ ...said(item), ...now })), null, 1);
    },
    number: (id) => numbers.get(id) || 0,
    skew: () => skew, // of the server's clock from ours, in ms; NaN: not known
    retry() { parkedToo = true; wake(); },
    settled: () => writing,
    listen(f) { listeners.add(f); },
  };
})();
