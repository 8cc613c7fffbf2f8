"use strict";
// Counts how far people come: how many reached each question, and sent it.
// Only counts leave the device; they are kept until the server has them.
(() => {
  const body = document.body, key = "yousaid.reached";
  let seen = new Set(), busy = false, counts = load();

  function load() { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } }
  function keep() { try { localStorage.setItem(key, JSON.stringify(counts)); } catch { /* no room: counted in this page only */ } }
  const url = () => body.dataset.channel === "kiosk" ? "/kiosk/reached" : (body.dataset.home || "").startsWith("/at/") ? body.dataset.home.split("?")[0] + "/reached" : "";

  // The screens of the form carry names of their own; others are the question's.
  const question = (screen) => ({ start: "mood", about: "topic", words: "text", thanks: "sent" })[screen] || (screen.startsWith("q-") ? screen.slice(2) : "");

  const first = () => { const s = document.querySelector("#say .screen"); return s ? s.dataset.screen : ""; };
  const phone = () => body.dataset.channel !== "kiosk";

  // A tablet's first screen stands there for nobody: it counts for who goes on.
  function reached(screen) {
    if (!body.dataset.questionnaire || !url() || !phone() && screen === first()) return;
    for (const name of [question(first()), question(screen)]) count(name);
    if (question(screen) === "sent") send();
  }
  function count(name) {
    if (!name || seen.has(name)) return;
    seen.add(name);
    const version = body.dataset.questionnaire, of = counts[version] = counts[version] || {};
    of[name] = (of[name] || 0) + 1;
    keep();
  }
  document.addEventListener("yousaid:screen", (e) => reached(e.detail.screen));
  document.addEventListener("next-person", () => { seen = new Set(); });

  async function send() {
    const version = Object.keys(counts).find((v) => Object.keys(counts[v]).length);
    if (busy || !version || !url()) return;
    busy = true;
    const told = counts[version];
    try {
      const res = await fetch(url(), { method: "POST", headers: { "Content-Type": "application/json" }, keepalive: true, body: JSON.stringify({ questionnaire: version, reached: told }) });
      if (res.ok || res.status === 422 || res.status === 404) {
        for (const [name, n] of Object.entries(told)) if ((counts[version][name] -= n) <= 0) delete counts[version][name];
        if (!Object.keys(counts[version]).length) delete counts[version];
        keep();
      }
    } catch { /* no network: later */ } finally { busy = false; }
  }
  if (phone() && first()) reached(first());
  setInterval(send, 60000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(); });
})();
