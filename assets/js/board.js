"use strict";
/* Keeps a whiteboard alive: rows arrive over a stream of events, the clock
   follows the server, and a board that has lost its server says since when. */
(() => {
	const body = document.body;
	const set = body.dataset;
	if (!set.events) return;
	const ms = (name) => Number(set[name]);
	const el = (id) => document.getElementById(id);
	const cached = new Map();
	const format = (lang, options) => {
		const key = lang + JSON.stringify(options);
		if (!cached.has(key)) cached.set(key, new Intl.DateTimeFormat(lang, { timeZone: set.zone, ...options }));
		return cached.get(key);
	};
	const lang = document.documentElement.lang;
	const clock = (t) => format("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(t);
	const dayOf = (t) => format("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" }).format(t);

	let offset = ms("now") - Date.now(); // of the server's clock from ours
	let heard = ms("now"); // server time of the last event
	let shownDay = dayOf(heard);
	const serverNow = () => Date.now() + offset;

	/* the stream */
	let source = null;
	let again = 0;
	function connect() {
		clearTimeout(again);
		again = 0;
		if (source) source.close();
		source = new EventSource(set.events);
		source.addEventListener("board", (e) => arrived(JSON.parse(e.data)));
		source.addEventListener("tick", (e) => arrived(JSON.parse(e.data)));
		source.addEventListener("leave", (e) => {
			source.close(); // taken out of use, moved or measured anew
			location.replace(JSON.parse(e.data).to);
		});
		// EventSource gives up for good on an HTTP error, so every failure is answered with a new one.
		source.onerror = reconnect;
		connectedAt = Date.now();
	}
	let connectedAt = 0;
	function reconnect() {
		source.close();
		if (!again) again = setTimeout(connect, ms("retry") * (0.5 + Math.random() / 2));
	}

	function arrived(m) {
		connectedAt = Date.now();
		if (m.now) { // the time comes with each tick, which follows every change at once
			offset = m.now - Date.now();
			set.heard = heard = m.now;
		}
		if (m.version !== set.version) return renew();
		if (m.html) swap(m.html);
		if (m.clock) showDay(m.clock);
		look();
	}

	/* a new program or page: load it, once the server really answers */
	let renewing = false;
	function renew() {
		if (renewing) return;
		renewing = true;
		fetch(location.href, { cache: "no-store" })
			.then((r) => (r.ok ? location.reload() : Promise.reject(r.status)))
			.catch(() => setTimeout(() => { renewing = false; }, ms("retry")));
	}

	/* rows */
	let latest = "";
	function swap(html) {
		if (html === latest) return;
		latest = html;
		const box = document.createElement("template");
		box.innerHTML = html;
		const changed = [...box.content.children].filter((part) => el(part.id) && !el(part.id).isEqualNode(part));
		if (!changed.length) return;
		const put = () => {
			for (const part of changed) el(part.id).replaceWith(part);
			dispatchEvent(new Event("rows"));
			set.swaps = Number(set.swaps || 0) + 1;
		};
		if (document.startViewTransition && document.visibilityState === "visible") document.startViewTransition(put);
		else put();
	}

	/* clock, freshness */
	function showDay(c) {
		shownDay = dayOf(serverNow());
		const lines = el("day").querySelectorAll("span");
		lines[0].textContent = c.weekday;
		lines[1].textContent = c.day;
		el("day-short").textContent = c.short;
	}
	function text(node, value) {
		if (node.textContent !== value) node.textContent = value;
	}
	function look() {
		const now = serverNow();
		const silent = Math.max(0, now - heard);
		const state = silent >= ms("stale") ? "stale" : silent >= ms("asof") ? "asof" : "live";
		text(el("time"), clock(now));
		if (dayOf(now) !== shownDay) showDay(words(now));
		const fresh = el("fresh");
		text(fresh.lastElementChild, (state === "live" ? fresh.dataset.updated : fresh.dataset.asof).replace("{time}", clock(heard)));
		if (set.live !== state) set.live = state;
		const stale = el("stale");
		if (state === "stale") {
			const line = dayOf(heard) === dayOf(now) ? stale.dataset.today : stale.dataset.earlier;
			text(el("stale-when"), line.replace("{time}", clock(heard)).replace("{date}", words(heard).short));
		}
		if (stale.hidden !== (state !== "stale")) stale.hidden = state !== "stale";
		// An open connection that says nothing is a dead one.
		if (!again && Date.now() - connectedAt > ms("silence")) connect();
	}
	function words(t) {
		return {
			weekday: format(lang, { weekday: "long" }).format(t),
			day: format(lang, { day: "numeric", month: "long" }).format(t),
			short: format(lang, { weekday: "short", day: "numeric", month: "short" }).format(t),
		};
	}

	/* against burn-in */
	set.shift = "0";
	setInterval(() => { set.shift = String((Number(set.shift) + 1) % 4); }, ms("shiftEvery"));

	connect();
	look();
	setInterval(look, 1000);
	document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
	addEventListener("online", () => { if (!source || source.readyState === EventSource.CLOSED) connect(); });
})();
