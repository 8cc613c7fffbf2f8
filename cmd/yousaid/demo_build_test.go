package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func builtDemo(t *testing.T, now string) *store.Store {
	t.Helper()
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	c := &demoClock{real: func() time.Time { return at }}
	s := storetest.OpenWith(t, store.Options{Path: filepath.Join(t.TempDir(), "demo.db"), Clock: c.Now})
	if err := buildDemo(t.Context(), s, c, "http://127.0.0.1:8080"); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheDemoIsWhatTheScreensShow(t *testing.T) {
	for _, now := range []string{"2026-11-19T14:32:00+02:00", "2026-11-22T03:10:00+02:00", "2027-01-01T23:59:00+02:00", "2026-03-30T08:00:00+03:00", "2028-02-29T06:59:00+02:00"} {
		t.Run(now, func(t *testing.T) {
			s := builtDemo(t, now)
			in, err := s.Inbox(t.Context(), store.InboxFilter{Site: 1}, userCalled(t, s, "Marta"))
			if err != nil {
				t.Fatal(err)
			}
			if in.Open != 14 || in.Late != 2 || in.Mine != 4 || in.NoOwner != 3 {
				t.Errorf("inbox: %d open, %d late, %d mine, %d without owner", in.Open, in.Late, in.Mine, in.NoOwner)
			}
			if in.Items[0].Text != "The lifeguard shouted at my son." || in.Items[0].Escalation == 0 {
				t.Errorf("first is %q, escalation %d", in.Items[0].Text, in.Items[0].Escalation)
			}
			checkDemoBoard(t, s)
			kept, due, err := s.KeptShare(t.Context(), 1, s.Now().AddDate(0, 0, -90))
			if percent := kept * 100 / max(due, 1); err != nil || percent < 91 || percent > 97 {
				t.Errorf("%d of %d promises kept, %v", kept, due, err)
			}
			if err := s.VerifyEvents(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func userCalled(t *testing.T, s *store.Store, first string) store.UserID {
	t.Helper()
	users, err := s.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if u.FirstName() == first {
			return u.ID
		}
	}
	t.Fatalf("nobody is called %s", first)
	return 0
}

func checkDemoBoard(t *testing.T, s *store.Store) {
	t.Helper()
	rows, err := s.TopComplaints(t.Context(), 1, 6)
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	want := []struct {
		people int
		said   string
		who    string
		status store.Status
	}{{47, "Changing rooms are cold", "Jaan", store.Doing}, {39, "20 minutes’ wait at reception", "Marta", store.Done}, {26, "Price was not what we were told", "Olena", store.Planned},
		{19, "Left-hand lockers jam", "Priya", store.Doing}, {11, "Please open the pool until 23:00", "Tomas", store.Cant}, {9, "Music too loud at 7 am", "Marta", store.Heard}}
	for i, w := range want {
		r := rows[i]
		if r.People != w.people || r.Said["en"] != w.said || r.OwnerShown != w.who || r.Status != w.status || len(r.Said) != 6 || len(r.Doing) != 6 {
			t.Errorf("row %d is %d %q %s %s in %d languages", i, r.People, r.Said["en"], r.OwnerShown, r.Status, len(r.Said))
		}
	}
	fixed, err := s.Fixed(t.Context(), 1, s.Now().AddDate(0, 0, -31), 9)
	if err != nil || len(fixed) != 5 {
		t.Errorf("%d fixed, %v", len(fixed), err)
	}
}

func TestTheDemoIsTheSameAtEveryStart(t *testing.T) {
	const now = "2026-11-19T14:32:00+02:00"
	a, b := demoTrail(t, now), demoTrail(t, now)
	if len(a) < 1500 {
		t.Fatalf("only %d events", len(a))
	}
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			t.Fatalf("event %d differs: %s", i, a[i])
		}
	}
}

func demoTrail(t *testing.T, now string) (lines []string) {
	t.Helper()
	err := builtDemo(t, now).EachEvent(t.Context(), func(e store.Event) error {
		lines = append(lines, e.At.UTC().Format(time.RFC3339Nano)+" "+e.Verb+" "+e.ActorName)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestTheDemoSpeaksAllLanguagesAndChannels(t *testing.T) {
	s := builtDemo(t, "2026-11-19T14:32:00+02:00")
	counts, err := s.SaidCounts(t.Context(), 0, s.Now().AddDate(0, 0, -90), s.Now().AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	channels, people := map[store.Channel]int{}, 0
	for _, c := range counts {
		channels[c.Channel] += c.N
		people += c.N
	}
	if len(channels) != 5 || people < 650 || people > 760 {
		t.Errorf("%d people by %v", people, channels)
	}
	runs, err := s.CardRuns(t.Context(), 1)
	if err != nil || len(runs) != 1 || runs[0].Ledger.Returned < 50 || int64(runs[0].Ledger.Returned) >= runs[0].Count {
		t.Errorf("cards %+v, %v", runs, err)
	}
	if l := runs[0].Ledger; l.Read < 3 || l.Typed < 50 || l.Phone < 10 || l.Blank != 1 || l.Handed == 0 {
		t.Errorf("the ledger of the demo's cards is %+v", l)
	}
	if q, err := s.ScanQueue(t.Context(), 1, 0); err != nil || q.ToReview != 1 || q.ToType != 2 {
		t.Errorf("%+v wait for a person, want one to look at and two to type (%v)", q, err)
	}
}
