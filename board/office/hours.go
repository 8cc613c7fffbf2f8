package office

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// dayGroup is one row of the table of opening hours.
type dayGroup struct {
	key  string
	days []time.Weekday
}

// simpleWeek is what set-up asks for, fullWeek what a site's own page shows.
func simpleWeek() []dayGroup {
	return []dayGroup{
		{"week", []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}},
		{"sat", []time.Weekday{time.Saturday}}, {"sun", []time.Weekday{time.Sunday}},
	}
}

func fullWeek() []dayGroup {
	var rows []dayGroup
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		rows = append(rows, dayGroup{strings.ToLower(d.String()[:3]), []time.Weekday{d}})
	}
	return rows
}

// parseClock reads a time of day in minutes: 7, 07:00, 7.30, 22:00 or 24:00.
func parseClock(s string) (int, bool) {
	h, m, _ := strings.Cut(strings.Replace(strings.TrimSpace(s), ".", ":", 1), ":")
	hour, ok := digits(h)
	if !ok {
		return 0, false
	}
	minute := 0
	if m != "" {
		if minute, ok = digits(m); !ok || len(m) != 2 {
			return 0, false
		}
	}
	at := hour*60 + minute
	return at, minute < 60 && at <= 24*60
}

func digits(s string) (int, bool) {
	if s == "" || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// readHours takes the table of opening hours from a form. bad names the rows
// that cannot be taken.
func readHours(r *http.Request, rows []dayGroup) (h store.Hours, bad map[string]bool) {
	bad = map[string]bool{}
	for _, row := range rows {
		if r.FormValue("closed-"+row.key) != "" {
			continue
		}
		from, ok1 := parseClock(r.FormValue("from-" + row.key))
		to, ok2 := parseClock(r.FormValue("to-" + row.key))
		if !ok1 || !ok2 || to <= from {
			bad[row.key] = true
			continue
		}
		for _, d := range row.days {
			h[d] = []store.Span{{From: from, To: to}}
		}
	}
	return h, bad
}

// readWeek takes the hours of every single day, each with one or more spans.
func readWeek(r *http.Request) (h store.Hours, bad map[string]bool) {
	bad = map[string]bool{}
	for _, row := range fullWeek() {
		if r.FormValue("closed-"+row.key) != "" {
			continue
		}
		spans, ok := parseSpans(r.FormValue("open-" + row.key))
		if !ok {
			bad[row.key] = true
			continue
		}
		h[row.days[0]] = spans
	}
	return h, bad
}

// parseSpans reads the opening hours of a day: "07:00–12:00, 13:00–22:00".
func parseSpans(s string) ([]store.Span, bool) {
	var list []store.Span
	dash := strings.NewReplacer("–", "-", "—", "-", "−", "-")
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		a, b, _ := strings.Cut(dash.Replace(part), "-")
		from, ok1 := parseClock(a)
		to, ok2 := parseClock(b)
		if !ok1 || !ok2 {
			return nil, false
		}
		list = append(list, store.Span{From: from, To: to})
	}
	return list, len(list) > 0 && store.Hours{list}.Valid()
}

func spansText(list []store.Span) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, clockText(s.From)+"–"+clockText(s.To))
	}
	return strings.Join(parts, ", ")
}

// week is the table in which every day has its own line of spans.
func week(p *i18n.Printer, fill func(dayGroup, *staff.HoursRow)) staff.Hours {
	v := staff.Hours{Label: p.T("office.hours.label"), Hint: p.T("office.hours.hint") + " " + p.T("office.hours.spans_hint"), Spans: true}
	for _, row := range fullWeek() {
		x := staff.HoursRow{Key: row.key, Label: dayLabel(p, row)}
		fill(row, &x)
		v.Rows = append(v.Rows, x)
	}
	return v
}

// typedWeek shows a form's days again as they were typed.
func typedWeek(r *http.Request, p *i18n.Printer, bad map[string]bool) staff.Hours {
	return week(p, func(row dayGroup, x *staff.HoursRow) {
		x.Open, x.Closed = r.FormValue("open-"+row.key), r.FormValue("closed-"+row.key) != ""
		if bad[row.key] {
			x.Problem = p.T("office.problem.spans")
		}
	})
}

// savedWeek shows the days of a site.
func savedWeek(p *i18n.Printer, h store.Hours) staff.Hours {
	return week(p, func(row dayGroup, x *staff.HoursRow) {
		x.Open = spansText(h[row.days[0]])
		x.Closed = x.Open == ""
	})
}

// typedHours shows a form's table again as it was typed.
func typedHours(r *http.Request, p *i18n.Printer, rows []dayGroup, bad map[string]bool) staff.Hours {
	v := staff.Hours{Label: p.T("office.hours.label"), Hint: p.T("office.hours.hint")}
	for _, row := range rows {
		x := staff.HoursRow{Key: row.key, Label: dayLabel(p, row), From: r.FormValue("from-" + row.key),
			To: r.FormValue("to-" + row.key), Closed: r.FormValue("closed-"+row.key) != ""}
		if bad[row.key] {
			x.Problem = p.T("office.problem.hours")
		}
		v.Rows = append(v.Rows, x)
	}
	return v
}

// savedHours shows the hours of a site.
func savedHours(p *i18n.Printer, rows []dayGroup, h store.Hours) staff.Hours {
	v := staff.Hours{Label: p.T("office.hours.label"), Hint: p.T("office.hours.hint")}
	for _, row := range rows {
		x := staff.HoursRow{Key: row.key, Label: dayLabel(p, row), Closed: true}
		if spans := h[row.days[0]]; len(spans) > 0 {
			x.From, x.To, x.Closed = clockText(spans[0].From), clockText(spans[len(spans)-1].To), false
		}
		v.Rows = append(v.Rows, x)
	}
	return v
}

func dayLabel(p *i18n.Printer, row dayGroup) string {
	if len(row.days) > 1 {
		return p.T("office.hours.week")
	}
	return capital(p.WeekdayName(row.days[0]))
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// defaultHours is where set-up starts: a place open on all days but shorter
// on weekends.
func defaultHours() store.Hours {
	var h store.Hours
	for d := range h {
		h[d] = []store.Span{{From: 8 * 60, To: 20 * 60}}
	}
	h[time.Saturday], h[time.Sunday] = []store.Span{{From: 9 * 60, To: 18 * 60}}, nil
	return h
}

// parseHolidays reads one holiday a line: a date, then its name. line is the
// first that has no date, 0 if all have.
func parseHolidays(text string) (list []store.Holiday, line int) {
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		day, name, _ := strings.Cut(l, " ")
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, i + 1
		}
		list = append(list, store.Holiday{Day: day, Name: strings.TrimSpace(name)})
	}
	return list, 0
}

func holidaysText(list []store.Holiday) string {
	var b strings.Builder
	for _, h := range list {
		b.WriteString(strings.TrimSpace(h.Day+" "+h.Name) + "\n")
	}
	return b.String()
}

// promiseOptions offers what places promise; a promise that is not among them
// is added.
func promiseOptions(p *i18n.Printer, chosen string) []staff.Option {
	offered := []string{"4h", "8h", "1wd", "2wd", "3wd", "5wd", "10wd"}
	if chosen != "" && !contains(offered, chosen) {
		offered = append(offered, chosen)
	}
	var out []staff.Option
	for _, s := range offered {
		if promise, err := store.ParsePromise(s); err == nil {
			out = append(out, staff.Option{Value: s, Label: promiseWords(p, promise), On: s == chosen})
		}
	}
	return out
}

func promiseWords(p *i18n.Printer, promise store.Promise) string {
	if promise.Unit == "h" {
		return p.N("office.promise.hours", promise.N)
	}
	return p.N("office.promise.days", promise.N)
}
