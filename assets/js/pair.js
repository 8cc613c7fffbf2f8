"use strict";
// A waiting browser asks whether somebody has typed its code. Without this
// file the button asks.
(() => {
  const set = document.body.dataset;
  const every = 2000;
  const ask = () =>
    fetch(set.state, { cache: "no-store" })
      .then((r) => {
        // A paired device may not see this page: it is one again, so it goes home.
        if (r.status === 404) return location.replace(set.home);
        return r.ok ? r.json().then(arrived) : undefined;
      })
      .catch(() => undefined)
      .finally(() => setTimeout(ask, every));
  let done = false;
  function arrived(m) {
    if (done || m.state === "waiting") return;
    done = true;
    if (m.state === "paired") document.getElementById("claim").submit();
    else location.reload(); // the code is over: show another
  }
  setTimeout(ask, every);
})();
