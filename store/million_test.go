package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkReport reads twelve weeks and a year out of a million submissions
// (365 days, one site, eight topics).
func BenchmarkReport(b *testing.B) {
	s, err := Open(b.Context(), Options{Path: filepath.Join(b.TempDir(), "million.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	now := time.Now().UTC()
	fillMillion(b, s, dayNumber(now))
	for name, days := range map[string]int{"days=84": 84, "days=365": 365} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				from := now.AddDate(0, 0, -days)
				said, err := s.SaidCounts(b.Context(), 1, from, now)
				if err != nil || len(said) == 0 {
					b.Fatal(len(said), err)
				}
				if _, err := s.TopicCounts(b.Context(), 1, from, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("scan", func(b *testing.B) { // what it would cost without counters
		for b.Loop() {
			var n int
			if err := s.read.QueryRow(`SELECT count(*) FROM (SELECT day, channel, mood, count(*) FROM submissions WHERE site_id = 1 GROUP BY day, channel, mood)`).Scan(&n); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("inbox", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Inbox(b.Context(), InboxFilter{Site: 1, Limit: 20}, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func fillMillion(b *testing.B, s *Store, today int64) {
	b.Helper()
	h := Hours{}
	for d := range h {
		h[d] = []Span{{From: 540, To: 1020}}
	}
	if _, _, err := s.SetUp(context.Background(), SetUp{Site: Site{Name: "Linden Park", Zone: "UTC", Hours: h, Languages: []string{"en"}, Promise: Promise{2, "wd"}},
		Owner: User{Email: "a@b", Name: "A", PasswordHash: "x"}}); err != nil {
		b.Fatal(err)
	}
	// 990,000 answered, 10,000 open: more than anybody has.
	err := s.update(System(), func(t *tx) error {
		for _, q := range []string{
			`CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1000000) SELECT i, ? - i % 365 AS day FROM c`,
			`INSERT INTO complaints(id, site_id, kind, asks, answer_by, warn_at, answered_at, created_at) SELECT i, 1, 'complaint', 1, (day + 2) * 86400000, day * 86400000, CASE WHEN i % 100 THEN (day + 1) * 86400000 ELSE 0 END, day * 86400000 FROM n WHERE ? > 0`,
			`INSERT INTO submissions(id, client_id, site_id, complaint_id, channel, lang, mood, text, day, captured_at, received_at, asks, answer_by, answered_at, final, content)
				SELECT i, CAST(printf('%016d', i) AS BLOB), 1, i, 'kiosk', 'en', 1 + i % 5, 'The shower on level ' || i % 9 || ' was cold again.', day, 0, day * 86400000, 1, (day + 2) * 86400000, CASE WHEN i % 100 THEN (day + 1) * 86400000 ELSE 0 END, 1, x'00' FROM n WHERE ? > 0`,
			`INSERT INTO submission_topics(submission_id, topic, site_id, day) SELECT i, 'topic' || i % 8, 1, day FROM n WHERE ? > 0`,
		} {
			if _, err := t.w.conn.ExecContext(context.Background(), q, today); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
