package office

import (
	"strconv"
	"time"

	"github.com/yousaid/yousaid/board/report"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// figures are the four numbers at the head of the report.
func (d reading) figures() []staff.Figure {
	return []staff.Figure{d.complaints(), d.inTime(), d.median(), d.again()}
}

func (d reading) complaints() staff.Figure {
	f := staff.Figure{Name: d.p.T("office.report.fig.complaints"), Value: strconv.Itoa(d.total.Complaints)}
	d.spark(&f, func(t report.Totals) (float64, bool) { return float64(t.Complaints), true })
	if d.before.People == 0 {
		f.Trend = d.p.T("office.report.no_before")
		return f
	}
	f.Trend = d.p.N("office.report.was_n", d.before.Complaints, "Weeks", d.period.Weeks)
	f.Icon, f.Good = arrow(report.Trend(d.before.Complaints, d.total.Complaints), report.Fell)
	return f
}

// arrow draws a direction; it is good news where it is the one hoped for.
func arrow(is, hoped report.Direction) (icon, class string) {
	if is == report.Steady {
		return "", ""
	}
	icon, class = "chevron-down", "b"
	if is == report.Rose {
		icon = "chevron-up"
	}
	if is == hoped {
		class = "g"
	}
	return icon, class
}

func (d reading) inTime() staff.Figure {
	f := staff.Figure{Name: d.p.T("office.report.fig.in_time")}
	percent, ok := report.Share(d.total.Kept, d.total.Settled)
	if !ok {
		f.Value, f.Trend = d.few(d.total.Kept, d.total.Settled), d.p.T("office.report.too_few")
		return f
	}
	f.Value, f.Unit = strconv.Itoa(percent), "%"
	f.Trend, f.Icon, f.Good = d.p.T("office.report.goal", "Value", percentText(goal)), "tick", "g"
	if percent < goal {
		f.Icon, f.Good = "chevron-down", "b"
	}
	d.spark(&f, func(t report.Totals) (float64, bool) { return ratio(t.Kept, t.Settled) })
	return f
}

func (d reading) median() staff.Figure {
	f := staff.Figure{Name: d.p.T("office.report.fig.median"), Value: "–"}
	if d.total.Answered == 0 {
		return f
	}
	f.Value = d.p.Length(d.total.Median.Round(lengthStep(d.total.Median)))
	if d.before.Answered > 0 {
		f.Trend = d.p.T("office.report.was", "Value", d.p.Length(d.before.Median.Round(lengthStep(d.before.Median))))
		f.Icon, f.Good = arrow(longer(d.before.Median, d.total.Median), report.Fell)
	}
	d.spark(&f, func(t report.Totals) (float64, bool) { return t.Median.Hours(), t.Answered > 0 })
	return f
}

// lengthStep keeps a median to one unit that people say aloud.
func lengthStep(d time.Duration) time.Duration {
	if d >= time.Hour {
		return time.Hour
	}
	return time.Minute
}

// longer compares two medians; a difference under a tenth is none.
func longer(before, after time.Duration) report.Direction {
	switch diff := after - before; {
	case diff > before/10:
		return report.Rose
	case -diff > before/10:
		return report.Fell
	}
	return report.Steady
}

func (d reading) again() staff.Figure {
	f := staff.Figure{Name: d.p.T("office.report.fig.again")}
	percent, ok := report.Share(d.total.Again, d.total.Promises)
	if !ok {
		f.Value, f.Trend = d.few(d.total.Again, d.total.Promises), d.p.T("office.report.too_few")
		return f
	}
	f.Value, f.Unit = strconv.Itoa(percent), "%"
	if was, ok := report.Share(d.before.Again, d.before.Promises); ok {
		f.Trend = d.p.T("office.report.was", "Value", percentText(was))
		f.Icon, f.Good = arrow(report.Trend(was, percent), report.Fell)
	}
	d.spark(&f, func(t report.Totals) (float64, bool) { return ratio(t.Again, t.Promises) })
	return f
}

func (d reading) few(part, all int) string {
	return d.p.T("office.report.of", "Part", part, "All", all)
}

func ratio(part, all int) (float64, bool) { return float64(part) / float64(max(all, 1)), all > 0 }

// spark draws a figure by week; weeks that have none are passed over.
func (d reading) spark(f *staff.Figure, of func(report.Totals) (float64, bool)) {
	var values []float64
	for _, w := range d.weeks {
		if v, ok := of(report.Count(w, d.now)); ok {
			values = append(values, v)
		}
	}
	if len(values) < 3 {
		return
	}
	points := report.Box{Left: 2, Top: 4, Right: 84, Bottom: 26}.Fit(values)
	f.Spark = report.Path(points)
	last := points[len(points)-1]
	f.DotX, f.DotY = report.Num(last.X), report.Num(last.Y)
}

// line is the chart of complaints by week.
func (d reading) line() staff.LineView {
	p := d.p
	values := make([]float64, len(d.weeks))
	largest := 0.0
	for i, w := range d.weeks {
		values[i] = float64(report.Count(w, d.now).Complaints)
		largest = max(largest, values[i])
	}
	scale, box := report.RoundScale(largest), report.Box{Left: 34, Top: 24, Right: 544, Bottom: 222}
	points := box.Place(values, scale)
	last := points[len(points)-1]
	v := staff.LineView{Title: d.lineTitle(values), Lead: p.T("office.report.line.lead"), Path: report.Path(points), Area: report.Area(points, box.Bottom),
		EndX: report.Num(last.X), EndY: report.Num(last.Y), End: count(values[len(values)-1]),
		Alt:  p.T("office.report.line.alt", "First", count(values[0]), "Last", count(values[len(values)-1])),
		Head: [2]string{p.T("office.report.line.week"), p.T("office.report.fig.complaints")}}
	for _, m := range scale.Marks() {
		v.Grid = append(v.Grid, staff.Tick{Y: report.Num(box.Bottom - m/scale.Max*(box.Bottom-box.Top)), Text: count(m)})
	}
	every := max((len(values)+5)/6, 1)
	for i := range values {
		from := d.period.Week(i)
		v.Table = append(v.Table, [2]string{p.DayMonth(from), count(values[i])})
		if i%every == 0 {
			v.Months = append(v.Months, staff.Tick{X: report.Num(box.Across(i, len(values))), Text: p.ShortDate(from)})
		}
	}
	return v
}

// lineTitle compares the first half of the weeks with the second.
func (d reading) lineTitle(values []float64) string {
	half := len(values) / 2
	first, second := 0.0, 0.0
	for i, v := range values {
		if i < half {
			first += v
		} else if i >= len(values)-half {
			second += v
		}
	}
	switch report.Trend(int(first), int(second)) {
	case report.Fell:
		return d.p.T("office.report.line.fell")
	case report.Rose:
		return d.p.T("office.report.line.rose")
	}
	return d.p.T("office.report.line.same")
}

func count(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// bySite is the table of sites.
func (d reading) bySite() []staff.SiteFigures {
	totals := make([]report.Totals, len(d.sites))
	largest := 1
	for i, s := range d.sites {
		of := report.OfSite(d.all, s.ID)
		if d.leaveOut {
			of = report.WithoutQuick(of)
		}
		totals[i] = report.Count(of, d.now)
		largest = max(largest, totals[i].Complaints)
	}
	var rows []staff.SiteFigures
	for i, t := range totals {
		row := staff.SiteFigures{Name: d.sites[i].Name, Count: strconv.Itoa(t.Complaints), CountW: report.Num(float64(t.Complaints) / float64(largest) * 110)}
		row.InTime = d.few(t.Kept, t.Settled)
		if percent, ok := report.Share(t.Kept, t.Settled); ok {
			row.InTime, row.InTimeW = percentText(percent), report.Num(float64(percent)*0.64)
		}
		rows = append(rows, row)
	}
	return rows
}

// channels is the bar of ways by which words came in.
func (d reading) channels() []staff.Segment {
	bars := report.Ranked(report.Channels(d.fresh))
	counts := make([]int, len(bars))
	for i, b := range bars {
		counts[i] = b.N
	}
	percents := report.Percents(counts)
	const width, gap = 470, 3
	x := 0.0
	var out []staff.Segment
	for i, b := range bars {
		w := float64(percents[i]) / 100 * float64(width-gap*(len(bars)-1))
		s := staff.Segment{Name: d.p.T("common.channel." + b.Key), Share: percentText(percents[i]), X: report.Num(x), W: report.Num(w),
			Class: channelClass(store.Channel(b.Key)), Inside: w > 52}
		if d.total.People < report.Fewest {
			s.Share, s.Inside = strconv.Itoa(b.N), w > 52
		}
		out = append(out, s)
		x += w + gap
	}
	return out
}

func channelClass(c store.Channel) string {
	switch c {
	case store.KioskChannel:
		return "c1"
	case store.CardChannel:
		return "c2"
	case store.PhoneChannel:
		return "c3"
	case store.CallChannel:
		return "c4"
	}
	return "c5"
}
