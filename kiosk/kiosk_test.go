package kiosk_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

// reception is a server with one site, one paired tablet and a person on duty.
type reception struct {
	t      *testing.T
	url    string
	store  *store.Store
	clock  *storetest.Clock
	site   store.Site
	ana    store.User
	tablet string
}

func openReception(t *testing.T) *reception {
	t.Helper()
	s, clock, site, _ := storetest.SetUp(t)
	return serveReception(t, s, clock, site)
}

func serveReception(t *testing.T, s *store.Store, clock *storetest.Clock, site store.Site) *reception {
	t.Helper()
	ana := storetest.User(t, s, "Ana Kask", store.Manager, true)
	if err := s.SetDuty(t.Context(), store.System(), site.ID, ana.ID); err != nil {
		t.Fatal(err)
	}
	_, token, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	web := rendertest.Web(t)
	type key struct{}
	k := kiosk.New(kiosk.Options{Store: s, Web: web, Device: func(ctx context.Context) store.Device { d, _ := ctx.Value(key{}).(store.Device); return d }})
	mux := http.NewServeMux()
	for pattern, h := range map[string]render.HandlerFunc{
		"GET /kiosk": k.Form, "POST /kiosk": k.Send, "GET /kiosk/thanks/{token}": k.Thanks, "POST /kiosk/manager": k.Manager,
		"GET /kiosk/sw.js": k.ServiceWorker, "GET /kiosk/health": k.Health, "POST /kiosk/alive": k.Alive,
		"GET /at/{site}": k.AtSite, "POST /at/{site}": k.SendAtSite, "GET /at/{site}/thanks/{token}": k.Thanks,
		"GET /c/{token}": k.Card, "POST /c/{token}": k.SendCard, "GET /s/{token}": k.Status, "POST /s/{token}": k.StatusAct, "POST /s/{token}/photos": k.Photos, "GET /s/{token}/photos/{id}": k.Photo,
		"GET /office/questionnaires/{id}/preview/{as}": k.PreviewForm, "POST /api/v1/submissions": k.Submit, "GET /api/v1/openapi.json": k.OpenAPI,
	} {
		mux.Handle(pattern, web.Handle(h))
	}
	mux.Handle("GET "+assets.Prefix, web.Shell.Assets)
	withDevice := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("device"); err == nil {
			if d, err := s.DeviceByToken(c.Value); err == nil {
				r = r.WithContext(context.WithValue(r.Context(), key{}, d))
			} else {
				w.Header().Set("X-Yousaid", "unpaired") // as the guard does
			}
		}
		mux.ServeHTTP(w, r)
	})
	server := httptest.NewServer(withDevice)
	t.Cleanup(server.Close)
	return &reception{t: t, url: server.URL, store: s, clock: clock, site: site, ana: ana, tablet: token}
}

// ask sends a request as the tablet and gives status, headers and body.
func (x *reception) ask(method, path, contentType, body string, headers ...string) (int, http.Header, string) {
	x.t.Helper()
	r, err := http.NewRequestWithContext(x.t.Context(), method, x.url+path, strings.NewReader(body))
	if err != nil {
		x.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.AddCookie(&http.Cookie{Name: "device", Value: x.tablet})
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		x.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		x.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(b)
}

func (x *reception) get(path string) (int, string) {
	x.t.Helper()
	status, _, body := x.ask("GET", path, "", "")
	return status, body
}

func (x *reception) post(path string, fields ...string) (int, string) {
	x.t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	status, h, body := x.ask("POST", path, "application/x-www-form-urlencoded", v.Encode())
	if status == http.StatusSeeOther {
		return status, h.Get("Location")
	}
	return status, body
}

// submit sends JSON to the API; who is a bearer token, "" the tablet's cookie.
func (x *reception) submit(body, who string) (int, map[string]string) {
	x.t.Helper()
	headers := []string{}
	if who != "" {
		headers = []string{"Cookie", "", "Authorization", "Bearer " + who}
	}
	status, _, text := x.ask("POST", "/api/v1/submissions", "application/json", body, headers...)
	got := map[string]string{}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		x.t.Fatalf("%d %s: %v", status, text, err)
	}
	return status, got
}

func (x *reception) said(token string) store.Submission {
	x.t.Helper()
	s, err := x.store.SubmissionByToken(x.t.Context(), token)
	if err != nil {
		x.t.Fatal(err)
	}
	return s
}

// count is how many submissions there are.
func (x *reception) count() (n int) {
	x.t.Helper()
	err := x.store.EachSubmission(x.t.Context(), func(store.ExportedSubmission) error { n++; return nil })
	if err != nil {
		x.t.Fatal(err)
	}
	return n
}

// entry puts a sentence on the board and gives its id.
func (x *reception) entry(n int, sentence string) store.EntryID {
	x.t.Helper()
	r := storetest.Say(x.t, x.store, x.site.ID, n, sentence)
	by := store.ActingUser(x.ana.ID)
	c, err := x.store.Complaint(x.t.Context(), r.Complaint, x.ana.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	if err := x.store.SaveEntry(x.t.Context(), by, r.Complaint, c.Version, store.Words{"en": sentence}, store.Words{"en": "A second till"}, true); err != nil {
		x.t.Fatal(err)
	}
	row, err := x.store.EntryRow(x.t.Context(), r.Complaint)
	if err != nil {
		x.t.Fatal(err)
	}
	return row.ID
}

func tokenOf(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`/s/([A-Za-z0-9_-]+)`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no status address in %s", page)
	}
	return m[1]
}

func wants(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			t.Errorf("the page lacks %q:\n%s", p, page)
		}
	}
}

func lacks(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(page, p) {
			t.Errorf("the page has %q:\n%s", p, page)
		}
	}
}
