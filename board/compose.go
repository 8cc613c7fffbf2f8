package board

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/wall"
	"github.com/yousaid/yousaid/templates/wording"
)

const (
	maxRows  = 6
	maxFixed = 4
	// Below so many answers a percentage would say more than is known.
	enoughForPercent = 10
	shareDays        = 90
)

// parts reads what changes while a board is open and makes it ready to show.
func (b *Board) parts(ctx context.Context, site store.Site, p *i18n.Printer) (wall.Parts, error) {
	rows, err := b.store.TopComplaints(ctx, site.ID, maxRows)
	if err != nil {
		return wall.Parts{}, err
	}
	return b.partsOf(ctx, site, p, rows)
}

func (b *Board) partsOf(ctx context.Context, site store.Site, p *i18n.Printer, rows []store.BoardRow) (wall.Parts, error) {
	v := wall.Parts{P: p, FixedTall: p.T("wall.fixed_at", "Site", site.Name)}
	for _, row := range rows {
		v.Entries = append(v.Entries, entry(p, site, row))
	}
	even(p, v.Entries)
	now := b.store.Now().In(site.Location())
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, site.Location())
	fixed, err := b.store.Fixed(ctx, site.ID, month, maxFixed+maxRows)
	if err != nil {
		return v, err
	}
	v.Fixed = fixedLines(p, site, fixed, rows)
	v.FixedSize = wall.NewFit(p.Lang).Fixed(v.Fixed)
	kept, due, err := b.store.KeptShare(ctx, site.ID, now.AddDate(0, 0, -shareDays))
	v.Share = share(p, site, kept, due)
	return v, err
}

// entry is one row in the board's language; a sentence without a translation
// stands in the site's first language.
func entry(p *i18n.Printer, site store.Site, row store.BoardRow) wall.Entry {
	e := wall.Entry{
		ID:      row.ID.String(),
		Count:   strconv.Itoa(row.People),
		People:  p.N("wall.people", row.People),
		YouSaid: wall.Unbroken(row.Said.In(string(p.Lang), site.DefaultLang())),
		WeDo:    wall.Unbroken(weDo(p, site, row)),
		Who:     who(p, row),
		Status:  string(row.Status),
	}
	e.By, e.ByTall = byWhen(p, site, row)
	e.WhoSize = wall.NewFit(p.Lang).Who(e.Who)
	e.Initial, e.Magnet = wall.Initial(e.Who), wall.Magnet(e.Who)
	return e
}

// even gives each column one letter size.
func even(p *i18n.Printer, list []wall.Entry) {
	var said, do []string
	for _, e := range list {
		said, do = append(said, e.YouSaid), append(do, e.WeDo)
	}
	fit := wall.NewFit(p.Lang)
	for i := range list {
		list[i].SaidSize, list[i].DoSize = fit.Said(said...), fit.Do(do...)
	}
}

// weDo is our sentence; a refusal is headed "Why:", unless it says so itself.
func weDo(p *i18n.Printer, site store.Site, row store.BoardRow) string {
	s := row.Doing.In(string(p.Lang), site.DefaultLang())
	why := p.T("wall.why", "Text", "")
	if row.Status != store.Cant || s == "" || strings.HasPrefix(strings.ToLower(s), strings.ToLower(strings.TrimSpace(why))) {
		return s
	}
	return p.T("wall.why", "Text", s)
}

func who(p *i18n.Printer, row store.BoardRow) string {
	switch {
	case row.OwnerShown != "":
		return row.OwnerShown
	case row.OwnerRole != "":
		return p.T("common.role." + string(row.OwnerRole))
	}
	return ""
}

// byWhen is the day for a wide screen, under its heading, and for a tall one,
// which has no heading: by the day promised, since the day it was done, or
// again on the day we look at a refusal again.
func byWhen(p *i18n.Printer, site store.Site, row store.BoardRow) (wide, tall string) {
	at, key := row.By, "wall.by"
	switch row.Status {
	case store.Done:
		at, key = row.DoneAt, "wall.since"
	case store.Cant:
		key = "wall.again"
	}
	if at.IsZero() {
		return "", ""
	}
	wide = shortDay(p, at.In(site.Location()))
	return wide, p.T(key, "Date", wide)
}

// shortDay writes a short month out ("1 March"); a long one is cut ("23 Nov").
func shortDay(p *i18n.Printer, t time.Time) string {
	if s := p.DayMonth(t); utf8.RuneCountInString(s) <= 8 {
		return s
	}
	return p.ShortDate(t)
}

// fixedLines leaves out what stands among the rows already.
func fixedLines(p *i18n.Printer, site store.Site, fixed, rows []store.BoardRow) []string {
	shown := map[store.EntryID]bool{}
	for _, row := range rows {
		shown[row.ID] = true
	}
	var lines []string
	for _, f := range fixed {
		if s := f.Said.In(string(p.Lang), site.DefaultLang()); !shown[f.ID] && s != "" && len(lines) < maxFixed {
			lines = append(lines, wall.Unbroken(s))
		}
	}
	return lines
}

func share(p *i18n.Printer, site store.Site, kept, due int) wall.Share {
	unit, promise := wording.PromiseUnit(site), site.Promise
	switch {
	case due == 0:
		return wall.Share{Words: p.N("wall.promise_"+unit, promise.N)}
	case due < enoughForPercent:
		return wall.Share{Words: p.T("wall.few", "Kept", kept, "Of", due)}
	}
	percent := strconv.Itoa(kept * 100 / due) // down: 199 of 200 is not all
	return wall.Share{Percent: percent + "\u00a0%", Arc: percent + " 100", Words: p.N("wall.within_"+unit, promise.N)}
}

func clock(p *i18n.Printer, site store.Site, t time.Time) wall.Clock {
	t = t.In(site.Location())
	return wall.Clock{
		Time:    p.Clock(t),
		Updated: p.T("wall.updated", "Time", p.Clock(t)),
		Weekday: p.Weekday(t),
		Day:     p.DayMonth(t),
		Short:   p.WeekdayShort(t) + " " + p.ShortDate(t),
		Zone:    site.Location().String(),
	}
}

// page is the whole board around its changing parts, not yet live.
func (b *Board) page(r *http.Request, site store.Site, p *i18n.Printer, parts wall.Parts) (wall.BoardView, error) {
	v := wall.BoardView{
		P: p, Shell: b.web.Shell, Site: site.LongName, Parts: parts,
		Title: templates.Plain(p.T("wall.said")+" "+p.T("wall.did")) + " · " + site.Name,
		Long:  wall.HeadClass(p),
		Clock: clock(p, site, b.store.Now()),
		Langs: languages(r.URL, site, p.Lang),
	}
	if t := r.URL.Query().Get("theme"); t == "light" || t == "dark" {
		v.Theme = t
	}
	form := "/at/" + url.PathEscape(site.Slug)
	code, err := drawQR(b.base(r) + form)
	if err != nil {
		return v, err
	}
	v.Tell = wall.Tell{URL: b.base(r) + form, Path: form, QRPath: code.path, QRFrame: code.frame, QRSize: code.size}
	return v, nil
}

func languages(u *url.URL, site store.Site, now i18n.Lang) []wall.Language {
	var list []wall.Language
	for _, l := range site.Languages {
		q := u.Query()
		q.Set("lang", l)
		list = append(list, wall.Language{Lang: l, Own: i18n.Lang(l).Own(), URL: "?" + q.Encode(), Current: i18n.Lang(l) == now})
	}
	return list
}

// base is the address customers reach us at.
func (b *Board) base(r *http.Request) string {
	switch {
	case b.opts.BaseURL != "":
		return strings.TrimSuffix(b.opts.BaseURL, "/")
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
