package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func TestOneVoiceThroughTheHouse(t *testing.T) {
	s, clock, site, owner := storetest.SetUp(t)
	ctx := t.Context()
	marta := storetest.User(t, s, "Marta Kask", store.Staff, true)
	by := store.ActingUser(marta.ID)

	r := storetest.Say(t, s, site.ID, 1, "20 minutes wait at the reception desk", "waiting")
	if want := time.Date(2026, 11, 19, 16, 42, 0, 0, time.UTC); !r.AnswerBy.Equal(want) {
		t.Errorf("answer by %v, want %v", r.AnswerBy, want)
	}
	clock.Add(time.Hour)
	other := storetest.Say(t, s, site.ID, 2, "I stood twenty minutes at reception, the desk was empty, a long wait", "waiting")
	storetest.Say(t, s, site.ID, 3, "Sauna is cold", "equipment")

	box, err := s.Inbox(ctx, store.InboxFilter{Site: site.ID}, marta.ID)
	if err != nil || len(box.Items) != 3 || box.Open != 3 || box.NoOwner != 3 {
		t.Fatalf("inbox %+v, %v; want 3 open without owner", box, err)
	}
	if box.Items[0].Reference != r.Reference {
		t.Errorf("first is %s, want the longest waiting %s", box.Items[0].Reference, r.Reference)
	}
	alike, err := s.Similar(ctx, r.Complaint, 5)
	if err != nil || len(alike) != 1 || alike[0].ID != other.Complaint {
		t.Fatalf("similar: %+v, %v; want the other wait", alike, err)
	}
	if root, err := s.Group(ctx, by, other.Complaint, r.Complaint); err != nil || root != r.Complaint {
		t.Fatalf("grouped into %d, %v; want the older %d", root, err, r.Complaint)
	}
	page, err := s.Complaint(ctx, other.Complaint, marta.ID)
	if err != nil || page.ID != r.Complaint || page.People != 2 || len(page.Submissions) != 2 {
		t.Fatalf("grouped page %+v, %v", page, err)
	}
	if err := s.SetPlan(ctx, by, page.ID, page.Version, store.Plan{Owner: marta.ID, Action: "A second desk", By: storetest.Start()}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetPlan(ctx, by, page.ID, page.Version, store.Plan{}); store.CodeOf(err) != store.Conflict {
		t.Errorf("stale plan: %v, want conflict", err)
	}
	if err := s.SetStatus(ctx, by, page.ID, 0, store.Planned, " ", time.Time{}); store.CodeOf(err) != store.Invalid {
		t.Errorf("status without words: %v, want invalid", err)
	}
	if err := s.SetStatus(ctx, by, page.ID, 0, store.Planned, "A second desk from Monday", time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Answer(ctx, by, page.ID, 0, "You were right."); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveEntry(ctx, by, page.ID, 0, store.Words{"en": "20 minutes’ wait"}, store.Words{"en": "A second desk"}, true); err != nil {
		t.Fatal(err)
	}
	rows, err := s.TopComplaints(ctx, site.ID, 6)
	if err != nil || len(rows) != 1 || rows[0].People != 2 || rows[0].OwnerShown != "Marta" || rows[0].Status != store.Planned {
		t.Fatalf("board %+v, %v", rows, err)
	}
	if err := s.Ungroup(ctx, by, other.Complaint); err != nil {
		t.Fatal(err)
	}
	if rows, _ = s.TopComplaints(ctx, site.ID, 6); rows[0].People != 1 {
		t.Errorf("people after ungrouping %d, want 1", rows[0].People)
	}
	if box, _ = s.Inbox(ctx, store.InboxFilter{Site: site.ID}, marta.ID); box.Open != 2 {
		t.Errorf("%d open, want 2: what left the group has lost its answer", box.Open)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	_ = owner
}

func TestReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SetUp(t.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "a@b", Name: "A", PasswordHash: "x"}}); err != nil {
		t.Fatal(err)
	}
	r := storetest.Say(t, s, s.Sites()[0].ID, 1, "words")
	s.Close()
	s = storetest.OpenWith(t, store.Options{Path: path})
	x, err := s.SubmissionByToken(t.Context(), r.StatusToken)
	if err != nil || x.Text != "words" || x.Reference != r.Reference {
		t.Errorf("after reopening %+v, %v", x, err)
	}
	storetest.Say(t, s, s.Sites()[0].ID, 2, "more")
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// Whatever is grouped with what stands on the board joins it there.
func TestGroupingKeepsTheBoardRow(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	by := store.System()
	old := storetest.Say(t, s, site.ID, 1, "The lockers jam")
	shown := storetest.Say(t, s, site.ID, 2, "My locker does not shut")
	if err := s.SaveEntry(ctx, by, shown.Complaint, 0, store.Words{"en": "Lockers jam"}, store.Words{"en": "New locks"}, true); err != nil {
		t.Fatal(err)
	}
	if err := s.Answer(ctx, by, shown.Complaint, 0, "New locks are on the way."); err != nil {
		t.Fatal(err)
	}
	clock.Add(time.Hour)
	fresh := storetest.Say(t, s, site.ID, 3, "Left lockers")
	root, err := s.Group(ctx, by, fresh.Complaint, old.Complaint, shown.Complaint)
	if err != nil || root != shown.Complaint {
		t.Fatalf("grouped into %d, %v; want the one on the board %d", root, err, shown.Complaint)
	}
	if rows, _ := s.TopComplaints(ctx, site.ID, 6); len(rows) != 1 || rows[0].People != 3 {
		t.Errorf("board %+v, want one row of 3 people", rows)
	}
	box, _ := s.Inbox(ctx, store.InboxFilter{}, 0)
	if box.Open != 1 || !box.Items[0].AnswerBy.Equal(old.AnswerBy) {
		t.Errorf("to answer %+v, want the group by %v: who joined an answered one has been told nothing", box, old.AnswerBy)
	}
	if err := s.Answer(ctx, by, root, 0, "New locks."); err != nil {
		t.Fatal(err)
	}
	if box, _ := s.Inbox(ctx, store.InboxFilter{}, 0); box.Open != 0 {
		t.Errorf("%d to answer after the answer, want none", box.Open)
	}
	if err := s.Ungroup(ctx, by, fresh.Complaint); err != nil {
		t.Fatal(err)
	}
	if box, _ := s.Inbox(ctx, store.InboxFilter{}, 0); box.Open != 1 {
		t.Errorf("%d to answer after taking one out, want 1", box.Open)
	}
}
