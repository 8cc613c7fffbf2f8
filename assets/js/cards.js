// The picture, the number of sheets and the checks follow the form: the page
// itself is asked for again with what the form says, and its parts exchanged.
// Without this script the buttons of the form do the same.
"use strict";

(function () {
  const form = document.querySelector("[data-cards]");
  if (!form) return;
  const parts = ["cards-show", "cards-sum", "cards-ledger", "cards-artwork"];
  let timer = 0;
  let asked = 0;

  function address() {
    const query = new URLSearchParams(new FormData(form));
    const view = new URLSearchParams(location.search).get("view");
    if (view) query.set("view", view);
    return form.getAttribute("action") + "?" + query;
  }

  function exchange(page) {
    for (const id of parts) {
      const fresh = page.getElementById(id);
      const old = document.getElementById(id);
      if (!fresh || !old) continue;
      const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.replaceWith(fresh);
      if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
    }
    for (const part of form.querySelectorAll("[data-when]")) {
      const fresh = page.querySelector('[data-when="' + part.dataset.when + '"]');
      if (fresh) part.hidden = fresh.hidden;
    }
  }

  async function refresh() {
    const mine = ++asked;
    try {
      const url = address();
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const text = await answer.text();
      if (mine !== asked) return;
      exchange(new DOMParser().parseFromString(text, "text/html"));
      history.replaceState(null, "", url);
    } catch (e) {
      // Offline: the picture stays as it was, the file is made by the server.
    }
  }

  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(refresh, 250);
  });

  // The file comes as a download and the page stays: show the new run, and
  // take no second order while the first is made.
  form.addEventListener("submit", function (e) {
    const button = e.submitter;
    if (!button || button.hasAttribute("formaction") || button.hasAttribute("formmethod")) return;
    setTimeout(function () { button.disabled = true; }, 0);
    setTimeout(function () { button.disabled = false; refresh(); }, 2500);
  });

  form.addEventListener("click", function (e) {
    const button = e.target.closest("[data-step]");
    if (!button) return;
    e.preventDefault();
    const count = form.elements.count;
    const step = Number(button.dataset.step);
    count.value = String(Math.max(Math.abs(step), (parseInt(count.value, 10) || 0) + step));
    refresh();
  });
})();
