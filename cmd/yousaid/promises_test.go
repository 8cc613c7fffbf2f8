package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// "Saved" is said only after the disk has it: the system calls of the real
// server show a sync between every arrival and its 201.
func TestEverySavedIsSyncedFirst(t *testing.T) {
	path, token := preparedDB(t)
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(t.TempDir(), "trace")
	s := startAs(t, []string{"strace", "-D", "-f", "-qq", "-s", "16", "-e", "trace=fsync,fdatasync,write", "-o", trace, name}, "serve", "--db", path)
	const n = 20
	for range n {
		if status, _, err := post(http.DefaultClient, s.URL, token, newSubmission("synced")); status != http.StatusCreated {
			t.Fatal(status, err)
		}
	}
	s.kill()
	saved, unsynced := 0, 0
	// The tracer writes its last lines after the server has gone.
	for late := time.Now().Add(10 * time.Second); saved < n && time.Now().Before(late); {
		b, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		saved, unsynced = answersIn(string(b))
	}
	if saved != n || unsynced != 0 {
		t.Errorf("%d answers seen in the trace, %d of them before anything was synced; want %d and 0", saved, unsynced, n)
	}
}

// answersIn counts the 201s in a trace, and those without a finished sync
// since the one before.
func answersIn(trace string) (saved, unsynced int) {
	done := regexp.MustCompile(`(fsync|fdatasync)(\(\d+\)| resumed>\)).* = 0`)
	synced := false
	for line := range strings.Lines(trace) {
		switch {
		case done.MatchString(line):
			synced = true
		case strings.Contains(line, `"HTTP/1.1 201`):
			saved++
			if !synced {
				unsynced++
			}
			synced = false
		}
	}
	return saved, unsynced
}

// A hundred resends at once are one row and a hundred times the same receipt;
// other words under the same id are kept and flagged.
func TestHundredResendsAreOneReceipt(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	x := inhabitStore(t, s, site)
	sub := newSubmission("I said it once.")
	answers := make([]string, 100)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			w := handIn(t, x, "Bearer "+x.tablet, "192.0.2.1:4000", sub)
			var receipt struct{ ID, Reference string }
			if err := json.Unmarshal(w.Body.Bytes(), &receipt); err != nil || w.Code != http.StatusCreated || receipt.ID != sub.ID {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			answers[i] = receipt.Reference
		})
	}
	wg.Wait()
	for _, a := range answers {
		if a != answers[0] || a == "" {
			t.Fatalf("references differ: %q and %q", answers[0], a)
		}
	}
	other := sub
	other.Text = "Something else under the same id."
	if w := handIn(t, x, "Bearer "+x.tablet, "192.0.2.1:4000", other); w.Code != http.StatusConflict {
		t.Errorf("other words: %d, want 409", w.Code)
	}
	rows := 0
	err := s.EachSubmission(t.Context(), func(store.ExportedSubmission) error { rows++; return nil })
	if err != nil || rows != 1 {
		t.Errorf("%d rows, %v; want 1", rows, err)
	}
	if b, err := os.ReadFile(s.Path() + "-wal"); err != nil || !bytes.Contains(b, []byte(other.Text)) {
		t.Errorf("the other words are not kept: %v", err)
	}
	if first, err := s.SubmissionByReference(t.Context(), answers[0]); err != nil || first.Text != sub.Text || first.Flags&store.FlagOther == 0 {
		t.Errorf("staff see %q, flags %d, %v; want the first words, flagged", first.Text, first.Flags, err)
	}
}

// Fifty people post while backups are taken and reports are read: nobody hears
// that the database is busy. YOUSAID_CROWD says for how long.
func TestNobodyHearsThatTheDatabaseIsLocked(t *testing.T) {
	length := 4 * time.Second
	if given := os.Getenv("YOUSAID_CROWD"); given != "" {
		var err error
		if length, err = time.ParseDuration(given); err != nil {
			t.Fatal(err)
		}
	}
	s, _, site, _ := storetest.SetUp(t)
	x := inhabitStore(t, s, site)
	ctx, stop := context.WithTimeout(t.Context(), length)
	defer stop()
	var beside, posters sync.WaitGroup
	var posted, backups, reports atomic.Int64
	beside.Go(func() {
		for name := filepath.Join(t.TempDir(), "copy"); ctx.Err() == nil; backups.Add(1) {
			if err := errors.Join(s.Backup(t.Context(), name), os.Remove(name)); err != nil {
				t.Errorf("backup: %v", err)
			}
		}
	})
	beside.Go(func() {
		for ctx.Err() == nil {
			if _, err := s.TopComplaints(t.Context(), site.ID, 12); err != nil {
				t.Errorf("board: %v", err)
			}
			if _, err := s.Inbox(t.Context(), store.InboxFilter{Site: site.ID, Limit: 50}, 0); err != nil {
				t.Errorf("inbox: %v", err)
			}
			if _, err := s.Figures(t.Context(), site.ID, storetest.Start().AddDate(0, -3, 0), storetest.Start()); err != nil {
				t.Errorf("report: %v", err)
			}
			reports.Add(1)
		}
	})
	for n := range 50 {
		_, token, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: fmt.Sprint("Tablet ", n), Site: site.ID})
		if err != nil {
			t.Fatal(err)
		}
		posters.Go(func() {
			for pace := time.Tick(length / 2000); ctx.Err() == nil; <-pace { // a disk has an end
				if w := handIn(t, x, "Bearer "+token, "192.0.2.1:4000", newSubmission("in a rush")); w.Code != http.StatusCreated {
					t.Errorf("%d %s", w.Code, w.Body)
				}
				posted.Add(1)
			}
		})
	}
	posters.Wait()
	beside.Wait()
	if posted.Load() < 200 || backups.Load() == 0 || reports.Load() == 0 {
		t.Errorf("%d posted, %d backups, %d reports: the test did not put any load on", posted.Load(), backups.Load(), reports.Load())
	}
	t.Logf("%d posted beside %d backups and %d reports in %v", posted.Load(), backups.Load(), reports.Load(), length)
}

// An upgrade that is killed at any moment leaves the old file or the new one:
// the next start opens it and nobody's words are gone.
func TestKilledUpgradeOpensAsOldOrNew(t *testing.T) {
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("../../store/testdata/schema-2.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	released, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(15, 15))
	cut := 0
	for range 25 {
		path := filepath.Join(t.TempDir(), "x.db")
		if err := os.WriteFile(path, released, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Duration(5+rng.IntN(120))*time.Millisecond)
		if exec.CommandContext(ctx, name, "check", "--db", path).Run() != nil {
			cut++
		}
		stop()
		if out := ok(t, "", "export", "submissions", "--format", "jsonl", "--db", path); strings.Count(out, "\n") != 5 {
			t.Errorf("after the upgrade was cut short: %q", out)
		}
		ok(t, "", "check", "--db", path)
	}
	if cut == 0 {
		t.Error("no upgrade was cut short: the test did not do its work")
	}
	t.Logf("%d of 25 were cut short", cut)
}
