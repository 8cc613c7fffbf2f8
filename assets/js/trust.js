"use strict";
// Asks the https side of this server: a browser gets through only if the
// device trusts it. Without this file the link beside it shows the same.
(() => {
  const box = document.querySelector("[data-ping]");
  const yes = box?.querySelector(".trusted[role=status]");
  const no = box?.querySelector(".untrusted");
  if (!yes || !no) return;
  yes.lastElementChild.textContent = box.dataset.yes;
  no.lastElementChild.textContent = box.dataset.no;
  const look = async () => {
    let trusted = true;
    try {
      await fetch(box.dataset.ping, { mode: "no-cors", cache: "no-store", credentials: "omit" });
    } catch {
      trusted = false;
    }
    yes.hidden = !trusted;
    no.hidden = trusted;
  };
  look();
  // Whoever comes back from the settings sees the new answer.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
})();
