// Package storetest gives tests a real store: a fresh SQLite file in a
// temporary folder, a clock that only the test moves, and a place to start
// from.
package storetest

import (
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

// Clock is a clock that stands still until a test moves it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time that it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set shows another time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// Start is where the clock of a fresh store stands: a Tuesday in opening hours.
func Start() time.Time { return time.Date(2026, 11, 17, 16, 42, 0, 0, time.UTC) }

// Open makes an empty store whose file goes with the test.
func Open(t testing.TB) (*store.Store, *Clock) {
	t.Helper()
	c := &Clock{now: Start()}
	return OpenWith(t, store.Options{Path: filepath.Join(t.TempDir(), "yousaid.db"), Clock: c.Now}), c
}

// OpenWith opens a store of the test's own making; it is closed with the test.
func OpenWith(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return s
}

// LindenPark is a leisure centre in Tallinn, open every day from 7 to 22, that
// promises an answer within two working days.
func LindenPark() store.Site {
	x := store.Site{Slug: "linden-park", Name: "Linden Park", LongName: "Linden Park Leisure Centre", Prefix: "LP", Zone: "Europe/Tallinn",
		Languages: []string{"en", "de", "et", "ru", "uk", "fil"}, Promise: store.Promise{N: 2, Unit: "wd"}, RetainDays: 30}
	for d := range x.Hours {
		x.Hours[d] = []store.Span{{From: 7 * 60, To: 22 * 60}}
	}
	return x
}

// SetUp makes a store with Linden Park and its owner, olga@example.org.
func SetUp(t testing.TB) (*store.Store, *Clock, store.Site, store.User) {
	t.Helper()
	s, c := Open(t)
	site, owner, err := s.SetUp(t.Context(), store.SetUp{Site: LindenPark(), Owner: store.User{Email: "olga@example.org", Name: "Olga Tamm", PasswordHash: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	return s, c, site, owner
}

// User adds a person of a role; the address is made from the name.
func User(t testing.TB, s *store.Store, name string, role store.Role, showName bool) store.User {
	t.Helper()
	u, err := s.AddUser(t.Context(), store.System(), store.User{Email: store.Slug(name) + "@example.org", Name: name, Role: role, ShowName: showName, PasswordHash: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Client gives the n-th client id of a test.
func Client(n int) store.ClientID {
	var c store.ClientID
	c[6], c[8] = 0x70, 0x80
	c[14], c[15] = byte(n>>8), byte(n)
	return c
}

// Say hands words in at the kiosk, as a finished form with a bad face.
func Say(t testing.TB, s *store.Store, site store.SiteID, n int, text string, topics ...string) store.Receipt {
	t.Helper()
	r, err := s.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: Client(n), Site: site, Channel: store.KioskChannel, Lang: "en", Mood: 2, Topics: topics, Text: text, Final: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
