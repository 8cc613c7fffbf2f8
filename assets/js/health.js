"use strict";
// How the tablet is, in numbers, for staff; and a way out for what waits.
(() => {
  const $ = (id) => document.getElementById(id);
  const say = document.body.dataset, lang = document.documentElement.lang;
  const when = (iso) => (iso ? new Intl.DateTimeFormat(lang, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso)) : say.sayNone);

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
    yes("https", window.isSecureContext);
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
    const v = $("verdict"), word = state === "ready" ? say.sayReady : state === "http" ? say.sayHttp : say["sayNot_ready"];
    if (v.textContent !== word) v.textContent = word;
    v.dataset.state = state;
    for (const id of ["export", "export-how"]) $(id).hidden = !s.queue;
  }

  // The file holds what would be sent, so that it can be handed in as it is.
  async function save() {
    const list = (await outbox.all()).map((x) => ({ ...x.record, ...(x.seq ? { seq: x.seq, series: x.series } : {}) }));
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([JSON.stringify(list, null, 1)], { type: "application/json" }));
    a.download = $("export").dataset.file + "-" + new Date().toISOString().slice(0, 10) + ".json";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  }
  $("export").addEventListener("click", save);
  $("now").addEventListener("click", () => { outbox.retry(); health.alive(); });
  outbox.listen(look);
  look();
  setInterval(look, 2000);
  // Staff walk away: the form comes back by itself.
  let left = setTimeout(back, 120000);
  function back() { location.replace(say.home); }
  document.addEventListener("pointerdown", () => { clearTimeout(left); left = setTimeout(back, 120000); });
})();
