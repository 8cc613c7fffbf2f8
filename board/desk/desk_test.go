package desk

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

const password = "a swim before work"

// reception is a running desk with two people signed in at it.
type reception struct {
	t          *testing.T
	store      *store.Store
	clock      *storetest.Clock
	site       store.Site
	marta, ana store.User
	url        string
	said       int
}

func open(t *testing.T) *reception {
	t.Helper()
	s, clock, site, _ := storetest.SetUp(t)
	web := rendertest.Web(t)
	a, err := auth.New(t.Context(), s, web, false)
	if err != nil {
		t.Fatal(err)
	}
	r := &reception{t: t, store: s, clock: clock, site: site,
		marta: storetest.User(t, s, "Marta Kask", store.Staff, true), ana: storetest.User(t, s, "Ana Saar", store.Manager, false)}
	hash, err := a.Hash(t.Context(), password)
	r.must(err)
	for _, u := range []store.User{r.marta, r.ana} {
		r.must(s.SetPassword(t.Context(), store.System(), u.ID, hash))
	}
	server := httptest.NewServer(mux(web, a, New(s, web, a)))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func mux(web *render.Web, a *auth.Auth, d *Desk) http.Handler {
	m := http.NewServeMux()
	m.Handle("POST /signin", web.Handle(a.SignInSave))
	for route, h := range map[string]render.HandlerFunc{
		"GET /desk": d.Inbox, "GET /desk/list": d.List, "GET /desk/c/{id}": d.Item, "POST /desk/c/{id}": d.Work, "POST /desk/c/{id}/draft": d.Draft,
		"POST /desk/c/{id}/group": d.Group, "POST /desk/c/{id}/ungroup": d.Ungroup, "POST /desk/c/{id}/contact": d.Contact,
		"GET /desk/events": d.Events, "POST /desk/going/{id}": d.Going, "GET /desk/board": d.Board,
		"GET /desk/board/{id}": d.BoardEdit, "POST /desk/board/{id}": d.BoardSave, "POST /desk/board/{id}/checks": d.BoardChecks,
	} {
		m.Handle(route, a.Require(store.Staff)(web.Handle(h)))
	}
	return m
}

func (r *reception) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *reception) say(text string, c store.Contact, topics ...string) store.Receipt {
	r.t.Helper()
	r.said++
	x, err := r.store.AddSubmission(r.t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(r.said), Site: r.site.ID, Channel: store.KioskChannel,
		Lang: "en", Mood: 2, Topics: topics, Text: text, Contact: c, Final: true})
	r.must(err)
	return x
}

func (r *reception) complaint(id store.ComplaintID) store.ComplaintPage {
	r.t.Helper()
	c, err := r.store.Complaint(r.t.Context(), id, r.marta.ID)
	r.must(err)
	return c
}

// person is a browser with somebody signed in.
type person struct {
	*reception
	client *http.Client
}

func (r *reception) signIn(u store.User) person {
	r.t.Helper()
	jar, err := cookiejar.New(nil)
	r.must(err)
	p := person{r, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if code, _, _ := p.post("/signin", url.Values{"email": {u.Email}, "password": {password}}); code != http.StatusSeeOther {
		r.t.Fatalf("sign-in: %d", code)
	}
	return p
}

func (p person) read(resp *http.Response, err error) (int, string, string) {
	p.t.Helper()
	p.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	p.must(err)
	if m := regexp.MustCompile(`>\[[a-z]+\.[\w.]+\]<`).FindString(string(b)); m != "" {
		p.t.Errorf("a message is missing: %s", m)
	}
	return resp.StatusCode, string(b), resp.Header.Get("Location")
}

func (p person) get(path string) (int, string) {
	p.t.Helper()
	resp, err := p.client.Get(p.url + path)
	code, page, _ := p.read(resp, err)
	return code, page
}

func (p person) post(path string, form url.Values) (int, string, string) {
	p.t.Helper()
	resp, err := p.client.PostForm(p.url+path, form)
	return p.read(resp, err)
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

// version is what the page's form says that it has seen.
func (p person) version(path string) string {
	p.t.Helper()
	_, page := p.get(path)
	m := versionField.FindStringSubmatch(page)
	if m == nil {
		p.t.Fatalf("%s has no version: %.400s", path, page)
	}
	return m[1]
}

func has(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

func lacks(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(page, w) {
			t.Errorf("the page has %q", w)
		}
	}
}

func TestInboxIsOrderedByTimeLeft(t *testing.T) {
	r := open(t)
	p := r.signIn(r.marta)
	_, page := p.get("/desk")
	has(t, page, "Everybody has an")
	r.must(r.store.SetDuty(t.Context(), store.System(), r.site.ID, r.ana.ID))
	r.say("The lifeguard shouted", store.Contact{}, "staff")
	r.clock.Add(24 * time.Hour)
	r.say("Left lockers will not shut", store.Contact{}, "equipment")
	r.clock.Add(23 * time.Hour)
	_, err := r.store.EscalateDue(t.Context())
	r.must(err)
	r.clock.Add(2 * time.Hour)
	p = r.signIn(r.marta)
	_, page = p.get("/desk")
	has(t, page, "2 to answer", "Late by 1 h", "Told Ana, manager on duty, at", "No owner yet", "1 late")
	if strings.Index(page, "The lifeguard shouted") > strings.Index(page, "Left lockers") {
		t.Error("the late one does not stand on top")
	}
}

func TestFiltersAndSearch(t *testing.T) {
	r := open(t)
	price := r.say("Sauna price is wrong", store.Contact{}, "price")
	r.say("Towels are wet", store.Contact{}, "clean")
	r.must(r.store.SetPlan(t.Context(), store.System(), price.Complaint, 0, store.Plan{Owner: r.marta.ID}))
	p := r.signIn(r.marta)
	for path, want := range map[string][2]string{
		"/desk?show=mine":                    {"Sauna price", "Towels"},
		"/desk?show=none":                    {"Towels", "Sauna price"},
		"/desk?topic=clean":                  {"Towels", "Sauna price"},
		"/desk?q=sauna":                      {"Sauna price", "Towels"},
		"/desk?q=" + price.Reference:         {"Sauna price", "Towels"},
		"/desk?view=closed":                  {"Nothing", "Towels"},
		"/desk/list?show=none":               {"Towels", "<html"},
		"/desk?q=%22%27%3B--%20nothing%20so": {"Nothing", "Towels"},
	} {
		code, page := p.get(path)
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		has(t, page, want[0])
		lacks(t, page, want[1])
	}
}

// A number that a tablet gave to two people finds both, and says that it does.
func TestANumberGivenTwiceIsSaidPlainly(t *testing.T) {
	r := open(t)
	d, _, err := r.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: r.site.ID})
	r.must(err)
	for i, words := range []string{"Cold showers", "Wet towels"} {
		_, err := r.store.AddSubmission(t.Context(), store.ActingDevice(d.ID), store.NewSubmission{Client: storetest.Client(800 + i), Site: r.site.ID, Device: d.ID, Series: words, Seq: 2,
			Channel: store.KioskChannel, Lang: "en", Mood: 2, Text: words, Final: true})
		r.must(err)
	}
	_, page := r.signIn(r.marta).get("/desk?q=LP-1-2")
	has(t, page, "Cold showers", "Wet towels", "2 people have this number. Ask which words are theirs.")
}

func TestPlanIsSavedByOneSave(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{}, "price")
	p, path := r.signIn(r.marta), "/desk/c/"+x.Complaint.String()
	code, _, to := p.post(path, url.Values{"do": {"save"}, "version": {p.version(path)}, "owner": {ownerText(r.ana.ID)}, "action": {"One price list"},
		"due": {"2026-11-27"}, "note": {"Printer has the poster"}, "answer": {"You were"}})
	if code != http.StatusSeeOther {
		t.Fatalf("save: %d", code)
	}
	c := r.complaint(x.Complaint)
	if c.Owner != r.ana.ID || c.Action != "One price list" || dayText(c.By, r.site.Location()) != "2026-11-27" || c.Draft != "You were" || len(c.Notes) != 1 {
		t.Errorf("saved %+v, draft %q, notes %v", c.Complaint, c.Draft, c.Notes)
	}
	_, page := p.get(to)
	has(t, page, "Saved", "gave it to", "Printer has the poster", "Action set", "Friday 27 November", "Read by", ">You were</textarea>")
}

func TestAnswerGoesOut(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{Email: "mari@example.org"}, "price")
	p, path := r.signIn(r.marta), "/desk/c/"+x.Complaint.String()
	version := p.version(path)
	code, page, _ := p.post(path, url.Values{"do": {"answer"}, "version": {version}, "answer": {"  "}})
	if code != http.StatusUnprocessableEntity {
		t.Errorf("an empty answer: %d", code)
	}
	has(t, page, "Write what the customer is to read")
	form := url.Values{"do": {"answer"}, "version": {version}, "answer": {"You were right."}}
	if code, _, _ := p.post(path, form); code != http.StatusSeeOther {
		t.Fatalf("answer: %d", code)
	}
	// The same press once more: nothing is sent twice.
	if code, _, _ := p.post(path, form); code != http.StatusConflict {
		t.Errorf("the second press: %d", code)
	}
	c := r.complaint(x.Complaint)
	if len(c.Answers) != 1 || c.AnsweredAt.IsZero() {
		t.Errorf("%d answers", len(c.Answers))
	}
	due, err := r.store.DueMessages(t.Context(), 10)
	r.must(err)
	if len(due) != 1 {
		t.Errorf("%d letters wait", len(due))
	}
	_, page = p.get(path)
	has(t, page, "We said", "You were right.", "answered in time", "Answered in time")
}

func TestStatusNeedsItsWords(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{}, "price")
	p, path := r.signIn(r.marta), "/desk/c/"+x.Complaint.String()
	for _, bad := range []url.Values{
		{"do": {"status"}, "status": {"doing"}, "action": {"typed"}},
		{"do": {"cant"}, "cant_why": {"No lifeguard"}, "action": {"typed"}},
		{"do": {"cant"}, "cant_due": {"2027-03-01"}, "action": {"typed"}},
		{"do": {"cant"}, "cant_why": {"No lifeguard"}, "cant_due": {"soon"}, "action": {"typed"}},
	} {
		bad.Set("version", p.version(path))
		code, page, _ := p.post(path, bad)
		if code != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", bad, code)
		}
		has(t, page, `value="typed"`, `class="err"`)
	}
	if c := r.complaint(x.Complaint); c.Status != store.Heard {
		t.Errorf("status is %s", c.Status)
	}
	p.post(path, url.Values{"do": {"status"}, "version": {p.version(path)}, "status": {"doing"}, "status_words": {"New list is printing."}})
	if c := r.complaint(x.Complaint); c.Status != store.Doing || c.Why != "New list is printing." {
		t.Errorf("status is %s: %q", c.Status, c.Why)
	}
	p.post(path, url.Values{"do": {"cant"}, "version": {p.version(path)}, "cant_why": {"No lifeguard so late"}, "cant_due": {"2027-03-01"}})
	c := r.complaint(x.Complaint)
	if c.Status != store.Cant || dayText(c.By, r.site.Location()) != "2027-03-01" {
		t.Errorf("status is %s until %v", c.Status, c.By)
	}
	_, page := p.get(path)
	has(t, page, "No lifeguard so late", "We look again")
	p.post(path, url.Values{"do": {"kind"}, "version": {p.version(path)}, "kind": {"suggestion"}})
	if c := r.complaint(x.Complaint); c.Kind != store.KindSuggestion {
		t.Errorf("kind is %s", c.Kind)
	}
}

func TestStaleEditShowsBothAndLosesNothing(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{}, "price")
	marta, ana, path := r.signIn(r.marta), r.signIn(r.ana), "/desk/c/"+x.Complaint.String()
	seen := marta.version(path)
	ana.post(path, url.Values{"do": {"save"}, "version": {ana.version(path)}, "action": {"Ana's plan"}, "owner": {ownerText(r.ana.ID)}})
	code, page, _ := marta.post(path, url.Values{"do": {"save"}, "version": {seen}, "action": {"Marta's plan"}, "answer": {"Half an answer"}})
	if code != http.StatusConflict {
		t.Fatalf("a stale save: %d", code)
	}
	has(t, page, "Ana changed this while you were typing", "Ana&#39;s plan", "Marta&#39;s plan", "Half an answer", "Ana Saar")
	if c := r.complaint(x.Complaint); c.Action != "Ana's plan" || c.Draft != "Half an answer" {
		t.Errorf("action %q, draft %q", c.Action, c.Draft)
	}
	again := versionField.FindStringSubmatch(page)[1]
	if code, _, _ := marta.post(path, url.Values{"do": {"save"}, "version": {again}, "action": {"Marta's plan"}}); code != http.StatusSeeOther {
		t.Errorf("saving again: %d", code)
	}
}

func TestGroupAndUndo(t *testing.T) {
	r := open(t)
	a := r.say("The website said nine euros for the sauna, at the desk it was fourteen", store.Contact{}, "price")
	b := r.say("Website said nine euros for sauna but at the desk it was fourteen", store.Contact{}, "price")
	other := r.say("The showers are cold", store.Contact{}, "equipment")
	p, path := r.signIn(r.marta), "/desk/c/"+a.Complaint.String()
	_, page := p.get(path)
	has(t, page, "1 other says the same", "Website said nine euros", `name="other" value="`+b.Complaint.String()+`"`)
	lacks(t, page, `name="other" value="`+other.Complaint.String()+`"`)
	if code, page, _ := p.post(path+"/group", url.Values{"answer": {"typed"}}); code != http.StatusOK || !strings.Contains(page, "Tick at least one") {
		t.Errorf("grouping nothing: %d", code)
	}
	code, _, to := p.post(path+"/group", url.Values{"other": {b.Complaint.String()}, "answer": {"typed"}})
	if code != http.StatusSeeOther {
		t.Fatalf("group: %d", code)
	}
	_, page = p.get(to)
	has(t, page, "Grouped", "Undo", `name="out" value="`+b.Complaint.String()+`"`, "1 more says the same", b.Reference, ">typed</textarea>")
	if code, _ := p.get("/desk/c/" + b.Complaint.String()); code != http.StatusSeeOther {
		t.Errorf("the grouped one does not lead to its group: %d", code)
	}
	p.post(path+"/ungroup", url.Values{"out": {b.Complaint.String(), other.Complaint.String(), "999", "x"}})
	if c := r.complaint(a.Complaint); len(c.Submissions) != 1 {
		t.Errorf("%d voices after undo", len(c.Submissions))
	}
	p.post(path+"/group", url.Values{"other": {b.Complaint.String()}})
	c := r.complaint(a.Complaint)
	p.post(path+"/ungroup", url.Values{"voice": {groupedVoice(c)}})
	if c := r.complaint(a.Complaint); len(c.Submissions) != 1 {
		t.Errorf("%d voices after taking one out", len(c.Submissions))
	}
}

// groupedVoice is the id of the voice that was grouped in.
// Words that waited on a tablet show when they were said beside when they came;
// where that is the same, or the tablet's clock is wrong, they came when they came.
func TestWhenItWasSaidIsShownBesideWhenItCame(t *testing.T) {
	r := open(t)
	p := r.signIn(r.marta)
	d, _, err := r.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: r.site.ID})
	r.must(err)
	now := r.clock.Now()
	for i, c := range []struct {
		said time.Time
		want string
	}{
		{now.Add(-2 * time.Hour), "Tuesday, 16:42 · arrived: Tuesday, 18:42|Today, 16:42 · arrived: Today, 18:42"},
		{now.Add(-2 * time.Minute), ""},
		{now.Add(48 * time.Hour), ""},
	} {
		x, err := r.store.AddSubmission(t.Context(), store.ActingDevice(d.ID), store.NewSubmission{Client: storetest.Client(700 + i), Site: r.site.ID, Device: d.ID,
			Channel: store.KioskChannel, Lang: "en", Mood: 2, Text: "Cold", Captured: c.said, Final: true})
		r.must(err)
		_, page := p.get("/desk/c/" + x.Complaint.String())
		if c.want == "" {
			lacks(t, page, "said: ", "arrived: ")
		} else {
			has(t, page, strings.Split(c.want, "|")...) // at the words, and in what happened
		}
	}
}

func groupedVoice(c store.ComplaintPage) string {
	for _, s := range c.Submissions {
		if s.Complaint != c.ID {
			return ownerText(store.UserID(s.ID))
		}
	}
	return ""
}

func TestContactIsShownOnlyOnAskingAndNoted(t *testing.T) {
	r := open(t)
	x := r.say("Paid twice", store.Contact{Name: "K. Rebane", Email: "k@example.org", Phone: "+372 5555 0101"})
	stranger := r.say("Something else entirely", store.Contact{Email: "z@example.org"})
	p, path := r.signIn(r.marta), "/desk/c/"+x.Complaint.String()
	_, page := p.get(path)
	has(t, page, "Show contact")
	lacks(t, page, "k@example.org", "5555", "Rebane")
	code, page, _ := p.post(path+"/contact", url.Values{"voice": {ownerText(store.UserID(x.ID))}, "version": {"1"}, "answer": {"half"}, "action": {"typed"}})
	if code != http.StatusOK {
		t.Fatalf("contact: %d", code)
	}
	has(t, page, "k@example.org", "+372 5555 0101", "K. Rebane", "looked at the contact", `value="typed"`, ">half</textarea>")
	_, page = p.get(path)
	lacks(t, page, "k@example.org")
	if code, page, _ := p.post(path+"/contact", url.Values{"voice": {ownerText(store.UserID(stranger.ID))}}); code != http.StatusNotFound || strings.Contains(page, "z@example.org") {
		t.Errorf("another complaint's contact: %d", code)
	}
}

func TestBoardEntry(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{}, "price")
	p, path := r.signIn(r.marta), "/desk/board/"+x.Complaint.String()
	_, page := p.get(path)
	has(t, page, "Put on the board", "0 of 48 letters", "Has no owner or no date yet", "1 person said it: 1 tablet", "Deutsch: to write")
	form := url.Values{"do": {"put"}, "version": {p.version(path)}, "said.en": {strings.Repeat("x", 49)}, "do.en": {"One list"}, "status": {"heard"}}
	code, page, _ := p.post(path, form)
	if code != http.StatusUnprocessableEntity {
		t.Errorf("too long: %d", code)
	}
	has(t, page, "Shorten it to 48 letters", "49 of 48 letters")
	form = url.Values{"do": {"put"}, "version": {p.version(path)}, "said.en": {"Price was not as told"}, "do.en": {"One price list everywhere."},
		"said.de": {"Der Preis war anders"}, "status": {"planned"}, "owner": {ownerText(r.marta.ID)}, "due": {"2026-11-27"}}
	if code, _, _ := p.post(path, form); code != http.StatusSeeOther {
		t.Fatalf("put: %d", code)
	}
	rows, err := r.store.TopComplaints(t.Context(), r.site.ID, 6)
	r.must(err)
	if len(rows) != 1 || rows[0].Said["de"] != "Der Preis war anders" || rows[0].Status != store.Planned || rows[0].OwnerShown != "Marta" {
		t.Fatalf("board shows %+v", rows)
	}
	if code, _, _ := p.post(path, form); code != http.StatusConflict {
		t.Errorf("a second press: %d", code)
	}
	_, page = p.get("/desk/board")
	has(t, page, "Price was not as told", "1 person", "To write: Deutsch, Eesti")
	_, page = p.get("/desk/c/" + x.Complaint.String())
	has(t, page, "On the board as “Price was not as told”", `aria-checked="true"`, "put it on the board")
	item := "/desk/c/" + x.Complaint.String()
	keep := url.Values{"owner": {ownerText(r.marta.ID)}, "due": {"2026-11-27"}}
	for _, step := range []struct {
		do   string
		want bool
	}{{"board-off", false}, {"board-on", true}} {
		keep.Set("do", step.do)
		keep.Set("version", p.version(item))
		p.post(item, keep)
		if row, err := r.store.EntryRow(t.Context(), x.Complaint); err != nil || row.Shown != step.want {
			t.Errorf("%s: shown %v, %v", step.do, row.Shown, err)
		}
	}
	form.Set("do", "off")
	form.Set("version", p.version(path))
	p.post(path, form)
	if row, err := r.store.EntryRow(t.Context(), x.Complaint); err != nil || row.Shown || row.Said["en"] == "" {
		t.Errorf("taken off: %+v, %v", row, err)
	}
}

func TestChecks(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{}, "price")
	p, path := r.signIn(r.marta), "/desk/board/"+x.Complaint.String()+"/checks"
	for said, want := range map[string]string{
		"Ask Mrs Kask about it":       "surname: “Kask”",
		"Call +372 5555 0101":         "“+372 5555 0101”",
		"Write to mari@example.org":   "“mari@example.org”",
		"Open 7:00-22:00, €14 not €9": "No surname, no contact details",
		"By 2026-11-27 and 1 000 000": "No surname, no contact details",
		strings.Repeat("long ", 12):   "Longer than two lines",
	} {
		_, page, _ := p.post(path, url.Values{"said.en": {said}})
		if want == "No surname, no contact details" && strings.HasPrefix(said, "By") {
			want = "1 000 000"
		}
		has(t, page, want)
	}
}

func TestOpenPagesHearOfACallAtOnce(t *testing.T) {
	r := open(t)
	p := r.signIn(r.ana)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", r.url+"/desk/events", nil)
	r.must(err)
	req.Header.Set("Accept", "text/event-stream")
	resp, err := p.client.Do(req)
	r.must(err)
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("the line ended without %q: %v", want, lines.Err())
	}
	next("event: calls")
	asked := time.Now()
	page, err := r.store.PageManager(t.Context(), store.Customer(), r.site.ID, 0)
	r.must(err)
	next("asks for a manager")
	if d := time.Since(asked); d > time.Second {
		t.Errorf("told after %v", d)
	}
	next("event: look")
	_, _, to := p.post("/desk/going/"+ownerText(store.UserID(page.ID)), url.Values{"next": {"/desk"}})
	if to != "/desk?done=going" {
		t.Errorf("I'm going leads to %q", to)
	}
	next("data: ")
	_, _, to = r.signIn(r.marta).post("/desk/going/"+ownerText(store.UserID(page.ID)), url.Values{"next": {"//evil.example"}})
	if to != "/desk?done=taken_already" {
		t.Errorf("the second one to go is led to %q", to)
	}
	_, html := p.get("/desk")
	lacks(t, html, "asks for a manager")
	// The line ends with the session.
	r.must(r.store.EndSessions(t.Context(), store.System(), r.ana.ID))
	for lines.Scan() {
	}
	if ctx.Err() != nil {
		t.Error("the line outlived the session")
	}
}

func TestDraftIsTheWritersAlone(t *testing.T) {
	r := open(t)
	x := r.say("Sauna price is wrong", store.Contact{}, "price")
	marta, ana, path := r.signIn(r.marta), r.signIn(r.ana), "/desk/c/"+x.Complaint.String()
	if code, _, _ := marta.post(path+"/draft", url.Values{"answer": {"Half a <b>sentence</b>"}}); code != http.StatusNoContent {
		t.Fatalf("draft: %d", code)
	}
	_, page := marta.get(path)
	has(t, page, "Half a &lt;b&gt;sentence")
	_, page = ana.get(path)
	lacks(t, page, "Half a")
}

func TestWrongAddresses(t *testing.T) {
	r := open(t)
	p := r.signIn(r.marta)
	for _, path := range []string{"/desk/c/999", "/desk/c/x", "/desk/c/-1", "/desk/c/99999999999999999999", "/desk/board/999"} {
		if code, _ := p.get(path); code != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, code)
		}
		if code, _, _ := p.post(path, url.Values{"do": {"save"}}); code != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, code)
		}
	}
}

func TestCustomersWordsNeverRun(t *testing.T) {
	r := open(t)
	x := r.say(`</textarea><script>alert(1)</script><img src=x onerror=alert(1)>`, store.Contact{})
	p := r.signIn(r.marta)
	for _, path := range []string{"/desk", "/desk/c/" + x.Complaint.String(), "/desk/board/" + x.Complaint.String()} {
		_, page := p.get(path)
		lacks(t, page, "<script>alert", "<img src=x")
	}
}

func FuzzParseFilter(f *testing.F) {
	f.Add("show=mine&topic=price&view=closed&q=%00%ff")
	f.Fuzz(func(t *testing.T, s string) {
		q, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		a := parseFilter(q)
		again, err := url.ParseQuery(strings.TrimPrefix(a.suffix(), "?"))
		if err != nil || parseFilter(again) != a {
			t.Errorf("%q gives %+v, its address gives %+v", s, a, parseFilter(again))
		}
	})
}

func FuzzParseWork(f *testing.F) {
	f.Add("do=answer&version=1&answer=x&due=2026-11-27&owner=3")
	f.Fuzz(func(t *testing.T, s string) {
		q, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		w := parseWork(q, storetest.Start())
		if len([]rune(w.Answer)) > store.MaxText || strings.ContainsAny(w.Action, "\r\n") {
			t.Errorf("%q gives %+v", s, w)
		}
	})
}
