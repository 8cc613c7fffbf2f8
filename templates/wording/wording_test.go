package wording_test

import (
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/wording"
)

func TestWordingIsTheOwnersElseReadyMadeElseTheTypes(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(i18n.Ukrainian)
	both := store.Words{"et": "Saun", "uk": "Сауна"}
	for name, tt := range map[string]struct{ got, want wording.Text }{
		"the owner's":          {wording.Ask(p, store.Question{Type: store.TextQuestion, Ask: both, Key: "text"}, "et"), wording.Text{Words: "Сауна"}},
		"not translated":       {wording.Ask(p, store.Question{Type: store.TextQuestion, Ask: store.Words{"et": "Saun", "de": "Sauna"}}, "et"), wording.Text{Words: "Saun", In: "et"}},
		"ready-made":           {wording.Ask(p, store.Question{Type: store.SingleQuestion, Key: "mood"}, "et"), wording.Text{Words: p.T("question.ask.mood")}},
		"a key of a later day": {wording.Ask(p, store.Question{Type: store.TopicsQuestion, Key: "unheard"}, "et"), wording.Text{Words: p.T("question.ask.topic")}},
		"the type's":           {wording.Ask(p, store.Question{Type: store.FacesQuestion}, "et"), wording.Text{Words: p.T("question.ask.mood")}},
		"an own option":        {wording.Option(p, store.Question{Type: store.SingleQuestion}, store.Option{Value: "o1", Words: both}, "et"), wording.Text{Words: "Сауна"}},
		"a topic":              {wording.Option(p, store.Question{Type: store.TopicsQuestion}, store.Option{Value: "price"}, "et"), wording.Text{Words: p.T("common.topic.price")}},
		"an unknown topic":     {wording.Option(p, store.Question{Type: store.TopicsQuestion}, store.Option{Value: "skis"}, "et"), wording.Text{Words: "skis"}},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, tt.got, tt.want)
		}
	}
	for _, x := range []store.QuestionType{store.FacesQuestion, store.TopicsQuestion, store.SingleQuestion, store.MultipleQuestion, store.ScaleQuestion, store.TextQuestion, store.ContactQuestion} {
		if got := wording.Ask(p, store.Question{Type: x}, "et").Words; got == "" || got[0] == '[' && got[len(got)-1] == ']' {
			t.Errorf("%s has no heading of its own: %q", x, got)
		}
	}
}
