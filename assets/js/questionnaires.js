"use strict";
// The editor works as one form without this file. With it every change is
// saved at once: the answer is the page again, of which only the parts marked
// data-live are taken, so that nobody's typing is touched.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const list = document.getElementById("questions");
  let timer = 0, busy = null, dirty = false, open = false; // open: something is left to choose

  const at = (id) => document.getElementById(id);
  const say = (text) => { at("saved").textContent = text; };
  const take = (next) => {
    for (const fresh of next.querySelectorAll("[data-live][id]")) {
      const here = document.getElementById(fresh.id);
      if (!here) continue;
      if (here.matches("input")) here.value = fresh.value;
      else if (here.id === "publish-live") refill(here, fresh);
      else here.replaceChildren(...fresh.childNodes);
    }
  };
  // Whoever is about to press Publish keeps the button under the finger.
  const refill = (here, fresh) => {
    const foot = here.querySelector(".sgo");
    for (const e of [...here.children]) if (e !== foot) e.remove();
    fresh.querySelector(".sgo").remove();
    foot.before(...fresh.childNodes);
  };

  // ---- what somebody else changed meanwhile

  const line = (s) => (s || "").trim().replace(/\s+/g, " ");
  const field = (e) => /^(name$|ask\.|optw\.|faces\.|low\.)/.test(e.name) && !e.closest("#both");
  const fields = (root) => [...root.querySelectorAll("input, select")].filter(field);
  const order = (root) => [...root.querySelectorAll("input[name=q]")].map((e) => e.value).join(" ");

  // The fields that nobody typed into since they were sent become what is
  // stored now; what the next saving was made of is noted field by field.
  function merge(next, sent) {
    const was = JSON.parse(at("was").value), now = JSON.parse(next.getElementById("was").value);
    const typing = (root) => fields(root).some((e) => sent.has(e.name) && line(e.value) !== line(sent.get(e.name)));
    const kept = order(list) !== sent.getAll("q").join(" ");
    pieces(list, next.getElementById("questions"), typing, kept);
    for (const ol of next.querySelectorAll(".qopts ol")) {
      const card = at(ol.closest(".qcard").id);
      if (card) pieces(card.querySelector(".qopts ol"), ol, typing, true);
    }
    const fresh = new Map(fields(next).map((e) => [e.name, e.value]));
    const note = (name) => { if (name in was) now[name] = was[name]; else delete now[name]; };
    for (const e of fields(form)) {
      if (!sent.has(e.name)) continue;
      if (!fresh.has(e.name)) note(e.name);
      else if (line(e.value) === line(sent.get(e.name))) {
        if (line(fresh.get(e.name)) !== line(e.value)) e.value = fresh.get(e.name);
      } else if (line(fresh.get(e.name)) !== line(sent.get(e.name))) note(e.name);
    }
    for (const card of list.children) if (!next.getElementById(card.id)) note("is." + card.id.slice(2));
    if (kept) note("q");
    at("was").value = JSON.stringify(now);
    number();
  }
  // New ones come, those gone go unless somebody is typing there, and all
  // stand in the order stored unless they were moved here.
  function pieces(here, fresh, typing, stay) {
    for (const li of [...here.children]) if (!fresh.querySelector("#" + CSS.escape(li.id)) && !typing(li)) li.remove();
    const focus = document.activeElement;
    let before = null;
    for (const li of fresh.children) {
      let mine = at(li.id);
      const isNew = !mine;
      if (isNew) {
        mine = document.importNode(li, true);
        if (here === list) dress(mine);
      }
      const place = before ? before.nextElementSibling : here.firstElementChild;
      if (place !== mine && (isNew || !stay)) here.insertBefore(mine, place);
      before = mine;
    }
    if (focus !== document.activeElement && focus.isConnected) focus.focus();
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (busy) return busy;
    dirty = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    say(form.dataset.saving);
    busy = fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } }).then(async (res) => {
      const next = new DOMParser().parseFromString(await res.text(), "text/html");
      if (!next.getElementById("draft")) {
        if (res.status !== 409 && res.status !== 404) throw new Error(res.status);
        open = true;
        return say(form.dataset.conflict);
      }
      const told = next.getElementById("saved").textContent;
      merge(next, body);
      const choosing = at("both").contains(document.activeElement);
      take(next);
      open = !res.ok;
      if (choosing && !open) list.querySelector("input.in").focus();
      say(dirty ? "" : told);
      if (res.ok && !leaving) look();
    }).catch(() => {
      dirty = true;
      leaving = null;
      say(form.dataset.unsaved);
      timer = setTimeout(save, 5000);
    });
    await busy;
    busy = null;
    if (leaving && open) leaving = null;
    if (leaving) return leave();
    if (dirty && !timer) timer = setTimeout(save, 700);
  }
  const later = () => {
    dirty = true;
    say("");
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
    if (!busy) { dirty = open = false; return; }
    e.preventDefault();
    leaving = button;
  });
  function leave() {
    const name = leaving.value, here = leaving.isConnected ? leaving : form.querySelector(`button[value="${name}"]:not(.vh)`);
    leaving = null;
    delete form.dataset.sent; // desk.js takes the press that had to wait for the only one
    if (here) here.click();
  }
  addEventListener("beforeunload", (e) => { if (dirty || open) e.preventDefault(); });
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
  function dress(card) {
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
  for (const card of list.children) dress(card);
  list.addEventListener("dragover", (e) => { if (held) e.preventDefault(); });
  function number() {
    Array.from(list.children).forEach((card, i, all) => {
      card.querySelector(".qno").textContent = i + 1;
      card.querySelector("[value^='up.']").disabled = i === 0;
      card.querySelector("[value^='down.']").disabled = i === all.length - 1;
    });
  }
})();
