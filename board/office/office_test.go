package office

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

// place is an office with a real store behind real HTTP.
type place struct {
	t      *testing.T
	store  *store.Store
	clock  *storetest.Clock
	server *httptest.Server
	client *http.Client
	office *Office
	reader store.User // who is taken to be signed in; zero: the session decides
}

func newPlace(t *testing.T, s *store.Store, c *storetest.Clock, code string) *place {
	t.Helper()
	web := rendertest.Web(t)
	a, err := auth.New(t.Context(), s, web, false)
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, store: s, clock: c}
	o := New(Deps{Store: s, Web: web, Auth: a, SetupCode: code})
	p.office = o
	p.server = httptest.NewServer(o.Guard(p.mux(o, a, web)))
	t.Cleanup(p.server.Close)
	p.client = p.browser()
	return p
}

// browser keeps cookies and follows no redirect.
func (p *place) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (p *place) mux(o *Office, a *auth.Auth, web *render.Web) *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, h := range map[string]render.HandlerFunc{"GET /{$}": o.Door, "GET /setup": o.SetUpPage, "POST /setup": o.SetUp, "GET /pair/{token}": o.PairOffer, "POST /pair/{token}": o.Pair,
		"GET /pair": o.PairPage, "POST /pair": o.PairLook, "GET /pair/state": o.PairState, "POST /pair/forget": o.PairForget} {
		mux.Handle(pattern, a.Everybody()(web.Handle(h)))
	}
	for pattern, h := range map[string]render.HandlerFunc{
		"GET /office": o.Home, "GET /office/start": o.Start, "GET /office/report": o.Report, "GET /office/report.csv": o.ReportCSV,
		"GET /office/sites": o.Sites, "POST /office/sites": o.AddSite, "GET /office/sites/{id}": o.Site, "POST /office/sites/{id}": o.SaveSite,
		"GET /office/people": o.People, "POST /office/people": o.AddPerson, "POST /office/people/{id}/role": o.SetRole, "POST /office/people/{id}/disable": o.DisablePerson,
		"POST /office/people/{id}/enable": o.EnablePerson, "POST /office/people/{id}/reset": o.ResetPassword,
		"GET /office/devices": o.Devices, "POST /office/devices": o.AddDevice, "POST /office/devices/here": o.HereDevice, "POST /office/devices/{id}/revoke": o.RevokeDevice,
		"POST /office/devices/pair": o.PairByCode, "GET /office/devices/{id}": o.Device, "POST /office/devices/{id}": o.SaveDevice, "POST /office/devices/{id}/link": o.LinkDevice, "POST /office/devices/{id}/restore": o.RestoreDevice,
		"GET /office/duty": o.Duty, "POST /office/duty": o.SetDuty, "GET /office/sites/{id}/thanks": o.Thanks,
		"GET /office/questionnaires/{id}": o.Questionnaire, "POST /office/questionnaires/{id}": o.ChangeQuestionnaire,
	} {
		mux.Handle(pattern, p.asReader(a, web.Handle(h)))
	}
	return mux
}

func (p *place) asReader(a *auth.Auth, next http.Handler) http.Handler {
	guarded := a.Require(store.Staff)(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.reader.ID == 0 {
			guarded.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r.WithContext(auth.WithUser(r.Context(), p.reader)))
	})
}

// owned is a place that is set up, read by its owner.
func owned(t *testing.T) (*place, store.Site) {
	t.Helper()
	s, c, site, owner := storetest.SetUp(t)
	p := newPlace(t, s, c, "")
	p.reader = owner
	return p, site
}

// get asks for a page and expects the status.
func (p *place) get(path string, want int) string {
	p.t.Helper()
	res, err := p.client.Get(p.server.URL + path)
	return p.body(res, err, want)
}

// post sends a form and gives where it leads and what it says.
func (p *place) post(path string, form url.Values, want int) (location, body string) {
	p.t.Helper()
	res, err := p.client.PostForm(p.server.URL+path, form)
	body = p.body(res, err, want)
	return res.Header.Get("Location"), body
}

func (p *place) body(res *http.Response, err error, want int) string {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if res.StatusCode != want {
		p.t.Fatalf("%s %s: status %d, want %d\n%.400s", res.Request.Method, res.Request.URL.Path, res.StatusCode, want, b)
	}
	if missing := regexp.MustCompile(`\[(office|common|desk|store|device)\.[a-z_.]+\]`).FindString(string(b)); missing != "" {
		p.t.Errorf("%s has no words for %s", res.Request.URL.Path, missing)
	}
	return string(b)
}

func has(t *testing.T, body string, wants ...string) {
	t.Helper()
	for _, w := range wants {
		if !strings.Contains(body, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

func setUpForm() url.Values {
	return url.Values{"name": {"Linden Park Leisure Centre"}, "languages": {"en", "et"}, "zone": {"Europe/Tallinn"}, "promise": {"2wd"},
		"from-week": {"7"}, "to-week": {"22:00"}, "from-sat": {"9.30"}, "to-sat": {"20:00"}, "closed-sun": {"1"},
		"owner": {"Olga Tamm"}, "email": {"olga@example.org"}, "password": {"quiet morning swim"}}
}
