package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// The server is gone: the tablet starts in every language of the place, takes
// words, says what is true, and hands everything in once the server is back, in
// order and counted from when it was said.
func TestTabletWorksWhileTheServerIsGone(t *testing.T) {
	path, token := preparedDB(t)
	link := linkTo(t, path, token)
	server := start(t, "serve", "--db", path)
	tablet := browser(t, 1280, 800)
	do(t, tablet, "pairing", chromedp.Navigate(server.URL+link), visible("label[for=mood-2]"))
	await(t, tablet, "it could start alone", `!!navigator.serviceWorker.controller`, 20*time.Second)
	server.kill()
	langs := storetest.LindenPark().Languages
	if len(langs) < 2 {
		t.Fatalf("the place speaks only %v", langs)
	}
	for _, lang := range langs {
		do(t, tablet, "starting in "+lang, chromedp.Navigate(server.URL+"/kiosk?lang="+lang), visible("label[for=mood-2]"))
		mustRun(t, tablet, `document.querySelector("label[for=mood-2]").click(), 0`)
		await(t, tablet, "the second step in "+lang, `document.documentElement.lang === "`+lang+`" && document.body.dataset.screen === "about"`, 5*time.Second)
		mustRun(t, tablet, `document.querySelector(".s-about .k-btn.you").click(), 0`)
		await(t, tablet, "own words in "+lang, `document.body.dataset.screen === "words"`, 5*time.Second)
		mustRun(t, tablet, fmt.Sprintf(`document.getElementById("text").value = "said in %s", document.getElementById("send").click(), 0`, lang))
		await(t, tablet, "the thanks in "+lang, `document.body.dataset.screen === "thanks" && document.body.dataset.kept === "yes" && !!document.querySelector(".s-kept h1") && [...document.fonts].every((f) => f.status !== "error" && f.status !== "loading")`, 8*time.Second)
		axe(t, tablet, "kept thanks in "+lang)
	}
	do(t, tablet, "how it is, without the server", chromedp.Navigate(server.URL+"/kiosk/health"), visible("#row-version"))
	await(t, tablet, "what waits", fmt.Sprintf(`document.querySelector("#row-queue dd").textContent === "%d"`, len(langs)), 5*time.Second)
	axe(t, tablet, "how the tablet is")
	back := time.Now()
	again := start(t, "serve", "--db", path, "--listen", strings.TrimPrefix(server.URL, "http://"))
	await(t, tablet, "all handed in by itself", `document.querySelector("#row-queue dd").textContent === "0"`, 60*time.Second)
	again.kill()
	checkKept(t, path, langs, back)
}

// checkKept looks at what the server has of the people who spoke before back.
func checkKept(t *testing.T, path string, langs []string, back time.Time) {
	t.Helper()
	s := storetest.OpenWith(t, store.Options{Path: path})
	var said []string
	var last time.Time
	err := s.EachSubmission(t.Context(), func(x store.ExportedSubmission) error {
		said = append(said, x.Text)
		site, err := s.Site(x.Site)
		if err != nil {
			return err
		}
		if x.CapturedAt.After(back) || !x.CapturedAt.After(last) || !x.ReceivedAt.After(back) || !x.CountedFrom.Equal(x.CapturedAt) || !x.AnswerBy.Equal(site.AnswerBy(x.CapturedAt)) {
			t.Errorf("%s: said %v, received %v, answer by %v; want it counted from when it was said", x.Text, x.CapturedAt, x.ReceivedAt, x.AnswerBy)
		}
		last = x.CapturedAt
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(said, "|"), "said in "+strings.Join(langs, "|said in "); got != want {
		t.Errorf("stored %s, want %s", got, want)
	}
}
