/* Starts the tablet when the server is gone. What stands above this line is
   written by the server: VERSION of the assets, PAGES and FILES that make up
   the tablet. Only whole and genuine answers are kept: a file by the hash in
   its name, a page by the version it carries. A network's own sign-in page is
   neither. What people say never comes here: only GET is answered. */
"use strict";
const CACHE = "kiosk-" + VERSION;
const PATIENCE = 2000; // a server that hangs is gone
const DOWN = 10000; // for so long after a failure the page is given at once

self.addEventListener("install", (e) => e.waitUntil(fill()));
self.addEventListener("activate", (e) => e.waitUntil(begin()));
self.addEventListener("message", (e) => {
  if (e.data === "take") self.skipWaiting();
  if (e.data === "refresh") e.waitUntil(Promise.all(PAGES.map((url) => page(url).catch(() => {}))));
});
self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin) return;
  const known = PAGES.find((p) => p.split("?")[0] === url.pathname);
  if (known) e.respondWith(fresh(e, named(url)));
  else if (FILES.includes(url.pathname)) e.respondWith(file(url.pathname));
});

// named is the page that an address means: without a known language, the first.
function named(url) {
  const same = PAGES.filter((p) => p.split("?")[0] === url.pathname);
  return same.find((p) => p === url.pathname + "?lang=" + url.searchParams.get("lang")) || same[0];
}

async function fill() {
  await Promise.all([...FILES.map(file), ...PAGES.map(page)]);
}

async function begin() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function file(url) {
  const have = await caches.match(url);
  const cache = await caches.open(CACHE);
  if (have) {
    if (!(await cache.match(url))) await cache.put(url, have.clone());
    return have;
  }
  const res = await fetch(url, { cache: "no-cache" });
  const bytes = await res.clone().arrayBuffer();
  const sum = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (b) => b.toString(16).padStart(2, "0")).join("");
  if (!res.ok || !url.includes("." + sum.slice(0, 10) + ".")) throw new Error("not the file " + url);
  await keep(cache, url, res, bytes);
  return res;
}

// page asks the server. Of the tablet's own pages those of this version are
// kept; one of another version, and the word that this tablet is not paired any
// more, are passed on. Anything else is as good as no answer.
async function page(url) {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const res = await fetch(url, { cache: "no-store", redirect: "manual", signal: stop.signal });
    if (!res.ok && await unpaired(stop.signal)) return res;
    const text = await res.text();
    if (!res.ok || !/<body[^>]* data-version="[0-9a-f]+"/.test(text) || !text.trimEnd().endsWith("</html>")) throw new Error("not our page");
    if (text.includes(` data-version="${VERSION}"`)) await keep(await caches.open(CACHE), url, res, text);
    else self.registration.update().catch(() => {});
    return new Response(text, { status: 200, headers: plain(res.headers) });
  } finally {
    clearTimeout(timer);
  }
}

// unpaired asks where a redirect cannot be looked into: only our server says so.
async function unpaired(signal) {
  const res = await fetch("/kiosk/alive", { method: "POST", body: "?", cache: "no-store", redirect: "error", signal });
  return res.headers.get("X-Yousaid") === "unpaired";
}

function plain(from) {
  const headers = new Headers(from);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return headers;
}

function keep(cache, url, res, body) {
  const headers = plain(res.headers);
  headers.set("X-Kept", new Date().toISOString());
  return cache.put(url, new Response(body, { status: 200, headers }));
}

let down = -DOWN;
async function fresh(e, url) {
  const have = () => caches.open(CACHE).then((c) => c.match(url));
  const asked = page(url).then((res) => { down = -DOWN; return res; }, (err) => { down = performance.now(); throw err; });
  if (performance.now() - down < DOWN) {
    const kept = await have();
    if (kept) {
      e.waitUntil(asked.catch(() => {}));
      return kept;
    }
  }
  try {
    const res = await asked;
    const home = url.split("?")[0] === PAGES[0].split("?")[0];
    return !res.ok && !home && await have() || res; // not paired any more: staff still see what waits, and save it
  } catch (err) {
    const kept = await have();
    if (kept) return kept;
    throw err;
  }
}
