package kiosk_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// fingers lists what a finger misses: targets under 60 px, faces under 120 px,
// neighbours less than 16 px apart unless both are 16 px larger than they must
// be; and text that is smaller than the reader asked for, cut or outside.
const fingers = `(() => {
	const out = [], big = document.documentElement.classList.contains("larger"), name = (e) => e.id || e.className;
	const seen = (e) => e.checkVisibility() && !e.closest(".vh,svg") && getComputedStyle(e).clipPath === "none" && e.getBoundingClientRect().width > 2;
	const all = (q) => [...document.querySelectorAll(q)].filter(seen);
	if (document.documentElement.scrollWidth > innerWidth + 1) out.push("the page is " + document.documentElement.scrollWidth + " wide");
	for (const e of all("p,span:not([class^=mark]),a,button,label,small,b,textarea")) if (getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1) out.push(name(e) + " is cut: " + e.textContent.trim());
	for (const e of all(".screen *,.k-top *")) { const r = e.getBoundingClientRect(); if (r.right > innerWidth + 1 || r.left < -1) out.push(name(e) + " is outside: " + e.textContent.trim()); }
	if (big) for (const e of all(".touch *")) {
		const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
		if (own && parseFloat(getComputedStyle(e).fontSize) < 45) out.push(name(e) + " is small: " + e.textContent.trim());
	}
	for (const e of all(".faceb")) { const r = e.getBoundingClientRect(); if (r.width < 119.5 || r.height < 119.5) out.push("a face of " + r.width + " x " + r.height); }
	const t = all("a,button,label.tile,label.faceb,.also label,.ci,textarea");
	t.forEach((a, i) => {
		const x = a.getBoundingClientRect();
		if (x.width < 60 || x.height < 60) out.push(name(a) + " is " + x.width + " x " + x.height);
		t.slice(i + 1).forEach((b) => {
			if (a.contains(b) || b.contains(a)) return;
			const y = b.getBoundingClientRect(), h = Math.max(y.left - x.right, x.left - y.right), v = Math.max(y.top - x.bottom, x.top - y.bottom);
			const side = h > v ? "width" : "height", gap = Math.max(h, v);
			if (gap < 15.5 && !(gap > -1 && x[side] >= 76 && y[side] >= 76)) out.push(name(a) + " and " + name(b) + " are " + gap + " apart");
		});
	});
	return out.join("\n");
})()`

// Every screen, in every language, with usual and with larger text, on a small
// and a large upright tablet and on one that lies.
func TestFingersHitWhatTheyMeanAndLargerTextFits(t *testing.T) {
	x := openTablet(t)
	for i, s := range []string{"Waiting at reception", "The showers are cold in the evening", "Courses full the moment they open"} {
		x.entry(i+1, s)
	}
	token := storetest.Say(t, x.store, x.site.ID, 9, "Too slow").StatusToken
	for _, l := range i18n.Languages() {
		for _, screen := range []string{"start", "about", "words", "thanks"} {
			path := "/kiosk?lang="
			if screen == "thanks" {
				path = "/kiosk/thanks/" + token + "?lang="
			}
			if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+path+string(l))); err != nil {
				t.Fatal(err)
			}
			if screen != "thanks" {
				x.do(`if ("` + screen + `" !== "start") document.querySelector("label[for=mood-2]").click()`)
				x.until(`document.body.dataset.screen === ("` + screen + `" === "start" ? "start" : "about")`)
				x.do(`if ("` + screen + `" === "words") document.getElementById("next").click()`)
				x.screen(screen)
			}
			for _, large := range []string{"false", "true"} {
				if screen == "thanks" && large == "true" {
					continue // seen below, where the page has the style of larger text
				}
				x.do(`document.documentElement.classList.toggle("larger", ` + large + `)`)
				for _, size := range [][2]int64{{768, 1024}, {800, 1280}, {1280, 800}} {
					x.touchable(string(l)+"-"+screen+"-larger "+large, size)
				}
			}
		}
	}
}

func (x *tablet) touchable(what string, size [2]int64) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.EmulateViewport(size[0], size[1])); err != nil {
		x.t.Fatal(err)
	}
	x.until(`document.fonts.status === "loaded"`)
	got, err := chromedp.Run(x.ctx, chromedp.Evaluate[string](fingers))
	if err != nil {
		x.t.Fatal(err)
	}
	for _, line := range strings.Split(got, "\n") {
		if line != "" {
			x.t.Errorf("%s %v: %s", what, size, line)
		}
	}
}

// One touch makes the text larger, through every screen and language, until
// the next person.
func TestLargerTextIsOneTouchAndEndsWithThePerson(t *testing.T) {
	x := openTablet(t)
	x.do(`document.getElementById("larger").click()`)
	x.until(`document.documentElement.classList.contains("larger") && document.getElementById("larger").getAttribute("aria-pressed") === "true"`)
	x.do(`document.querySelector(".lang[lang=uk]").click()`)
	x.until(`document.documentElement.lang === "uk" && document.getElementById("larger").getAttribute("aria-pressed") === "true" && document.getElementById("larger").textContent.includes("Більший")`)
	x.do(`document.querySelector("label[for=mood-5]").click()`)
	x.screen("about")
	x.until(`parseFloat(getComputedStyle(document.querySelector(".tile .word")).fontSize) >= 45`)
	x.do(`document.body.dataset.idleMs = "20"; document.body.dataset.warnMs = "20"; document.dispatchEvent(new KeyboardEvent("keydown", {key: "a"}))`)
	x.until(`document.body.dataset.screen === "start" && document.documentElement.lang === "en" && !document.documentElement.classList.contains("larger")`)
	// Whoever only makes the text larger and goes is forgotten too.
	x.do(`document.body.dataset.idleMs = "20"; document.body.dataset.warnMs = "20"; document.getElementById("larger").click(); document.dispatchEvent(new KeyboardEvent("keydown", {key: "a"}))`)
	x.until(`!document.documentElement.classList.contains("larger") && document.getElementById("larger").getAttribute("aria-pressed") === "false"`)
}

// Nothing on the tablet's pages leads anywhere else.
func TestTabletLeadsNowhereElse(t *testing.T) {
	x := openTablet(t)
	token := storetest.Say(t, x.store, x.site.ID, 9, "Too slow").StatusToken
	for _, path := range []string{"/kiosk", "/kiosk?lang=uk", "/kiosk/thanks/" + token} {
		if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+path)); err != nil {
			t.Fatal(err)
		}
		x.until(`document.querySelector(".k-top")`)
		x.until(`[...document.querySelectorAll("a[href],area,form")].every(e => { const to = new URL(e.action || e.href, location.href); return to.origin === location.origin && /^\/kiosk(\/|$)/.test(to.pathname); })`)
		x.until(`!document.querySelector("input[type=file],[download],[target=_blank],iframe,object,embed,[href*=signin],video,select")`)
		x.until(`!/window\.(print|open)\(/.test([...document.scripts].map(s => s.textContent).join())`)
	}
	x.open("/kiosk")
	x.until(`["contextmenu", "dragstart", "selectstart"].every(type => { const e = new Event(type, {bubbles: true, cancelable: true}); document.querySelector("h1").dispatchEvent(e); return e.defaultPrevented; })`)
	x.until(`["contextmenu", "selectstart"].every(type => { const e = new Event(type, {bubbles: true, cancelable: true}); document.getElementById("text").dispatchEvent(e); return !e.defaultPrevented; })`)
	x.until(`getComputedStyle(document.body).userSelect === "none" && getComputedStyle(document.getElementById("text")).userSelect === "text"`)
}
