package office

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// Sites answers GET /office/sites.
func (o *Office) Sites(w http.ResponseWriter, r *http.Request) error {
	return o.sitesPage(w, r, http.StatusOK, "")
}

func (o *Office) sitesPage(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	f, err := o.frame(r, "office.sites.title", "", "/office")
	if err != nil {
		return err
	}
	v := staff.SitesView{Frame: f, MayAdd: true, Name: staff.Field{Name: "name", Label: f.P.T("office.setup.name"),
		Hint: f.P.T("office.sites.new_hint"), Value: r.PostFormValue("name"), Problem: problem, Max: 200}}
	for _, s := range o.Store.Sites() {
		v.Sites = append(v.Sites, staff.SiteRow{URL: "/office/sites/" + idText(s.ID), Name: s.LongName, Prefix: s.Prefix,
			Facts: promiseWords(f.P, s.Promise) + " · " + strings.ReplaceAll(s.Zone, "_", " ")})
	}
	return o.Web.Page(w, r, status, staff.Sites(v))
}

// AddSite answers POST /office/sites: a site that starts like the first one.
func (o *Office) AddSite(w http.ResponseWriter, r *http.Request) error {
	p := o.Auth.Printer(r)
	long := strings.TrimSpace(r.FormValue("name"))
	if long == "" {
		return o.sitesPage(w, r, http.StatusUnprocessableEntity, p.T("office.problem.name"))
	}
	n, err := o.Store.SiteBySlug("")
	if err != nil {
		return err
	}
	n.ID, n.Slug, n.Prefix, n.PublicKey, n.Duty, n.Address = 0, "", "", "", 0, ""
	n.Name, n.LongName = shortName(long), long
	n, err = o.Store.AddSite(r.Context(), actor(r), n)
	if err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did("/office/sites/"+idText(n.ID), "site", ""))
}

// Site answers GET /office/sites/{id}.
func (o *Office) Site(w http.ResponseWriter, r *http.Request) error {
	s, err := o.Store.Site(siteID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := o.siteView(r, s, nil)
	if err != nil {
		return err
	}
	v.Hours = savedWeek(v.Frame.P, s.Hours)
	v.Holidays.Value, v.Retention.Value = holidaysText(s.Holidays), strconv.Itoa(s.RetainDays)
	return o.Web.Page(w, r, http.StatusOK, staff.Site(v))
}

// SaveSite answers POST /office/sites/{id}.
func (o *Office) SaveSite(w http.ResponseWriter, r *http.Request) error {
	was, err := o.Store.Site(siteID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	p := o.Auth.Printer(r)
	n, problems := readSite(r, p, was)
	if len(problems) == 0 {
		err = o.Store.ChangeSite(r.Context(), actor(r), n)
		if err == nil {
			return o.Web.Redirect(w, r, did("/office/sites/"+idText(n.ID), "saved", ""))
		}
		field, sentence := render.Sentence(p, err)
		if sentence == "" {
			return err
		}
		problems[field] = sentence
	}
	v, err := o.siteView(r, n, problems)
	if err != nil {
		return err
	}
	_, bad := readWeek(r)
	v.Hours = typedWeek(r, p, bad)
	if problems["hours"] != "" && len(bad) == 0 {
		v.Hours.Rows[0].Problem = problems["hours"]
	}
	v.Holidays.Value, v.Retention.Value = r.FormValue("holidays"), r.FormValue("retain")
	return o.Web.Page(w, r, http.StatusUnprocessableEntity, staff.Site(v))
}

// readSite reads the form over what the site was; problems are sentences by
// field.
func readSite(r *http.Request, p *i18n.Printer, n store.Site) (store.Site, map[string]string) {
	problems := map[string]string{}
	say := func(bad bool, field, key string, args ...any) {
		if bad {
			problems[field] = p.T("office.problem."+key, args...)
		}
	}
	n.LongName, n.Name = strings.TrimSpace(r.FormValue("name")), strings.TrimSpace(r.FormValue("short"))
	say(n.LongName == "", "name", "name")
	say(n.Name == "", "short", "name")
	was := n.Prefix
	n.Prefix = strings.ToUpper(strings.TrimSpace(r.FormValue("prefix")))
	say(n.Prefix != was && !codeLetters(n.Prefix), "prefix", "prefix")
	n.Address, n.Zone = strings.TrimSpace(r.FormValue("address")), r.FormValue("zone")
	hours, bad := readWeek(r)
	say(len(bad) > 0 || !hours.Open(), "hours", "hours")
	holidays, line := parseHolidays(r.FormValue("holidays"))
	say(line > 0, "holidays", "holiday", "Line", line)
	n.Hours, n.Holidays, n.Languages = hours, holidays, validLanguages(r.Form["languages"])
	say(len(n.Languages) == 0, "languages", "languages")
	var err error
	n.Promise, err = store.ParsePromise(r.FormValue("promise"))
	say(err != nil, "promise", "promise")
	n.RetainDays, err = strconv.Atoi(strings.TrimSpace(r.FormValue("retain")))
	say(err != nil || n.RetainDays < 1 || n.RetainDays > 3650, "retain", "retention")
	return n, problems
}

// codeLetters tells whether codes can begin with s: two to four capitals.
func codeLetters(s string) bool {
	return len(s) >= 2 && len(s) <= 4 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func (o *Office) siteView(r *http.Request, s store.Site, problems map[string]string) (staff.SiteView, error) {
	f, err := o.frame(r, "office.sites.title", "", "/office/sites")
	if err != nil {
		return staff.SiteView{}, err
	}
	f.Title = "[" + s.Name + "]"
	p := f.P
	field := func(name, label, hint, value string) staff.Field {
		x := staff.Field{Name: name, Label: p.T("office." + label), Value: value, Problem: problems[name], Max: 200}
		if hint != "" {
			x.Hint = p.T("office." + hint)
		}
		return x
	}
	v := staff.SiteView{Frame: f, Action: "/office/sites/" + idText(s.ID), PhoneURL: o.base(r) + "/at/" + s.Slug, BoardURL: o.base(r) + "/board/" + s.Slug,
		ThanksURL: "/office/sites/" + idText(s.ID) + "/thanks", Thanks: thanksLine(p, s),
		Name: field("name", "setup.name", "", s.LongName), Short: field("short", "site.short", "site.short_hint", s.Name),
		Prefix: field("prefix", "site.prefix", "site.prefix_hint", s.Prefix), Address: field("address", "site.address", "", s.Address),
		Zone: field("zone", "setup.zone", "", s.Zone), Holidays: field("holidays", "site.holidays", "site.holidays_hint", ""),
		Speaks: field("languages", "setup.speaks", "", ""), Promise: field("promise", "setup.promise", "setup.promise_hint", ""),
		Retention: field("retain", "site.retention", "site.retention_hint", "")}
	v.Address.Rows, v.Address.Optional, v.Address.Max = 3, true, 500
	v.Holidays.Rows, v.Holidays.Wide, v.Holidays.Optional, v.Holidays.Max = 6, true, true, 8000
	v.Zone.Options, v.Promise.Options = zoneOptions(s.Zone), promiseOptions(p, s.Promise.String())
	v.Speaks.Options, v.Speaks.Wide = languageOptions(s.Languages), true
	v.Prefix.Max, v.Retention.Max = 4, 4
	if len(problems) > 0 {
		v.Problem = p.T("office.problem.form")
	}
	return v, nil
}
