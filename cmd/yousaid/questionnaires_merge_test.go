package main

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

// was gives what an editor's page carries along.
func was(t *testing.T, body string) string {
	t.Helper()
	m := regexp.MustCompile(`name="was" id="was" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("the page does not say what it was made of")
	}
	return html.UnescapeString(m[1])
}

// Two people at one draft: what only one of them changed stays as that one
// wrote it; where both changed the same, both versions are shown and nothing is
// replaced before one is chosen.
func TestTwoPeopleAtOneDraftLoseNothing(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	c := signedIn(t, server, "owner@example.org")
	_, path, _ := form(t, c, server+"/office/questionnaires", "from", "shop", "name", "Our shop")
	first := was(t, page(t, c, server+path))
	draft := func() store.Questionnaire {
		t.Helper()
		q, err := x.store.QuestionnaireVersion(t.Context(), numbered(t, path))
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	send := func(was string, more ...string) (int, string) {
		status, _, body := form(t, c, server+path, append([]string{"was", was, "edits", "0", "name", "Our shop", "do", "save",
			"q", "mood", "q", "q1", "q", "topic", "q", "text", "q", "contact"}, more...)...)
		return status, body
	}
	if status, _ := send(first, "ask.q1.en", "Found it?", "ask.mood.en", ""); status != http.StatusSeeOther {
		t.Fatalf("the first: %d", status)
	}
	if status, _ := send(first, "ask.q1.en", "", "ask.mood.en", "How was the shop?"); status != http.StatusSeeOther {
		t.Fatalf("the second, at another question: %d", status)
	}
	q := draft()
	if q.Questions[0].Ask["en"] != "How was the shop?" || q.Questions[1].Ask["en"] != "Found it?" {
		t.Fatalf("the draft holds %v and %v", q.Questions[0].Ask, q.Questions[1].Ask)
	}

	status, body := send(first, "ask.q1.en", "All there?", "ask.mood.en", "", "ask.q1.de", "Alles da?")
	if status != http.StatusConflict {
		t.Errorf("both at the same words: %d", status)
	}
	holds(t, body, "“Found it?”", "“All there?”", `value="All there?"`, "Not all of it is saved")
	if strings.Contains(body, "Saved 1") || strings.Contains(body, "Saved 0") || strings.Contains(body, "Saved 2") {
		t.Error("Saved stands beside what is not")
	}
	if q = draft(); q.Questions[1].Ask["en"] != "Found it?" || q.Questions[1].Ask["de"] != "Alles da?" {
		t.Errorf("before a choice: %v", q.Questions[1].Ask)
	}
	second := was(t, body)
	if status, _ := send(second, "ask.q1.en", "All there?", "open.ask.q1.en", "1"); status != http.StatusConflict {
		t.Errorf("saving without a choice: %d", status)
	}
	if status, _ := send(second, "ask.q1.en", "All there?", "open.ask.q1.en", "1", "keep.ask.q1.en", "mine"); status != http.StatusSeeOther {
		t.Errorf("choosing one's own: %d", status)
	}
	if q = draft(); q.Questions[1].Ask["en"] != "All there?" {
		t.Errorf("after the choice: %v", q.Questions[1].Ask)
	}

	// Taken out by one, written to by the other.
	third := was(t, page(t, c, server+path))
	if status, _ := send(third, "do", "remove.q1"); status != http.StatusSeeOther {
		t.Fatalf("removing: %d", status)
	}
	if _, err := x.store.RemoveQuestion(t.Context(), x.user(t, store.Owner), draft().ID, draft().Edits, "q1"); err != nil && store.CodeOf(err) != store.NotFound {
		t.Fatal(err)
	}
	status, body = send(third, "ask.q1.en", "Everything on the shelf?")
	if status != http.StatusConflict {
		t.Errorf("writing to what is gone: %d", status)
	}
	holds(t, body, "it was removed", "“Everything on the shelf?”")
	if status, _ := send(was(t, body), "ask.q1.en", "Everything on the shelf?", "keep.is.q1", "mine"); status != http.StatusSeeOther {
		t.Errorf("bringing it back: %d", status)
	}
	if q = draft(); len(q.Questions) != 5 || q.Questions[1].Ask["en"] != "Everything on the shelf?" || q.Questions[1].Ask["de"] != "Alles da?" || len(q.Questions[1].Options) != 3 {
		t.Errorf("brought back: %+v", q.Questions)
	}
}

// Two windows with one draft open, both saving by themselves.
func TestTwoWindowsAtOneDraftMeet(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	path, _, _ := leavings(t, x)
	one, two := ownerAt(t, server, path), ownerAt(t, server, path)
	saved := `/\d\d:\d\d/.test(document.getElementById("saved").textContent)`
	typeInto(t, one, "ask.mood.en", "How was your swim?")
	await(t, one, "the first saves", saved, 20*time.Second)
	typeInto(t, two, "ask.topic.en", "What was it about?")
	await(t, two, "the second saves and sees the first", saved+` && document.querySelector('[name="ask.mood.en"]').value === "How was your swim?"`, 20*time.Second)

	typeInto(t, one, "ask.topic.en", "Which corner?")
	await(t, one, "both wrote there", `document.querySelectorAll(".qboth input[type=radio]").length === 2`, 20*time.Second)
	if got := text(t, one, "#both"); !strings.Contains(got, "What was it about?") || !strings.Contains(got, "Which corner?") {
		t.Errorf("to choose from: %q", got)
	}
	if got := text(t, one, "#saved"); strings.Contains(got, ":") && regexp.MustCompile(`\d\d:\d\d`).MatchString(got) {
		t.Errorf("beside what is not saved stands %q", got)
	}
	await(t, one, "choosing", `document.querySelector(".qboth input[value=theirs]").click() === undefined`, 5*time.Second)
	await(t, one, "what was saved stands", saved+` && document.querySelector('[name="ask.topic.en"]').value === "What was it about?" && !document.querySelector(".qboth")`, 20*time.Second)

	do(t, two, "adding", click("button[value='add.scale']"), visible("#q-q5"))
	typeInto(t, one, "ask.text.en", "Your words")
	await(t, one, "the new question comes", saved+` && !!document.getElementById("q-q5")`, 20*time.Second)
}

// numbered is the version that an address ends in.
func numbered(t *testing.T, path string) store.QuestionnaireID {
	t.Helper()
	n, err := strconv.ParseInt(path[strings.LastIndex(path, "/")+1:], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return store.QuestionnaireID(n)
}
