package storetest

import (
	"testing"

	"github.com/yousaid/yousaid/store"
)

// EveryType asks one question of every type: a follow-up for bad faces is
// among them, and words that the owner wrote in English and Estonian only.
func EveryType() []store.Question {
	return []store.Question{
		{ID: "mood", Type: store.FacesQuestion, N: 5},
		{ID: "topic", Type: store.TopicsQuestion, Options: append(store.ReadyMade("waiting", "price"), store.Option{Value: "o1", Words: store.Words{"en": "Sauna", "et": "Saun"}})},
		{ID: "q1", Type: store.SingleQuestion, Ask: store.Words{"en": "What did you [come for?]", "et": "Miks te [tulite?]"},
			Options: []store.Option{{Value: "o1", Words: store.Words{"en": "Swimming"}}, {Value: "o2", Words: store.Words{"en": "The gym"}}, {Value: "o3", Words: store.Words{"en": "A class"}}}},
		{ID: "q2", Type: store.MultipleQuestion, Ask: store.Words{"en": "What was not as it should be?"}, Low: 2,
			Options: []store.Option{{Value: "o1", Words: store.Words{"en": "The water"}}, {Value: "o2", Words: store.Words{"en": "The showers"}}, {Value: "o3", Words: store.Words{"en": "The lockers"}}}},
		{ID: "q3", Type: store.ScaleQuestion, Ask: store.Words{"en": "How likely are you to tell a friend about us?"}},
		{ID: "q4", Type: store.TextQuestion, Ask: store.Words{"en": "What should we keep?"}},
		{ID: "text", Type: store.TextQuestion},
		{ID: "contact", Type: store.ContactQuestion},
	}
}

// Ask publishes a questionnaire of its own and has a site's customers asked
// it. Called again, it publishes a further one.
func Ask(t testing.TB, s *store.Store, site store.SiteID, questions ...store.Question) store.Questionnaire {
	t.Helper()
	id, err := s.StartQuestionnaire(t.Context(), store.System(), "short", "Ours")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := s.ChangeDraft(t.Context(), store.System(), id, 0, "Ours", questions)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PublishQuestionnaire(t.Context(), store.System(), id, draft.Edits); err != nil {
		t.Fatal(err)
	}
	if err := s.UseQuestionnaire(t.Context(), store.System(), site, id); err != nil {
		t.Fatal(err)
	}
	q, err := s.QuestionnaireVersion(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}
