"use strict";
// The editor works as one form without this file. With it every change is
// saved at once: the answer is the page again, of which only the parts marked
// data-live are taken, so that nobody's typing is touched.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const list = document.getElementById("questions");
  let timer = 0, busy = null, dirty = false;

  const say = (text) => { document.getElementById("saved").textContent = text; };
  const take = (next) => {
    for (const fresh of next.querySelectorAll("[data-live][id]")) {
      const here = document.getElementById(fresh.id);
      if (!here) continue;
      if (here.matches("input")) here.value = fresh.value;
      else if (here.id === "publish-live" && here.contains(document.activeElement)) refill(here, fresh);
      else here.replaceChildren(...fresh.childNodes);
    }
  };
  // Whoever is about to press Publish keeps the button under the finger.
  const refill = (here, fresh) => {
    here.querySelector("ul").replaceChildren(...fresh.querySelector("ul").childNodes);
  };

  async function save() {
    clearTimeout(timer);
    if (busy) return busy;
    dirty = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    say(form.dataset.saving);
    busy = fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } }).then(async (res) => {
      if (res.status === 409) { dirty = true; return say(form.dataset.conflict); }
      const next = new DOMParser().parseFromString(await res.text(), "text/html");
      if (!next.getElementById("draft")) throw new Error(res.status);
      const time = next.getElementById("saved").textContent;
      take(next);
      say(res.ok ? time : "");
      if (res.ok && !leaving) look();
    }).catch(() => {
      dirty = true;
      leaving = null;
      say(form.dataset.unsaved);
      timer = setTimeout(save, 5000);
    });
    await busy;
    busy = null;
    if (leaving) return leave();
    if (dirty && !timer) timer = setTimeout(save, 700);
  }
  const later = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, 700);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", () => { if (dirty && !busy) save(); });

  // A button sends everything; it waits for the saving under way, which
  // numbers the draft anew.
  let leaving = null;
  form.addEventListener("submit", (e) => {
    const button = e.submitter;
    if (button && button.getAttribute("aria-disabled") === "true") return e.preventDefault();
    clearTimeout(timer);
    if (!busy) { dirty = false; return; }
    e.preventDefault();
    leaving = button;
  });
  function leave() {
    const name = leaving && leaving.value, here = name && form.querySelector(`button[value="${name}"]`);
    leaving = null;
    delete form.dataset.sent; // desk.js takes the press that had to wait for the only one
    if (here) here.click();
  }
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
  // Enter in a field saves; it does not press the first button there is.
  form.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || !e.target.matches("input")) return;
    e.preventDefault();
    save();
  });

  function look() {
    for (const f of document.querySelectorAll(".qview iframe")) if (f.contentWindow) f.contentWindow.location.reload();
  }

  // ---- in which order: by the grip

  let held = null;
  for (const card of list.children) {
    const grip = card.querySelector(".grip");
    grip.hidden = false;
    grip.addEventListener("pointerdown", () => { card.draggable = true; });
    grip.addEventListener("pointerup", () => { card.draggable = false; });
    card.addEventListener("dragstart", (e) => {
      held = card;
      card.classList.add("held");
      e.dataTransfer.effectAllowed = "move";
    });
    card.addEventListener("dragover", (e) => {
      if (!held || held === card) return;
      e.preventDefault();
      const below = e.clientY > card.getBoundingClientRect().top + card.offsetHeight / 2;
      card[below ? "after" : "before"](held);
    });
    card.addEventListener("dragend", () => {
      card.draggable = false;
      card.classList.remove("held");
      held = null;
      number();
      save();
    });
  }
  list.addEventListener("dragover", (e) => { if (held) e.preventDefault(); });
  function number() {
    Array.from(list.children).forEach((card, i, all) => {
      card.querySelector(".qno").textContent = i + 1;
      card.querySelector("[value^='up.']").disabled = i === 0;
      card.querySelector("[value^='down.']").disabled = i === all.length - 1;
    });
  }
})();
