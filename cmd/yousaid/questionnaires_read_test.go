package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
)

// Whoever reads a published version sees which languages miss a wording, and
// what people read instead.
func TestReadingAVersionShowsMissingLanguages(t *testing.T) {
	x := inhabit(t)
	asksMore(t, x)
	server := served(t, x)
	live, err := x.store.Questionnaire(x.site)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"owner@example.org", "director@example.org"} {
		body := page(t, signedIn(t, server, who), server+"/office/questionnaires/"+fmt.Sprint(live.ID))
		question := func(heading string) string {
			_, after, ok := strings.Cut(body, "<h2>"+heading)
			if !ok {
				t.Fatalf("%s does not read %q", who, heading)
			}
			one, _, _ := strings.Cut(after, "</li><li class=\"qcard\">")
			return one
		}
		// In English alone: five others read English instead. Ours are there in all six.
		if n := strings.Count(question("Who helped you?"), `class="missing"`); n != len(x.site.Languages)-1 {
			t.Errorf("%s: %d languages are marked as missing, want %d", who, n, len(x.site.Languages)-1)
		}
		holds(t, question("Who helped you?"), "English")
		if strings.Contains(question("How was it today?"), `class="missing"`) {
			t.Errorf("%s: a wording that is there in every language is marked as missing", who)
		}
	}
}

// One editor takes an answer out and puts another in; the other's form, opened
// before, still holds the first. Its words are not put on the new answer.
func TestWordsForARemovedAnswerNeverReachANewOne(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	c := signedIn(t, server, "owner@example.org")
	_, path, _ := form(t, c, server+"/office/questionnaires", "from", "shop", "name", "Our shop")
	draft := func() store.Questionnaire {
		t.Helper()
		q, err := x.store.QuestionnaireVersion(t.Context(), numbered(t, path))
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	change := func(options ...store.Option) {
		t.Helper()
		q := draft()
		q.Questions[1] = store.Question{ID: "q1", Type: store.SingleQuestion, Ask: store.Words{"en": "How did you pay?"}, Options: options}
		if _, err := x.store.ChangeDraft(t.Context(), store.System(), q.ID, q.Edits, q.Name, q.Questions); err != nil {
			t.Fatal(err)
		}
	}
	own := func(value, word string) store.Option {
		return store.Option{Value: value, Words: store.Words{"en": word}}
	}
	change(own("", "Cash"), own("", "Card"), own("", "Cheque"))
	opened, gone := was(t, page(t, c, server+path)), draft().Questions[1].Options[2].Value
	kept := draft().Questions[1].Options[:2]
	change(append(kept[:2:2], own("", "Voucher"))...)
	status, _, body := form(t, c, server+path, "was", opened, "edits", "1", "name", "Our shop", "do", "save", "q", "mood", "q", "q1", "q", "topic", "q", "text", "q", "contact", "optw.q1."+gone+".en", "Bank cheque")
	if status != http.StatusConflict {
		t.Errorf("words for an answer that is gone: %d", status)
	}
	holds(t, body, "Bank cheque")
	if q := draft().Questions[1]; len(q.Options) != 3 || q.Options[2].Words["en"] != "Voucher" {
		t.Errorf("the new answer became %+v", q.Options)
	}
}
