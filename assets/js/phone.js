"use strict";
// On somebody's own phone Back goes one step back, and what was written stands
// there again when the page comes anew: in this tab alone, until it is sent, for
// half an hour. How to reach the person is never kept. No shared tablet loads this.
(() => {
  const steps = window.steps, body = document.body, first = steps.names()[0];
  if (!first || "inert" in body.dataset) return;
  const form = () => document.getElementById("say"); // another one after a change of language
  const isStep = (name) => steps.names().includes(name);

  // ---- what was written

  const store = "written:" + location.pathname, last = 1800000;
  const ours = (name) => name.startsWith("q.") || ["mood", "topic", "agree", "text"].includes(name);
  let timer = 0;
  function forget() {
    clearTimeout(timer);
    try { sessionStorage.removeItem(store); } catch { /* nothing can be kept here */ }
  }
  function remember() {
    if (!isStep(body.dataset.screen)) return;
    const said = [...new FormData(form())].filter(([name, value]) => ours(name) && value);
    if (!said.length) return forget();
    clearTimeout(timer);
    timer = setTimeout(forget, last);
    try { sessionStorage.setItem(store, JSON.stringify({ at: Date.now(), id: steps.id(), said })); } catch { /* as above */ }
  }
  function remembered() {
    let got = null;
    try { got = JSON.parse(sessionStorage.getItem(store)); } catch { /* as above */ }
    if (got && Math.abs(Date.now() - got.at) < last) return got;
    forget();
    return null;
  }
  function fill(said) {
    for (const [name, value] of said) {
      for (const e of form().querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (!e.matches("[type=radio],[type=checkbox]")) e.value = value;
        else if (e.value === value) e.checked = true;
        e.dispatchEvent(new Event("change"));
      }
    }
  }

  // ---- Back: one entry a step; path is the steps up to the one shown

  let path = [first];
  const here = () => path[path.length - 1];
  function follow(name) {
    if (!isStep(name) || name === here()) return;
    const before = path.indexOf(name);
    if (before >= 0) return history.go(before - path.length + 1); // where that leads is shown already
    path = [...path, name];
    history.pushState({ path }, "");
  }
  addEventListener("popstate", (e) => {
    if (!e.state || !e.state.path) return;
    if (steps.busy()) return history.pushState({ path }, "");
    path = e.state.path;
    const now = body.dataset.screen;
    if (now === "thanks") return void steps.reset(); // what was sent is not said again
    if (now !== here()) steps.show(isStep(here()) ? here() : first);
  });

  const written = remembered(), was = history.state && history.state.path;
  if (written) {
    steps.resume(written.id);
    fill(written.said);
    if (was && was.every(isStep)) path = was;
    steps.show(here(), true);
  }
  history.replaceState({ path }, "");
  document.addEventListener("yousaid:screen", (e) => {
    if (e.detail.screen === "thanks") forget();
    remember();
    follow(e.detail.screen);
  });
  for (const type of ["input", "change"]) document.addEventListener(type, remember);
})();
