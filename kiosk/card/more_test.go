package card

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

// further is a run that asks one more question of every kind, on a card with
// few topics.
func further(t testing.TB, l i18n.Lang) *Run {
	r := sample(t, l, 1)
	r.Questions.Topics = r.Questions.Topics[:4]
	r.Questions.Contact = false
	r.Questions.Heading, r.Questions.About, r.Questions.Words = "How was your [visit?]", "What could be better?", "Anything else?"
	r.Questions.More = []Block{
		{Field: "q1", Kind: OneOf, Ask: "What did you come for?", Options: []Topic{{"o1", "Swimming"}, {"o2", "The gym"}, {"o3", "A class"}}},
		{Field: "q2", Kind: Scale, Ask: "How likely are you to tell a friend?", Note: "(0: not at all likely, 10: very likely)"},
		{Field: "q3", Kind: Lines, Ask: "What should we keep?"},
	}
	return r
}

func TestFurtherQuestionsStandOnTheCard(t *testing.T) {
	p := newPress(t)
	for _, l := range i18n.Languages() {
		for _, paper := range Papers() {
			r := further(t, l)
			r.Paper = paper
			layout, err := p.Layout(r)
			if err != nil {
				t.Errorf("%s %s: %v", l, paper, err)
				continue
			}
			front := layout.Cards[0]
			have := map[string]int{}
			for i, b := range front.Boxes {
				have[b.Field+"="+b.Value]++
				cornersFree(t, front, b)
				for _, other := range front.Boxes[i+1:] {
					if b.X < other.X+other.W && other.X < b.X+b.W && b.Y < other.Y+other.H && other.Y < b.Y+b.H {
						t.Errorf("%s %s: box %s %s lies over %s %s", l, paper, b.Field, b.Value, other.Field, other.Value)
					}
				}
			}
			for n := range 11 {
				if have["q2="+strconv.Itoa(n)] != 1 {
					t.Errorf("%s %s: no box for %d", l, paper, n)
				}
			}
			if have["q1=o3"] != 1 || have["mood=5"] != 1 || have["topic=wrong"] != 1 || len(front.Boxes) != 5+4+3+11 {
				t.Errorf("%s %s: boxes %v", l, paper, have)
			}
			if w := front.Writing; len(w) != 2 || w[0].Field != "q3" || w[1].Field != "text" || w[0].Y+w[0].H > w[1].Y {
				t.Errorf("%s %s: writing %+v", l, paper, w)
			}
		}
	}
}

// cornersFree keeps the room of the squares, and of what may join them there.
func cornersFree(t *testing.T, c Placed, b Box) {
	t.Helper()
	const corner = 10
	if (b.X < c.X+corner || b.X+b.W > c.X+c.W-corner) && (b.Y < c.Y+corner || b.Y+b.H > c.Y+c.H-corner) {
		t.Errorf("box %s %s stands in a corner: %+v", b.Field, b.Value, b)
	}
}

func TestQuestionThatDoesNotFitIsNamed(t *testing.T) {
	p := newPress(t)
	r := further(t, i18n.German)
	r.Questions.More = append(r.Questions.More, Block{Field: "q9", Kind: Scale, Ask: "Und wie war das Wasser?"})
	_, err := p.Layout(r)
	var fit *FitError
	if !errors.As(err, &fit) || fit.Text != "Und wie war das Wasser?" {
		t.Errorf("%v", err)
	}
	r.Questions.More = []Block{{Field: "q1", Kind: AnyOf, Ask: strings.Repeat("Viele Worte ", 20)}}
	if _, err := p.Layout(r); !errors.As(err, &fit) || !strings.HasPrefix(fit.Text, "Viele Worte") {
		t.Errorf("a long question: %v", err)
	}
}

func TestCardWithoutFaces(t *testing.T) {
	r := further(t, i18n.English)
	r.Questions.Faces = 0
	layout, err := newPress(t).Layout(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range layout.Cards[0].Boxes {
		if b.Field == "mood" {
			t.Errorf("a face: %+v", b)
		}
	}
}

// Too many questions is another thing than a question that is too long.
func TestACrowdedCardIsToldFromWordsTooLong(t *testing.T) {
	p := newPress(t)
	for long, ask := range map[bool]string{false: "Und wie war das Wasser?", true: strings.Repeat("Und wie war das Wasser im großen Becken? ", 9)} {
		r := further(t, i18n.German)
		r.Questions.More = append(r.Questions.More, Block{Field: "q8", Kind: Scale, Ask: "Und wie war die Luft?"}, Block{Field: "q9", Kind: Scale, Ask: ask})
		if long {
			r.Questions.More = r.Questions.More[4:]
		}
		_, err := p.Layout(r)
		var fit *FitError
		if !errors.As(err, &fit) || fit.Crowded == long {
			t.Errorf("too long %v: %+v", long, err)
		}
	}
}
