package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// Ten tablets that come back with two hundred words each meet no limit, and
// neither does a leisure centre whose phones share one address.
func TestNoHonestPersonMeetsTheLimit(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	x := inhabitStore(t, s, site)
	for n := range 10 {
		_, token, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: fmt.Sprint("Tablet ", n), Site: site.ID})
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			if w := handIn(t, x, "Bearer "+token, "192.0.2.1:4000", newSubmission("kept while the network was down")); w.Code != http.StatusCreated {
				t.Fatalf("tablet %d: %d %s", n, w.Code, w.Body)
			}
		}
	}
	key := mustSite(t, s, site.ID).PublicKey
	for range 20 { // a class of thirty, every minute for twenty minutes
		for range 30 {
			if w := handIn(t, x, "Bearer "+key, "192.0.2.1:4000", newSubmission("from a phone")); w.Code != http.StatusCreated {
				t.Fatalf("phone: %d %s", w.Code, w.Body)
			}
		}
		clock.Add(time.Minute)
	}
}

func mustSite(t *testing.T, s *store.Store, id store.SiteID) store.Site {
	t.Helper()
	site, err := s.Site(id)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func handIn(t *testing.T, x *inhabited, authorization, from string, v submission) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/submissions", strings.NewReader(string(body)))
	r.Header.Set("Authorization", authorization)
	r.RemoteAddr = from
	w := httptest.NewRecorder()
	x.handler.ServeHTTP(w, r)
	return w
}

// A flood from one address is answered 429 and when to come again; nobody else
// notices, and after a while it may speak again.
func TestAFloodIsHeldBack(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	x := inhabitStore(t, s, site)
	key := "Bearer " + mustSite(t, s, site.ID).PublicKey
	held := 0
	for range floodBurst + 50 {
		w := handIn(t, x, key, "[2001:db8:1:2::7]:4000", newSubmission("flood"))
		if w.Code == http.StatusTooManyRequests {
			held++
			if w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), `"message"`) {
				t.Fatalf("held back: %v %s", w.Header(), w.Body)
			}
		}
	}
	if held != 50 {
		t.Errorf("%d of 50 held back", held)
	}
	if w := handIn(t, x, key, "[2001:db8:1:2::99]:4000", newSubmission("the same household")); w.Code != http.StatusTooManyRequests {
		t.Errorf("another address of the same network: %d", w.Code)
	}
	if w := handIn(t, x, key, "192.0.2.5:4000", newSubmission("somebody else")); w.Code != http.StatusCreated {
		t.Errorf("another address: %d", w.Code)
	}
	if w := handIn(t, x, "Bearer "+x.tablet, "[2001:db8:1:2::7]:4000", newSubmission("a tablet behind the flooded address")); w.Code != http.StatusCreated {
		t.Errorf("the tablet: %d", w.Code)
	}
	clock.Add(2 * time.Second)
	if w := handIn(t, x, key, "[2001:db8:1:2::7]:4000", newSubmission("later")); w.Code != http.StatusCreated {
		t.Errorf("two seconds later: %d", w.Code)
	}
}

// Whoever types on a phone behind a flooded address keeps every letter and is
// asked to press again.
func TestHeldBackFormKeepsWhatWasTyped(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	x := inhabitStore(t, s, site)
	form := url.Values{"mood": {"2"}, "text": {"I stood twenty minutes."}, "lang": {"de"}}
	send := func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/at/"+site.Slug, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		x.handler.ServeHTTP(w, r)
		return w
	}
	for range floodBurst {
		handIn(t, x, "Bearer "+mustSite(t, s, site.ID).PublicKey, "192.0.2.1:1234", newSubmission("flood"))
	}
	w := send()
	if w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "I stood twenty minutes.") || !strings.Contains(w.Body.String(), "Drücken Sie gleich noch einmal") {
		t.Errorf("%d; want 429 and the form with its words", w.Code)
	}
	clock.Add(time.Second)
	if w := send(); w.Code != http.StatusSeeOther {
		t.Errorf("pressed again: %d, want 303", w.Code)
	}
}

// However many addresses come, the memory stays the same.
func TestFloodGuardForgets(t *testing.T) {
	f := newFloods(time.Now)
	for n := range 3 * floodsKnown {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", n>>16&255, n>>8&255, n&255)
		f.wait(r)
	}
	if f.recent.Len() != floodsKnown || len(f.of) != floodsKnown {
		t.Errorf("%d and %d remembered, want %d", f.recent.Len(), len(f.of), floodsKnown)
	}
}
