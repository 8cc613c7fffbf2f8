package auth

import (
	"errors"
	"net/http"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// Me shows a person's own page.
func (a *Auth) Me(w http.ResponseWriter, r *http.Request) error {
	return a.mePage(w, r, http.StatusOK, nil)
}

func (a *Auth) mePage(w http.ResponseWriter, r *http.Request, status int, problems map[string]string) error {
	bar, err := a.Bar(r, "")
	if err != nil {
		return err
	}
	u, p := UserFrom(r.Context()), bar.P
	if r.URL.Query().Get("done") != "" {
		bar.Notice = &staff.NoticeView{Text: p.T("desk.done.saved")}
	}
	v := staff.MeView{Page: staff.PageView{Bar: bar, Title: p.T("desk.me.title"), Tabs: true}, Name: u.Name, Email: u.Email,
		Role: p.T("common.role." + string(u.Role)), Problems: problems}
	v.Shows = []staff.Choice{
		{Value: "role", Label: p.T("desk.me.shown_role", "Role", v.Role), Selected: !u.ShowName},
		{Value: "name", Label: p.T("desk.me.shown_name", "Name", u.FirstName()), Selected: u.ShowName},
	}
	for _, l := range i18n.Languages() {
		v.Languages = append(v.Languages, staff.Choice{Value: string(l), Label: l.Own(), Selected: l == p.Lang})
	}
	return a.web.Page(w, r, status, staff.Me(v))
}

// MeSave keeps how the board names the person, and the language.
func (a *Auth) MeSave(w http.ResponseWriter, r *http.Request) error {
	u := UserFrom(r.Context())
	lang := i18n.Lang(r.PostFormValue("lang"))
	if !lang.Valid() {
		lang = i18n.Lang(u.Lang)
	}
	if err := a.store.SetOwnPage(r.Context(), u.ID, u.Name, string(lang), r.PostFormValue("shows") == "name"); err != nil {
		return err
	}
	return a.web.Redirect(w, r, "/desk/me?done=1")
}

// MePassword changes the password and ends every other session.
func (a *Auth) MePassword(w http.ResponseWriter, r *http.Request) error {
	u, p := UserFrom(r.Context()), a.Printer(r)
	fits, err := a.hasher.Fits(r.Context(), u.PasswordHash, r.PostFormValue("old"))
	if err != nil {
		return err
	}
	if !fits {
		return a.mePage(w, r, http.StatusUnprocessableEntity, map[string]string{"old": p.T("desk.me.password_wrong")})
	}
	var problem *store.Error
	if err := CheckPassword(r.PostFormValue("new")); errors.As(err, &problem) {
		return a.mePage(w, r, http.StatusUnprocessableEntity, map[string]string{problem.Field: p.T(problem.Key)})
	}
	hash, err := a.hasher.Hash(r.Context(), r.PostFormValue("new"))
	if err != nil {
		return err
	}
	if err := a.store.SetPassword(r.Context(), store.ActingUser(u.ID), u.ID, hash); err != nil {
		return err
	}
	if err := a.begin(w, r, u); err != nil {
		return err
	}
	return a.web.Redirect(w, r, "/desk/me?done=1")
}

// MeEverywhere ends all sessions of the person, this one too.
func (a *Auth) MeEverywhere(w http.ResponseWriter, r *http.Request) error {
	u := UserFrom(r.Context())
	if err := a.store.EndSessions(r.Context(), store.ActingUser(u.ID), u.ID); err != nil {
		return err
	}
	return a.SignOut(w, r)
}

// Lang keeps the language chosen in the user menu and comes back.
func (a *Auth) Lang(w http.ResponseWriter, r *http.Request) error {
	u := UserFrom(r.Context())
	if l := i18n.Lang(r.PostFormValue("lang")); l.Valid() {
		a.web.RememberLang(w, l)
		if err := a.store.SetOwnPage(r.Context(), u.ID, u.Name, string(l), u.ShowName); err != nil {
			return err
		}
	}
	return a.web.Redirect(w, r, SafeNext(r.PostFormValue("next")))
}
