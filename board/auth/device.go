package auth

import (
	"net/http"
	"slices"
	"strings"

	"github.com/yousaid/yousaid/store"
)

// Everybody lets people through, and paired devices of the given kinds. For a
// browser or program that is nothing but another device the page does not
// exist; a screen may look (GET) and never acts. The device is put into the
// context.
func (a *Auth) Everybody(kinds ...store.DeviceKind) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d, _ := a.DeviceOf(r)
			if d.ID != 0 && !(slices.Contains(kinds, d.Kind) && mayDo(d, r.Method)) && !a.Still(r) {
				a.notHere(w, r, d)
				return
			}
			next.ServeHTTP(w, r.WithContext(withDevice(r.Context(), d)))
		})
	}
}

func mayDo(d store.Device, method string) bool {
	return d.Kind != store.BoardDevice || method == http.MethodGet || method == http.MethodHead
}

// RequireDevice lets through a paired device of one kind, known by its cookie
// or its bearer token. For everybody else the page does not exist; where door
// is an address, a browser that is no device at all is led there.
func (a *Auth) RequireDevice(kind store.DeviceKind, door string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d, _ := a.DeviceOf(r)
			if d.ID == 0 {
				// So that a tablet's scripts can tell us from a network's sign-in page.
				w.Header().Set("X-Yousaid", "unpaired")
			}
			switch {
			case d.Kind == kind:
				next.ServeHTTP(w, r.WithContext(withDevice(r.Context(), d)))
			case d.ID == 0 && door != "":
				http.Redirect(w, r, door, http.StatusSeeOther)
			default:
				a.notHere(w, r, d)
			}
		})
	}
}

// notHere says that there is no such page. A tablet or screen that strayed
// goes home by itself: nobody stands there who could.
func (a *Auth) notHere(w http.ResponseWriter, r *http.Request, d store.Device) {
	if d.ID != 0 && r.Method == http.MethodGet {
		home := "/kiosk"
		if d.Kind == store.BoardDevice {
			home = "/board"
		}
		w.Header().Set("Refresh", "10; url="+home)
	}
	a.web.Error(w, r, &store.Error{Code: store.NotFound, Key: "error.no_page"})
}

// DeviceOf gives the paired device that asks now, the zero Device for none;
// gone says that the browser was one until it was revoked.
func (a *Auth) DeviceOf(r *http.Request) (d store.Device, gone bool) {
	token, bearer := bearerToken(r), true
	if token == "" {
		bearer = false
		if c, err := r.Cookie(DeviceCookie); err == nil {
			token = c.Value
		}
	}
	if token == "" {
		return store.Device{}, false
	}
	d, err := a.store.DeviceByToken(token)
	return d, err != nil && !bearer
}

// bearerToken is what a program shows; the word before it may be written in
// any case (RFC 9110, 11.1).
func bearerToken(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// ForgetDevice takes a pairing out of the browser.
func (a *Auth) ForgetDevice(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: DeviceCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
