package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func TestSubmissionGrowsUntilFinal(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	n := store.NewSubmission{Client: storetest.Client(1), Site: site.ID, Channel: store.KioskChannel, Lang: "uk", Mood: 1}
	tap, err := s.AddSubmission(ctx, store.Customer(), n)
	if err != nil {
		t.Fatal(err)
	}
	if box, _ := s.Inbox(ctx, store.InboxFilter{}, 0); box.Open != 0 {
		t.Errorf("a tap alone asks for no answer, inbox has %d", box.Open)
	}
	clock.Add(20 * time.Second)
	n.Topics = []string{"waiting"}
	if _, err := s.AddSubmission(ctx, store.Customer(), n); err != nil {
		t.Fatal(err)
	}
	n.Text, n.Final = "Чекали двадцять хвилин", true
	done, err := s.AddSubmission(ctx, store.Customer(), n)
	if err != nil || done.Reference != tap.Reference || done.StatusToken != tap.StatusToken {
		t.Fatalf("grown receipt %+v, %v; want the tap's %+v", done, err, tap)
	}
	early := n
	early.Text, early.Final = "", false
	if _, err := s.AddSubmission(ctx, store.Customer(), early); err != nil {
		t.Errorf("an unfinished version that arrives late: %v, want no error", err)
	}
	x, err := s.SubmissionByToken(ctx, done.StatusToken)
	if err != nil || x.Text != n.Text || x.Topics[0] != "waiting" || !x.Final {
		t.Errorf("stored %+v, %v", x, err)
	}
	n.Text = "something else"
	r, err := s.AddSubmission(ctx, store.Customer(), n)
	if store.CodeOf(err) != store.Conflict || r.Reference != done.Reference {
		t.Errorf("other finished words: %+v, %v; want conflict and the receipt", r, err)
	}
	if x, _ = s.SubmissionByToken(ctx, done.StatusToken); x.Flags&store.FlagOther == 0 || x.Text != "Чекали двадцять хвилин" {
		t.Errorf("after other words %+v: want the first words, flagged", x)
	}
}

func TestParallelResendsAreOne(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	n := store.NewSubmission{Client: storetest.Client(7), Site: site.ID, Channel: store.KioskChannel, Lang: "en", Mood: 2, Text: "once", Final: true}
	var wg sync.WaitGroup
	refs := make([]string, 100)
	for i := range refs {
		wg.Go(func() {
			r, err := s.AddSubmission(t.Context(), store.Customer(), n)
			if err != nil {
				t.Error(err)
			}
			refs[i] = r.Reference
		})
	}
	wg.Wait()
	for _, r := range refs {
		if r != refs[0] {
			t.Fatalf("references differ: %v", refs)
		}
	}
	count := 0
	if err := s.EachSubmission(t.Context(), func(store.ExportedSubmission) error { count++; return nil }); err != nil || count != 1 {
		t.Errorf("%d rows, %v; want 1", count, err)
	}
}

func TestAgreeingCountsOnce(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	r := storetest.Say(t, s, site.ID, 1, "The lockers on the left jam", "equipment")
	if err := s.SaveEntry(ctx, store.System(), r.Complaint, 0, store.Words{"en": "Lockers jam"}, store.Words{"en": "New locks"}, true); err != nil {
		t.Fatal(err)
	}
	rows, err := s.TopComplaints(ctx, site.ID, 6)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		n := store.NewSubmission{Client: storetest.Client(10 + i), Site: site.ID, Channel: store.KioskChannel, Lang: "en", Mood: 2, Agrees: []store.EntryID{rows[0].ID, 999}}
		for _, n.Final = range []bool{false, true, true} {
			if _, err := s.AddSubmission(ctx, store.Customer(), n); err != nil {
				t.Fatal(err)
			}
		}
	}
	if rows, _ = s.TopComplaints(ctx, site.ID, 6); rows[0].People != 4 {
		t.Errorf("%d people, want 4: the one who said it and three who agree", rows[0].People)
	}
	// One who agrees takes it back before finishing.
	n := store.NewSubmission{Client: storetest.Client(20), Site: site.ID, Channel: store.KioskChannel, Lang: "en", Mood: 2, Agrees: []store.EntryID{rows[0].ID}}
	for _, n.Agrees = range [][]store.EntryID{{rows[0].ID}, nil} {
		if _, err := s.AddSubmission(ctx, store.Customer(), n); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _ = s.TopComplaints(ctx, site.ID, 6); rows[0].People != 4 {
		t.Errorf("%d people after one took it back, want 4", rows[0].People)
	}
}

// A full disk stores nothing and says so; as soon as there is room, what the
// tablet kept gets in under the same ids, without a restart.
func TestFullDiskDrainsWithoutRestart(t *testing.T) {
	s := storetest.OpenWith(t, store.Options{Path: filepath.Join(t.TempDir(), "x.db"), MaxBytes: 900_000})
	site, _, err := s.SetUp(t.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "a@b", Name: "A", PasswordHash: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	stored, kept := 0, []store.NewSubmission{}
	for i := 0; len(kept) < 5; i++ {
		n := store.NewSubmission{Client: storetest.Client(i), Site: site.ID, Channel: store.KioskChannel, Lang: "en", Mood: 1, Text: strings.Repeat("many words ", 300), Final: true}
		switch _, err = s.AddSubmission(t.Context(), store.Customer(), n); {
		case err == nil:
			stored++
		case store.CodeOf(err) == store.Full && stored > 0:
			kept = append(kept, n)
		default:
			t.Fatalf("after %d: %v, want full", stored, err)
		}
	}
	if err := s.GiveRoom(t.Context(), 10<<20); err != nil {
		t.Fatal(err)
	}
	for _, n := range kept {
		if _, err := s.AddSubmission(t.Context(), store.Customer(), n); err != nil {
			t.Errorf("room again: %v", err)
		}
	}
	count := 0
	if err := s.EachSubmission(t.Context(), func(store.ExportedSubmission) error { count++; return nil }); err != nil || count != stored+len(kept) {
		t.Errorf("%d rows, %v; want %d", count, err, stored+len(kept))
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A job that fails does not spoil the others of its batch.
func TestBatchSurvivesABadJob(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			n := store.NewSubmission{Client: storetest.Client(i), Site: site.ID, Channel: store.CardChannel, Lang: "en", Mood: 2, Text: "words", Final: true}
			if i%10 == 0 {
				n.Card = 12345 // never printed
			}
			_, err := s.AddSubmission(t.Context(), store.Customer(), n)
			if (i%10 == 0) != (store.CodeOf(err) == store.NotFound) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wg.Wait()
	count := 0
	if err := s.EachSubmission(t.Context(), func(store.ExportedSubmission) error { count++; return nil }); err != nil || count != 180 {
		t.Errorf("%d rows, %v; want 180", count, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestCardIsAnsweredOnce(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	run, cards, err := s.AddCardRun(ctx, store.System(), store.CardRun{Site: site.ID, Name: "autumn", Lang: "de", Spec: "{}", Count: 3})
	if err != nil || len(cards) != 3 || cards[2].Serial != "LP-C0003" {
		t.Fatalf("%+v %+v %v", run, cards, err)
	}
	c, err := s.CardByToken(ctx, cards[1].Token)
	if err != nil || c != cards[1] {
		t.Fatalf("card %+v, %v; want %+v", c, err, cards[1])
	}
	n := store.NewSubmission{Client: storetest.Client(1), Site: site.ID, Channel: store.CardChannel, Lang: "de", Mood: 2, Text: "a", Final: true, Card: c.ID}
	if _, err := s.AddSubmission(ctx, store.Customer(), n); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddSubmission(ctx, store.Customer(), n); err != nil {
		t.Errorf("the same again: %v", err)
	}
	n.Client = storetest.Client(2)
	if _, err := s.AddSubmission(ctx, store.Customer(), n); store.CodeOf(err) != store.Conflict {
		t.Errorf("another under the same card: %v, want conflict", err)
	}
	_, again, err := s.CardRun(ctx, run.ID)
	if err != nil || again[0].Token != cards[0].Token || again[1].Submission == 0 {
		t.Errorf("printed again %+v, %v", again, err)
	}
	if _, err := s.CardByToken(ctx, strings.Repeat("A", 22)); store.CodeOf(err) != store.NotFound {
		t.Errorf("a token never printed: %v", err)
	}
}

func TestErasedWordsAreFoundNowhere(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	r := storetest.Say(t, s, site.ID, 1, "zebrafish xylophone")
	if err := s.AddWords(ctx, r.StatusToken, "quagmire"); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, r.StatusToken); err != nil {
		t.Fatal(err)
	}
	box, err := s.Inbox(ctx, store.InboxFilter{Search: "xylophone"}, 0)
	if err != nil || len(box.Items) != 0 {
		t.Errorf("search finds %+v, %v", box.Items, err)
	}
	x, err := s.SubmissionByToken(ctx, r.StatusToken)
	if err != nil || x.Text != "" || len(x.Additions) != 0 || x.Flags&store.FlagErased == 0 {
		t.Errorf("after erasing %+v, %v", x, err)
	}
	err = s.EachEvent(ctx, func(e store.Event) error {
		for _, v := range e.Data {
			if strings.Contains(v, "xylophone") {
				return fmt.Errorf("event %d keeps the words", e.ID)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNotYetOpensAgain(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	r := storetest.Say(t, s, site.ID, 1, "cold water", "equipment")
	if err := s.Answer(ctx, store.System(), r.Complaint, 0, "Mended."); err != nil {
		t.Fatal(err)
	}
	clock.Add(24 * time.Hour)
	if err := s.Judge(ctx, r.StatusToken, store.NotYet); err != nil {
		t.Fatal(err)
	}
	box, err := s.Inbox(ctx, store.InboxFilter{}, 0)
	if err != nil || box.Open != 1 || !box.Items[0].AnswerBy.After(clock.Now().Add(40*time.Hour)) {
		t.Errorf("inbox %+v, %v: want it back with a new promise", box, err)
	}
}

func TestEscalation(t *testing.T) {
	s, clock, site, owner := storetest.SetUp(t)
	ctx := t.Context()
	ana := storetest.User(t, s, "Ana Lepp", store.Manager, true)
	if err := s.SetDuty(ctx, store.ActingUser(owner.ID), site.ID, ana.ID); err != nil {
		t.Fatal(err)
	}
	r := storetest.Say(t, s, site.ID, 1, "The lifeguard shouted", "staff")
	for _, step := range []struct {
		after time.Duration
		told  int
		to    string
	}{{time.Hour, 0, ""}, {36 * time.Hour, 1, "Ana Lepp"}, {time.Minute, 0, "Ana Lepp"}, {12 * time.Hour, 1, "Olga Tamm"}, {time.Hour, 0, "Olga Tamm"}} {
		clock.Add(step.after)
		n, err := s.EscalateDue(ctx)
		if err != nil || n != step.told {
			t.Fatalf("after %v: told %d, %v; want %d", step.after, n, err, step.told)
		}
		if p, _ := s.Complaint(ctx, r.Complaint, 0); p.EscalatedTo != step.to {
			t.Errorf("after %v: told %q, want %q", step.after, p.EscalatedTo, step.to)
		}
	}
	due, err := s.DueMessages(ctx, 10)
	if err != nil || len(due) != 2 || due[0].Recipient != ana.Email {
		t.Errorf("outbox %+v, %v", due, err)
	}
}

func TestLastOwnerStays(t *testing.T) {
	s, _, _, owner := storetest.SetUp(t)
	by := store.ActingUser(owner.ID)
	for name, err := range map[string]error{
		"disable": s.DisableUser(t.Context(), by, owner.ID),
		"demote":  s.SetRole(t.Context(), by, owner.ID, store.Staff),
	} {
		var e *store.Error
		if !errors.As(err, &e) || e.Code != store.Forbidden {
			t.Errorf("%s the last owner: %v, want forbidden", name, err)
		}
	}
}
