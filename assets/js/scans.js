"use strict";
// Bringing scanned cards works without this file. With it files can be dropped
// or pasted, one sees how far they are, and a batch shows itself being read.

(() => {
  const main = document.getElementById("main");
  main.classList.add("js");

  // ————— bringing files —————

  const form = document.getElementById("upload");
  if (form) {
    const field = form.elements.file;
    const list = form.querySelector(".sending");
    const error = document.getElementById("file-err");

    const problem = (text) => {
      const span = document.createElement("span");
      span.className = "err";
      span.textContent = text;
      error.replaceChildren(...(text ? [span] : []));
      if (text) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    };

    function row(file) {
      const li = document.createElement("li");
      const name = document.createElement("span");
      name.className = "nm";
      name.textContent = file.name;
      const bar = document.createElement("progress");
      bar.max = Math.max(file.size, 1);
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const part = document.createElement("span");
      part.className = "pc";
      li.append(name, bar, part);
      list.append(li);
      return (sent) => {
        bar.value = sent;
        part.textContent = Math.round((100 * sent) / bar.max) + " %";
      };
    }

    let busy = false;
    function send(files) {
      if (busy || !files.length) return;
      busy = true;
      problem("");
      list.replaceChildren();
      const body = new FormData();
      const rows = [...files].map((f) => { body.append("file", f, f.name); return { size: f.size, show: row(f) }; });
      const ask = new XMLHttpRequest();
      ask.open("POST", form.action);
      ask.setRequestHeader("Accept", "application/json");
      ask.upload.addEventListener("progress", (e) => {
        let left = e.loaded;
        for (const r of rows) { r.show(Math.max(0, Math.min(left, r.size))); left -= r.size; }
      });
      const over = (text) => { busy = false; list.replaceChildren(); problem(text); field.value = ""; };
      ask.addEventListener("error", () => over(form.dataset.lost));
      ask.addEventListener("load", () => {
        let answer = {};
        try { answer = JSON.parse(ask.responseText); } catch { /* a page: see below */ }
        if (ask.status === 201 && answer.url) { location.assign(answer.url); return; }
        if (ask.status === 401) { location.reload(); return; }
        over(answer.message || form.dataset.lost);
      });
      ask.send(body);
    }

    form.addEventListener("submit", (e) => {
      if (!field.files.length) return; // the server says what is missing
      e.preventDefault();
      send(field.files);
    });
    field.addEventListener("change", () => problem(""));

    const carries = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
    let depth = 0;
    document.addEventListener("dragenter", (e) => { if (carries(e)) { depth++; form.classList.add("over"); } });
    document.addEventListener("dragleave", (e) => { if (carries(e) && --depth <= 0) { depth = 0; form.classList.remove("over"); } });
    document.addEventListener("dragover", (e) => { if (carries(e)) e.preventDefault(); });
    document.addEventListener("drop", (e) => {
      if (!carries(e)) return;
      e.preventDefault();
      depth = 0;
      form.classList.remove("over");
      send(e.dataTransfer.files);
    });
    document.addEventListener("paste", (e) => {
      const files = e.clipboardData ? [...e.clipboardData.files] : [];
      if (files.length) { e.preventDefault(); send(files); }
    });
  }

  // ————— a batch that is being read —————

  const state = document.getElementById("state");
  const now = () => state.querySelector(".now[data-url]");
  if (state && now()) {
    // Without this file the page comes again as a whole.
    if (!new URLSearchParams(location.search).has("live")) location.replace(location.pathname + "?live=1");
    const look = async () => {
      const from = now();
      if (!from) return;
      const answer = await fetch(from.dataset.url, { headers: { "X-Quiet": "1" } });
      if (answer.status === 401) { location.reload(); return; }
      if (answer.ok) {
        const html = await answer.text();
        if (html !== state.dataset.shown) {
          const focused = state.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
          state.innerHTML = html;
          state.dataset.shown = html;
          if (focused) { const same = [...state.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused); if (same) same.focus(); }
        }
      }
      setTimeout(again, 1000);
    };
    const again = () => look().catch(() => setTimeout(again, 3000));
    setTimeout(again, 700);
  }
})();
