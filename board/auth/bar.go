package auth

import (
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// place is one place of the bar and who may go there.
type place struct {
	name, icon, href string
	role             store.Role
}

func places() []place {
	return []place{
		{"inbox", "inbox", "/desk", store.Staff},
		{"board", "board", "/desk/board", store.Staff},
		{"report", "report", "/office/report", store.Manager},
		{"cards", "cards", "/desk/scans", store.Staff},
		{"cards", "cards", "/office/cards", store.Manager},
		{"settings", "settings", "/office", store.Manager},
	}
}

// Bar builds the head of a staff page for the person who asks. current is
// "inbox", "board", "report", "cards", "settings", or "" for none of them.
func (a *Auth) Bar(r *http.Request, current string) (staff.BarView, error) {
	p, u, site := a.Printer(r), UserFrom(r.Context()), a.Site(r)
	v := staff.BarView{Shell: a.web.Shell, P: p, Site: site.Name, User: u.FirstName(), UserID: strconv.FormatInt(int64(u.ID), 10), Here: here(r), Languages: langChoices(p.Lang)}
	for _, s := range a.store.Sites() {
		v.Sites = append(v.Sites, staff.SiteChoice{ID: s.Slug, Name: s.Name, Current: s.ID == site.ID})
	}
	counts, err := a.store.Inbox(r.Context(), store.InboxFilter{Site: site.ID, Limit: 1}, u.ID)
	if err != nil {
		return v, err
	}
	v.Nav = nav(p, u.Role, current, counts.Late)
	v.Vouchers = a.gives()
	v.Calls, err = a.Calls(r)
	return v, err
}

// gives tells whether any site hands out thank-yous; where none does, the way
// to their page is not shown.
func (a *Auth) gives() bool {
	for _, s := range a.store.Sites() {
		if s.Thanks.Voucher.On {
			return true
		}
	}
	return false
}

func nav(p *i18n.Printer, role store.Role, current string, late int) []staff.NavItem {
	var list []staff.NavItem
	for _, x := range places() {
		if role.Rank() < x.role.Rank() || x.href == "/desk/scans" && role.Rank() >= store.Manager.Rank() { // these print cards too
			continue
		}
		item := staff.NavItem{Href: x.href, Icon: x.icon, Label: p.T("desk.nav." + x.name), Current: x.name == current}
		if x.name == "inbox" && late > 0 {
			item.Late, item.LateLabel = late, p.N("desk.nav.late", late)
		}
		list = append(list, item)
	}
	return list
}

// here is the page to come back to: the one that is shown, not a form's.
func here(r *http.Request) string {
	if r.Method == http.MethodGet {
		return SafeNext(r.URL.RequestURI())
	}
	return backFrom(r)
}

// Calls gives the people at any site's reception who ask for a manager and
// whom nobody has answered.
func (a *Auth) Calls(r *http.Request) ([]staff.CallView, error) {
	pages, err := a.store.OpenPages(r.Context(), 0)
	if err != nil {
		return nil, err
	}
	p := a.Printer(r)
	var list []staff.CallView
	for _, x := range pages {
		site, err := a.store.Site(x.Site)
		if err != nil {
			return nil, err
		}
		id := strconv.FormatInt(int64(x.ID), 10)
		text := p.T("desk.call.text")
		if len(a.store.Sites()) > 1 {
			text = site.Name + ": " + text
		}
		list = append(list, staff.CallView{ID: id, Text: text,
			Since: p.T("desk.call.since", "Time", p.Clock(x.At.In(site.Location()))), GoingURL: "/desk/going/" + id})
	}
	return list, nil
}

const siteCookie = "site"

// Site is the site that the person works at: chosen in the bar, else the first.
func (a *Auth) Site(r *http.Request) store.Site {
	if c, err := r.Cookie(siteCookie); err == nil {
		if site, err := a.store.SiteBySlug(c.Value); err == nil && c.Value != "" {
			return site
		}
	}
	site, _ := a.store.SiteBySlug("") // none before the place is set up
	return site
}

// SiteSave keeps the site chosen in the bar and comes back.
func (a *Auth) SiteSave(w http.ResponseWriter, r *http.Request) error {
	site, err := a.store.SiteBySlug(r.PostFormValue("site"))
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: siteCookie, Value: site.Slug, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: a.sessions.secure || r.TLS != nil})
	return a.web.Redirect(w, r, SafeNext(r.PostFormValue("next")))
}
