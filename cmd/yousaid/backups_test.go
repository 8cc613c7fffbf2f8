package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store/storetest"
)

// Every night a checked backup is written and the oldest goes; a backup that
// is not good gets no name, costs no good one, and the owner reads about it.
func TestNightlyBackups(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	storetest.Say(t, s, site.ID, 1, "words to keep")
	x := inhabitStore(t, s, site)
	k := x.keeper
	k.keep, k.disk = 3, func(string) (uint64, uint64, error) { return 1 << 40, 1 << 41, nil }
	p := x.web.Catalog.Printer("en")
	if w := k.worries(p); len(w) != 0 {
		t.Errorf("worries at the start: %q", w)
	}
	for range 5 {
		if !k.due() {
			t.Fatal("no backup is due after a day")
		}
		if err := k.make(t.Context()); err != nil {
			t.Fatal(err)
		}
		if k.due() {
			t.Error("due again at once")
		}
		clock.Add(24 * time.Hour)
	}
	names, err := k.names()
	if err != nil || len(names) != 3 {
		t.Fatalf("kept %v, %v; want 3", names, err)
	}
	copied := filepath.Join(t.TempDir(), "drill.db")
	if out := ok(t, "", "restore", filepath.Join(k.dir, names[2]), "--db", copied); !strings.Contains(out, "restored") {
		t.Errorf("the drill said %q", out)
	}
	if out := ok(t, "", "export", "submissions", "--db", copied); !strings.Contains(out, "words to keep") {
		t.Errorf("after the drill: %q", out)
	}
	good := k.dir
	k.dir = "/proc/nowhere"
	if err := k.make(t.Context()); err == nil {
		t.Error("a backup into nowhere was made")
	}
	clock.Add(13 * time.Hour)
	if w := k.worries(p); len(w) != 1 || !strings.Contains(w[0], "no good backup") {
		t.Errorf("after 37 hours: %q", w)
	}
	k.dir = good
	if again, _ := k.names(); len(again) != 3 {
		t.Errorf("a failed backup cost good ones: %v", again)
	}
	k.disk = func(string) (uint64, uint64, error) { return 400 << 20, 1 << 40, nil }
	if w := k.worries(p); len(w) != 2 || !strings.Contains(w[1], "400 MB") {
		t.Errorf("with 400 MB left: %q", w)
	}
}

// A damaged database gives no backup, so the last good one stays.
func TestDamagedDatabaseGivesNoBackup(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	for n := range 200 {
		storetest.Say(t, s, site.ID, n+1, strings.Repeat("words ", 100))
	}
	x := inhabitStore(t, s, site)
	x.keeper.keep = 1
	if err := x.keeper.make(t.Context()); err != nil {
		t.Fatal(err)
	}
	names, err := x.keeper.names()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(filepath.Join(x.keeper.dir, names[0]))
	if err != nil {
		t.Fatal(err)
	}
	// The first byte of a page says what it is: flip it in up to 100 places.
	const page = 4096
	found, places := 0, 0
	for at := page; at < len(sound) && places < 100; at += page * max(1, len(sound)/page/100) {
		if kind := sound[at]; kind != 2 && kind != 5 && kind != 10 && kind != 13 {
			continue // an overflow page has no kind
		}
		places++
		harmed := append([]byte(nil), sound...)
		harmed[at] ^= 0x41
		name := filepath.Join(t.TempDir(), "harmed.db")
		if err := os.WriteFile(name, harmed, 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, _ := command(t, "", "check", "--db", name); code != exitDone {
			found++
		}
	}
	if places < 20 || found*100 < places*95 {
		t.Errorf("found %d of %d damaged pages, want 95 in 100", found, places)
	}
	t.Logf("found %d of %d", found, places)
}

func TestDiskSpaceIsRead(t *testing.T) {
	free, size, err := diskSpace(t.TempDir())
	if err != nil || free == 0 || free > size {
		t.Errorf("%d of %d, %v", free, size, err)
	}
	if _, _, err := diskSpace("/nowhere"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nowhere: %v", err)
	}
}
