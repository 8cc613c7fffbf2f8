package kiosk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// furtherAnswers are the answers of a form to questions beyond words, topics,
// face and contact, by question.
func furtherAnswers(r *http.Request) map[string]string {
	answers := map[string]string{}
	for field, given := range r.PostForm {
		if id, ok := strings.CutPrefix(field, "q."); ok {
			answers[id] = strings.Join(given, "\n")
		}
	}
	return answers
}

// asked is the version whose further questions the form shows: the one that it
// was made of, else the newest.
func (x *Take) asked(r *http.Request, t taking, f told) (store.Questionnaire, error) {
	return x.kiosk.asked(r.Context(), sender{site: t.site, asked: f.asked})
}

// moreQuestions are those of the questionnaire that the page does not ask
// anyway. They are folded until somebody has answered one or a problem stands
// at one.
func moreQuestions(t taking, q store.Questionnaire, f told) staff.TakeMore {
	v := staff.TakeMore{Asked: strconv.FormatInt(int64(q.ID), 10)}
	a := asking{p: t.p, fallback: t.site.DefaultLang(), moods: moods(5)}
	for _, x := range q.Questions {
		if askedAnyway(x) {
			continue
		}
		m := a.more(x, f.answers[x.ID])
		m.Problem = f.problems["answers."+x.ID]
		v.Open = v.Open || m.Problem != "" || f.answers[x.ID] != ""
		v.Questions = append(v.Questions, m)
	}
	v.Title = t.p.N("take.more", len(v.Questions))
	return v
}

func askedAnyway(q store.Question) bool {
	switch q.Type {
	case store.FacesQuestion, store.TopicsQuestion, store.ContactQuestion:
		return true
	}
	return q.ID == "text"
}

func (a asking) more(q store.Question, given string) staff.TakeQuestion {
	ask := wording.Ask(a.p, q, a.fallback)
	m := staff.TakeQuestion{ID: "more-" + q.ID, Name: "q." + q.ID, Ask: wording.Plain(ask.Words), Lang: ask.In, Hint: a.hint(a.low(q)), Kind: "radio"}
	list := a.options(q, strings.Split(given, "\n"))
	switch q.Type {
	case store.TextQuestion:
		m.Kind, m.Text = "text", form.Clean(given)
	case store.MultipleQuestion:
		m.Kind = "checkbox"
	case store.ScaleQuestion:
		a.said.answers = map[string][]string{q.ID: {given}}
		list = a.numbers(q)
		m.From, m.To = a.p.T("question.scale.from"), a.p.T("question.scale.to")
	}
	for i, c := range list {
		m.Choices = append(m.Choices, moreKey(q, i, staff.KeyChoice{Value: c.Value, Label: c.Label, On: c.Checked}))
	}
	return m
}

// moreKey gives a choice the digit that makes it while somebody is at its
// question; on a scale it stands there anyway.
func moreKey(q store.Question, i int, c staff.KeyChoice) staff.KeyChoice {
	switch {
	case q.Type == store.ScaleQuestion && i < 10:
		c.Code = "Digit" + c.Value
	case q.Type != store.ScaleQuestion && i < 9:
		c.Key = strconv.Itoa(i + 1)
		c.Code = "Digit" + c.Key
	}
	return c
}
