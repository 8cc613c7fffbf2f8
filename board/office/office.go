// Package office serves the owner's rooms: the door, set-up, sites, people,
// devices, who is on duty, and the report.
package office

import (
	"net"
	"net/http"
	"strings"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// Deps is what the office needs to work.
type Deps struct {
	Store *store.Store
	Web   *render.Web
	Auth  *auth.Auth
	// SetupCode is asked for at set-up, so that a stranger on the network
	// cannot take a fresh place over; "" asks for none.
	SetupCode string
	// Mail tells whether a mail server is named.
	Mail bool
	// BaseURL is the address under which people reach this server; "" takes
	// the one the request came to.
	BaseURL string
	// HTTPS tells whether people reach this server by https.
	HTTPS bool
	// Trusting is what a device needs to trust the server.
	Trusting Trusting
	// Worries gives sentences about the server that the owner must know; nil:
	// none.
	Worries func(*i18n.Printer) []string
	// Misfits gives sentences about what of a questionnaire for customers does
	// not fit on comment cards; nil: none.
	Misfits func(*i18n.Printer, store.Questionnaire) ([]string, error)
}

// Office answers the owner's pages.
type Office struct {
	Deps
	waiting *pairings // browsers that show a code
}

// New makes the office.
func New(d Deps) *Office { return &Office{Deps: d, waiting: newPairings(d.Store.Now)} }

// frame starts a page; title and lead are keys, lead may be "".
func (o *Office) frame(r *http.Request, title, lead, back string) (staff.OfficeFrame, error) {
	p := o.Auth.Printer(r)
	bar, err := o.Auth.Bar(r, "settings")
	if err != nil {
		return staff.OfficeFrame{}, err
	}
	f := staff.OfficeFrame{P: p, Bar: bar, Title: p.T(title), Back: back, Said: o.said(r, p)}
	if lead != "" {
		f.Lead = p.T(lead)
	}
	return f, nil
}

// actor is the signed-in person.
func actor(r *http.Request) store.Actor { return store.ActingUser(auth.UserFrom(r.Context()).ID) }

// did is the address of a page that says what has just been done.
func did(path, what, who string) string {
	return path + "?did=" + what + "&who=" + who
}

// said turns the address that did made back into a sentence.
func (o *Office) said(r *http.Request, p *i18n.Printer) string {
	q := r.URL.Query()
	switch q.Get("did") {
	case "saved":
		return p.T("office.saved")
	case "site":
		return p.T("office.sites.added")
	case "published":
		return p.T("editor.did_published", "N", q.Get("who"))
	case "discarded":
		return p.T("editor.did_discarded")
	case "role", "disable", "enable":
		if u, err := o.Store.User(r.Context(), userID(q.Get("who"))); err == nil {
			return p.T("office.people.did_"+q.Get("did"), "Name", u.Name)
		}
	case "revoke", "restore", "paired":
		return o.saidOfDevice(r, p, q.Get("did"))
	}
	return ""
}

// base is the address under which people reach this server.
func (o *Office) base(r *http.Request) string {
	if o.BaseURL != "" {
		return strings.TrimSuffix(o.BaseURL, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// startsOffline tells whether a tablet that opens this server can start while
// the network is down: browsers keep pages for that only over https and on the
// machine itself.
func (o *Office) startsOffline(r *http.Request) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return o.HTTPS || r.TLS != nil || host == "localhost" || ip != nil && ip.IsLoopback()
}

func languageOptions(chosen []string) []staff.Option {
	var out []staff.Option
	for _, l := range i18n.Languages() {
		out = append(out, staff.Option{Value: string(l), Label: l.Own(), On: contains(chosen, string(l))})
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
