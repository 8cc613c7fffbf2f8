package kiosk

import (
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/wording"
)

// ask puts the questions on the card, in the words of the day.
func (s *cardSpec) ask(q store.Questionnaire, a asking) {
	for _, x := range q.Questions {
		own := ""
		if wording.Asked(a.p, x) {
			own = wording.Ask(a.p, x, a.fallback).Words
		}
		switch {
		case x.Type == store.FacesQuestion:
			s.Heading = own
		case x.Type == store.TopicsQuestion:
			s.About, s.Topics = wording.Plain(own), a.boxes(x)
		case x.Type == store.ContactQuestion:
			s.Reach, s.Contact = wording.Plain(own), true
		case x.Type == store.TextQuestion && x.ID == "text":
			s.Words, s.Writing = wording.Plain(own), true
		default:
			s.More = append(s.More, a.block(x))
		}
	}
}

// block is a further question as it stands on paper.
func (a asking) block(q store.Question) card.Block {
	b := card.Block{Field: q.ID, Ask: wording.Plain(wording.Ask(a.p, q, a.fallback).Words), Note: a.hint(a.low(q))}
	switch q.Type {
	case store.SingleQuestion:
		b.Kind, b.Options = card.OneOf, a.boxes(q)
	case store.MultipleQuestion:
		b.Kind, b.Options = card.AnyOf, a.boxes(q)
	case store.ScaleQuestion:
		b.Kind = card.Scale
		b.Note = joinSentences(b.Note, a.p.T("card.front.scale", "From", a.p.T("question.scale.from"), "To", a.p.T("question.scale.to")))
	default:
		b.Kind = card.Lines
	}
	return b
}

func joinSentences(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

func (a asking) boxes(q store.Question) []card.Topic {
	var list []card.Topic
	for _, o := range q.Options {
		list = append(list, card.Topic{Value: o.Value, Label: wording.Option(a.p, q, o, a.fallback).Words})
	}
	return list
}
