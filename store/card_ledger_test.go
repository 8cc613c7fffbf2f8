package store_test

import (
	"database/sql"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func printed(t *testing.T, s *store.Store, site store.SiteID, count int64, unfinished bool) (store.CardRun, []store.Card) {
	t.Helper()
	run, cards, err := s.AddCardRun(t.Context(), store.System(), store.CardRun{Site: site, Name: "autumn", Lang: "de", Spec: "{}", Count: count, Unfinished: unfinished})
	if err != nil {
		t.Fatal(err)
	}
	return run, cards
}

func ledger(t *testing.T, s *store.Store, id store.CardRunID) store.CardLedger {
	t.Helper()
	run, err := s.CardRunAlone(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return run.Ledger
}

// answered hands in what a card says, typed by somebody where by is not 0.
func answered(t *testing.T, s *store.Store, site store.SiteID, n int, c store.Card, by store.UserID) store.SubmissionID {
	t.Helper()
	r, err := s.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(n), Site: site, Channel: store.CardChannel, Lang: "de", Mood: 2, Card: c.ID, Final: true, TakenBy: by})
	if err != nil {
		t.Fatal(err)
	}
	return r.ID
}

// scanned enters what the reader of returned cards would.
func scanned(t *testing.T, s *store.Store, c store.Card, state store.ReadingState, words store.SubmissionID, decided store.UserID) {
	t.Helper()
	db, err := sql.Open("sqlite3", s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{
		`INSERT INTO scan_batches(id, site_id, source, begun_at) VALUES (1, 1, 'upload', 1) ON CONFLICT DO NOTHING`,
		`INSERT INTO scan_files(id, batch_id, name, sum, size, state) VALUES (1, 1, 'a.pdf', x'00', 1, 'read') ON CONFLICT DO NOTHING`,
		`INSERT INTO scan_pages(id, file_id, number, cards, at) VALUES (1, 1, 1, 4, 1) ON CONFLICT DO NOTHING`,
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`INSERT INTO scan_readings(page_id, batch_id, site_id, card_id, front, stands, state, submission_id, read_at, decided_by) VALUES (1, 1, 1, ?, 1, ?, ?, ?, 1, ?)`, c.ID, state != store.ReadCannot, string(state), words, decided); err != nil {
		t.Fatal(err)
	}
}

// Every card that came back is counted once, by the way it came.
func TestLedgerCountsEveryWayBack(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	run, cards := printed(t, s, site.ID, 12, false)
	other, _ := printed(t, s, site.ID, 3, false)
	answered(t, s, site.ID, 1, cards[0], 0)                                                       // on a phone
	scanned(t, s, cards[1], store.ReadEntered, answered(t, s, site.ID, 2, cards[1], 0), 0)        // read
	scanned(t, s, cards[2], store.ReadEntered, answered(t, s, site.ID, 3, cards[2], 0), owner.ID) // somebody looked
	answered(t, s, site.ID, 4, cards[3], owner.ID)                                                // typed off the paper
	scanned(t, s, cards[4], store.ReadBlank, 0, 0)
	scanned(t, s, cards[5], store.ReadToReview, 0, 0)
	scanned(t, s, cards[6], store.ReadBeside, answered(t, s, site.ID, 5, cards[6], 0), 0) // phone, and posted as well
	scanned(t, s, cards[7], store.ReadToType, answered(t, s, site.ID, 6, cards[7], 0), 0)
	scanned(t, s, cards[8], store.ReadCannot, 0, owner.ID)
	scanned(t, s, cards[8], store.ReadCannot, 0, owner.ID) // scanned twice, and no better
	scanned(t, s, cards[9], store.ReadCannot, 0, owner.ID)
	scanned(t, s, cards[9], store.ReadBlank, 0, owner.ID) // the second scan was better
	want := store.CardLedger{Handed: store.NotTold, PrintCost: store.NotTold, ReplyCost: store.NotTold,
		Returned: 10, Answered: 6, Phone: 2, Read: 2, Typed: 2, Blank: 2, Unread: 1, Waiting: 1, Paper: 9}
	if got := ledger(t, s, run.ID); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := ledger(t, s, other.ID); got.Returned != 0 {
		t.Errorf("a run of which nothing came back: %+v", got)
	}
}

// What the owner tells can be told anew, and the trail keeps what was said
// before.
func TestLedgerKeepsWhatTheOwnerTells(t *testing.T) {
	s, clock, site, owner := storetest.SetUp(t)
	ctx, by := t.Context(), store.ActingUser(owner.ID)
	run, _ := printed(t, s, site.ID, 10, false)
	today := clock.Now().In(site.Location()).Format("2006-01-02")
	for _, x := range []struct {
		n   int64
		day string
		key string
	}{{11, today, "store.card_handed"}, {-1, today, "store.card_handed"}, {5, "2999-01-01", "store.card_day"}, {5, "yesterday", "store.card_day"}, {5, clock.Now().In(site.Location()).AddDate(0, 0, -1).Format("2006-01-02"), "store.card_day_made"}} {
		if err := s.HandOutCards(ctx, by, run.ID, x.n, x.day); store.CodeOf(err) != store.Invalid || err.(*store.Error).Key != x.key {
			t.Errorf("%d by %s: %v, want %s", x.n, x.day, err, x.key)
		}
	}
	for _, n := range []int64{4, 9} {
		if err := s.HandOutCards(ctx, by, run.ID, n, today); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.CostCards(ctx, by, run.ID, 4850, store.NotTold, "EUR"); err != nil {
		t.Fatal(err)
	}
	for print, currency := range map[int64]string{-2: "EUR", 5: "GOLD"} {
		if err := s.CostCards(ctx, by, run.ID, print, 0, currency); store.CodeOf(err) != store.Invalid {
			t.Errorf("%d %s: %v", print, currency, err)
		}
	}
	if site, err := s.Site(site.ID); err != nil || site.Currency != "EUR" {
		t.Errorf("the site counts in %q, %v", site.Currency, err)
	}
	for range 2 {
		if err := s.WithdrawCards(ctx, by, run.ID, true); err != nil {
			t.Fatal(err)
		}
	}
	got := ledger(t, s, run.ID)
	if got.Handed != 9 || got.HandedDay != today || got.PrintCost != 4850 || got.ReplyCost != store.NotTold || !got.Withdrawn {
		t.Errorf("%+v", got)
	}
	if err := s.HandOutCards(ctx, by, run.ID, 10, today); err != nil || ledger(t, s, run.ID).Withdrawn {
		t.Errorf("handed out after all: %v, %+v", err, ledger(t, s, run.ID))
	}
	events, err := s.CardRunHistory(ctx, run)
	if err != nil {
		t.Fatal(err)
	}
	var verbs []string
	for _, e := range events {
		verbs = append(verbs, e.Verb+e.Data["count"])
	}
	want := []string{"cards.printed10", "cards.handed4", "cards.handed9", "cards.cost", "cards.withdrawn", "cards.handed10"}
	if len(verbs) != len(want) {
		t.Fatalf("history %v, want %v", verbs, want)
	}
	for i := range want {
		if verbs[i] != want[i] {
			t.Errorf("history %v, want %v", verbs, want)
			break
		}
	}
	if err := s.VerifyEvents(ctx); err != nil {
		t.Error(err)
	}
}

// A card of a run that is not handed out is still taken in.
func TestACardOfAWithdrawnRunIsTakenIn(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	run, cards := printed(t, s, site.ID, 2, false)
	if err := s.WithdrawCards(t.Context(), store.System(), run.ID, true); err != nil {
		t.Fatal(err)
	}
	found, err := s.CardByToken(t.Context(), cards[1].Token)
	if err != nil {
		t.Fatal(err)
	}
	answered(t, s, site.ID, 1, found, 0)
	if got := ledger(t, s, run.ID); got.Answered != 1 || !got.Withdrawn {
		t.Errorf("%+v", got)
	}
}

// A run whose file was never made leaves no number, no card and no line in the
// ledger; a finished one is like any other.
func TestAnUnfinishedRunLeavesNothing(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	printed(t, s, site.ID, 5, false)
	a, cards := printed(t, s, site.ID, 3000, true)
	b, _ := printed(t, s, site.ID, 2000, true)
	if runs, err := s.CardRuns(ctx, site.ID); err != nil || len(runs) != 1 {
		t.Errorf("%d runs in the ledger, %v; want the finished one", len(runs), err)
	}
	if len(cards) != 3000 || cards[0].Serial != "LP-C0006" || cards[2999].Serial != "LP-C3005" {
		t.Errorf("%d cards, %s to %s", len(cards), cards[0].Serial, cards[len(cards)-1].Serial)
	}
	if err := s.DropUnfinishedCardRuns(ctx); err != nil {
		t.Fatal(err)
	}
	if next, err := s.NextCard(ctx, site.ID); err != nil || next != 6 {
		t.Errorf("the next card is %d, %v; want 6", next, err)
	}
	if _, err := s.CardByToken(ctx, cards[7].Token); store.CodeOf(err) != store.NotFound {
		t.Errorf("a card of it: %v", err)
	}
	if err := s.FinishCardRuns(ctx, store.System(), []store.CardRun{a, b}); store.CodeOf(err) != store.NotFound {
		t.Errorf("finishing what was taken back: %v", err)
	}
	c, cards := printed(t, s, site.ID, 4, true)
	if err := s.FinishCardRuns(ctx, store.System(), []store.CardRun{c}); err != nil {
		t.Fatal(err)
	}
	if err := s.DropCardRuns(ctx, store.System(), []store.CardRun{c}); err != nil {
		t.Fatal(err)
	}
	if _, got, err := s.CardRun(ctx, c.ID); err != nil || len(got) != 4 || got[3] != cards[3] {
		t.Errorf("a finished run was dropped: %v, %v", got, err)
	}
	events, err := s.CardRunHistory(ctx, c)
	if err != nil || events[len(events)-1].Verb != "cards.printed" {
		t.Errorf("%+v, %v", events, err)
	}
	if err := s.VerifyEvents(ctx); err != nil {
		t.Error(err)
	}
}
