package office

import (
	"math"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/board/report"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

func silenceFields() []string { return []string{"silent", "leave", "spend", "tell", "away"} }

// silence reckons with the reader's own guesses, or with ours to start from.
func (d reading) silence() staff.SilenceView {
	guess := func(name string, start, most float64) float64 {
		f, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(d.q.Get(name)), ",", ".", 1), 64)
		if err != nil || math.IsNaN(f) || f < 0 || f > most {
			return start
		}
		return f
	}
	in := report.Silence{Said: d.total.Complaints, Silent: guess("silent", 10, 1000), Leave: guess("leave", 30, 100),
		Spend: guess("spend", 180, 1e6), Tell: guess("tell", 9, 1000), Away: guess("away", 2, 100)}
	c := in.Cost()
	p := d.p
	v := staff.SilenceView{Total: groups(p, c.Total()), Foot: p.T("office.silence.foot", "Said", groups(p, float64(c.Said)), "Silent", groups(p, float64(c.Silent)))}
	for i, value := range []float64{in.Silent, in.Leave, in.Spend, in.Tell, in.Away} {
		name := silenceFields()[i]
		f := staff.Field{Name: name, Label: p.T("office.silence." + name), Value: strconv.FormatFloat(value, 'f', -1, 64)}
		if name == "leave" || name == "away" {
			f.Hint = "%"
		}
		v.Fields = append(v.Fields, f)
	}
	for _, k := range []string{"weeks", "by", "site", "taps"} {
		if value := d.q.Get(k); value != "" {
			v.Keep = append(v.Keep, staff.Hidden{Name: k, Value: value})
		}
	}
	spend := groups(p, in.Spend)
	v.Lines = [][2]string{
		{p.T("office.silence.left", "N", groups(p, float64(c.Leave)), "Spend", spend), groups(p, c.LeaveSum)},
		{p.T("office.silence.put_off", "N", groups(p, float64(c.PutOff)), "Spend", spend), groups(p, c.Aside)},
	}
	return v
}

// groups writes a whole number with its thousands apart, as the language does
// (CLDR: a comma in English and Filipino, a point in German, else a space).
func groups(p *i18n.Printer, f float64) string {
	apart := "\u00a0"
	switch p.Lang {
	case i18n.English, i18n.Filipino:
		apart = ","
	case i18n.German:
		apart = "."
	}
	s := strconv.FormatFloat(math.Round(f), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + apart + s[i:]
	}
	return s
}
