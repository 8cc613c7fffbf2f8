package staff

import (
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

func sampleCards(t *testing.T, l i18n.Lang) CardsView {
	bar := sampleBar(t, l)
	p := bar.P
	v := CardsView{
		Bar: bar, Step: 20, Sheets: p.N("card.page.sheets.two", 150), Range: p.T("card.page.range", "First", "LP-C0417", "Last", "LP-C1016"), ByPost: true, HasLicence: true, HasCity: true, Preflight: "/office/cards/preflight?post=generic", Duplex: true, View: "both",
		Questions: Field{Name: "questions", Label: p.T("card.page.questions"), Optional: true, Options: []Option{{Value: "short", Label: p.T("card.questions.short"), On: true}}},
		Paper:     Field{Name: "paper", Label: p.T("card.page.paper"), Optional: true, Options: []Option{{Value: "a4-4up", Label: p.T("card.paper.a4-4up"), On: true}}},
		Languages: Field{Name: "lang", Label: p.T("card.page.languages"), Optional: true, Options: []Option{{Value: "en", Label: "English", On: true}, {Value: "de", Label: "Deutsch"}}},
		Licence:   Field{Name: "licence", Label: p.T("card.page.licence"), Optional: true, Value: "10 417"},
		City:      Field{Name: "city", Label: p.T("card.page.city"), Optional: true, Value: "Tallinn"},
		Address:   Field{Name: "address", Label: p.T("card.page.address"), Optional: true, Rows: 4, Value: "Linden Park\n10902 Tallinn"},
		Flip:      Field{Name: "flip", Label: p.T("card.page.flip"), Optional: true, Options: []Option{{Value: "long", Label: p.T("card.flip.long"), On: true}}},
		Count:     Field{Name: "count", Label: p.T("card.page.count"), Optional: true, Value: "200"},
		Posts:     []CardsPost{{Option: Option{Value: "generic", Label: p.T("card.post.generic"), On: true}, Hint: p.T("card.post.generic.hint")}},
		Views:     []Option{{Value: "/office/cards?view=both", Label: p.T("card.view.both"), On: true}},
		Pictures:  []CardsPicture{{Side: "front", URL: "/office/cards/preview/front", Alt: p.T("card.page.front"), W: "559", H: "396"}, {Side: "back", URL: "/office/cards/preview/back", Alt: p.T("card.page.back"), W: "559", H: "396"}},
		Checks:    []CardsCheck{{Text: p.T("card.check.boxes")}, {Text: p.T("card.check.approve"), Open: true}},
		Totals:    p.N("card.runs.total", 600) + " " + p.N("card.runs.back", 41),
	}
	v.Runs = []CardsRun{{Name: "spring", Lang: "English", LangCode: "en", First: "LP-C0217", Last: "LP-C0416", Made: "Tue 17 Nov, 18:42", Printed: "200", Handed: "180", Returned: "43", Answered: "23 %", URL: "/office/cards/runs/3"}}
	return v
}

func TestCards(t *testing.T) {
	golden(t, "cards", Cards(sampleCards(t, i18n.English)))
	golden(t, "cards-uk", Cards(sampleCards(t, i18n.Ukrainian)))
}

func TestCardsWithAProblem(t *testing.T) {
	v := sampleCards(t, i18n.English)
	v.Pictures, v.Runs = nil, nil
	v.Problem = v.Bar.P.T("card.problem.fit", "Text", "Linden Park")
	v.Address.Problem = v.Bar.P.T("card.problem.address")
	got := golden(t, "cards-problem", Cards(v))
	if strings.Contains(got, "<img") || !strings.Contains(got, `aria-describedby="address-problem"`) {
		t.Error("the problem does not stand at its field, or a picture is promised")
	}
}
