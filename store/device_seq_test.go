package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// numbered is one person's words from a tablet, with the tablet's own number.
func numbered(t *testing.T, s *store.Store, d store.Device, series string, seq int64) store.NewSubmission {
	t.Helper()
	n := store.NewSubmission{Site: d.Site, Device: d.ID, Series: series, Seq: seq, Channel: store.KioskChannel, Lang: "en", Mood: 2, Text: "words", Final: true}
	copy(n.Client[:], fmt.Sprintf("%-8.8s%08d", series, seq))
	return n
}

func addTablet(t *testing.T, s *store.Store, site store.SiteID) store.Device {
	t.Helper()
	d, _, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSequenceGapsOfATablet(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	d := addTablet(t, s, site.ID)
	send := func(series string, seqs ...int64) {
		t.Helper()
		for _, n := range seqs {
			clock.Add(time.Minute)
			if _, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), numbered(t, s, d, series, n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	gaps := func() string {
		t.Helper()
		list, err := s.SequenceGaps(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, q := range list {
			text += fmt.Sprintf("%s to %d missing %v lost %d; ", q.Series, q.Highest, q.Missing, q.Lost())
		}
		return text
	}
	if got := gaps(); got != "" {
		t.Errorf("of a tablet that sent nothing: %s", got)
	}
	send("a", 1, 2, 3, 2)
	if got, want := gaps(), "a to 3 missing [] lost 0; "; got != want {
		t.Errorf("all there: %s, want %s", got, want)
	}
	send("a", 5, 9, 10)
	if got, want := gaps(), "a to 10 missing [{4 4} {6 8}] lost 4; "; got != want {
		t.Errorf("with gaps: %s, want %s", got, want)
	}
	send("b", 2) // the browser was wiped: counting starts anew
	if got, want := gaps(), "a to 10 missing [{4 4} {6 8}] lost 4; b to 2 missing [{1 1}] lost 1; "; got != want {
		t.Errorf("after a wipe: %s, want %s", got, want)
	}
	send("a", 4, 6, 7, 8)
	send("b", 1)
	if got, want := gaps(), "a to 10 missing [] lost 0; b to 2 missing [] lost 0; "; got != want {
		t.Errorf("late ones fill the gaps: %s, want %s", got, want)
	}
}

// The promise starts when the person spoke, if the tablet's clock was right.
func TestPromiseStartsWhenItWasSaidOnATabletWithARightClock(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	d := addTablet(t, s, site.ID)
	now := clock.Now()
	said := now.Add(-5 * time.Hour)
	for i, c := range []struct {
		name       string
		device     store.DeviceID
		said, sent time.Time
		from       time.Time
		flag       bool
	}{
		{"kept while the network was gone", d.ID, said, now.Add(-4 * time.Minute), said, false},
		{"a clock four minutes ahead", d.ID, now.Add(4 * time.Minute), now.Add(4 * time.Minute), now, false},
		{"a clock six minutes behind", d.ID, said, now.Add(-6 * time.Minute), now, true},
		{"a clock 400 days ahead", d.ID, now.AddDate(0, 0, 400), now.AddDate(0, 0, 400), now, true},
		{"a clock that stood at 1970 when it was said", d.ID, time.Unix(60, 0), now, now, true},
		{"a program that does not tell when it sent", d.ID, said, time.Time{}, now, false},
		{"somebody's phone", 0, said, now, now, false},
	} {
		n := numbered(t, s, d, "clock", int64(i+1))
		n.Device, n.Captured, n.Sent = c.device, c.said, c.sent
		r, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), n)
		if err != nil {
			t.Fatal(err)
		}
		x, err := s.SubmissionByToken(t.Context(), r.StatusToken)
		if err != nil {
			t.Fatal(err)
		}
		if !x.CountedFrom.Equal(c.from) || !r.CountedFrom.Equal(c.from) || !x.AnswerBy.Equal(site.AnswerBy(c.from)) || !x.ReceivedAt.Equal(now) || !x.CapturedAt.Equal(c.said) {
			t.Errorf("%s: counted from %v (told %v) answer by %v received %v captured %v", c.name, x.CountedFrom, r.CountedFrom, x.AnswerBy, x.ReceivedAt, x.CapturedAt)
		}
		if got := x.Flags&store.FlagClock != 0; got != c.flag {
			t.Errorf("%s: flagged %v, want %v", c.name, got, c.flag)
		}
	}
}

// A first touch promises nothing; the promise starts with what asks for an
// answer, and stays as it was told when the same comes again later.
func TestPromiseOfAGrowingSubmissionStaysAsTold(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	d := addTablet(t, s, site.ID)
	n := numbered(t, s, d, "grow", 1)
	n.Text, n.Final, n.Captured, n.Sent = "", false, clock.Now(), clock.Now()
	if _, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), n); err != nil {
		t.Fatal(err)
	}
	clock.Add(2 * time.Minute)
	said := clock.Now()
	n.Text, n.Final, n.Captured = "Cold water", true, said
	for _, late := range []time.Duration{3 * time.Hour, 30 * time.Hour} {
		clock.Add(late)
		n.Sent = clock.Now()
		r, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), n)
		if err != nil {
			t.Fatal(err)
		}
		if !r.CountedFrom.Equal(said) || !r.AnswerBy.Equal(site.AnswerBy(said)) {
			t.Errorf("sent %v later: counted from %v, answer by %v; want from %v", late, r.CountedFrom, r.AnswerBy, said)
		}
	}
}

// What a tablet gave as a code while the server was out of reach finds the
// words once they have arrived, as staff type it.
func TestNumberOfATabletFindsTheWords(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	d := addTablet(t, s, site.ID)
	for _, series := range []string{"old", "new"} {
		if _, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), numbered(t, s, d, series, 17)); err != nil {
			t.Fatal(err)
		}
	}
	for code, want := range map[string]string{"LP-%d-17": "new", " lp %d 17": "new", "LP–%d–17": "new", "XX-%d-17": "", "LP-%d-18": "", "LP-99-17": "", "LP-%d-": "", "17": "", "LP-%d-17-1": "", "LP-%d--17": "new"} {
		if strings.Contains(code, "%d") {
			code = fmt.Sprintf(code, d.ID)
		}
		x, err := s.SubmissionByReference(t.Context(), code)
		if found := err == nil && strings.HasPrefix(string(x.Client[:]), want); found != (want != "") || err != nil && store.CodeOf(err) != store.NotFound {
			t.Errorf("%q: %v, %v", code, x.Client, err)
		}
	}
}
