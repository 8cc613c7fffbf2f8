"use strict";
// The tablet says how it is, keeps itself able to start without the server, and
// takes a new version when nobody stands in front of it.
(() => {
  const set = document.body.dataset;
  const every = 4000, seldom = 30000; // a tablet that was taken out of use shows it within five seconds
  const secure = window.isSecureContext && "serviceWorker" in navigator;
  const idle = () => !window.tablet || window.tablet.idle();

  // ---- storage that the browser may not clear away

  let persisted = null;
  async function persist() {
    if (!navigator.storage || !navigator.storage.persist) return;
    persisted = await navigator.storage.persisted() || await navigator.storage.persist();
  }

  // ---- the service worker

  let taking = false, registration = null;
  async function register() {
    if (!secure || !set.worker) return;
    registration = await navigator.serviceWorker.register(set.worker, { scope: set.home, updateViaCache: "none" });
    registration.addEventListener("updatefound", () => {
      const next = registration.installing;
      if (next) next.addEventListener("statechange", take);
    });
    take();
  }
  function take() {
    if (!registration || !registration.waiting || !registration.active || !idle()) return;
    taking = true;
    registration.waiting.postMessage("take");
  }
  if (secure) navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (taking && idle()) location.reload();
  });

  let unpaired = false;
  const offline = () => {
    if (unpaired) return "unpaired";
    if (!window.isSecureContext) return "http";
    return secure && navigator.serviceWorker.controller && persisted ? "ready" : "no";
  };
  const fullScreen = () => !!document.fullscreenElement || matchMedia("(display-mode: fullscreen)").matches || screen.height - innerHeight < 4;

  // ---- a sign of life, which is also how a tablet learns that the server is back

  async function report() {
    const s = await outbox.state();
    return { at: new Date().toISOString(), queue: s.queue, oldest: s.oldest || null, parked: s.parked, series: s.series, seq: s.seq,
      persisted, offline: offline(), full_screen: fullScreen(), version: set.version, last_submission: s.last || null };
  }
  let saying = false, sentAt = 0, reached = false, woke = 0;
  async function alive() {
    if (saying || document.hidden || !set.alive) return;
    saying = true;
    sentAt = performance.now();
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 10000);
    try {
      const body = JSON.stringify(await report());
      const res = await fetch(set.alive, { method: "POST", headers: { "Content-Type": "application/json" }, body, cache: "no-store", redirect: "error", signal: stop.signal });
      if (res.headers.get("X-Yousaid") === "unpaired") {
        unpaired = true;
        await leave();
        return;
      }
      const got = res.ok ? await res.json() : {};
      if (!got.paired) { reached = false; return; }
      unpaired = false;
      outbox.differs(Date.parse(got.now));
      if (!reached || performance.now() - woke > seldom) {
        woke = performance.now();
        outbox.wake();
        if (registration && got.version !== set.version) registration.update().catch(() => {});
      }
      reached = true;
      take();
      asksAnew(got.questionnaire);
    } catch {
      reached = false; // no network, or no storage to report on: the next one tells
    } finally {
      clearTimeout(timer);
      saying = false;
    }
  }
  // Out of use: what was tapped is kept here, and whoever is typing may finish. A
  // page for staff stays: what waits is saved there.
  async function leave() {
    if (!window.tablet || !idle() && !window.tablet.unwritten()) return;
    await window.tablet.give();
    location.reload();
  }
  // New questions come with the page, once: a page that is kept for bad days
  // may still have the old ones.
  let tried = "";
  function asksAnew(version) {
    if (!version || !set.questionnaire || version === set.questionnaire || version === tried || !idle()) return;
    tried = version;
    try {
      if (sessionStorage.getItem("asks") === version) return;
      sessionStorage.setItem("asks", version);
    } catch { /* no storage: this page tries once */ }
    location.reload();
  }
  outbox.listen((record, answer) => { if (answer.status === 401 || answer.saved && performance.now() - sentAt > 2000) alive(); });
  document.addEventListener("visibilitychange", alive);
  setInterval(alive, every);

  // Pages of other languages are kept fresh as well.
  const refresh = () => { if (secure && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage("refresh"); };
  setInterval(refresh, 600000);

  // ---- staff hold a finger on the name of the place

  let hold = 0;
  const release = () => clearTimeout(hold);
  document.addEventListener("pointerdown", (e) => {
    release();
    if (set.health && e.target instanceof Element && e.target.closest(".k-left .logo")) hold = setTimeout(() => location.assign(set.health), 1500);
  });
  for (const type of ["pointerup", "pointercancel", "scroll"]) addEventListener(type, release, true);

  window.health = { report, offline, persist, alive };
  // The first view comes first.
  const begin = () => { persist().catch(() => {}).then(register).catch(() => {}).then(alive); };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
