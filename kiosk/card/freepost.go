package card

import (
	"regexp"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card/barcode"
)

var freepostNumber = regexp.MustCompile(`^[A-Z]{4}-[A-Z]{4}-[A-Z]{4}$`)

// freepost is the reply side of Royal Mail's Freepost: the mark is the artwork
// that comes with the licence, the licence number stands in the address.
func (m *metrics) freepost(r *Run, w, h float64) (*side, error) {
	const left, edge, top, foot = 66.0, 6.0, 38.5, 18.5
	p := m.postal(r, w, h)
	p.part = "mark"
	if _, err := p.place(r.Artwork, Area{X: left, Y: edge, W: w - edge - left, H: top - edge - 1.5}, atRight); err != nil {
		return nil, err
	}
	p.part = "address"
	end, err := p.addressLines(left, top, w-left-8, 10.5, r.freepostLines())
	if err != nil {
		return nil, err
	}
	if r.RM4SCC != "" {
		if end, err = p.freepostBars(left, end); err != nil {
			return nil, err
		}
	}
	p.part = ""
	p.down("rm_address_top", left+4, 0, top)
	p.down("rm_address_bottom", left+4, end, h)
	if err := p.column(10, h-10); err != nil {
		return nil, err
	}
	return p.done(end, h-foot)
}

// freepostLines are the address with the licence number, which comes second
// and once.
func (r *Run) freepostLines() []string {
	number := capitals(r.Licence)
	for _, l := range r.Address {
		if strings.Contains(strings.ToUpper(l), number) {
			return r.Address
		}
	}
	return append([]string{r.Address[0], "Freepost " + number}, r.Address[1:]...)
}

// freepostBars is the four-state code of the postcode under the address; it
// gives where the code ends.
func (p *postal) freepostBars(x, y float64) (float64, error) {
	code, err := barcode.RM4SCC(p.r.RM4SCC)
	if err != nil {
		return 0, err
	}
	f := fourState{pitch: inch / 22, width: .5, tracker: 1.3, rise: 1.9}
	air := p.r.setting("rm_clear")
	y += max(air, 2.4)
	p.part = "barcode"
	p.bars(code, x, y, f)
	p.clear("zone_rm_code", Area{X: x, Y: y, W: f.length(len(code)), H: f.full()}.grow(air), "barcode")
	p.part = "address"
	p.measure("rm_bar", f.width)
	p.measure("rm_pitch", f.pitch)
	p.measure("rm_full", f.full())
	p.measure("rm_tracker", f.tracker)
	p.measure("rm_rise", f.rise)
	p.measure("rm_clear", air)
	return y + f.full(), nil
}
