package store_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// The SQLite inside is one without the WAL-reset corruption (3.51.3).
func TestSQLiteInsideIsSound(t *testing.T) {
	s, _ := storetest.Open(t)
	db, err := sql.Open("sqlite3", s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version string
	if err := db.QueryRow(`SELECT sqlite_version()`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	var major, minor, patch int
	if n, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); n != 3 || major*1_000_000+minor*1000+patch < 3_051_003 {
		t.Errorf("SQLite %s, %v; want 3.51.3 or later", version, err)
	}
}

// A computer that starts at 1970 still takes words in, and finds back when its
// clock is set.
func TestClockAtTheBeginningOfTime(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	storetest.Say(t, s, site.ID, 1, "before the battery died")
	for n, now := range []time.Time{time.Unix(0, 0), storetest.Start().AddDate(0, 0, -400), storetest.Start().AddDate(0, 0, 400), time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), time.Date(2027, 3, 28, 0, 30, 0, 0, time.UTC)} {
		clock.Set(now)
		r := storetest.Say(t, s, site.ID, n+2, "at whatever time it is")
		if r.AnswerBy.Before(now) || r.Reference == "" {
			t.Errorf("at %v: answer by %v", now, r.AnswerBy)
		}
	}
	clock.Set(storetest.Start())
	count := 0
	if err := s.EachSubmission(t.Context(), func(store.ExportedSubmission) error { count++; return nil }); err != nil || count != 6 {
		t.Errorf("%d rows, %v; want 6", count, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
