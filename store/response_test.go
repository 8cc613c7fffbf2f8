package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// dump is what a query gives, as text.
func dump(t *testing.T, s *store.Store, query string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for rows.Next() {
		row := make([]any, len(names))
		into := make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for _, v := range row {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			fmt.Fprintf(&out, "%v|", v)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func text(v any) string { return fmt.Sprintf("%+v\n", v) }

// leaving publishes a ready-made questionnaire.
func leaving(t *testing.T, s *store.Store, name string) store.QuestionnaireID {
	t.Helper()
	id, err := s.StartQuestionnaire(t.Context(), store.System(), name, "")
	if err == nil {
		err = s.PublishQuestionnaire(t.Context(), store.System(), id, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func toldBy(n int, site store.SiteID, q store.QuestionnaireID, by store.UserID) store.NewResponse {
	return store.NewResponse{Client: storetest.Client(n), Questionnaire: q, Site: site, TakenBy: by, Lang: "en",
		Answers: store.Answers{"q1": {"over_3_years"}, "q2": {"zebrafish lanes"}, "q4": {"too_full", "moved"}}, Contact: store.Contact{Name: "Jo", Email: "jo@example.org"}}
}

// What leavers and employees say adds nothing to anything that is made of what
// customers say.
func TestResponsesNeverMixWithCustomersWords(t *testing.T) {
	s, c, site, owner := storetest.SetUp(t)
	ctx := t.Context()
	storetest.Say(t, s, site.ID, 900, "The lockers jam", "equipment")
	before := everything(t, s, c, site, owner)
	q := leaving(t, s, "leaving_member")
	for n := range 7 {
		if err := s.AddResponse(ctx, store.ActingUser(owner.ID), toldBy(n+1, site.ID, q, owner.ID)); err != nil {
			t.Fatal(err)
		}
	}
	if after := everything(t, s, c, site, owner); after != before {
		t.Errorf("customers' side was\n%s\nand became\n%s", before, after)
	}
	got := dump(t, s, "SELECT * FROM events")
	for _, secret := range []string{"zebrafish", "jo@example.org"} {
		if strings.Contains(got, secret) {
			t.Errorf("the trail holds %q", secret)
		}
	}
}

// everything is what customers' words make, as text.
func everything(t *testing.T, s *store.Store, c *storetest.Clock, site store.Site, reader store.User) string {
	t.Helper()
	ctx := t.Context()
	var b strings.Builder
	for _, table := range []string{"submissions", "complaints", "contacts", "submission_topics", "c_day", "c_topic", "answers", "messages", "entries", "agreements"} {
		b.WriteString(dump(t, s, "SELECT * FROM "+table))
	}
	f, err := s.Figures(ctx, 0, c.Now().AddDate(0, 0, -7), c.Now().AddDate(0, 0, 7))
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString(text(f))
	for _, words := range []string{"", "zebrafish", "Jo"} {
		inbox, err := s.Inbox(ctx, store.InboxFilter{Site: site.ID, Search: words, Limit: 100}, reader.ID)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(text(inbox))
	}
	top, err := s.TopComplaints(ctx, site.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString(text(top))
	if err := s.EachSubmission(ctx, func(x store.ExportedSubmission) error { b.WriteString(text(x)); return nil }); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheSameResponseTwiceIsOne(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	q := leaving(t, s, "leaving_member")
	for range 3 {
		if err := s.AddResponse(t.Context(), store.ActingUser(owner.ID), toldBy(1, site.ID, q, owner.ID)); err != nil {
			t.Fatal(err)
		}
	}
	list, _, err := s.Responses(t.Context(), store.ActingUser(owner.ID), q)
	if err != nil || len(list) != 1 {
		t.Errorf("%d responses, %v; want 1", len(list), err)
	}
	if n, err := s.TakenResponses(t.Context(), owner.ID); err != nil || n != 1 {
		t.Errorf("taken %d, %v; want 1", n, err)
	}
}

func TestResponsesAreForDirectorsAndOwners(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	q := leaving(t, s, "leaving_member")
	if err := s.AddResponse(t.Context(), store.ActingUser(owner.ID), toldBy(1, site.ID, q, owner.ID)); err != nil {
		t.Fatal(err)
	}
	for role, may := range map[store.Role]bool{store.Staff: false, store.Manager: false, store.Director: true} {
		by := store.ActingUser(storetest.User(t, s, "Reader "+string(role), role, false).ID)
		_, _, err := s.Responses(t.Context(), by, q)
		_, invited, link := s.Invite(t.Context(), by, q, site.ID, "", true)
		if (err == nil) != may || (link == nil) != may || (invited != "") != may {
			t.Errorf("%s reads: %v, invites: %v; want allowed=%v", role, err, link, may)
		}
	}
	if _, _, err := s.Responses(t.Context(), store.System(), q); err == nil {
		t.Error("somebody without a role reads them")
	}
}

func TestFewAnonymousAnswersAreKeptBack(t *testing.T) {
	s, c, site, owner := storetest.SetUp(t)
	ctx, by := t.Context(), store.ActingUser(owner.ID)
	q := leaving(t, s, "leaving_employee")
	for n := 1; n <= store.AnonymousFrom; n++ {
		_, token, err := s.Invite(ctx, by, q, site.ID, "Not To Be Kept", true)
		if err != nil {
			t.Fatal(err)
		}
		c.Add(time.Hour)
		err = s.AnswerInvitation(ctx, token, store.NewResponse{Client: storetest.Client(n), Lang: "en", Answers: store.Answers{"q2": {"the people"}, "q6": {"8"}}, Contact: store.Contact{Name: "Jo"}})
		if err != nil {
			t.Fatal(err)
		}
		figures, all, held, err := s.ResponseFigures(ctx, by, q)
		if err != nil {
			t.Fatal(err)
		}
		if n < store.AnonymousFrom && (all != 0 || held != n || figures[1].N != 0) {
			t.Errorf("%d answered: %d shown, %d held, figures from %d", n, all, held, figures[1].N)
		}
		if n == store.AnonymousFrom && (all != n || held != 0 || figures[1].N != n || figures[5].Mean != 8) {
			t.Errorf("%d answered: %d shown, %d held, figures %+v", n, all, held, figures[5])
		}
	}
	for _, table := range []string{"responses", "invitations", "events"} {
		if got := dump(t, s, "SELECT * FROM "+table); strings.Contains(got, "Jo") || strings.Contains(got, "Not To Be") {
			t.Errorf("%s names an anonymous person:\n%s", table, got)
		}
	}
	list, _, _ := s.Responses(ctx, by, q)
	for _, x := range list {
		if h, m, sec := x.ReceivedAt.In(site.Location()).Clock(); h+m+sec != 0 || x.ID != 0 {
			t.Errorf("an anonymous answer tells when it came: %v, number %d", x.ReceivedAt, x.ID)
		}
	}
}

func TestAPrivateLinkWorksOnce(t *testing.T) {
	s, c, site, owner := storetest.SetUp(t)
	ctx, by := t.Context(), store.ActingUser(owner.ID)
	q := leaving(t, s, "leaving_employee")
	_, token, err := s.Invite(ctx, by, q, site.ID, "Mari Maasikas", false)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(n int, a store.Answers) error {
		return s.AnswerInvitation(ctx, token, store.NewResponse{Client: storetest.Client(n), Lang: "et", Answers: a})
	}
	if err := answer(1, store.Answers{"q6": {"eleven"}}); store.CodeOf(err) != store.Invalid {
		t.Errorf("an answer that is none: %v", err)
	}
	if err := answer(1, store.Answers{"q6": {"9"}}); err != nil {
		t.Fatalf("a refused answer used the link up: %v", err)
	}
	if err := answer(1, store.Answers{"q6": {"9"}}); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if err := answer(2, store.Answers{"q6": {"1"}}); store.CodeOf(err) != store.Conflict {
		t.Errorf("a second use: %v, want a conflict", err)
	}
	list, _, err := s.Responses(ctx, by, q)
	if err != nil || len(list) != 1 || list[0].Contact.Name != "Mari Maasikas" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, token, err = s.Invite(ctx, by, q, site.ID, "Late", false); err != nil {
		t.Fatal(err)
	}
	c.Add((store.InvitationDays + 1) * 24 * time.Hour)
	if err := answer(3, store.Answers{"q6": {"1"}}); store.CodeOf(err) != store.Conflict {
		t.Errorf("a link that ran out: %v, want a conflict", err)
	}
	if _, err := s.Invitation(ctx, "guess"); store.CodeOf(err) != store.NotFound {
		t.Errorf("a guessed link: %v", err)
	}
}

func TestErasingAndForgettingReachResponses(t *testing.T) {
	s, c, site, owner := storetest.SetUp(t)
	ctx, by := t.Context(), store.ActingUser(owner.ID)
	q := leaving(t, s, "leaving_member")
	for n := 1; n <= 2; n++ {
		x := toldBy(n, site.ID, q, owner.ID)
		if n == 2 {
			x.Contact = store.Contact{Name: "Al", Phone: "+372 5550 1234"}
		}
		if err := s.AddResponse(ctx, by, x); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.EraseContact(ctx, by, "JO@example.org"); err != nil || n != 1 {
		t.Errorf("erased %d, %v; want 1", n, err)
	}
	got := dump(t, s, "SELECT answers, name, email FROM responses ORDER BY id LIMIT 1")
	if strings.Contains(got, "zebrafish") || strings.Contains(got, "Jo") {
		t.Errorf("after erasing: %s", got)
	}
	c.Add(time.Duration(site.RetainDays+1) * 24 * time.Hour)
	if _, err := s.ForgetContacts(ctx); err != nil {
		t.Fatal(err)
	}
	got = dump(t, s, "SELECT * FROM responses")
	if strings.Contains(got, "5550") || strings.Contains(got, "Al") || !strings.Contains(got, "zebrafish") {
		t.Errorf("after %d days: %s", site.RetainDays+1, got)
	}
	if err := s.VerifyEvents(ctx); err != nil {
		t.Error(err)
	}
}
