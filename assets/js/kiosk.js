"use strict";
// The form as a stepper. Without this file the same page is one long form.
// Nothing a person types leaves the page before Send; the first touch and
// every finished step do, through the outbox of queue.js. Words shown to people
// come from the page itself. The page is left for another address only when
// what was said is kept and the server has just answered.
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

  let id = "", sent = "", touched = false, sending = false;
  const values = (name) => Array.from(form.querySelectorAll(`[name=${name}]:checked`)).filter(asked).map((e) => e.value);
  const contact = (s) => s.includes("@") ? { email: s } : { phone: s };

  function record(final) {
    const r = { id, captured_at: new Date().toISOString(), channel: body.dataset.channel, lang: document.documentElement.lang, final };
    if (mood()) r.mood = mood();
    r.topics = values("topic");
    r.agrees_with = values("agree");
    r.answers = answers(final);
    if (body.dataset.questionnaire) r.questionnaire = body.dataset.questionnaire;
    if (body.dataset.card) r.card = body.dataset.card;
    if (final) {
      r.text = written("text");
      const c = written("contact").trim();
      if (c) r.contact = contact(c);
    }
    return r;
  }
  const written = (name) => $(name) && asked($(name)) ? $(name).value : "";

  // Of every further question; several chosen options stand one on a line.
  function answers(final) {
    const out = {};
    for (const e of form.querySelectorAll('[name^="q."]')) {
      const given = e.matches(".pick") ? e.checked : final && e.value.trim();
      if (!given || !asked(e)) continue;
      const q = e.name.slice(2);
      out[q] = q in out ? out[q] + "\n" + e.value : e.value;
    }
    return out;
  }

  function keep() {
    const r = record(false), said = JSON.stringify([r.mood, r.topics, r.agrees_with, r.answers]);
    if (sending || inert() || said === sent || !r.mood && !r.topics.length && !r.agrees_with.length && !Object.keys(r.answers).length) return;
    sent = said;
    say(r);
  }

  // ---- the outbox: see queue.js

  const say = (r) => outbox.put(r, { api: body.dataset.api, key: body.dataset.key || "" });

  const ask = (url, how) => fetch(url, { cache: "no-store", ...how });

  // A text of the server that has the mark of what was asked for; a network's
  // own page, as at an airport, has not.
  async function visit(url, mark, wait, how) {
    const res = await ask(url, { signal: timeout(wait), ...how });
    const text = await res.text();
    if (!res.ok || !text.includes(mark)) throw new Error(res.status);
    return { text, kept: res.headers.has("X-Kept") }; // kept: by the tablet itself, the server is out of reach
  }
  const page = async (...what) => (await visit(...what)).text;

  function notice(text, lang) {
    const n = $("notice");
    if (!n) return;
    n.lang = lang || document.documentElement.lang;
    n.textContent = text || "";
  }

  // What the outbox heard of somebody's words. Of others' it only matters that
  // nothing gets through: then it does not for this person either.
  function heard(r, a) {
    const mine = r.id === id && r.final;
    if (mine && a.saved) return thank(a.got);
    if (!sending) return;
    if (mine && a.refused) refuse(a.got);
    else if (kept === id && (mine || a.stops)) thankKept();
  }

  function refuse(got) {
    unlock();
    const name = /^contact/.test(got.field) ? "contact" : /^answers\./.test(got.field) ? "q-" + got.field.slice(8) : "text";
    const field = $(name), p = $("p-" + name);
    if (!field) return notice(got.message);
    if (field.closest(".screen") !== shown()) show(field.closest(".screen").dataset.screen, true);
    p.textContent = got.message || "";
    p.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  // ---- steps: the screens of the form; a follow-up only for whom it is asked

  const mood = () => Number((form.querySelector("[name=mood]:checked") || {}).value) || 0;
  const asks = (s) => !s.dataset.low || mood() > 0 && mood() <= Number(s.dataset.low);
  const asked = (e) => asks(e.closest(".screen"));
  const all = () => form ? Array.from(form.querySelectorAll(".screen")) : [];
  const screens = () => all().filter(asks);
  const named = (name) => all().find((s) => s.dataset.screen === name);
  const first = () => form ? all()[0].dataset.screen : "start";
  const shown = () => named(body.dataset.screen);
  const fields = () => Array.from(form.querySelectorAll("textarea,input[type=text]"));
  const inert = () => "inert" in body.dataset; // an owner looks at it: it sends nothing

  function show(name, quiet) {
    notice();
    body.dataset.screen = name;
    delete body.dataset.kept;
    document.dispatchEvent(new CustomEvent("yousaid:screen", { detail: { screen: name } }));
    for (const s of all()) s.classList.toggle("on", s.dataset.screen === name);
    const step = progress(), s = named(name) || document.querySelector(".s-" + name), h = s && s.querySelector("h1");
    scrollTo(0, 0);
    if (quiet || !h) return;
    h.focus({ preventScroll: true });
    $("say-aloud").textContent = (step ? step + ". " : "") + h.textContent.trim();
  }
  function progress() {
    const list = screens(), at = list.indexOf(shown()), step = $("step"), last = at === list.length - 1;
    if (at > 0) body.dataset.step = at + 1; else delete body.dataset.step;
    if (!step) return "";
    Array.from($("steps").querySelectorAll("i")).forEach((i, n) => {
      i.hidden = n >= list.length;
      i.className = n < at ? "on" : n === at ? "now" : "";
    });
    if (at >= 0) for (const b of list[at].querySelectorAll("[data-next] span")) b.textContent = b.parentNode.dataset[last ? "send" : "word"];
    step.textContent = at > 0 ? step.dataset.text.replace("{n}", at + 1).replace("{of}", list.length) : "";
    return step.textContent;
  }
  function go(by) {
    keep();
    const list = screens(), at = list.indexOf(shown());
    if (by > 0 && at === list.length - 1) return form.requestSubmit();
    show(list[Math.max(0, at + by)].dataset.screen);
  }

  function count() {
    for (const c of form.querySelectorAll(".count[data-none]")) {
      const n = (q) => c.closest(".screen").querySelectorAll(q + ":checked").length;
      const picked = n(".pick:not([name=agree])"), too = n("[name=agree]");
      const chosen = c.dataset.chosen.split("|"), metoo = c.dataset.metoo.split("|");
      if (picked && too) c.textContent = c.dataset.both.replace("{c}", chosen[picked]).replace("{m}", metoo[too]);
      else c.textContent = picked ? chosen[picked] : too ? metoo[too] : c.dataset.none;
    }
  }

  // ---- send and thanks

  function send(e) {
    e.preventDefault();
    if (sending) return;
    if (shown() !== screens().pop()) return go(1); // Enter in a field before the last screen
    if (inert()) return tried();
    sending = true;
    for (const f of fields()) { f.readOnly = true; f.removeAttribute("aria-invalid"); }
    for (const p of form.querySelectorAll(".problem")) p.hidden = true;
    const b = shown().querySelector("#send,[data-next]"), word = b.querySelector("span");
    b.setAttribute("aria-disabled", "true");
    b.dataset.was = word.textContent;
    word.textContent = b.dataset.sending;
    hand(record(true));
  }

  // The words are saved once the outbox says so. A server that is slow or gone
  // is then no reason to let anybody wait.
  let kept = "";
  async function hand(r) {
    const got = await say(r);
    if (r.id !== id || !sending) return;
    if (!got.kept) return void (got.saved || lost());
    kept = id;
    setTimeout(() => { if (kept === r.id && sending && r.id === id) thankKept(); }, got.behind ? 500 : 3000);
  }
  function lost() {
    unlock();
    const line = $("line");
    if (shown().contains(line)) line.textContent = line.dataset.lost; else notice(line.dataset.lost);
  }
  function thankKept() {
    const slot = $("thanks");
    slot.replaceChildren($("kept-thanks").content.cloneNode(true));
    const at = slot.querySelector("[data-slot=said_at]");
    if (at) at.textContent = at.dataset.text.replace("{time}", clock(new Date(), at.dataset.zone));
    for (const e of slot.querySelectorAll("[data-slot=number]")) e.textContent = e.dataset.text.replace("{n}", outbox.number(id));
    const right = Math.abs(outbox.skew()) <= 300000; // the promise counts from now only where the clock is known to be right
    for (const e of slot.querySelectorAll("[data-clock]")) e.hidden = right !== (e.dataset.clock === "right");
    leaveForm();
    show("thanks");
    body.dataset.kept = "yes";
    leaveIn(slot);
  }
  const clock = (t, timeZone) => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(t);
  function leaveForm() {
    clearTimeout(idleTimer);
    stopCounting();
    if (still && still.open) still.close();
    wipe();
  }
  function unlock() {
    sending = false;
    for (const f of fields()) f.readOnly = false;
    for (const b of form.querySelectorAll("[aria-disabled]")) {
      b.removeAttribute("aria-disabled");
      b.querySelector("span").textContent = b.dataset.was;
    }
  }

  async function thank(got) {
    document.dispatchEvent(new CustomEvent("said", { detail: got }));
    const slot = $("thanks"), mine = id;
    const token = String(got.status_url || "").split("/").pop();
    let html = "";
    try {
      html = await page(body.dataset.thanks + token + "?lang=" + document.documentElement.lang + "&agreed=" + values("agree").length,
        "s-thanks", 5000, { headers: { "X-Fragment": "1" } });
    } catch { /* the page itself carries a plain one */ }
    if (id !== mine || body.dataset.screen === "manager") return;
    leaveForm();
    if (html) slot.innerHTML = html; else plainThanks(slot, got);
    show("thanks");
    leaveIn(slot);
  }
  function tried() {
    $("thanks").replaceChildren($("plain-thanks").content.cloneNode(true));
    leaveForm();
    show("thanks");
    leaveIn($("thanks"));
  }
  function plainThanks(slot, got) {
    slot.replaceChildren($("plain-thanks").content.cloneNode(true));
    const put = (name, v) => { const e = slot.querySelector(`[data-slot=${name}]`); if (e) e.textContent = v; };
    put("reference", got.reference);
    put("answer_by", got.answer_by_said); // the place's clock, the person's language
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
    const untouched = !touched && unchanged();
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
    if (e.type === "input" || e.type !== "scroll" && body.dataset.screen !== first()) touched = true;
    active();
  }

  // ---- nothing stays

  function wipe() {
    form.reset();
    for (const f of fields()) {
      const fresh = f.cloneNode(false);
      fresh.value = "";
      if (f.matches("textarea")) fresh.textContent = "";
      fresh.removeAttribute("value");
      f.replaceWith(fresh);
    }
    for (const p of form.querySelectorAll(".problem")) { p.hidden = true; p.textContent = ""; }
    $("line").textContent = "";
    notice();
    unlock();
    count();
  }
  // As the next person finds it: the site's language and the usual size of text.
  const unchanged = () => document.documentElement.lang === body.dataset.default && !document.documentElement.classList.contains("larger");
  function begin() {
    document.dispatchEvent(new Event("next-person"));
    id = body.dataset.resume || uuid7();
    sent = kept = "";
    touched = false;
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
    show(first(), true);
    await outbox.settled();
    try {
      const got = await visit(body.dataset.home, 'id="say"', 4000);
      if (touched) return;
      // A page of the same version comes in place: while a browser goes to another
      // one, the next person's first tap would be lost.
      const next = parsed(got.text);
      if (got.kept || next.body.dataset.version === body.dataset.version) turn(next, body.dataset.home, true);
      else location.replace(body.dataset.home);
    } catch { /* no network: this page stays, empty */ }
  }
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

  // Nobody stands here: the page may be exchanged for another.
  const idle = () => body.dataset.screen === first() && !touched && unchanged();
  // Nobody has typed anything here, and nobody is being answered: what was only
  // tapped can be kept, and the page left.
  const unwritten = () => !!form && !sending && all().includes(shown()) && fields().every((f) => !f.value.trim());
  const give = () => { keep(); return outbox.settled(); };
  window.tablet = { idle, unwritten, give };
  window.steps = { names: () => screens().map((s) => s.dataset.screen), show, reset, id: () => id, resume: (was) => { id = was; }, busy: () => sending };

  // A tablet that nobody touches still shows it is alive, and today's board.
  async function refresh() {
    try {
      await page(body.dataset.home, 'id="say"', 10000);
      if (idle()) location.replace(body.dataset.home);
    } catch { /* no network: try again later */ }
  }

  // ---- speak to a manager

  let calling = false;
  async function callManager(e) {
    e.preventDefault();
    if (calling || inert()) return;
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
      const words = form.querySelector(".s-words:not([data-low])");
      show(from === first() && words ? words.dataset.screen : from);
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
      if (mine === turning && who === id && body.dataset.screen === first()) turn(parsed(html), a.href);
    } catch {
      if (mine === turning && who === id) notice(a.dataset.offline, a.lang);
    }
  }
  function turn(next, href, quiet) {
    const picked = Array.from(form.querySelectorAll(".pick:checked"), (x) => x.id), typed = fields().map((f) => [f.id, f.value]);
    document.documentElement.lang = next.documentElement.lang;
    document.title = next.title;
    for (const x of next.body.attributes) if (x.name !== "data-screen") body.setAttribute(x.name, x.value);
    body.replaceChildren(...next.body.childNodes);
    form = $("say");
    still = $("still");
    wire();
    for (const x of picked) if ($(x)) $(x).checked = true;
    for (const [f, value] of typed) if ($(f)) $(f).value = value;
    show(first(), true);
    history.replaceState(history.state, "", href);
    count();
    active();
    const on = document.querySelector(".lang.on");
    if (on && !quiet) on.focus({ preventScroll: true });
  }

  // ---- wire

  let arrow = false;
  function wire() {
    if ($("manager")) $("manager").addEventListener("submit", callManager);
    if (!form) return;
    for (const a of document.querySelectorAll(".lang")) a.addEventListener("click", speak);
    form.querySelectorAll("[name=mood]").forEach(wireFace);
    for (const c of form.querySelectorAll(".pick:not([name=mood])")) {
      c.addEventListener("change", count);
      c.addEventListener("keydown", (e) => { if (e.key === "Enter") { e.preventDefault(); c.click(); } });
    }
    $("back").addEventListener("click", () => { if (!sending) go(-1); });
    for (const b of form.querySelectorAll("[data-next]")) b.addEventListener("click", () => { if (!sending) go(1); });
    for (const b of form.querySelectorAll("[data-skip]")) b.addEventListener("click", () => { if (!sending) skip(b.closest(".screen")); });
    form.addEventListener("submit", send);
    if (!still) return;
    still.addEventListener("cancel", (e) => { e.preventDefault(); stay(); });
    $("stay").addEventListener("click", stay);
    $("clear").addEventListener("click", reset);
  }
  function skip(screen) {
    for (const c of screen.querySelectorAll(".pick")) c.checked = false;
    for (const f of fields()) if (screen.contains(f)) f.value = "";
    count();
    go(1);
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
      const on = () => { if (body.dataset.screen === "start") go(1); };
      if (!calm.matches) setTimeout(on, 120); else on();
      keep();
    });
  }

  wire();
  if (!form) return leaveIn(body);
  outbox.listen(heard);
  begin();
  form.reset();
  for (const type of ["pointerdown", "keydown", "input"]) document.addEventListener(type, input, true);
  addEventListener("scroll", active, { passive: true });
  addEventListener("pageshow", (e) => { if (e.persisted) outbox.settled().then(() => location.reload()); });

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
  // How the tablet is can wait until the first view stands.
  if (body.dataset.aliveScript) addEventListener("load", () => { document.head.append(Object.assign(document.createElement("script"), { src: body.dataset.aliveScript })); });
  count();
  progress();
  active();
})();
