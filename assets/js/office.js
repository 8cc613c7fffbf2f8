"use strict";
// The owner's pages work without this file; it only adds comfort.
(() => {
  // show a password while it is typed
  for (const b of document.querySelectorAll("[data-show]")) {
    const input = document.getElementById(b.dataset.show);
    b.hidden = false;
    b.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      b.setAttribute("aria-pressed", String(shown));
      input.focus();
    });
  }
  // the browser knows its own time zone
  const zone = document.querySelector("select[name=zone][data-guess]");
  if (zone) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (here && ![...zone.options].some((o) => o.value === here)) zone.add(new Option(here, here));
    if (here) zone.value = here;
  }
  for (const b of document.querySelectorAll("[data-print]")) {
    b.hidden = false;
    b.addEventListener("click", () => window.print());
  }
  // only one menu of a list is open at a time, and Escape closes it
  const menus = document.querySelectorAll("details.more");
  for (const m of menus) {
    m.addEventListener("toggle", () => {
      if (m.open) for (const other of menus) if (other !== m) other.open = false;
    });
    m.addEventListener("keydown", (e) => {
      if (e.key === "Escape") {
        m.open = false;
        m.querySelector("summary").focus();
      }
    });
  }
})();
