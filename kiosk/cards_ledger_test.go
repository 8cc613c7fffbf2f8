package kiosk

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// another publishes a second questionnaire for customers that no site uses.
func another(t *testing.T, s *store.Store, name string) store.Questionnaire {
	t.Helper()
	id, err := s.StartQuestionnaire(t.Context(), store.System(), name, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PublishQuestionnaire(t.Context(), store.System(), id, 0); err != nil {
		t.Fatal(err)
	}
	q, err := s.QuestionnaireVersion(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// The owner prints any questionnaire for customers. Its cards ask it by their
// code and are taken in by it, also after a newer version was published and
// whatever the site asks otherwise.
func TestCardsAskTheChosenQuestionnaire(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	q := another(t, s.store, "clinic")
	leavers := another(t, s.store, "leaving_member")
	page := s.get("/office/cards").body
	if !strings.Contains(page, `<option value="`+strconv.Itoa(int(q.Series))+`">`) || strings.Contains(page, `<option value="`+strconv.Itoa(int(leavers.Series))+`">`) {
		t.Error("the choice is not the questionnaires for customers")
	}
	if got := s.post(cardsWish("count", "4", "questions", strconv.Itoa(int(q.Series)))); got.status != http.StatusOK {
		t.Fatalf("%d", got.status)
	}
	runs, err := s.store.CardRuns(t.Context(), s.site.ID)
	if err != nil || runs[0].Questionnaire != q.ID {
		t.Fatalf("%+v, %v", runs, err)
	}
	if got := s.post(cardsWish("questions", strconv.Itoa(int(leavers.Series)))); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Choose one of the questionnaires that customers are asked.") {
		t.Errorf("what leavers are asked: %d", got.status)
	}

	draft, err := s.store.DraftQuestionnaire(t.Context(), store.System(), q.ID)
	if err != nil {
		t.Fatal(err)
	}
	changed, err := s.store.ChangeDraft(t.Context(), store.System(), draft, 0, "clinic", q.Questions[:1])
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.PublishQuestionnaire(t.Context(), store.System(), draft, changed.Edits); err != nil {
		t.Fatal(err)
	}
	door := s.door()
	_, cards, err := s.store.CardRun(t.Context(), runs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	path := door + "/c/" + cards[0].Token
	form := s.answer(http.Get(path))
	for _, want := range []string{`name="q.q1"`, `name="q.q2"`, `name="questionnaire" value="` + strconv.Itoa(int(q.ID)) + `"`} {
		if !strings.Contains(form.body, want) {
			t.Errorf("%s is not on the card's form", want)
		}
	}
	if a := s.answer(http.PostForm(path, url.Values{"mood": {"2"}, "q.q1": {"partly"}, "q.q2": {"no"}, "questionnaire": {"1"}})); a.status != http.StatusOK {
		t.Fatalf("status %d", a.status)
	}
	c, err := s.store.CardByToken(t.Context(), cards[0].Token)
	if err != nil {
		t.Fatal(err)
	}
	said, err := s.store.CardSubmission(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if said.Questionnaire != q.ID || said.Answers["q1"] != "partly" || said.Answers["q2"] != "no" {
		t.Errorf("stored %+v", said)
	}
	if got := s.get("/office/cards/runs/" + strconv.Itoa(int(runs[0].ID))).body; !strings.Contains(got, "answered on a phone") {
		t.Error("the run does not count the answer")
	}
}

// door is where the codes on the cards lead.
func (s *cardsServer) door() string {
	s.t.Helper()
	web := s.cards.web
	k := New(Options{Store: s.store, Web: web, Device: func(context.Context) store.Device { return store.Device{} }})
	mux := http.NewServeMux()
	mux.Handle("GET /c/{token}", web.Handle(k.Card))
	mux.Handle("POST /c/{token}", web.Handle(k.SendCard))
	mux.Handle("GET /at/{site}/thanks/{token}", web.Handle(k.Thanks))
	srv := httptest.NewServer(mux)
	s.t.Cleanup(srv.Close)
	return srv.URL
}

func (s *cardsServer) tell(path string, fields ...string) cardsAnswer {
	s.t.Helper()
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return s.answer(http.PostForm(s.url+path, v))
}

// The page of a run says what became of it in figures that add up, and takes
// what the owner tells; what cannot be stays as typed.
func TestTheLedgerOfARun(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	if a := s.post(cardsWish("count", "40")); a.status != http.StatusOK {
		t.Fatal(a.status)
	}
	page := s.get("/office/cards/runs/1").body
	for _, want := range []string{"English", "LP-C0001 – LP-C0040", "A4, four A6 cards", "Prepaid reply, any post", "Short form, version 1", "Say how many cards went out", "Say what printing and postage cost",
		`href="/office/cards/runs/1/file"`, "40 cards printed"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	_, cards, err := s.store.CardRun(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for n, by := range []store.UserID{0, 0, 1} {
		if _, err := s.store.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(n), Site: s.site.ID, Channel: store.CardChannel, Lang: "en", Mood: 2, Card: cards[n].ID, Final: true, TakenBy: by}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ path, field, value, want string }{
		{"/handed", "handed", "41", "Give a number from 0 to the cards printed."}, {"/handed", "handed", "some", "Give a number from 0"},
		{"/cost", "print", "a lot", "Give an amount such as 48.50"}, {"/cost", "reply", "-1", "Give an amount such as 48.50"},
	} {
		a := s.tell("/office/cards/runs/1"+c.path, "day", "2026-11-17", "currency", "EUR", c.field, c.value)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, c.want) || !strings.Contains(a.body, `value="`+c.value+`"`) {
			t.Errorf("%s %s=%s: %d", c.path, c.field, c.value, a.status)
		}
	}
	s.tell("/office/cards/runs/1/handed", "handed", " 30 ", "day", "2026-11-17")
	s.tell("/office/cards/runs/1/cost", "print", "12,5", "reply", "0.80", "currency", "EUR")
	page = s.get("/office/cards/runs/1").body
	for _, want := range []string{"3 of 30 cards handed out were answered: 10 %.", "by Tuesday 17 November 2026", "13.30\u00a0EUR so far: 12.50\u00a0EUR for printing, 0.80\u00a0EUR for postage.",
		"4.43\u00a0EUR for each of 3 answers.", "30 handed out by 17 November<"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if a := s.tell("/office/cards/runs/1/handed", "handed", "30", "day", "2026-11-16"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "were made after that day") {
		t.Errorf("handed out before it was made: %d", a.status)
	}
	s.clock.Add(50 * 24 * time.Hour)
	if body := s.get("/office/cards/runs/1").body; !strings.Contains(body, "30 handed out by 17 November 2026<") {
		t.Error("a day of last year is noted without its year")
	}
	list := s.get("/office/cards").body
	for _, want := range []string{`href="/office/cards/runs/1"`, ">30<", ">3<", "10 %"} {
		if !strings.Contains(list, want) {
			t.Errorf("%q is not in the ledger", want)
		}
	}
	if a := s.tell("/office/cards/runs/1/withdraw"); !strings.Contains(a.body, "Hand it out after all") || !strings.Contains(a.body, "yet 3 cards of it were answered and taken in") {
		t.Error("the run was not withdrawn")
	}
	if a := s.tell("/office/cards/runs/1/withdraw", "back", "1"); strings.Contains(a.body, "Hand it out after all") {
		t.Error("the run was not taken back")
	}
	if got := s.get("/office/cards/runs/7"); got.status != http.StatusNotFound {
		t.Errorf("no such run: %d", got.status)
	}
}

// The ledger as CSV: one line a run; what was not told is empty, and a name is
// never a formula.
func TestTheLedgerAsCSV(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	if a := s.get("/office/cards/runs.csv"); strings.Count(a.body, "\n") != 1 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") {
		t.Errorf("an empty ledger: %q", a.body)
	}
	s.post(cardsWish("count", "8"))
	wish := CardPrint{Catalog: s.cards.web.Catalog, By: store.System(), Site: s.site.ID, Name: "=spring", Count: 3, Lang: i18n.Estonian, BaseURL: s.cards.baseURL, Paper: "a6", Post: "none"}
	if _, _, err := addRun(t.Context(), s.store, s.cards.press, wish, false); err != nil {
		t.Fatal(err)
	}
	s.tell("/office/cards/runs/1/handed", "handed", "8", "day", "2026-11-17")
	s.tell("/office/cards/runs/1/cost", "print", "3", "reply", "", "currency", "GBP")
	lines, err := csv.NewReader(strings.NewReader(s.get("/office/cards/runs.csv").body)).ReadAll()
	if err != nil || len(lines) != 3 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for column, want := range map[string][2]string{"name": {"'=spring", "2026-11-17 English"}, "first": {"LP-C0009", "LP-C0001"}, "last": {"LP-C0011", "LP-C0008"}, "handed_out": {"", "8"},
		"handed_out_on": {"", "2026-11-17"}, "print_cost": {"", "3.00"}, "reply_cost": {"", ""}, "currency": {"GBP", "GBP"}, "paper": {"a6", "a4-4up"}, "returned": {"0", "0"}} {
		for i, name := range lines[0] {
			if name == column && (lines[1][i] != want[0] || lines[2][i] != want[1]) {
				t.Errorf("%s: %q and %q, want %q", column, lines[1][i], lines[2][i], want)
			}
		}
	}
}

func TestAmountsAreRead(t *testing.T) {
	for typed, want := range map[string]int64{"": store.NotTold, "48": 4800, "48.5": 4850, "48,50": 4850, " 1 200,05 ": 120005, "0": 0, "0.07": 7} {
		if got := readAmount(typed); got != want {
			t.Errorf("%q is %d, want %d", typed, got, want)
		}
	}
	for _, typed := range []string{"-1", "1.234", "1.2.3", ".5", "x", "99999999999", "1e3", "٤"} {
		if got := readAmount(typed); got >= store.NotTold {
			t.Errorf("%q is taken for %d", typed, got)
		}
	}
}

// The preview names every question that does not fit, with its language, and
// says which words had to be set small.
func TestThePreviewNamesWhatDoesNotFit(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	list := storetest.EveryType()
	long, tight := list[5], list[1]
	long.ID, long.Ask = "q8", store.Words{"en": "Short", "de": strings.Repeat("MAMMUTBAUM ", 10), "uk": strings.Repeat("ШИРОКОФОРМАТНИЙ ", 7)}
	storetest.Ask(t, s.store, s.site.ID, list[0], list[1], long, list[6])
	v := cardsWish()
	v["lang"] = []string{"en", "de", "uk"}
	page := s.get("/office/cards?" + v.Encode()).body
	for _, want := range []string{"Deutsch: “MAMMUTBAUM", "Українська: “ШИРОКОФОРМАТНИЙ"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if strings.Contains(page, "English: “") || strings.Contains(page, "preview/front") {
		t.Error("what fits is refused, or a picture is promised of what does not")
	}
	if got := s.post(v); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Українська: “ШИРОКОФОРМАТНИЙ") || s.next() != 1 {
		t.Errorf("printed: %d", got.status)
	}
	tight.Options = append(tight.Options[:2:2], store.Option{Value: "o1", Words: store.Words{"en": "Unexpectedly long waiting queues at the desk of the swimming school"}})
	storetest.Ask(t, s.store, s.site.ID, list[0], tight, list[6])
	page = s.get("/office/cards?" + cardsWish("lang", "en").Encode()).body
	if !strings.Contains(page, "English: “Unexpectedly long") || !strings.Contains(page, " pt. Fewer words are easier to read.") || !strings.Contains(page, "preview/front") {
		t.Error("nothing is said of the small letters")
	}
}
