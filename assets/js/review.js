"use strict";
// Looking at returned cards works without this file. With it a card takes two
// seconds: keys toggle boxes, Enter is the next card at once, and what was
// decided is saved behind it, one after the other.

(() => {
  const main = document.getElementById("main");
  const stack = document.getElementById("stack");
  const said = document.getElementById("said");
  const count = document.getElementById("count");
  const wait = document.getElementById("wait");
  main.classList.add("js", "keys");

  const cards = () => [...stack.querySelectorAll("form.rv")];
  const shown = () => cards().find((c) => !c.hidden);
  let saving = Promise.resolve(); // one decision after the other
  let waiting = 0;

  function tell(text, problem) {
    said.textContent = text;
    said.classList.toggle("problem", Boolean(problem));
  }

  // show brings the first card of the stack before the person.
  function show(focus = true) {
    const list = cards();
    list.forEach((c, i) => { c.hidden = i > 0; });
    if (wait) wait.hidden = list.length > 0 || waiting === 0;
    if (!list.length) {
      if (waiting === 0) location.assign(location.pathname);
      return;
    }
    if (!focus) return;
    const c = list[0];
    const first = c.querySelector("[aria-invalid=true]") || c.querySelector("input[name=serial].in") || (c.classList.contains("typing") && c.querySelector("textarea, input.in")) || c.querySelector("h2");
    first.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  function take(html, front) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".stack");
    if (!fresh) return false;
    const have = new Set(cards().map((c) => c.dataset.id));
    for (const c of [...fresh.querySelectorAll("form.rv")]) {
      if (have.has(c.dataset.id)) continue;
      const mine = document.importNode(c, true);
      if (front) stack.prepend(mine);
      else stack.append(mine);
    }
    count.textContent = fresh.dataset.count;
    if (fresh.dataset.said) tell(fresh.dataset.said, "problem" in fresh.dataset);
    return true;
  }

  // send says what was decided; card is the form to show again if it cannot be
  // taken, null for taking the last one back.
  function send(body, card) {
    waiting++;
    saving = saving.then(async () => {
      body.set("part", "1");
      for (const c of cards()) body.append("ahead", c.dataset.id);
      const answer = await fetch("/desk/scans/review", { method: "POST", body });
      if (answer.status === 401) { location.reload(); return; }
      const html = await answer.text();
      waiting--;
      if (answer.status === 422 || body.get("act") === "undo" || body.get("act") === "serial") {
        if (!take(html, true)) throw new Error("no card");
        show();
        return;
      }
      if (!answer.ok || !take(html, false)) throw new Error("not saved");
      if (!shown() || shown() === card) show();
      else show(false);
    }).catch(() => {
      waiting = Math.max(0, waiting - 1);
      if (card && !stack.contains(card)) stack.prepend(card);
      show();
      tell(main.dataset.lost, true);
    });
  }

  function decide(card, act) {
    const body = new URLSearchParams(new FormData(card));
    body.set("act", act);
    if (act === "accept" || act === "nothing") {
      const twice = chosenTwice(card);
      if (twice) { tell(main.dataset.one, true); twice.focus(); return; }
    }
    card.remove();
    tell("");
    send(body, card);
    show();
  }

  function chosenTwice(card) {
    const seen = new Set();
    for (const b of card.querySelectorAll("input[data-one]:checked")) {
      if (seen.has(b.dataset.field)) return b;
      seen.add(b.dataset.field);
    }
    return null;
  }

  // others are the boxes ticked beside b in a question with one answer.
  const others = (b) => (b.matches("input[data-one]") ? [...b.form.querySelectorAll("input[data-one]:checked")].filter((x) => x !== b && x.dataset.field === b.dataset.field) : []);

  // Of a question with one answer the newest choice counts.
  stack.addEventListener("change", (e) => {
    if (e.target.checked) for (const other of others(e.target)) other.checked = false;
  });

  document.addEventListener("submit", (e) => {
    const act = e.submitter && e.submitter.name === "act" ? e.submitter.value : "accept";
    if (e.target.matches("form.rv")) {
      e.preventDefault();
      decide(e.target, e.target.querySelector("[name=act][value=serial]") && act === "accept" ? "serial" : act);
    } else if (e.target.matches("form.undo")) {
      e.preventDefault();
      send(new URLSearchParams({ act: "undo" }), null);
    }
  }, true);

  function zoom(card) {
    const view = card.querySelector(".paper-view");
    const on = view.classList.toggle("zoomed");
    card.querySelector("[data-zoom]").setAttribute("aria-pressed", String(on));
    const at = card.querySelector(".sheet-of rect.doubt");
    if (on && at) {
      const box = at.getBoundingClientRect();
      const frame = view.getBoundingClientRect();
      view.scrollBy(box.x - frame.x - frame.width / 2, box.y - frame.y - frame.height / 2);
    }
  }
  stack.addEventListener("click", (e) => {
    const b = e.target.closest("[data-zoom]");
    if (b) zoom(b.closest("form.rv"));
  });

  // ————— keys: outside of the fields that are written in —————

  const writes = (e) => e.matches("textarea, select, input:not([type=checkbox])");

  document.addEventListener("keydown", (e) => {
    const card = shown();
    const typing = writes(e.target);
    if (e.isComposing || e.repeat && e.key === "Enter") return;
    if (e.key === "Enter" && card && !e.altKey && !e.shiftKey) {
      const button = e.target.closest("button, a, summary");
      if ((!typing || e.ctrlKey || e.metaKey || e.target.name === "serial" || e.target.matches("input.in")) && (!button || button.matches("[data-enter]"))) {
        e.preventDefault();
        const enter = card.querySelector("[data-enter]");
        decide(card, enter ? enter.value : "accept");
      }
      return;
    }
    if (e.key === "Escape" && typing && card) {
      card.querySelector("h2").focus();
      return;
    }
    if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
    const code = e.code.replace("Numpad", "Digit");
    const on = (card && card.querySelector(`[data-code="${code}"]`)) || main.querySelector(`header [data-code="${code}"]`);
    if (!on) return;
    e.preventDefault();
    e.stopPropagation();
    if (writes(on)) document.addEventListener("keyup", () => on.focus(), { once: true });
    else if (on.checked && others(on).length) for (const other of others(on)) other.checked = false; // of two that are ticked, this one is meant
    else on.click();
  }, true);

  if (shown()) show();
})();
