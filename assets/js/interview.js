"use strict";
// One question at a time. Without this file the same page is one long form.
// What is written stays in this tab, for this person alone, until the server
// has it.
(() => {
  const form = document.getElementById("asking");
  const calls = document.getElementById("calls");
  const kept = "typed:" + (calls ? calls.dataset.user : "") + ":asking";
  const read = () => { try { return JSON.parse(sessionStorage.getItem(kept)) || {}; } catch { return {}; } };
  const write = (v) => { try { sessionStorage.setItem(kept, JSON.stringify(v)); } catch { /* no room: the page itself keeps it */ } };
  if (document.querySelector("[data-sent]")) { try { sessionStorage.removeItem(kept); } catch { /* nothing was kept */ } }
  if (!form) return;
  const $ = (id) => document.getElementById(id);
  const asks = Array.from(form.querySelectorAll(".ask")), next = $("ask-next"), back = $("ask-back"), send = $("ask-send"), line = $("ask-line"), keys = $("ask-keys");
  let at = 0;

  function show(n, quiet) {
    at = Math.max(0, Math.min(asks.length - 1, n));
    asks.forEach((a, i) => { a.hidden = i !== at; });
    back.hidden = at === 0;
    next.hidden = at === asks.length - 1;
    send.hidden = !next.hidden;
    if (keys) keys.hidden = false;
    if (quiet) return;
    const first = asks[at].querySelector("textarea,input:checked,input");
    if (first) first.focus();
    keep();
  }

  // ---- the draft

  function keep() {
    if (!form.dataset.asking) return;
    const data = {};
    for (const [k, v] of new FormData(form)) (data[k] = data[k] || []).push(v);
    write({ draft: form.dataset.asking, at, data });
  }
  function restore() {
    const v = read();
    if (!form.dataset.asking || v.draft !== form.dataset.asking || !v.data) return;
    for (const e of form.elements) {
      if (!e.name || !(e.name in v.data) && e.type !== "checkbox" && e.type !== "radio") continue;
      const had = v.data[e.name] || [];
      if (e.type === "checkbox" || e.type === "radio") e.checked = had.includes(e.value);
      else e.value = had[0] || "";
    }
    at = v.at || 0;
  }
  form.addEventListener("input", keep);

  // ---- keys

  addEventListener("keydown", (e) => {
    const typing = e.target.matches("textarea,input:not([type=radio]):not([type=checkbox])");
    if (e.altKey && e.key === "ArrowLeft") { e.preventDefault(); return show(at - 1); }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Enter" && !e.target.matches("textarea,button,a,summary")) {
      e.preventDefault();
      return at < asks.length - 1 ? show(at + 1) : form.requestSubmit();
    }
    if (e.key === "Enter" && e.target.matches("textarea") && !e.shiftKey && at < asks.length - 1) { e.preventDefault(); return show(at + 1); }
    if (typing || !/^\d$/.test(e.key)) return;
    const pick = asks[at].querySelector(`input[data-key="${e.key}"]`);
    if (pick) { e.preventDefault(); pick.focus(); pick.click(); }
  });
  next.addEventListener("click", () => show(at + 1));
  back.addEventListener("click", () => show(at - 1));

  // ---- sending: the same id again is safe

  let sending = false;
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (sending) return;
    sending = true;
    line.textContent = form.dataset.sending;
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 15000);
    try {
      const res = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: stop.signal });
      const page = new DOMParser().parseFromString(await res.text(), "text/html");
      if (res.ok && page.querySelector("[data-sent]")) {
        try { sessionStorage.removeItem(kept); } catch { /* nothing was kept */ }
        if (res.redirected) return location.assign(res.url);
        document.title = page.title;
        $("main").replaceWith(document.importNode(page.getElementById("main"), true));
        return $("main").focus();
      }
      const problem = page.querySelector(".problem");
      const where = problem && problem.closest(".ask");
      if (!problem) throw new Error(res.status);
      if (where) show(asks.findIndex((a) => a.id === where.id));
      line.textContent = problem.textContent.trim();
    } catch {
      line.textContent = form.dataset.offline;
    } finally {
      clearTimeout(timer);
      sending = false;
    }
  });

  restore();
  const wrong = asks.findIndex((a) => a.querySelector(".problem"));
  show(wrong >= 0 ? wrong : at, at === 0 && wrong < 0);
})();
