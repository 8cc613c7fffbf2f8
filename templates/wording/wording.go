// Package wording says a questionnaire in somebody's language: in the owner's
// own words, else in the catalogue's ready-made ones, else in the heading of
// the question's type.
package wording

import (
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Text is a wording. In is its language where that is not the reader's, ""
// where it is.
type Text struct{ Words, In string }

// Ask is how a question is asked; [brackets] stand round the words to swipe.
// fallback is the language to take where the owner did not translate.
func Ask(p *i18n.Printer, q store.Question, fallback string) Text {
	if len(q.Ask) > 0 {
		return own(p, q.Ask, fallback)
	}
	if key := "question.ask." + q.Key; q.Key != "" && p.Has(key) {
		return Text{Words: p.T(key)}
	}
	return Text{Words: p.T("question.ask." + heading(q.Type))}
}

// heading names the type's own heading in the catalogues.
func heading(t store.QuestionType) string {
	switch t {
	case store.FacesQuestion:
		return "mood"
	case store.TopicsQuestion:
		return "topic"
	}
	return string(t)
}

// Asked tells whether the question has a wording of its own, by the owner or
// from the catalogues.
func Asked(p *i18n.Printer, q store.Question) bool {
	return len(q.Ask) > 0 || q.Key != "" && p.Has("question.ask."+q.Key)
}

// Option is how an answer is offered; one that nobody has words for is its
// value.
func Option(p *i18n.Printer, q store.Question, o store.Option, fallback string) Text {
	if len(o.Words) > 0 {
		return own(p, o.Words, fallback)
	}
	key := "question.option." + o.Value
	if q.Type == store.TopicsQuestion {
		key = "common.topic." + o.Value
	}
	if p.Has(key) {
		return Text{Words: p.T(key)}
	}
	return Text{Words: o.Value}
}

func own(p *i18n.Printer, w store.Words, fallback string) Text {
	words, in := w.Pick(string(p.Lang), fallback)
	if in == string(p.Lang) {
		in = ""
	}
	return Text{words, in}
}

// Answer is what was given to a question, as it reads: chosen options by their
// words with commas between, a number out of ten, text as it is.
func Answer(p *i18n.Printer, q store.Question, given, fallback string) string {
	switch q.Type {
	case store.ScaleQuestion:
		return p.T("question.out_of_ten", "N", given)
	case store.SingleQuestion, store.MultipleQuestion, store.TopicsQuestion:
		var list []string
		for _, v := range strings.Split(given, "\n") {
			list = append(list, value(p, q, v, fallback))
		}
		return strings.Join(list, ", ")
	}
	return given
}

func value(p *i18n.Printer, q store.Question, given, fallback string) string {
	for _, o := range q.Options {
		if o.Value == given {
			return Option(p, q, o, fallback).Words
		}
	}
	return Option(p, q, store.Option{Value: given}, fallback).Words
}

// Topic is the label of a topic as the questionnaire words it.
func Topic(p *i18n.Printer, q store.Questionnaire, topic, fallback string) string {
	for _, x := range q.Questions {
		if x.Type == store.TopicsQuestion {
			return value(p, x, topic, fallback)
		}
	}
	return value(p, store.Question{Type: store.TopicsQuestion}, topic, fallback)
}

// Plain is a wording without its highlighter's brackets.
func Plain(s string) string { return strings.NewReplacer("[", "", "]", "").Replace(s) }
