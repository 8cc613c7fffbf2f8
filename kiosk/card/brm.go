package card

import (
	"strings"

	"github.com/yousaid/yousaid/kiosk/card/barcode"
)

// brm is the reply side of a USPS Business Reply Mail card while it is drawn.
// Its wording is the post's and stands in no catalogue.
type brm struct {
	*side
	m    *metrics
	r    *Run
	w, h float64
	line float64 // top of the first address line
	end  float64 // bottom of the last
}

func (m *metrics) brm(r *Run, w, h float64) (*side, error) {
	b := &brm{side: &side{}, m: m, r: r, w: w, h: h}
	b.across("card_width", 0, 0, w)
	b.down("card_height", 0, 0, h)
	for _, part := range []func() error{b.sender, b.fim, b.legend, b.delivery, b.endorsement, b.barcode} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return b.side, nil
}

// sender is room for a name, and the card's code, left of the clear zone of
// the FIM.
func (b *brm) sender() error {
	const x, y, fimZone = 12.5, 6.5, 3 * inch
	q := square{b.w - fimZone - backQuiet - backQR, y, backQR, true}
	width := q.x - backQuiet - x
	text, err := b.m.fit([]span{{font: regular, text: b.r.P.T("card.back.name")}}, 7.6, 1.2, width, 2)
	if err != nil {
		return err
	}
	b.qr = &q
	b.serials = append(b.serials, serialMark{6.6, q.x, q.y + backQR + 3.4, .2, false})
	b.block(text, x, y, width, atLeft, weInk)
	for _, at := range []float64{16.5, 22} {
		b.side.line(x, at, x+width, at, .3, pen)
	}
	return nil
}

// fim stands in its clear zone: 1.75 to 3 inches from the right edge.
func (b *brm) fim() error {
	const top, height, width, pitch = .06 * inch, .625 * inch, inch / 32, inch / 16
	mark := barcode.FIMB
	if routed(b.r.IMb) {
		mark = barcode.FIMC
	}
	places := mark.Places()
	left := b.w - 2*inch - float64(len(places)-1)*pitch - width
	b.part = "fim"
	for i, bar := range places {
		if bar {
			b.fill(rect(left+float64(i)*pitch, top, width, height), black)
		}
	}
	b.part = ""
	b.across("fim_right", top+height, b.w-2*inch, b.w)
	b.down("fim_top", left, 0, top)
	b.down("fim_bottom", left, 0, top+height)
	b.measure("fim_bar", width)
	b.measure("fim_pitch", pitch)
	b.clear("zone_fim", Area{X: b.w - 3*inch, W: 1.25 * inch, H: .625 * inch}, "fim")
	b.clear("zone_lower_right", Area{X: b.w - 4.75*inch, Y: b.h - .625*inch, W: 4.75 * inch, H: .625 * inch}, "")
	return nil
}

// routed tells whether the barcode says a ZIP+4 or a delivery point.
func routed(imb string) bool {
	_, routing := barcode.ParseIMb(imb)
	return len(routing) >= 9
}

const brmLeft = 12.5

// wide is how wide the legend is: it keeps off the bars of the endorsement.
func (b *brm) wide() float64 {
	const usual, air = 92.0, 3.0
	return min(usual, b.w-endorsementEdge-endorsementW-air-brmLeft)
}

// legend is the box with the permit, and the line under it.
func (b *brm) legend() error {
	const top, size, small = 32.0, 20.0, 8.2
	width := b.wide()
	main, err := b.m.fit([]span{{font: bold, text: "BUSINESS REPLY MAIL"}}, size, 1.1, width-6, 1)
	if err != nil {
		return err
	}
	permit := "FIRST-CLASS MAIL   PERMIT NO. " + strings.ToUpper(b.r.Licence) + "   " + strings.ToUpper(b.r.City)
	line, err := b.m.fit([]span{{font: regular, text: permit}}, small, 1.2, width-6, 1)
	if err != nil {
		return err
	}
	payer, err := b.m.fit([]span{{font: regular, text: "POSTAGE WILL BE PAID BY ADDRESSEE"}}, small, 1.2, width, 1)
	if err != nil {
		return err
	}
	y := b.block(main, brmLeft, top+1.6, width, centred, weInk)
	y = b.block(line, brmLeft, y+.4, width, centred, weInk) + 1.6
	b.stroke(rect(brmLeft+.25, top, width-.5, y-top), .5, 0, black)
	b.block(payer, brmLeft, y+1.4, width, centred, weInk)
	b.measure("legend", b.m.capital(bold, main.size))
	b.line = y + 11
	return nil
}

// delivery is the address in capitals, in the middle.
func (b *brm) delivery() error {
	const x, size, leading = 34.0, 11.0, 1.3
	y := b.line
	for _, l := range b.r.Address {
		text, err := b.m.fit([]span{{font: regular, text: strings.ToUpper(l)}}, size, leading, b.w-x-34, 1)
		if err != nil {
			return err
		}
		b.measure("address", text.size*pt)
		y = b.block(text, x, y, b.w-x-34, atLeft, weInk)
	}
	if b.end = y; y > b.h-14 {
		return &FitError{Text: b.r.Address[len(b.r.Address)-1]}
	}
	return nil
}

const endorsementW, endorsementEdge = 28.0, 6.0

// endorsement is the frame at the stamp's place and the bars under it.
func (b *brm) endorsement() error {
	const width, top, height, bar, bars = endorsementW, 6.5, 20.0, 2.1, 7
	x := b.w - endorsementEdge - width
	b.stroke(rect(x+.25, top, width-.5, height), .5, 0, black)
	text, err := b.m.fit([]span{{font: bold, text: "NO POSTAGE NECESSARY IF MAILED IN THE UNITED STATES"}}, 7.4, 1.25, width-3, 5)
	if err != nil {
		return err
	}
	b.block(text, x, top+(height-text.height())/2, width, centred, weInk)
	from := top + height + 3.6
	pitch := (b.line - 2 - bar - from) / (bars - 1)
	for i := range bars {
		b.fill(rect(x, from+float64(i)*pitch, width, bar), black)
	}
	b.across("endorsement", top, x, b.w)
	b.across("bars_length", from+(bars-1)*pitch+bar, x, x+width)
	b.measure("bars_thick", bar)
	b.measure("bars_bottom", b.end-(from+(bars-1)*pitch+bar))
	return nil
}

// barcode stands under the address, as wide as 22 bars to the inch make it.
func (b *brm) barcode() error {
	if b.r.IMb == "" {
		return nil
	}
	code, err := barcode.IMb(barcode.ParseIMb(b.r.IMb))
	if err != nil {
		return err
	}
	const x, gap, half = 34.0, 3.2, .0965 * inch
	f := fourState{pitch: inch / 22, width: .020 * inch, tracker: .048 * inch, rise: .0485 * inch}
	b.bars(code, x, b.end+gap, f)
	for name, v := range map[string]float64{"imb_bar": f.width, "imb_pitch": f.pitch, "imb_full": f.full(), "imb_tracker": f.tracker, "imb_half": half,
		"imb_side": b.w - x - f.length(len(code)), "imb_above": gap} {
		b.measure(name, v)
	}
	return nil
}
