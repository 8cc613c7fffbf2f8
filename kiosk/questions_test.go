package kiosk_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

func TestEveryTypeOfQuestionIsAskedWithoutScript(t *testing.T) {
	x := openReception(t)
	q := storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	_, page := x.get("/kiosk?lang=et")
	wants(t, page, `name="questionnaire" value="`+strconv.Itoa(int(q.ID))+`"`, `Miks te <span class="mark-you">tulite?</span>`, `Saun</span>`, `<span class="word" lang="en">Swimming</span>`,
		`data-low="2"`, "Ainult siis, kui oli „Halb“ või halvem.", `type="checkbox" name="q.q2"`, `type="radio" name="q.q3" id="q-q3-10" value="10"`, "väga tõenäoline", `name="q.q4"`,
		`lang="en">How likely are you to tell a friend about us?`)
	status, where := x.post("/kiosk", "id", id1, "questionnaire", strconv.Itoa(int(q.ID)), "lang", "en", "mood", "2", "topic", "o1", "q.q1", "o3", "q.q2", "o3", "q.q2", "o1", "q.q3", "0", "q.q4", "The\r\nlifeguards", "text", "Cold")
	if status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", status, where)
	}
	_, page = x.get(where)
	s := x.said(tokenOf(t, page))
	want := map[string]string{"q1": "o3", "q2": "o1\no3", "q3": "0", "q4": "The\nlifeguards"}
	if s.Questionnaire != q.ID || len(s.Topics) != 1 || s.Topics[0] != "o1" || len(s.Answers) != len(want) {
		t.Errorf("stored %+v", s)
	}
	for id, v := range want {
		if s.Answers[id] != v {
			t.Errorf("%s: %q, want %q", id, s.Answers[id], v)
		}
	}
}

func TestFurtherAnswersAreKeptInTheFormWhileSomethingIsWrong(t *testing.T) {
	x := openReception(t)
	storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	status, page := x.post("/kiosk", "lang", "en", "mood", "2", "q.q1", "o2", "q.q2", "o3", "q.q3", "7", "q.q4", strings.Repeat("ы", 4001), "contact", "nobody")
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", status)
	}
	wants(t, page, `id="q-q1-o2" value="o2" checked`, `id="q-q2-o3" value="o3" checked`, `id="q-q3-7" value="7" checked`, strings.Repeat("ы", 4001), "does not look like an email",
		`<p class="problem" id="p-q-q4" role="alert">1 letter more than fits.`)
}

// Words that are a further answer wait for one as any other words do.
func TestWordsInAFurtherAnswerWaitForAnAnswer(t *testing.T) {
	x := openReception(t)
	storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	for answer, promised := range map[string]bool{`"q4":"Keep the lifeguards"`: true, `"q3":9`: false} {
		id := strings.Replace(id1, "0001", map[bool]string{true: "0001", false: "0002"}[promised], 1)
		_, got := x.submit(`{"id":"`+id+`","mood":5,"answers":{`+answer+`},"final":true}`, "")
		_, page := x.get("/kiosk/thanks/" + tokenOf(t, got["status_url"]))
		if strings.Contains(page, "You get an answer by") != promised {
			t.Errorf("%s: promised %v", answer, !promised)
		}
	}
}

// A tablet that was offline while a new version was published sends what it
// asked; it is held against that version and nothing of it is lost.
func TestAnOldVersionIsHeldAgainstItself(t *testing.T) {
	x := openReception(t)
	old := storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	list := storetest.EveryType()
	list[2].Options = list[2].Options[:2] // no class any more
	newer := storetest.Ask(t, x.store, x.site.ID, list...)
	for i, c := range []struct {
		asked string
		want  store.QuestionnaireID
		q1    string
		aside string
	}{
		{strconv.Itoa(int(old.ID)), old.ID, "o3", ""},
		{`"` + strconv.Itoa(int(old.ID)) + `"`, old.ID, "o3", ""},
		{strconv.Itoa(int(newer.ID)), newer.ID, "", "o3"},
		{"999", newer.ID, "", "o3"}, {`{"no":"number"}`, newer.ID, "", "o3"}, {"null", newer.ID, "", "o3"},
	} {
		status, got := x.submit(`{"id":"0198c7d2-0000-7000-8000-00000000020`+strconv.Itoa(i)+`","mood":2,"questionnaire":`+c.asked+`,"answers":{"q1":"o3","q2":["o2","o1"],"q3":"11","gone":"yes"},"final":true}`, "")
		if status != http.StatusCreated {
			t.Fatalf("%s: %d %v", c.asked, status, got)
		}
		s := x.said(tokenOf(t, got["status_url"]))
		if s.Questionnaire != c.want || s.Answers["q1"] != c.q1 || s.Answers["extra.q1"] != c.aside || s.Answers["q2"] != "o1\no2" || s.Answers["extra.q3"] != "11" || s.Answers["q3"] != "" || s.Answers["gone"] != "yes" {
			t.Errorf("version %s: stored %d %q", c.asked, s.Questionnaire, s.Answers)
		}
	}
}

func TestPreviewShowsADraftAndSendsNothing(t *testing.T) {
	x := openReception(t)
	storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	id, err := x.store.StartQuestionnaire(t.Context(), store.System(), "hotel", "")
	if err != nil {
		t.Fatal(err)
	}
	path := "/office/questionnaires/" + strconv.Itoa(int(id)) + "/preview/"
	for as, has := range map[string][]string{"tablet": {`data-inert`, `method="get"`, `form="manager"`, `data-idle-ms="0"`}, "phone": {`data-inert`, "touch phone"}} {
		status, page := x.get(path + as + "?lang=de")
		if status != http.StatusOK {
			t.Fatalf("%s: %d", as, status)
		}
		wants(t, page, append(has, `lang="de"`, "LP-7K4M", `action="`+path+as+`"`, `data-screen="q-q1"`)...)
		lacks(t, page, `method="post"`, x.site.PublicKey, `data-worker`, `data-alive`, `name="questionnaire"`)
	}
	for _, wrong := range []string{path + "watch", "/office/questionnaires/999/preview/tablet", "/office/questionnaires/x/preview/tablet"} {
		if status, _ := x.get(wrong); status != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, status)
		}
	}
}

// ---- in the browser

// step goes on from the screen that is shown.
func (x *tablet) step() {
	x.t.Helper()
	x.do(`document.querySelector(".screen.on [data-next]").click()`)
}

func (x *tablet) pick(ids ...string) {
	x.t.Helper()
	for _, id := range ids {
		x.do(`document.querySelector("label[for='` + id + `']").click()`)
	}
}

func TestTabletAsksEveryTypeOfQuestion(t *testing.T) {
	x := openTablet(t)
	q := storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	x.open("/kiosk")
	x.pick("mood-2")
	x.screen("about")
	x.until(`document.getElementById("step").textContent === "Step 2 of 7"`)
	x.pick("topic-o1")
	x.step()
	x.screen("q-q1")
	x.pick("q-q1-o3", "q-q1-o1")
	x.step()
	x.screen("q-q2")
	x.pick("q-q2-o3", "q-q2-o1")
	x.until(`document.querySelector(".screen.on .count").textContent === "2 chosen"`)
	x.stored("the choices so far", func(l []store.ExportedSubmission) bool { return len(l) == 1 && l[0].Answers["q1"] == "o1" })
	x.step()
	x.screen("q-q3")
	x.pick("q-q3-0")
	x.step()
	x.screen("q-q4")
	x.do(`document.getElementById("q-q4").value = "The lifeguards"`)
	x.step()
	x.screen("words")
	x.stored("no words before Send", func(l []store.ExportedSubmission) bool {
		return len(l) == 1 && l[0].Answers["q3"] == "0" && l[0].Answers["q4"] == ""
	})
	x.do(`document.getElementById("text").value = "Cold"; document.getElementById("send").click()`)
	x.screen("thanks")
	x.stored("everything", func(l []store.ExportedSubmission) bool {
		a := l[0].Answers
		return len(l) == 1 && l[0].Final && l[0].Questionnaire == q.ID && l[0].Text == "Cold" && len(a) == 4 && a["q1"] == "o1" && a["q2"] == "o1\no3" && a["q3"] == "0" && a["q4"] == "The lifeguards"
	})
	x.until(`!document.documentElement.outerHTML.includes("The lifeguards") && document.getElementById("q-q4").value === ""`)
}

func TestFollowUpIsOnlyForWhomItIs(t *testing.T) {
	x := openTablet(t)
	storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	x.open("/kiosk")
	x.pick("mood-1")
	x.screen("about")
	x.step()
	x.step()
	x.screen("q-q2")
	x.pick("q-q2-o1")
	for range 3 {
		x.do(`document.getElementById("back").click()`)
	}
	x.screen("start")
	x.pick("mood-5")
	x.screen("about")
	x.until(`document.getElementById("step").textContent === "Step 2 of 6"`)
	x.step()
	x.step()
	x.screen("q-q3")
	x.do(`document.querySelector(".screen.on [data-skip]").click()`)
	x.screen("q-q4")
	x.do(`document.querySelector(".screen.on [data-skip]").click()`)
	x.screen("words")
	x.do(`document.getElementById("text").value = "Fine"; document.getElementById("send").click()`)
	x.screen("thanks")
	if l := x.all(); len(l) != 1 || l[0].Mood != 5 || l[0].Text != "Fine" || len(l[0].Answers) != 0 {
		t.Errorf("stored %+v", l)
	}
}

// The last question may be a follow-up: whoever is not asked it sends where
// the form ends for them.
func TestTabletSendsWhereTheFormEnds(t *testing.T) {
	x := openTablet(t)
	list := storetest.EveryType()
	storetest.Ask(t, x.store, x.site.ID, list[0], list[2], list[3])
	x.openForm("/kiosk")
	x.pick("mood-5")
	x.screen("q-q1")
	x.until(`document.querySelector(".screen.on [data-next]").textContent.trim() === "Send"`)
	x.pick("q-q1-o2")
	x.step()
	x.screen("thanks")
	if l := x.all(); len(l) != 1 || !l[0].Final || l[0].Answers["q1"] != "o2" {
		t.Errorf("stored %+v", l)
	}
	storetest.Ask(t, x.store, x.site.ID, list[0])
	x.openForm("/kiosk")
	x.pick("mood-1")
	x.screen("thanks")
	if l := x.all(); len(l) != 2 || !l[1].Final || l[1].Mood != 1 {
		t.Errorf("a form of faces alone: %+v", l)
	}
}

// Without faces the first question is where the form starts.
func TestTabletStartsWithTheFirstQuestion(t *testing.T) {
	x := openTablet(t)
	list := storetest.EveryType()
	storetest.Ask(t, x.store, x.site.ID, list[2], list[4], list[6])
	x.openForm("/kiosk")
	x.screen("q-q1")
	x.until(`!document.querySelector(".screen.on [data-skip]") && document.querySelector(".screen.on .lang.on")`)
	x.pick("q-q1-o2")
	x.do(`document.querySelector(".lang[lang=uk]").click()`)
	x.until(`document.documentElement.lang === "uk" && document.getElementById("q-q1-o2").checked && document.querySelector(".screen.on").dataset.screen === "q-q1"`)
	x.step()
	x.screen("q-q3")
	x.until(`document.getElementById("step").textContent === "Крок 2 з 3"`)
	x.pick("q-q3-10")
	x.step()
	x.screen("words")
	x.do(`document.getElementById("send").click()`)
	x.screen("thanks")
	if l := x.all(); len(l) != 1 || l[0].Answers["q1"] != "o2" || l[0].Answers["q3"] != "10" || l[0].Lang != "uk" {
		t.Errorf("stored %+v", l)
	}
}

func TestPreviewWalksToTheEnd(t *testing.T) {
	x := openTablet(t)
	q := storetest.Ask(t, x.store, x.site.ID, storetest.EveryType()...)
	x.openForm("/office/questionnaires/" + strconv.Itoa(int(q.ID)) + "/preview/tablet")
	x.pick("mood-5")
	x.screen("about")
	for range 4 {
		x.step()
	}
	x.screen("words")
	x.do(`document.getElementById("text").value = "To try"; document.getElementById("send").click()`)
	x.screen("thanks")
	x.until(`document.querySelector("#thanks .code").textContent === "LP-7K4M"`)
	if n := x.count(); n != 0 {
		t.Errorf("a preview stored %d", n)
	}
}

// openForm shows a form that may be without topics.
func (x *tablet) openForm(path string) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+path)); err != nil {
		x.t.Fatal(err)
	}
	x.until(`document.querySelector(".screen.on")`)
}

// show brings a screen of the form up, as going on does.
func (x *tablet) show(screen string) {
	x.t.Helper()
	x.do(`const b = document.body, on = [...document.querySelectorAll(".say-form>.screen")];
		b.dataset.screen = "` + screen + `";
		on.forEach((s, n) => { const is = s.dataset.screen === b.dataset.screen; s.classList.toggle("on", is); if (is && n) b.dataset.step = n + 1; });
		const step = document.getElementById("step");
		if (step) step.textContent = step.dataset.text.replace("{n}", b.dataset.step || 1).replace("{of}", on.length)`)
}

func TestEveryQuestionFits(t *testing.T) {
	x := openTablet(t)
	list := storetest.EveryType()
	for i := range 4 {
		list[2].Options = append(list[2].Options, store.Option{Value: "o" + strconv.Itoa(i+4), Words: store.Words{"en": "Something with a longer wording", "de": "Schwimmbeckenrandsteinpflege und anderes", "uk": "Щось із довшим формулюванням відповіді"}})
	}
	list[5].Ask = store.Words{"en": "What should we keep exactly as it is, and what would you miss first if it were gone one day? Tell us as much as you like."}
	storetest.Ask(t, x.store, x.site.ID, list...)
	for _, l := range i18n.Languages() {
		x.openForm("/kiosk?lang=" + string(l))
		for _, screen := range []string{"q-q1", "q-q2", "q-q3", "q-q4"} {
			x.show(screen)
			for _, size := range [][2]int64{{1280, 800}, {800, 1280}, {640, 400}, {390, 844}} {
				x.fits(string(l)+"-"+screen, size[0], size[1])
			}
		}
	}
}
