package card

import "regexp"

var ibrsPrefix = regexp.MustCompile(`^(IBRS|CCRI)( */ *(IBRS|CCRI))?( *N(O|[°º])?[ .:°º]+| *: *| +|$)`)

// ibrsNumber is a licence number without what is printed before it on the card,
// which people copy along.
func ibrsNumber(licence string) string {
	return ibrsPrefix.ReplaceAllString(capitals(licence), "")
}

// ibrs is the reply side of the Universal Postal Union's International
// Business Reply Service, in French as the Union writes, and in English.
func (m *metrics) ibrs(r *Run, w, h float64) (*side, error) {
	p := m.postal(r, w, h)
	if err := p.ibrsHead(); err != nil {
		return nil, err
	}
	top, err := p.ibrsAddress()
	if err != nil {
		return nil, err
	}
	if err := p.ibrsLegend(top); err != nil {
		return nil, err
	}
	return p.side, p.column(26, h-10)
}

const (
	ibrsLeft  = 64.0 // of legend and address
	ibrsEmpty = 20.5 // at the right and at the foot
	ibrsGap   = 2.0  // between legend and address
)

// ibrsHead is the black label at the left, the number under it, and the frame
// where a stamp would stand.
func (p *postal) ibrsHead() error {
	const markW, markH = 38.0, 16.0
	label := Area{X: thanksX, Y: 6, W: 44, H: 11}
	p.fill(rect(label.X, label.Y, label.W, label.H), black)
	p.ink = white
	err := p.lines(label, 9, 1.5, "PAR AVION", "PRIORITAIRE")
	p.ink = black
	if err != nil {
		return err
	}
	number, err := p.m.fit([]span{{font: regular, text: "IBRS/CCRI No: " + ibrsNumber(p.r.Licence)}}, 8.4, 1.2, columnW, 1)
	if err != nil {
		return err
	}
	p.block(number, thanksX, label.Y+label.H+1.4, columnW, atLeft, weInk)
	mark := Area{X: p.w - 7 - markW, Y: 6, W: markW, H: markH}
	p.down("ibrs_mark", mark.X+mark.W, mark.Y, mark.Y+mark.H)
	return p.framed(mark, .5, 9, "NE PAS AFFRANCHIR", "NO STAMP REQUIRED")
}

// ibrsAddress is the frame with the address; it gives its top.
func (p *postal) ibrsAddress() (float64, error) {
	const size, air = 10.5, 2.4
	x, width := ibrsLeft, p.w-ibrsEmpty-ibrsLeft
	height := float64(len(p.r.Address))*size*pt*1.32 + 2*air
	frame := Area{X: x, Y: p.h - ibrsEmpty - height, W: width, H: height}
	if height > 30 {
		return 0, &FitError{Text: p.r.Address[len(p.r.Address)-1]}
	}
	p.part = "address"
	p.stroke(rect(frame.X+.25, frame.Y+.25, frame.W-.5, frame.H-.5), .5, 0, black)
	_, err := p.addressLines(x+3, frame.Y+air, width-6, size, p.r.Address)
	p.part = ""
	p.down("ibrs_rect", frame.X+width, frame.Y, frame.Y+height)
	p.down("ibrs_rect_bottom", frame.X+width, frame.Y+height, p.h)
	p.across("ibrs_rect_right", frame.Y+height, frame.X+width, p.w)
	p.clear("zone_ibrs_right", Area{X: frame.X + width, Y: frame.Y, W: p.w - frame.X - width, H: height}, "")
	p.clear("zone_ibrs_foot", Area{X: ibrsLeft, Y: frame.Y + height, W: p.w - ibrsLeft, H: p.h - frame.Y - height}, "")
	return frame.Y, err
}

// ibrsLegend stands between two bars above the address.
func (p *postal) ibrsLegend(below float64) error {
	bar, gap := p.r.setting("ibrs_bar"), p.r.setting("ibrs_gap")
	x, width := ibrsLeft, p.w-ibrsEmpty-ibrsLeft
	y := below - ibrsGap - 2*bar - gap
	p.fill(rect(x, y, width, bar), black)
	p.fill(rect(x, y+bar+gap, width, bar), black)
	p.down("ibrs_bar", x+width, y, y+bar)
	p.down("ibrs_gap", x+width, y+bar, y+bar+gap)
	p.down("ibrs_block", x, y, y+2*bar+gap)
	p.across("ibrs_right", y, x+width, p.w)
	text := Area{X: x, Y: y + bar, W: width, H: gap}
	size := min(12.5, (gap-1.5)/(3*1.2*pt))
	p.measure("ibrs_text", 3*size*1.2*pt)
	return p.lines(text, size, 0, "REPONSE PAYEE", "REPLY PAID", capitals(p.r.Country))
}
