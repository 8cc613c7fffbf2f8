"use strict";
// Pictures on the form of a customer's own phone: chosen with the words, made
// small here, and sent one by one once the words are saved. Nothing a picture
// does can hold the words up. Words shown to people come from the page itself.
(() => {
  const $ = (id) => document.getElementById(id);
  const most = 1600, quality = 0.82, largest = 12 << 20;
  let chosen = [];          // {blob, shown} for the person who is writing
  let texts = {};           // sentences of the page, kept for after the form is gone
  let job = null;           // what is being sent

  function read() {
    const box = document.querySelector("[data-photos]");
    if (box) texts = { ...box.dataset };
    return box;
  }
  const line = (name, n) => (texts[name] || "").split("|")[n] || "";

  // ---- choosing

  // As large as a screen shows it, upright. What is no JPEG or PNG is always
  // made one. A file that this browser cannot open goes as it is: the server
  // says in a sentence what is wrong with it.
  async function prepare(file) {
    const name = file.name;
    try {
      const m = await createImageBitmap(file, { imageOrientation: "from-image" });
      const whole = drawn(m, most), shown = drawn(m, 160);
      m.close();
      const blob = await new Promise((done) => whole.toBlob(done, "image/jpeg", quality));
      return { blob: blob && (blob.size < file.size || !await taken(file)) ? blob : file, shown, name };
    } catch {
      return { blob: file, shown: null, name };
    }
  }
  // By its first bytes: names and types say what they like.
  async function taken(file) {
    const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    return a === 0xff && b === 0xd8 || a === 0x89 && b === 0x50;
  }
  // Which pictures each sentence is about.
  class Refused extends Map {
    add(name, why) { this.set(why, [...this.get(why) || [], name]); }
    toString() { return [...this].map(([why, names]) => names.join(", ") + ": " + why).join(" "); }
  }
  function drawn(m, side) {
    const k = Math.min(1, side / Math.max(m.width, m.height)), c = document.createElement("canvas");
    c.width = Math.max(1, Math.round(m.width * k));
    c.height = Math.max(1, Math.round(m.height * k));
    const g = c.getContext("2d");
    g.fillStyle = "#fff";
    g.fillRect(0, 0, c.width, c.height);
    g.drawImage(m, 0, 0, c.width, c.height);
    return c;
  }
  function say(text) {
    const p = $("p-photo");
    if (!p) return;
    p.textContent = text || "";
    p.hidden = !text;
  }
  async function choose(input) {
    const files = Array.from(input.files);
    input.value = "";
    const refused = new Refused();
    say();
    for (const f of files) {
      if (chosen.length >= Number(texts.max)) { refused.add(f.name, texts.many); continue; }
      const one = await prepare(f);
      if (one.blob.size > largest) refused.add(one.name, texts.huge); else chosen.push(one);
    }
    say(refused.toString());
    list();
  }
  function list() {
    const ul = $("photo-list");
    if (!ul) return;
    ul.replaceChildren(...chosen.map((one, i) => {
      const li = document.createElement("li"), out = document.createElement("button");
      out.type = "button";
      out.className = "ph-out";
      out.textContent = "×";
      out.setAttribute("aria-label", line("outs", i));
      out.addEventListener("click", () => {
        chosen.splice(i, 1);
        say();
        list();
        $("photo").focus();
      });
      li.append(one.shown || document.createElement("span"), out);
      return li;
    }));
    ul.dataset.n = chosen.length;
  }

  // ---- sending

  async function send(path, parts, refused = new Refused()) {
    const mine = job = { left: parts.length, all: parts.length, path, parts, state: "sending", refused };
    report();
    while (mine.parts.length) {
      const answer = await post(mine.path, mine.parts[0].blob);
      if (answer === "stuck") { mine.state = "stuck"; break; }
      if (answer) { mine.refused.add(mine.parts[0].name, answer); mine.all--; }
      mine.parts.shift();
      mine.left--;
      report();
    }
    if (mine.state !== "stuck") mine.state = "sent";
    report();
  }
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // "" when it is there, a sentence when it cannot be, "stuck" when the network
  // has given out. The same picture sent twice is kept once.
  async function post(path, blob) {
    for (let n = 0; n < 6; n++) {
      if (n) await pause(2 ** (n - 1) * 1000 * (0.75 + Math.random() / 2));
      const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 120000);
      try {
        const form = new FormData();
        form.append("photo", blob, "picture.jpg");
        const res = await fetch(path + "?lang=" + document.documentElement.lang, { method: "POST", body: form, headers: { Accept: "application/json" }, signal: stop.signal });
        const got = await res.json().catch(() => ({}));
        if (res.status === 201 && got.id) return "";
        if (res.status >= 400 && res.status < 500 && res.status !== 429 && got.message) return got.message;
      } catch { /* once more */ } finally {
        clearTimeout(timer);
      }
    }
    return "stuck";
  }
  function report() {
    const p = $("photo-line");
    if (!p || !job) return;
    const said = { sending: line("sending", job.left), sent: job.all ? line("sent", job.all) : "", stuck: texts.stuck }[job.state] || "";
    p.textContent = [job.refused.toString(), said].filter(Boolean).join(" ");
    if (job.state !== "stuck") return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "k-btn";
    again.textContent = texts.again;
    again.addEventListener("click", () => send(job.path, job.parts, job.refused));
    p.append(" ", again);
  }

  // ---- wire

  document.addEventListener("change", (e) => { if (e.target.id === "photo" && read()) choose(e.target); });
  // The words are saved: now the pictures, to the page of these words.
  document.addEventListener("said", (e) => {
    read();
    const parts = chosen;
    chosen = [];
    list();
    const at = String(e.detail.status_url || "");
    if (parts.length && at) send(new URL(at, location.href).pathname + "/photos", parts);
  });
  document.addEventListener("next-person", () => { chosen = []; list(); });
  addEventListener("beforeunload", (e) => { if (chosen.length || job && job.state === "sending") e.preventDefault(); });

  // The form in another language, or the thanks, comes as new markup.
  new MutationObserver(() => {
    const ul = $("photo-list"), p = $("photo-line");
    if (ul && Number(ul.dataset.n || 0) !== chosen.length) { read(); list(); }
    if (p && job && !p.dataset.seen) { p.dataset.seen = "yes"; report(); }
  }).observe(document.body, { childList: true, subtree: true });
})();
