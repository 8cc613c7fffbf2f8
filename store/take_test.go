package store_test

import (
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// counter is somebody behind the counter with the telephone at hand.
type counter struct {
	*store.Store
	t     *testing.T
	clock *storetest.Clock
	site  store.Site
	marta store.User
	n     int
}

func atCounter(t *testing.T) *counter {
	t.Helper()
	s, clock, site, _ := storetest.SetUp(t)
	return &counter{Store: s, t: t, clock: clock, site: site, marta: storetest.User(t, s, "Marta Kask", store.Staff, true), n: 100}
}

func (x *counter) by() store.Actor { return store.ActingUser(x.marta.ID) }

// told is what somebody says on the telephone.
func (x *counter) told(text string, contact store.Contact) store.NewSubmission {
	x.n++
	return store.NewSubmission{Client: storetest.Client(x.n), Site: x.site.ID, Channel: store.CallChannel, Lang: "en", Mood: 2, Topics: []string{"booking"}, Text: text, Contact: contact, Final: true, TakenBy: x.marta.ID}
}

func (x *counter) take(n store.NewSubmission, o store.OnTheSpot) store.Receipt {
	x.t.Helper()
	r, err := x.TakeSubmission(x.t.Context(), x.by(), n, o)
	if err != nil {
		x.t.Fatal(err)
	}
	return r
}

func (x *counter) page(id store.ComplaintID) store.ComplaintPage {
	x.t.Helper()
	c, err := x.Complaint(x.t.Context(), id, x.marta.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	return c
}

func (x *counter) calls() []store.Call {
	x.t.Helper()
	list, err := x.Calls(x.t.Context(), x.site.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	return list
}

// What was settled on the spot is answered and done, stays in every figure and
// may go on the board.
func TestSettledOnTheSpotStillCounts(t *testing.T) {
	x := atCounter(t)
	n := x.told("Paid twice for one court.", store.Contact{Email: "mari@example.org"})
	r := x.take(n, store.OnTheSpot{Settled: "Paid back at the desk."})
	x.take(n, store.OnTheSpot{Settled: "Paid back at the desk."}) // pressed twice
	c := x.page(r.Complaint)
	if c.Status != store.Done || c.AnsweredAt.IsZero() || c.DoneAt.IsZero() || c.Owner != x.marta.ID || c.Kind != store.KindComplaint || c.ReadAt.IsZero() {
		t.Errorf("settled: %+v", c.Complaint)
	}
	if len(c.Answers) != 1 || c.Answers[0].Text != "Paid back at the desk." || len(c.Submissions) != 1 || c.Submissions[0].TakenBy != x.marta.ID {
		t.Errorf("%d answers, %+v", len(c.Answers), c.Submissions)
	}
	f, err := x.Figures(t.Context(), x.site.ID, x.clock.Now().AddDate(0, 0, -1), x.clock.Now().AddDate(0, 0, 1))
	if err != nil || len(f.Said) != 1 || f.Said[0].N != 1 || len(f.Promises) != 1 || f.Promises[0].AnsweredAt.IsZero() || len(f.Topics) != 1 || len(f.Groups) != 1 {
		t.Errorf("figures %+v, %v", f, err)
	}
	if err := x.SaveEntry(t.Context(), x.by(), r.Complaint, 0, store.Words{"en": "Paid twice"}, store.Words{"en": "Paid back"}, true); err != nil {
		t.Fatal(err)
	}
	if c := x.page(r.Complaint); c.Entry == nil || !c.Entry.Shown {
		t.Error("what was settled cannot stand on the board")
	}
	due, err := x.DueMessages(t.Context(), 10)
	if err != nil || len(due) != 1 || due[0].Recipient != "mari@example.org" {
		t.Errorf("the short summary in writing: %+v, %v", due, err)
	}
}

func TestOneMorePersonSaysThis(t *testing.T) {
	x := atCounter(t)
	first := storetest.Say(t, x.Store, x.site.ID, 1, "The lockers on the left side jam every morning", "equipment")
	like, err := x.SayTheSame(t.Context(), x.site.ID, "lockers on the left jam in the morning", []string{"equipment"}, 3)
	if err != nil || len(like) != 1 || like[0].ID != first.Complaint {
		t.Fatalf("like it: %+v, %v", like, err)
	}
	if like, err = x.SayTheSame(t.Context(), x.site.ID, "the tea was cold", nil, 3); err != nil || len(like) != 0 {
		t.Errorf("like cold tea: %+v, %v", like, err)
	}
	r := x.take(x.told("Lockers on the left jam", store.Contact{}), store.OnTheSpot{Joins: first.Complaint})
	c := x.page(r.Complaint)
	if c.ID != first.Complaint || c.People != 2 || len(c.Submissions) != 2 {
		t.Errorf("grouped: complaint %d, %d people", c.ID, c.People)
	}
	settled := x.take(x.told("Lockers on the left jam again", store.Contact{}), store.OnTheSpot{Joins: first.Complaint, Settled: "Opened it with the master key."})
	c = x.page(settled.Complaint)
	if c.People != 3 || c.Status == store.Done || !c.AnsweredAt.IsZero() {
		t.Errorf("one was settled, two still wait: %+v", c.Complaint)
	}
	if _, err := x.TakeSubmission(t.Context(), x.by(), x.told("x", store.Contact{}), store.OnTheSpot{Joins: 9999}); store.CodeOf(err) != store.NotFound {
		t.Errorf("joined a complaint that does not exist: %v", err)
	}
	if in, err := x.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID, Search: "x"}, 0); err != nil || len(in.Items) != 0 {
		t.Errorf("half a submission was stored: %+v, %v", in.Items, err)
	}
}

// A person without a mail address is told by telephone: they stand on the list
// until somebody has spoken with them, answered or not.
func TestWhoLeftOnlyANumberIsCalled(t *testing.T) {
	x := atCounter(t)
	r := x.take(x.told("Please tell me what came of it", store.Contact{Name: "Kaja", Phone: "555 1234"}), store.OnTheSpot{})
	x.take(x.told("Mail is fine", store.Contact{Phone: "555 9999", Email: "a@example.org"}), store.OnTheSpot{})
	x.take(x.told("Nothing left", store.Contact{}), store.OnTheSpot{})
	list := x.calls()
	if len(list) != 1 || list[0].Submission != r.ID || !list[0].Due.Equal(r.AnswerBy) || list[0].Wished || list[0].Told {
		t.Fatalf("calls: %+v", list)
	}
	for range 2 {
		x.clock.Add(time.Hour)
		if err := x.CallTried(t.Context(), x.by(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Answer(t.Context(), x.by(), r.Complaint, 0, "You were right."); err != nil {
		t.Fatal(err)
	}
	if list = x.calls(); len(list) != 1 || list[0].Tries != 2 || !list[0].TriedAt.Equal(x.clock.Now()) || !list[0].Told {
		t.Errorf("an answer in writing reaches nobody without an address: %+v", list)
	}
	if err := x.CallReached(t.Context(), x.by(), r.ID); err != nil {
		t.Fatal(err)
	}
	if list = x.calls(); len(list) != 0 {
		t.Errorf("still to be called: %+v", list)
	}
	if err := x.CallReached(t.Context(), x.by(), r.ID); store.CodeOf(err) != store.NotFound {
		t.Errorf("reached twice: %v", err)
	}
	if err := x.CallAgain(t.Context(), x.by(), r.ID); err != nil || len(x.calls()) != 1 {
		t.Errorf("put back: %v, %d calls", err, len(x.calls()))
	}
	if err := x.Erase(t.Context(), r.StatusToken); err != nil || len(x.calls()) != 0 {
		t.Errorf("erased, but still to be called: %v", err)
	}
}

func TestACallThatWasWishedFor(t *testing.T) {
	x := atCounter(t)
	by := x.clock.Now().Add(2 * time.Hour)
	n := x.told("Call me, I am at work until five", store.Contact{Phone: "555 1234", Email: "a@example.org"})
	r := x.take(n, store.OnTheSpot{CallBy: by})
	if list := x.calls(); len(list) != 1 || !list[0].Wished || !list[0].Due.Equal(by) {
		t.Errorf("calls: %+v", list)
	}
	x.clock.Add(3 * time.Hour)
	if open, late, err := x.CallCounts(t.Context(), x.site.ID); open != 1 || late != 1 || err != nil {
		t.Errorf("%d open, %d late, %v", open, late, err)
	}
	if _, err := x.TakeSubmission(t.Context(), x.by(), x.told("y", store.Contact{Phone: "555 1234"}), store.OnTheSpot{CallBy: by}); store.CodeOf(err) != store.Invalid {
		t.Errorf("a call in the past: %v", err)
	}
	if err := x.CallReached(t.Context(), x.by(), r.ID); err != nil {
		t.Fatal(err)
	}
	// "Not put right yet" is a new promise, and a new call.
	if err := x.Judge(t.Context(), r.StatusToken, store.NotYet); err != nil || len(x.calls()) != 1 {
		t.Errorf("not put right: %v, %d calls", err, len(x.calls()))
	}
}
