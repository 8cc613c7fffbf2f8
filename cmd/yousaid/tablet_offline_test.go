package main

import (
	"context"
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
	path, server, tablet := tabletWithoutServer(t)
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

// A tablet that was taken out of use while words waited on it says so, gives
// them as a file with or without the server, and sends them once it is paired
// again, as another device.
func TestATabletOutOfUseShowsAndKeepsWhatWaits(t *testing.T) {
	path, server, tablet := tabletWithoutServer(t)
	for i := range 2 {
		do(t, tablet, "the form without the server", chromedp.Navigate(server.URL+"/kiosk"), visible("label[for=mood-2]"))
		mustRun(t, tablet, fmt.Sprintf(`outbox.put({ id: "0198c7d2-0000-7000-8000-00000000040%d", captured_at: new Date().toISOString(), channel: "kiosk", lang: "en", mood: 2, topics: [], text: "waits %d", final: true }, { api: "/api/v1/submissions", key: "" }), 0`, i, i))
		await(t, tablet, "kept", fmt.Sprintf(`outbox.number("0198c7d2-0000-7000-8000-00000000040%d") === %d`, i, i+1), 5*time.Second)
	}
	again := revokeTablet(t, path)
	second := start(t, "serve", "--db", path, "--listen", strings.TrimPrefix(server.URL, "http://"))
	do(t, tablet, "the tablet starts again", chromedp.Navigate(server.URL+"/kiosk"), visible("#code"))
	await(t, tablet, "what waits is said", `document.querySelector("[role=status][data-waits]").textContent.includes("Waiting here: 2.") && !document.getElementById("export").hidden`, 5*time.Second)
	axe(t, tablet, "not paired, with words that wait")
	do(t, tablet, "how it is, unpaired", chromedp.Navigate(server.URL+"/kiosk/health"), visible("#export"))
	await(t, tablet, "it says that it is not paired", `document.querySelector("#row-queue dd").textContent === "2" && document.getElementById("verdict").textContent.includes("Not paired any more")`, 8*time.Second)
	do(t, tablet, "the code again", chromedp.Navigate(server.URL+"/pair"), visible("#export"))
	second.kill()
	mustRun(t, tablet, `URL.createObjectURL = (blob) => { blob.text().then((s) => { window.saved = s; }); return "#"; }, HTMLAnchorElement.prototype.click = () => {}, document.getElementById("export").click(), 0`)
	await(t, tablet, "the file without the server", `window.saved && JSON.parse(saved).map((x) => x.text + x.seq + x.device).join() === "waits 011,waits 121"`, 5*time.Second)
	third := start(t, "serve", "--db", path, "--listen", strings.TrimPrefix(server.URL, "http://"))
	do(t, tablet, "pairing as another device", chromedp.Navigate(server.URL+again), click("#offer button"), visible("label[for=mood-2]"))
	await(t, tablet, "all handed in", `document.body.dataset.device === "2" && (outbox.state().then((s) => { window.left = s.queue; }), window.left === 0)`, 20*time.Second)
	third.kill()
	s := storetest.OpenWith(t, store.Options{Path: path})
	for number, words := range map[string]string{"LP-1-1": "waits 0", "LP-1-2": "waits 1"} {
		if x, err := s.SubmissionByReference(t.Context(), number); err != nil || x.Text != words {
			t.Errorf("%s finds %q, %v; want %q", number, x.Text, err, words)
		}
	}
}

// revokeTablet takes the first tablet out of use and gives the link to another.
func revokeTablet(t *testing.T, path string) (link string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.RevokeDevice(t.Context(), store.System(), 1); err != nil {
		t.Fatal(err)
	}
	d, _, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception again", Site: 1})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := s.NewPairLink(t.Context(), store.System(), d.ID, store.PairLink{})
	if err != nil {
		t.Fatal(err)
	}
	return "/pair/" + secret
}

// tabletWithoutServer pairs a tablet with a server, waits until it could start
// alone, and kills the server.
func tabletWithoutServer(t *testing.T) (path string, server *started, tablet context.Context) {
	t.Helper()
	path, token := preparedDB(t)
	link := linkTo(t, path, token)
	server = start(t, "serve", "--db", path)
	tablet = browser(t, 1280, 800)
	do(t, tablet, "pairing", chromedp.Navigate(server.URL+link), click("#offer button"), visible("label[for=mood-2]"))
	await(t, tablet, "it could start alone", `!!navigator.serviceWorker.controller`, 20*time.Second)
	server.kill()
	return path, server, tablet
}
