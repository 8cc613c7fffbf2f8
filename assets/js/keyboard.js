"use strict";
// A keyboard on the screen, for tablets that bring none of their own: this file
// comes with the first touch of the page, the keys when a field is touched.
// vendor/simple-keyboard draws the keys and tells which is pressed; what a key
// does to the field is the browser's own editing. Nothing typed is kept.
(() => {
  const page = document.documentElement, body = document.body;
  const typed = 'textarea,input:is([type=text],[type=email],[type=tel],[type=url],[type=search],[type=number],:not([type]))';
  const letters = {
    en: ["q w e r t y u i o p", "a s d f g h j k l '", "{shift} z x c v b n m ? {bksp}"],
    de: ["q w e r t z u i o p ü", "a s d f g h j k l ö ä", "{shift} y x c v b n m ß ? {bksp}"],
    et: ["q w e r t y u i o p ü õ", "a s d f g h j k l ö ä ?", "{shift} z x c v b n m š ž {bksp}"],
    ru: ["й ц у к е н г ш щ з х ъ", "ф ы в а п р о л д ж э ё", "{shift} я ч с м и т ь б ю {bksp}"],
    uk: ["й ц у к е н г ш щ з х ї", "ф і в а п р о л д ж є ґ", "{shift} я ч с м и т ь б ю ' {bksp}"],
    fil: ["q w e r t y u i o p", "a s d f g h j k l ñ", "{shift} z x c v b n m ng ' {bksp}"],
    plain: ["q w e r t y u i o p", "a s d f g h j k l", "{shift} z x c v b n m {bksp}"],
    plain_de: ["q w e r t z u i o p", "a s d f g h j k l", "{shift} y x c v b n m {bksp}"],
  };
  // Quotation marks that differ from those of most languages here.
  const quotes = { ru: "« » „ “", uk: "« » „ “" };
  const money = { fil: "₱", uk: "₴", ru: "₽", en: "£" };
  const digits = "1 2 3 4 5 6 7 8 9 0";
  const foot = {
    words: "{more} {other} , {space} . {enter} {hide}",
    mail: "{more} {other} @ . - _ .com {hide}",
    more: "{letters} , {space} . {enter} {hide}",
    moreMail: "{letters} @ {space} . {hide}",
  };
  const pad = ["1 2 3 {bksp}", "4 5 6 +", "7 8 9 -", "{space} 0 {hide}"];

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = document.getElementById("keys").dataset.css;
  document.head.append(style);

  let host, keys, field = null, open = false, down = false, off = false, wanted = false, finger = false;
  let latin = false, layer = "abc", shift = "", kind = "", drawn = "", shifted = 0;

  const mode = () => body.dataset.keyboard || "never";
  const lang = () => letters[page.lang] ? page.lang : "en";
  const foreign = () => lang() === "ru" || lang() === "uk";
  const isText = (e) => e instanceof HTMLElement && e.matches(typed) && !e.readOnly && !e.disabled;
  const brings = /Android|iPhone|iPad|iPod/.test(navigator.userAgent) || navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1;

  function kindOf(e) {
    if (e.dataset.keys) return e.dataset.keys; // "always" has taken the inputmode away
    const m = e.getAttribute("inputmode") || e.type;
    if (["tel", "number", "numeric", "decimal"].includes(m)) return "pad";
    return m === "email" || m === "url" ? "mail" : "words";
  }

  function rows() {
    if (kind === "pad") return pad;
    if (layer === "more") {
      const m = money[lang()] || "$";
      return [digits, `+ - – / : ; ( ) € ${m} "`, `? ! ' @ # % & ${quotes[lang()] || "* „ “ ”"} {bksp}`, kind === "mail" ? foot.moreMail : foot.more];
    }
    const abc = letters[!latin ? lang() : kind === "words" ? "en" : lang() === "de" ? "plain_de" : "plain"];
    const last = foot[kind].replace("{other} ", foreign() ? "{other} " : "");
    return kind === "mail" ? [digits, ...abc, last] : [...abc, last];
  }
  const upper = (row) => row.replace(/(^| )(\p{L}+)(?= |$)/gu, (_, gap, x) => gap + big(x));
  const big = (x) => x === "ß" ? "ẞ" : x[0].toLocaleUpperCase(page.lang) + x.slice(1);

  // What stands on the keys: signs from the page, letters as they are.
  function signs() {
    const own = foreign() ? letters[lang()][1].slice(0, 5).replaceAll(" ", "").toLocaleUpperCase(page.lang) : "ABC";
    const out = { "{space}": "&nbsp;", "{more}": kind === "mail" ? "#+?" : "123", "{letters}": latin ? "ABC" : own, "{other}": latin ? own : "ABC" };
    for (const t of document.getElementById("keys").content.querySelectorAll("[data-key]")) out[`{${t.dataset.key}}`] = t.innerHTML;
    return out;
  }

  function draw() {
    const list = rows(), capital = shift && layer === "abc" && kind !== "pad";
    const now = [kind, layer, latin, shift, page.lang].join();
    if (now === drawn) return;
    drawn = now;
    const on = [{ class: "strong", buttons: "{hide} {enter}" }, { class: "fn", buttons: "{more} {letters} {other} {shift} {bksp}" }];
    if (shift) on.push({ class: shift, buttons: "{shift}" });
    keys.setOptions({ layout: { default: capital ? list.map(upper) : list }, display: signs(), buttonTheme: on });
    host.classList.toggle("tall", list.length > 4);
    host.classList.toggle("pad", kind === "pad");
    room();
  }

  // ---- what a key does

  // The browser's own editing: caret, selection, undo, whole characters, the
  // longest text allowed and the events are its business.
  const put = (text) => document.execCommand("insertText", false, text);
  const works = {
    "{bksp}": () => document.execCommand("delete"), "{space}": () => put(" "), "{enter}": () => put("\n"),
    "{more}": () => { layer = "more"; }, "{letters}": () => { layer = "abc"; }, "{other}": () => { latin = !latin; },
  };
  function press(key, e) {
    if (!e && key !== "{bksp}") return; // only rubbing out repeats
    if (!field || !isText(field) || document.activeElement !== field) return;
    if (key === "{hide}") return hide();
    if (key === "{shift}") return capitals();
    if (works[key]) works[key](); else put(key);
    if (shift !== "lock") shift = starts() ? "on" : "";
    draw();
  }
  function capitals() {
    const twice = performance.now() - shifted < 400;
    shifted = performance.now();
    shift = twice ? "lock" : shift ? "" : "on";
    draw();
  }
  function starts() {
    if (field.getAttribute("autocapitalize") !== "sentences" || layer !== "abc") return false;
    return /(^|[.!?…]\s+|\n)$/.test(field.value.slice(0, field.selectionStart));
  }

  // ---- there and gone

  async function load() {
    if (keys) return;
    const { default: Keyboard } = await import(document.getElementById("keys").dataset.lib);
    if (keys) return;
    host = document.createElement("div");
    host.className = "keyboard";
    host.setAttribute("aria-hidden", "true"); // a keyboard of one's own, or speech, works as ever
    host.dir = "ltr";
    host.append(document.createElement("div"));
    host.firstChild.className = "on-screen";
    for (const type of ["mousedown", "contextmenu"]) host.addEventListener(type, (e) => e.preventDefault());
    body.append(host);
    keys = new Keyboard(host.firstChild, { theme: "kb", disableCaretPositioning: true, onKeyPress: press, onChange: () => keys.clearInput() });
  }
  async function show(e) {
    await load();
    if (document.activeElement !== e || !isText(e)) return;
    if (!host.isConnected) body.append(host);
    if (field !== e) [field, kind, layer, latin, shift] = [e, kindOf(e), "abc", kindOf(e) !== "words", ""];
    if (starts()) shift = "on";
    open = true;
    page.classList.add("keys");
    draw();
    room();
    // The whole field, or as much of it as there is room for, above the keys.
    (e.closest(".ci, .box") || e).scrollIntoView({ block: "nearest" });
  }
  function hide() {
    open = false;
    page.classList.remove("keys", "short");
  }
  function room() {
    if (!open) return;
    const high = host.offsetHeight, left = innerHeight - high;
    page.style.setProperty("--keys", high + "px");
    page.classList.toggle("short", innerWidth > innerHeight && left < 560);
  }

  // By itself: somebody touched a field, and nothing came up for it.
  function ask(e) {
    if (mode() === "always") {
      e.setAttribute("inputmode", "none");
      return show(e);
    }
    if (mode() !== "auto" || off || brings || !finger && !wanted) return;
    if (wanted) return show(e);
    const v = window.visualViewport, before = v ? v.height : innerHeight;
    setTimeout(() => {
      if (document.activeElement !== e || (v ? v.height : innerHeight) < before - 80) return;
      wanted = true;
      show(e);
    }, 400);
  }
  // The page must not move under a finger that is still down.
  function settle() {
    if (down) return;
    const e = document.activeElement;
    if (open && !(isText(e) && e === field)) hide();
  }

  document.addEventListener("pointerdown", (e) => {
    finger = e.pointerType === "touch";
    down = !host || !host.contains(e.target);
  }, true);
  for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, () => { down = false; setTimeout(settle, 80); }, true);
  document.addEventListener("focusin", (e) => {
    if (!isText(e.target)) return settle();
    if (e.target === field && open) return;
    if (!e.target.dataset.keys) e.target.dataset.keys = kindOf(e.target);
    ask(e.target);
  });
  document.addEventListener("focusout", () => setTimeout(settle, 0));
  document.addEventListener("click", (e) => { if (!open && isText(e.target)) ask(e.target); });
  document.addEventListener("keydown", (e) => {
    if (!e.isTrusted || mode() !== "auto" || e.key.length > 1 && !["Tab", "Enter", "Backspace"].includes(e.key)) return;
    off = true;
    wanted = false;
    if (open) hide();
  }, true);
  addEventListener("resize", () => { if (open) room(); });
  if (isText(document.activeElement)) ask(document.activeElement);
})();
