"use strict";
// Before the first paint: pages may look different where scripts run. Where
// one of them cannot be loaded, the page stays the plain one that works.
document.documentElement.classList.add("js");
addEventListener("error", (e) => {
  if (e.target instanceof HTMLScriptElement) document.documentElement.classList.remove("js");
}, true);
