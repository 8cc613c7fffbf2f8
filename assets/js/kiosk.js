"use strict";
// The form as a stepper. Without this file the same page is one long form.
// Nothing a person types leaves the page before Send; the first touch and
// every finished step do. Words shown to people come from the page itself.
// The page is left for another address only when nothing waits to be sent and
// the server has just answered.
(() => {
  const $ = (id) => document.getElementById(id);
  const body = document.body, calm = matchMedia("(prefers-reduced-motion: reduce)");
  let form = $("say"), still = $("still");
  const ms = (name) => Number(body.dataset[name]) || 0;
  const uuid7 = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    let t = Date.now();
    for (let i = 5; i >= 0; i--) { b[i] = t % 256; t = Math.floor(t / 256); }
    b[6] = b[6] & 15 | 112; b[8] = b[8] & 63 | 128;
    const h = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  };

  // ---- what was said, one record a person

  let id = "", capturedAt = "", sent = "", touched = false, sending = false;
  const values = (name) => Array.from(form.querySelectorAll(`[name=${name}]:checked`), (e) => e.value);
  const contact = (s) => s.includes("@") ? { email: s } : { phone: s };

  function record(final) {
    const r = { id, captured_at: capturedAt, channel: body.dataset.channel, lang: document.documentElement.lang, final };
    const mood = Number(values("mood")[0]);
    if (mood) r.mood = mood;
    r.topics = values("topic");
    r.agrees_with = values("agree");
    if (body.dataset.card) r.card = body.dataset.card;
    if (final) {
      r.text = $("text").value;
      const c = $("contact").value.trim();
      if (c) r.contact = contact(c);
    }
    return r;
  }

  function keep() {
    const r = record(false), said = JSON.stringify([r.mood, r.topics, r.agrees_with]);
    if (sending || said === sent || !r.mood && !r.topics.length && !r.agrees_with.length) return;
    sent = said;
    outbox.put(r);
  }

  // ---- the outbox: newest record of each id, oldest first, until a 201 echoes the id

  const outbox = {
    waiting: new Map(), busy: false, tries: 0, timer: 0,
    put(r) {
      const before = this.waiting.get(r.id);
      if (before && before.final) return;
      this.waiting.set(r.id, r);
      this.run();
    },
    get empty() { return this.waiting.size === 0; },
    async run() {
      if (this.busy || this.empty) return;
      clearTimeout(this.timer);
      this.busy = true;
      const r = this.waiting.values().next().value;
      const answer = await post(r);
      this.busy = false;
      if (answer.done && this.waiting.get(r.id) === r) this.waiting.delete(r.id);
      if (answer.done) this.tries = 0;
      heard(r, answer);
      if (answer.done) this.run(); else this.later();
    },
    later() {
      const wait = Math.min(2 ** this.tries++, 30) * 1000;
      this.timer = setTimeout(() => this.run(), wait * (0.75 + Math.random() / 2));
    },
  };
  addEventListener("online", () => { outbox.tries = 0; outbox.run(); });
  addEventListener("beforeunload", (e) => { if (!outbox.empty) e.preventDefault(); });
  addEventListener("pagehide", () => {
    for (const r of outbox.waiting.values()) ask(body.dataset.api, { ...carry(r), keepalive: true }).catch(() => {});
  });

  function carry(r) {
    const headers = { "Content-Type": "application/json" };
    if (body.dataset.key) headers.Authorization = "Bearer " + body.dataset.key;
    return { method: "POST", headers, body: JSON.stringify(r) };
  }

  // A server that hangs is as good as none: the person hears so within 6 s,
  // and the same id makes it safe to ask again. An answer is done when asking
  // again would not help: saved, or refused for good.
  async function post(r) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 5500);
    try {
      const res = await ask(body.dataset.api, { ...carry(r), signal: stop.signal });
      const got = await res.json().catch(() => ({}));
      const saved = res.status === 201 && got.id === r.id;
      return { status: res.status, got, saved, done: saved || [409, 413, 422].includes(res.status) };
    } catch {
      return { status: 0, got: {}, saved: false, done: false };
    } finally {
      clearTimeout(timer);
    }
  }

  const ask = (url, how) => fetch(url, { cache: "no-store", ...how });

  // A text of the server that has the mark of what was asked for; a network's
  // own page, as at an airport, has not.
  async function page(url, mark, wait, how) {
    const res = await ask(url, { signal: timeout(wait), ...how });
    const text = await res.text();
    if (!res.ok || !text.includes(mark)) throw new Error(res.status);
    return text;
  }

  function notice(text, lang) {
    const n = $("notice");
    if (!n) return;
    n.lang = lang || document.documentElement.lang;
    n.textContent = text || "";
  }

  function heard(r, a) {
    if (r.id !== id) return;
    const line = $("line");
    if (a.done) line.textContent = "";
    else line.textContent = a.status === 507 ? line.dataset.full : line.dataset.offline;
    if (!r.final) return;
    if (a.saved) return thank(a.got);
    if (a.done) refuse(a.got);
  }

  function refuse(got) {
    unlock();
    const field = /^contact/.test(got.field) ? "contact" : "text";
    const p = $("p-" + field);
    p.textContent = got.message || "";
    p.hidden = false;
    $(field).setAttribute("aria-invalid", "true");
    $(field).focus();
  }

  // ---- steps

  const steps = ["start", "about", "words"];
  function show(name, quiet) {
    notice();
    body.dataset.screen = name;
    const h = document.querySelector(".s-" + name + " h1");
    scrollTo(0, 0);
    if (quiet || !h) return;
    h.focus({ preventScroll: true });
    const n = steps.indexOf(name);
    const step = n > 0 ? $("steps").querySelector(`[data-step="${n + 1}"]`).textContent + ". " : "";
    $("say-aloud").textContent = step + h.textContent.trim();
  }
  function go(by) {
    keep();
    show(steps[Math.max(0, Math.min(steps.length - 1, steps.indexOf(body.dataset.screen) + by))]);
  }

  function count() {
    const c = $("count"), topics = values("topic").length, too = values("agree").length;
    const chosen = c.dataset.chosen.split("|"), metoo = c.dataset.metoo.split("|");
    if (topics && too) c.textContent = c.dataset.both.replace("{c}", chosen[topics]).replace("{m}", metoo[too]);
    else c.textContent = topics ? chosen[topics] : too ? metoo[too] : c.dataset.none;
  }

  // ---- send and thanks

  function send(e) {
    e.preventDefault();
    if (sending) return;
    sending = true;
    for (const f of ["text", "contact"]) { $(f).readOnly = true; $(f).removeAttribute("aria-invalid"); $("p-" + f).hidden = true; }
    const b = $("send"), word = b.querySelector("span");
    b.setAttribute("aria-disabled", "true");
    b.dataset.word = word.textContent;
    word.textContent = b.dataset.sending;
    outbox.put(record(true));
  }
  function unlock() {
    sending = false;
    for (const f of ["text", "contact"]) $(f).readOnly = false;
    const b = $("send");
    b.removeAttribute("aria-disabled");
    if (b.dataset.word) b.querySelector("span").textContent = b.dataset.word;
  }

  async function thank(got) {
    const slot = $("thanks"), mine = id;
    const token = String(got.status_url || "").split("/").pop();
    let html = "";
    try {
      html = await page(body.dataset.thanks + token + "?lang=" + document.documentElement.lang + "&agreed=" + values("agree").length,
        "s-thanks", 5000, { headers: { "X-Fragment": "1" } });
    } catch { /* the page itself carries a plain one */ }
    if (id !== mine) return;
    clearTimeout(idleTimer);
    stopCounting();
    if (still && still.open) still.close();
    wipe();
    if (html) slot.innerHTML = html; else plainThanks(slot, got);
    show("thanks");
    leaveIn(slot);
  }
  function plainThanks(slot, got) {
    slot.replaceChildren($("plain-thanks").content.cloneNode(true));
    const put = (name, v) => { const e = slot.querySelector(`[data-slot=${name}]`); if (e) e.textContent = v; };
    put("reference", got.reference);
    put("answer_by", new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(got.answer_by)));
    const a = slot.querySelector("a[data-slot=status_url]");
    if (a) { a.href = got.status_url; }
  }
  function timeout(n) {
    const c = new AbortController();
    setTimeout(() => c.abort(), n);
    return c.signal;
  }

  // ---- going back to the start by itself

  const ring = (el, part) => el && el.setAttribute("stroke-dasharray", Math.max(0, part) * 100 + " 100");
  let stopCounting = () => {};
  function countdown(total, each, end) {
    stopCounting();
    let until = performance.now() + total, whole = total;
    const tick = () => {
      const left = until - performance.now();
      if (left <= 0) { stopCounting(); return end(); }
      each(Math.ceil(left / 1000), left / whole);
    };
    const t = setInterval(tick, Math.min(1000, total / 4));
    stopCounting = () => { clearInterval(t); stopCounting = () => {}; };
    tick();
    return (more) => { until += more; whole = until - performance.now(); tick(); };
  }
  function leaveIn(where) {
    const ret = where.querySelector(".ret"), total = ms("returnMs");
    for (const a of where.querySelectorAll("[data-done]")) a.addEventListener("click", (e) => { e.preventDefault(); reset(); });
    if (!ret || !total) return;
    const words = ret.querySelector("[data-text]"), left = ret.querySelector(".left");
    const more = countdown(total, (s, part) => {
      words.textContent = words.dataset.text.replace("{s}", s);
      ring(left, part);
    }, reset);
    const b = where.querySelector("[data-more]");
    if (b) b.addEventListener("click", () => more(60000));
  }

  // ---- still there?

  let idleTimer = 0;
  function active() {
    clearTimeout(idleTimer);
    const screen = body.dataset.screen;
    const untouched = !touched && document.documentElement.lang === body.dataset.default;
    if (!ms("idleMs") || screen === "thanks" || untouched) return;
    idleTimer = setTimeout(warn, ms("idleMs"));
  }
  function warn() {
    if (still.open || body.dataset.screen === "thanks") return;
    still.showModal();
    $("stay").focus();
    const p = $("still-p"), n = still.querySelector("text"), left = still.querySelector(".left");
    countdown(ms("warnMs"), (s, part) => {
      p.textContent = p.dataset.text.replace("{s}", s);
      n.textContent = s;
      ring(left, part);
    }, reset);
  }
  function stay() {
    if (!still.open) return;
    stopCounting();
    still.close();
    active();
  }
  function input(e) {
    if (still && still.open) {
      if (e.type === "keydown" && (e.key === "Tab" || e.key === "Shift")) return;
      if (e.target.closest && e.target.closest("#clear")) return;
      // A finger's click comes later: it must still meet the dialog, not what lies under it.
      if (e.type === "pointerdown") return void setTimeout(stay, 400);
      e.preventDefault();
      return stay();
    }
    if (e.type !== "scroll" && body.dataset.screen !== "start") touched = true;
    active();
  }

  // ---- nothing stays

  function wipe() {
    form.reset();
    const fresh = $("text").cloneNode(false);
    fresh.value = fresh.textContent = "";
    $("text").replaceWith(fresh);
    $("contact").value = "";
    for (const p of ["p-text", "p-contact"]) { $(p).hidden = true; $(p).textContent = ""; }
    $("line").textContent = "";
    notice();
    unlock();
    count();
  }
  function begin() {
    id = body.dataset.resume || uuid7();
    sent = "";
    touched = false;
    capturedAt = new Date().toISOString();
  }
  async function reset() {
    stopCounting();
    clearTimeout(idleTimer);
    if (!form) return page(body.dataset.home, 'id="say"', 4000).then(() => location.replace(body.dataset.home), () => setTimeout(reset, 10000));
    if (!sending) keep();
    if (still && still.open) still.close();
    wipe();
    begin();
    $("thanks").replaceChildren();
    $("manager-slot").replaceChildren();
    show("start", true);
    if (!outbox.empty) return;
    try {
      await page(body.dataset.home, 'id="say"', 4000);
      if (outbox.empty && !touched) location.replace(body.dataset.home);
    } catch { /* no network: this page stays, empty */ }
  }

  // A tablet that nobody touches still shows it is alive, and today's board.
  async function refresh() {
    try {
      await page(body.dataset.home, 'id="say"', 10000);
      const idle = body.dataset.screen === "start" && !touched && outbox.empty && document.documentElement.lang === body.dataset.default;
      if (idle) location.replace(body.dataset.home);
    } catch { /* no network: try again later */ }
  }

  // ---- speak to a manager

  let calling = false;
  async function callManager(e) {
    e.preventDefault();
    if (calling) return;
    const f = $("manager");
    calling = true;
    notice();
    try {
      const html = await page(f.action, "s-manager", 5500, { method: "POST", headers: { "X-Fragment": "1" }, body: new URLSearchParams(new FormData(f)) });
      called(html, body.dataset.screen);
    } catch {
      notice($("notice").dataset.manager);
    } finally {
      calling = false;
    }
  }
  function called(html, from) {
    const slot = $("manager-slot");
    slot.innerHTML = html;
    slot.querySelector("[data-write]").addEventListener("click", (c) => {
      if (from === "thanks" || !form) return;
      c.preventDefault();
      show(from === "start" ? "words" : from);
    });
    touched = true;
    stopCounting();
    show("manager");
    leaveIn(slot);
    active();
  }

  // ---- another language: the same page in other words, and everything stays

  let turning = 0;
  async function speak(e) {
    e.preventDefault();
    const a = e.currentTarget, mine = ++turning, who = id;
    notice();
    try {
      const html = await page(a.href, 'id="say"', 4000);
      if (mine === turning && who === id && body.dataset.screen === "start") turn(new DOMParser().parseFromString(html, "text/html"), a.href);
    } catch {
      if (mine === turning && who === id) notice(a.dataset.offline, a.lang);
    }
  }
  function turn(next, href) {
    const picked = Array.from(form.querySelectorAll(".pick:checked"), (x) => x.id), typed = ["text", "contact"].map((f) => $(f).value);
    document.documentElement.lang = next.documentElement.lang;
    document.title = next.title;
    for (const x of next.body.attributes) if (x.name !== "data-screen") body.setAttribute(x.name, x.value);
    body.replaceChildren(...next.body.childNodes);
    form = $("say");
    still = $("still");
    wire();
    for (const x of picked) if ($(x)) $(x).checked = true;
    ["text", "contact"].forEach((f, i) => { $(f).value = typed[i]; });
    history.replaceState(null, "", href);
    count();
    active();
    const on = document.querySelector(".lang.on");
    if (on) on.focus({ preventScroll: true });
  }

  // ---- wire

  let arrow = false;
  function wire() {
    if ($("manager")) $("manager").addEventListener("submit", callManager);
    if (!form) return;
    for (const a of document.querySelectorAll(".lang")) a.addEventListener("click", speak);
    form.querySelectorAll("[name=mood]").forEach(wireFace);
    for (const c of form.querySelectorAll("[name=topic],[name=agree]")) {
      c.addEventListener("change", count);
      c.addEventListener("keydown", (e) => { if (e.key === "Enter") { e.preventDefault(); c.click(); } });
    }
    $("back").addEventListener("click", () => { if (!sending) go(-1); });
    $("next").addEventListener("click", () => go(1));
    $("skip").addEventListener("click", () => {
      for (const c of form.querySelectorAll("[name=topic],[name=agree]")) c.checked = false;
      count();
      go(1);
    });
    form.addEventListener("submit", send);
    if (!still) return;
    still.addEventListener("cancel", (e) => { e.preventDefault(); stay(); });
    $("stay").addEventListener("click", stay);
    $("clear").addEventListener("click", reset);
  }
  function wireFace(r) {
    r.addEventListener("keydown", (e) => {
      arrow = /^Arrow/.test(e.key);
      if (e.key === "Enter") { e.preventDefault(); r.checked = true; touched = true; go(1); }
    });
    r.addEventListener("keyup", () => { arrow = false; });
    r.addEventListener("click", () => {
      if (arrow) return;
      touched = true;
      if (!calm.matches) setTimeout(() => go(1), 120); else go(1);
      keep();
    });
  }

  wire();
  if (!form) return leaveIn(body);
  begin();
  form.reset();
  for (const type of ["pointerdown", "keydown", "input"]) document.addEventListener(type, input, true);
  addEventListener("scroll", active, { passive: true });
  addEventListener("pageshow", (e) => { if (e.persisted && outbox.empty) location.reload(); });

  // The on-screen keyboard covers part of the page: fit into what is seen.
  let wide = 0, tall = 0;
  const seen = () => {
    const v = window.visualViewport;
    if (!v || v.scale !== 1) return;
    document.documentElement.style.setProperty("--seen", Math.round(v.height) + "px");
    if (v.width !== wide) [wide, tall] = [v.width, 0];
    tall = Math.max(tall, v.height);
    document.documentElement.classList.toggle("short", v.height < 560 && v.height < tall - 100 && v.width > v.height);
  };
  if (window.visualViewport) { visualViewport.addEventListener("resize", seen); seen(); }
  if (ms("idleMs")) setInterval(refresh, 600000);
  count();
  active();
})();
