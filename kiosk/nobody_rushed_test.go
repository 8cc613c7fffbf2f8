package kiosk_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// waits holds the page's long waits in its hands: how many of a length are
// running, and how to let one end.
const waits = `const after = window.setTimeout, stop = window.clearTimeout; window.running = new Map(); let n = 1e6;
	window.setTimeout = (f, ms, ...a) => { if (ms !== 45000) return after(f, ms, ...a); running.set(++n, f); return n; };
	window.clearTimeout = (id) => { if (!running.delete(id)) stop(id); };
	window.idle = () => { const [[id, f]] = running; running.delete(id); f(); }`

// Nobody is rushed: only after 45 seconds without a touch the tablet asks,
// waits 20 seconds more, and one touch gives everything back as it was, as often
// as one likes. Every touch starts the time again. Whoever says so is forgotten
// at once.
func TestNobodyIsRushed(t *testing.T) {
	x := openTablet(t)
	if got := evaluate[string](x, `document.body.dataset.idleMs + " " + document.body.dataset.warnMs`); got != "45000 20000" {
		t.Fatalf("the tablet asks and waits after %s ms, want 45000 20000", got)
	}
	x.do(waits)
	x.do(`document.querySelector("label[for=mood-2]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click()`)
	x.screen("words")
	x.do(`const t = document.getElementById("text"); t.value = "Half a sent"; t.dispatchEvent(new InputEvent("input", { bubbles: true }))`)
	x.until(`running.size === 1`)
	for _, touch := range []string{`new PointerEvent("pointerdown", { bubbles: true })`, `new KeyboardEvent("keydown", { key: "a", bubbles: true })`, `new InputEvent("input", { bubbles: true })`} {
		before := evaluate[int](x, `[...running.keys()][0]`)
		x.do(`document.getElementById("text").dispatchEvent(` + touch + `)`)
		if !evaluate[bool](x, fmt.Sprintf(`running.size === 1 && [...running.keys()][0] > %d`, before)) {
			t.Errorf("%s does not start the time again", touch)
		}
	}
	for range 12 {
		x.do(`idle()`)
		x.until(`document.getElementById("still").open && document.activeElement.id === "stay" && /\b(20|19|18)\b/.test(document.getElementById("still-p").textContent)`)
		x.do(`document.getElementById("stay").click()`)
		x.until(`!document.getElementById("still").open && running.size === 1 && document.body.dataset.screen === "words" && document.getElementById("text").value === "Half a sent" && document.getElementById("mood-2").checked`)
	}
	x.do(`idle()`)
	x.until(`document.getElementById("still").open`)
	x.do(`document.getElementById("clear").click()`)
	x.screen("start")
	x.until(`!document.querySelector(":checked") && ![...document.querySelectorAll("textarea,input")].some((e) => e.value.includes("Half"))`)
}

// A face counts when the finger is lifted from it: whoever lands on the wrong
// one slides away, and nothing is said.
func TestAFaceCountsWhenTheFingerIsLifted(t *testing.T) {
	x := openTablet(t)
	mouse := func(kind input.DispatchMouseEventType, px, py float64) {
		t.Helper()
		p := input.DispatchMouseEventParams{Type: kind, X: px, Y: py, Button: input.MouseButtonLeft, ClickCount: 1}
		if _, err := chromedp.Run(x.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
			return cdp.Call(ctx, target, input.DispatchMouseEvent, p)
		}); err != nil {
			t.Fatal(err)
		}
	}
	at := evaluate[[]float64](x, `(() => { const r = document.querySelector("label[for=mood-1]").getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`)
	const nothing = `document.body.dataset.screen === "start" && !document.querySelector(":checked")`
	mouse(input.DispatchMouseEventTypeMousePressed, at[0], at[1])
	if !evaluate[bool](x, nothing) {
		t.Error("a face counts when it is only pressed")
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, 5, 5)
	if !evaluate[bool](x, nothing) || x.count() != 0 {
		t.Error("a face counts though the finger slid away")
	}
	mouse(input.DispatchMouseEventTypeMousePressed, at[0], at[1])
	mouse(input.DispatchMouseEventTypeMouseReleased, at[0], at[1])
	x.screen("about")
}

// A tablet that finds no network asks again ever more patiently, at most every
// five minutes, and never in step with its neighbours.
func TestTabletsAskAgainPatientlyAndOutOfStep(t *testing.T) {
	x := openTablet(t)
	x.do(`const after = window.setTimeout; window.delays = [];
		window.setTimeout = (f, ms, ...a) => { if (typeof f !== "function" || f.name !== "run") return after(f, ms, ...a); delays.push(ms); return after(f, delays.length < 14 ? 0 : ms); }`)
	x.gone.Store(true)
	x.do(`outbox.put({ id: "0198c7d2-0000-7000-8000-000000000001", captured_at: new Date().toISOString(), channel: "kiosk", lang: "en", text: "waits", final: true }, { api: "/api/v1/submissions", key: "" })`)
	x.until(`delays.length >= 14`)
	exact := 0
	for i, ms := range evaluate[[]float64](x, `delays.slice(0, 14)`) {
		middle := 1000 * float64(int(1)<<min(i, 9))
		if i >= 9 {
			middle = 300_000
		}
		if ms < middle*0.74 || ms > middle*1.26 {
			t.Errorf("try %d comes after %.0f ms, want about %.0f", i+1, ms, middle)
		}
		if ms == middle {
			exact++
		}
	}
	if exact > 2 {
		t.Errorf("%d of 14 waits are exactly as long as everybody's", exact)
	}
}

// Short by default: four screens or fewer, and none but the first asks for
// anything before one may go on. Every language offers itself in its own name.
func TestTheDefaultFormIsShort(t *testing.T) {
	x := openTablet(t)
	if got := evaluate[string](x, `[...document.querySelectorAll(".screen.on .lang")].map((e) => e.textContent.trim()).join()`); got != "English,Deutsch,Eesti,Русский,Українська,Filipino" {
		t.Errorf("languages on the first screen: %s", got)
	}
	if evaluate[bool](x, `/[\u{1F1E6}-\u{1F1FF}]/u.test(document.documentElement.innerHTML)`) {
		t.Error("a flag stands for a language")
	}
	if n := evaluate[int](x, `document.querySelectorAll("#say .screen").length`); n < 2 || n > 4 {
		t.Errorf("%d screens, want at most 4", n)
	}
	x.do(`document.querySelector("label[for=mood-2]").click()`)
	seen := 1
	for screen := "about"; screen != "thanks" && seen <= 4; seen++ {
		x.screen(screen)
		x.do(`document.querySelector(".screen.on [data-skip], .screen.on #send").click()`)
		x.until(`document.body.dataset.screen !== "` + screen + `"`)
		screen = evaluate[string](x, `document.body.dataset.screen`)
	}
	x.screen("thanks")
	if l := x.all(); len(l) != 1 || l[0].Mood != 2 {
		t.Errorf("stored %+v", l)
	}
}
