package main

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// notPages are GET routes that show no page of their own.
var notPages = map[string]string{
	"GET /pair/state":                        "JSON",
	"GET /kiosk/manifest.webmanifest":        "JSON",
	"GET /kiosk/thanks/{token}":              "a piece of the tablet's page, seen in the loop",
	"GET /at/{site}/thanks/{token}":          "a piece of the phone's page, seen in the loop",
	"GET /api/v1/board":                      "JSON",
	"GET /api/v1/openapi.json":               "JSON",
	"GET /kiosk/sw.js":                       "a script",
	"GET /healthz":                           "text",
	"GET /readyz":                            "text",
	"GET /board/events":                      "a stream",
	"GET /desk/events":                       "a stream",
	"GET /desk/list":                         "a piece of the inbox",
	"GET /office/report.csv":                 "CSV",
	"GET /office/cards/preview/{side}":       "a picture",
	"GET /office/poster/picture":             "a picture",
	"GET /office/responses/{id}/answers.csv": "CSV",
	"GET /office/poster/file":                "PDF",
	"GET /office/cards/proof":                "PDF",
	"GET /office/cards/artwork/{id}/picture": "a picture",
	"GET /s/{token}/photos/{id}":             "a picture",
	"GET /desk/photo/{id}":                   "a picture",
	"GET /desk/scans/picture/{id}/{part}":    "a picture",
	"GET /desk/scans/{id}/state":             "a piece of the batch's page",
	"GET /office/cards/runs/{id}/file":       "PDF",
	"GET /office/cards/making/file":          "PDF",
	"GET /office/cards/runs.csv":             "CSV",
	"GET /office/cards/making":               "seen by TestLongRunInABrowser",
	"GET /trust/yousaid.crt":                 "a file",
	"GET /trust/yousaid.mobileconfig":        "a file",
	"GET /setup":                             "seen by TestSetUpPageIsAccessible",
	"GET /office/start":                      "seen by TestSetUpPageIsAccessible",
}

// TestEveryPageIsAccessible opens every page of the route table, light and
// dark, and lets axe-core look at it.
func TestEveryPageIsAccessible(t *testing.T) {
	x, at := furnished(t)
	server := served(t, x)
	staff, tablet, stranger := browser(t, 1280, 800), browser(t, 1280, 800), browser(t, 1280, 800)
	do(t, tablet, "pairing", chromedp.Navigate(server+x.link(t)), click("#offer button"), visible("label[for=mood-1]"))
	do(t, staff, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "owner@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".it"))
	for _, r := range x.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		if method != "GET" || notPages[r.pattern] != "" {
			continue
		}
		path, ok := at[path]
		if !ok {
			t.Errorf("%s: say here where to see it, or why it is no page", r.pattern)
			continue
		}
		ctx := staff
		switch {
		case strings.HasPrefix(string(r.guard), "tablet"):
			ctx = tablet
		case strings.HasPrefix(path, "/signin"):
			ctx = stranger // a tablet is not shown any such page
		}
		for _, theme := range []string{"light", "dark"} {
			do(t, ctx, r.pattern, chromedp.Navigate(server+path), visible("body"))
			mustRun(t, ctx, `document.documentElement.dataset.theme = "`+theme+`"; 0`)
			axe(t, ctx, r.pattern+", "+theme)
		}
	}
}

// furnished is a house with something on every page, and where each page is.
func furnished(t *testing.T) (*inhabited, map[string]string) {
	t.Helper()
	x := inhabit(t)
	ctx := t.Context()
	r := storetest.Say(t, x.store, x.site.ID, 1, "The lockers jam, on the left", "equipment")
	late := storetest.Say(t, x.store, x.site.ID, 2, "Two lockers jam on the left side", "equipment")
	if err := x.store.Answer(ctx, store.System(), r.Complaint, 0, "New locks are on the way."); err != nil {
		t.Fatal(err)
	}
	if err := x.store.SaveEntry(ctx, store.System(), r.Complaint, 0, store.Words{"en": "Lockers jam"}, store.Words{"en": "New locks"}, true); err != nil {
		t.Fatal(err)
	}
	_, cards, err := x.store.AddCardRun(ctx, store.System(), store.CardRun{Site: x.site.ID, Name: "x", Lang: "en", Spec: "{}", Count: 1})
	if err != nil {
		t.Fatal(err)
	}
	taken, err := x.store.TakeSubmission(ctx, store.ActingUser(1), store.NewSubmission{Client: storetest.Client(3), Site: x.site.ID, Channel: store.CallChannel, Lang: "uk", Mood: 2,
		Text: "Lockers on the left jam again", Contact: store.Contact{Name: "Kaja", Phone: "555 1234"}, Final: true, TakenBy: 1}, store.OnTheSpot{CallBy: x.store.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	item := late.Complaint.String()
	draft, asked, link := leavings(t, x)
	return x, map[string]string{
		"/office/questionnaires": "/office/questionnaires", "/office/questionnaires/{id}": draft, "/office/questionnaires/{id}/reached": "/office/questionnaires/1/reached",
		"/office/responses": "/office/responses", "/office/responses/{id}": asked, "/desk/interview": "/desk/interview?q=" + asked[len("/office/responses/"):], "/q/{token}": link,
		"/{$}": "/", "/kiosk": "/kiosk", "/kiosk/health": "/kiosk/health", "/at/{site}": "/at/linden-park", "/c/{token}": "/c/" + cards[0].Token, "/s/{token}": "/s/" + r.StatusToken,
		"/board": "/board", "/board/{site}": "/board/linden-park", "/board/{site}/preview": "/board/linden-park/preview?complaint=" + r.Complaint.String(),
		"/signin": "/signin", "/trust": "/trust", "/desk": "/desk", "/desk/take": "/desk/take?saved=" + taken.Reference, "/desk/calls": "/desk/calls", "/desk/scans": "/desk/scans", "/desk/scans/{id}": "/desk/scans/" + scanned(t, x), "/desk/scans/review": "/desk/scans/review", "/desk/me": "/desk/me", "/desk/c/{id}": "/desk/c/" + item, "/desk/board": "/desk/board", "/desk/board/{id}": "/desk/board/" + item,
		"/office/questionnaires/{id}/preview/{as}": "/office/questionnaires/1/preview/tablet", "/office": "/office", "/office/report": "/office/report", "/office/cards": "/office/cards", "/office/cards/artwork": artworkPage(t, x), "/office/cards/preflight": preflightPage, "/office/cards/runs/{id}": "/office/cards/runs/1", "/office/poster": "/office/poster?size=tent", "/desk/voucher": "/desk/voucher?code=" + thankYou(t, x), "/office/sites/{id}/thanks": "/office/sites/1/thanks", "/office/duty": "/office/duty", "/office/devices": "/office/devices", "/office/devices/{id}": "/office/devices/1", "/pair": "/pair", "/pair/{token}": x.linkFor(t, x.screen),
		"/office/sites": "/office/sites", "/office/sites/{id}": "/office/sites/1", "/office/people": "/office/people",
	}
}

// served answers over HTTP until the browsers of the test, which hold streams
// open, have gone: clean-ups run last in, first out.
func served(t testing.TB, x *inhabited) string {
	t.Helper()
	server := httptest.NewServer(x.handler)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}

func TestSetUpPageIsAccessible(t *testing.T) {
	path := t.TempDir() + "/fresh.db"
	s := start(t, "serve", "--db", path)
	ctx := browser(t, 1280, 800)
	do(t, ctx, "the door of a fresh place", chromedp.Navigate(s.URL+"/"), visible("form"))
	if !strings.HasSuffix(address(t, ctx), "/setup") {
		t.Errorf("a fresh place opens %s, want /setup", address(t, ctx))
	}
	axe(t, ctx, "set-up")
	mustRun(t, ctx, `document.documentElement.dataset.theme = "dark"; 0`)
	axe(t, ctx, "set-up, dark")
}

// The first view of the tablet is light enough for a bad network: under 150 KB
// with its fonts, in every script.
func TestFirstKioskViewIsLight(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	for _, lang := range []string{"en", "et", "uk"} {
		site := x.site
		site.Languages = append([]string{lang}, site.Languages...)
		if err := x.store.ChangeSite(t.Context(), store.System(), site); err != nil {
			t.Fatal(err)
		}
		if n := wireBytes(t, server, x.tablet); n > 150_000 || n < 50_000 {
			t.Errorf("the first view in %s takes %d bytes over the wire, want under 150,000 (and the fonts in it)", lang, n)
		} else {
			t.Logf("%s: %d bytes", lang, n)
		}
	}
}

func wireBytes(t *testing.T, server, token string) int {
	t.Helper()
	ctx := browser(t, 1280, 800)
	do(t, ctx, "an address that caches nothing", chromedp.Navigate(server+"/healthz"))
	mustRun(t, ctx, `document.cookie = "`+auth.DeviceCookie+`=`+token+`; path=/"; 0`)
	do(t, ctx, "first view", chromedp.Navigate(server+"/kiosk"), visible("label[for=mood-1]"))
	n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.fonts.ready.then(() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((n, e) => n + e.transferSize, 0))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
