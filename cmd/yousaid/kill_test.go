package main

import (
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// Nothing acknowledged is lost: the program is killed 50 times at a random
// moment under 4 clients, and every id that got its 201 is there, once.
func TestKilledServerLosesNothingAcknowledged(t *testing.T) {
	path, token := preparedDB(t)
	rng := rand.New(rand.NewPCG(20, 8))
	acked := map[string]bool{}
	for range 50 {
		s := start(t, "serve", "--db", path)
		time.AfterFunc(time.Duration(20+rng.IntN(250))*time.Millisecond, s.kill)
		for _, id := range hammer(t, s.URL, token, 4) {
			acked[id] = true
		}
		s.kill() // returns when it is gone
	}
	if len(acked) < 100 {
		t.Fatalf("only %d acknowledged: the test did not put any load on", len(acked))
	}
	t.Logf("%d acknowledged over 50 kills", len(acked))
	allThereOnce(t, path, acked)
}

// A start that has to take up where a killed server stopped can be killed too,
// again and again, and costs nothing.
func TestKilledWhileItRecoversLosesNothing(t *testing.T) {
	path, token := preparedDB(t)
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(2, 6))
	acked := map[string]bool{}
	cut := 0
	for range 3 {
		from := time.Now()
		s := start(t, "serve", "--db", path)
		ready := time.Since(from)
		time.AfterFunc(300*time.Millisecond, s.kill)
		for _, id := range hammer(t, s.URL, token, 4) {
			acked[id] = true
		}
		s.kill()
		if log, err := os.Stat(path + "-wal"); err != nil || log.Size() == 0 {
			t.Fatalf("nothing is left to recover: %v", err)
		}
		for range 4 {
			var said strings.Builder
			again := exec.Command(name, "serve", "--db", path, "--listen", "127.0.0.1:0")
			again.Stdout = &said
			if err := again.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(rng.Int64N(int64(ready)))) // a moment of its start, any
			again.Process.Kill()
			again.Wait()
			if !strings.Contains(said.String(), "yousaid is at") {
				cut++
			}
		}
	}
	if len(acked) < 20 || cut < 4 {
		t.Fatalf("%d acknowledged, %d of 12 starts cut short: the test did not do its work", len(acked), cut)
	}
	t.Logf("%d acknowledged, %d of 12 starts cut short", len(acked), cut)
	allThereOnce(t, path, acked)
}

// allThereOnce reads the file as the next start does.
func allThereOnce(t *testing.T, path string, acked map[string]bool) {
	t.Helper()
	found := map[string]int{}
	s := storetest.OpenWith(t, store.Options{Path: path})
	err := s.EachSubmission(t.Context(), func(x store.ExportedSubmission) error { found[x.Client.String()]++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	for id := range acked {
		if found[id] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", id, found[id])
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// hammer posts from n clients until the server is gone and gives the ids that
// were acknowledged.
func hammer(t *testing.T, url, token string, n int) []string {
	var mu sync.Mutex
	var acked []string
	var wg sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	for range n {
		wg.Go(func() {
			// All start as fast as they can; what the flood guard lets through
			// at once is enough for the shortest and the longest life.
			for range time.Tick(3 * time.Millisecond) {
				sub := newSubmission("I stood twenty minutes at reception.")
				status, id, err := post(client, url, token, sub)
				if err != nil {
					return // the server was killed
				}
				if status != http.StatusCreated || id != sub.ID {
					t.Errorf("status %d, id %q; want 201 and %s", status, id, sub.ID)
					return
				}
				mu.Lock()
				acked = append(acked, id)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return acked
}
