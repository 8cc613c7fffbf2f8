package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
)

// cramped lists what leaves the screen, is cut, or lies over something else on
// a staff page that is shown.
const cramped = `(() => {
	const out = [], seen = (e) => e.checkVisibility() && !e.closest(".vh") && getComputedStyle(e).clipPath === "none" && e.getBoundingClientRect().width > 1;
	const all = (q) => [...document.querySelectorAll(q)].filter(seen);
	const name = (e) => (e.className.baseVal ?? e.className) + " " + e.tagName + " " + JSON.stringify(e.textContent.trim().slice(0, 40));
	const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
	const apart = (list) => list.forEach((a, i) => list.slice(i + 1).forEach((b) => {
		if (!a.contains(b) && over(a.getBoundingClientRect(), b.getBoundingClientRect())) out.push(name(a) + " lies over " + name(b));
	}));
	const onScreen = (list) => { for (const e of list) { const r = e.getBoundingClientRect(); if (r.left < -1 || r.right > innerWidth + 1) out.push(name(e) + " leaves the screen"); } };
	const whole = (list) => { for (const e of list) if (e.clientWidth && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && getComputedStyle(e).display !== "inline") out.push(name(e) + " is cut"); };
	if (document.documentElement.scrollWidth > innerWidth + 1) out.push("the page is " + document.documentElement.scrollWidth + " wide");
	const bar = all(".bar .logo,.bar nav a,.bar .write,.bar .site>summary,.bar .where,.bar .me>summary");
	apart(bar); onScreen(bar); whole(bar);
	const tabs = all(".tabs a");
	apart(tabs); onScreen(tabs); whole(all(".tabs a>span"));
	const pills = all("main .chip,main .kc1>span,main .btn,main .pickb");
	apart(pills); whole(pills);
	onScreen(pills.filter((e) => !e.closest(".chips,.filters") || getComputedStyle(e.closest(".chips,.filters")).overflowX === "visible"));
	// A chart wider than its card is to be moved sideways, and a shade says so.
	for (const card of all(".card:has(svg.c)")) {
		if (card.scrollWidth <= card.clientWidth + 1) continue;
		const css = getComputedStyle(card);
		if (css.overflowX !== "auto") out.push(name(card) + " is cut");
		if (!css.backgroundAttachment.includes("local") || !css.backgroundImage.includes("gradient")) out.push(name(card) + " goes on unseen");
	}
	// At its end nothing of the page lies under the bottom bar.
	const main = document.querySelector("main"), foot = document.querySelector(".tabs");
	for (let e = main; e; e = e.parentElement) e.scrollTop = e.scrollHeight;
	if (foot && seen(foot)) {
		const top = foot.getBoundingClientRect().top;
		if (Math.abs(foot.getBoundingClientRect().bottom - innerHeight) > 1) out.push("the bottom bar is not at the bottom");
		for (const e of all("main button,main a,main input,main p")) if (e.getBoundingClientRect().bottom > top + 1 && !e.closest("details:not([open])")) out.push(name(e) + " stays under the bottom bar");
	}
	return out.join("\n");
})()`

// The staff bar, the bottom bar of a phone, the pills of an interview and the
// charts of the report leave each other room on a phone and an upright tablet.
func TestStaffPagesFitPhoneAndUprightTablet(t *testing.T) {
	x, at := furnished(t)
	second := x.site
	second.Name, second.LongName, second.Prefix, second.Slug = "Harbour Pool", "Harbour Pool and Sauna", "HP", ""
	if _, err := x.store.AddSite(t.Context(), store.System(), second); err != nil {
		t.Fatal(err)
	}
	server := served(t, x)
	ctx := ownerAt(t, server, "/desk/me")
	do(t, ctx, "signed in", visible("main"))
	for _, lang := range []string{"en", "de", "uk", "fil"} {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`fetch("/desk/lang", { method: "POST", body: new URLSearchParams({ lang: "`+lang+`", next: "/desk" }) }).then((r) => r.ok)`, chromedp.EvalAwaitPromise)); err != nil || !ok {
			t.Fatal("the language is not changed", err)
		}
		for _, path := range []string{"/desk", "/desk/take", "/desk/interview", at["/desk/interview"], "/office/report"} {
			do(t, ctx, path, chromedp.Navigate(server+path), visible("html[lang="+lang+"] main"))
			for _, size := range [][2]int64{{390, 844}, {800, 1280}} {
				do(t, ctx, path, chromedp.EmulateViewport(size[0], size[1]))
				await(t, ctx, path, fmt.Sprintf(`innerWidth === %d && document.fonts.status === "loaded"`, size[0]), 10*time.Second)
				if path == "/office/report" && size[0] == 390 {
					await(t, ctx, "a chart wider than its card", `[...document.querySelectorAll(".card:has(svg.c)")].some((c) => c.scrollWidth > c.clientWidth)`, 5*time.Second)
				}
				got, err := chromedp.Run(ctx, chromedp.Evaluate[string](cramped))
				if err != nil {
					t.Fatal(err)
				}
				for _, line := range strings.FieldsFunc(got, func(r rune) bool { return r == '\n' }) {
					t.Errorf("%s, %s, %dx%d: %s", path, lang, size[0], size[1], line)
				}
			}
		}
	}
}
