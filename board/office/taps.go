package office

import "github.com/yousaid/yousaid/templates/staff"

// taps is the switch that leaves quick taps out of every figure; nil where there
// were none.
func (d reading) taps() *staff.TapsView {
	if d.quick == 0 {
		return nil
	}
	v := &staff.TapsView{Label: d.p.N("taps.switch", d.quick), On: d.leaveOut, Hint: d.p.T("taps.hint"),
		Href: d.with("/office/report", "taps", "in"), Note: d.p.N("taps.without", d.quick)}
	if !d.leaveOut {
		v.Href, v.Note = d.with("/office/report", "taps", "out"), d.p.N("taps.with", d.quick)
	}
	return v
}
