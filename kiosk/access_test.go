package kiosk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
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
	for _, l := range i18n.Languages() {
		x.open("/kiosk?lang=" + string(l))
		for _, step := range [][2]string{
			{"start", ``},
			{"about", `document.querySelector("label[for=mood-2]").click()`},
			{"words", `document.getElementById("next").click()`},
			{"thanks", `document.getElementById("text").value = "Too slow"; document.getElementById("send").click()`},
		} {
			x.do(step[1])
			x.screen(step[0])
			for _, large := range []string{"false", "true"} {
				x.do(`document.documentElement.classList.toggle("larger", ` + large + `)`)
				for _, size := range [][2]int64{{768, 1024}, {800, 1280}, {1280, 800}} {
					x.touchable(string(l)+"-"+step[0]+"-larger "+large, size)
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
		if found := evaluate[string](x, `Promise.all([...document.scripts].map(async (s) => (await fetch(s.src)).text())).then((all) => {
			if (all.length < 2 || all.join("").length < 10000) return "no scripts were read";
			return (all.join("\n").match(/\b(window|self|globalThis|top)\.(print|open)\b|(^|[^.\w])print\(|\.download\b|showSaveFilePicker/) || [""])[0];
		})`); found != "" {
			t.Errorf("%s: %s in its scripts", path, found)
		}
	}
	x.open("/kiosk")
	x.until(`["contextmenu", "dragstart", "selectstart"].every(type => { const e = new Event(type, {bubbles: true, cancelable: true}); document.querySelector("h1").dispatchEvent(e); return e.defaultPrevented; })`)
	x.until(`["contextmenu", "selectstart"].every(type => { const e = new Event(type, {bubbles: true, cancelable: true}); document.getElementById("text").dispatchEvent(e); return !e.defaultPrevented; })`)
	x.until(`getComputedStyle(document.body).userSelect === "none" && getComputedStyle(document.getElementById("text")).userSelect === "text"`)
}

// Whoever chose a language meets no English sentence: not on a screen, in the
// question whether they are still there, at a problem or in the thanks.
func TestNothingFallsBackToEnglish(t *testing.T) {
	x := openReception(t)
	english := map[string]string{}
	areas := []string{"touch", "access", "common", "question", "offline", "photo", "voucher"}
	for _, area := range areas {
		for key, text := range messages(t, area, "en") {
			english[key] = text
		}
	}
	for _, l := range []string{"de", "et", "ru", "uk", "fil"} {
		own := map[string]bool{}
		for _, area := range areas {
			for _, text := range messages(t, area, l) {
				own[text] = true
			}
		}
		_, form := x.get("/kiosk?lang=" + l)
		_, wrong := x.post("/kiosk", "lang", l, "mood", "2", "text", "x", "contact", "nobody")
		_, where := x.post("/kiosk", "lang", l, "mood", "2", "text", "x")
		_, thanks := x.get(where)
		_, manager := x.post("/kiosk/manager", "lang", l)
		_, phone := x.get("/at/linden-park?lang=" + l)
		_, health := x.get("/kiosk/health?lang=" + l)
		_, status := x.get("/s/" + regexp.MustCompile(`thanks/([\w-]+)`).FindStringSubmatch(where)[1] + "?lang=" + l)
		pages := regexp.MustCompile(`data-offline="[^"]*"|(data-clock|name|value)="[a-z]+"|<a class="lang.*?</a>`).ReplaceAllString(form+wrong+thanks+manager+phone+health+status, "")
		pages = html.UnescapeString(pages)
		for key, text := range english {
			if len(text) > 4 && !own[text] && regexp.MustCompile(`[>"|]\s*`+regexp.QuoteMeta(text)+`\s*[<"|]`).MatchString(pages) {
				t.Errorf("%s: %s is in English: %q", l, key, text)
			}
		}
	}
}

// messages are the sentences of a catalogue that need nothing filled in,
// without the highlighter's brackets.
func messages(t *testing.T, area, lang string) map[string]string {
	t.Helper()
	b, err := os.ReadFile("../templates/i18n/locales/" + area + "." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for key, v := range raw {
		if text, ok := v.(string); ok && !strings.ContainsAny(text, "{[") {
			out[key] = text
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s.%s is empty", area, lang)
	}
	return out
}

// The whole way by keyboard alone: where one is shows, and nothing traps.
func TestTheWholeWayByKeyboard(t *testing.T) {
	x := openTablet(t)
	press := func(keys string) {
		t.Helper()
		if err := chromedp.Do(x.ctx, chromedp.KeyEvent(keys)); err != nil {
			t.Fatal(err)
		}
	}
	reach := func(what string) {
		t.Helper()
		for range 40 {
			press(kb.Tab)
			there, err := chromedp.Run(x.ctx, chromedp.Evaluate[bool](`document.activeElement.matches(`+strconv.Quote(what)+`)`))
			if err != nil {
				t.Fatal(err)
			}
			if there {
				x.until(`(() => { const e = document.activeElement, of = [e, e.nextElementSibling, e.closest(".box,.ci")];
					return of.some((x) => x && parseFloat(getComputedStyle(x).outlineWidth) >= 3 && getComputedStyle(x).outlineStyle !== "none"); })()`)
				return
			}
		}
		t.Fatalf("Tab never comes to %s", what)
	}
	reach("#larger")
	press(" ")
	x.until(`document.documentElement.classList.contains("larger")`)
	reach("[name=mood]")
	press(kb.ArrowDown)
	press(kb.Enter)
	x.screen("about")
	reach("[name=topic]")
	press(" ")
	reach("#next")
	press(kb.Enter)
	x.screen("words")
	reach("#text")
	press("Too slow")
	reach("#contact")
	press("mari@example.org")
	reach("#send")
	press(kb.Enter)
	x.screen("thanks")
	x.until(`document.activeElement.id === "h-thanks"`)
	reach("[data-done]")
	press(kb.Enter)
	x.screen("start")
	if l := x.all(); len(l) != 1 || l[0].Text != "Too slow" || len(l[0].Topics) != 1 || l[0].Contact.Email != "mari@example.org" {
		t.Errorf("stored %+v", l)
	}
}

// What a screen reader is told: a role and a name for everything one can touch,
// in the page's language, and which is chosen.
func TestScreenReadersAreToldEverything(t *testing.T) {
	x := openTablet(t)
	for lang, want := range map[string][]string{
		"en": {"radio:Very bad", "button:Larger text", "link:Deutsch", "button:Speak to a manager", "checkbox:Waiting time:checked", "button:Next", "textbox:In your own words", "button:Send"},
		"uk": {"radio:Дуже погано", "button:Більший текст", "link:Deutsch", "button:Поговорити з керівником", "checkbox:Час очікування:checked", "button:Далі", "textbox:Своїми словами", "button:Надіслати"},
	} {
		told := map[string]bool{}
		hear := func() {
			t.Helper()
			tree, err := chromedp.Run(x.ctx, func(ctx context.Context, page *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
				return cdp.Call(ctx, page, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range tree.Nodes {
				if n.Ignored || n.Role == nil || n.Name == nil {
					continue
				}
				line := spoken(n.Role) + ":" + spoken(n.Name)
				for _, p := range n.Properties {
					if p.Name == "checked" && spoken(p.Value) == "true" {
						line += ":checked"
					}
				}
				told[line] = true
			}
		}
		x.open("/kiosk?lang=" + lang)
		hear()
		x.do(`document.querySelector("label[for=mood-1]").click()`)
		x.screen("about")
		x.do(`document.querySelector("label[for=topic-waiting]").click()`)
		hear()
		x.do(`document.getElementById("next").click()`)
		x.screen("words")
		hear()
		for _, w := range want {
			if !told[w] {
				t.Errorf("%s: nobody is told %q", lang, w)
			}
		}
		for line := range told {
			for _, role := range []string{"button:", "link:", "radio:", "checkbox:", "textbox:"} {
				if line == role {
					t.Errorf("%s: a %s without a name", lang, role)
				}
			}
		}
	}
}

func spoken(v *accessibility.Value) string {
	var x any
	if err := json.Unmarshal(v.Value, &x); err != nil {
		return ""
	}
	return fmt.Sprint(x)
}

// Where the system picks the colours, what is chosen still shows; and a page
// that runs from the right is as wide as the screen.
func TestForcedColoursAndPagesFromTheRight(t *testing.T) {
	x := openTablet(t)
	media := func(features ...*emulation.MediaFeature) {
		t.Helper()
		_, err := chromedp.Run(x.ctx, func(ctx context.Context, page *chromedp.Target) (cdp.Empty, error) {
			return cdp.Call(ctx, page, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	media(&emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	x.until(`matchMedia("(forced-colors: active)").matches`)
	x.do(`document.getElementById("mood-2").checked = true`)
	x.until(`getComputedStyle(document.querySelector("label[for=mood-2]")).outlineStyle === "solid" && getComputedStyle(document.querySelector("label[for=mood-1]")).outlineStyle === "none"`)
	media()
	x.do(`document.documentElement.dir = "rtl"`)
	for _, step := range [][2]string{{"start", ``}, {"about", `document.querySelector("label[for=mood-2]").click()`}, {"words", `document.getElementById("next").click()`}} {
		x.do(step[1])
		x.screen(step[0])
		for _, size := range [][2]int64{{768, 1024}, {1280, 800}} {
			x.touchable("from the right, "+step[0], size)
		}
	}
}
