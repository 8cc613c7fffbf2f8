package main

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store/storetest"
)

// TestEveryQuestionIsAccessible lets axe-core look at every screen of a form
// with a question of every type, light and dark.
func TestEveryQuestionIsAccessible(t *testing.T) {
	x := inhabit(t)
	storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	server := served(t, x)
	ctx := browser(t, 390, 844)
	do(t, ctx, "the form", chromedp.Navigate(server+"/at/linden-park?lang=de"), visible("label[for=mood-2]"))
	mustRun(t, ctx, `document.querySelector("label[for=mood-2]").click(); 0`)
	do(t, ctx, "the topics", visible(".s-about.on"))
	for n := range 6 {
		for _, theme := range []string{"light", "dark"} {
			mustRun(t, ctx, `document.documentElement.dataset.theme = "`+theme+`"; 0`)
			axe(t, ctx, "screen "+strconv.Itoa(n+2)+", "+theme)
		}
		if n < 5 {
			mustRun(t, ctx, `document.querySelector(".screen.on [data-next]").click(); 0`)
		}
	}
	do(t, ctx, "the last screen", visible(".s-words.on #send"))
}
