package store_test

import (
	"slices"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// drafted is a draft of the short questionnaire of a fresh place.
func drafted(t *testing.T) (*store.Store, store.Site, store.Questionnaire) {
	t.Helper()
	s, _, site, _ := storetest.SetUp(t)
	live, err := s.Questionnaire(site)
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.DraftQuestionnaire(t.Context(), store.System(), live.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s, site, version(t, s, id)
}

func version(t *testing.T, s *store.Store, id store.QuestionnaireID) store.Questionnaire {
	t.Helper()
	q, err := s.QuestionnaireVersion(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestAPublishedVersionNeverChanges(t *testing.T) {
	s, site, draft := drafted(t)
	ctx := t.Context()
	old, err := s.Questionnaire(site)
	if err != nil || old.ID == draft.ID {
		t.Fatalf("asked %d, %v; a draft is asked nobody", old.ID, err)
	}
	added := append(slices.Clone(draft.Questions), store.Question{Type: store.ScaleQuestion, Ask: store.Words{"en": "How warm was it?"}})
	changed, err := s.ChangeDraft(ctx, store.System(), draft.ID, draft.Edits, "Warm", added)
	if err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Questionnaire(site); now.ID != old.ID {
		t.Error("a change of the draft reached customers")
	}
	if err := s.PublishQuestionnaire(ctx, store.System(), draft.ID, changed.Edits); err != nil {
		t.Fatal(err)
	}
	now, err := s.Questionnaire(site)
	if err != nil || now.ID != draft.ID || now.Version != 2 || len(now.Questions) != 5 {
		t.Errorf("asked %+v, %v; want version 2 with 5 questions", now, err)
	}
	if got := version(t, s, old.ID); len(got.Questions) != 4 || got.Name != "short" {
		t.Errorf("the old version became %+v", got)
	}
	_, err = s.ChangeDraft(ctx, store.System(), draft.ID, changed.Edits, "x", nil)
	if store.CodeOf(err) != store.Conflict {
		t.Errorf("changing a published version: %v, want a conflict", err)
	}
	if err := s.DiscardDraft(ctx, store.System(), draft.ID); store.CodeOf(err) != store.Conflict {
		t.Errorf("discarding a published version: %v, want a conflict", err)
	}
}

func TestTwoEditorsNoticeEachOther(t *testing.T) {
	s, _, draft := drafted(t)
	if _, err := s.ChangeDraft(t.Context(), store.System(), draft.ID, draft.Edits, "mine", draft.Questions); err != nil {
		t.Fatal(err)
	}
	_, err := s.ChangeDraft(t.Context(), store.System(), draft.ID, draft.Edits, "theirs", draft.Questions)
	if store.CodeOf(err) != store.Conflict {
		t.Errorf("saving over somebody else's change: %v, want a conflict", err)
	}
	if got := version(t, s, draft.ID); got.Name != "mine" {
		t.Errorf("the draft is called %q", got.Name)
	}
}

// An id is a question for ever: answers to an old one never become answers to
// another.
func TestANewQuestionNeverTakesAnOldID(t *testing.T) {
	s, _, draft := drafted(t)
	ctx := t.Context()
	add := func(edits int64) store.Questionnaire {
		q := version(t, s, draft.ID)
		q, err := s.ChangeDraft(ctx, store.System(), q.ID, edits, "x", append(q.Questions, store.Question{Type: store.TextQuestion, Ask: store.Words{"en": "Why?"}}))
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	first := add(draft.Edits)
	if err := s.PublishQuestionnaire(ctx, store.System(), first.ID, first.Edits); err != nil {
		t.Fatal(err)
	}
	next, err := s.DraftQuestionnaire(ctx, store.System(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	asked := first.Questions[4].ID
	gone, err := s.RemoveQuestion(ctx, store.System(), next, 0, asked)
	if err != nil {
		t.Fatal(err)
	}
	draft.ID = next
	if again := add(gone.Edits); again.Questions[4].ID == asked || again.Questions[4].ID == "" {
		t.Errorf("the new question is called %q like the removed one", again.Questions[4].ID)
	}
}

func TestARemovedQuestionComesBackWhereItStood(t *testing.T) {
	s, _, draft := drafted(t)
	ctx := t.Context()
	gone, err := s.RemoveQuestion(ctx, store.System(), draft.ID, draft.Edits, "topic")
	if err != nil || len(gone.Questions) != 3 {
		t.Fatalf("%+v, %v", gone, err)
	}
	id, err := s.RestoreQuestion(ctx, store.System(), draft.ID, gone.Edits)
	if err != nil || id != "topic" {
		t.Fatalf("%q, %v", id, err)
	}
	if back := version(t, s, draft.ID); len(back.Questions) != 4 || back.Questions[1].ID != "topic" || len(back.Questions[1].Options) != 8 {
		t.Errorf("after undo: %+v", back.Questions)
	}
	if _, err := s.RestoreQuestion(ctx, store.System(), draft.ID, gone.Edits+1); store.CodeOf(err) != store.NotFound {
		t.Errorf("a second undo: %v, want nothing to undo", err)
	}
}

func TestOnlyWhatCanBeAskedIsPublished(t *testing.T) {
	faces := store.Question{ID: "mood", Type: store.FacesQuestion, N: 5}
	for name, c := range map[string]struct {
		questions []store.Question
		field     string
	}{
		"no questions":         {nil, ""},
		"no wording":           {[]store.Question{{ID: "q1", Type: store.SingleQuestion, Options: store.ReadyMade("yes", "no")}}, "q1"},
		"one answer":           {[]store.Question{{ID: "q1", Type: store.SingleQuestion, Key: "found", Options: store.ReadyMade("yes")}}, "q1"},
		"an answer unworded":   {[]store.Question{{ID: "q1", Type: store.SingleQuestion, Key: "found", Options: store.ReadyMade("yes", "o1")}}, "q1"},
		"low face, none asked": {[]store.Question{{ID: "text", Type: store.TextQuestion, Low: 2}}, "text"},
		"well":                 {[]store.Question{faces, {ID: "text", Type: store.TextQuestion, Low: 2}}, "-"},
	} {
		err := store.Questionnaire{Questions: c.questions}.Ready()
		var field string
		if e, ok := err.(*store.Error); ok {
			field = e.Field
		}
		if (err == nil) != (c.field == "-") || err != nil && field != c.field {
			t.Errorf("%s: %v, want field %q", name, err, c.field)
		}
	}
}

func TestFacesTopicsAndContactAreAskedOnce(t *testing.T) {
	s, _, draft := drafted(t)
	for _, typ := range []store.QuestionType{store.FacesQuestion, store.TopicsQuestion, store.ContactQuestion} {
		_, err := s.ChangeDraft(t.Context(), store.System(), draft.ID, draft.Edits, "x", append(slices.Clone(draft.Questions), store.Question{Type: typ}))
		if e, ok := err.(*store.Error); !ok || e.Key != "store.question_once_"+string(typ) {
			t.Errorf("a second question of type %s: %v", typ, err)
		}
	}
}

func TestEveryReadyMadeQuestionnaireCanBePublished(t *testing.T) {
	s, _, _, _ := storetest.SetUp(t)
	for _, q := range store.ReadyMades() {
		if len(q.Questions) > store.LongQuestionnaire {
			t.Errorf("%s asks %d questions, want at most %d", q.Name, len(q.Questions), store.LongQuestionnaire)
		}
		id, err := s.StartQuestionnaire(t.Context(), store.System(), q.Name, "")
		if err == nil {
			err = s.PublishQuestionnaire(t.Context(), store.System(), id, 0)
		}
		if err != nil {
			t.Errorf("%s: %v", q.Name, err)
		}
	}
}

func TestSitesChooseWhatTheirCustomersAreAsked(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	ctx := t.Context()
	other, err := s.StartQuestionnaire(ctx, store.System(), "shop", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.UseQuestionnaire(ctx, store.System(), site.ID, other); store.CodeOf(err) != store.Invalid {
		t.Errorf("using a draft: %v", err)
	}
	leaver, err := s.StartQuestionnaire(ctx, store.System(), "leaving_member", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []store.QuestionnaireID{other, leaver} {
		if err := s.PublishQuestionnaire(ctx, store.System(), id, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.UseQuestionnaire(ctx, store.System(), site.ID, leaver); store.CodeOf(err) != store.Invalid {
		t.Errorf("asking customers why they leave: %v", err)
	}
	if err := s.UseQuestionnaire(ctx, store.System(), site.ID, other); err != nil {
		t.Fatal(err)
	}
	site, err = s.Site(site.ID)
	if err != nil {
		t.Fatal(err)
	}
	if q, err := s.Questionnaire(site); err != nil || q.Series != other {
		t.Errorf("asked series %d, %v; want %d", q.Series, err, other)
	}
}

func TestReachedCountsAddUp(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	q, err := s.Questionnaire(site)
	if err != nil {
		t.Fatal(err)
	}
	add := func(channel store.Channel, counts map[string]int) error {
		return s.AddReached(t.Context(), store.System(), site, q.ID, channel, counts)
	}
	for _, counts := range []map[string]int{{"mood": 3, "topic": 2}, {"mood": 2, store.Sent: 1, "nonsense": 5, "text": -4}} {
		if err := add(store.KioskChannel, counts); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(store.PhoneChannel, map[string]int{"mood": store.MaxReached + 1}); store.CodeOf(err) != store.Invalid {
		t.Errorf("a count beyond belief: %v", err)
	}
	got, err := s.ReachedCounts(t.Context(), q.ID)
	want := []store.Reached{{"mood", store.KioskChannel, 5}, {store.Sent, store.KioskChannel, 1}, {"topic", store.KioskChannel, 2}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}
