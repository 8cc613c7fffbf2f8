package office

import (
	"net/http"
	"sync"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func fresh(t *testing.T, code string) *place {
	t.Helper()
	s, c := storetest.Open(t)
	return newPlace(t, s, c, code)
}

func TestEverythingLeadsToSetUpUntilItIsDone(t *testing.T) {
	p := fresh(t, "")
	for _, path := range []string{"/", "/office", "/board", "/kiosk"} {
		res, err := p.client.Get(p.server.URL + path)
		p.body(res, err, http.StatusSeeOther)
		if got := res.Header.Get("Location"); got != "/setup" {
			t.Errorf("%s leads to %q", path, got)
		}
	}
	has(t, p.get("/api/v1/board", http.StatusServiceUnavailable), `"message":"yousaid is not set up yet`)
	has(t, p.get("/setup", http.StatusOK), `name="name"`, `value="08:00"`, `data-guess`)
}

func TestSetUpMakesThePlaceAndSignsItsOwnerIn(t *testing.T) {
	p := fresh(t, "")
	to, _ := p.post("/setup", setUpForm(), http.StatusSeeOther)
	if to != "/office/start" {
		t.Fatalf("leads to %q", to)
	}
	has(t, p.get("/office/start", http.StatusOK), "What now?", "/office/devices/here")
	site, err := p.store.SiteBySlug("")
	if err != nil {
		t.Fatal(err)
	}
	if site.Name != "Linden Park" || site.LongName != "Linden Park Leisure Centre" || site.Prefix != "LP" || site.Zone != "Europe/Tallinn" || site.Promise.String() != "2wd" {
		t.Errorf("site %+v", site)
	}
	if site.Hours[1][0] != (store.Span{From: 420, To: 1320}) || site.Hours[6][0] != (store.Span{From: 570, To: 1200}) || len(site.Hours[0]) != 0 {
		t.Errorf("hours %v", site.Hours)
	}
	u, err := p.store.UserByEmail(t.Context(), "olga@example.org")
	if err != nil || u.Role != store.Owner || site.Duty != u.ID {
		t.Errorf("owner %+v, %v", u, err)
	}
	p.get("/setup", http.StatusSeeOther)
}

func TestAProblemKeepsWhatWasTyped(t *testing.T) {
	for name, c := range map[string]struct {
		field, value, says string
	}{
		"no name":        {"name", " ", "Write the name of the place."},
		"mail":           {"email", "olga@", "This does not look like an e-mail address."},
		"short password": {"password", "short", "10"},
		"common one":     {"password", "Password123", "password"},
		"no language":    {"languages", "xx", "Choose at least one language."},
		"zone":           {"zone", "Mars/Base", "time zone"},
		"hours":          {"to-week", "06:00", "Closing comes after opening"},
		"promise":        {"promise", "soon", "Choose what you promise."},
	} {
		t.Run(name, func(t *testing.T) {
			p := fresh(t, "")
			form := setUpForm()
			form.Set("owner", "Ольга <Тамм>")
			form.Set(c.field, c.value)
			_, body := p.post("/setup", form, http.StatusUnprocessableEntity)
			has(t, body, c.says, "Ольга &lt;Тамм&gt;", `-problem"`)
			if p.store.IsSetUp() {
				t.Error("the place was set up all the same")
			}
		})
	}
}

func TestOfTwoSetUpsAtOnceOneWins(t *testing.T) {
	p := fresh(t, "")
	results := make([]int, 6)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			form := setUpForm()
			form.Set("email", string(rune('a'+i))+"@example.org")
			res, err := p.browser().PostForm(p.server.URL+"/setup", form)
			if err == nil {
				results[i] = res.StatusCode
				res.Body.Close()
			}
		})
	}
	all.Wait()
	won, told := 0, 0
	for _, status := range results {
		switch status {
		case http.StatusSeeOther:
			won++
		case http.StatusConflict:
			told++
		}
	}
	if won != 1 || told != 5 {
		t.Errorf("%d won, %d were told: %v", won, told, results)
	}
	users, err := p.store.Users(t.Context())
	if err != nil || len(users) != 1 || len(p.store.Sites()) != 1 {
		t.Errorf("%d people, %d sites, %v", len(users), len(p.store.Sites()), err)
	}
}

func TestAStrangerNeedsTheCode(t *testing.T) {
	p := fresh(t, "K7QM-2XWD")
	has(t, p.get("/setup", http.StatusOK), `name="code"`)
	form := setUpForm()
	form.Set("code", "K7QM-2XWE")
	_, body := p.post("/setup", form, http.StatusUnprocessableEntity)
	has(t, body, "This is not the code.")
	form.Set("code", " k7qm-2xwd ")
	p.post("/setup", form, http.StatusSeeOther)
}

func TestTheDoorOffersThreeThings(t *testing.T) {
	p, _ := owned(t)
	has(t, p.get("/?lang=uk", http.StatusOK), `lang="uk"`, `href="/board"`, `href="/desk"`, `href="/kiosk"`)
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"7", "07:00", "7.30", "24:00", "24:01", "-1", "7:5", "٧", "", "99:99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, ok := parseClock(s)
		if !ok {
			return
		}
		if at < 0 || at > 24*60 {
			t.Fatalf("%q is minute %d", s, at)
		}
		if again, ok := parseClock(clockText(at)); !ok || again != at {
			t.Fatalf("%q is %d, written %q and read as %d", s, at, clockText(at), again)
		}
	})
}

func FuzzParseHolidays(f *testing.F) {
	f.Add("2026-12-25 Christmas\n\n2027-01-01")
	f.Add("25.12.2026")
	f.Fuzz(func(t *testing.T, s string) {
		list, line := parseHolidays(s)
		if line > 0 {
			if list != nil {
				t.Fatal("a problem and a list")
			}
			return
		}
		if again, line := parseHolidays(holidaysText(list)); line != 0 || len(again) != len(list) {
			t.Fatalf("%v is written as %q", list, holidaysText(list))
		}
	})
}

func TestParseClock(t *testing.T) {
	for s, want := range map[string]int{"7": 420, "07:00": 420, "7.30": 450, "24:00": 1440, " 22:15 ": 1335, "0": 0} {
		if got, ok := parseClock(s); !ok || got != want {
			t.Errorf("%q is %d, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "24:01", "7:60", "7:5", "x", "-1", "123", "7:000"} {
		if got, ok := parseClock(s); ok {
			t.Errorf("%q is taken for %d", s, got)
		}
	}
}

func TestShortName(t *testing.T) {
	for long, want := range map[string]string{"Linden Park Leisure Centre": "Linden Park", "Hotel Sonne": "Hotel Sonne", "": "", "The Old Mill": "The Old Mill"} {
		if got := shortName(long); got != want {
			t.Errorf("%q is shortened to %q", long, got)
		}
	}
}
