// Package kiosk takes in a customer's word through every channel: the tablet
// at reception, the customer's own phone, a card's QR, and other programs. All
// of them end in one intake, which hands it to the store.
package kiosk

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/photo"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/touch"
)

// Intake is the last step of every way in: see store.AddSubmission.
type Intake func(context.Context, store.Actor, store.NewSubmission) (store.Receipt, error)

// Options are what a Kiosk works with.
type Options struct {
	Store *store.Store
	Web   *render.Web
	// Device gives the paired device of a request's context, the zero Device
	// if there is none.
	Device func(context.Context) store.Device
	// Intake stores what came in; nil is Store.AddSubmission. A benchmark
	// brings one that stores nothing, to know what the rest costs.
	Intake Intake
	// BaseURL is what customers' links start with; "" takes it from the request.
	BaseURL string
	// Wait counts a request and says how long its sender must hold on because
	// far more comes from there than people can say; 0, or a nil Wait: not at
	// all.
	Wait func(*http.Request) time.Duration
	// Site is the one that a signed-in person has chosen; nil: the first.
	Site func(*http.Request) store.SiteID
	// Times of the tablet; the zero value is 45 s, 20 s and 30 s.
	Times touch.Times
}

// Kiosk answers customers. It holds no state of its own.
type Kiosk struct {
	store  *store.Store
	web    *render.Web
	device func(context.Context) store.Device
	add    Intake
	wait   func(*http.Request) time.Duration
	site   func(*http.Request) store.SiteID
	base   string
	times  touch.Times
	photos *photo.Desk
}

// New makes a Kiosk.
func New(o Options) *Kiosk {
	if o.Times == (touch.Times{}) {
		o.Times = touch.Times{Idle: 45_000, Warn: 20_000, Return: 30_000}
	}
	if o.Intake == nil {
		o.Intake = o.Store.AddSubmission
	}
	if o.Wait == nil {
		o.Wait = func(*http.Request) time.Duration { return 0 }
	}
	if o.Site == nil {
		o.Site = firstSite(o.Store)
	}
	return &Kiosk{store: o.Store, site: o.Site, web: o.Web, device: o.Device, add: o.Intake, wait: o.Wait, base: strings.TrimSuffix(o.BaseURL, "/"), times: o.Times, photos: photo.NewDesk()}
}

// maxBody is the most that one person may send: 4,000 characters of any script
// fit many times over.
const maxBody = 128 << 10

// baseURL is what customers' links start with, without a slash at the end.
func (k *Kiosk) baseURL(r *http.Request) string {
	if k.base != "" {
		return k.base
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (k *Kiosk) statusURL(r *http.Request, token string) string {
	return k.baseURL(r) + "/s/" + token
}

// languages are those of a site that the product speaks, the default first.
func languages(s store.Site) []i18n.Lang {
	var list []i18n.Lang
	for _, l := range s.Languages {
		if i18n.Lang(l).Valid() {
			list = append(list, i18n.Lang(l))
		}
	}
	if len(list) == 0 {
		list = []i18n.Lang{i18n.English}
	}
	return list
}

// printer speaks lang if the site offers it, else the site's own language. A
// tablet never asks the browser: it belongs to everybody.
func (k *Kiosk) printer(s store.Site, lang string) *i18n.Printer {
	offered := languages(s)
	for _, l := range offered {
		if string(l) == lang {
			return k.web.Catalog.Printer(l)
		}
	}
	return k.web.Catalog.Printer(offered[0])
}

func langs(p *i18n.Printer, offered []i18n.Lang, path string) []touch.Lang {
	var list []touch.Lang
	for _, l := range offered {
		list = append(list, touch.Lang{Code: string(l), Name: l.Own(), Href: path + "?lang=" + string(l), On: l == p.Lang})
	}
	return list
}

func (k *Kiosk) chrome(s store.Site, p *i18n.Printer, home string) touch.Chrome {
	return touch.Chrome{Shell: k.web.Shell, P: p, Site: s.Name, Home: home}
}

// when is a time as the site's clock shows it.
func when(s store.Site, t time.Time) time.Time { return t.In(s.Location()) }

// kind answers with a page that has nothing to show and says so.
func (k *Kiosk) kind(w http.ResponseWriter, r *http.Request, status int, p *i18n.Printer, key string) error {
	v := touch.KindView{Chrome: touch.Chrome{Shell: k.web.Shell, P: p, Site: "yousaid"}, Heading: p.T("touch.kind." + key + "_h"), Text: p.T("touch.kind." + key)}
	return k.web.Page(w, r, status, touch.Kind(v))
}
