package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// boardFacts are what a browser measures on a whiteboard.
type boardFacts struct {
	Said, Do []string // letter sizes in use
	Cut      []string // sentences whose end is hidden
}

const measureBoard = `JSON.stringify({
	Said: [...new Set([...document.querySelectorAll(".ys")].map((e) => getComputedStyle(e).fontSize))],
	Do: [...new Set([...document.querySelectorAll(".wd")].map((e) => getComputedStyle(e).fontSize))],
	Cut: [...document.querySelectorAll(".ys,.wd,.fx li span,.who span")].filter((e) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2).map((e) => e.textContent),
})`

// TestBoardIsEvenAndWhole measures the demo's board on the screens it is made
// for: one letter size a column, and no sentence cut.
func TestBoardIsEvenAndWhole(t *testing.T) {
	d := startDemo(t)
	for _, screen := range [][2]int{{1280, 800}, {1920, 1080}, {1080, 1920}} {
		ctx := browser(t, screen[0], screen[1])
		for _, lang := range []string{"en", "de", "et", "ru", "uk", "fil"} {
			do(t, ctx, "the board in "+lang, chromedp.EmulateViewport(int64(screen[0]), int64(screen[1])), chromedp.Navigate(d.URL+"/board/linden-park?lang="+lang), visible(".row"))
			raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.fonts.ready.then(() => `+measureBoard+`)`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			var f boardFacts
			if err := json.Unmarshal([]byte(raw), &f); err != nil {
				t.Fatal(err)
			}
			if page := text(t, ctx, ".rows"); lang == "de" && !strings.Contains(page, "17\u2060–\u206019") {
				t.Errorf("17–19 may break in\n%s", page)
			}
			t.Logf("%v in %s: sizes %v and %v", screen, lang, f.Said, f.Do)
			if len(f.Said) != 1 || len(f.Do) != 1 || len(f.Cut) > 0 {
				t.Errorf("%v in %s: sizes %v and %v, cut %q", screen, lang, f.Said, f.Do, f.Cut)
			}
		}
	}
}
