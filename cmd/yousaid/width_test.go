package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/templates/i18n"
)

// tooWide names what makes a page wider than its screen, or says nothing.
const tooWide = `(() => {
	const wide = document.documentElement.scrollWidth - innerWidth;
	if (wide <= 0) return "";
	const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3);
	return wide + " px: " + out.map((e) => e.tagName + "." + (e.className.baseVal ?? e.className)).join(", ");
})()`

// TestStaffPagesFitTheirScreens opens every page of desk and office in six
// languages, as wide as a phone and as a tablet held upright: none has to be
// pushed sideways.
func TestStaffPagesFitTheirScreens(t *testing.T) {
	x, at := furnished(t)
	server := served(t, x)
	for _, width := range []int{390, 800} {
		ctx := browser(t, width, 1000)
		do(t, ctx, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "owner@example.org"),
			chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".it"))
		for _, lang := range i18n.Languages() {
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](`fetch("/desk/lang", {method: "POST", body: new URLSearchParams({lang: "`+string(lang)+`"})}).then((r) => r.status)`, chromedp.EvalAwaitPromise)); err != nil {
				t.Fatal(err)
			}
			for pattern, path := range at {
				if !strings.HasPrefix(pattern, "/desk") && !strings.HasPrefix(pattern, "/office") {
					continue
				}
				do(t, ctx, path, chromedp.Navigate(server+path), visible("body"))
				said, err := chromedp.Run(ctx, chromedp.Evaluate[string](tooWide))
				if err != nil || said != "" {
					t.Errorf("%s in %s at %d px is too wide by %s (%v)", pattern, lang, width, said, err)
				}
			}
		}
	}
}
