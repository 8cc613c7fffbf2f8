package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
)

// asksMore gives the place three questions beside the usual ones.
func asksMore(t *testing.T, x *inhabited) store.Questionnaire {
	t.Helper()
	live, err := x.store.Questionnaire(x.site)
	if err != nil {
		t.Fatal(err)
	}
	id, err := x.store.DraftQuestionnaire(t.Context(), store.System(), live.ID)
	if err != nil {
		t.Fatal(err)
	}
	option := func(value, word string) store.Option {
		return store.Option{Value: value, Words: store.Words{"en": word}}
	}
	more := append(slices.Clone(live.Questions),
		store.Question{Type: store.ScaleQuestion, Ask: store.Words{"en": "Would you [recommend] us?"}},
		store.Question{Type: store.MultipleQuestion, Ask: store.Words{"en": "What did you use?"}, Options: []store.Option{option("", "Pool"), option("", "Gym"), option("", "Sauna")}},
		store.Question{Type: store.TextQuestion, Ask: store.Words{"en": "Who helped you?"}})
	if _, err := x.store.ChangeDraft(t.Context(), store.System(), id, 0, live.Name, more); err != nil {
		t.Fatal(err)
	}
	if err := x.store.PublishQuestionnaire(t.Context(), store.System(), id, 1); err != nil {
		t.Fatal(err)
	}
	q, err := x.store.Questionnaire(x.site)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// The owner's further questions stand folded below the words. Nobody has to
// answer them, keys answer them as they answer the rest, and what is answered
// is checked and stored like a customer's own answer.
func TestFurtherQuestionsAreAskedWhenTakingDown(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	if body := page(t, staff, server+"/desk/take"); strings.Contains(body, "tk-more") {
		t.Error("more is asked where the questionnaire asks no more")
	}
	q := asksMore(t, x)
	body := page(t, staff, server+"/desk/take")
	holds(t, body, "3 more questions", "Would you recommend us?", "What did you use?", "Who helped you?", `name="questionnaire" value="`+fmt.Sprint(q.ID)+`"`)
	if strings.Contains(body, `class="tk-more" open`) {
		t.Error("the further questions are not folded")
	}
	ids := q.Questions[len(q.Questions)-3:]
	scale, many, words := ids[0].ID, ids[1].ID, ids[2].ID
	pool, sauna := ids[1].Options[0].Value, ids[1].Options[2].Value
	said := []string{"id", takeID, "text", "The water is cold", "questionnaire", fmt.Sprint(q.ID), "q." + scale, "9", "q." + many, sauna, "q." + many, pool, "q." + words, strings.Repeat("ы", store.MaxText+1)}
	status, _, again := form(t, staff, server+"/desk/take", said...)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("an answer that is too long: %d", status)
	}
	holds(t, again, `class="tk-more" open`, `id="more-`+words+`-err"`, `value="9" data-code="Digit9" checked`, `value="`+sauna+`" data-code="Digit3" checked`, "1 letter more than fits")
	said[len(said)-1] = "Mari"
	if status, _, _ := form(t, staff, server+"/desk/take", said...); status != http.StatusSeeOther {
		t.Fatalf("saving: %d", status)
	}
	s := newest(t, x)
	if want := (map[string]string{scale: "9", many: pool + "\n" + sauna, words: "Mari"}); s.Questionnaire != q.ID || !maps.Equal(s.Answers, want) {
		t.Errorf("stored %v of version %d, want %v", s.Answers, s.Questionnaire, want)
	}
	if status, _, _ := form(t, staff, server+"/desk/take", "text", "Busy", "questionnaire", fmt.Sprint(q.ID), "q."+scale, "12"); status != http.StatusSeeOther {
		t.Fatalf("an answer that does not fit: %d", status)
	}
	if s = newest(t, x); s.Answers[scale] != "" || s.Answers["extra."+scale] != "12" {
		t.Errorf("an answer that does not fit is stored as %v", s.Answers)
	}
}

// By keyboard: M unfolds, digits answer the question one is at and nothing
// else, a reload loses nothing, and Enter saves.
func TestFurtherQuestionsByKeyboard(t *testing.T) {
	x := inhabit(t)
	q := asksMore(t, x)
	server := served(t, x)
	ctx := ownerAt(t, server, "/desk/take")
	do(t, ctx, "the words", visible("#text"), chromedp.KeyEvent("Cold again"), chromedp.KeyEvent("\t"))
	await(t, ctx, "folded, and no stop between topics and faces", `!document.querySelector(".tk-more").open && document.activeElement.name === "topic"`, 5*time.Second)
	do(t, ctx, "unfolding", chromedp.KeyEvent("m"))
	await(t, ctx, "the first one", `document.querySelector(".tk-more").open && document.activeElement.closest(".tk-more fieldset") !== null`, 5*time.Second)
	axe(t, ctx, "further questions unfolded")
	do(t, ctx, "answering", chromedp.KeyEvent("7"))
	await(t, ctx, "seven, and no topic", `new FormData(take).getAll("topic").length === 0 && new FormData(take).get("q.`+q.Questions[len(q.Questions)-3].ID+`") === "7"`, 5*time.Second)
	do(t, ctx, "an accidental reload", chromedp.Reload())
	await(t, ctx, "it is still answered", `document.querySelector(".tk-more")?.open && document.getElementById("text").value === "Cold again" && document.querySelector(".tk-more input:checked")?.value === "7"`, 10*time.Second)
	mustRun(t, ctx, `document.querySelector(".tk-more input:checked").focus(), 0`)
	do(t, ctx, "saving", chromedp.KeyEvent("\r"), visible("#receipt"))
	if s := newest(t, x); s.Text != "Cold again" || len(s.Answers) != 1 || len(s.Topics) != 0 {
		t.Errorf("stored %+v", s)
	}
}

// Who wants a call needs a number: choosing "Call back" puts the cursor where
// it is written, by key, by touch and without taking letters along.
func TestCallBackLeadsToTheNumber(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	ctx := ownerAt(t, server, "/desk/take")
	at := func(what, id string) {
		t.Helper()
		await(t, ctx, what, `document.activeElement.id === "`+id+`" && document.activeElement.value === ""`, 5*time.Second)
	}
	do(t, ctx, "by key", visible("#text"), chromedp.KeyEvent("x"), chromedp.KeyEvent("\t"), chromedp.KeyEvent("b"))
	at("the number after B", "phone")
	do(t, ctx, "by touch", chromedp.Reload(), visible("#take.keys"), click("input[name=call]"))
	await(t, ctx, "the draft's choice is taken back", `!document.querySelector("input[name=call]").checked`, 5*time.Second)
	do(t, ctx, "by touch", click("input[name=call]"))
	at("the number after a touch", "phone")
	do(t, ctx, "settled by touch", click("input[name=settled]"))
	at("how it was settled", "how")
	do(t, ctx, "with a number", chromedp.SendKeys(chromedp.CSS("#phone"), "5551234"), click("input[name=call]"), click("input[name=call]"))
	await(t, ctx, "the cursor stays where there is a number", `document.activeElement.name === "call"`, 5*time.Second)
}
