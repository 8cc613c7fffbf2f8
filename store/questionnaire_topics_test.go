package store_test

import (
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// Topics are counted by their value, so an owner's own ones of two
// questionnaires never share one, and a removed one's is not given again.
func TestOwnTopicsOfTwoQuestionnairesAreNotCountedTogether(t *testing.T) {
	s, _, _, _ := storetest.SetUp(t)
	ctx, seen := t.Context(), map[string]bool{}
	for _, from := range []string{"shop", "hotel"} {
		id, err := s.StartQuestionnaire(ctx, store.System(), from, "")
		if err != nil {
			t.Fatal(err)
		}
		q, err := s.QuestionnaireVersion(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for i := range q.Questions {
			if x := &q.Questions[i]; x.Type == store.TopicsQuestion {
				x.Options = append(x.Options, store.Option{Words: store.Words{"en": "Parking"}}, store.Option{Words: store.Words{"en": "Music"}})
			}
		}
		if q, err = s.ChangeDraft(ctx, store.System(), id, q.Edits, q.Name, q.Questions); err != nil {
			t.Fatal(err)
		}
		for _, v := range q.Topics() {
			if !store.OwnOption(v) {
				continue
			}
			if seen[v] {
				t.Errorf("%s is a topic of two questionnaires", v)
			}
			seen[v] = true
		}
	}
	if len(seen) != 4 {
		t.Errorf("own topics %v, want four", seen)
	}
}
