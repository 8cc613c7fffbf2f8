package board_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/board"
	"github.com/yousaid/yousaid/store"
)

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	return context.WithCancel(context.WithoutCancel(t.Context()))
}

// screen is an open board's side of the stream.
type screen struct {
	t    testing.TB
	body io.ReadCloser
	in   *bufio.Reader
}

type sent struct{ name, data string }

func (p *place) screen(query string) *screen {
	p.t.Helper()
	r, err := http.Get(p.http.URL + "/board/events?" + query)
	p.must(err)
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "text/event-stream" {
		p.t.Fatalf("GET /board/events?%s: %s, %s", query, r.Status, r.Header.Get("Content-Type"))
	}
	p.t.Cleanup(func() { r.Body.Close() })
	return &screen{p.t, r.Body, bufio.NewReader(r.Body)}
}

// read gives the next event; io.EOF when the server ended the stream.
func (s *screen) read() (e sent, err error) {
	for {
		line, err := s.in.ReadString('\n')
		if err != nil {
			return e, err
		}
		line = strings.TrimSuffix(line, "\n")
		switch name, value, _ := strings.Cut(line, ": "); {
		case name == "event":
			e.name = value
		case name == "data":
			e.data = value
		case line == "" && e.name != "":
			return e, nil
		}
	}
}

// next waits for an event of that name.
func (s *screen) next(name string) sent {
	s.t.Helper()
	for {
		e, err := s.read()
		if err != nil {
			s.t.Fatalf("waiting for %s: %v", name, err)
		}
		if e.name == name {
			return e
		}
	}
}

func TestStreamBeginsWithStateAndLife(t *testing.T) {
	p := open(t, board.Options{Version: "1.0"})
	p.write(p.say("cold"), "Changing rooms are cold", "New valve")
	s := p.screen("site=linden-park&lang=de")
	var state struct{ Version, HTML string }
	p.must(json.Unmarshal([]byte(s.next("board").data), &state))
	if !strings.Contains(state.HTML, "Changing rooms are cold") || !strings.Contains(state.HTML, "Person") {
		t.Errorf("the first event is not the state in German: %s", state.HTML)
	}
	var tick struct {
		Version string
		Now     int64
		Clock   map[string]string
	}
	p.must(json.Unmarshal([]byte(s.next("tick").data), &tick))
	if tick.Now != p.clock.Now().UnixMilli() || tick.Clock["day"] != "17. November" || tick.Version != state.Version {
		t.Errorf("the tick says %+v", tick)
	}
	if _, html := p.get("/board?lang=de"); !strings.Contains(html, `data-version="`+state.Version+`"`) {
		t.Error("page and stream differ in version: screens would load anew for ever")
	}
}

func TestNewProgramHasAnotherVersion(t *testing.T) {
	version := func(v string) string {
		return open(t, board.Options{Version: v}).screen("site=linden-park").next("board").data
	}
	first, same, next := version("1.0"), version("1.0"), version("1.1")
	if first != same || first == next {
		t.Error("the version does not follow the program's")
	}
}

func TestChangeReachesEveryScreenInItsLanguage(t *testing.T) {
	p := open(t, board.Options{Beat: time.Hour})
	p.run()
	english, german := p.screen("site=linden-park&lang=en"), p.screen("site=linden-park&lang=de")
	english.next("board")
	german.next("board")
	p.write(p.say("cold"), "Changing rooms are cold", "New valve")
	if e := english.next("board"); !strings.Contains(e.data, "Changing rooms are cold") || !strings.Contains(e.data, ">person<") {
		t.Error("English screen:", e.data)
	}
	if e := german.next("board"); !strings.Contains(e.data, "Changing rooms are cold") || !strings.Contains(e.data, ">Person<") {
		t.Error("German screen:", e.data)
	}
}

// A takedown is the change that matters most.
func TestTakenOffIsGoneFromOpenScreens(t *testing.T) {
	p := open(t, board.Options{Beat: time.Hour})
	id := p.say("cold")
	p.write(id, "Marta is rude", "We talk")
	p.run()
	s := p.screen("site=linden-park")
	if e := s.next("board"); !strings.Contains(e.data, "Marta is rude") {
		t.Fatal("not on the board:", e.data)
	}
	p.must(p.store.TakeOff(t.Context(), store.ActingUser(p.owner.ID), id))
	if e := s.next("board"); strings.Contains(e.data, "Marta is rude") {
		t.Error("still on the board:", e.data)
	}
}

// The server's own write and read limits (300 ms here) must not end a stream.
func TestBeatsOutliveTheServersTimeouts(t *testing.T) {
	p := open(t, board.Options{Beat: 100 * time.Millisecond})
	p.run()
	s := p.screen("site=linden-park")
	for range 8 {
		s.next("tick")
	}
}

func TestShutdownEndsStreamsAndLeavesNothingBehind(t *testing.T) {
	p := open(t, board.Options{Beat: time.Hour})
	stop := p.run()
	var screens []*screen
	for range 20 {
		s := p.screen("site=linden-park")
		s.next("tick")
		screens = append(screens, s)
	}
	if n := p.board.Screens(); n != 20 {
		t.Errorf("%d screens are open", n)
	}
	stop()
	for _, s := range screens {
		if e, err := s.read(); err != io.EOF {
			t.Errorf("after the end: %v, %v", e, err)
		}
	}
	if status, _ := p.get("/board/events?site=linden-park"); status != http.StatusServiceUnavailable {
		t.Errorf("a closed board answers %d", status)
	}
	p.http.Close()
	if n := p.board.Screens(); n != 0 {
		t.Errorf("%d screens are still counted", n)
	}
	for wait := time.Now().Add(5 * time.Second); goroutinesOf("yousaid/board.") != ""; runtime.Gosched() {
		if time.Now().After(wait) {
			t.Fatalf("goroutines are left:\n%s", goroutinesOf("yousaid/board."))
		}
	}
}

// goroutinesOf gives the stacks that run code of a package, but for the tests.
func goroutinesOf(pkg string) string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	var found []string
	for _, g := range strings.Split(string(buf), "\n\n") {
		if strings.Contains(g, pkg) && !strings.Contains(g, "_test.") {
			found = append(found, g)
		}
	}
	return strings.Join(found, "\n\n")
}

func TestAScreenThatLeavesIsForgotten(t *testing.T) {
	p := open(t, board.Options{Beat: 20 * time.Millisecond})
	p.run()
	a, b := p.screen("site=linden-park"), p.screen("site=linden-park")
	a.next("tick")
	a.body.Close()
	for p.board.Screens() != 1 {
		b.next("tick") // a beat writes to all, and so finds out
	}
}

func TestNoRoomIsSaidAndComesBack(t *testing.T) {
	p := open(t, board.Options{MaxScreens: 1, Beat: 20 * time.Millisecond})
	p.run()
	s := p.screen("site=linden-park")
	s.next("tick")
	if status, body := p.get("/board/events?site=linden-park"); status != http.StatusServiceUnavailable || body != "" {
		t.Errorf("no room: %d %q", status, body)
	}
}

// Over HTTP/2 no connection can be taken over; the stream is the same.
func TestStreamOverHTTP2(t *testing.T) {
	p := open(t, board.Options{Beat: 100 * time.Millisecond})
	p.run()
	p.http.Close()
	p.http = httptest.NewUnstartedServer(routes(p.board))
	p.http.EnableHTTP2 = true
	p.http.Config.WriteTimeout, p.http.Config.ReadTimeout = 300*time.Millisecond, 300*time.Millisecond
	p.http.StartTLS()
	t.Cleanup(func() { p.board.Close(); p.http.Close() })
	r, err := p.http.Client().Get(p.http.URL + "/board/events?site=linden-park")
	p.must(err)
	defer r.Body.Close()
	if r.ProtoMajor != 2 {
		t.Fatal("not HTTP/2:", r.Proto)
	}
	s := &screen{t, r.Body, bufio.NewReader(r.Body)}
	s.next("board")
	for range 6 {
		s.next("tick")
	}
}

// A burst of commits is one look, not one for each: at most one in 35 ms.
func TestBurstIsShownOnce(t *testing.T) {
	p := open(t, board.Options{Beat: time.Hour})
	id := p.say("cold")
	p.run()
	s := p.screen("site=linden-park")
	s.next("board")
	start := time.Now()
	for i := range 60 {
		p.write(id, "Row "+strings.Repeat("x", i%30+1), "New valve")
	}
	p.write(id, "End of burst", "New valve")
	events := 1
	for !strings.Contains(s.next("board").data, "End of burst") {
		events++
	}
	if most := int(time.Since(start)/(35*time.Millisecond)) + 2; events > most {
		t.Errorf("%d events in %v for 61 commits", events, time.Since(start))
	}
}

// Whatever is asked for, the stream answers with board data or a plain refusal.
func FuzzEventsQuery(f *testing.F) {
	p := open(f, board.Options{})
	for _, q := range []string{"site=linden-park", "site=linden-park&lang=xx", "site=%00", "lang=de", "site=..%2f&lang=%ff", ";;", "site=' OR 1=1"} {
		f.Add(q)
	}
	h := routes(p.board)
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest(http.MethodHead, "/board/events", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK && w.Code != http.StatusNotFound {
			t.Errorf("%q: %d %s", query, w.Code, w.Body)
		}
	})
}
