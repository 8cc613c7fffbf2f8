package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A page whose name was made to point at this computer (DNS rebinding) gets
// nothing, not even as itself; everybody who means this server gets through.
func TestOnlyOurOwnNamesAreAnswered(t *testing.T) {
	c := serving{Listen: "0.0.0.0:8080", BaseURL: "https://said.example.org", Host: []string{"front.example.org"}, securing: securing{TLSName: []string{"desk.example.org"}}}
	h := &hosts{web: inhabit(t).web, known: append((&officeMachine{}).machine().names(), c.askedNames()...)}
	reached := h.only(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	for host, want := range map[string]int{
		"localhost:8080": http.StatusTeapot, "LOCALHOST": http.StatusTeapot, "127.0.0.1:8080": http.StatusTeapot, "[::1]:8080": http.StatusTeapot, "192.168.1.5:8080": http.StatusTeapot,
		"reception:8080": http.StatusTeapot, "reception.local": http.StatusTeapot, "Reception.Local.": http.StatusTeapot, "said.example.org": http.StatusTeapot, "front.example.org:80": http.StatusTeapot, "desk.example.org": http.StatusTeapot,
		"evil.example": http.StatusMisdirectedRequest, "evil.example:8080": http.StatusMisdirectedRequest, "reception.evil.example": http.StatusMisdirectedRequest, "localhost.evil.example": http.StatusMisdirectedRequest,
		"127.0.0.1.nip.io": http.StatusMisdirectedRequest, "": http.StatusMisdirectedRequest, "said.example.org.evil.example": http.StatusMisdirectedRequest, "2130706433": http.StatusMisdirectedRequest,
	} {
		r := httptest.NewRequest(http.MethodGet, "/desk", nil)
		r.Host = host
		w := httptest.NewRecorder()
		reached.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestRebindingReachesNoPageAndNoFigure(t *testing.T) {
	x := inhabit(t)
	for _, c := range []struct {
		path, from string
		status     int
	}{
		{"/", "127.0.0.1:5000", http.StatusMisdirectedRequest}, {"/signin", "127.0.0.1:5000", http.StatusMisdirectedRequest}, {"/metrics", "127.0.0.1:5000", http.StatusMisdirectedRequest},
		{"/healthz", "127.0.0.1:5000", http.StatusOK}, {"/readyz", "[::1]:5000", http.StatusOK}, {"/healthz", "192.0.2.7:5000", http.StatusMisdirectedRequest},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		r.Host, r.RemoteAddr = "rebound.evil.example", c.from
		w := httptest.NewRecorder()
		x.handler.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s from %s: %d, want %d", c.path, c.from, w.Code, c.status)
		}
		if c.status == http.StatusMisdirectedRequest && !strings.Contains(w.Body.String(), "--host rebound.evil.example") {
			t.Errorf("%s: %q does not say what to do", c.path, w.Body)
		}
	}
}
