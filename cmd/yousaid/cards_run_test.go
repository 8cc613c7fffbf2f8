package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A manager asks for thousands of cards: the browser shows how far they are
// and then has the file. Both pages are accessible, light and dark.
func TestLongRunInABrowser(t *testing.T) {
	x, _ := furnished(t)
	server := served(t, x)
	ctx := browser(t, 1280, 800)
	do(t, ctx, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "manager@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".it"))
	for _, theme := range []string{"light", "dark"} {
		do(t, ctx, "the ledger of a run", chromedp.Navigate(server+"/office/cards/runs/1"), visible("#run-history"))
		mustRun(t, ctx, `document.documentElement.dataset.theme = "`+theme+`"; 0`)
		axe(t, ctx, "the ledger of a run, "+theme)
	}
	do(t, ctx, "the form", chromedp.Navigate(server+"/office/cards?paper=a6&flip=long&post=none&count=10000&lang=en&lang=de&lang=uk&lang=ru"), visible("#cards-show img"), click(".cards-end .btn.we"), visible("[data-making]"))
	axe(t, ctx, "making cards")
	mustRun(t, ctx, `document.documentElement.dataset.theme = "dark"; 0`)
	axe(t, ctx, "making cards, dark")
	await(t, ctx, "the file is ready", `document.querySelector("[data-making]").dataset.making === "ready"`, time.Minute)
	axe(t, ctx, "cards are made, dark")
	mustRun(t, ctx, `document.documentElement.dataset.theme = "light"; 0`)
	axe(t, ctx, "cards are made")
	if where := text(t, ctx, "#making-far"); !strings.Contains(where, "cards-LP-C0002-LP-C40001.pdf") {
		t.Errorf("the page says %q", where)
	}
	if said := text(t, ctx, "#making-said"); !strings.Contains(said, "ready") {
		t.Errorf("a screen reader hears %q", said)
	}
}

// A server that is told to stop in the middle of a long run stops at once and
// leaves neither a file nor a card; one that is killed leaves them to the next
// start.
func TestStoppingTheServerEndsALongRun(t *testing.T) {
	for _, how := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		db := initialised(t)
		s := start(t, "serve", "--db", db)
		client := ownersBrowser(t, s.URL)
		if res, err := client.PostForm(s.URL+"/office/cards", url.Values{"paper": {"a6"}, "post": {"none"}, "count": {"10000"}, "lang": {"en", "de", "et", "ru", "uk", "fil"}}); err != nil || res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v %v", res, err)
		}
		from := time.Now()
		ended(s, how)
		if took := time.Since(from); took > 5*time.Second {
			t.Errorf("%v: stopping took %v", how, took)
		}
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(db), ".cards*")); err != nil || len(left) > 0 {
			t.Errorf("%v: left behind %v, %v", how, left, err)
		}
		again := start(t, "serve", "--db", db)
		client = ownersBrowser(t, again.URL)
		res, err := client.PostForm(again.URL+"/office/cards", url.Values{"paper": {"a6"}, "post": {"none"}, "count": {"4"}, "lang": {"en"}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if got := res.Header.Get("Content-Disposition"); !strings.Contains(got, "C0001-") {
			t.Errorf("%v: the next run is %q (%d), want it to begin with the first number", how, got, res.StatusCode)
		}
		ended(again, syscall.SIGTERM)
	}
}

// ownersBrowser is signed in as the owner whom initialised made.
func ownersBrowser(t *testing.T, server string) *http.Client {
	t.Helper()
	c := visitor(t)
	res, err := c.PostForm(server+"/signin", url.Values{"email": {"o@example.org"}, "password": {"a heron on the roof"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in: status %d", res.StatusCode)
	}
	return c
}

// ended returns when the process has gone that a signal told to go.
func ended(s *started, how syscall.Signal) {
	s.end.Do(func() {
		s.cmd.Process.Signal(how)
		s.cmd.Wait()
	})
}
