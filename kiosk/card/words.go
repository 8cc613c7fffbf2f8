package card

import (
	"fmt"
	"strings"

	"github.com/yousaid/yousaid/templates/i18n"
)

// CheckText is a check in words: what was measured and found, what the post
// wants, what is to be changed ("" nothing), and who says so.
type CheckText struct{ Name, Found, Wanted, Wrong, Source string }

// CheckWords says a check in the words of p.
func CheckWords(p *i18n.Printer, c Check) CheckText {
	t := CheckText{Name: p.T("post.measure." + c.Measure), Found: p.T("post.preflight.found", "MM", millimetres(c.Found), "In", fmt.Sprintf("%.3f", c.Found/inch))}
	low, high := c.Ends()
	zone := strings.HasPrefix(c.Measure, "zone_")
	switch {
	case zone:
		t.Found, t.Wanted = p.T("post.preflight.clear"), ""
	case low && high && c.Min == c.Max:
		t.Wanted = p.T("post.preflight.exactly", "MM", millimetres(c.Min))
	case low && high:
		t.Wanted = p.T("post.preflight.between", "Min", millimetres(c.Min), "Max", millimetres(c.Max))
	case high:
		t.Wanted = p.T("post.preflight.most", "MM", millimetres(c.Max))
	default:
		t.Wanted = p.T("post.preflight.least", "MM", millimetres(c.Min))
	}
	switch off := c.Off(); {
	case zone && off != 0:
		t.Found, t.Wrong = p.T("post.preflight.inside", "MM", millimetres(off)), p.T("post.preflight.move", "MM", millimetres(off))
	case off > 0:
		t.Wrong = p.T("post.preflight.less", "MM", millimetres(off))
	case off < 0:
		t.Wrong = p.T("post.preflight.more", "MM", millimetres(-off))
	}
	t.Source = source(p, c)
	return t
}

func source(p *i18n.Printer, c Check) string {
	switch {
	case c.Chosen:
		return p.T("post.preflight.chosen")
	case strings.HasPrefix(c.Source, "post."):
		return p.T(c.Source)
	}
	return c.Source
}

// millimetres has two digits behind the point.
func millimetres(v float64) string { return fmt.Sprintf("%.2f", v) }
