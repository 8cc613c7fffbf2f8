package kiosk

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/templates/i18n"
)

func TestLengthsAreReadAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]float64{"": 0, " 62 ": 62, "62,5": 62.5, "62.5 mm": 62.5, "-3": -3} {
		if got, err := Millimetres(in); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", in, got, err, want)
		}
	}
	if _, err := Millimetres("wide"); err == nil {
		t.Error("a word was taken for a length")
	}
}

// A number that could not be verified is a setting: it is printed, measured
// and kept with the run, and the page says that nobody has verified it.
func TestUnverifiedMeasuresAreSettings(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	wish := cardsWish("post", "ibrs", "country", "Estonia", "ibrs_bar", "2,5", "ibrs_gap", "12")
	if got := s.get("/office/cards/preflight?" + wish.Encode()); !strings.Contains(got.body, "as you set it") || !strings.Contains(got.body, "not verified") || !strings.Contains(got.body, "2.50 mm") {
		t.Errorf("the page of measures does not follow the setting")
	}
	if got := s.post(wish); got.status != http.StatusOK || !strings.HasPrefix(got.body, "%PDF-") {
		t.Fatalf("printing: %d", got.status)
	}
	runs, err := s.store.CardRuns(t.Context(), s.site.ID)
	if err != nil || len(runs) != 1 {
		t.Fatal(len(runs), err)
	}
	spec, err := specOf(runs[0])
	if err != nil || spec.Settings["ibrs_bar"] != 2.5 || spec.Settings["ibrs_gap"] != 12 || spec.Country != "Estonia" {
		t.Errorf("kept with the run: %+v, %v", spec.CardFace, err)
	}
	if got := s.get("/office/cards").body; !strings.Contains(got, `value="2.5"`) || !strings.Contains(got, `value="Estonia"`) {
		t.Error("the next run does not begin with the last one's settings")
	}
	wish.Set("ibrs_bar", "9")
	if got := s.post(wish); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "between 0.5 and 5.0 mm") || !strings.Contains(got.body, `value="9"`) {
		t.Errorf("a bar of 9 mm: %d", got.status)
	}
	wish.Set("ibrs_bar", "thick")
	if got := s.post(wish); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="thick"`) {
		t.Errorf("a bar of no number: %d", got.status)
	}
}

func TestPreflightSaysWhatToChange(t *testing.T) {
	for _, l := range i18n.Languages() {
		s := newCardsServer(t, l)
		for _, post := range []card.Post{card.Generic, card.BRM, card.IBRS, card.NoPost, card.Freepost, card.Antwort} {
			got := s.get("/office/cards/preflight?" + cardsWish("post", string(post), "paper", "letter-4up", "country", "Estonia").Encode())
			if got.status != http.StatusOK || strings.Contains(got.body, "[post.") || strings.Contains(got.body, "[card.") {
				t.Errorf("%s %s: %d, or a message is missing", l, post, got.status)
			}
			if l == i18n.English && post == card.IBRS && (!strings.Contains(got.body, "0.30 mm too little.") || !strings.Contains(got.body, "1 of 13 measures is not as the post asks")) {
				t.Errorf("the card is 139.7 mm wide, and the page does not say so")
			}
		}
		if got := s.get("/office/cards/artwork"); got.status != http.StatusOK || strings.Contains(got.body, "[post.") {
			t.Errorf("%s: artwork: %d, or a message is missing", l, got.status)
		}
	}
}

// A proof that cannot be printed leads to the page that says why.
func TestProofOfAnUnfinishedFace(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	if got := s.get("/office/cards/proof?" + cardsWish("post", "dp-antwort").Encode()); !strings.Contains(got.body, "Deutsche Post gives you its mark") {
		t.Errorf("%d, no reason", got.status)
	}
	if got := s.get("/office/cards/proof?" + cardsWish().Encode()); got.status != http.StatusOK || !strings.HasPrefix(got.body, "%PDF-") {
		t.Errorf("the proof: %d", got.status)
	}
}

// Whoever gives a street to Deutsche Post is told on the page of measures; a
// Postfach is told nothing.
func TestPreflightTellsOfAStreet(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]bool{"Lindenweg 1": true, "Postfach 10 04 17": false} {
		run := &card.Run{Post: card.Antwort, Address: []string{"Lindenpark", line, "04004 Leipzig"}}
		if got := street(catalog.Printer(i18n.English), run); (got.Text != "") != want || got.Open != want {
			t.Errorf("%s: %+v", line, got)
		}
	}
}
