"use strict";
// How the tablet is, in numbers, for staff.
(() => {
  const $ = (id) => document.getElementById(id);
  const say = document.body.dataset, lang = document.documentElement.lang;
  // As everywhere at the place: its clock, and the day before the month.
  const when = (iso) => (iso ? new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { timeZone: say.zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso)) : say.sayNone);

  function row(key, value, good) {
    const box = $("row-" + key), how = box.querySelector(".how");
    box.querySelector("dd").textContent = value;
    box.className = good === undefined ? "" : good ? "good" : "bad";
    if (how) how.hidden = good !== false;
  }
  const yes = (key, is) => row(key, is === null ? say.sayUnknown : is ? say.sayYes : say.sayNo, !!is);

  async function look() {
    const r = await health.report(), s = await outbox.state();
    const off = Math.round(Math.abs(outbox.skew()) / 60000), state = health.offline();
    // A browser trusts the computer it runs on without https.
    if (window.isSecureContext && location.protocol !== "https:") row("https", say.sayLocal, true);
    else yes("https", window.isSecureContext);
    yes("worker", !!(navigator.serviceWorker && navigator.serviceWorker.controller));
    yes("persisted", r.persisted);
    yes("full", r.full_screen);
    row("clock", isNaN(off) ? say.sayUnknown : off > 5 ? say["sayClock_off"].replace("{n}", off) : say["sayClock_right"], isNaN(off) ? undefined : off <= 5);
    row("queue", s.queue);
    row("oldest", when(s.oldest));
    row("parked", s.parked, s.parked ? false : undefined);
    row("sent", when(s.sent));
    row("last", when(s.last));
    row("numbers", s.seq);
    row("version", say.version);
    const v = $("verdict"), word = state === "ready" ? say.sayReady : state === "unpaired" ? say.sayUnpaired : state === "http" ? say.sayHttp : say["sayNot_ready"];
    if (v.textContent !== word) v.textContent = word;
    v.dataset.state = state;
  }

  $("now").addEventListener("click", () => { outbox.retry(); health.alive(); });
  outbox.listen(look);
  look();
  setInterval(look, 2000);
  // Staff walk away: the form comes back by itself.
  let left = setTimeout(back, 120000);
  function back() { location.replace(say.home); }
  document.addEventListener("pointerdown", () => { clearTimeout(left); left = setTimeout(back, 120000); });
})();
