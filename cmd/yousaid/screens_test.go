package main

import (
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// A screen whose server has gone keeps its rows and says since when; it comes
// back by itself, untouched, within ten seconds of the server's return.
func TestBoardOutlivesItsServer(t *testing.T) {
	path, _ := preparedDB(t)
	s, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	r := storetest.Say(t, s, s.Sites()[0].ID, 1, "The lockers jam")
	if err := s.SaveEntry(t.Context(), store.System(), r.Complaint, 0, store.Words{"en": "Lockers jam"}, store.Words{"en": "New locks"}, true); err != nil {
		t.Fatal(err)
	}
	s.Close()
	server := start(t, "serve", "--db", path)
	screen := browser(t, 1920, 1080)
	do(t, screen, "opening the board", chromedp.Navigate(server.URL+"/board"), visible(".row"))
	await(t, screen, "live", `document.body.dataset.live === "live" && !!document.body.dataset.heard`, 5*time.Second)
	mustRun(t, screen, `window.sameBoard = true; document.body.dataset.asof = 1500; document.body.dataset.stale = 3000; 0`)
	server.kill()
	await(t, screen, "as of", `document.body.dataset.live === "asof"`, 10*time.Second)
	await(t, screen, "stale", `document.body.dataset.live === "stale" && !document.getElementById("stale").hidden`, 10*time.Second)
	if rows := text(t, screen, ".rows"); rows == "" {
		t.Error("the rows have gone with the server")
	}
	axe(t, screen, "stale board")
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	start(t, "serve", "--db", path, "--listen", u.Host)
	took := await(t, screen, "live again", `document.body.dataset.live === "live"`, 10*time.Second)
	t.Logf("live again %v after the server's return", took)
}

// Whoever is on duty is told on every open desk, within a second of the touch.
func TestManagerIsPagedOnEveryOpenDesk(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	desk, tablet := browser(t, 1280, 800), browser(t, 1280, 800)
	do(t, desk, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "staff@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible("input[name=q]"))
	do(t, tablet, "asking for a manager", chromedp.EmulateViewport(1280, 800, chromedp.EmulateTouch), chromedp.Navigate(server+x.link(t)), click("#offer button"), visible(".k-manager"), chromedp.Tap(chromedp.CSS(".k-manager")))
	took := await(t, desk, "the call on the desk", `!!document.querySelector('form[action^="/desk/going/"]')`, time.Second)
	t.Logf("on the desk %v after the touch", took)
	axe(t, desk, "desk with a call")
	do(t, desk, "going", click(`form[action^="/desk/going/"] button`))
	await(t, desk, "the call is answered", `!document.querySelector('form[action^="/desk/going/"]')`, 2*time.Second)
}
