// How far a long print run is: the page is asked for again each second and its
// own part exchanged. When the file is there it is taken at once. Without this
// script the page asks for itself.
"use strict";

(function () {
  const page = document.querySelector("[data-making]");
  if (!page || page.dataset.making !== "making") return;
  const said = document.getElementById("making-said");

  function exchange(fresh) {
    const bar = page.querySelector("progress");
    const now = fresh.querySelector("progress");
    if (bar && now) {
      bar.value = now.value;
      page.querySelector("#making-far").textContent = fresh.querySelector("#making-far").textContent;
      return;
    }
    for (const part of page.querySelectorAll(".note, progress, noscript")) part.remove();
    for (const what of ["#making-title", "#making-far", ".making-end"]) page.querySelector(what).replaceWith(fresh.querySelector(what));
    page.dataset.making = fresh.dataset.making;
    document.title = fresh.ownerDocument.title;
    said.textContent = page.querySelector("#making-title").textContent + " " + page.querySelector("#making-far").textContent;
    const file = page.querySelector("[data-file]");
    if (file) location.assign(file.href);
  }

  async function look() {
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-making]");
      if (!answer.ok || !fresh) {
        location.reload();
        return;
      }
      exchange(fresh);
    } catch (e) {
      // Out of reach for a moment: asked again.
    }
    if (page.dataset.making === "making") setTimeout(look, 1000);
  }

  setTimeout(look, 400);
})();
