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
	send("c@11", 12, 14) // a wiped browser that was told where to go on
	if got, want := gaps(), "a to 10 missing [] lost 0; b to 2 missing [] lost 0; c@11 to 14 missing [{11 11} {13 13}] lost 2; "; got != want {
		t.Errorf("a run that began at 11: %s, want %s", got, want)
	}
	s.DeviceAlive(d.ID, store.Health{Series: "d@15", Seq: 14})
	if err := s.FlushAlive(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := gaps(), "d@15 to 14 missing [] lost 0; "; !strings.HasSuffix(got, want) {
		t.Errorf("a run that nobody spoke in yet: %s, want at the end %s", got, want)
	}
}

// A tablet whose browser was wiped goes on where the numbers end that anybody
// may have been given, of whatever run and also if they never arrived.
func TestNextNumberIsAboveAllThatAreKnown(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	d, other := addTablet(t, s, site.ID), addTablet(t, s, site.ID)
	next := func(want int64) {
		t.Helper()
		if got, err := s.NextNumber(t.Context(), d.ID); err != nil || got != want {
			t.Errorf("next number %d, %v; want %d", got, err, want)
		}
	}
	send := func(d store.Device, series string, seq int64) {
		t.Helper()
		if _, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), numbered(t, s, d, series, seq)); err != nil {
			t.Fatal(err)
		}
	}
	next(1)
	send(d, "b", 7)
	send(other, "z", 90)
	next(8)
	send(d, "a", 5)
	send(d, "c", 3)
	next(8)
	s.DeviceAlive(d.ID, store.Health{Series: "c", Seq: 11})
	next(12)
	if err := s.FlushAlive(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.DeviceAlive(d.ID, store.Health{Series: "e@12", Seq: 0})
	next(12)
	send(d, "e@12", 1<<62) // no person's number
	next(12)
}

// Two people with one number: neither is taken for the other, and a search
// shows both.
func TestANumberGivenTwiceMeansNobodyAlone(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	d := addTablet(t, s, site.ID)
	for _, series := range []string{"old", "new"} {
		if _, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), numbered(t, s, d, series, 17)); err != nil {
			t.Fatal(err)
		}
	}
	code := fmt.Sprintf("LP-%d-17", d.ID)
	if x, err := s.SubmissionByReference(t.Context(), code); store.CodeOf(err) != store.NotFound {
		t.Errorf("one of two: %v, %v", x, err)
	}
	if n, err := s.SameNumber(t.Context(), code); n != 2 || err != nil {
		t.Errorf("%d people, %v; want 2", n, err)
	}
	b, err := s.Inbox(t.Context(), store.InboxFilter{Site: site.ID, Search: code, Limit: 10}, 0)
	if err != nil || len(b.Items) != 2 {
		t.Errorf("found %+v, %v; want both", b.Items, err)
	}
}

// Words that are sent in two steps keep the time of the first, as they keep
// the time at which that arrived: nothing arrives before it was said.
func TestCapturedStaysTheFirstThatWasSaid(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	d := addTablet(t, s, site.ID)
	n := numbered(t, s, d, "steps", 1)
	first := clock.Now()
	n.Text, n.Final, n.Captured, n.Sent = "", false, first, first
	captured := func() time.Time {
		t.Helper()
		r, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), n)
		if err != nil {
			t.Fatal(err)
		}
		x, err := s.SubmissionByToken(t.Context(), r.StatusToken)
		if err != nil {
			t.Fatal(err)
		}
		if x.CapturedAt.After(x.ReceivedAt) {
			t.Errorf("received %v, before it was said at %v", x.ReceivedAt, x.CapturedAt)
		}
		return x.CapturedAt
	}
	captured()
	for _, c := range []struct {
		words      string
		said, sent time.Duration
		want       time.Time
	}{
		{"One", time.Minute, time.Minute, first},
		{"One two", -time.Hour, 2 * time.Minute, first.Add(-time.Hour)},
		{"One two three", -30 * 24 * time.Hour, -29 * 24 * time.Hour, first.Add(-time.Hour)}, // by a wrong clock
	} {
		clock.Add(time.Minute)
		n.Text, n.Captured, n.Sent = c.words, first.Add(c.said), first.Add(c.sent)
		if got := captured(); !got.Equal(c.want) {
			t.Errorf("%s: captured %v, want %v", c.words, got, c.want)
		}
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
	if _, err := s.AddSubmission(t.Context(), store.ActingDevice(d.ID), numbered(t, s, d, "new", 17)); err != nil {
		t.Fatal(err)
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
