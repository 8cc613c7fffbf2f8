package store_test

import (
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// An answer that somebody gave means one thing for ever: the value of an
// option that was taken out is given to no other of its questionnaire, whether
// it was published or only ever stood in a draft.
func TestAnOptionsValueIsNeverGivenTwice(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	ctx, by := t.Context(), store.System()
	seen := map[string]string{}
	change := func(q store.Questionnaire) store.Questionnaire {
		t.Helper()
		q, err := s.ChangeDraft(ctx, by, q.ID, q.Edits, q.Name, q.Questions)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range q.Questions {
			for _, o := range x.Options {
				if word := o.Words["en"]; store.OwnOption(o.Value) && word != "" {
					if seen[o.Value] != "" && seen[o.Value] != word {
						t.Errorf("%s was %q and is now %q", o.Value, seen[o.Value], word)
					}
					seen[o.Value] = word
				}
			}
		}
		return q
	}
	draft := func(from store.QuestionnaireID) store.Questionnaire {
		t.Helper()
		id, err := s.DraftQuestionnaire(ctx, by, from)
		if err != nil {
			t.Fatal(err)
		}
		q, err := s.QuestionnaireVersion(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	words := func(list ...string) (out []store.Option) {
		for _, w := range list {
			out = append(out, store.Option{Words: store.Words{"en": w}})
		}
		return out
	}
	asked, err := s.Questionnaire(site)
	if err != nil {
		t.Fatal(err)
	}
	q := draft(asked.ID)
	topics := 1
	q.Questions = append(q.Questions, store.Question{Type: store.SingleQuestion, Ask: store.Words{"en": "Why?"}, Options: words("Swimming", "Gym")},
		store.Question{Type: store.MultipleQuestion, Ask: store.Words{"en": "What else?"}, Options: words("Sauna", "Café")})
	q.Questions[topics].Options = append(q.Questions[topics].Options, words("Parking")...)
	q = change(q)
	single, multiple := len(q.Questions)-2, len(q.Questions)-1
	for i, list := range []string{"Class", "Party", "Massage"} { // the last one of each goes, another comes
		for _, n := range []int{topics, single, multiple} {
			keep := q.Questions[n].Options
			q.Questions[n].Options = append(keep[:len(keep)-1:len(keep)-1], words(list+" "+q.Questions[n].ID)...)
		}
		q = change(q)
		if i == 1 { // also across versions
			if err := s.PublishQuestionnaire(ctx, by, q.ID, q.Edits); err != nil {
				t.Fatal(err)
			}
			q = draft(q.ID)
		}
	}
	if len(seen) != 5+9 {
		t.Errorf("%d values for 14 options: %v", len(seen), seen)
	}
}
