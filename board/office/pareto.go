package office

import (
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/board/report"
	"github.com/yousaid/yousaid/templates/staff"
)

// The Pareto chart: names, bars, and the running share beside them. A row is
// 29 high; the share runs from 0 at 440 to 100 percent at 560.
const (
	rowTop, rowHeight = 30, 29
	barLeft, barWidth = 225, 165
	shareLeft         = 440
	shareWidth        = 120
)

func (d reading) pareto() staff.ParetoView {
	p := d.p
	byTopic := d.q.Get("by") == "topic"
	counts := report.Titles(d.fresh, d.total.Complaints)
	if byTopic {
		counts = report.Topics(d.fresh)
	}
	bars := report.Pareto(counts, 6)
	v := staff.ParetoView{Title: p.T("office.report.pareto.plain"), Lead: p.T("office.report.pareto.lead"), By: []staff.Option{
		{Value: d.with("/office/report", "by", "what"), Label: p.T("office.report.by_what"), On: !byTopic},
		{Value: d.with("/office/report", "by", "topic"), Label: p.T("office.report.by_topic"), On: byTopic}}}
	vital, percent := report.Vital(bars)
	if vital > 0 && d.total.Complaints >= report.Fewest {
		v.Title = p.N("office.report.pareto.title", vital, "Share", percentText(percent))
	}
	v.Alt = v.Title
	v.VitalH = strconv.Itoa(rowHeight * vital)
	v.AxisEnd = strconv.Itoa(rowTop + rowHeight*len(bars))
	v.Height = strconv.Itoa(rowTop + rowHeight*max(len(bars), 7) + 14)
	line := []report.Point{{X: shareLeft, Y: 24}}
	for i, b := range bars {
		bar := d.paretoBar(i, b, bars, byTopic)
		line = append(line, report.Point{X: dotX(b), Y: float64(rowTop + i*rowHeight + 11)})
		if i == 0 || (b.Vital && i == vital-1) {
			bar.Share, bar.ShareX = percentText(b.Running), report.Num(dotX(b)+10)
		}
		v.Bars = append(v.Bars, bar)
	}
	v.Path = report.Path(line)
	return v
}

func dotX(b report.Bar) float64 { return shareLeft + float64(b.Running)*shareWidth/100 }

func (d reading) paretoBar(i int, b report.Bar, all []report.Bar, byTopic bool) staff.ParetoBar {
	largest := 1
	for _, x := range all {
		largest = max(largest, x.N)
	}
	y := rowTop + i*rowHeight
	w := float64(b.N) / float64(largest) * barWidth
	bar := staff.ParetoBar{Name: d.barName(b, byTopic), Count: strconv.Itoa(b.N), Y: strconv.Itoa(y), TextY: strconv.Itoa(y + 16), W: report.Num(w),
		CountX: report.Num(barLeft + w + 7), Vital: b.Vital, DotX: report.Num(dotX(b)), DotY: strconv.Itoa(y + 11),
		Full: d.p.T("office.report.running", "Share", percentText(b.Running))}
	return bar
}

func (d reading) barName(b report.Bar, byTopic bool) string {
	switch {
	case b.Key == "":
		return d.p.T("office.report.rest")
	case byTopic:
		return clip(d.topic(b.Key), 30)
	}
	return clip(b.Key, 30)
}

// clip shortens a name to what fits beside its bar, at the end of a word.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}
