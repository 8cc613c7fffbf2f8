package kiosk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

// A run keeps the words and the version of its day, whatever is published
// later.
func TestCardsAskTheirVersionAgain(t *testing.T) {
	x := newCardsServer(t, i18n.English)
	list := storetest.EveryType()
	q := storetest.Ask(t, x.store, x.site.ID, list[0], list[1], list[2], list[4], list[6])
	first := x.post(cardsWish("lang", "et", "count", "4"))
	if first.status != http.StatusOK {
		t.Fatalf("status %d: %s", first.status, first.body)
	}
	runs, err := x.store.CardRuns(t.Context(), x.site.ID)
	if err != nil || len(runs) != 1 || runs[0].Questionnaire != q.ID {
		t.Fatalf("%+v %v", runs, err)
	}
	spec, err := specOf(runs[0])
	if err != nil {
		t.Fatal(err)
	}
	if spec.Version != int64(q.ID) || len(spec.More) != 2 || spec.More[0].Ask != "Miks te tulite?" || spec.Topics[2].Label != "Saun" || spec.Heading != "" {
		t.Errorf("spec %+v", spec)
	}
	storetest.Ask(t, x.store, x.site.ID, list[0], list[6])
	again := x.get("/office/cards/runs/" + strconv.FormatInt(int64(runs[0].ID), 10) + "/file")
	if again.body != first.body {
		t.Error("the second print is not the first")
	}
}

func TestCardPictureOfADraft(t *testing.T) {
	x := newCardsServer(t, i18n.English)
	id, err := x.store.StartQuestionnaire(t.Context(), store.System(), "csat", "")
	if err != nil {
		t.Fatal(err)
	}
	path := "/office/cards/preview/front?questionnaire=" + strconv.Itoa(int(id)) + "&lang=en"
	if a := x.get(path); a.status != http.StatusOK || !strings.Contains(a.body, "<svg") {
		t.Errorf("%d %.200s", a.status, a.body)
	}
	if a := x.get("/office/cards/preview/front?questionnaire=999"); a.status != http.StatusNotFound {
		t.Errorf("no such version: %d", a.status)
	}
}

// Every ready-made questionnaire for customers can be printed in every
// language. The hotel's, which asks most, has no room for the longer Filipino
// and none on 4 x 6 inches, and the owner hears what is too much.
func TestReadyMadeQuestionnairesFitOnCards(t *testing.T) {
	x := newCardsServer(t, i18n.English)
	for _, q := range store.ReadyMades() {
		if q.Audience != store.CustomerAudience {
			continue
		}
		id, err := x.store.StartQuestionnaire(t.Context(), store.System(), q.Name, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range i18n.Languages() {
			a := x.get("/office/cards/preview/front?questionnaire=" + strconv.Itoa(int(id)) + "&lang=" + string(l))
			if q.Name == "hotel" && l == i18n.Filipino {
				if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Ano pa po ang magagawa namin bago kayo umalis?") {
					t.Errorf("%s in %s: %d %.300s", q.Name, l, a.status, a.body)
				}
				continue
			}
			if a.status != http.StatusOK {
				t.Errorf("%s in %s: %d %.300s", q.Name, l, a.status, a.body)
			}
		}
	}
}

// The owner hears of what has no room on a card before publishing it: which
// question, in which language, on which papers, and what to do.
func TestMisfitsNameQuestionLanguageAndPaper(t *testing.T) {
	x := newCardsServer(t, i18n.English)
	c, err := NewCards(rendertest.Web(t), x.store, x.url, CardsDesk{})
	if err != nil {
		t.Fatal(err)
	}
	en := c.web.Catalog.Printer(i18n.English)
	q, err := x.store.Questionnaire(x.site)
	if err != nil {
		t.Fatal(err)
	}
	if lines, err := c.Misfits(en, q); err != nil || len(lines) != 0 {
		t.Errorf("what fits: %q, %v", lines, err)
	}
	q.Questions = slices.Clone(q.Questions)
	for n := range 7 {
		q.Questions = append(q.Questions, store.Question{ID: "q" + strconv.Itoa(n+10), Type: store.ScaleQuestion, Ask: store.Words{"en": "How was number " + strconv.Itoa(n) + "?"}})
	}
	lines, err := c.Misfits(en, q)
	all := strings.Join(lines, "\n")
	if err != nil || len(lines) != 1 || !strings.Contains(all, "This does not fit on a comment card (A4 / Letter") || !strings.Contains(all, "How was number") || !strings.Contains(all, "in English, Deutsch, Eesti, Русский, Українська, Filipino. It is not too long") {
		t.Errorf("too many questions: %v\n%s", err, all)
	}
	q.Questions = q.Questions[:len(q.Questions)-7]
	q.Questions = append(q.Questions, store.Question{ID: "q9", Type: store.ScaleQuestion, Ask: store.Words{"en": strings.Repeat("How was the water in the large pool? ", 9)}})
	lines, err = c.Misfits(en, q)
	if all = strings.Join(lines, "\n"); err != nil || !strings.Contains(all, "A4 / Letter / A6 / 4 × 6 in") || !strings.Contains(all, "Say it shorter.") || strings.Contains(all, "not too long") {
		t.Errorf("a question too long: %v\n%s", err, all)
	}
}
