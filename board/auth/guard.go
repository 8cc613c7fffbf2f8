package auth

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// Require lets through who is signed in with at least that role. Others are
// asked to sign in, and come back to what they wanted; a form that was sent
// meanwhile is kept. Who is signed in but may not is told so, kindly, with 403.
func (a *Auth) Require(role store.Role) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return a.web.Handle(func(w http.ResponseWriter, r *http.Request) error {
			session, err := a.sessions.Get(r, a.sessions.name())
			if err != nil {
				return err
			}
			u, ok := session.Values[userValue].(store.User)
			if !ok {
				if d, _ := a.DeviceOf(r); d.ID != 0 {
					a.notHere(w, r, d)
					return nil
				}
				return a.askToSignIn(w, r, session.Values[lapsedValue])
			}
			r = r.WithContext(WithUser(r.Context(), u))
			if u.Role.Rank() < role.Rank() {
				return a.stop(w, r, u.Role, role)
			}
			next.ServeHTTP(w, r)
			return nil
		})
	}
}

// Still tells whether the person of a long-lived request is still signed in.
func (a *Auth) Still(r *http.Request) bool {
	id := a.sessions.id(r, a.sessions.name())
	x, err := a.store.Session(r.Context(), hashOf(id))
	return err == nil && a.store.Now().Sub(x.SeenAt) <= Idle
}

func (a *Auth) askToSignIn(w http.ResponseWriter, r *http.Request, lapsed any) error {
	if quiet(r) {
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return a.web.Redirect(w, r, "/signin?next="+url.QueryEscape(r.URL.RequestURI()))
	}
	return a.keep(w, r, lapsed)
}

func (a *Auth) stop(w http.ResponseWriter, r *http.Request, has, needs store.Role) error {
	p := a.Printer(r)
	return a.web.Page(w, r, http.StatusForbidden, staff.Stop(staff.StopView{
		Shell: a.web.Shell, P: p, Title: p.T("desk.stop.title"),
		Text:    p.T("desk.stop.text", "Role", p.T("common.role."+string(has)), "Need", p.T("common.role."+string(needs))),
		BackURL: "/desk", BackText: p.T("desk.stop.back"),
	}))
}

// DeviceCookie is the cookie that holds a paired device's token.
const DeviceCookie = "device"

// SetDeviceCookie keeps a pairing in the browser: for ten years, since a
// tablet is unpaired at the desk and not by time.
func (a *Auth) SetDeviceCookie(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, &http.Cookie{Name: DeviceCookie, Value: token, Path: "/", MaxAge: 10 * 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.sessions.secure || r.TLS != nil})
}

// SafeNext gives next if it is a path of this server, else "/desk".
func SafeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(u.Path, "/signin") || strings.HasPrefix(u.Path, "/signout") || strings.HasPrefix(u.Path, "//") {
		return "/desk"
	}
	return next
}
