package kiosk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func (x *reception) work(r store.Receipt) store.ComplaintPage {
	x.t.Helper()
	c, err := x.store.Complaint(x.t.Context(), r.Complaint, x.ana.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStatusTellsTheWholeWay(t *testing.T) {
	x := openReception(t)
	ctx, by := t.Context(), store.ActingUser(x.ana.ID)
	r := storetest.Say(t, x.store, x.site.ID, 5, "€14 instead of €9 <i>", "price")
	path := "/s/" + r.StatusToken

	_, page := x.get(path)
	wants(t, page, r.Reference, "with us", "answer by Thu 19 Nov, 18:42", "€14 instead of €9 &lt;i&gt;", `class="now" aria-current`, "Add something")
	lacks(t, page, "Does this put it right?", "We say")

	x.clock.Add(23 * time.Minute)
	must(t, x.store.Read(ctx, by, r.Complaint))
	_, page = x.get(path)
	wants(t, page, "heard you", "Tue 19:05")

	must(t, x.store.SetPlan(ctx, by, r.Complaint, x.work(r).Version, store.Plan{Owner: x.ana.ID, Action: "One price list", By: time.Date(2026, 11, 27, 0, 0, 0, 0, x.site.Location())}))
	must(t, x.store.SetStatus(ctx, by, r.Complaint, x.work(r).Version, store.Planned, "printing", time.Time{}))
	x.clock.Add(time.Hour)
	must(t, x.store.Answer(ctx, by, r.Complaint, x.work(r).Version, "You were right."))
	_, page = x.get(path)
	wants(t, page, "Ana has", "answered in time, Tue 17 Nov, 20:05", "You were right.", "One price list", "Ana, by Friday 27 November", "by 27 Nov", "Does this put it right?")

	status, where := x.post(path, "act", "right", "right", "no")
	if status != http.StatusSeeOther {
		t.Fatalf("status %d", status)
	}
	_, page = x.get(where)
	wants(t, page, "open again", "You were right.")
	if c := x.work(r); !c.AnsweredAt.IsZero() {
		t.Error("not yet did not open it again")
	}
	lacks(t, page, "Does this put it right?")

	must(t, x.store.SetStatus(ctx, by, r.Complaint, x.work(r).Version, store.Cant, "the wall is listed", time.Date(2027, 3, 1, 0, 0, 0, 0, x.site.Location())))
	_, page = x.get(path)
	wants(t, page, "Can’t", "Why: the wall is listed", "we look again on Monday 1 March", `class="no"`)
	_, page = x.get(path + "?lang=uk")
	wants(t, page, `lang="uk"`, "Ви сказали", "Чому: the wall is listed")
}

func TestStatusTakesMoreWords(t *testing.T) {
	x := openReception(t)
	r := storetest1(x)
	path := "/s/" + r.StatusToken
	status, where := x.post(path, "act", "add", "text", "And it was\r\ncold\x00 <u>")
	if status != http.StatusSeeOther {
		t.Fatalf("status %d", status)
	}
	_, page := x.get(where)
	wants(t, page, "You added", "And it was\ncold &lt;u&gt;", "The same people read it")
	long := strings.Repeat("ы", 4002)
	status, page = x.post(path, "act", "add", "text", long)
	if wants(t, page, "2 letters more than fit", long, "<details class=\"add\" open"); status != http.StatusUnprocessableEntity {
		t.Errorf("too long: status %d", status)
	}
	status, page = x.post(path, "act", "add", "text", "  ")
	if wants(t, page, "Write a word"); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing: status %d", status)
	}
	if s := x.said(r.StatusToken); len(s.Additions) != 1 {
		t.Errorf("additions %+v", s.Additions)
	}
}

func TestStatusErasesWords(t *testing.T) {
	x := openReception(t)
	r := storetest1(x)
	path := "/s/" + r.StatusToken
	_, page := x.get(path + "?ask=erase")
	wants(t, page, "Yes, erase my words", "Keep them")
	wants(t, x.said(r.StatusToken).Text, "Too slow")
	status, where := x.post(path, "act", "erase")
	if status != http.StatusSeeOther {
		t.Fatalf("status %d", status)
	}
	_, page = x.get(where)
	wants(t, page, "erased", "gone for good")
	wants(t, page, "words and contact are")
	lacks(t, page, "Too slow", "Add something", "Erase my words", "answer by", "Does this put it right")
}

func TestStatusOfAnUnknownCode(t *testing.T) {
	x := openReception(t)
	status, page := x.get("/s/nonsense")
	if wants(t, page, "We don’t know", "ask at the desk"); status != http.StatusNotFound {
		t.Errorf("GET: status %d", status)
	}
	for _, act := range []string{"add", "right", "erase", ""} {
		if status, _ := x.post("/s/nonsense", "act", act, "text", "x", "right", "no"); status != http.StatusNotFound {
			t.Errorf("POST %s: status %d", act, status)
		}
	}
}

func TestStatusSaysALatePromise(t *testing.T) {
	x := openReception(t)
	r := storetest1(x)
	x.clock.Add(10 * 24 * time.Hour)
	_, page := x.get("/s/" + r.StatusToken)
	wants(t, page, "have not kept it")
}
