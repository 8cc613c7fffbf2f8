package auth

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

const password = "a swim before work"

// house is a running server with a person of every role.
type house struct {
	auth  *Auth
	store *store.Store
	clock *storetest.Clock
	url   string
	users map[store.Role]store.User
}

func open(t *testing.T, secure bool) house {
	t.Helper()
	s, clock, _, olga := storetest.SetUp(t)
	web := rendertest.Web(t)
	a, err := New(t.Context(), s, web, secure)
	if err != nil {
		t.Fatal(err)
	}
	p := house{auth: a, store: s, clock: clock, users: map[store.Role]store.User{
		store.Owner: olga, store.Staff: storetest.User(t, s, "Marta Kask", store.Staff, true),
		store.Manager: storetest.User(t, s, "Ana Saar", store.Manager, false), store.Director: storetest.User(t, s, "Dora Mets", store.Director, false)}}
	hash, err := a.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range p.users {
		if err := s.SetPassword(t.Context(), store.System(), u.ID, hash); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(p.mux())
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p house) mux() http.Handler {
	mux, a, web := http.NewServeMux(), p.auth, p.auth.web
	mux.Handle("GET /signin", web.Handle(a.SignIn))
	mux.Handle("POST /signin", web.Handle(a.SignInSave))
	mux.Handle("POST /signout", web.Handle(a.SignOut))
	for _, role := range []store.Role{store.Staff, store.Manager, store.Director, store.Owner} {
		mux.Handle("/for/"+string(role), a.Require(role)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "hello "+UserFrom(r.Context()).Name+" "+r.PostFormValue("answer"))
		})))
	}
	for _, x := range []struct {
		route string
		h     render.HandlerFunc
	}{{"GET /desk/me", a.Me}, {"POST /desk/me", a.MeSave}, {"POST /desk/me/password", a.MePassword}, {"POST /desk/me/signout-everywhere", a.MeEverywhere},
		{"POST /desk/lang", a.Lang}, {"POST /desk/site", a.SiteSave}} {
		mux.Handle(x.route, a.Require(store.Staff)(web.Handle(x.h)))
	}
	mux.Handle("GET /kiosk", a.RequireDevice(store.KioskDevice, "")(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, DeviceFrom(r.Context()).Name)
	})))
	return mux
}

// browser keeps cookies and follows no redirect.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (p house) get(t *testing.T, c *http.Client, path string) (int, string, *http.Response) {
	t.Helper()
	r, err := c.Get(p.url + path)
	return body(t, r, err)
}

func (p house) post(t *testing.T, c *http.Client, path string, form url.Values) (int, string, *http.Response) {
	t.Helper()
	r, err := c.PostForm(p.url+path, form)
	return body(t, r, err)
}

func body(t *testing.T, r *http.Response, err error) (int, string, *http.Response) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b), r
}

func (p house) signIn(t *testing.T, role store.Role) *http.Client {
	t.Helper()
	c := browser(t)
	code, _, r := p.post(t, c, "/signin", url.Values{"email": {p.users[role].Email}, "password": {password}, "next": {"/for/staff"}})
	if code != http.StatusSeeOther || r.Header.Get("Location") != "/for/staff" {
		t.Fatalf("sign-in of %s answered %d to %q", role, code, r.Header.Get("Location"))
	}
	return c
}

func (p house) in(t *testing.T, c *http.Client) bool {
	t.Helper()
	code, _, _ := p.get(t, c, "/for/staff")
	return code == http.StatusOK
}

func TestEachRoleOpensItsOwnRoutes(t *testing.T) {
	p := open(t, false)
	roles := []store.Role{store.Staff, store.Manager, store.Director, store.Owner}
	for i, has := range roles {
		c := p.signIn(t, has)
		for j, needs := range roles {
			code, page, _ := p.get(t, c, "/for/"+string(needs))
			want := http.StatusOK
			if i < j {
				want = http.StatusForbidden
			}
			if code != want {
				t.Errorf("%s at a page for %s: %d, want %d", has, needs, code, want)
			}
			if code == http.StatusForbidden && !strings.Contains(page, "/desk") {
				t.Errorf("the page that says no shows no way back: %s", page)
			}
		}
	}
}

func TestStrangersAreAskedToSignIn(t *testing.T) {
	p := open(t, false)
	code, _, r := p.get(t, browser(t), "/for/staff?show=mine")
	if code != http.StatusSeeOther || r.Header.Get("Location") != "/signin?next=%2Ffor%2Fstaff%3Fshow%3Dmine" {
		t.Errorf("GET: %d to %q", code, r.Header.Get("Location"))
	}
	code, _, _ = p.post(t, browser(t), "/for/staff", url.Values{"answer": {"x"}})
	if code != http.StatusUnauthorized {
		t.Errorf("POST: %d", code)
	}
	req, _ := http.NewRequest("GET", p.url+"/for/staff", nil)
	req.Header.Set("Accept", "text/event-stream")
	resp, err := browser(t).Do(req)
	if code, _, _ := body(t, resp, err); code != http.StatusUnauthorized {
		t.Errorf("event stream: %d", code)
	}
}

func TestSessionEndsForCertain(t *testing.T) {
	ends := map[string]func(t *testing.T, p house, c *http.Client, u store.User){
		"sign-out": func(t *testing.T, p house, c *http.Client, u store.User) { p.post(t, c, "/signout", nil) },
		"password change": func(t *testing.T, p house, c *http.Client, u store.User) {
			if err := p.store.SetPassword(t.Context(), store.System(), u.ID, "x"); err != nil {
				t.Fatal(err)
			}
		},
		"disabling": func(t *testing.T, p house, c *http.Client, u store.User) {
			if err := p.store.DisableUser(t.Context(), store.System(), u.ID); err != nil {
				t.Fatal(err)
			}
		},
		"role change": func(t *testing.T, p house, c *http.Client, u store.User) {
			if err := p.store.SetRole(t.Context(), store.System(), u.ID, store.Manager); err != nil {
				t.Fatal(err)
			}
		},
		"idling": func(t *testing.T, p house, c *http.Client, u store.User) { p.clock.Add(Idle + time.Minute) },
		"the end of the shift": func(t *testing.T, p house, c *http.Client, u store.User) {
			for range int(Absolute/(Idle/2)) + 1 {
				p.clock.Add(Idle / 2)
				p.in(t, c)
			}
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			p := open(t, false)
			c := p.signIn(t, store.Staff)
			old := c.Jar.Cookies(mustURL(t, p.url))
			if !p.in(t, c) {
				t.Fatal("not signed in")
			}
			end(t, p, c, p.users[store.Staff])
			// The old cookie, replayed by somebody who copied it.
			thief := browser(t)
			thief.Jar.SetCookies(mustURL(t, p.url), old)
			if p.in(t, thief) || p.in(t, c) {
				t.Errorf("the session lives on after %s", name)
			}
		})
	}
}

func TestWorkKeepsASessionAlive(t *testing.T) {
	p := open(t, false)
	c := p.signIn(t, store.Staff)
	for range 5 {
		p.clock.Add(Idle - time.Minute)
		if !p.in(t, c) {
			t.Fatal("somebody at work was signed out")
		}
	}
}

func TestAPageThatAsksByItselfKeepsNoDeskOpen(t *testing.T) {
	p := open(t, false)
	c := p.signIn(t, store.Staff)
	for range 3 {
		p.clock.Add(Idle / 2)
		req, _ := http.NewRequest("GET", p.url+"/for/staff", nil)
		req.Header.Set("X-Quiet", "1")
		resp, err := c.Do(req)
		body(t, resp, err)
	}
	if p.in(t, c) {
		t.Error("a forgotten desk stays open as long as its page refreshes itself")
	}
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestCookieAndTable(t *testing.T) {
	for _, secure := range []bool{false, true} {
		p := open(t, secure)
		c := browser(t)
		_, _, r := p.post(t, c, "/signin", url.Values{"email": {p.users[store.Staff].Email}, "password": {password}})
		got := r.Cookies()
		if len(got) != 1 {
			t.Fatalf("%d cookies", len(got))
		}
		k := got[0]
		if !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || k.Secure != secure || k.MaxAge != int(Absolute.Seconds()) {
			t.Errorf("secure=%v: %+v", secure, k)
		}
		if want := map[bool]string{false: "desk", true: "__Host-desk"}[secure]; k.Name != want {
			t.Errorf("cookie is called %q, want %q", k.Name, want)
		}
		var id string
		if err := p.auth.sessions.codec.Decode(k.Name, k.Value, &id); err != nil || len(id) < 26 {
			t.Fatalf("id %q: %v", id, err)
		}
		for _, file := range []string{p.store.Path(), p.store.Path() + "-wal"} {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(b), id) || strings.Contains(string(b), k.Value) {
				t.Errorf("%s holds the session's id", file)
			}
		}
	}
}

func TestSignInGivesANewID(t *testing.T) {
	p := open(t, false)
	c := p.signIn(t, store.Staff)
	before := c.Jar.Cookies(mustURL(t, p.url))
	p.post(t, c, "/signin", url.Values{"email": {p.users[store.Staff].Email}, "password": {password}})
	after := c.Jar.Cookies(mustURL(t, p.url))
	if before[0].Value == after[0].Value {
		t.Error("the id stayed the same")
	}
	old := browser(t)
	old.Jar.SetCookies(mustURL(t, p.url), before)
	if p.in(t, old) {
		t.Error("the old id still opens the desk")
	}
}

func TestForgedCookieOpensNothing(t *testing.T) {
	p := open(t, false)
	c := browser(t)
	for _, v := range []string{"", "x", strings.Repeat("A", 5000), "MTIzfGFiY3xkZWY="} {
		c.Jar.SetCookies(mustURL(t, p.url), []*http.Cookie{{Name: "desk", Value: v}})
		if p.in(t, c) {
			t.Errorf("cookie %.20q opened the desk", v)
		}
	}
}

func TestKnownAndUnknownGetTheSameWords(t *testing.T) {
	p := open(t, false)
	try := func(email string) (int, string) {
		code, page, _ := p.post(t, browser(t), "/signin", url.Values{"email": {email}, "password": {"not the right one"}})
		return code, strings.ReplaceAll(page, email, "E")
	}
	for i := range freeTries + 2 {
		knownCode, known := try(p.users[store.Staff].Email)
		unknownCode, unknown := try("nobody@example.org")
		if knownCode != unknownCode || known != unknown {
			t.Fatalf("try %d differs: %d and %d", i, knownCode, unknownCode)
		}
	}
	if err := p.store.DisableUser(t.Context(), store.System(), p.users[store.Manager].ID); err != nil {
		t.Fatal(err)
	}
	code, _, _ := p.post(t, browser(t), "/signin", url.Values{"email": {p.users[store.Manager].Email}, "password": {password}})
	if code != http.StatusUnprocessableEntity {
		t.Errorf("a disabled person: %d", code)
	}
}

func TestGuessingSlowsDown(t *testing.T) {
	p := open(t, false)
	try := func(pw string) int {
		code, _, _ := p.post(t, browser(t), "/signin", url.Values{"email": {p.users[store.Staff].Email}, "password": {pw}})
		return code
	}
	for range freeTries {
		if code := try("wrong"); code != http.StatusUnprocessableEntity {
			t.Fatalf("free try: %d", code)
		}
	}
	for _, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		if code := try(password); code != http.StatusTooManyRequests {
			t.Fatalf("before %d s: %d", wait, code)
		}
		p.clock.Add(wait*time.Second - time.Millisecond)
		if code := try(password); code != http.StatusTooManyRequests {
			t.Fatalf("just before %d s: %d", wait, code)
		}
		p.clock.Add(time.Millisecond)
		if code := try("wrong"); code != http.StatusUnprocessableEntity {
			t.Fatalf("after %d s: %d", wait, code)
		}
	}
	p.clock.Add(time.Minute)
	if code := try(password); code != http.StatusSeeOther {
		t.Errorf("the right password at last: %d", code)
	}
	if code := try("wrong"); code != http.StatusUnprocessableEntity {
		t.Errorf("after signing in the count starts again: %d", code)
	}
}

func TestAnInterruptedFormIsKept(t *testing.T) {
	p := open(t, false)
	c := p.signIn(t, store.Staff)
	p.clock.Add(Idle + time.Minute)
	typed := "You were right.\nFrom Friday \"one\" price & <b>list</b>."
	code, page, _ := p.post(t, c, "/for/staff?x=1", url.Values{"answer": {typed}})
	if code != http.StatusUnauthorized {
		t.Fatalf("%d", code)
	}
	form := fields(page)
	if form.Get("kept.answer") != typed || form.Get("keep_to") != "/for/staff?x=1" {
		t.Fatalf("the page keeps %q", form)
	}
	form.Set("email", p.users[store.Staff].Email)
	form.Set("password", password)
	code, page, _ = p.post(t, c, "/signin", form)
	if code != http.StatusOK || fields(page).Get("answer") != typed {
		t.Fatalf("after signing in: %d, %q", code, fields(page))
	}
	if _, page, _ = p.post(t, c, "/for/staff?x=1", fields(page)); !strings.Contains(page, "You were right.") {
		t.Errorf("carrying on gave %q", page)
	}

	other := browser(t)
	form.Set("email", p.users[store.Manager].Email)
	code, page, _ = p.post(t, other, "/signin", form)
	if code != http.StatusSeeOther || strings.Contains(page, "You were right.") {
		t.Errorf("somebody else was handed the words: %d", code)
	}
}

func TestAnInterruptedPasswordIsNotKept(t *testing.T) {
	p := open(t, false)
	c := p.signIn(t, store.Staff)
	p.clock.Add(Idle + time.Minute)
	code, page, _ := p.post(t, c, "/desk/me/password", url.Values{"old": {password}, "new": {"a longer swim"}})
	if code != http.StatusUnauthorized || strings.Contains(page, "swim") || strings.Contains(page, "keep_to") {
		t.Errorf("%d; the page carries the password along", code)
	}
}

// fields reads the hidden fields of a page.
func fields(page string) url.Values {
	form := url.Values{}
	for _, part := range strings.Split(page, `<input type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(part, `" value="`)
		value, _, _ := strings.Cut(rest, `">`)
		form.Add(name, strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">", "&#39;", "'").Replace(value))
	}
	return form
}

func TestOwnPage(t *testing.T) {
	p := open(t, false)
	c, second := p.signIn(t, store.Staff), p.signIn(t, store.Staff)
	if code, page, _ := p.get(t, c, "/desk/me"); code != http.StatusOK || !strings.Contains(page, "Marta") {
		t.Fatalf("own page: %d", code)
	}
	p.post(t, c, "/desk/me", url.Values{"shows": {"role"}, "lang": {"de"}})
	if u, _ := p.store.User(t.Context(), p.users[store.Staff].ID); u.ShowName || u.Lang != "de" {
		t.Errorf("own page saved %+v", u)
	}
	if _, page, _ := p.get(t, c, "/desk/me"); !strings.Contains(page, `lang="de"`) {
		t.Error("the page does not speak the chosen language")
	}
	for pw, want := range map[string]int{"short": 422, "password1234": 422, "1234567890": 422, "a longer swim": 303} {
		if code, _, _ := p.post(t, c, "/desk/me/password", url.Values{"old": {password}, "new": {pw}}); code != want {
			t.Errorf("new password %q: %d, want %d", pw, code, want)
		}
	}
	if !p.in(t, c) || p.in(t, second) {
		t.Error("after a change of password this browser stays signed in and the others do not")
	}
	if code, _, _ := p.post(t, c, "/desk/me/password", url.Values{"old": {password}, "new": {"yet another swim"}}); code != 422 {
		t.Errorf("the old password still changes it: %d", code)
	}
	p.post(t, c, "/desk/me/signout-everywhere", nil)
	if p.in(t, c) {
		t.Error("signed out everywhere but here")
	}
}

func TestLanguageAndSiteComeBackSafely(t *testing.T) {
	p := open(t, false)
	c := p.signIn(t, store.Staff)
	_, _, r := p.post(t, c, "/desk/lang", url.Values{"lang": {"uk"}, "next": {"https://evil.example/"}})
	if got := r.Header.Get("Location"); got != "/desk" {
		t.Errorf("went to %q", got)
	}
	harbour := storetest.LindenPark()
	harbour.Name, harbour.Slug, harbour.Prefix = "Harbour", "harbour", "HB"
	if _, err := p.store.AddSite(t.Context(), store.System(), harbour); err != nil {
		t.Fatal(err)
	}
	p.post(t, c, "/desk/site", url.Values{"site": {"harbour"}, "next": {"/desk/me"}})
	if _, page, _ := p.get(t, c, "/desk/me"); !strings.Contains(page, `value="harbour" aria-current="true"`) {
		t.Error("the bar does not show the chosen site")
	}
}

func TestADeviceOpensOnlyItsOwnPages(t *testing.T) {
	p := open(t, false)
	site := p.store.Sites()[0].ID
	tokens := map[store.DeviceKind]string{}
	for _, kind := range []store.DeviceKind{store.KioskDevice, store.BoardDevice} {
		_, token, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: kind, Name: "Front", Site: site})
		if err != nil {
			t.Fatal(err)
		}
		tokens[kind] = token
	}
	ask := func(path, token string, cookie bool) int {
		req, _ := http.NewRequest("GET", p.url+path, nil)
		if cookie {
			req.AddCookie(&http.Cookie{Name: DeviceCookie, Value: token})
		} else {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := browser(t).Do(req)
		code, _, _ := body(t, resp, err)
		return code
	}
	for _, cookie := range []bool{false, true} {
		if code := ask("/kiosk", tokens[store.KioskDevice], cookie); code != http.StatusOK {
			t.Errorf("tablet at the touch form: %d", code)
		}
		for _, token := range []string{"", "x", tokens[store.BoardDevice]} {
			if code := ask("/kiosk", token, cookie); code != http.StatusNotFound {
				t.Errorf("token %.6q at the touch form: %d", token, code)
			}
		}
		if code := ask("/for/staff", tokens[store.KioskDevice], cookie); code != http.StatusNotFound {
			t.Errorf("a tablet at the desk: %d", code)
		}
	}
	if code, _, _ := p.get(t, p.signIn(t, store.Owner), "/kiosk"); code != http.StatusNotFound {
		t.Errorf("the owner at the touch form: %d", code)
	}
}

func FuzzSafeNext(f *testing.F) {
	for _, s := range []string{"/desk", "//evil.example", "https://evil.example", "/\\evil.example", "/desk?x=//y", "javascript:alert(1)", "/signin?next=/signin", "\t//x", "/%2f%2fevil"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := SafeNext(s)
		base := mustURL(t, "https://desk.example/signin")
		u, err := base.Parse(got)
		if err != nil || u.Host != "desk.example" || u.Scheme != "https" || strings.HasPrefix(u.Path, "/signin") {
			t.Errorf("SafeNext(%q) = %q leads to %v", s, got, u)
		}
	})
}
