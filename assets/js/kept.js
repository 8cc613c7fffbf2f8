"use strict";
// What waits on this browser, and a way out for it: a file, which needs neither
// the server nor that this browser is paired.
(() => {
  const save = document.getElementById("export"), shown = document.querySelectorAll("[data-waits]");
  async function look() {
    const { queue } = await outbox.state();
    for (const e of shown) {
      e.hidden = !queue;
      if (e.dataset.waits) e.textContent = e.dataset.waits.replace("{n}", queue);
    }
  }
  save.addEventListener("click", async () => {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([await outbox.file()], { type: "application/json" }));
    a.download = save.dataset.file + "-" + new Date().toISOString().slice(0, 10) + ".json";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  });
  const again = () => look().catch(() => {}); // no storage: nothing waits
  outbox.listen(again);
  again();
  setInterval(again, 2000);
})();
