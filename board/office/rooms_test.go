package office

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

func siteForm() url.Values {
	f := url.Values{"name": {"Linden Park Leisure Centre"}, "short": {"Linden"}, "prefix": {"lin"}, "address": {"Linden Road 12"}, "zone": {"Europe/Tallinn"},
		"languages": {"en", "uk"}, "promise": {"8h"}, "holidays": {"2026-12-24 Christmas Eve\n2026-12-25"}, "retain": {"45"}, "closed-sun": {"1"}}
	for _, d := range []string{"mon", "tue", "wed", "thu", "fri", "sat"} {
		f.Set("open-"+d, "8–20:30")
	}
	return f
}

func TestASiteIsChanged(t *testing.T) {
	p, site := owned(t)
	path := "/office/sites/" + idText(site.ID)
	has(t, p.get(path, http.StatusOK), `value="LP"`, `value="07:00–22:00"`, "/at/linden-park")
	to, _ := p.post(path, siteForm(), http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Saved.", "2026-12-24 Christmas Eve")
	got, err := p.store.Site(site.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "Linden" || got.Prefix != "LIN" || got.Promise.String() != "8h" || got.RetainDays != 45 || len(got.Holidays) != 2 || len(got.Languages) != 2 {
		t.Errorf("site %+v", got)
	}
	if len(got.Hours[0]) != 0 || got.Hours[6][0] != (store.Span{From: 480, To: 1230}) {
		t.Errorf("hours %v", got.Hours)
	}
}

func TestASiteThatCannotBeSavedKeepsWhatWasTyped(t *testing.T) {
	p, site := owned(t)
	form := siteForm()
	form.Set("holidays", "2026-12-24 Eve\nChristmas")
	form.Set("prefix", "L1")
	form.Set("retain", "0")
	_, body := p.post("/office/sites/"+idText(site.ID), form, http.StatusUnprocessableEntity)
	has(t, body, "Line 2 has no date.", "Two to four letters", "Write a number of days", "2026-12-24 Eve\nChristmas")
	if got, _ := p.store.Site(site.ID); got.Name != "Linden Park" {
		t.Errorf("saved all the same: %s", got.Name)
	}
}

func TestADayMayHaveSeveralSpans(t *testing.T) {
	p, site := owned(t)
	path, form := "/office/sites/"+idText(site.ID), siteForm()
	form.Set("open-tue", "07:00–12:00, 13:00-22:00")
	form.Set("open-fri", "20:00–24:00")
	form.Set("open-sat", "00:00–08:00; 10–18")
	to, _ := p.post(path, form, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), `value="07:00–12:00, 13:00–22:00"`, `value="00:00–08:00, 10:00–18:00"`)
	got, err := p.store.Site(site.ID)
	if err != nil || len(got.Hours[2]) != 2 || got.Hours[2][1] != (store.Span{From: 780, To: 1320}) || got.Hours[5][0].To != 24*60 {
		t.Errorf("hours %v, %v", got.Hours, err)
	}
	for _, bad := range []string{"20:00–08:00", "13:00–22:00, 07:00–12:00", "08:00–12:00, 11:00–13:00", "all day", "", "08:00"} {
		form.Set("open-tue", bad)
		_, body := p.post(path, form, http.StatusUnprocessableEntity)
		has(t, body, "Open past midnight: 20:00–24:00, and 00:00–08:00 on the next day.", `id="day-tue-problem"`)
	}
}

func FuzzSpans(f *testing.F) {
	f.Add("07:00–12:00, 13:00-22:00")
	f.Fuzz(func(t *testing.T, s string) {
		spans, ok := parseSpans(s)
		if !ok {
			return
		}
		again, ok := parseSpans(spansText(spans))
		if !ok || !reflect.DeepEqual(again, spans) {
			t.Errorf("%q gives %v, written and read again %v", s, spans, again)
		}
	})
}

func TestOneMoreSiteStartsLikeTheFirst(t *testing.T) {
	p, site := owned(t)
	to, _ := p.post("/office/sites", url.Values{"name": {"Harbour Pool"}}, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "The site is there.")
	got, err := p.store.SiteBySlug("harbour-pool")
	if err != nil || got.Prefix != "HP" || got.Promise != site.Promise || got.PublicKey == site.PublicKey {
		t.Errorf("site %+v, %v", got, err)
	}
	_, body := p.post("/office/sites", url.Values{"name": {" "}}, http.StatusUnprocessableEntity)
	has(t, body, "Write the name of the place.")
}

func secret(t *testing.T, body string) string {
	t.Helper()
	m := regexp.MustCompile(`<code class="code big">([^<]+)</code>`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("nothing secret is shown")
	}
	return m[1]
}

func TestPeopleComeAndGo(t *testing.T) {
	p, _ := owned(t)
	_, body := p.post("/office/people", url.Values{"name": {"Priya Nair"}, "email": {"priya@example.org"}, "role": {"staff"}}, http.StatusOK)
	has(t, body, "Priya Nair can sign in")
	password := secret(t, body)
	if strings.Contains(p.get("/office/people", http.StatusOK), password) {
		t.Error("the password is shown twice")
	}
	u, err := p.store.UserByEmail(t.Context(), "priya@example.org")
	if err != nil {
		t.Fatal(err)
	}
	path := "/office/people/" + idText(u.ID)
	to, _ := p.post(path+"/role", url.Values{"role": {"manager"}}, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Priya Nair has a new role.")
	to, _ = p.post(path+"/disable", nil, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Priya Nair may not sign in any more.")
	p.post(path+"/enable", nil, http.StatusSeeOther)
	_, body = p.post(path+"/reset", nil, http.StatusOK)
	if again := secret(t, body); again == password {
		t.Error("the new password is the old one")
	}
	now, err := p.store.User(t.Context(), u.ID)
	if err != nil || now.Role != store.Manager || !now.DisabledAt.IsZero() || now.PasswordHash == u.PasswordHash {
		t.Errorf("%+v, %v", now, err)
	}
}

func TestNobodyLocksTheOwnDoor(t *testing.T) {
	p, _ := owned(t)
	self := "/office/people/" + idText(p.reader.ID)
	_, body := p.post(self+"/disable", nil, http.StatusForbidden)
	has(t, body, "You cannot do this to yourself.")
	p.post(self+"/role", url.Values{"role": {"staff"}}, http.StatusForbidden)
	if to, _ := p.post(self+"/reset", nil, http.StatusSeeOther); to != "/desk/me" {
		t.Errorf("reset leads to %s", to)
	}
	other := storetest.User(t, p.store, "Henrik Lepp", store.Owner, false)
	p.reader = other
	p.post(self+"/disable", nil, http.StatusSeeOther)
}

func TestProblemsWithPeopleStandAtTheirField(t *testing.T) {
	p, _ := owned(t)
	_, body := p.post("/office/people", url.Values{"name": {""}, "email": {"nobody"}, "role": {"staff"}}, http.StatusUnprocessableEntity)
	has(t, body, "Write the name.", "This does not look like an e-mail address.", `value="nobody"`)
	_, body = p.post("/office/people", url.Values{"name": {"Olga"}, "email": {"OLGA@example.org"}, "role": {"staff"}}, http.StatusUnprocessableEntity)
	has(t, body, `id="email-problem"`)
	p.post("/office/people", url.Values{"name": {"X"}, "email": {"x@example.org"}, "role": {"king"}}, http.StatusUnprocessableEntity)
	p.post("/office/people/99/disable", nil, http.StatusNotFound)
}

func TestWhoIsOnDuty(t *testing.T) {
	p, site := owned(t)
	ana := storetest.User(t, p.store, "Ana Costa", store.Manager, true)
	to, _ := p.post("/office/duty", url.Values{"site": {idText(site.ID)}, "user": {idText(ana.ID)}}, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), "Ana Costa is called")
	has(t, p.get("/office", http.StatusOK), "Ana Costa is on duty", "No mail server is named.")
	p.post("/office/duty", url.Values{"site": {idText(site.ID)}, "user": {"99"}}, http.StatusNotFound)
}

func TestAManagerSeesOnlyTheirRooms(t *testing.T) {
	p, _ := owned(t)
	p.reader = storetest.User(t, p.store, "Ana Costa", store.Manager, true)
	body := p.get("/office", http.StatusOK)
	has(t, body, `href="/office/duty"`)
	if strings.Contains(body, `href="/office/people"`) {
		t.Error("a manager is shown the people")
	}
}

// The owner's page says the promise in the words that customers read.
func TestThanksShowThePromiseAsTheTabletSaysIt(t *testing.T) {
	p, site := owned(t)
	for d := range site.Hours {
		site.Hours[d] = []store.Span{{From: 7 * 60, To: 22 * 60}}
	}
	site.Promise = store.Promise{N: 2, Unit: "wd"}
	if err := p.store.ChangeSite(t.Context(), store.System(), site); err != nil {
		t.Fatal(err)
	}
	body := p.get("/office/sites/"+idText(site.ID)+"/thanks", http.StatusOK)
	has(t, body, "Answer within 2 days.")
	if strings.Contains(body, "working day") {
		t.Error("a place that is open every day counts working days")
	}
}

// What has no room on comment cards is a warning in the draft, at the button
// that publishes it, and on the published version; it keeps nobody from
// publishing.
func TestTheEditorWarnsOfWhatCardsHaveNoRoomFor(t *testing.T) {
	p, site := owned(t)
	const misfit = "This does not fit on a comment card (A4 / 4 × 6 in): “Was it warm?” in Deutsch."
	p.office.Misfits = func(_ *i18n.Printer, q store.Questionnaire) ([]string, error) {
		if len(q.Questions) < 2 {
			return nil, nil
		}
		return []string{misfit}, nil
	}
	q, err := p.store.Questionnaire(site)
	if err != nil {
		t.Fatal(err)
	}
	id, err := p.store.DraftQuestionnaire(t.Context(), store.System(), q.ID)
	if err != nil {
		t.Fatal(err)
	}
	body := p.get(questionnairePath(id), http.StatusOK)
	has(t, body, "Publishing works all the same")
	if n := strings.Count(body, misfit); n != 2 {
		t.Errorf("the draft says it %d times, want above the questions and at the button", n)
	}
	to, _ := p.post(questionnairePath(id), url.Values{"edits": {"0"}, "do": {"publish"}}, http.StatusSeeOther)
	has(t, p.get(to, http.StatusOK), misfit)
}
