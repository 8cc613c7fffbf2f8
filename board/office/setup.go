package office

import (
	"crypto/subtle"
	"net/http"
	"net/mail"
	"strings"
	"unicode/utf8"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// SetUpPage answers GET /setup.
func (o *Office) SetUpPage(w http.ResponseWriter, r *http.Request) error {
	if o.Store.IsSetUp() {
		return o.Web.Redirect(w, r, "/")
	}
	p := o.Web.Printer(r)
	v := o.setUpView(r, p, nil)
	v.Zone.Options, v.Zone.Guess = zoneOptions(serverZone()), true
	v.Hours = savedHours(p, simpleWeek(), defaultHours())
	v.Speaks.Options = languageOptions([]string{string(p.Lang), "en"})
	v.Promise.Options = promiseOptions(p, "2wd")
	return o.Web.Page(w, r, http.StatusOK, staff.SetUp(v))
}

// SetUp answers POST /setup. Of two at once, one wins; the other is told.
func (o *Office) SetUp(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	p := o.Web.Printer(r)
	n, problems := o.readSetUp(r, p)
	if len(problems) > 0 {
		return o.Web.Page(w, r, http.StatusUnprocessableEntity, staff.SetUp(o.setUpAgain(r, p, problems)))
	}
	hash, err := o.Auth.Hash(r.Context(), r.FormValue("password"))
	if err != nil {
		return err
	}
	n.Owner.PasswordHash = hash
	_, owner, err := o.Store.SetUp(r.Context(), n)
	if store.CodeOf(err) == store.Conflict {
		problems[""] = p.T("office.problem.done")
		return o.Web.Page(w, r, http.StatusConflict, staff.SetUp(o.setUpAgain(r, p, problems)))
	}
	if field, sentence := render.Sentence(p, err); sentence != "" {
		problems[field] = sentence
		return o.Web.Page(w, r, http.StatusUnprocessableEntity, staff.SetUp(o.setUpAgain(r, p, problems)))
	}
	if err != nil {
		return err
	}
	if err := o.Auth.Begin(w, r, owner); err != nil {
		return err
	}
	return o.Web.Redirect(w, r, "/office/start")
}

// readSetUp reads the form; problems are sentences by field.
func (o *Office) readSetUp(r *http.Request, p *i18n.Printer) (store.SetUp, map[string]string) {
	problems := map[string]string{}
	say := func(bad bool, field, key string) {
		if bad {
			problems[field] = p.T("office.problem." + key)
		}
	}
	say(!o.rightCode(r.FormValue("code")), "code", "code")
	long := strings.TrimSpace(r.FormValue("name"))
	say(long == "", "name", "name")
	hours, bad := readHours(r, simpleWeek())
	say(len(bad) > 0 || !hours.Open(), "hours", "hours")
	languages := validLanguages(r.Form["languages"])
	say(len(languages) == 0, "languages", "languages")
	promise, err := store.ParsePromise(r.FormValue("promise"))
	say(err != nil, "promise", "promise")
	owner := store.User{Name: strings.TrimSpace(r.FormValue("owner")), Email: strings.TrimSpace(r.FormValue("email")), Lang: string(p.Lang)}
	say(owner.Name == "", "owner", "person")
	say(!mailAddress(owner.Email), "email", "email")
	if _, sentence := render.Sentence(p, auth.CheckPassword(r.FormValue("password"))); sentence != "" {
		problems["password"] = sentence
	}
	site := store.Site{Name: shortName(long), LongName: long, Zone: r.FormValue("zone"), Languages: languages, Hours: hours, Promise: promise, RetainDays: 30}
	return store.SetUp{Site: site, Owner: owner}, problems
}

func (o *Office) rightCode(typed string) bool {
	if o.SetupCode == "" {
		return true
	}
	return subtle.ConstantTimeCompare([]byte(strings.ToUpper(strings.TrimSpace(typed))), []byte(strings.ToUpper(o.SetupCode))) == 1
}

// setUpAgain shows the form as it was typed, with the sentences.
func (o *Office) setUpAgain(r *http.Request, p *i18n.Printer, problems map[string]string) staff.SetUpView {
	v := o.setUpView(r, p, problems)
	if v.Problem = problems[""]; v.Problem == "" {
		v.Problem = p.T("office.problem.form")
	}
	_, bad := readHours(r, simpleWeek())
	v.Hours = typedHours(r, p, simpleWeek(), bad)
	if len(bad) == 0 && problems["hours"] != "" {
		v.Hours.Rows[0].Problem = problems["hours"]
	}
	v.Zone.Options = zoneOptions(r.FormValue("zone"))
	v.Speaks.Options = languageOptions(r.Form["languages"])
	v.Promise.Options = promiseOptions(p, r.FormValue("promise"))
	return v
}

func (o *Office) setUpView(r *http.Request, p *i18n.Printer, problems map[string]string) staff.SetUpView {
	field := func(name, key string) staff.Field {
		return staff.Field{Name: name, Label: p.T("office.setup." + key), Value: r.PostFormValue(name), Problem: problems[name], Max: 200}
	}
	hinted := func(f staff.Field, key, kind, complete string) staff.Field {
		f.Hint, f.Type, f.Complete = p.T("office.setup."+key), kind, complete
		return f
	}
	v := staff.SetUpView{Shell: o.Web.Shell, P: p, Languages: languageOptions([]string{string(p.Lang)}),
		Name: hinted(field("name", "name"), "name_hint", "", "organization"), Zone: field("zone", "zone"), Speaks: field("languages", "speaks"),
		Promise: hinted(field("promise", "promise"), "promise_hint", "", ""), Owner: field("owner", "owner"),
		Email:    hinted(field("email", "email"), "email_hint", "email", "username"),
		Password: hinted(field("password", "password"), "password_hint", "password", "new-password")}
	v.Owner.Complete, v.Speaks.Wide, v.Password.Show = "name", true, p.T("office.setup.show")
	if o.SetupCode != "" {
		code := hinted(field("code", "code"), "code_hint", "", "one-time-code")
		v.Code = &code
	}
	return v
}

// Start answers GET /office/start: the page after set-up.
func (o *Office) Start(w http.ResponseWriter, r *http.Request) error {
	f, err := o.frame(r, "office.now.title", "office.now.lead", "/office")
	if err != nil {
		return err
	}
	site, err := o.Store.SiteBySlug("")
	if err != nil {
		return err
	}
	return o.Web.Page(w, r, http.StatusOK, staff.SetUpDone(staff.SetUpDoneView{Frame: f, Site: site.Name, SiteID: idText(site.ID), CardURL: "/office/cards"}))
}

// shortName is what stands on the tablet: the first two words of a long name.
func shortName(long string) string {
	words := strings.Fields(long)
	if len(words) > 2 && utf8.RuneCountInString(long) > 18 {
		words = words[:2]
	}
	return strings.Join(words, " ")
}

func validLanguages(list []string) []string {
	var out []string
	for _, l := range i18n.Languages() {
		if contains(list, string(l)) {
			out = append(out, string(l))
		}
	}
	return out
}

func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}
