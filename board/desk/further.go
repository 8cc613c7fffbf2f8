package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
	ask "github.com/yousaid/yousaid/templates/wording"
)

// asked gives the versions that the people were asked; for who came before
// there were versions, what is asked now.
func (d *Desk) asked(ctx context.Context, x reader, list []store.Submission) (map[store.QuestionnaireID]store.Questionnaire, error) {
	versions := map[store.QuestionnaireID]store.Questionnaire{0: x.asked}
	for _, s := range list {
		if _, ok := versions[s.Questionnaire]; ok {
			continue
		}
		q, err := d.store.QuestionnaireVersion(ctx, s.Questionnaire)
		if store.CodeOf(err) == store.NotFound {
			q, err = x.asked, nil
		}
		if err != nil {
			return nil, err
		}
		versions[s.Questionnaire] = q
	}
	return versions, nil
}

// further are the answers beside face, topics and words, in the order in which
// they were asked. What fits no question stands behind them under its name.
func further(x reader, q store.Questionnaire, s store.Submission) []staff.QAView {
	var list []staff.QAView
	rest := maps.Clone(s.Answers)
	delete(rest, "agrees_with")
	for _, question := range q.Questions {
		for _, name := range []string{question.ID, "extra." + question.ID} {
			if given := rest[name]; given != "" {
				list = append(list, staff.QAView{Q: ask.Plain(ask.Ask(x.p, question, x.site.DefaultLang()).Words), A: answerTo(x, question, name, given)})
			}
			delete(rest, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rest)) {
		list = append(list, staff.QAView{Q: name, A: rest[name]})
	}
	return list
}

// answerTo words an answer; what was kept aside because it does not fit its
// question stands as it came.
func answerTo(x reader, q store.Question, name, given string) string {
	if strings.HasPrefix(name, "extra.") {
		return given
	}
	return ask.Answer(x.p, q, given, x.site.DefaultLang())
}
