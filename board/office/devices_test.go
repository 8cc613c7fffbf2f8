package office

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func TestADeviceIsPairedByItsLinkOnce(t *testing.T) {
	p, site := owned(t)
	_, body := p.post("/office/devices", url.Values{"kind": {"board"}, "site": {idText(site.ID)}, "name": {"Foyer"}}, http.StatusOK)
	has(t, body, "Open this on Foyer", `class="qr"`)
	link := secret(t, body)
	screen := p.browser()
	res, err := screen.PostForm(link, nil)
	p.body(res, err, http.StatusSeeOther)
	if to := res.Header.Get("Location"); to != "/board/linden-park" {
		t.Errorf("leads to %s", to)
	}
	res, err = p.browser().Get(link)
	has(t, p.body(res, err, http.StatusNotFound), "This link opens nothing any more.")
	res, err = p.browser().PostForm(link, nil)
	has(t, p.body(res, err, http.StatusNotFound), "This link opens nothing any more.")
	res, err = screen.Get(p.server.URL + "/pair")
	p.body(res, err, http.StatusNotFound) // a paired device has nothing to do there
}

// Whoever only looks at a link, as mail scanners and previews in chats do,
// leaves it whole: it pairs when somebody presses the button.
func TestLookingAtAPairingLinkUsesNothingUp(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	_, body := p.post("/office/devices/"+idText(d.ID)+"/link", nil, http.StatusOK)
	link := secret(t, body)
	for range 3 {
		res, err := p.browser().Head(link)
		p.body(res, err, http.StatusOK)
		looker := p.browser()
		res, err = looker.Get(link)
		has(t, p.body(res, err, http.StatusOK), "Pair this browser with", "Left", `method="post"`, ">Pair this browser<", "The link works once.")
		if u, _ := url.Parse(p.server.URL); len(looker.Jar.Cookies(u)) != 0 {
			t.Errorf("looking gave cookies %v", looker.Jar.Cookies(u))
		}
	}
	res, err := p.browser().PostForm(link, nil)
	p.body(res, err, http.StatusSeeOther)
	if to := res.Header.Get("Location"); to != "/kiosk" {
		t.Errorf("leads to %s", to)
	}
	twice, err := p.store.NewPairLink(t.Context(), store.System(), d.ID, store.PairLink{Uses: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err = p.browser().Get(p.server.URL + "/pair/" + twice)
	if body := p.body(res, err, http.StatusOK); strings.Contains(body, "works once") {
		t.Error("a link for two is said to work once")
	}
}

func TestUsingThisDeviceSignsThePersonOut(t *testing.T) {
	s, c := storetest.Open(t)
	p := newPlace(t, s, c, "")
	p.post("/setup", setUpForm(), http.StatusSeeOther)
	p.get("/office", http.StatusOK)
	site, _ := s.SiteBySlug("")
	to, _ := p.post("/office/devices/here", url.Values{"kind": {"kiosk"}, "site": {idText(site.ID)}}, http.StatusSeeOther)
	if to != "/kiosk" {
		t.Errorf("leads to %s", to)
	}
	p.get("/office", http.StatusNotFound)
	p.get("/", http.StatusNotFound)
	devices, err := s.Devices(t.Context())
	if err != nil || len(devices) != 1 || devices[0].Name != "Tablet 1" {
		t.Errorf("%+v, %v", devices, err)
	}
}

// screen is a browser that waits for its pairing.
type screen struct {
	p      *place
	client *http.Client
	code   string
}

func (p *place) screen(kind string) *screen {
	p.t.Helper()
	s := &screen{p: p, client: p.browser()}
	s.look(kind)
	return s
}

// look opens the page and reads the code from it.
func (s *screen) look(kind string) string {
	s.p.t.Helper()
	res, err := s.client.Get(s.p.server.URL + "/pair?kind=" + kind)
	body := s.p.body(res, err, http.StatusOK)
	m := regexp.MustCompile(`id="code">([B-Z]{4}-[B-Z]{4})<`).FindStringSubmatch(body)
	if m == nil {
		s.p.t.Fatalf("no code on the page: %.600s", body)
	}
	s.code = m[1]
	return body
}

// check presses "Check now" and gives where that leads.
func (s *screen) check() string {
	s.p.t.Helper()
	res, err := s.client.PostForm(s.p.server.URL+"/pair", url.Values{"kind": {"kiosk"}})
	s.p.body(res, err, http.StatusSeeOther)
	return res.Header.Get("Location")
}

// screenAgain gives the code that is shown now.
func (s *screen) screenAgain() string {
	s.p.t.Helper()
	s.look("")
	return s.code
}

func (s *screen) state() string {
	s.p.t.Helper()
	res, err := s.client.Get(s.p.server.URL + "/pair/state")
	body := s.p.body(res, err, http.StatusOK)
	return regexp.MustCompile(`\w+`).FindAllString(body, 2)[1]
}

func (p *place) types(code string, want int, more ...string) (location, body string) {
	p.t.Helper()
	form := url.Values{"code": {code}, "site": {"1"}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return p.post("/office/devices/pair", form, want)
}

func TestAScreenIsPairedByTheCodeItShowsOnce(t *testing.T) {
	p, _ := owned(t)
	tablet := p.screen("kiosk")
	if tablet.state() != "waiting" || tablet.check() != "/pair?kind=kiosk&not=yet" {
		t.Error("paired before anybody typed the code")
	}
	first := tablet.code
	if tablet.look(""); tablet.code != first {
		t.Error("looking again shows another code")
	}
	to, _ := p.types(strings.ToLower(strings.ReplaceAll(first, "-", " ")), http.StatusSeeOther, "name", "Left")
	has(t, p.get(to, http.StatusOK), "Left is paired.", "paired, not heard of yet")
	p.types(first, http.StatusUnprocessableEntity)
	stranger := p.screen("kiosk")
	if stranger.state() != "waiting" {
		t.Error("somebody else's browser is paired too")
	}
	if tablet.state() != "paired" || tablet.check() != "/kiosk" {
		t.Error("the tablet cannot claim its pairing")
	}
	u, _ := url.Parse(p.server.URL)
	cookies := tablet.client.Jar.Cookies(u)
	if len(cookies) != 1 || cookies[0].Name != "device" {
		t.Fatalf("cookies %v", cookies)
	}
	if d, err := p.store.DeviceByToken(cookies[0].Value); err != nil || d.Name != "Left" || d.Kind != store.KioskDevice {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestTheKindIsWhatTheScreenSaysUnlessChosen(t *testing.T) {
	p, _ := owned(t)
	p.types(p.screen("board").code, http.StatusSeeOther, "name", "a")
	p.types(p.screen("board").code, http.StatusSeeOther, "name", "b", "kind", "kiosk")
	list, err := p.store.Devices(t.Context())
	if err != nil || len(list) != 2 || list[0].Kind != store.BoardDevice || list[1].Kind != store.KioskDevice {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestACodeEndsAfterTenMinutes(t *testing.T) {
	p, _ := owned(t)
	tablet := p.screen("kiosk")
	p.clock.Add(codeLife)
	p.types(tablet.code, http.StatusUnprocessableEntity)
	if tablet.state() != "gone" {
		t.Errorf("the screen thinks it is %s", tablet.state())
	}
	old := tablet.code
	if tablet.look("kiosk"); tablet.code == old {
		t.Error("the same code again")
	}
	p.types(tablet.code, http.StatusSeeOther)
}

func TestACodeEndsAfterFiveWrongOnes(t *testing.T) {
	p, _ := owned(t)
	tablet := p.screen("kiosk")
	for range codeTries {
		_, body := p.types("BBBB-BBBB", http.StatusUnprocessableEntity, "name", "Left")
		has(t, body, `id="code-problem"`, "No screen shows this code now.", `value="BBBB-BBBB"`, `value="Left"`)
	}
	_, body := p.types(tablet.code, http.StatusUnprocessableEntity)
	has(t, body, "Five codes in a row were not right.", "from 18:52 on")
	p.reader = storetest.User(t, p.store, "Ana Costa", store.Manager, true)
	_, body = p.types(tablet.code, http.StatusUnprocessableEntity)
	has(t, body, "No screen shows this code now.")
	if tablet.state() != "gone" {
		t.Errorf("the screen thinks it is %s", tablet.state())
	}
	tablet.look("kiosk")
	p.types(tablet.code, http.StatusSeeOther)
}

func TestWhoWaitedMayTypeAgain(t *testing.T) {
	p, _ := owned(t)
	for range personTries {
		p.clock.Add(20 * time.Second)
		p.types("BBBB-BBBB", http.StatusUnprocessableEntity)
	}
	tablet := p.screen("kiosk")
	_, body := p.types(tablet.code, http.StatusUnprocessableEntity)
	has(t, body, "from 18:53 on") // the first wrong one was at 18:42:20: not a minute that is too early
	p.clock.Set(storetest.Start().Add(11 * time.Minute))
	p.types(tablet.screenAgain(), http.StatusSeeOther)
}

// A code that was typed already says so, and is no wrong one.
func TestAUsedCodeSaysSoAndCountsNotAsWrong(t *testing.T) {
	p, _ := owned(t)
	tablet := p.screen("kiosk")
	p.types(tablet.code, http.StatusSeeOther)
	said := func() {
		t.Helper()
		_, body := p.types(tablet.code, http.StatusUnprocessableEntity)
		has(t, body, `id="code-problem"`, "This code has paired a screen already.")
	}
	said()
	if tablet.check() != "/kiosk" {
		t.Error("the tablet cannot claim its pairing")
	}
	other := p.screen("kiosk")
	for range codeTries + personTries {
		said()
	}
	p.types(other.code, http.StatusSeeOther)
}

// "Pair it again" puts no whiteboard in the place of a tablet.
func TestAnotherKindOfScreenTakesNoPlace(t *testing.T) {
	p, site := owned(t)
	d, old, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Left", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	wall := p.screen("board")
	for range codeTries + 1 { // it is no wrong code either
		_, body := p.types(wall.code, http.StatusUnprocessableEntity, "device", idText(d.ID))
		has(t, body, `id="code-problem"`, "Left is a tablet", "choose “Tablet”", `value="`+wall.code+`"`)
	}
	if _, err := p.store.DeviceByToken(old); err != nil || wall.state() != "waiting" {
		t.Errorf("the tablet is out (%v), the wall is %s", err, wall.state())
	}
	wall.look("kiosk")
	p.types(wall.code, http.StatusSeeOther, "device", idText(d.ID))
	if wall.check() != "/kiosk" {
		t.Error("not paired after it chose to be a tablet")
	}
	foyer, _, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.BoardDevice, Name: "Foyer", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	_, body := p.types(p.screen("kiosk").code, http.StatusUnprocessableEntity, "device", idText(foyer.ID))
	has(t, body, "Foyer is a whiteboard", "choose “Whiteboard screen”")
	p.types(p.screen("").code, http.StatusSeeOther, "device", idText(foyer.ID)) // that one chose nothing
}

func TestAWrongNameOrSiteCostsNoCode(t *testing.T) {
	p, _ := owned(t)
	tablet := p.screen("kiosk")
	_, body := p.types(tablet.code, http.StatusUnprocessableEntity, "name", strings.Repeat("x", 81))
	has(t, body, `id="name-problem"`, tablet.code)
	p.types(tablet.code, http.StatusSeeOther)
}

func TestAWipedTabletTakesItsPlaceAgain(t *testing.T) {
	p, site := owned(t)
	d, old, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Left", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	wiped := p.screen("kiosk")
	_, body := p.types("BBBB-BBBB", http.StatusUnprocessableEntity, "device", idText(d.ID))
	has(t, body, "Pair it again", "No screen shows this code now.")
	p.types(wiped.code, http.StatusSeeOther, "device", idText(d.ID))
	if wiped.check() != "/kiosk" {
		t.Error("not paired")
	}
	list, err := p.store.Devices(t.Context())
	if err != nil || len(list) != 1 {
		t.Errorf("%d devices, %v", len(list), err)
	}
	if _, err := p.store.DeviceByToken(old); err == nil {
		t.Error("the browser before is still paired")
	}
}

func TestTheMemoryOfWaitingScreensIsBounded(t *testing.T) {
	now := storetest.Start()
	p := newPairings(func() time.Time { return now })
	for range waitingFrom * 3 {
		p.begin("", store.KioskDevice, "192.0.2.7")
	}
	if n := len(p.list); n != waitingFrom {
		t.Errorf("one address has %d codes, want %d", n, waitingFrom)
	}
	for i := range waitingMost + 10 {
		now = now.Add(time.Millisecond)
		p.begin("", store.KioskDevice, idText(store.SiteID(i)))
	}
	if n := len(p.list); n > waitingMost {
		t.Errorf("%d codes, want no more than %d", n, waitingMost)
	}
}

func FuzzReadCode(f *testing.F) {
	for _, s := range []string{"BCDF-GHJK", "bcdf ghjk", "ВСНК-МРТХ", "BCDFGHJ", "AEIO-UYAB", "BCDF–GHJK"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code := readCode(typed)
		if code == "" {
			return
		}
		if len(code) != pairingLength || strings.Trim(code, pairingLetters) != "" || readCode(shownCode(code)) != code {
			t.Errorf("%q is read as %q", typed, code)
		}
	})
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{"BCDF-GHJK": "BCDFGHJK", " bcdf ghjk ": "BCDFGHJK", "вснк-мртх": "BCHKMPTX", "BCDF-GHJ": "", "BCDF-GHJA": "", "": ""} {
		if got := readCode(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func tablet(t *testing.T, p *place, site store.Site, name string) store.Device {
	t.Helper()
	d, _, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: name, Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheListSaysHowEachDeviceIs(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	has(t, p.get("/office/devices", http.StatusOK), "paired, not heard of yet", "/pair")
	say := func(h store.Health) { p.store.DeviceAlive(d.ID, h) }
	page := "/office/devices/" + idText(d.ID)
	for _, c := range []struct {
		h    store.Health
		want string
	}{
		{store.Health{Persisted: "yes", Offline: "ready"}, "works"},
		{store.Health{Queue: 2, Oldest: p.clock.Now()}, "2 waited at 18:42:00, the first since 18:42"},
		{store.Health{Parked: 1}, "1 set aside"},
		{store.Health{Skew: 26 * time.Hour}, "clock is off by 1 d 2 h"},
		{store.Health{Persisted: "no"}, "waiting words are not safe on it"},
		{store.Health{Offline: "no"}, "does not start without network"},
		{store.Health{Offline: "http"}, "needs https to start without network"},
		{store.Health{Windowed: true}, "does not fill the screen"},
		{store.Health{Outdated: true}, "has an older page"},
	} {
		say(c.h)
		has(t, p.get("/office/devices", http.StatusOK), c.want)
		has(t, p.get(page, http.StatusOK), c.want)
	}
	say(store.Health{})
	p.clock.Add(2 * time.Minute)
	has(t, p.get("/office/devices", http.StatusOK), "seen 2 min ago", `dst good`)
	p.clock.Add(time.Hour)
	has(t, p.get("/office/devices", http.StatusOK), "quiet since 18:42", `dst bad`)
	p.clock.Add(12 * time.Hour) // closed since, open again
	has(t, p.get("/office/devices", http.StatusOK), "quiet since Tue 17 Nov, 18:42")
}

// A tablet whose words have come was heard of, also where the server lost its
// signs of life with the power.
func TestATabletWhoseWordsCameWasHeardOf(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	n := store.NewSubmission{Client: store.ClientID{1}, Site: site.ID, Device: d.ID, Seq: 1, Channel: store.KioskChannel, Lang: "en", Mood: 2, Text: "Cold", Final: true}
	if _, err := p.store.AddSubmission(t.Context(), store.ActingDevice(d.ID), n); err != nil {
		t.Fatal(err)
	}
	p.clock.Add(2 * time.Minute)
	for _, path := range []string{"/office/devices", "/office/devices/" + idText(d.ID)} {
		body := p.get(path, http.StatusOK)
		has(t, body, "last words 18:42", "seen 2 min ago")
		for _, other := range []string{"not heard of yet", "not used yet"} {
			if strings.Contains(body, other) {
				t.Errorf("%s says %q beside the last words", path, other)
			}
		}
	}
}

func TestAlarmsAreShownInTheOffice(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	p.store.SeenDevice(d.ID)
	p.clock.Add(11 * time.Minute)
	if _, err := p.store.WatchDevices(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/office", "/office/devices"} {
		has(t, p.get(page, http.StatusOK), "1 thing on a device needs you", "nothing heard of it since 18:42", "/office/devices/"+idText(d.ID))
	}
	has(t, p.get("/office/devices/"+idText(d.ID), http.StatusOK), "Quiet", "not over yet")
	p.store.SeenDevice(d.ID)
	if _, err := p.store.WatchDevices(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(p.get("/office", http.StatusOK), "needs you") {
		t.Error("the banner outlives what it tells of")
	}
	has(t, p.get("/office/devices/"+idText(d.ID), http.StatusOK), "well again Tue 17 Nov, 18:53")
}

// What is red in the list stands in the box above it, at the same moment, and
// the other way round.
func TestTheBoxAndTheRowsAgree(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	watch := func() {
		t.Helper()
		if _, err := p.store.WatchDevices(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	red := func() (row, box bool) {
		body := p.get("/office/devices", http.StatusOK)
		return strings.Contains(body, "dst bad"), strings.Contains(body, `class="alarms"`)
	}
	for _, c := range []struct {
		name string
		h    store.Health
		want bool
	}{
		{"fresh queue", store.Health{Queue: 3, Oldest: p.clock.Now(), Persisted: "yes"}, false},
		{"storage", store.Health{Persisted: "no"}, true}, {"clock", store.Health{Skew: time.Hour, Persisted: "yes"}, true}, {"parked", store.Health{Parked: 1, Persisted: "yes"}, true},
		{"queue", store.Health{Queue: 3, Oldest: p.clock.Now().Add(-20 * time.Minute), Persisted: "yes"}, true},
		{"well", store.Health{Persisted: "yes"}, false},
	} {
		p.clock.Add(time.Second)
		p.store.DeviceAlive(d.ID, c.h)
		for _, when := range []string{"before", "after"} {
			if row, box := red(); row != c.want || box != c.want {
				t.Errorf("%s, %s the next look at devices: red in the list %v, in the box %v; want %v", c.name, when, row, box, c.want)
			}
			watch()
		}
	}
	p.clock.Add(11 * time.Minute)
	if row, box := red(); !row || !box {
		t.Errorf("quiet: red in the list %v, in the box %v", row, box)
	}
	p.clock.Set(storetest.Start().Add(10 * time.Hour)) // at night
	if row, box := red(); row || box {
		t.Errorf("at night: red in the list %v, in the box %v", row, box)
	}
}

func TestTheDoorSaysWhatPlainHTTPCannot(t *testing.T) {
	p, _ := owned(t)
	door := func(host string) string {
		req, err := http.NewRequest(http.MethodGet, p.server.URL+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		res, err := p.client.Do(req)
		return p.body(res, err, http.StatusOK)
	}
	const says = "Without https a tablet cannot start while the network is down."
	has(t, door("192.168.1.5:8080"), says)
	if strings.Contains(door("localhost:8080"), says) {
		t.Error("said on the machine itself, where it is not so")
	}
}

func TestADeviceIsChangedRevokedAndPutBack(t *testing.T) {
	p, site := owned(t)
	d, _, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.BoardDevice, Name: "Foyer", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	page := "/office/devices/" + idText(d.ID)
	_, body := p.post(page, url.Values{"name": {"Hall"}, "site": {idText(site.ID)}, "diagonal": {"forty"}, "distance": {"3"}}, http.StatusUnprocessableEntity)
	has(t, body, "Write inches from 7 to 200", `value="forty"`, `value="Hall"`)
	to, _ := p.post(page, url.Values{"name": {"Hall"}, "site": {idText(site.ID)}, "diagonal": {"43"}, "distance": {"2,5"}}, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Saved.", "Hall", `value="2.5"`, "Its letters are 42 of 1,080 lines high")
	_, body = p.post(page+"/link", nil, http.StatusOK)
	has(t, body, secret(t, body), "Open this on Hall")
	to, _ = p.post(page+"/revoke", nil, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Hall is out of use.", page+"/restore")
	to, _ = p.post(page+"/restore", nil, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Hall is in use again.")
	p.get("/office/devices/99", http.StatusNotFound)
}

func TestNumbersThatNeverArrivedAreNamed(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	for _, n := range []int{1, 2, 5} {
		if _, err := p.store.AddSubmission(t.Context(), store.ActingDevice(d.ID), store.NewSubmission{Client: storetest.Client(n), Site: site.ID, Device: d.ID, Seq: int64(n),
			Channel: store.KioskChannel, Lang: "en", Mood: 3, Final: true}); err != nil {
			t.Fatal(err)
		}
	}
	has(t, p.get("/office/devices/"+idText(d.ID), http.StatusOK), "Numbers 3–4 have not arrived.")
}

// What is usual is said after a week, not after a quarter of an hour.
func TestWhatIsUsualTakesAWeekToKnow(t *testing.T) {
	p, site := owned(t)
	d := tablet(t, p, site, "Left")
	n := 0
	speak := func() {
		n++
		if _, err := p.store.AddSubmission(t.Context(), store.ActingDevice(d.ID), store.NewSubmission{Client: storetest.Client(n), Site: site.ID, Device: d.ID, Seq: int64(n),
			Channel: store.KioskChannel, Lang: "en", Mood: 3, Final: true}); err != nil {
			t.Fatal(err)
		}
	}
	for day := range 7 {
		speak()
		for _, page := range []string{"/office/devices", "/office/devices/" + idText(d.ID)} {
			if body := p.get(page, http.StatusOK); strings.Contains(body, "a day") != (day == 6) {
				t.Errorf("%s on day %d: what is usual is said: %v", page, day+1, day != 6)
			}
		}
		p.clock.Add(24 * time.Hour)
	}
}

// A slip of the hand is no try at somebody's code.
func TestWhatIsNoWholeCodeCountsNotAsWrong(t *testing.T) {
	p, _ := owned(t)
	tablet := p.screen("kiosk")
	for range codeTries + 1 {
		for _, typed := range []string{"", "B", "BCDF-GHJ", "AEIO-UAEI"} {
			_, body := p.types(typed, http.StatusUnprocessableEntity)
			has(t, body, `id="code-problem"`, "That is not a whole code.")
		}
	}
	p.types(tablet.code, http.StatusSeeOther)
}
