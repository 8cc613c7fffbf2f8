package office

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/board/report"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// goal is the share of promises that a place should keep, in percent.
const goal = 90

// reading is everything that a report is made from.
type reading struct {
	p      *i18n.Printer
	q      url.Values
	here   string // name of the site in the bar
	now    time.Time
	period report.Period
	site   store.Site    // that the reader looks at; zero for all of them
	all    store.Figures // of the period, of every site
	fresh  store.Figures // of the period
	old    store.Figures // of the weeks before
	total  report.Totals
	before report.Totals
	weeks  []store.Figures
	sites  []store.Site

	quick    int  // quick taps of the period, at the sites that the reader looks at
	leaveOut bool // of all figures but those for the CSV, which does it by itself
}

// Report answers GET /office/report.
func (o *Office) Report(w http.ResponseWriter, r *http.Request) error {
	d, err := o.read(r)
	if err != nil {
		return err
	}
	v := d.view()
	if v.Frame, err = o.frame(r, "office.report.title", "", ""); err != nil {
		return err
	}
	if v.Frame.Bar, err = o.Auth.Bar(r, "report"); err != nil {
		return err
	}
	return o.Web.Page(w, r, http.StatusOK, staff.Report(v))
}

// ReportCSV answers GET /office/report.csv: the counts by week and site.
func (o *Office) ReportCSV(w http.ResponseWriter, r *http.Request) error {
	d, err := o.read(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="yousaid-`+d.period.From.Format(time.DateOnly)+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	return report.WriteCSV(w, d.period, d.all, d.sites, d.now, d.leaveOut)
}

// read asks the store for the period and the same length before it. Days
// begin at midnight of the reader's site.
func (o *Office) read(r *http.Request) (reading, error) {
	site := o.Auth.Site(r)
	d := reading{p: o.Auth.Printer(r), q: r.URL.Query(), now: o.Store.Now().In(site.Location()), here: site.Name, site: site, sites: o.Store.Sites()}
	if d.q.Get("site") == "all" {
		d.site = store.Site{}
	}
	d.period = report.LastWeeks(d.now, weeksOf(d.q.Get("weeks")))
	var err error
	if d.all, err = o.Store.Figures(r.Context(), 0, d.period.From, d.period.To); err != nil {
		return d, err
	}
	b := d.period.Before()
	if d.old, err = o.Store.Figures(r.Context(), d.site.ID, b.From, b.To); err != nil {
		return d, err
	}
	d.fresh = d.all
	if d.site.ID != 0 {
		if d.fresh, err = o.Store.Figures(r.Context(), d.site.ID, d.period.From, d.period.To); err != nil {
			return d, err
		}
	}
	d.quick, d.leaveOut = report.Quick(d.fresh), d.q.Get("taps") != "in"
	if d.leaveOut {
		d.fresh, d.old = report.WithoutQuick(d.fresh), report.WithoutQuick(d.old)
	}
	d.total, d.before = report.Count(d.fresh, d.now), report.Count(d.old, d.now)
	d.weeks = d.period.ByWeek(d.fresh)
	return d, nil
}

func weeksOf(s string) int {
	switch s {
	case "4":
		return 4
	case "26":
		return 26
	case "52":
		return 52
	}
	return 12
}

// with is this page's address with some answers changed.
func (d reading) with(path string, pairs ...string) string {
	q := url.Values{}
	for _, k := range append([]string{"weeks", "by", "site", "taps"}, silenceFields()...) {
		if v := d.q.Get(k); v != "" {
			q.Set(k, v)
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + q.Encode()
}

func (d reading) view() staff.ReportView {
	p := d.p
	v := staff.ReportView{Sentence: d.sentence(), CSV: d.with("/office/report.csv"), Figures: d.figures(),
		Promise: p.T("office.report.promise", "Goal", percentText(goal)), MarkX: report.Num(64 * goal / 100.0)}
	v.Good, v.Marker, v.Next = d.headline()
	for _, n := range []int{4, 12, 26, 52} {
		v.Periods = append(v.Periods, staff.Option{Value: d.with("/office/report", "weeks", strconv.Itoa(n)), Label: p.N("office.report.weeks", n), On: n == d.period.Weeks})
	}
	if len(d.sites) > 1 {
		v.Scope = []staff.Option{{Value: d.with("/office/report", "site", "one"), Label: d.here, On: d.site.ID != 0},
			{Value: d.with("/office/report", "site", "all"), Label: p.T("office.report.all_sites"), On: d.site.ID == 0}}
	}
	v.Taps = d.taps()
	if d.total.People == 0 {
		v.Empty = p.T("office.report.empty")
		return v
	}
	v.Line, v.Pareto, v.Channels, v.Sites, v.Silence = d.line(), d.pareto(), d.channels(), d.bySite(), d.silence()
	return v
}

// headline says in one sentence what got better or worse beyond chance, and
// in another what is worth doing next.
func (d reading) headline() (good, marker, next string) {
	if d.total.Complaints < report.Fewest {
		return d.p.T("office.report.few"), "you", ""
	}
	good, marker = d.p.T("office.report.steady"), "we"
	before, after := d.halves()
	delete(before, "other") // says nothing in a headline
	delete(after, "other")
	if moves := report.Moves(before, after); len(moves) > 0 {
		key := "office.report.less"
		if moves[0].Direction == report.Rose {
			key, marker = "office.report.more", "you"
		}
		good = d.p.T(key, "Topic", d.topic(moves[0].Key))
	}
	for _, g := range d.fresh.Groups {
		if g.Title != "" && g.Status != store.Done && g.Status != store.Cant {
			return good, marker, d.p.T("office.report.next", "Title", g.Title)
		}
	}
	return good, marker, ""
}

// halves are the topics of the weeks before and of the period; a place that
// has no weeks before compares the two halves of the period.
func (d reading) halves() (before, after map[string]int) {
	if d.before.People > 0 {
		return report.Topics(d.old), report.Topics(d.fresh)
	}
	var first, second store.Figures
	for i, w := range d.weeks {
		if i < len(d.weeks)/2 {
			first.Topics = append(first.Topics, w.Topics...)
		} else {
			second.Topics = append(second.Topics, w.Topics...)
		}
	}
	return report.Topics(first), report.Topics(second)
}

func (d reading) sentence() string {
	s := d.p.T("office.report.range", "From", d.p.DayMonth(d.period.From), "To", d.p.DayMonth(d.now)+" "+strconv.Itoa(d.now.Year())) +
		" " + d.p.N("office.report.spoke", d.total.People)
	if percent, ok := report.Share(d.total.Kept, d.total.Settled); ok {
		s += " " + d.p.T("office.report.kept", "Share", percent)
	}
	return s
}

func (d reading) topic(key string) string {
	switch key {
	case "waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other":
		return d.p.T("common.topic." + key)
	}
	return key // the owner's own
}

func percentText(n int) string { return strconv.Itoa(n) + "\u00a0%" }
