package main

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// leavings gives a house a long draft of an owner's, a leaver's answers and an
// employee's private link, and where each is seen.
func leavings(t *testing.T, x *inhabited) (draft, asked, link string) {
	t.Helper()
	ctx, by := t.Context(), x.user(t, store.Owner)
	id, err := x.store.DraftQuestionnaire(ctx, by, 1)
	if err != nil {
		t.Fatal(err)
	}
	q, err := x.store.QuestionnaireVersion(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		q.Questions = append(q.Questions, store.Question{Type: store.SingleQuestion, Ask: store.Words{"en": "Was it warm?"}, Options: make([]store.Option, 2)})
	}
	if _, err := x.store.ChangeDraft(ctx, by, id, 0, q.Name, q.Questions); err != nil {
		t.Fatal(err)
	}
	member, employee := x.published(t, "leaving_member"), x.published(t, "leaving_employee")
	err = x.store.AddResponse(ctx, by, store.NewResponse{Client: storetest.Client(77), Questionnaire: member, Site: x.site.ID, TakenBy: store.UserID(by.ID), Lang: "en",
		Answers: store.Answers{"q1": {"over_3_years"}, "q2": {"The early lanes"}}})
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := x.store.Invite(ctx, by, employee, x.site.ID, "", true)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("/office/questionnaires/%d", id), fmt.Sprintf("/office/responses/%d", member), "/q/" + token
}

// user is the actor of the test person with a role.
func (x *inhabited) user(t testing.TB, role store.Role) store.Actor {
	t.Helper()
	u, err := x.store.UserByEmail(t.Context(), string(role)+"@example.org")
	if err != nil {
		t.Fatal(err)
	}
	return store.ActingUser(u.ID)
}

func (x *inhabited) published(t testing.TB, name string) store.QuestionnaireID {
	t.Helper()
	id, err := x.store.StartQuestionnaire(t.Context(), store.System(), name, "")
	if err == nil {
		err = x.store.PublishQuestionnaire(t.Context(), store.System(), id, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// The owner's browser, at a page.
func ownerAt(t *testing.T, server, path string) (ctx context.Context) {
	t.Helper()
	ctx = browser(t, 1280, 800)
	do(t, ctx, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "owner@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".bar .me"), chromedp.Navigate(server+path))
	return ctx
}

// Owner edits, previews, publishes; the tablet asks the new question, and who
// answered before is still read with the old wording.
func TestOwnerChangesWhatTheTabletAsks(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	old, err := x.store.Questionnaire(x.site)
	if err != nil {
		t.Fatal(err)
	}
	tablet := browser(t, 1280, 800)
	do(t, tablet, "pairing", chromedp.Navigate(server+x.link(t)), click("#offer button"), visible("label[for=mood-1]"))

	ctx := ownerAt(t, server, "/office/questionnaires/1")
	do(t, ctx, "starting a draft", visible("form[action$='/draft'] button"), click("form[action$='/draft'] button"), visible("#draft"))
	typeInto(t, ctx, "ask.mood.en", "How was your swim?")
	await(t, ctx, "saving by itself", `/\d\d:\d\d/.test(document.getElementById("saved").textContent) && Number(document.getElementById("edits").value) > 0`, 20*time.Second)
	if got := text(t, ctx, `[id="m-ask.mood.uk"]`); !strings.Contains(got, "English") {
		t.Errorf("at the untranslated wording stands %q, want that English is read instead", got)
	}
	await(t, ctx, "the preview", `document.querySelector(".pane.tablet iframe").contentDocument.body.textContent.includes("How was your swim?")`, 10*time.Second)
	if got := text(t, ctx, "#publish-live"); !strings.Contains(got, "1 question changes") {
		t.Errorf("publishing would say %q", got)
	}

	do(t, ctx, "adding a question", click("button[value='add.single']"), visible("#q-q1"))
	typeInto(t, ctx, "ask.q1.en", "Was the water warm?")
	typeInto(t, ctx, "optw.q1.o1.en", "Yes, lovely")
	typeInto(t, ctx, "optw.q1.o2.en", "No, cold")
	do(t, ctx, "publishing", click("button[value=publish]"), visible(".said"))
	if got := text(t, ctx, ".said"); !strings.Contains(got, "2") {
		t.Errorf("after publishing: %q", got)
	}

	await(t, tablet, "the tablet takes it", `document.body.textContent.includes("Was the water warm?")`, time.Minute)
	do(t, tablet, "answering", click("label[for=mood-2]"))
	await(t, tablet, "going on", `document.body.dataset.screen === "about"`, 5*time.Second)

	was, err := x.store.QuestionnaireVersion(t.Context(), old.ID)
	if err != nil || len(was.Questions) != 4 || len(was.Questions[0].Ask) != 0 {
		t.Errorf("the old version became %+v, %v", was, err)
	}
	do(t, ctx, "the old version", chromedp.Navigate(server+"/office/questionnaires/1"), visible(".qcards"))
	if got := text(t, ctx, ".qcards"); !strings.Contains(got, "How was it today?") || strings.Contains(got, "warm") {
		t.Errorf("version 1 reads %q", got)
	}
}

func typeInto(t *testing.T, ctx context.Context, name, words string) {
	t.Helper()
	do(t, ctx, name, chromedp.SendKeys(chromedp.CSS(`[name="`+name+`"]`), words))
}

// Whoever moves a question by the keyboard can go on moving it: the focus stays
// on its button, and at the end of the list goes to the one that moves it back.
func TestMovingAQuestionKeepsTheFocus(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	ctx := ownerAt(t, server, "/office/questionnaires/1")
	do(t, ctx, "starting a draft", visible("form[action$='/draft'] button"), click("form[action$='/draft'] button"), visible("#draft"))
	focus := func(what, id string, place int) {
		t.Helper()
		await(t, ctx, what, fmt.Sprintf(`document.readyState === "complete" && document.activeElement.id === %q && [...document.querySelectorAll("input[name=q]")].findIndex((e) => e.value === "topic") === %d`, id, place), 10*time.Second)
	}
	press := func(id string) {
		t.Helper()
		mustRun(t, ctx, fmt.Sprintf(`document.getElementById(%q).focus(), 0`, id))
		do(t, ctx, "Enter", chromedp.KeyEvent("\r"))
	}
	press("down-topic")
	focus("down", "down-topic", 2)
	do(t, ctx, "Enter again", chromedp.KeyEvent("\r"))
	focus("to the end", "up-topic", 3)
	do(t, ctx, "and back", chromedp.KeyEvent("\r"))
	focus("up", "up-topic", 2)
	await(t, ctx, "it is seen", `(() => { const b = document.activeElement.getBoundingClientRect(); return document.activeElement.contains(document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2)); })()`, 5*time.Second)
}

// Everything works as one form.
func TestEditorWithoutJavaScript(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	c := signedIn(t, server, "owner@example.org")
	_, path, _ := form(t, c, server+"/office/questionnaires", "from", "shop", "name", "Our shop")
	id := path[strings.LastIndex(path, "/")+1:]
	send := func(edits, do string, more ...string) (int, string, string) {
		return form(t, c, server+path, append([]string{"edits", edits, "name", "Our shop", "do", do, "q", "mood", "q", "q1", "q", "topic", "q", "text", "q", "contact"}, more...)...)
	}
	if status, to, _ := send("0", "down.q1", "ask.q1.en", "Found it?"); status != http.StatusSeeOther || !strings.HasSuffix(to, "#down-q1") {
		t.Fatalf("moving a question: %d to %q", status, to)
	}
	body := page(t, c, server+path)
	if a, b := strings.Index(body, `id="q-topic"`), strings.Index(body, `id="q-q1"`); a < 0 || b < a {
		t.Errorf("the question did not move down: topic at %d, q1 at %d", a, b)
	}
	holds(t, body, `value="Found it?"`, "Our shop")

	// Somebody else saved meanwhile: what is typed here stays, and saving again works.
	status, _, body := send("0", "save", "ask.q1.en", "Did you find all of it?")
	if status != http.StatusConflict {
		t.Errorf("saving over somebody else's change: %d", status)
	}
	holds(t, body, `value="Did you find all of it?"`)
	edits := regexp.MustCompile(`id="edits" value="(\d+)"`).FindStringSubmatch(body)[1]
	if status, _, _ := send(edits, "save", "ask.q1.en", "Did you find all of it?"); status != http.StatusSeeOther {
		t.Errorf("saving again: %d", status)
	}

	_, to, _ := send("2", "remove.topic")
	holds(t, page(t, c, server+to), "The question is gone.")
	if _, to, _ = send("4", "restore"); !strings.HasSuffix(to, "#q-topic") {
		t.Errorf("undo leads to %q", to)
	}
	status, _, body = send("6", "add.contact")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a second contact: %d", status)
	}
	holds(t, body, "The contact is asked once")
	if status, to, _ := send("6", "publish"); status != http.StatusSeeOther || !strings.Contains(to, "did=published") {
		t.Errorf("publishing: %d to %q", status, to)
	}
	if status, _, _ := form(t, c, server+"/office/questionnaires/use", "site.1", id); status != http.StatusSeeOther {
		t.Errorf("asking it at the site: %d", status)
	}
	holds(t, page(t, c, server+"/office/questionnaires"), "asked at Linden Park")
}

// Staff ask and see no more of it; a manager does not know that the answers
// are anywhere.
func TestResponsesDoNotExistForStaffAndManagers(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	_, asked, _ := leavings(t, x)
	staff := signedIn(t, server, "staff@example.org")
	id := asked[len("/office/responses/"):]
	status, to, _ := form(t, staff, server+"/desk/interview", "q", id, "in", "en", "id", takeID, "a.q2", "My quokka brought me", "name", "Kaja")
	if status != http.StatusSeeOther {
		t.Fatalf("keeping an interview: %d", status)
	}
	if body := page(t, staff, server+to); strings.Contains(body, "quokka") || !strings.Contains(body, "You have asked 1 person") {
		t.Error("the page after it shows the words, or no count")
	}
	for role, want := range map[string]int{"staff": 404, "manager": 404, "director": 200, "owner": 200} {
		c := signedIn(t, server, role+"@example.org")
		for _, path := range []string{"/office/responses", asked, asked + "/answers.csv"} {
			res, err := c.Get(server + path)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != want {
				t.Errorf("%s asks for %s: %d, want %d", role, path, res.StatusCode, want)
			}
		}
		for _, path := range []string{"/desk", "/desk?q=quokka", "/office", "/office/questionnaires", "/office/report", "/board/linden-park"} {
			res, err := c.Get(server + path)
			if err != nil {
				t.Fatal(err)
			}
			b := make([]byte, 1<<20)
			n, _ := res.Body.Read(b)
			res.Body.Close()
			if strings.Contains(string(b[:n]), "My quokka") {
				t.Errorf("%s reads a leaver's words at %s", role, path)
			}
		}
	}
	holds(t, page(t, signedIn(t, server, "director@example.org"), server+asked), "My quokka brought me", "Kaja", "asked by Test staff")
}

// A reload in the middle of the conversation loses nothing, and Send twice is
// one response.
func TestAnInterviewSurvivesAReload(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	q := x.published(t, "leaving_member")
	path := fmt.Sprintf("/desk/interview?q=%d&in=en", q)
	ctx := ownerAt(t, server, path)
	do(t, ctx, "the first question", visible("#ask-q1"), chromedp.KeyEvent("4"), chromedp.KeyEvent("\r"), visible("#ask-q2"))
	typeInto(t, ctx, "a.q2", "The early lanes")
	do(t, ctx, "reloading", chromedp.Reload(), visible("#ask-q2"))
	if got := strings.TrimSpace(value(t, ctx, "a.q2")); got != "The early lanes" {
		t.Fatalf("after the reload stands %q", got)
	}
	for range 5 {
		do(t, ctx, "going on", click("#ask-next"))
	}
	do(t, ctx, "sending", visible("#ask-send"), click("#ask-send"), visible(".said"))
	list, _, err := x.store.Responses(t.Context(), x.user(t, store.Owner), q)
	if err != nil || len(list) != 1 || list[0].Answers["q1"][0] != "over_3_years" || list[0].Answers["q2"][0] != "The early lanes" {
		t.Fatalf("%+v, %v", list, err)
	}
	do(t, ctx, "asking the next person", chromedp.Navigate(server+path), visible("#ask-q1"))
	if got := value(t, ctx, "a.q2"); got != "" {
		t.Errorf("the next person begins with %q", got)
	}
}

func value(t *testing.T, ctx context.Context, name string) string {
	t.Helper()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector('[name="%s"]').value`, name)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// An employee's link says who will read it, works once, and its anonymous
// answer is shown to nobody alone.
func TestAPrivateLinkOnAPhone(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	leavings(t, x)
	owner := signedIn(t, server, "owner@example.org")
	q := x.store.PublishedFor(store.EmployeeAudience)[0]
	results := fmt.Sprintf("%s/office/responses/%d", server, q.ID)
	_, _, body := form(t, owner, results+"/invite", "kind", "anonymous", "site", "1", "name", "Not Kept")
	link := regexp.MustCompile(`/q/\w+`).FindString(body)
	if link == "" {
		t.Fatal("no link was shown")
	}
	phone := visitor(t)
	body = page(t, phone, server+link+"?lang=en")
	holds(t, body, "Before you", "No name and no time are kept", "only once 5 people have answered")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(body)[1]
	if status, _, body := form(t, phone, server+link, "id", id, "a.q2", "The quokkas"); status != http.StatusOK || !strings.Contains(body, "data-sent") {
		t.Errorf("answering: %d", status)
	}
	if status, _, body := form(t, phone, server+link, "id", id, "a.q2", "The quokkas"); status != http.StatusOK || !strings.Contains(body, "data-sent") {
		t.Errorf("the same again: %d", status)
	}
	res, err := phone.Get(server + link)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusGone {
		t.Errorf("the used link: %d, want 410", res.StatusCode)
	}
	body = page(t, owner, results)
	holds(t, body, "1 anonymous answer is kept back")
	if strings.Contains(body, "quokkas") || strings.Contains(body, "Not Kept") {
		t.Error("a single anonymous answer, or whom the link was for, is shown")
	}
}

// How far people came is counted on the device and shown by question.
func TestWherePeopleStop(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	phone := browser(t, 390, 844)
	do(t, phone, "opening the form", chromedp.Navigate(server+"/at/linden-park"), visible("label[for=mood-2]"), click("label[for=mood-2]"))
	await(t, phone, "the second screen", `document.body.dataset.screen === "about"`, 5*time.Second)
	do(t, phone, "leaving", chromedp.Navigate(server+"/board/linden-park"))
	owner := signedIn(t, server, "owner@example.org")
	deadline := time.Now().Add(10 * time.Second)
	var counts []store.Reached
	for len(counts) < 2 && time.Now().Before(deadline) {
		var err error
		if counts, err = x.store.ReachedCounts(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond) // the browser sends as it leaves
	}
	body := page(t, owner, server+"/office/questionnaires/1/reached")
	holds(t, body, "1. How was it today?", "1 person reached it", "1 stopped here")
	tablet := withDevice(t, server, x.tablet)
	for _, c := range []struct {
		body   string
		status int
	}{
		{`{"questionnaire":1,"reached":{"mood":3,"sent":2}}`, 204}, {`{"questionnaire":"1","reached":{"mood":1}}`, 204},
		{`{"questionnaire":99,"reached":{"mood":1}}`, 204}, {`{"reached":{"mood":1}}`, 422}, {`nonsense`, 422},
	} {
		res, err := tablet.Post(server+"/kiosk/reached", "application/json", strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.body, res.StatusCode, c.status)
		}
	}
	holds(t, page(t, owner, server+"/office/questionnaires/1/reached"), "4 people reached it", "2 stopped here")
}
