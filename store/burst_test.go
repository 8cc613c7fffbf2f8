package store_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// tapper touches faces at a tablet.
type tapper struct {
	t     *testing.T
	store *store.Store
	clock *storetest.Clock
	path  string
	site  store.Site
	n     int
}

func newTapper(t *testing.T) *tapper {
	t.Helper()
	x := &tapper{t: t, clock: &storetest.Clock{}, path: filepath.Join(t.TempDir(), "yousaid.db")}
	x.clock.Set(storetest.Start())
	x.store = storetest.OpenWith(t, store.Options{Path: x.path, Clock: x.clock.Now})
	var err error
	if x.site, _, err = x.store.SetUp(t.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "o@example.org", Name: "O", PasswordHash: "x"}}); err != nil {
		t.Fatal(err)
	}
	return x
}

// tap touches the red face at a time; change may add more.
func (x *tapper) tap(at time.Time, device store.DeviceID, change func(*store.NewSubmission)) store.ClientID {
	x.t.Helper()
	x.n++
	n := store.NewSubmission{Client: storetest.Client(x.n), Site: x.site.ID, Device: device, Channel: store.KioskChannel, Lang: "en", Mood: 1, Captured: at}
	if change != nil {
		change(&n)
	}
	if _, err := x.store.AddSubmission(x.t.Context(), store.Customer(), n); err != nil {
		x.t.Fatal(err)
	}
	return n.Client
}

func (x *tapper) figures() store.Figures {
	x.t.Helper()
	f, err := x.store.Figures(x.t.Context(), x.site.ID, x.clock.Now().AddDate(0, 0, -7), x.clock.Now().AddDate(0, 0, 7))
	if err != nil {
		x.t.Fatal(err)
	}
	return f
}

func said(list []store.SaidCount) (n int) {
	for _, c := range list {
		n += c.N
	}
	return n
}

func (x *tapper) wantQuick(all, quick int) {
	x.t.Helper()
	f := x.figures()
	if said(f.Said) != all || said(f.QuickSaid) != quick {
		x.t.Errorf("%d stored, %d of them quick taps; want %d and %d", said(f.Said), said(f.QuickSaid), all, quick)
	}
}

func TestSixtyTapsAMinuteAreStoredAndMarked(t *testing.T) {
	x := newTapper(t)
	for range 60 {
		x.tap(x.clock.Now(), 1, func(n *store.NewSubmission) { n.Final, n.Topics = true, []string{"clean"} })
		x.clock.Add(time.Second)
	}
	x.wantQuick(60, 60)
	f := x.figures()
	if n := f.QuickTopics[0].N; n != 60 {
		t.Errorf("%d of the topics named are quick taps, want 60", n)
	}
	for _, p := range f.Promises {
		if !p.Quick {
			t.Error("a quick tap counts as a promise")
		}
	}
	for view, want := range map[store.InboxView]int{store.ToAnswer: 0, store.Taps: 60} {
		in, err := x.store.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID, View: view}, 0)
		if err != nil || len(in.Items) != want {
			t.Errorf("%d in the view %s, want %d, %v", len(in.Items), view, want, err)
		}
	}
	if err := x.store.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestADrainedQueueIsNoBurst(t *testing.T) {
	x := newTapper(t)
	from := x.clock.Now().Add(-20 * time.Hour)
	for i := range 200 {
		x.tap(from.Add(time.Duration(i)*5*time.Minute), 1, nil)
		x.clock.Add(50 * time.Millisecond)
	}
	x.wantQuick(200, 0)
}

func TestPeopleTakingTurnsAreNoBurst(t *testing.T) {
	x := newTapper(t)
	for range 12 {
		x.tap(x.clock.Now(), 1, nil)
		x.clock.Add(20 * time.Second)
	}
	for device := range store.DeviceID(8) { // everybody at once, at many tablets
		x.tap(x.clock.Now(), 10+device, nil)
	}
	x.wantQuick(20, 0)
}

func TestWhoWritesTakesNoPartInABurst(t *testing.T) {
	for what, change := range map[string]func(*store.NewSubmission){
		"words":     func(n *store.NewSubmission) { n.Text = "The floor is wet" },
		"a contact": func(n *store.NewSubmission) { n.Contact.Phone = "555 1234" },
		"answers":   func(n *store.NewSubmission) { n.Answers = map[string]string{"q7": "yes"} },
		"a card":    func(n *store.NewSubmission) { n.Channel = store.CardChannel },
		"staff":     func(n *store.NewSubmission) { n.Channel, n.TakenBy = store.CallChannel, 1 },
	} {
		x := newTapper(t)
		for range 30 {
			x.tap(x.clock.Now(), 1, change)
		}
		if quick := said(x.figures().QuickSaid); quick != 0 {
			t.Errorf("%s: %d of 30 are quick taps", what, quick)
		}
	}
}

// TestWordsTakeTheMarkAway: a face in a burst that grows into words counts
// again, has its promise, and the four that are left are no burst.
func TestWordsTakeTheMarkAway(t *testing.T) {
	x := newTapper(t)
	var third store.ClientID
	for i := range 5 {
		if c := x.tap(x.clock.Now(), 1, func(n *store.NewSubmission) { n.Topics = []string{"clean"} }); i == 2 {
			third = c
		}
		x.clock.Add(2 * time.Second)
	}
	x.wantQuick(5, 5)
	n := store.NewSubmission{Client: third, Site: x.site.ID, Device: 1, Channel: store.KioskChannel, Lang: "en", Mood: 2, Topics: []string{"clean"}, Text: "Wet floor", Final: true}
	if _, err := x.store.AddSubmission(t.Context(), store.Customer(), n); err != nil {
		t.Fatal(err)
	}
	x.wantQuick(5, 0)
	if in, err := x.store.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID}, 0); err != nil || in.Open != 5 {
		t.Errorf("%d to answer, want 5: a bad face with a topic asks for an answer; %v", in.Open, err)
	}
}

// TestMarksAreTheRule: whatever comes in whatever order, the marks are those of
// the rule over all taps, and the counters those of the marks.
func TestMarksAreTheRule(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	x := newTapper(t)
	at := map[store.ClientID]int64{} // seconds, of what is a tap still
	var clients []store.ClientID
	for range 400 {
		if len(clients) > 0 && rng.IntN(4) == 0 {
			i := rng.IntN(len(clients))
			n := store.NewSubmission{Client: clients[i], Site: x.site.ID, Device: 1, Channel: store.KioskChannel, Lang: "en", Mood: 1 + rng.IntN(5)}
			if rng.IntN(2) == 0 {
				n.Topics = []string{"clean"}
			} else {
				n.Text, n.Final = "words", true
				delete(at, clients[i])
				clients = slices.Delete(clients, i, i+1)
			}
			if _, err := x.store.AddSubmission(t.Context(), store.Customer(), n); err != nil {
				t.Fatal(err)
			}
			continue
		}
		s := int64(rng.IntN(3000)) // seldom two at once
		c := x.tap(storetest.Start().Add(time.Duration(s)*time.Second), 1, nil)
		at[c], clients = s, append(clients, c)
	}
	want := bruteForce(at)
	if got := x.marked(); !slices.Equal(got, want) || len(want) < 20 {
		t.Errorf("marked %d:\n%v\nwant %d:\n%v", len(got), got, len(want), want)
	}
	x.countersAgree()
}

// bruteForce asks of every tap whether any span of under a minute with five
// taps holds it.
func bruteForce(at map[store.ClientID]int64) []string {
	var out []string
	for c, s := range at {
		for from := s - 59; from <= s; from++ {
			n := 0
			for _, other := range at {
				if other >= from && other < from+60 {
					n++
				}
			}
			if n >= 5 {
				out = append(out, c.String())
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

func (x *tapper) query(query string, each func(*sql.Rows)) {
	x.t.Helper()
	db, err := sql.Open("sqlite3", x.path)
	if err != nil {
		x.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(x.t.Context(), query)
	if err != nil {
		x.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		each(rows)
	}
	if err := rows.Err(); err != nil {
		x.t.Fatal(err)
	}
}

func (x *tapper) marked() []string {
	var out []string
	x.query(`SELECT client_id FROM submissions WHERE burst = 1`, func(r *sql.Rows) {
		var b []byte
		if err := r.Scan(&b); err != nil {
			x.t.Fatal(err)
		}
		out = append(out, store.ClientID(b).String())
	})
	slices.Sort(out)
	return out
}

// countersAgree compares the narrow counters with the rows themselves.
func (x *tapper) countersAgree() {
	x.t.Helper()
	for counter, rows := range map[string]string{
		`SELECT channel || mood, n FROM c_burst WHERE n <> 0 ORDER BY 1`: `SELECT channel || mood, count(*) FROM submissions WHERE burst = 1 GROUP BY 1 ORDER BY 1`,
		`SELECT topic, n FROM c_burst_topic WHERE n <> 0 ORDER BY 1`:     `SELECT k.topic, count(*) FROM submission_topics k JOIN submissions s ON s.id = k.submission_id WHERE s.burst = 1 GROUP BY 1 ORDER BY 1`,
		`SELECT channel || mood, n FROM c_day WHERE n <> 0 ORDER BY 1`:   `SELECT channel || mood, count(*) FROM submissions GROUP BY 1 ORDER BY 1`,
	} {
		if a, b := x.list(counter), x.list(rows); !slices.Equal(a, b) || len(a) == 0 {
			x.t.Errorf("%s\ngives %v, the rows %v", counter, a, b)
		}
	}
}

func (x *tapper) list(query string) (out []string) {
	x.query(query, func(r *sql.Rows) {
		var key string
		var n int
		if err := r.Scan(&key, &n); err != nil {
			x.t.Fatal(err)
		}
		out = append(out, fmt.Sprint(key, " ", n))
	})
	return out
}
