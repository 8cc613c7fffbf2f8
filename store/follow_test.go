package store

import (
	"path/filepath"
	"testing"
	"time"
)

// A device that a command pairs or revokes beside the running server is known
// to the server at its next look.
func TestServerSeesWhatACommandDid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	server, command := openForTest(t, path), openForTest(t, path)
	hours := Hours{}
	hours[1] = []Span{{From: 540, To: 1020}}
	site, _, err := command.SetUp(t.Context(), SetUp{Site: Site{Name: "Linden Park", Zone: "UTC", Hours: hours, Languages: []string{"en"}, Promise: Promise{2, "wd"}}, Owner: User{Email: "a@b", Name: "A", PasswordHash: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	tick := make(chan time.Time)
	conn, err := server.read.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	looked := server.Watch(t.Context())
	go server.follow(t.Context(), conn, -1, tick)
	look := func() {
		tick <- time.Time{}
		<-looked
	}
	look()
	if !server.IsSetUp() {
		t.Fatal("the server does not know that the place was set up")
	}
	d, token, err := command.AddDevice(t.Context(), System(), Device{Kind: KioskDevice, Name: "Reception", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	look()
	if _, err := server.DeviceByToken(token); err != nil {
		t.Errorf("paired by the command: %v", err)
	}
	if err := command.RevokeDevice(t.Context(), System(), d.ID); err != nil {
		t.Fatal(err)
	}
	look()
	if _, err := server.DeviceByToken(token); CodeOf(err) != NotFound {
		t.Errorf("revoked by the command: %v, want not found", err)
	}
}

func openForTest(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
