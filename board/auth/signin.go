package auth

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"github.com/gorilla/sessions"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// SignIn asks who is there; who is signed in goes straight on.
func (a *Auth) SignIn(w http.ResponseWriter, r *http.Request) error {
	next := SafeNext(r.URL.Query().Get("next"))
	session, err := a.sessions.Get(r, a.sessions.name())
	if err != nil {
		return err
	}
	if _, ok := session.Values[userValue].(store.User); ok {
		return a.web.Redirect(w, r, next)
	}
	return a.signInPage(w, r, http.StatusOK, staff.SignInView{Next: next})
}

// SignInSave checks e-mail and password. Known and unknown people get the
// same words and wait equally long.
func (a *Auth) SignInSave(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return &store.Error{Code: store.Invalid, Key: "store.session"}
	}
	email := strings.ToLower(strings.TrimSpace(r.PostForm.Get("email")))
	view := keptView(r.PostForm)
	view.Email, view.Next = email, SafeNext(r.PostForm.Get("next"))
	if wait := a.slow.wait(email); wait > 0 {
		sec := int(math.Ceil(wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(sec))
		view.Problem = a.web.Printer(r).N("desk.signin.slow", sec)
		return a.signInPage(w, r, http.StatusTooManyRequests, view)
	}
	u, ok, err := a.check(r.Context(), email, r.PostForm.Get("password"))
	if err != nil {
		return err
	}
	if !ok {
		a.slow.missed(email)
		view.Problem = a.web.Printer(r).T("desk.signin.wrong")
		return a.signInPage(w, r, http.StatusUnprocessableEntity, view)
	}
	a.slow.fitted(email)
	return a.welcome(w, r, u, view)
}

// check finds the person of an e-mail and password. One that does not exist
// costs as much time as one that does.
func (a *Auth) check(ctx context.Context, email, password string) (store.User, bool, error) {
	u, err := a.store.UserByEmail(ctx, email)
	hash := u.PasswordHash
	switch {
	case store.CodeOf(err) == store.NotFound:
		hash = nobodysHash()
	case err != nil:
		return u, false, err
	}
	fits, err := a.hasher.Fits(ctx, hash, password)
	if err != nil || !fits || u.ID == 0 || !u.DisabledAt.IsZero() {
		return u, false, err
	}
	if !outdated(hash) {
		return u, true, nil
	}
	fresh, err := a.hasher.Hash(ctx, password)
	if err == nil {
		err = a.store.SetPassword(ctx, store.ActingUser(u.ID), u.ID, fresh)
	}
	return u, true, err
}

// begin starts a session under a new id; the old one, if any, ends.
func (a *Auth) begin(w http.ResponseWriter, r *http.Request, u store.User) error {
	session, err := a.sessions.Get(r, a.sessions.name())
	if err != nil {
		return err
	}
	if session.ID != "" {
		if err := a.store.EndSession(r.Context(), hashOf(session.ID)); err != nil {
			return err
		}
	}
	session.ID = ""
	session.Values = map[any]any{userValue: u}
	return a.sessions.Save(r, w, session)
}

// welcome goes on to what the person wanted, or hands back what was typed
// before the session ended: to the one who typed it, and to nobody else.
func (a *Auth) welcome(w http.ResponseWriter, r *http.Request, u store.User, v staff.SignInView) error {
	if err := a.begin(w, r, u); err != nil {
		return err
	}
	if v.KeepTo == "" || v.KeepFor != strconv.FormatInt(int64(u.ID), 10) {
		return a.web.Redirect(w, r, v.Next)
	}
	p := a.Printer(r.WithContext(WithUser(r.Context(), u)))
	keep := make([]staff.Hidden, 0, len(v.Keep))
	for _, f := range v.Keep {
		keep = append(keep, staff.Hidden{Name: strings.TrimPrefix(f.Name, keptPrefix), Value: f.Value})
	}
	return a.web.Page(w, r, http.StatusOK, staff.Resume(staff.ResumeView{Shell: a.web.Shell, P: p, Action: v.KeepTo, Keep: keep}))
}

// SignOut ends the session, for certain: its row is gone.
func (a *Auth) SignOut(w http.ResponseWriter, r *http.Request) error {
	session, err := a.sessions.Get(r, a.sessions.name())
	if err != nil {
		return err
	}
	if err := a.end(w, r, session); err != nil {
		return err
	}
	return a.web.Redirect(w, r, "/signin")
}

func (a *Auth) end(w http.ResponseWriter, r *http.Request, session *sessions.Session) error {
	session.Options.MaxAge = -1
	return a.sessions.Save(r, w, session)
}

const (
	keptPrefix = "kept."
	mostKept   = 64 << 10 // bytes of an interrupted form
)

// keep asks to sign in without losing the form that was just sent.
func (a *Auth) keep(w http.ResponseWriter, r *http.Request, lapsed any) error {
	v := staff.SignInView{Next: backFrom(r)}
	if id, ok := lapsed.(store.UserID); ok && parseSmallForm(w, r) && !secret(r.PostForm) {
		v.KeepTo, v.KeepFor = r.URL.RequestURI(), strconv.FormatInt(int64(id), 10)
		v.Keep = hiddenFields(r.PostForm, keptPrefix)
	}
	return a.signInPage(w, r, http.StatusUnauthorized, v)
}

// parseSmallForm reads a form that can be carried along; a file cannot.
func parseSmallForm(w http.ResponseWriter, r *http.Request) bool {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return false
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostKept)
	return r.ParseForm() == nil
}

// secret tells whether a form holds a password: that is never written into a
// page.
func secret(form url.Values) bool {
	for name := range form {
		if name == "old" || name == "new" || strings.Contains(name, "password") {
			return true
		}
	}
	return false
}

// backFrom is the page on which an interrupted form stood.
func backFrom(r *http.Request) string {
	if u, err := url.Parse(r.Referer()); err == nil && u.Host == r.Host {
		return SafeNext(u.RequestURI())
	}
	return "/desk"
}

func hiddenFields(form url.Values, prefix string) []staff.Hidden {
	var list []staff.Hidden
	for name, values := range form {
		for _, v := range values {
			list = append(list, staff.Hidden{Name: prefix + name, Value: v})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// keptView reads back what keep put into the sign-in form.
func keptView(form url.Values) staff.SignInView {
	to := form.Get("keep_to")
	if to == "" || SafeNext(to) != to {
		return staff.SignInView{}
	}
	v := staff.SignInView{KeepTo: to, KeepFor: form.Get("keep_for")}
	for _, f := range hiddenFields(form, "") {
		if strings.HasPrefix(f.Name, keptPrefix) {
			v.Keep = append(v.Keep, f)
		}
	}
	return v
}

func (a *Auth) signInPage(w http.ResponseWriter, r *http.Request, status int, v staff.SignInView) error {
	v.Shell, v.P = a.web.Shell, a.web.Printer(r)
	v.Languages = langChoices(v.P.Lang)
	return a.web.Page(w, r, status, staff.SignIn(v))
}

func langChoices(current i18n.Lang) []staff.LangChoice {
	var list []staff.LangChoice
	for _, l := range i18n.Languages() {
		list = append(list, staff.LangChoice{Code: string(l), Name: l.Own(), Current: l == current})
	}
	return list
}
