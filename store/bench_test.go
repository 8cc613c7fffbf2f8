package store_test

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// BenchmarkAddSubmission is the whole durable intake without HTTP.
func BenchmarkAddSubmission(b *testing.B) {
	for _, clients := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			s := storetest.OpenWith(b, store.Options{Path: filepath.Join(b.TempDir(), "x.db")})
			site, _, err := s.SetUp(b.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "a@b", Name: "A", PasswordHash: "x"}})
			if err != nil {
				b.Fatal(err)
			}
			b.SetParallelism(max(clients/2, 1))
			if clients == 1 {
				for b.Loop() {
					add(b, s, site.ID)
				}
				return
			}
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					add(b, s, site.ID)
				}
			})
		})
	}
}

// BenchmarkTaps is faces without words at one tablet, each looked at with its
// neighbours: people who take turns, and a child.
func BenchmarkTaps(b *testing.B) {
	b.Run("turns", func(b *testing.B) { benchmarkTaps(b, 20*time.Second) })
	b.Run("child", func(b *testing.B) { benchmarkTaps(b, time.Second) })
}

func benchmarkTaps(b *testing.B, apart time.Duration) {
	s := storetest.OpenWith(b, store.Options{Path: filepath.Join(b.TempDir(), "x.db")})
	site, _, err := s.SetUp(b.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "a@b", Name: "A", PasswordHash: "x"}})
	if err != nil {
		b.Fatal(err)
	}
	at := s.Now().AddDate(0, 0, -300)
	for b.Loop() {
		at = at.Add(apart)
		n := store.NewSubmission{Site: site.ID, Device: 1, Channel: store.KioskChannel, Lang: "en", Mood: 1, Captured: at}
		rand.Read(n.Client[:])
		if _, err := s.AddSubmission(b.Context(), store.Customer(), n); err != nil {
			b.Fatal(err)
		}
	}
}

func add(b *testing.B, s *store.Store, site store.SiteID) {
	n := store.NewSubmission{Site: site, Channel: store.KioskChannel, Lang: "en", Mood: 2, Topics: []string{"waiting"}, Final: true,
		Text: "I stood at the reception for twenty minutes and nobody came, although three people were in the office behind it."}
	rand.Read(n.Client[:])
	if _, err := s.AddSubmission(b.Context(), store.Customer(), n); err != nil {
		b.Fatal(err)
	}
}
