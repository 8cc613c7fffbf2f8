package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

const takeID = "0198c7d2-0000-7000-8000-0000000000aa"

// form posts and gives the status, where it leads, and the page.
func form(t *testing.T, c *http.Client, address string, pairs ...string) (int, string, string) {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	res, err := c.PostForm(address, v)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(b)
}

func page(t *testing.T, c *http.Client, address string) string {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", address, res.StatusCode, err)
	}
	return string(b)
}

func holds(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page lacks %q", p)
		}
	}
}

func (x *inhabited) inbox(t *testing.T, f store.InboxFilter) store.Inbox {
	t.Helper()
	f.Site = x.site.ID
	in, err := x.store.Inbox(t.Context(), f, 0)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// Somebody without a name, number or address: a code is read out, and pressed
// twice it is one. Nothing has to be invented.
func TestAnonymousWordsAreTakenDownOnce(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	words := []string{"id", takeID, "channel", "desk", "text", "The tea was cold", "topic", "wrong", "mood", "2", "speaks", "de"}
	status, to, _ := form(t, staff, server+"/desk/take", words...)
	if status != http.StatusSeeOther || !strings.Contains(to, "saved=LP-") {
		t.Fatalf("status %d to %s", status, to)
	}
	if _, again, _ := form(t, staff, server+"/desk/take", words...); again != to || len(x.inbox(t, store.InboxFilter{}).Items) != 1 {
		t.Errorf("pressed twice: %s, then %s, %d in the inbox", to, again, len(x.inbox(t, store.InboxFilter{}).Items))
	}
	code := regexp.MustCompile(`LP-\w{4}`).FindString(to)
	holds(t, page(t, staff, server+to), code, "You have an answer by <b>Thursday 19 November, 18:42</b>", `lang="de"`, "Sie haben eine Antwort bis", "/s/", `class="qr"`)
	item := x.inbox(t, store.InboxFilter{}).Items[0]
	if item.Channel != store.DeskChannel || item.Lang != "de" || item.Mood != 2 {
		t.Errorf("taken down as %+v", item)
	}
	holds(t, page(t, staff, server+"/desk/c/"+item.ID.String()), "Said at the service desk, no contact left", "written down by <b>Test</b>")
	if open, _, err := x.store.CallCounts(t.Context(), x.site.ID); open != 0 || err != nil {
		t.Errorf("%d to call, %v", open, err)
	}
}

func TestSettledNowTakesOneKeyMore(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	_, to, _ := form(t, staff, server+"/desk/take", "id", takeID, "channel", "call", "text", "Paid twice", "speaks", "uk", "settled", "yes")
	holds(t, page(t, staff, server+to), "It is settled.")
	in := x.inbox(t, store.InboxFilter{View: store.Closed})
	if len(in.Items) != 1 || in.Items[0].Why != "Вирішили з вами одразу, особисто." || in.Items[0].Status != store.Done || in.Open != 0 {
		t.Errorf("settled: %+v", in.Items)
	}
}

// Every mistake keeps what was typed and says at the field what to do.
func TestTakingDownKeepsWhatWasTyped(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	for what, c := range map[string]struct {
		pairs []string
		want  string
	}{
		"nothing said":        {[]string{"name", "Kaja <b>"}, "Write what they said"},
		"a call to nowhere":   {[]string{"text", "x", "call", "yes", "call_by", "2026-11-19T12:00", "name", "Kaja <b>"}, "Which number do we call?"},
		"a call in the past":  {[]string{"text", "x", "call", "yes", "call_by", "2026-11-16T12:00", "phone", "555 1234", "name", "Kaja <b>"}, "Choose a time still to come."},
		"no mail address":     {[]string{"text", "x", "email", "kaja at home", "name", "Kaja <b>"}, `id="email-err"`},
		"one that went away":  {[]string{"text", "x", "joins", "4711", "name", "Kaja <b>"}, "Choose again."},
		"a word for a number": {[]string{"text", "x", "phone", "ask Mari", "name", "Kaja <b>"}, `id="phone-err"`},
	} {
		status, _, body := form(t, staff, server+"/desk/take", append(c.pairs, "id", takeID)...)
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", what, status)
		}
		holds(t, body, c.want, `value="Kaja &lt;b&gt;"`, `value="`+takeID+`"`)
	}
	if n := len(x.inbox(t, store.InboxFilter{}).Items); n != 0 {
		t.Errorf("%d were stored", n)
	}
}

// The list of calls: hidden until opened, opening is noted, tries are counted,
// and who was reached leads on to the answer.
func TestTheListOfCalls(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	holds(t, page(t, staff, server+"/desk/calls"), "Nobody waits for a")
	_, to, _ := form(t, staff, server+"/desk/take", "id", takeID, "text", "The court was double booked", "phone", "+372 555 1234", "name", "Kaja Rebane", "call", "yes", "call_by", "2026-11-18T12:00")
	holds(t, page(t, staff, server+to), "We call you by <b>Wednesday 18 November, 12:00</b>")
	list := page(t, staff, server+"/desk/calls")
	holds(t, list, "Call by Wed 18 Nov, 12:00", "Asked for a call", "The court was double booked")
	if strings.Contains(list, "Kaja") || strings.Contains(list, "555") {
		t.Error("name or number show before anybody asked for them")
	}
	calls, err := x.store.Calls(t.Context(), x.site.ID)
	if err != nil || len(calls) != 1 {
		t.Fatal(calls, err)
	}
	row := regexp.MustCompile(`/desk/calls/\d+`).FindString(list)
	_, _, shown := form(t, staff, server+row, "do", "show")
	holds(t, shown, "Kaja Rebane", `href="tel:+3725551234"`, "Noted in the history that you looked.")
	_, to, _ = form(t, staff, server+row, "do", "tried")
	holds(t, page(t, staff, server+to), "1 try without an answer, at 18:42")
	_, to, _ = form(t, staff, server+row, "do", "reached")
	if !strings.HasPrefix(to, "/desk/c/") {
		t.Fatalf("reached leads to %s", to)
	}
	item := page(t, staff, server+to)
	holds(t, item, "Write below what you told them", "looked at the contact", "called, nobody answered", "spoke with them by phone", `name="do" value="again"`)
	holds(t, page(t, staff, server+"/desk/calls"), "Nobody waits for a")
	_, to, _ = form(t, staff, server+row, "do", "again")
	holds(t, page(t, staff, server+to), "Back on the list", "The court was double booked")
	if status, _, _ := form(t, staff, server+"/desk/calls/4711", "do", "show"); status != http.StatusNotFound {
		t.Errorf("the number of somebody who is not to be called: status %d", status)
	}
}

// A child at the tablet: sixty faces in a moment. All are thanked with the same
// page, all are stored, and the report leaves them out and says so.
func TestSixtyTapsAreThankedAlikeAndLeftOut(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	tablet := withDevice(t, server, x.tablet)
	own := regexp.MustCompile(`LP-\w{4}|/s/[\w-]+|thanks/[\w-]+|d="M[^"]+"|value="[0-9a-f-]{36}"`)
	var first string
	for i := range 60 {
		status, to, _ := form(t, tablet, server+"/kiosk", "mood", "1", "lang", "en")
		if status != http.StatusSeeOther {
			t.Fatalf("tap %d: status %d", i, status)
		}
		thanks := own.ReplaceAllString(page(t, tablet, server+to), "")
		if first == "" {
			first = thanks
		}
		if thanks != first {
			t.Fatalf("tap %d is thanked differently", i)
		}
	}
	storetest.Say(t, x.store, x.site.ID, 1, "The floor is wet", "clean")
	owner := signedIn(t, server, "owner@example.org")
	report := page(t, owner, server+"/office/report")
	holds(t, report, "Leave out 60 quick taps", `aria-checked="true"`, "1 person spoke", "Without 60 quick taps")
	if n := strings.Count(report, "Without 60 quick taps"); n < 8 {
		t.Errorf("%d figures say that quick taps are left out, want every one", n)
	}
	holds(t, page(t, owner, server+"/office/report?taps=in"), `aria-checked="false"`, "61 people spoke", "With 60 quick taps")
	holds(t, page(t, owner, server+"/office/report.csv"), ",60,no\n")
	holds(t, page(t, owner, server+"/office/report.csv?taps=in"), ",61,61,", ",60,yes\n")
	if in := x.inbox(t, store.InboxFilter{}); in.Open != 1 {
		t.Errorf("%d to answer, want the one with words", in.Open)
	}
}

// TestACallIsTakenDownByKeyboardAlone: from the inbox with the keyboard alone,
// in a real browser: the words and at most twelve keys more.
func TestACallIsTakenDownByKeyboardAlone(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	like := storetest.Say(t, x.store, x.site.ID, 1, "The lockers on the left side jam every morning", "equipment")
	ctx := browser(t, 1280, 800)
	do(t, ctx, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "staff@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".it"))
	pressed := 0
	press := func(what string, keys ...string) {
		t.Helper()
		for _, k := range keys {
			pressed++
			do(t, ctx, what, chromedp.KeyEvent(k))
		}
	}
	from := time.Now()
	press("to the page", "n")
	await(t, ctx, "the page for writing down", `document.activeElement && document.activeElement.id === "text"`, 10*time.Second)
	do(t, ctx, "the words, digits and letters and all", chromedp.KeyEvent("6 lockers on the left jam in the morning, Q and C"))
	await(t, ctx, "who else says this", `!!document.querySelector("#like input[value='`+like.Complaint.String()+`']")`, 10*time.Second)
	do(t, ctx, "an accidental reload", chromedp.Reload())
	await(t, ctx, "the words are still there", `document.getElementById("text") && document.getElementById("text").value.endsWith("Q and C") && !!document.querySelector("#like input")`, 10*time.Second)
	axe(t, ctx, "writing down, with who says the same")
	press("topic, face, one more, phone", "\t", "6", "w", "g", "p")
	do(t, ctx, "the number", chromedp.KeyEvent("5551234"))
	press("saving", "\r")
	await(t, ctx, "the receipt", `!!document.querySelector(".slip .code")`, 10*time.Second)
	took := time.Since(from)
	axe(t, ctx, "the receipt")
	if pressed > 12 || took > 20*time.Second {
		t.Errorf("%d keys beside the words and the number, %v; want at most 12 and under 20 s", pressed, took)
	}
	c, err := x.store.Complaint(t.Context(), like.Complaint, 0)
	if err != nil || c.People != 2 || len(c.Submissions) != 2 {
		t.Fatalf("%d people say it, %v", c.People, err)
	}
	if s := c.Submissions[1]; s.Channel != store.CallChannel || s.Mood != 2 || strings.Join(s.Topics, " ") != "equipment" || !s.HasContact || s.TakenBy == 0 || s.Text != "6 lockers on the left jam in the morning, Q and C" {
		t.Errorf("taken down: %+v", s)
	}
	await(t, ctx, "an empty form for the next", `document.getElementById("text").value === "" && document.activeElement.id === "text"`, 10*time.Second)
	do(t, ctx, "the complaint", click(".slip a"), visible("#history"))
	if got := text(t, ctx, "#history"); !strings.Contains(got, "written down by Test") {
		t.Errorf("the history says %q", got)
	}
}

// The letter N can be turned off (WCAG 2.1.4).
func TestTheLetterCanBeTurnedOff(t *testing.T) {
	x := inhabit(t)
	server := httptest.NewServer(x.handler)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	ctx := browser(t, 1280, 800)
	do(t, ctx, "signing in", chromedp.Navigate(server.URL+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "staff@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible("#list"))
	do(t, ctx, "turning it off", chromedp.Navigate(server.URL+"/desk/take"), visible("#keys-on"), click("#keys-on"), chromedp.Navigate(server.URL+"/desk/calls"), visible("main"), chromedp.KeyEvent("n"))
	if at := address(t, ctx); !strings.HasSuffix(at, "/desk/calls") {
		t.Errorf("N leads to %s though it was turned off", at)
	}
}
