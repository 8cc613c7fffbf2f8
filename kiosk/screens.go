package kiosk

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
	"github.com/yousaid/yousaid/templates/wording"
)

// typed is what somebody has filled in so far and what is wrong with it, by
// field.
type typed struct {
	mood, text, contact string
	topics, agrees      []string
	answers             map[string][]string // by question
	problem             string              // a sentence above everything
	problems            map[string]string
}

// asking turns questions into screens for one reader.
type asking struct {
	p        *i18n.Printer
	fallback string // the site's own language
	moods    []int
	said     typed
}

// screens are the steps of the form: the faces first, then each question in
// the owner's order, own words and contact together where they are neighbours.
func (a asking) screens(q store.Questionnaire) []touch.Screen {
	a.moods = moods(q.Faces())
	var list []touch.Screen
	for _, x := range facesFirst(q.Questions) {
		s := a.screen(x)
		if last := len(list) - 1; last >= 0 && joined(&list[last], s) {
			continue
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return a.screens(store.ShortQuestionnaire())
	}
	list[0].First, list[0].Low, list[0].Hint, list[len(list)-1].Last = true, 0, "", true
	return list
}

func facesFirst(list []store.Question) []store.Question {
	i := slices.IndexFunc(list, func(q store.Question) bool { return q.Type == store.FacesQuestion })
	if i <= 0 {
		return list
	}
	return slices.Concat(list[i:i+1], list[:i], list[i+1:])
}

// joined puts words and contact on one screen.
func joined(before *touch.Screen, s touch.Screen) bool {
	if before.Kind != touch.WordsScreen || s.Kind != touch.WordsScreen || before.Low != s.Low {
		return false
	}
	switch {
	case before.Text != nil && before.Contact == nil && s.Contact != nil:
		before.Contact = s.Contact
	case before.Text == nil && s.Text != nil:
		s.Contact = before.Contact
		*before = s
	default:
		return false
	}
	return true
}

func (a asking) screen(q store.Question) touch.Screen {
	s := touch.Screen{Name: "q-" + q.ID, ID: q.ID, Head: a.heading(q), Low: a.low(q)}
	s.Hint = a.hint(s.Low)
	switch q.Type {
	case store.FacesQuestion:
		s.Name, s.Kind, s.Faces = "start", touch.FacesScreen, a.faces()
	case store.TopicsQuestion:
		s.Name, s.Kind, s.Choices = "about", touch.TopicsScreen, a.options(q, a.said.topics)
		s.Sub, s.Many, s.Counts = a.p.T("touch.about.sub"), true, true
	case store.TextQuestion:
		a.text(&s)
	case store.ContactQuestion:
		label := s.Head
		label.Text = wording.Plain(label.Text)
		s.Kind, s.Contact = touch.WordsScreen, &touch.ContactField{Label: label, Value: a.said.contact, Problem: a.said.problems["contact"]}
	case store.ScaleQuestion:
		s.Kind, s.Choices = touch.ScaleScreen, a.numbers(q)
		s.From, s.To = a.p.T("question.scale.from"), a.p.T("question.scale.to")
	default:
		s.Kind, s.Choices = touch.ChoiceScreen, a.options(q, a.said.answers[q.ID])
		s.Sub, s.Many = a.p.T("question.one"), q.Type == store.MultipleQuestion
		if s.Counts = s.Many; s.Many {
			s.Sub = a.p.T("touch.about.sub")
		}
	}
	return s
}

// text is the submission's own words, or a further question's.
func (a asking) text(s *touch.Screen) {
	s.Kind = touch.WordsScreen
	if s.ID == "text" {
		s.Name, s.Text = "words", &touch.TextField{ID: "text", Name: "text", Value: a.said.text, Problem: a.said.problems["text"]}
		return
	}
	s.Text = &touch.TextField{ID: s.Name, Name: "q." + s.ID, Problem: a.said.problems["answers."+s.ID]}
	if given := a.said.answers[s.ID]; len(given) > 0 {
		s.Text.Value = given[0]
	}
}

// From so many letters on a heading is set smaller, and in running text.
const (
	longHeading  = 28
	plainHeading = 90
)

func (a asking) heading(q store.Question) touch.Heading {
	ask := wording.Ask(a.p, q, a.fallback)
	h := touch.Heading{Text: ask.Words, Lang: ask.In}
	switch n := utf8.RuneCountInString(ask.Words); {
	case n > plainHeading:
		h.Size = touch.PlainHeading
	case n > longHeading:
		h.Size = touch.LongHeading
	}
	return h
}

// low is the highest face that the follow-up is for, 0 where it is for all.
func (a asking) low(q store.Question) int {
	low := 0
	for _, m := range a.moods {
		if m <= q.Low {
			low = m
		}
	}
	return low
}

func (a asking) hint(low int) string {
	if low == 0 {
		return ""
	}
	return a.p.T("question.low", "Face", a.p.T("common.mood."+strconv.Itoa(low)))
}

func (a asking) faces() []touch.Face {
	var list []touch.Face
	for _, m := range a.moods {
		n := strconv.Itoa(m)
		list = append(list, touch.Face{Mood: m, Value: n, Label: a.p.T("common.mood." + n), Checked: a.said.mood == n})
	}
	return list
}

func (a asking) options(q store.Question, chosen []string) []touch.Choice {
	var list []touch.Choice
	for _, o := range q.Options {
		label := wording.Option(a.p, q, o, a.fallback)
		c := touch.Choice{Value: o.Value, Label: label.Words, Lang: label.In, Checked: slices.Contains(chosen, o.Value)}
		if q.Type == store.TopicsQuestion {
			c.Icon = topicIcon(o.Value)
		}
		list = append(list, c)
	}
	return list
}

// numbers are those of the scale of eleven.
func (a asking) numbers(q store.Question) []touch.Choice {
	var list []touch.Choice
	for n := range 11 {
		v := strconv.Itoa(n)
		list = append(list, touch.Choice{Value: v, Label: v, Checked: slices.Contains(a.said.answers[q.ID], v)})
	}
	return list
}

// moods are the faces of a scale: with four there is no middle.
func moods(n int) []int {
	switch n {
	case 0:
		return nil
	case 4:
		return []int{1, 2, 4, 5}
	}
	return []int{1, 2, 3, 4, 5}
}

// mostChosen is how many can be chosen on one screen.
func mostChosen(list []touch.Screen) int {
	n := othersShown
	for _, s := range list {
		n = max(n, len(s.Choices))
	}
	return n
}
