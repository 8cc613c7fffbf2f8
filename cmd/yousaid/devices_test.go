package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// A tablet shows a code, the owner types it, the tablet becomes the kiosk by
// itself; revoked, it shows that it is not paired; put back, it comes home.
func TestATabletIsPairedByItsCode(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	office, tablet := browser(t, 1280, 800), browser(t, 1280, 800)
	do(t, tablet, "opening the touch form", chromedp.Navigate(server+"/kiosk"), visible("#code"))
	axe(t, tablet, "waiting to be paired")
	code := strings.TrimSpace(text(t, tablet, "#code"))
	const named = "http://127.0.0.1:8080" // the address that this house was told it has
	link := strings.TrimPrefix(qrOf(t, tablet, named+"/office/devices?"), named)
	do(t, office, "signing in on the way", chromedp.Navigate(server+link), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "owner@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible("#code"))
	if got, err := chromedp.Run(office, chromedp.Evaluate[string](`document.getElementById("code").value`)); err != nil || got != code {
		t.Errorf("the office has the code %q from the QR, want %q (%v)", got, code, err)
	}
	axe(t, office, "devices, with a code")
	do(t, office, "pairing", chromedp.SendKeys(chromedp.CSS("input[name=name]"), "Reception left"), click(".bycode button.we"), visible(".said"))
	took := await(t, tablet, "the touch form", `!!document.querySelector("label[for=mood-1]")`, 5*time.Second)
	t.Logf("paired %v after the click", took)

	do(t, office, "opening the device", click(`a.drow[href="/office/devices/3"]`), visible(".out"))
	axe(t, office, "a device")
	do(t, office, "taking it out of use", click(".out summary"), visible(".out button"), click(".out button"), visible(".undo"))
	do(t, tablet, "the tablet starts again", chromedp.Navigate(server+"/kiosk"), visible("#code"))
	if says := text(t, tablet, "h1"); !strings.Contains(says, "not paired") {
		t.Errorf("a revoked tablet says %q", says)
	}
	do(t, office, "undoing it", click(".undo button"), visible(".said"))
	await(t, tablet, "the tablet is home", `!!document.querySelector("label[for=mood-1]")`, 6*time.Second)
}

// A screen that is taken out of use shows so within five seconds, whichever
// process revokes it, and one that is moved goes to its new board.
func TestARevokedScreenSaysSoWithinFiveSeconds(t *testing.T) {
	path, _ := preparedDB(t)
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	server := start(t, "serve", "--db", path)
	out, err := exec.Command(name, "device", "add", "--db", path, "--kind", "board", "--name", "Foyer", "--base-url", server.URL).Output()
	if err != nil {
		t.Fatal(err)
	}
	var added struct {
		ID      int64
		Token   string
		PairURL string `json:"pair_url"`
	}
	if err := json.Unmarshal(out, &added); err != nil {
		t.Fatal(err)
	}
	stream := streamOf(t, server.URL, added.Token)
	screen := browser(t, 1920, 1080)
	awaitPaired(t, server.URL, added.Token)
	do(t, screen, "pairing the screen", chromedp.Navigate(added.PairURL), click("#offer button"), visible(".sheet"))
	await(t, screen, "live", `document.body.dataset.live === "live" && !!document.body.dataset.heard`, 5*time.Second)
	if out, err := exec.Command(name, "device", "revoke", "--db", path, "--id", strconv.FormatInt(added.ID, 10)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	from := time.Now()
	took := await(t, screen, "not paired", `!!document.querySelector("#code")`, 5*time.Second)
	for stream.Scan() {
	}
	if ended := time.Since(from); ended > 5*time.Second {
		t.Errorf("its stream ended after %v", ended)
	}
	t.Logf("the screen knew it after %v", took)
}

// linkTo makes the link that pairs one browser with the device of a token, as a
// command beside the server does.
func linkTo(t *testing.T, path, token string) string {
	t.Helper()
	s := storetest.OpenWith(t, store.Options{Path: path})
	d, err := s.DeviceByToken(token)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := s.NewPairLink(t.Context(), store.System(), d.ID, store.PairLink{})
	if err != nil {
		t.Fatal(err)
	}
	return "/pair/" + secret
}

// awaitPaired waits until the server has seen what another process wrote.
func awaitPaired(t *testing.T, server, token string) {
	t.Helper()
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if ask(t, bearing(t, token), server, "GET /signin") == http.StatusNotFound {
			return
		}
	}
	t.Fatal("the server never knew the device")
}

// streamOf opens a screen's stream of events as a program would.
func streamOf(t *testing.T, server, token string) *bufio.Scanner {
	t.Helper()
	awaitPaired(t, server, token)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server+"/board/events?site=linden-park", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if res.StatusCode != http.StatusOK {
		t.Fatalf("stream: status %d", res.StatusCode)
	}
	return bufio.NewScanner(res.Body)
}

func TestATabletSaysHowItIs(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	tablet := withDevice(t, server, x.tablet)
	post := func(body string) (int, map[string]any) {
		t.Helper()
		res, err := tablet.Post(server+"/kiosk/alive", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		got := map[string]any{}
		_ = json.NewDecoder(res.Body).Decode(&got)
		return res.StatusCode, got
	}
	now := x.store.Now().UTC()
	status, got := post(fmt.Sprintf(`{"at":%q,"queue":2,"oldest":%q,"seq":7,"series":"s","persisted":false,"offline":"http","full_screen":false,"version":"old","humour":"dry"}`,
		now.Add(time.Hour).Format(time.RFC3339), now.Add(30*time.Minute).Format(time.RFC3339)))
	if status != http.StatusOK || got["paired"] != true || got["version"] == "" || got["now"] == nil {
		t.Fatalf("%d %v", status, got)
	}
	d, err := x.store.DeviceByToken(x.tablet)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = x.store.Device(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	h := d.Health
	if h.Queue != 2 || h.Persisted != "no" || h.Offline != "http" || !h.Windowed || !h.Outdated || h.Seq != 7 || h.Skew.Round(time.Minute) != time.Hour || now.Sub(h.Oldest).Round(time.Minute) != 30*time.Minute {
		t.Errorf("%+v", h)
	}
	if status, _ := post(`{"queue":"many"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("nonsense: status %d", status)
	}
	if status, _ := post(`{"version":"` + strings.Repeat("x", 5000) + `"}`); status != http.StatusRequestEntityTooLarge {
		t.Errorf("too much: status %d", status)
	}
	if err := x.store.RevokeDevice(t.Context(), store.System(), d.ID); err != nil {
		t.Fatal(err)
	}
	if status, _ := post(`{}`); status != http.StatusNotFound {
		t.Errorf("revoked: status %d, want 404", status)
	}
}

// The letters of a paired screen are as large as its readers need, nothing is
// cut, and its pages turn so that every row is shown.
func TestLettersOnTheWallFollowDiagonalAndDistance(t *testing.T) {
	x := inhabit(t)
	ctx := t.Context()
	for i, said := range []string{"Changing rooms are cold in the morning", "Twenty minutes to wait at the front desk", "Price was not as told", "Lockers jam", "Music is too loud"} {
		r := storetest.Say(t, x.store, x.site.ID, i+1, said)
		if err := x.store.SaveEntry(ctx, store.System(), r.Complaint, 0, store.Words{"en": said}, store.Words{"en": "New heater valve fitted. We check 22 °C every morning."}, true); err != nil {
			t.Fatal(err)
		}
	}
	go x.board.Run(ctx)
	server := served(t, x)
	d, err := x.store.DeviceByToken(x.screen)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x.store.NewPairLink(ctx, store.System(), d.ID, store.PairLink{})
	if err != nil {
		t.Fatal(err)
	}
	wall := browser(t, 1920, 1080)
	do(t, wall, "pairing", chromedp.EmulateViewport(1920, 1080), chromedp.Navigate(server+"/pair/"+secret), click("#offer button"), visible(".row"))
	await(t, wall, "live", `document.body.dataset.live === "live" && !!document.body.dataset.heard`, 5*time.Second)
	for _, c := range []struct{ inches, metres, want int }{{43, 3, 50}, {43, 5, 84}, {55, 3, 39}, {55, 5, 66}, {65, 5, 55}} {
		d.Screen = store.Screen{Diagonal: c.inches * 10, Distance: c.metres * 100}
		if err := x.store.ChangeDevice(ctx, store.System(), d); err != nil {
			t.Fatal(err)
		}
		await(t, wall, "the screen follows by itself", fmt.Sprintf(`Math.abs(document.body.dataset.letters - %d) <= 1 && document.body.dataset.page !== undefined && !!document.body.dataset.heard`, c.want), 5*time.Second)
		raw, err := chromedp.Run(wall, chromedp.Evaluate[string](`document.fonts.ready.then(() => { dispatchEvent(new Event("rows")); const box = document.querySelector(".rows").getBoundingClientRect(); const shown = [...document.querySelectorAll(".row")].filter((r) => !r.hidden);
			return JSON.stringify({Page: document.body.dataset.page, Size: parseFloat(getComputedStyle(document.querySelector(".ys")).fontSize), Cut: shown.slice(0, 9).some((r) => r.getBoundingClientRect().bottom > box.bottom + 1)}) })`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		var f struct {
			Page string
			Size float64
			Cut  bool
		}
		if err := json.Unmarshal([]byte(raw), &f); err != nil {
			t.Fatal(err)
		}
		if f.Size < float64(c.want)-1 || f.Size > float64(c.want)+1 || f.Cut {
			t.Errorf("%d inches at %d m: %+v, want letters of %d ± 1 and no row cut", c.inches, c.metres, f, c.want)
		}
		t.Logf("%d inches at %d m: %+v", c.inches, c.metres, f)
	}
	axe(t, wall, "a board with large letters")
}

func TestTheTabletCanStandOnAHomeScreen(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	res, err := http.Get(server + "/kiosk/manifest.webmanifest") // as browsers ask: without cookies
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var m struct {
		Display  string
		StartURL string `json:"start_url"`
		Icons    []struct{ Src, Sizes string }
	}
	if err := json.NewDecoder(res.Body).Decode(&m); err != nil || res.Header.Get("Content-Type") != "application/manifest+json" {
		t.Fatalf("%v, %s", err, res.Header.Get("Content-Type"))
	}
	if m.Display != "fullscreen" || m.StartURL != "/kiosk" || len(m.Icons) < 2 {
		t.Errorf("%+v", m)
	}
	for _, icon := range m.Icons {
		u, err := url.JoinPath(server, icon.Src)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.Get(u)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %s", icon.Src, res.StatusCode, res.Header.Get("Content-Type"))
		}
	}
}
