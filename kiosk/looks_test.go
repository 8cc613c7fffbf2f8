package kiosk_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// forceColours lets the system pick the colours.
func (x *tablet) forceColours() {
	x.t.Helper()
	_, err := chromedp.Run(x.ctx, func(ctx context.Context, page *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, page, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	})
	if err != nil {
		x.t.Fatal(err)
	}
	x.until(`matchMedia("(forced-colors: active)").matches`)
}

func (x *tablet) size(width, height int64) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		x.t.Fatal(err)
	}
	x.until(`innerWidth === ` + strconv.FormatInt(width, 10) + ` && innerHeight === ` + strconv.FormatInt(height, 10) + ` && ["", innerHeight + "px"].includes(document.documentElement.style.getPropertyValue("--seen")) && document.fonts.status === "loaded"`)
}

// number is what an expression comes to.
func (x *tablet) number(js string) int {
	x.t.Helper()
	n, err := chromedp.Run(x.ctx, chromedp.Evaluate[float64](js))
	if err != nil {
		x.t.Fatalf("%s: %v", js, err)
	}
	return int(n)
}

// spread is how far the darkest point of an element is from the lightest as it
// is painted, 0 to 255.
func (x *tablet) spread(what string) int {
	x.t.Helper()
	b, err := chromedp.Run(x.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		x.t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		x.t.Fatal(err)
	}
	side := func(s string) int {
		return x.number(`document.querySelector(` + strconv.Quote(what) + `).getBoundingClientRect().` + s)
	}
	r, low, high := image.Rect(side("left"), side("top"), side("right"), side("bottom")), 255, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for at := r.Min.X; at < r.Max.X; at++ {
			red, green, blue, _ := img.At(at, y).RGBA()
			light := int(red+green+blue) / 3 >> 8
			low, high = min(low, light), max(high, light)
		}
	}
	return high - low
}

// Where the system picks the colours, a chosen tile keeps its word and its
// sign, only a chosen one has a tick, and nothing lies over anything above the
// keyboard.
func TestForcedColoursKeepWordAndShape(t *testing.T) {
	x := keyboarded(t, "de")
	x.forceColours()
	x.do(`document.getElementById("back").click()`)
	x.screen("about")
	x.pick("topic-waiting")
	x.until(`document.getElementById("topic-waiting").checked`)
	for _, what := range []string{"label[for=topic-waiting] .word", "label[for=topic-waiting] > svg", "label[for=topic-waiting] .tick svg", "label[for=topic-staff] .word"} {
		if n := x.spread(what); n < 100 {
			t.Errorf("%s is one block: %d of 255", what, n)
		}
	}
	x.until(`[...document.querySelectorAll(".tile")].every(e => (getComputedStyle(e.querySelector(".tick svg")).visibility === "visible") === e.control.checked)`)
	x.words("de")
	x.focus("text")
	x.until(`document.documentElement.classList.contains("short")`)
	x.fits("de-words-keyboard-forced", 1280, 800)
	if over := x.number(`(() => { const top = Math.max(...[...document.querySelectorAll("#back,.k-manager")].map(e => e.getBoundingClientRect().bottom));
		return top + 4 - Math.min(...[...document.querySelectorAll(".s-words h1,#send")].map(e => e.getBoundingClientRect().top)); })()`); over > 0 {
		t.Errorf("the upper row reaches %d px into what is below", over)
	}
}

// Larger text on every screen, in every language: nothing is cut or lies over
// anything, no heading is smaller than it was, and the first screen shows all
// its faces and languages at once.
func TestLargerTextOnEveryScreen(t *testing.T) {
	x := openTablet(t)
	for i, s := range []string{"Waiting at reception", "The showers are cold in the evening"} {
		x.entry(i+1, s)
	}
	token := storetest.Say(t, x.store, x.site.ID, 9, "Too slow").StatusToken
	for _, l := range i18n.Languages() {
		for _, screen := range []string{"start", "about", "words", "still", "manager", "thanks"} {
			path := "/kiosk?lang="
			if screen == "thanks" {
				path = "/kiosk/thanks/" + token + "?lang="
			}
			x.visit(path + string(l))
			switch screen {
			case "start", "thanks":
			case "manager":
				x.do(`document.querySelector(".k-manager").click()`)
				x.screen("manager")
			case "still":
				x.do(`const p = document.getElementById("still-p"); p.textContent = p.dataset.text.replace("{s}", 20); document.getElementById("still").showModal()`)
			default:
				x.show(screen)
			}
			x.large(string(l)+"-"+screen, screen)
		}
	}
}

func TestLargerTextOnFurtherQuestions(t *testing.T) {
	x := openTablet(t)
	storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	for _, l := range []string{"de", "uk", "fil"} {
		x.visit("/kiosk?lang=" + l)
		for _, screen := range []string{"q-q1", "q-q2", "q-q3", "q-q4"} {
			x.show(screen)
			x.large(l+"-"+screen, screen)
		}
	}
}

func (x *tablet) visit(path string) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+path)); err != nil {
		x.t.Fatal(err)
	}
	x.until(`document.readyState === "complete" && document.querySelector(".k-top")`)
}

// headings are their sizes, in the order of the page.
const headings = `[...document.querySelectorAll("h1,h2")].filter(e => e.checkVisibility()).map(e => parseFloat(getComputedStyle(e).fontSize))`

func (x *tablet) large(what, screen string) {
	x.t.Helper()
	for _, size := range [][2]int64{{1280, 800}, {800, 1280}, {768, 1024}} {
		x.do(`document.documentElement.classList.remove("larger")`)
		x.size(size[0], size[1])
		x.do(`window.were = ` + headings + `; document.documentElement.classList.add("larger")`)
		if n := x.number(headings + `.filter((size, i) => size < were[i]).length`); n > 0 {
			x.t.Errorf("%s %v: %d headings are smaller with larger text", what, size, n)
		}
		if screen == "still" {
			if off := x.number(`(() => { const mid = (q) => { const r = document.querySelector(q).getBoundingClientRect(); return r.left + r.width / 2; };
				const b = [...document.querySelectorAll(".still button")].map(e => e.getBoundingClientRect());
				return Math.abs((Math.min(...b.map(r => r.left)) + Math.max(...b.map(r => r.right))) / 2 - mid("#still-h")); })()`); off > 2 {
				x.t.Errorf("%s %v: the buttons are %d px off the words", what, size, off)
			}
		}
		if screen == "start" {
			x.whole(what, size)
			x.hinted(what, size)
		}
		x.fits(what+"-larger", size[0], size[1])
	}
}

// whole: all faces are on the first screen at once; the languages too on a
// tablet that is not small.
func (x *tablet) whole(what string, size [2]int64) {
	x.t.Helper()
	seen := ".faceb"
	if size[1] != 1024 {
		seen = ".faceb,.lang"
	}
	if n := x.number(`Math.max(...[...document.querySelectorAll("` + seen + `")].map(e => e.getBoundingClientRect().bottom)) - innerHeight`); n > 0 {
		x.t.Errorf("%s %v: the first screen is cut by %d px", what, size, n)
	}
	if n := x.number(`Math.min(...[...document.querySelectorAll(".faceb")].flatMap(e => { const r = e.getBoundingClientRect(); return [r.width, r.height]; }))`); n < 120 {
		x.t.Errorf("%s %v: a face of %d px", what, size, n)
	}
}

// hinted: on a tablet that lies, what to touch is said before the faces and the
// languages, and all of it on the first screen. In Filipino the faces need the
// room, as on an upright one.
func (x *tablet) hinted(what string, size [2]int64) {
	x.t.Helper()
	if size[0] < size[1] || x.number(`+document.documentElement.matches(":lang(fil)")`) == 1 {
		return
	}
	if n := x.number(`document.querySelector(".sub").getBoundingClientRect().bottom - document.querySelector(".faceb").getBoundingClientRect().top`); n > 0 {
		x.t.Errorf("%s %v: the hint ends %d px below the faces' beginning", what, size, n)
	}
}

// The first screen fits on an upright tablet with air between its heading and
// the buttons above, and no line of it ends with a word alone.
func TestStartFitsWithAir(t *testing.T) {
	x := openTablet(t)
	for _, l := range i18n.Languages() {
		x.visit("/kiosk?lang=" + string(l))
		for _, size := range [][2]int64{{800, 1280}, {768, 1024}, {1280, 800}} {
			x.size(size[0], size[1])
			if n := x.number(`document.documentElement.scrollHeight - innerHeight`); n > 0 {
				t.Errorf("%s %v: %d px too high", l, size, n)
			}
			if n := x.number(`document.querySelector(".s-start h1").getBoundingClientRect().top - Math.max(...[...document.querySelectorAll(".k-top .k-btn")].map(e => e.getBoundingClientRect().bottom))`); n < 0 {
				t.Errorf("%s %v: the heading stands against the buttons: %d px", l, size, n)
			}
		}
		x.do(`window.span = document.querySelector(".gain p span"); window.lines = () => {
			const at = {}, r = document.createRange(), text = span.firstChild;
			for (const m of text.data.matchAll(/\S+/g)) { r.setStart(text, m.index); r.setEnd(text, m.index + m[0].length); const y = Math.round(r.getBoundingClientRect().top); at[y] = (at[y] || 0) + 1; }
			return Object.entries(at).sort((a, b) => a[0] - b[0]).map((e) => e[1]); };
			for (let i = 0; i < 60 && lines().length < 2; i++) span.textContent += " und";`)
		if n := x.number(`lines().length < 2 ? 0 : lines().at(-1)`); n < 2 {
			t.Errorf("%s: %d words on the last line", l, n)
		}
	}
}

// At 200 % there is little height: the field ends above the keys with two
// lines of it in sight, and what is on the keys is whole.
func TestKeyboardAtTwiceTheSize(t *testing.T) {
	x := keyboarded(t, "en")
	for _, l := range i18n.Languages() {
		x.size(640, 400)
		x.words(string(l))
		for _, field := range []string{"text", "contact"} {
			x.focus(field)
			x.until(`(() => { const e = document.activeElement, r = e.closest(".ci,.box").getBoundingClientRect(), k = document.querySelector(".keyboard").getBoundingClientRect();
				const lines = e.id === "text" ? 2 : 1, c = getComputedStyle(e);
				return r.top >= 0 && r.bottom <= k.top && e.clientHeight - parseFloat(c.paddingTop) - parseFloat(c.paddingBottom) >= lines * 26; })()`)
			x.until(`[...document.querySelectorAll(".keyboard .hg-button")].every((k) => { const r = document.createRange(), b = k.getBoundingClientRect(); r.selectNodeContents(k);
				const w = (k.querySelector("svg") || r).getBoundingClientRect(); return w.left >= b.left && w.right <= b.right && w.top >= b.top - 1 && w.bottom <= b.bottom + 1 && b.height >= 36; })`)
		}
	}
}
