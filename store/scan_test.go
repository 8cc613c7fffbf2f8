package store_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// stack is a place with printed cards and a person who reads them.
type stack struct {
	*store.Store
	t     *testing.T
	clock *storetest.Clock
	site  store.Site
	ana   store.Actor
	bert  store.Actor
	cards []store.Card
	files int
}

func newStack(t *testing.T, n int64) *stack {
	t.Helper()
	s, clock, site, _ := storetest.SetUp(t)
	x := &stack{Store: s, t: t, clock: clock, site: site, ana: store.ActingUser(storetest.User(t, s, "Ana Saar", store.Staff, false).ID), bert: store.ActingUser(storetest.User(t, s, "Bert Kask", store.Staff, false).ID)}
	_, cards, err := s.AddCardRun(t.Context(), store.System(), store.CardRun{Site: site.ID, Questionnaire: 1, Name: "Run", Lang: "en", Spec: "{}", Count: n})
	if err != nil {
		t.Fatal(err)
	}
	x.cards = cards
	return x
}

// file brings a file of its own.
func (x *stack) file() store.ScanFile {
	x.t.Helper()
	x.files++
	_, list, err := x.BringScans(x.t.Context(), x.ana, x.site.ID, store.ScanUpload, []store.NewScanFile{{Name: "scan.pdf", Sum: sha256.Sum256(fmt.Append(nil, x.files)), Size: 9}})
	if err != nil {
		x.t.Fatal(err)
	}
	return list[0]
}

func client(c store.Card) (id store.ClientID) {
	sum := sha256.Sum256([]byte(c.Token))
	return store.ClientID(sum[:16])
}

// front is a card as a reader says it; said is taken in at once.
func (x *stack) front(i int, state store.ReadingState) store.NewReading {
	c := x.cards[i]
	r := store.NewReading{Site: x.site.ID, Card: c.ID, Front: true, State: state, Marks: []store.Mark{{Field: "mood", Value: "1", State: "ticked"}},
		Pictures: map[string][]byte{"card": []byte("card without contact"), "text": []byte("words")}, Contacts: map[string][]byte{"contact": []byte("anu@example.org")}, Inked: []string{"text", "contact"}}
	if state == store.ReadEntered || state == store.ReadToType {
		r.Said = x.said(i, state == store.ReadEntered)
	}
	return r
}

func (x *stack) said(i int, final bool) *store.NewSubmission {
	return &store.NewSubmission{Client: client(x.cards[i]), Site: x.site.ID, Channel: store.CardChannel, Lang: "en", Mood: 1, Topics: []string{"waiting"}, Card: x.cards[i].ID, Final: final, Worded: !final, Read: x.Now(), Captured: x.Now()}
}

func (x *stack) read(f store.ScanFile, page int, found ...store.NewReading) []store.ReadingState {
	x.t.Helper()
	states, err := x.AddScanPage(x.t.Context(), x.ana, store.NewScanPage{File: f.ID, Number: page}, found)
	if err != nil {
		x.t.Fatal(err)
	}
	return states
}

func (x *stack) submissions() int {
	x.t.Helper()
	n := 0
	if err := x.EachSubmission(x.t.Context(), func(store.ExportedSubmission) error { n++; return nil }); err != nil {
		x.t.Fatal(err)
	}
	return n
}

// plan is how SQLite would answer a query.
func (x *stack) plan(query string) string {
	x.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+x.Path()+"?mode=ro")
	if err != nil {
		x.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(x.t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		x.t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			x.t.Fatal(err)
		}
		out = append(out, detail)
	}
	if err := rows.Err(); err != nil {
		x.t.Fatal(err)
	}
	return strings.Join(out, "; ")
}

func (x *stack) claim(by store.Actor, n int) []store.Reading {
	x.t.Helper()
	list, err := x.ClaimReadings(x.t.Context(), by, x.site.ID, n)
	if err != nil {
		x.t.Fatal(err)
	}
	return list
}

func TestAReturnedCardCountsOnce(t *testing.T) {
	x := newStack(t, 3)
	f := x.file()
	if got := x.read(f, 1, x.front(0, store.ReadEntered), x.front(1, store.ReadToReview)); !slices.Equal(got, []store.ReadingState{store.ReadEntered, store.ReadToReview}) {
		t.Fatalf("%v", got)
	}
	// The same page again changes nothing, the same cards on other pages are known.
	if got := x.read(f, 1, x.front(0, store.ReadEntered)); got != nil {
		t.Errorf("a page read twice: %v", got)
	}
	other := x.file()
	if got := x.read(other, 1, x.front(0, store.ReadEntered), x.front(1, store.ReadEntered)); !slices.Equal(got, []store.ReadingState{store.ReadAgain, store.ReadAgain}) {
		t.Errorf("read in another file: %v", got)
	}
	if n := x.submissions(); n != 1 {
		t.Errorf("%d submissions, want 1", n)
	}
	b, err := x.ScanBatch(t.Context(), x.site.ID, other.Batch)
	if err != nil || b.Count.Again != 2 || b.Count.Cards != 2 {
		t.Errorf("%+v, %v", b.Count, err)
	}
	if err := x.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

// Two servers, or a server and a command, over one file.
func TestTwoProgramsReadTheSameCards(t *testing.T) {
	const n = 12
	x := newStack(t, n)
	other := storetest.OpenWith(t, store.Options{Path: x.Path(), Clock: x.clock.Now})
	files := []store.ScanFile{x.file(), x.file()}
	var both sync.WaitGroup
	entered := make([]int, 2)
	for k, s := range []*store.Store{x.Store, other} {
		both.Go(func() {
			for page := range n {
				states, err := s.AddScanPage(t.Context(), x.ana, store.NewScanPage{File: files[k].ID, Number: page + 1}, []store.NewReading{x.front(page, store.ReadEntered)})
				if err != nil {
					t.Error(err)
					return
				}
				if states[0] == store.ReadEntered {
					entered[k]++
				}
			}
		})
	}
	both.Wait()
	if entered[0]+entered[1] != n || x.submissions() != n {
		t.Errorf("%v entered, %d submissions, want %d", entered, x.submissions(), n)
	}
	if err := x.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTheSameFileIsNoticed(t *testing.T) {
	x := newStack(t, 1)
	sum := sha256.Sum256([]byte("scan"))
	bring := func(kept string) store.ScanFile {
		_, list, err := x.BringScans(t.Context(), x.ana, x.site.ID, store.ScanUpload, []store.NewScanFile{{Name: "a<script>.pdf", Sum: sum, Size: 4, Kept: kept}})
		if err != nil {
			t.Fatal(err)
		}
		return list[0]
	}
	first := bring("x.scan")
	next, err := x.NextScanFile(t.Context())
	if err != nil || next.ID != first.ID || next.State != store.FileReading {
		t.Fatalf("%+v, %v", next, err)
	}
	// A program that stopped in the midst goes on with it.
	x.read(next, 1, x.front(0, store.ReadEntered))
	if next, err = x.NextScanFile(t.Context()); err != nil || next.ID != first.ID || next.PagesRead != 1 {
		t.Fatalf("%+v, %v", next, err)
	}
	if err := x.EndScanFile(t.Context(), x.ana, first.ID, store.ScanProblem{}); err != nil {
		t.Fatal(err)
	}
	if again := bring("y.scan"); again.State != store.FileSame || again.SameAs != first.Batch || again.Kept != "" {
		t.Errorf("%+v", again)
	}
	if _, err := x.NextScanFile(t.Context()); store.CodeOf(err) != store.NotFound {
		t.Errorf("a known file is read again: %v", err)
	}
	b, err := x.ScanBatch(t.Context(), x.site.ID, first.Batch)
	if err != nil || b.FinishedAt.IsZero() {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestACancelledBatchIsNotReadOn(t *testing.T) {
	x := newStack(t, 2)
	f := x.file()
	x.read(f, 1, x.front(0, store.ReadEntered))
	if _, err := x.CancelScan(t.Context(), x.ana, x.site.ID, f.Batch); err != nil {
		t.Fatal(err)
	}
	_, err := x.AddScanPage(t.Context(), x.ana, store.NewScanPage{File: f.ID, Number: 2}, []store.NewReading{x.front(1, store.ReadEntered)})
	if store.CodeOf(err) != store.Conflict || x.submissions() != 1 {
		t.Errorf("%v, %d submissions", err, x.submissions())
	}
	if _, err := x.CancelScan(t.Context(), x.ana, x.site.ID, f.Batch); store.CodeOf(err) != store.Conflict {
		t.Errorf("cancelled twice: %v", err)
	}
}

// Whoever answered by the code and then posted the card is one person.
func TestACardAnsweredByPhoneKeepsItsPaperBeside(t *testing.T) {
	x := newStack(t, 2)
	phone := func(i int, final bool) store.Receipt {
		r, err := x.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(i + 1), Site: x.site.ID, Channel: store.CardChannel, Lang: "en", Mood: 2, Card: x.cards[i].ID, Text: "By phone", Final: final})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	done, begun := phone(0, true), phone(1, false)
	got := x.read(x.file(), 1, x.front(0, store.ReadEntered), x.front(1, store.ReadEntered))
	if !slices.Equal(got, []store.ReadingState{store.ReadBeside, store.ReadEntered}) || x.submissions() != 2 {
		t.Fatalf("%v, %d submissions", got, x.submissions())
	}
	list, err := x.ReadingsOf(t.Context(), []store.SubmissionID{done.ID})
	if err != nil || len(list) != 1 || !list[0].Shows("card") || list[0].Complaint == 0 || list[0].SaidAt.IsZero() || len(list[0].Contacts) != 0 {
		t.Errorf("%+v, %v; want the paper beside the words", list, err)
	}
	s, err := x.SubmissionByToken(t.Context(), begun.StatusToken)
	if err != nil || !s.Final || s.Mood != 1 {
		t.Errorf("%+v, %v; what was begun by phone grows to what the card says", s, err)
	}
}

func TestThePromiseOfACardCountsFromItsReading(t *testing.T) {
	x := newStack(t, 1)
	read := x.Now()
	x.read(x.file(), 1, x.front(0, store.ReadToReview))
	x.clock.Add(5 * time.Hour)
	r := x.claim(x.ana, 1)[0]
	if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{State: store.ReadEntered, Said: x.said(0, true)}); err != nil {
		t.Fatal(err)
	}
	c, err := x.CardByToken(t.Context(), x.cards[0].Token)
	if err != nil {
		t.Fatal(err)
	}
	s, err := x.CardSubmission(t.Context(), c)
	if err != nil || !s.CountedFrom.Equal(read) || !s.AnswerBy.Equal(x.site.AnswerBy(read)) || s.Lang != "en" || s.Channel != store.CardChannel {
		t.Errorf("%+v, %v; want it counted from %v", s, err, read)
	}
}

func TestWordsOfACardGrowWhenTheyAreTyped(t *testing.T) {
	x := newStack(t, 1)
	x.read(x.file(), 1, x.front(0, store.ReadToType))
	box, err := x.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID}, 0)
	if err != nil || len(box.Items) != 1 || !box.Items[0].Paper || box.Items[0].Text != "" {
		t.Fatalf("%+v, %v; want it in the inbox at once, unread", box.Items, err)
	}
	due := box.Items[0].AnswerBy
	x.clock.Add(time.Hour)
	r := x.claim(x.ana, 1)[0]
	said := x.said(0, true)
	said.Text, said.Contact.Email = "The water was cold.", "anu@example.org"
	if state, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{State: store.ReadEntered, Said: said}); err != nil || state != store.ReadEntered {
		t.Fatal(state, err)
	}
	box, err = x.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID}, 0)
	if err != nil || len(box.Items) != 1 || box.Items[0].Text != "The water was cold." || !box.Items[0].AnswerBy.Equal(due) {
		t.Errorf("%+v, %v; want the words, and the promise as it was", box.Items, err)
	}
	if x.submissions() != 1 {
		t.Error("typing makes a second submission")
	}
}

func TestADecisionCanBeTakenBack(t *testing.T) {
	x := newStack(t, 2)
	x.read(x.file(), 1, x.front(0, store.ReadToReview))
	r := x.claim(x.ana, 1)[0]
	decide := func(mood int) {
		said := x.said(0, true)
		said.Mood = mood
		if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{State: store.ReadEntered, Said: said}); err != nil {
			t.Fatal(err)
		}
	}
	decide(1)
	if _, err := x.TakeBackReading(t.Context(), x.bert); store.CodeOf(err) != store.NotFound {
		t.Errorf("somebody else takes it back: %v", err)
	}
	back, err := x.TakeBackReading(t.Context(), x.ana)
	if err != nil || back.ID != r.ID || back.State != store.ReadToReview {
		t.Fatalf("%+v, %v", back, err)
	}
	decide(4)
	c, _ := x.CardByToken(t.Context(), x.cards[0].Token)
	s, err := x.CardSubmission(t.Context(), c)
	if err != nil || s.Mood != 4 || !s.Final || x.submissions() != 1 {
		t.Errorf("%+v, %v, %d submissions", s, err, x.submissions())
	}
	x.clock.Add(20 * time.Minute)
	if _, err := x.TakeBackReading(t.Context(), x.ana); store.CodeOf(err) != store.NotFound {
		t.Errorf("after 20 minutes: %v", err)
	}
}

// What was taken in of a card that nobody can read, or that says nothing, waits
// nowhere and counts nowhere, however often its decision was taken back.
func TestAfterATakeBackAnEmptyCardIsNowhere(t *testing.T) {
	for _, state := range []store.ReadingState{store.ReadCannot, store.ReadBlank} {
		x := newStack(t, 2)
		x.read(x.file(), 1, x.front(0, store.ReadToReview))
		r := x.claim(x.ana, 1)[0]
		decide := func(d store.ReadingDecision) {
			t.Helper()
			if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, d); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			said := x.said(0, true)
			said.Text = "Cold."
			decide(store.ReadingDecision{State: store.ReadEntered, Said: said})
			if _, err := x.TakeBackReading(t.Context(), x.ana); err != nil {
				t.Fatal(err)
			}
			decide(store.ReadingDecision{State: state})
			for _, view := range []store.InboxView{store.ToAnswer, store.InHand, store.Closed, store.Taps} {
				if box, err := x.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID, View: view}, 0); err != nil || len(box.Items) != 0 || box.Open != 0 {
					t.Errorf("%s: %+v, %v in the inbox's %s", state, box, err, view)
				}
			}
			f, err := x.Figures(t.Context(), x.site.ID, x.Now().AddDate(0, 0, -2), x.Now().AddDate(0, 0, 2))
			if err != nil || len(f.Said)+len(f.Topics)+len(f.Promises)+len(f.Groups) != 0 || x.submissions() != 0 {
				t.Errorf("%s: figures %+v, %v, %d submissions", state, f, err, x.submissions())
			}
			run, err := x.CardRunAlone(t.Context(), x.cards[0].Run)
			if l := run.Ledger; err != nil || l.Returned != 1 || l.Answered != 0 || l.Paper != 1 {
				t.Errorf("%s: %+v, %v in the ledger", state, l, err)
			}
			if _, err := x.TakeBackReading(t.Context(), x.ana); err != nil {
				t.Fatal(err)
			}
		}
		decide(store.ReadingDecision{State: store.ReadEntered, Said: x.said(0, true)})
		if x.submissions() != 1 {
			t.Errorf("%d submissions once it is read after all", x.submissions())
		}
		if err := x.VerifyEvents(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// What a person began by the code of the card is theirs, whatever becomes of the
// paper.
func TestWhatWasBegunByPhoneIsNotWithdrawn(t *testing.T) {
	x := newStack(t, 1)
	begun := *x.said(0, false)
	begun.Client, begun.Read = storetest.Client(7), time.Time{}
	if _, err := x.AddSubmission(t.Context(), store.Customer(), begun); err != nil {
		t.Fatal(err)
	}
	x.read(x.file(), 1, x.front(0, store.ReadToReview))
	r := x.claim(x.ana, 1)[0]
	for _, d := range []store.ReadingDecision{{State: store.ReadEntered, Said: x.said(0, true)}, {State: store.ReadCannot}} {
		if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, d); err != nil {
			t.Fatal(err)
		}
		if d.Said == nil {
			break
		}
		if _, err := x.TakeBackReading(t.Context(), x.ana); err != nil {
			t.Fatal(err)
		}
	}
	if box, err := x.Inbox(t.Context(), store.InboxFilter{Site: x.site.ID}, 0); err != nil || len(box.Items) != 1 {
		t.Errorf("%+v, %v; want the person still waiting for an answer", box.Items, err)
	}
}

func TestATypedNumberIsTakenBackWithItsCard(t *testing.T) {
	x := newStack(t, 2)
	unread := store.NewReading{Site: x.site.ID, Front: true, State: store.ReadToReview, Reason: "code", Why: []string{"code"}, Contacts: map[string][]byte{"card": []byte("whole card")}}
	x.read(x.file(), 1, unread)
	r := x.claim(x.ana, 1)[0]
	decide := func(i int) store.ReadingState {
		state, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{Card: x.cards[i].ID, State: store.ReadEntered, Said: x.said(i, true), Pictures: map[string][]byte{"card": []byte("painted")}})
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	decide(0)
	if _, err := x.TakeBackReading(t.Context(), x.ana); err != nil {
		t.Fatal(err)
	}
	decide(1)
	// The true first card can still come.
	if got := x.read(x.file(), 1, x.front(0, store.ReadEntered), x.front(1, store.ReadEntered)); !slices.Equal(got, []store.ReadingState{store.ReadEntered, store.ReadAgain}) {
		t.Errorf("%v", got)
	}
	if x.submissions() != 2 {
		t.Errorf("%d submissions, want 2", x.submissions())
	}
	for _, typed := range []string{x.cards[0].Serial, strings.ToLower(x.cards[0].Serial), "LP C 1", "lpc0001"} {
		if c, err := x.CardBySerial(t.Context(), typed); err != nil || c.ID != x.cards[0].ID {
			t.Errorf("%q: %+v, %v", typed, c, err)
		}
	}
	for _, wrong := range []string{"", "LP-C9999", "XX-C0001", "LP-C", "C1", "LP-C0001<script>", "LP-C99999999999999999999"} {
		if _, err := x.CardBySerial(t.Context(), wrong); store.CodeOf(err) != store.NotFound {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestTwoPeopleNeverGetTheSameCard(t *testing.T) {
	x := newStack(t, 4)
	x.read(x.file(), 1, x.front(0, store.ReadToReview), x.front(1, store.ReadToReview), x.front(2, store.ReadToType), x.front(3, store.ReadToReview))
	ana, bert := x.claim(x.ana, 2), x.claim(x.bert, 3)
	if len(ana) != 2 || len(bert) != 2 {
		t.Fatalf("%d and %d cards", len(ana), len(bert))
	}
	for _, a := range ana {
		for _, b := range bert {
			if a.ID == b.ID {
				t.Errorf("both have %s", a.Serial)
			}
		}
	}
	if bert[0].State != store.ReadToReview || bert[1].State != store.ReadToType {
		t.Errorf("%s before %s; want those to look at first", bert[0].State, bert[1].State)
	}
	decision := store.ReadingDecision{State: store.ReadCannot}
	if _, err := x.DecideReading(t.Context(), x.bert, x.site.ID, ana[0].ID, decision); store.CodeOf(err) != store.Conflict {
		t.Errorf("deciding a colleague's card: %v", err)
	}
	q, err := x.ScanQueue(t.Context(), x.site.ID, store.UserID(x.bert.ID))
	if err != nil || q.ToReview != 3 || q.ToType != 1 || q.Taken != 2 || q.TakenBy != "Ana Saar" {
		t.Errorf("%+v, %v", q, err)
	}
	x.clock.Add(4 * time.Minute) // a card that nobody decides is free again
	if got := x.claim(x.bert, 9); len(got) != 4 {
		t.Errorf("%d cards after a while, want 4", len(got))
	}
	if _, err := x.DecideReading(t.Context(), x.bert, x.site.ID, ana[0].ID, decision); err != nil {
		t.Fatal(err)
	}
	if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, ana[0].ID, decision); store.CodeOf(err) != store.Conflict {
		t.Errorf("deciding what is decided: %v", err)
	}
}

func TestABackWithoutItsFrontIsTold(t *testing.T) {
	x := newStack(t, 3)
	back := func(i int) store.NewReading {
		return store.NewReading{Site: x.site.ID, Card: x.cards[i].ID, State: store.ReadBack}
	}
	f := x.file()
	x.read(f, 1, x.front(0, store.ReadBlank))
	x.read(f, 2, back(0), back(1))
	missing, err := x.MissingFronts(t.Context(), f.Batch)
	if err != nil || !slices.Equal(missing, []string{x.cards[1].Serial}) {
		t.Errorf("%v, %v; want %s alone", missing, err, x.cards[1].Serial)
	}
	if x.submissions() != 0 {
		t.Error("a blank card became a submission")
	}
}

func TestErasingWordsErasesTheirCard(t *testing.T) {
	x := newStack(t, 2)
	x.read(x.file(), 1, x.front(0, store.ReadToType), x.front(1, store.ReadToType))
	for i, r := range x.claim(x.ana, 2) {
		said := x.said(i, true)
		said.Text, said.Contact.Email = "Cold.", fmt.Sprintf("anu%d@example.org", i)
		if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{State: store.ReadEntered, Said: said}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := x.EraseContact(t.Context(), store.System(), "ANU0@example.org"); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	f := func(i int) store.Reading {
		c, err := x.CardByToken(t.Context(), x.cards[i].Token)
		if err != nil {
			t.Fatal(err)
		}
		list, err := x.ReadingsOf(t.Context(), []store.SubmissionID{c.Submission})
		if err != nil || len(list) != 1 {
			t.Fatalf("%v, %v", list, err)
		}
		return list[0]
	}
	if r := f(0); len(r.Parts)+len(r.Contacts)+len(r.Marks)+len(r.Inked) != 0 {
		t.Errorf("%+v is left of erased words", r)
	}
	if r := f(1); !r.Shows("card") || !r.Shows("text") || !r.ShowsContact("contact") {
		t.Errorf("%+v; another person's card is gone", r)
	}
	if _, err := x.TakeBackReading(t.Context(), x.ana); err != nil { // the last is not the erased one
		t.Fatal(err)
	}
}

func TestPicturesOfContactsAreForgotten(t *testing.T) {
	x := newStack(t, 3)
	x.read(x.file(), 1, x.front(0, store.ReadToType), x.front(1, store.ReadToType), store.NewReading{Site: x.site.ID, Front: true, State: store.ReadToReview, Reason: "code", Contacts: map[string][]byte{"card": []byte("whole")}})
	list := x.claim(x.ana, 3)
	forget := func() {
		t.Helper()
		if _, err := x.ForgetContacts(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	shows := func(r store.Reading, part string) bool {
		_, err := x.ReadingPicture(t.Context(), r.ID, part, true)
		return err == nil
	}
	unread, first, second := list[0], list[1], list[2]
	if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, first.ID, store.ReadingDecision{State: store.ReadEntered, Said: x.said(0, true)}); err != nil {
		t.Fatal(err)
	}
	forget()
	if !shows(first, "contact") {
		t.Error("gone at once: nobody can take it back")
	}
	x.clock.Add(2 * time.Hour)
	forget()
	if shows(first, "contact") || !shows(second, "contact") || !shows(unread, "card") {
		t.Error("after two hours the typed contact's picture goes, and no other")
	}
	x.clock.Add(31 * 24 * time.Hour)
	forget()
	if shows(unread, "card") || !shows(second, "contact") {
		t.Error("a card that nobody could read goes; one that still waits for its answer does not")
	}
	if _, err := x.ReadingPicture(t.Context(), first.ID, "card", false); err != nil {
		t.Errorf("the card itself stays with the words: %v", err)
	}
}

// A contact that stands among the words goes with its pictures, not before, and
// not after.
func TestAContactAmongTheWordsTakesThePicturesAlong(t *testing.T) {
	x := newStack(t, 1)
	f := x.front(0, store.ReadToType)
	f.Inked, f.Contacts = []string{"text"}, nil
	x.read(x.file(), 1, f)
	r := x.claim(x.ana, 1)[0]
	said := x.said(0, true)
	said.Text, said.Contact.Email = "Cold.", "anu@example.org"
	if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{State: store.ReadEntered, Said: said, Private: true}); err != nil {
		t.Fatal(err)
	}
	shown := func(n int) {
		t.Helper()
		if _, err := x.ForgetContacts(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := x.Reading(t.Context(), x.site.ID, r.ID)
		if err != nil || len(got.Parts) != 0 || len(got.Contacts) != n {
			t.Errorf("parts %v, contacts %v, %v; want %d pictures, all among the contacts", got.Parts, got.Contacts, err, n)
		}
	}
	shown(2)
	x.clock.Add(2 * time.Hour)
	shown(2)
	if n, err := x.EraseContact(t.Context(), store.System(), "anu@example.org"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	shown(0)
}

func TestWhatPhoneAndPaperSayIsBothKept(t *testing.T) {
	x := newStack(t, 1)
	x.read(x.file(), 1, x.front(0, store.ReadToType))
	phone := x.said(0, true)
	phone.Text, phone.Read = "By phone", time.Time{}
	if _, err := x.AddSubmission(t.Context(), store.Customer(), *phone); err != nil { // by the same id: it grows
		t.Fatal(err)
	}
	r := x.claim(x.ana, 1)[0]
	typed := x.said(0, true)
	typed.Text = "On paper"
	if _, err := x.DecideReading(t.Context(), x.ana, x.site.ID, r.ID, store.ReadingDecision{State: store.ReadEntered, Said: typed}); err != nil {
		t.Fatal(err)
	}
	c, _ := x.CardByToken(t.Context(), x.cards[0].Token)
	s, err := x.CardSubmission(t.Context(), c)
	if err != nil || s.Text != "By phone" || s.Flags&store.FlagOther == 0 {
		t.Errorf("%+v, %v; want the first words, and that there are others", s, err)
	}
}

func TestALongQueueIsQuick(t *testing.T) {
	const n = 5000
	x := newStack(t, n)
	f := x.file()
	for page := range n / 50 {
		var found []store.NewReading
		for i := range 50 {
			r := x.front(page*50+i, store.ReadToReview)
			r.Pictures, r.Contacts = nil, nil
			found = append(found, r)
		}
		x.read(f, page+1, found...)
	}
	begin := time.Now()
	for range 20 {
		if list := x.claim(x.ana, 3); len(list) != 3 {
			t.Fatal(len(list))
		}
		if q, err := x.ScanQueue(t.Context(), x.site.ID, store.UserID(x.ana.ID)); err != nil || q.ToReview != n {
			t.Fatal(q, err)
		}
	}
	if took := time.Since(begin) / 20; took > 100*time.Millisecond {
		t.Errorf("the next card of %d takes %v", n, took)
	}
	for query, index := range map[string]string{
		`SELECT id FROM scan_readings WHERE site_id = 1 AND state = 'to_review' AND (claimed_by = 1 OR claimed_until <= 1) ORDER BY id LIMIT 3`: "scan_readings_queue",
		`SELECT count(*) FROM scan_readings WHERE card_id = 1 AND stands = 1`:                                                                   "scan_readings_card",
		`SELECT id FROM scan_readings WHERE submission_id = 1 AND submission_id <> 0`:                                                           "scan_readings_submission",
	} {
		if plan := x.plan(query); !strings.Contains(plan, index) {
			t.Errorf("%s: %s", query, plan)
		}
	}
}
