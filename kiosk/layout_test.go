package kiosk_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// crowded lists what does not fit in the page that is shown: text outside its
// box, things over each other, a page wider than the screen, small targets.
const crowded = `(() => {
	const out = [], name = (e) => e.id || (e.className.baseVal ?? e.className) || e.tagName;
	const seen = (e) => e.checkVisibility() && !e.closest(".vh") && getComputedStyle(e).clipPath === "none" && e.getBoundingClientRect().width > 0;
	const all = (q) => [...document.querySelectorAll(q)].filter(seen);
	const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
	const inside = (r, b) => r.left >= b.left - 2 && r.right <= b.right + 2 && r.top >= b.top - 2 && r.bottom <= b.bottom + 2;
	if (document.documentElement.scrollWidth > innerWidth + 1) out.push("the page is " + document.documentElement.scrollWidth + " wide");
	for (const e of all("p,span:not([class^=mark]),a,button,label,small,b,textarea,input:not(.pick)")) {
		if (getComputedStyle(e).display !== "inline" && e.clientWidth && e.scrollWidth > e.clientWidth + 1) out.push(name(e) + " is cut: " + e.textContent.trim());
	}
	for (const h of all("h1,h2")) {
		const r = document.createRange();
		r.selectNodeContents(h);
		for (const x of r.getClientRects()) if (x.left < 0 || x.right > innerWidth) out.push("the heading leaves the page: " + h.textContent.trim());
	}
	for (const box of all(".tile,.faceb,.k-btn,.lang,.me,.slip,.cont,.steps")) {
		const b = box.getBoundingClientRect();
		for (const e of box.querySelectorAll("svg,.word,.tick,p")) if (seen(e) && !inside(e.getBoundingClientRect(), b)) out.push(name(e) + " sticks out of " + name(box) + ": " + box.textContent.trim());
		const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), range = document.createRange();
		for (let n; (n = walk.nextNode());) {
			if (!n.data.trim() || !seen(n.parentElement)) continue;
			range.selectNodeContents(n);
			for (const r of range.getClientRects()) if (!inside(r, b)) { out.push("words stick out of " + name(box) + ": " + n.data.trim()); break; }
		}
	}
	// A word is never broken but at a hyphen; the owner's 77 letters are not our words.
	const words = document.createRange();
	for (const e of all(".word,.faceb span,.k-btn span,.lang,.me")) for (const n of e.childNodes) {
		if (n.nodeType !== Node.TEXT_NODE) continue;
		for (const m of n.data.matchAll(/[^\s-]+/g)) {
			words.setStart(n, m.index);
			words.setEnd(n, m.index + m[0].length);
			if (m[0].length < 20 && new Set([...words.getClientRects()].map((r) => Math.round(r.top))).size > 1) out.push("broken within " + m[0]);
		}
	}
	for (const e of all("input[placeholder]")) {
		const pen = document.createElement("canvas").getContext("2d"), css = getComputedStyle(e);
		pen.font = css.font;
		if (pen.measureText(e.placeholder).width > e.clientWidth - parseFloat(css.paddingLeft) - parseFloat(css.paddingRight)) out.push("cut: " + e.placeholder);
	}
	const apart = (list) => list.forEach((a, i) => list.slice(i + 1).forEach((b) => {
		if (over(a.getBoundingClientRect(), b.getBoundingClientRect())) out.push(name(a) + " lies over " + name(b) + ": " + a.textContent.trim());
	}));
	const top = all(".k-top .logo,#back,.steps,.k-manager");
	apart(top);
	apart([...all(".screen .k-main > *"), ...all(".screen .k-foot")]);
	for (const box of all(".tile,.faceb")) apart([...box.children].filter(seen));
	const back = all("#back")[0], first = all(".steps i")[0];
	if (back && first && first.getBoundingClientRect().left < back.getBoundingClientRect().right + 8 && first.getBoundingClientRect().top < back.getBoundingClientRect().bottom) out.push("the steps touch Back");
	if (Math.min(innerWidth, innerHeight) >= 800) for (const e of all("a,button,label.tile,label.faceb,.also label,.ci")) {
		const r = e.getBoundingClientRect();
		if (Math.round(r.width) < 72 || Math.round(r.height) < 72) out.push(name(e) + " is " + r.width + " x " + r.height);
	}
	return out.join("\n");
})()`

func TestEverythingFits(t *testing.T) {
	x := openTablet(t)
	for i, s := range []string{"Waiting at reception", "The showers are cold in the evening", "Courses full the moment they open", "No lockers free"} {
		x.entry(i+1, s)
	}
	token := storetest.Say(t, x.store, x.site.ID, 9, "Too slow").StatusToken
	for _, l := range i18n.Languages() {
		for _, screen := range []string{"start", "about", "words", "thanks"} {
			path := "/kiosk"
			if screen == "thanks" {
				path += "/thanks/" + token
			}
			if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+path+"?lang="+string(l))); err != nil {
				t.Fatal(err)
			}
			x.show(screen)
			for _, size := range [][2]int64{{1280, 800}, {800, 1280}, {640, 400}, {390, 844}} {
				x.fits(string(l)+"-"+screen, size[0], size[1])
			}
		}
	}
}

func (x *tablet) fits(what string, width, height int64) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		x.t.Fatal(err)
	}
	x.until(`innerWidth === ` + strconv.FormatInt(width, 10) + ` && document.fonts.status === "loaded"`)
	got, err := chromedp.Run(x.ctx, chromedp.Evaluate[string](crowded))
	if err != nil {
		x.t.Fatal(err)
	}
	for _, line := range strings.Split(got, "\n") {
		if line != "" {
			x.t.Errorf("%s %dx%d: %s", what, width, height, line)
		}
	}
}
