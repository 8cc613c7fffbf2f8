package kiosk

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

func TestPosterPage(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	a := s.get("/office/poster?size=tent&first=de&second=uk")
	for _, want := range []string{`src="/office/poster/picture?first=de&amp;second=uk&amp;size=tent"`, `href="/office/poster/file?first=de&amp;second=uk&amp;size=tent"`, "https://said.lindenpark.example/at/linden-park"} {
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%d: %q is not on the page", a.status, want)
		}
	}
	if a = s.get("/office/poster/picture?size=a5"); a.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(a.body, `viewBox="0 0 148 210"`) {
		t.Errorf("picture: %v", a.header)
	}
	if a = s.get("/office/poster/file?size=a4&first=uk"); a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF") || !strings.Contains(a.header.Get("Content-Disposition"), "linden-park-a4-uk.pdf") {
		t.Errorf("file: %v", a.header)
	}
	if a = s.get("/office/poster?size=a3&first=xx&second=xx"); a.status != http.StatusOK || !strings.Contains(a.body, "size=a4") {
		t.Errorf("what is not on offer: %d, want the usual poster", a.status)
	}
}

// A name too long for the sheet is named in a sentence, and there is no file.
func TestPosterPageNamesWhatDoesNotFit(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	site := s.site
	site.LongName = strings.Repeat("Linden Park Leisure Centre and Spa ", 9)
	if err := s.store.ChangeSite(t.Context(), store.System(), site); err != nil {
		t.Fatal(err)
	}
	a := s.get("/office/poster")
	if a.status != http.StatusOK || !strings.Contains(a.body, "Linden Park Leisure Centre and Spa Linden Park") || strings.Contains(a.body, "/office/poster/file") {
		t.Errorf("%d without a sentence that names the words", a.status)
	}
	if a = s.get("/office/poster/file"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the file: %d", a.status)
	}
}

// The heading of a poster is what the form asks first, in the owner's words, and
// only once they are published.
func TestPosterAsksTheFirstQuestion(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	c := &Cards{store: s.store, web: rendertest.Web(t), baseURL: s.url}
	q, err := s.store.Questionnaire(s.site)
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.store.DraftQuestionnaire(t.Context(), store.System(), q.ID)
	if err != nil {
		t.Fatal(err)
	}
	const own = "Wie war das [Schwimmen]?"
	q.Questions = slices.Clone(q.Questions) // the store's own
	q.Questions[0].Ask = store.Words{"de": own}
	if _, err := s.store.ChangeDraft(t.Context(), store.System(), id, 0, q.Name, q.Questions); err != nil {
		t.Fatal(err)
	}
	if o := c.poster(s.site, posterForm{size: card.PosterA5, lang: "de"}); o.Words[0].Asks == own || o.Words[0].Asks == "" {
		t.Errorf("with a draft the poster asks %q", o.Words[0].Asks)
	}
	if err := s.store.PublishQuestionnaire(t.Context(), store.System(), id, 1); err != nil {
		t.Fatal(err)
	}
	o := c.poster(s.site, posterForm{size: card.PosterA5, lang: "de", second: "uk"})
	if len(o.Words) != 2 || o.Words[0].Asks != own || o.Words[1].Asks == "" {
		t.Errorf("the poster asks %+v", o.Words)
	}
}

// The owner hears in which language of the poster the heading is not written.
func TestPosterPageNamesTheLanguageThatIsMissing(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	list := storetest.EveryType()
	list[0].Ask = store.Words{"en": "How did we [do?]", "uk": "Як [ми?]"}
	storetest.Ask(t, s.store, s.site.ID, list[0], list[6])
	body := s.get("/office/poster?first=et&second=ru").body
	for _, want := range []string{"“How did we do?” is not written in Eesti yet and stands here in English.", "“How did we do?” is not written in Русский yet"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if body = s.get("/office/poster?first=en&second=uk").body; strings.Contains(body, "is not written in") {
		t.Error("something is missing of a poster whose words are there")
	}
}
