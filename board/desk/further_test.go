package desk

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// Further answers stand with the words of the version that was asked, whatever
// is asked now.
func TestFurtherAnswersInTheWordsThatWereAsked(t *testing.T) {
	r := open(t)
	q := storetest.Ask(t, r.store, r.site.ID, storetest.EveryType()...)
	storetest.Ask(t, r.store, r.site.ID, storetest.EveryType()[0])
	x, err := r.store.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(7), Site: r.site.ID, Channel: store.KioskChannel, Lang: "en", Mood: 2,
		Topics: []string{"o1"}, Text: "Cold", Final: true, Questionnaire: q.ID,
		Answers: map[string]string{"q1": "o2", "q2": "o1\no3", "q3": "3", "q4": "<b>The lifeguards</b>", "extra.q3": "eleven", "weather": "rain", "agrees_with": "x"}})
	r.must(err)
	code, page := r.signIn(r.marta).get("/desk/c/" + x.Complaint.String())
	if code != http.StatusOK {
		t.Fatalf("status %d", code)
	}
	for _, want := range []string{"What did you come for?</b> The gym", "What was not as it should be?</b> The water, The lockers", "How likely are you to tell a friend about us?</b> 3 of 10",
		"about us?</b> eleven", "&lt;b&gt;The lifeguards&lt;/b&gt;", "weather</b> rain", "Sauna"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "agrees_with") {
		t.Error("what only the machine needs is shown")
	}
}
