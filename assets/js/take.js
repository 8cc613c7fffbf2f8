"use strict";
// Writing down what somebody tells works without this file. With it every key
// does what stands on it, nothing typed is lost, and those who say the same are
// offered while one types.

(() => {
  const form = document.getElementById("take");
  if (!form) return;
  const text = form.elements.text;
  form.classList.add("keys");

  // ————— keys: outside of the fields that are written in —————

  const writes = (e) => e.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

  // The letter that leads to a field is not typed into it.
  const whenUp = (field) => form.addEventListener("keyup", () => field.focus(), { once: true });

  // At a further question the digits are its own.
  function keyed(code, near) {
    const find = (box) => [...box.querySelectorAll(`[data-code="${code.replace("Numpad", "Digit")}"]`)];
    const own = near.closest(".tk-more fieldset");
    return own && /^(Digit|Numpad)/.test(code) ? find(own)[0] : find(form).find((e) => !e.closest(".tk-more fieldset"));
  }

  let pressing = false;
  function press(code, near) {
    const on = keyed(code, near);
    if (!on) return false;
    pressing = true;
    if (writes(on)) whenUp(on);
    else if (on.type === "radio" && on.checked && (on.name === "mood" || on.name.startsWith("q."))) {
      on.checked = false;
      on.dispatchEvent(new Event("input", { bubbles: true }));
    } else on.click();
    pressing = false;
    if (on.matches("summary") && on.parentElement.open) whenUp(on.parentElement.querySelector("input, textarea"));
    return true;
  }

  // What has to be written next.
  const leads = { settled: "how", call: "phone" };
  form.addEventListener("change", (e) => {
    const to = e.target.checked && form.elements[leads[e.target.name]];
    if (!to || to.value) return;
    if (pressing) whenUp(to); else to.focus();
  });

  form.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      form.requestSubmit();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || writes(e.target)) return;
    if (press(e.code, e.target)) { e.preventDefault(); e.stopPropagation(); }
  });

  // One stop of the Tab key for a row of boxes; arrows go along it.
  for (const row of form.querySelectorAll("[data-roving]")) {
    const boxes = [...row.querySelectorAll("input")];
    boxes.forEach((b, i) => { b.tabIndex = i ? -1 : 0; });
    row.addEventListener("keydown", (e) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      const i = boxes.indexOf(e.target);
      if (!step || i < 0) return;
      e.preventDefault();
      const next = boxes[(i + step + boxes.length) % boxes.length];
      e.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }

  // ————— nothing typed is lost: it stays in this tab until it is saved —————

  const key = "typed:" + form.dataset.user + ":take";
  const remember = () => {
    const words = [...new FormData(form)];
    if (words.some(([name, value]) => value && (name.startsWith("q.") || ["text", "phone", "name", "email", "how", "topic", "mood"].includes(name)))) sessionStorage.setItem(key, JSON.stringify(words));
    else sessionStorage.removeItem(key);
  };
  // The letter N opened this page: what was typed since, on the way and here
  // before this script ran, belongs behind the draft.
  let ahead = sessionStorage.getItem("typed:ahead");
  sessionStorage.removeItem("typed:ahead");
  if (ahead !== null) {
    ahead += text.value.slice(text.defaultValue.length);
    text.value = text.defaultValue;
  }
  if ("saved" in form.dataset) sessionStorage.removeItem(key);
  else restore(JSON.parse(sessionStorage.getItem(key) || "[]"));

  // What the server sent back with a sentence at a field goes before the draft.
  function restore(words) {
    if (!words.length || form.querySelector("[aria-invalid=true]")) return;
    for (const [name, value] of words) {
      if (name === "questionnaire") continue; // the version is the page's own
      for (const e of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (e.type === "radio" || e.type === "checkbox") { if (e.value === value) e.checked = true; }
        else e.value = value;
        if (name.startsWith("q.") && value) e.closest("details").open = true;
      }
    }
  }
  form.addEventListener("input", remember);

  if (ahead !== null) {
    text.value += ahead;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    remember();
  }
  form.addEventListener("change", remember);

  // ————— who else says this —————

  const like = document.getElementById("like");
  let asked = "";
  let timer;
  async function look() {
    const words = text.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < 8) { like.replaceChildren(); return; }
    const answer = await fetch(form.dataset.like, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok || text.value.trim() !== words) return;
    const html = await answer.text();
    if (html !== like.dataset.shown) { like.innerHTML = html; like.dataset.shown = html; }
  }
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => { look().catch(() => {}); }, 300); };
  text.addEventListener("input", soon);
  if (text.value) soon();

  // ————— the slip, and the letter N —————

  for (const b of document.querySelectorAll("[data-print]")) {
    b.hidden = false;
    b.addEventListener("click", () => window.print());
  }
  const keys = document.getElementById("keys-on");
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => { localStorage.setItem("keys", keys.checked ? "on" : "off"); });
})();
