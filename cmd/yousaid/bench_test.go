package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// load is what n clients measured in a closed loop over keep-alive
// connections.
type load struct {
	perSecond float64
	p50, p99  time.Duration
	refused   int // answers that were not 201
}

// measure posts from n clients for a while.
func measure(b *testing.B, url, token string, n int, d time.Duration) load {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n, MaxConnsPerHost: n}}
	defer client.CloseIdleConnections()
	times := make([][]time.Duration, n)
	refused := make([]int, n)
	var wg sync.WaitGroup
	from := time.Now()
	for i := range n {
		wg.Go(func() {
			for time.Since(from) < d {
				start := time.Now()
				status, _, err := post(client, url, token, newSubmission("I stood at the reception for twenty minutes and nobody came."))
				if err != nil || status != http.StatusCreated {
					refused[i]++
				}
				times[i] = append(times[i], time.Since(start))
			}
		})
	}
	wg.Wait()
	all := slices.Concat(times...)
	slices.Sort(all)
	l := load{perSecond: float64(len(all)) / time.Since(from).Seconds(), p50: all[len(all)/2], p99: all[len(all)*99/100]}
	for _, r := range refused {
		l.refused += r
	}
	return l
}

// serveFor starts the real server in this process; without storing, for the
// floor, it does everything but call the store's intake.
func serveFor(b *testing.B, storing bool) (url, token string) {
	b.Helper()
	s := storetest.OpenWith(b, store.Options{Path: filepath.Join(b.TempDir(), "x.db")})
	site, _, err := s.SetUp(b.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "a@b", Name: "A", PasswordHash: "x"}})
	if err != nil {
		b.Fatal(err)
	}
	_, token, err = s.AddDevice(b.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "x", Site: site.ID})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	c := serving{Listen: "127.0.0.1:0", noGuard: true}
	if !storing {
		c.intake = floor(s)
	}
	said := make(chan string, 1)
	done := make(chan error, 1)
	go func() {
		done <- c.serve(&app{ctx: ctx, process: process{Out: io.Discard, Err: io.Discard, Clock: time.Now}}, s, func(u string) { said <- u })
	}()
	b.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			b.Error(err)
		}
	})
	return <-said, token
}

// floor answers as the store would, without it.
func floor(s *store.Store) kiosk.Intake {
	return func(_ context.Context, _ store.Actor, n store.NewSubmission) (store.Receipt, error) {
		site, err := s.Site(n.Site)
		if err != nil {
			return store.Receipt{}, err
		}
		now := s.Now()
		return store.Receipt{ID: 1, Client: n.Client, Reference: "LP-7K4M", StatusToken: "AAAAAAAAAAAAAAAAAAAAAA", AnswerBy: site.AnswerBy(now), ReceivedAt: now}, nil
	}
}

// BenchmarkIntake sends the whole real intake through HTTP, durable, in turn
// with the same server answering without storing, and prints a table with the
// ratio. Client and server share the machine.
func BenchmarkIntake(b *testing.B) {
	const each = 2 * time.Second
	sync := syncTime(b)
	fmt.Printf("\nfdatasync of 4 KiB: p50 %v\n%8s %12s %12s %7s %10s %10s %10s %8s\n", sync, "clients", "floor/s", "durable/s", "ratio", "floor p50", "p50", "p99", "refused")
	floorURL, floorToken := serveFor(b, false)
	url, token := serveFor(b, true)
	for _, n := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprintf("clients=%d", n), func(b *testing.B) {
			var below, got []load
			for range 3 {
				below = append(below, measure(b, floorURL, floorToken, n, each))
				got = append(got, measure(b, url, token, n, each))
			}
			f, g := median(below), median(got)
			b.ReportMetric(f.perSecond, "floor/s")
			b.ReportMetric(g.perSecond, "durable/s")
			b.ReportMetric(g.perSecond/f.perSecond, "x-floor")
			b.ReportMetric(float64(g.p99.Microseconds())/1000, "p99-ms")
			fmt.Printf("%8d %12.0f %12.0f %7.2f %10v %10v %10v %8d\n", n, f.perSecond, g.perSecond, g.perSecond/f.perSecond,
				f.p50.Round(time.Microsecond), g.p50.Round(time.Microsecond), g.p99.Round(time.Microsecond), g.refused)
		})
	}
}

func median(l []load) load {
	slices.SortFunc(l, func(a, b load) int { return int(a.perSecond - b.perSecond) })
	return l[len(l)/2]
}

// syncTime is the median of a 4 KiB append and fdatasync in the place where
// the databases of this benchmark lie.
func syncTime(b *testing.B) time.Duration {
	f, err := os.Create(filepath.Join(b.TempDir(), "probe"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var times []time.Duration
	for range 300 {
		start := time.Now()
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	return times[len(times)/2].Round(time.Microsecond)
}

// BenchmarkStart is the real binary from exec to its first answer, on a file
// that is set up.
func BenchmarkStart(b *testing.B) {
	path, _ := preparedDB(b)
	if _, err := binary(); err != nil {
		b.Fatal(err)
	}
	var rss int64
	for b.Loop() {
		s := start(b, "serve", "--db", path)
		res, err := http.Get(s.URL + "/healthz")
		if err != nil {
			b.Fatal(err)
		}
		res.Body.Close()
		rss = residentMiB(b, s.cmd.Process.Pid)
		s.kill()
	}
	b.ReportMetric(float64(rss), "MiB-resident")
	if name, err := binary(); err == nil {
		if info, err := os.Stat(name); err == nil {
			b.ReportMetric(float64(info.Size())/1e6, "MB-binary")
		}
	}
}

func residentMiB(b *testing.B, pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	var kb int64
	for _, line := range splitLines(status) {
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}
