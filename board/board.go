// Package board is the public whiteboard: what was said, what is done about
// it, by whom and by when. Screens stay open for months, so the page is kept
// alive by a stream of events.
package board

import (
	"context"
	"errors"
	"hash/fnv"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/wall"
)

// Options say how the board is served.
type Options struct {
	BaseURL    string        // of the server as customers reach it; "": as the reader does
	Version    string        // of the program; screens load anew when it changes
	MaxScreens int           // open at once; 0: 5,000
	Beat       time.Duration // between two signs of life; 0: 15 s

	// Device gives the paired device that asks now, the zero Device for none;
	// gone says that the browser was one until it was revoked. nil: there are
	// no devices.
	Device func(*http.Request) (d store.Device, gone bool)
}

// Board shows the whiteboard. Any number of goroutines may use it.
type Board struct {
	store *store.Store
	web   *render.Web
	opts  Options
	hub   *hub
}

// New makes the board. Nothing moves on open screens until Run is called.
func New(s *store.Store, web *render.Web, o Options) *Board {
	if o.MaxScreens == 0 {
		o.MaxScreens = 5000
	}
	if o.Beat == 0 {
		o.Beat = 15 * time.Second
	}
	b := &Board{store: s, web: web, opts: o}
	b.hub = newHub(b, o.MaxScreens, web.Log)
	return b
}

// Run keeps the open screens up to date until ctx is done; then it ends every
// stream, so that the server can shut down.
func (b *Board) Run(ctx context.Context) {
	b.hub.run(ctx, b.store.Watch(ctx), b.opts.Beat)
}

// Close ends every stream: for http.Server.RegisterOnShutdown.
func (b *Board) Close() { b.hub.close() }

// Screens is how many screens are open now.
func (b *Board) Screens() int { return b.hub.count() }

// Door is GET /board: a paired screen's own board, the board of the only site,
// or a choice of boards. With ?pair a screen that is not paired is led there.
func (b *Board) Door(w http.ResponseWriter, r *http.Request) error {
	switch d, gone := b.device(r); {
	case gone || d.ID == 0 && r.URL.Query().Has("pair"):
		return b.web.Redirect(w, r, notPaired)
	case d.Kind == store.BoardDevice:
		return b.web.Redirect(w, r, b.homeOf(d))
	}
	sites := b.store.Sites()
	if len(sites) < 2 {
		return b.show(w, r, "")
	}
	p := b.web.Printer(r)
	v := wall.SitesView{P: p, Shell: b.web.Shell, Title: templates.Plain(p.T("wall.choose"))}
	for _, s := range sites {
		v.Sites = append(v.Sites, wall.Site{Name: s.LongName, URL: "/board/" + url.PathEscape(s.Slug)})
	}
	return b.web.Page(w, r, http.StatusOK, wall.Sites(v))
}

// Show is GET /board/{site}: the whiteboard in the site's first language, or
// in ?lang=. ?theme=light or dark fixes what otherwise follows the screen.
func (b *Board) Show(w http.ResponseWriter, r *http.Request) error {
	return b.show(w, r, r.PathValue("site"))
}

func (b *Board) show(w http.ResponseWriter, r *http.Request, slug string) error {
	site, err := b.store.SiteBySlug(slug)
	if err != nil {
		return err
	}
	d, gone := b.device(r)
	if gone {
		return b.web.Redirect(w, r, notPaired)
	}
	p := b.printer(r, site)
	parts, err := b.parts(r.Context(), site, p)
	if err != nil {
		return err
	}
	v, err := b.page(r, site, p, parts)
	if err != nil {
		return err
	}
	v.Live, v.Letters = b.live(r, site, p), letters(d.Screen)
	return b.web.Page(w, r, http.StatusOK, wall.Board(v))
}

// Events is GET /board/events?site=SLUG&lang=: the stream that keeps a board
// up to date. It begins with the whole state.
func (b *Board) Events(w http.ResponseWriter, r *http.Request) error {
	site, err := b.store.SiteBySlug(r.URL.Query().Get("site"))
	if err != nil {
		return err
	}
	switch err := b.hub.serve(w, r, channel{site.ID, b.printer(r, site).Lang}, b.viewer(r, site)); {
	case errors.Is(err, errNoRoom):
		// For a script, not for eyes: it comes again by itself.
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
		return nil
	default:
		return err
	}
}

// printer is the language of a board: ?lang=, else the site's first. A screen
// in a hall has no reader whose browser could be asked.
func (b *Board) printer(r *http.Request, site store.Site) *i18n.Printer {
	if l := i18n.Lang(r.URL.Query().Get("lang")); l.Valid() {
		return b.web.Catalog.Printer(l)
	}
	return b.web.Catalog.Printer(i18n.Lang(site.DefaultLang()))
}

// live is the script's orders. Lengths of time are in milliseconds.
func (b *Board) live(r *http.Request, site store.Site, p *i18n.Printer) *wall.Live {
	q := url.Values{"site": {site.Slug}, "lang": {string(p.Lang)}}
	return &wall.Live{
		Events:  "/board/events?" + q.Encode(),
		Version: b.version(site),
		Now:     strconv.FormatInt(b.store.Now().UnixMilli(), 10),
		AsOf:    "60000",
		Stale:   "600000",
		Silence: "40000",
		Retry:   "4000",
		Shift:   "300000",
	}
}

// version changes with the program and with all of the page that does not
// come over the stream.
func (b *Board) version(site store.Site) string {
	h := fnv.New64a()
	for _, s := range append([]string{b.opts.Version, b.opts.BaseURL, site.Slug, site.LongName, site.Zone}, site.Languages...) {
		h.Write([]byte(s + "\x00"))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}
