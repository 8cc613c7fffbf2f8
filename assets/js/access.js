"use strict";
// Larger text: one touch on the first screen. It belongs to the person, not to
// the tablet: whoever comes next starts with the usual size.
(() => {
  const page = document.documentElement;
  const mark = () => {
    const b = document.getElementById("larger");
    if (b) b.setAttribute("aria-pressed", String(page.classList.contains("larger")));
  };
  document.addEventListener("click", (e) => {
    if (!(e.target instanceof Element) || !e.target.closest("#larger")) return;
    page.classList.toggle("larger");
    mark();
  });
  document.addEventListener("next-person", () => { page.classList.remove("larger"); mark(); });
  // In another language the page has a new button.
  new MutationObserver(mark).observe(document.body, { childList: true });
  // The keyboard is fetched with the first touch, after the first view.
  const keys = document.getElementById("keys");
  if (keys && document.body.dataset.keyboard) {
    for (const type of ["pointerdown", "focusin"]) document.addEventListener(type, () => import(keys.dataset.script).catch(() => {}), { once: true });
  }
  // A tablet belongs to everybody: nothing to select, drag or open a menu on.
  const writes = (e) => e.target instanceof Element && e.target.closest("textarea,input:not(.pick)");
  for (const type of ["contextmenu", "dragstart", "selectstart", "drop", "dragover"]) document.addEventListener(type, (e) => { if (!writes(e)) e.preventDefault(); });
  for (const type of ["gesturestart", "gesturechange"]) document.addEventListener(type, (e) => e.preventDefault());
  addEventListener("wheel", (e) => { if (e.ctrlKey) e.preventDefault(); }, { passive: false });
})();
