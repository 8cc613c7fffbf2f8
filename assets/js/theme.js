"use strict";
// Before the first paint: pages may look different where scripts run. Where
// one of them cannot be loaded, the page stays the plain one that works.
document.documentElement.classList.add("js");
addEventListener("error", (e) => {
  if (e.target instanceof HTMLScriptElement) document.documentElement.classList.remove("js");
}, true);

// The letter N leads staff to writing down: what they type until a field of
// that page has the focus is kept for its text.
if (/^\/(desk|office)\b/.test(location.pathname)) addEventListener("keydown", (e) => {
  const kept = sessionStorage.getItem("typed:ahead");
  if (kept === null || e.ctrlKey || e.metaKey || e.isComposing || e.target.matches("textarea,input")) return;
  const next = e.key.length === 1 ? kept + e.key : e.key === "Enter" ? kept + "\n" : e.key === "Backspace" ? kept.slice(0, -1) : null;
  if (next === null) return;
  sessionStorage.setItem("typed:ahead", next);
  e.preventDefault();
  e.stopImmediatePropagation();
}, true);
