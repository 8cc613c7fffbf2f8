"use strict";
/* A board with large letters turns its pages: as many rows as fit, then the
   next ones. Without this file the first rows stand still. */
(() => {
	const body = document.body;
	const turn = 14000; // two sentences a row are read well within it
	let page = 0;
	const rows = () => [...document.querySelectorAll(".rows>.row")];
	function pages() {
		const list = rows();
		const box = document.querySelector(".rows");
		if (!box) return [];
		const room = box.clientHeight;
		const out = [];
		let used = 0;
		for (const row of list) row.hidden = false;
		for (const row of list) {
			const high = row.offsetHeight;
			if (!out.length || used + high > room) {
				out.push([]);
				used = 0;
			}
			out[out.length - 1].push(row);
			used += high;
		}
		return out;
	}
	function show() {
		const all = pages();
		if (!all.length) return;
		page %= all.length;
		for (const [i, list] of all.entries()) for (const row of list) row.hidden = i !== page;
		body.dataset.page = page + 1 + "/" + all.length;
	}
	addEventListener("rows", show);
	addEventListener("resize", show);
	document.fonts.ready.then(show);
	body.dataset.paged = "";
	show();
	setInterval(() => {
		page++;
		show();
	}, turn);
})();
