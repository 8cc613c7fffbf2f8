package store_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// zoned is a site that went through the store, so that its zone is loaded.
func zoned(t *testing.T, change func(*store.Site)) store.Site {
	t.Helper()
	s, _, site, owner := storetest.SetUp(t)
	change(&site)
	if err := s.ChangeSite(t.Context(), store.ActingUser(owner.ID), site); err != nil {
		t.Fatal(err)
	}
	site, err := s.Site(site.ID)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func week(from, to int, days ...time.Weekday) (h store.Hours) {
	for _, d := range days {
		h[d] = []store.Span{{From: from * 60, To: to * 60}}
	}
	return h
}

var workdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// The English vectors were worked out by hand from gov.uk's list of bank
// holidays; the first is the example of the programming interface.
func TestAnswerByWorkingDays(t *testing.T) {
	england := []store.Holiday{{Day: "2026-04-03"}, {Day: "2026-04-06"}, {Day: "2026-05-04"}, {Day: "2026-12-25"}, {Day: "2026-12-28"}, {Day: "2027-01-01"}}
	for _, c := range []struct {
		name, zone string
		hours      store.Hours
		promise    string
		at, want   string
	}{
		{"said on a closed Sunday", "Europe/Tallinn", week(9, 17, workdays...), "2wd", "2026-11-22T10:15", "2026-11-24T17:00"},
		{"within hours keeps the time of day", "Europe/Tallinn", week(7, 22, 0, 1, 2, 3, 4, 5, 6), "2wd", "2026-11-17T18:42", "2026-11-19T18:42"},
		{"before opening counts that day", "Europe/London", week(9, 17, workdays...), "1wd", "2026-11-17T07:00", "2026-11-17T17:00"},
		{"after closing counts from the next", "Europe/London", week(9, 17, workdays...), "1wd", "2026-11-17T17:30", "2026-11-18T17:00"},
		{"Easter, 3", "Europe/London", week(9, 18, workdays...), "3wd", "2026-04-02T17:55", "2026-04-09T17:55"},
		{"Easter, 10", "Europe/London", week(9, 18, workdays...), "10wd", "2026-04-02T17:55", "2026-04-20T17:55"},
		{"Easter and May, 20", "Europe/London", week(9, 18, workdays...), "20wd", "2026-04-02T17:55", "2026-05-05T17:55"},
		{"Christmas, 3", "Europe/London", week(9, 18, workdays...), "3wd", "2026-12-23T12:00", "2026-12-30T12:00"},
		{"Christmas and New Year, 5", "Europe/London", week(9, 18, workdays...), "5wd", "2026-12-23T12:00", "2027-01-04T12:00"},
		{"over the change to winter time", "Europe/London", week(9, 17, 0, 1, 2, 3, 4, 5, 6), "2wd", "2026-10-24T10:00", "2026-10-26T10:00"},
		{"opening hours over a night", "Europe/London", week(9, 17, workdays...), "4h", "2026-11-17T15:00", "2026-11-18T11:00"},
		{"opening hours over a weekend", "Europe/London", week(9, 17, workdays...), "8h", "2026-11-20T16:00", "2026-11-23T16:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			site := zoned(t, func(s *store.Site) {
				s.Zone, s.Hours, s.Holidays = c.zone, c.hours, nil
				if c.zone == "Europe/London" {
					s.Holidays = england
				}
				p, err := store.ParsePromise(c.promise)
				if err != nil {
					t.Fatal(err)
				}
				s.Promise = p
			})
			const layout = "2006-01-02T15:04"
			at, err := time.ParseInLocation(layout, c.at, site.Location())
			if err != nil {
				t.Fatal(err)
			}
			if got := site.AnswerBy(at).In(site.Location()).Format(layout); got != c.want {
				t.Errorf("said %s, promise %s: answer by %s, want %s", c.at, c.promise, got, c.want)
			}
		})
	}
}

// A counter that walks minute by minute agrees with the clock of opening
// hours, both days on which the hour changes included.
func TestAnswerByHoursAgainstMinuteCounter(t *testing.T) {
	site := zoned(t, func(s *store.Site) {
		s.Zone = "Europe/London"
		s.Hours = week(9, 17, workdays...)
		s.Hours[time.Sunday] = []store.Span{{From: 30, To: 150}, {From: 600, To: 700}}
		s.Holidays = []store.Holiday{{Day: "2026-04-03"}}
	})
	rng := rand.New(rand.NewPCG(1, 2))
	from := time.Date(2026, 3, 20, 0, 0, 0, 0, site.Location())
	for range 300 {
		at := from.Add(time.Duration(rng.IntN(230*24*60)) * time.Minute)
		site.Promise = store.Promise{N: 1 + rng.IntN(20), Unit: "h"}
		if got, want := site.AnswerBy(at), countMinutes(site, at, site.Promise.N*60); !got.Equal(want) {
			t.Fatalf("said %v, %d h: answer by %v, want %v", at, site.Promise.N, got, want.In(site.Location()))
		}
	}
}

func countMinutes(s store.Site, t time.Time, left int) time.Time {
	for left > 0 {
		if openMinute(s, t) {
			left--
		}
		t = t.Add(time.Minute)
	}
	return t
}

func openMinute(s store.Site, t time.Time) bool {
	t = t.In(s.Location())
	for _, h := range s.Holidays {
		if h.Day == t.Format(time.DateOnly) {
			return false
		}
	}
	// Spans are instants: a minute that the clock shows twice is open twice.
	y, m, d := t.Date()
	for _, sp := range s.Hours[t.Weekday()] {
		from, to := time.Date(y, m, d, 0, sp.From, 0, 0, t.Location()), time.Date(y, m, d, 0, sp.To, 0, 0, t.Location())
		if !t.Before(from) && t.Before(to) {
			return true
		}
	}
	return false
}

func TestSiteWithoutHoursIsRefused(t *testing.T) {
	site := storetest.LindenPark()
	site.Hours = store.Hours{}
	if err := site.Check(); store.CodeOf(err) != store.Invalid {
		t.Errorf("a site that never opens: %v, want invalid", err)
	}
}

func FuzzParsePromise(f *testing.F) {
	for _, s := range []string{"2wd", "8h", "", "0h", "100wd", "2 wd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := store.ParsePromise(s); err == nil && p.String() != s {
			t.Errorf("%q was read as %q", s, p)
		}
	})
}
