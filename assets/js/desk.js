"use strict";
// Staff pages work without this file. With it they stay fresh by themselves,
// keep half-written answers, and show an entry as people will see it.

(() => {
  const quiet = { headers: { "X-Quiet": "1" } };
  const later = (ms, fn) => {
    let timer;
    return (...args) => { clearTimeout(timer); timer = setTimeout(() => fn(...args), ms); };
  };

  const calls = document.getElementById("calls");
  const list = document.getElementById("list");

  // ————— signed out meanwhile —————

  const out = document.getElementById("out");
  const typed = () => [...document.querySelectorAll("#work, #edit")].some((form) =>
    [...form.elements].some((e) => e.type !== "hidden" && e.defaultValue !== undefined && e.value !== e.defaultValue));

  function signedOut(yes) {
    if (!out || yes === (out.childElementCount > 0)) return;
    if (yes) out.append(document.getElementById("signed-out").content.cloneNode(true));
    else out.replaceChildren();
  }

  // A page with typed words on it is never loaded anew by itself.
  function askToSignIn() {
    if (typed()) signedOut(true);
    else location.reload();
  }

  // ————— what changed elsewhere —————

  function showCalls(html) {
    if (calls.dataset.shown === html) return;
    calls.dataset.shown = html;
    calls.innerHTML = html;
    for (const next of calls.querySelectorAll("input[name=next]")) next.value = location.pathname + location.search;
  }

  async function refresh() {
    if (!list) return;
    const answer = await fetch(list.dataset.refresh, quiet);
    if (answer.status === 401) { askToSignIn(); return; }
    if (!answer.ok) return;
    signedOut(false);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = list.querySelector(".rows");
    const top = rows ? rows.scrollTop : 0;
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const href = focused ? focused.getAttribute("href") : null;
    const busy = list.querySelector("details[open]") || (focused && focused.matches("input"));
    const freshRows = fresh.querySelector(".rows");
    if (busy) {
      if (rows && freshRows) rows.replaceWith(freshRows);
    } else {
      list.replaceChildren(...fresh.body.childNodes);
    }
    const shown = list.querySelector(".rows");
    if (shown) shown.scrollTop = top;
    if (href) {
      const same = [...list.querySelectorAll("a")].find((a) => a.getAttribute("href") === href);
      if (same) same.focus();
    }
  }

  if (calls && window.EventSource) {
    const line = new EventSource(calls.dataset.events);
    line.addEventListener("calls", (e) => showCalls(e.data));
    line.addEventListener("look", later(200, () => refresh().catch(() => {})));
    line.addEventListener("error", () => {
      // Closed for good means: no longer signed in. The page then asks for it.
      if (line.readyState === EventSource.CLOSED) {
        fetch("/desk/list", quiet).then((a) => { if (a.status === 401) askToSignIn(); }).catch(() => {});
      }
    });
    window.addEventListener("pagehide", () => line.close());
    setInterval(() => refresh().catch(() => {}), 60000);
  }

  // ————— half-written answers —————

  // What is typed stays in this tab, for this person alone, until it is sent or
  // saved: the session may end at any time.
  const typedAs = "typed:" + (calls ? calls.dataset.user : "") + ":";
  const work = document.querySelector("form[data-draft]");
  if (work) {
    const answer = work.elements.answer;
    const key = typedAs + work.dataset.draft;
    const areas = [...work.elements].filter((e) => e.matches("textarea, #note"));
    const remember = () => {
      const words = Object.fromEntries(areas.filter((e) => e.value !== e.defaultValue).map((e) => [e.name, e.value]));
      if (Object.keys(words).length) sessionStorage.setItem(key, JSON.stringify(words));
      else sessionStorage.removeItem(key);
    };
    const keep = async () => {
      const text = answer.value;
      const reply = await fetch(work.dataset.draft, { method: "POST", body: new URLSearchParams({ answer: text }), keepalive: true });
      signedOut(reply.status === 401);
      if (!reply.ok) return;
      answer.defaultValue = text;
      remember();
    };
    if (new URLSearchParams(location.search).has("done")) sessionStorage.removeItem(key);
    const before = JSON.parse(sessionStorage.getItem(key) || "{}");
    for (const e of areas) if (before[e.name]) e.value = before[e.name];
    if (before.answer) keep().catch(() => {});
    const later800 = later(800, () => { keep().catch(() => {}); });
    for (const e of areas) e.addEventListener("input", () => { remember(); if (e === answer) later800(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && out.childElementCount) keep().catch(() => {}); });
  }
  document.addEventListener("submit", (e) => {
    if (!(e.target.getAttribute("action") || "").includes("/signout")) return;
    for (const k of Object.keys(sessionStorage)) if (k.startsWith("typed:")) sessionStorage.removeItem(k);
  });

  // One press is one press.
  document.addEventListener("submit", (e) => {
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = "1";
    setTimeout(() => { delete e.target.dataset.sent; }, 4000);
  });

  // ————— one letter leads to writing down, unless it was turned off there —————

  document.addEventListener("keydown", (e) => {
    if (e.code !== "KeyN" || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.defaultPrevented || localStorage.getItem("keys") === "off") return;
    if (e.target.matches("input, textarea, select, [contenteditable]")) return;
    const link = document.querySelector("a[aria-keyshortcuts=n]");
    if (!link) return;
    e.preventDefault();
    sessionStorage.setItem("typed:ahead", sessionStorage.getItem("typed:ahead") || ""); // theme.js puts there what is typed on the way
    link.click();
  });
  // Here nobody is on the way any more, or N led elsewhere.
  const arrived = () => sessionStorage.removeItem("typed:ahead");
  if (!document.getElementById("take")) arrived();
  window.addEventListener("pageshow", (e) => { if (e.persisted) arrived(); });

  // ————— menus —————

  document.addEventListener("click", (e) => {
    for (const open of document.querySelectorAll("details.menu[open]")) {
      if (!open.contains(e.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const open of document.querySelectorAll("details.menu[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  // ————— the board editor —————

  const edit = document.getElementById("edit");
  if (!edit) return;

  const letters = (text) => [...text.trim().replace(/\s+/g, " ")].length;
  function count(field) {
    const out = edit.querySelector(`[data-count="${field.name}"]`);
    if (!out) return;
    const n = letters(field.value);
    out.textContent = out.dataset.say.replace("#", n);
    out.classList.toggle("over", n > Number(field.dataset.max));
  }

  const frame = document.querySelector("iframe[data-preview]");
  let shownLang = frame.dataset.lang;
  const preview = later(500, () => {
    const url = new URL(frame.dataset.preview, location.href);
    const status = edit.querySelector("input[name=status]:checked");
    url.searchParams.set("said", edit.elements["said." + shownLang].value);
    url.searchParams.set("doing", edit.elements["do." + shownLang].value);
    url.searchParams.set("lang", shownLang);
    if (status) url.searchParams.set("status", status.value);
    frame.contentWindow.location.replace(url);
  });
  const check = later(500, async () => {
    const answer = await fetch(edit.dataset.checks, { method: "POST", body: new URLSearchParams(new FormData(edit)) });
    if (answer.ok) document.getElementById("checks").innerHTML = await answer.text();
  });

  edit.addEventListener("input", (e) => {
    if (e.target.dataset.max) {
      count(e.target);
      shownLang = e.target.name.split(".")[1];
    }
    preview();
    check();
  });

  const stage = document.querySelector(".tvw");
  new ResizeObserver(() => {
    const room = stage.clientWidth - 16;
    stage.firstElementChild.style.setProperty("--max", Math.max(260, Math.min(room, 1100)));
  }).observe(stage);
})();
