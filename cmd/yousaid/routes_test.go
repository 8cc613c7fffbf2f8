package main

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// inhabited is a house in this process with somebody of every role.
type inhabited struct {
	*house
	store  *store.Store
	site   store.Site
	tablet string // tokens
	screen string
}

// link pairs one browser with the tablet, once its button is pressed.
func (x *inhabited) link(t testing.TB) string { return x.linkFor(t, x.tablet) }

// linkFor is link for the device of a token.
func (x *inhabited) linkFor(t testing.TB, token string) string {
	t.Helper()
	d, err := x.store.DeviceByToken(token)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x.store.NewPairLink(t.Context(), store.System(), d.ID, store.PairLink{})
	if err != nil {
		t.Fatal(err)
	}
	return "/pair/" + secret
}

const testPassword = "a heron on the pool edge"

func inhabit(t testing.TB) *inhabited {
	t.Helper()
	s, _, site, _ := storetest.SetUp(t)
	return inhabitStore(t, s, site)
}

func inhabitStore(t testing.TB, s *store.Store, site store.Site) *inhabited {
	t.Helper()
	hash, err := auth.NewHasher().Hash(t.Context(), testPassword)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []store.Role{store.Staff, store.Manager, store.Director, store.Owner} {
		if _, err := s.AddUser(t.Context(), store.System(), store.User{Email: string(r) + "@example.org", Name: "Test " + string(r), Role: r, PasswordHash: hash}); err != nil {
			t.Fatal(err)
		}
	}
	x := &inhabited{store: s, site: site}
	for kind, token := range map[store.DeviceKind]*string{store.KioskDevice: &x.tablet, store.BoardDevice: &x.screen} {
		if _, *token, err = s.AddDevice(t.Context(), store.System(), store.Device{Kind: kind, Name: string(kind), Site: site.ID}); err != nil {
			t.Fatal(err)
		}
	}
	a := &app{ctx: t.Context(), process: process{Out: io.Discard, Err: io.Discard, Clock: s.Now}}
	if x.house, err = (serving{Host: []string{"example.com"}}).house(t.Context(), a, s, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}); err != nil {
		t.Fatal(err)
	}
	return x
}

// visitor is a browser that does not follow redirects.
func visitor(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// signedIn is a visitor who has signed in at the server.
func signedIn(t testing.TB, server, email string) *http.Client {
	t.Helper()
	c := visitor(t)
	res, err := c.PostForm(server+"/signin", url.Values{"email": {email}, "password": {testPassword}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in as %s: status %d", email, res.StatusCode)
	}
	return c
}

// may is what the guards promise: rows are guards, columns who asks.
var may = map[guard]map[string]bool{
	anyone:   {"nobody": true, "staff": true, "manager": true, "director": true, "owner": true},
	tabletTo: {"nobody": true, "tablet": true, "staff": true, "manager": true, "director": true, "owner": true},
	screenTo: {"nobody": true, "screen": true, "staff": true, "manager": true, "director": true, "owner": true},
	deviceTo: {"nobody": true, "tablet": true, "screen": true, "staff": true, "manager": true, "director": true, "owner": true},
	tablet:   {"tablet": true},
	doorway:  {"tablet": true},
	asStaff:  {"staff": true, "manager": true, "director": true, "owner": true},
	manager:  {"manager": true, "director": true, "owner": true},
	director: {"director": true, "owner": true},
	private:  {"director": true, "owner": true},
	owner:    {"owner": true},
}

// reachable routes answer 418 instead of what they do.
func (x *inhabited) reachable(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	reached := func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusTeapot)
		return nil
	}
	for _, r := range x.routes() {
		if r.pattern != "POST /signin" {
			r.handler = reached
		}
		mux.Handle(r.pattern, x.guarded(r))
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// Every route is asked by everybody; its handler is replaced by one that says
// that it was reached.
func TestEveryRouteWithEveryRole(t *testing.T) {
	x := inhabit(t)
	server := x.reachable(t)
	people := map[string]*http.Client{"nobody": visitor(t), "tablet": withDevice(t, server, x.tablet), "screen": withDevice(t, server, x.screen)}
	for _, role := range []string{"staff", "manager", "director", "owner"} {
		people[role] = signedIn(t, server, role+"@example.org")
	}
	for _, r := range x.routes() {
		if r.pattern == "POST /signin" {
			continue
		}
		for who, client := range people {
			status := ask(t, client, server, r.pattern)
			if got, want := status == http.StatusTeapot, may[r.guard][who]; got != want {
				t.Errorf("%s asked by %s: status %d, want reached=%v", r.pattern, who, status, want)
			}
		}
	}
}

// Whoever holds nothing but a device's credential gets 404 on every route that
// is not the device's own, by cookie and by bearer token; a screen only looks.
func TestADevicesCredentialOpensOnlyItsOwnRoutes(t *testing.T) {
	x := inhabit(t)
	server := x.reachable(t)
	own := map[string]map[string]bool{"tablet": {}, "screen": {}}
	for _, r := range x.routes() {
		for who, token := range map[string]string{"tablet": x.tablet, "screen": x.screen} {
			want := http.StatusNotFound
			if may[r.guard][who] && (who == "tablet" || strings.HasPrefix(r.pattern, "GET ")) {
				want = http.StatusTeapot
				own[who][r.pattern] = true
			}
			for way, client := range map[string]*http.Client{"cookie": withDevice(t, server, token), "bearer token": bearing(t, token)} {
				if got := ask(t, client, server, r.pattern); got != want {
					t.Errorf("%s asked by a %s with its %s: status %d, want %d", r.pattern, who, way, got, want)
				}
			}
		}
	}
	for _, never := range []string{"GET /{$}", "GET /setup", "GET /signin", "POST /signin", "GET /desk", "GET /office", "GET /office/devices", "GET /pair", "GET /s/{token}", "GET /at/{site}"} {
		if own["tablet"][never] || own["screen"][never] {
			t.Errorf("%s is a device's own", never)
		}
	}
	for who, prefixes := range map[string][]string{"tablet": {"GET /kiosk", "POST /kiosk"}, "screen": {"GET /board"}} {
		for pattern := range own[who] {
			if !startsWith(pattern, append(prefixes, "GET /api/v1/", "GET /healthz", "GET /readyz", "GET /trust")) && pattern != "POST /api/v1/submissions" {
				t.Errorf("%s is a %s's own", pattern, who)
			}
		}
	}
}

func startsWith(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// bearing is a program that shows a token with each request.
func bearing(t testing.TB, token string) *http.Client {
	t.Helper()
	c := visitor(t)
	c.Transport = shown(token)
	return c
}

type shown string

func (s shown) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "bearer "+string(s))
	return http.DefaultTransport.RoundTrip(r)
}

func withDevice(t testing.TB, server, token string) *http.Client {
	t.Helper()
	c := visitor(t)
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	c.Jar.SetCookies(u, []*http.Cookie{{Name: auth.DeviceCookie, Value: token, Path: "/"}})
	return c
}

// ask requests a pattern with "1" for every wildcard.
func ask(t testing.TB, c *http.Client, server, pattern string) int {
	t.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	path = regexp.MustCompile(`\{[^}$]+\}`).ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "1")
	req, err := http.NewRequest(method, server+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// A form of another site is refused on every route that changes something.
func TestOtherSitesCannotActAsStaff(t *testing.T) {
	x := inhabit(t)
	server := httptest.NewServer(x.handler)
	defer server.Close()
	owner := signedIn(t, server.URL, "owner@example.org")
	for _, r := range x.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		if method == http.MethodGet {
			continue
		}
		path = regexp.MustCompile(`\{[^}]+\}`).ReplaceAllString(path, "1")
		req, err := http.NewRequest(method, server.URL+path, strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", "https://evil.example")
		res, err := owner.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%s from another site: status %d, want 403", r.pattern, res.StatusCode)
		}
	}
}

// The figures for a monitor are not for the network.
func TestMetricsStayOnTheMachine(t *testing.T) {
	x := inhabit(t)
	for from, want := range map[string]int{"127.0.0.1:5000": http.StatusOK, "192.0.2.7:5000": http.StatusNotFound} {
		req := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		req.RemoteAddr = from
		w := httptest.NewRecorder()
		x.handler.ServeHTTP(w, req)
		if w.Code != want {
			t.Errorf("from %s: status %d, want %d", from, w.Code, want)
		}
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	x := inhabit(t)
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/nowhere", http.StatusNotFound}, {"GET", "/api/v1/nowhere", http.StatusNotFound}, {"GET", "/wp-login.php", http.StatusNotFound},
		{"GET", "/api/v1/submissions", http.StatusMethodNotAllowed}, {"DELETE", "/desk", http.StatusMethodNotAllowed}, {"POST", "/board", http.StatusMethodNotAllowed},
	} {
		w := httptest.NewRecorder()
		x.handler.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
		if w.Code != c.status || strings.Contains(w.Body.String(), "404 page") {
			t.Errorf("%s %s: %d %.80q, want %d in our own words", c.method, c.path, w.Code, w.Body, c.status)
		}
	}
}
