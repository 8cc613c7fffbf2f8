package card

import "math"

// back is the reply side in the generic wording: thanks on the left, the
// post's half on the right. The lowest 16 mm of the right half stay empty,
// the post prints its own codes there.
func (m *metrics) back(r *Run, w, h float64) (*side, error) {
	b := &back{side: &side{}, m: m, r: r, w: w, h: h}
	top := []func() error{b.licence, b.stamp}
	if r.Artwork != nil {
		top = []func() error{b.approved}
	}
	for _, part := range append(append([]func() error{b.thanks, b.keep}, top...), b.address) {
		if err := part(); err != nil {
			return nil, err
		}
	}
	b.line(67, 10, 67, h-10, .3, rule)
	return b.side, nil
}

type back struct {
	*side
	m     *metrics
	r     *Run
	w, h  float64
	above float64 // where the thanks end
}

const (
	thanksX, thanksY, thanksW = 10.0, 10.0, 52.0
	quietFoot                 = 16.0
)

func (b *back) thanks() error {
	h1, err := b.m.fit(heading(b.r.P.T("card.back.heading")), 30, .92, thanksW, 2)
	if err != nil {
		return err
	}
	text, err := b.m.fit([]span{{font: regular, text: b.r.P.T("card.back.board")}}, 8.6, 1.32, thanksW, 5)
	if err != nil {
		return err
	}
	y := b.block(h1, thanksX, thanksY, thanksW, atLeft, weInk)
	b.above = b.block(text, thanksX, y+3, thanksW, atLeft, weInk)
	return nil
}

// keep is the part with the card's own number.
func (b *back) keep() error {
	const padX, padY = 3.0, 2.4
	text, err := b.m.fit([]span{{font: regular, text: b.r.P.T("card.back.follow")}}, 8, 1.32, thanksW-2*padX, 4)
	if err != nil {
		return err
	}
	const number = 15 * pt * 1.15
	height := 2*padY + text.height() + number
	y := b.h - 10 - height
	b.stroke(roundRect(thanksX, y, thanksW, height, 2), .35, 1.05, dotted)
	end := b.block(text, thanksX+padX, y+padY, thanksW, atLeft, weInk)
	b.serials = append(b.serials, serialMark{15, thanksX + padX, end + number/2 + 15*pt*.35, .6, false})
	return b.between(b.above, y)
}

// The code of a reply side, and the white around it.
const backQR, backQuiet = 15.0, 2.1

// between is the card's code, and the logo where there is room for it.
func (b *back) between(top, bottom float64) error {
	room := bottom - top
	if room < backQR+2*backQuiet-1 {
		return &FitError{Text: b.r.P.T("card.back.board")}
	}
	b.qr = &square{thanksX + thanksW - backQR, top + (room-backQR)/2, backQR, true}
	const logoW, logoH = 23.4, 20.4
	if room > logoH+4 {
		b.logo(thanksX, top+(room-logoH)/2, logoW)
	}
	return nil
}

// approved is the post's own picture, which says all that there is to say.
func (b *back) approved() error {
	const x, edge, foot = 72.0, 8.0, 40.0
	_, err := b.place(b.r.Artwork, Area{X: x, Y: edge, W: b.w - edge - x, H: foot - edge}, atRight)
	return err
}

func (b *back) licence() error {
	const x, top = 72.0, 9.0
	width := b.w - 38 - 3 - x
	p := b.r.postP()
	title, err := b.m.fit([]span{{font: bold, text: p.T("card.back.paid")}}, 12.5, 1.1, width, 2)
	if err != nil {
		return err
	}
	y := b.block(title, x, top, width, atLeft, weInk) + 1
	lines := []string{b.r.City}
	if b.r.Licence != "" {
		lines = []string{p.T("card.back.licence", "Number", b.r.Licence), b.r.City}
	}
	for _, l := range lines {
		text, err := b.m.fit([]span{{font: regular, text: l}}, 8, 1.3, width, 2)
		if err != nil {
			return err
		}
		y = b.block(text, x, y, width, atLeft, weInk)
	}
	return nil
}

// stamp is the square where the stamp would go.
func (b *back) stamp() error {
	const width, height, border = 30.0, 25.0, .5
	x, y, p := b.w-8-width, 8.0, b.r.postP()
	b.stroke(rect(x+border/2, y+border/2, width-border, height-border), border, 0, black)
	main, err := b.m.fit([]span{{font: bold, text: p.T("card.back.nostamp")}}, 8.6, 1.22, width-3, 3)
	if err != nil {
		return err
	}
	small, err := b.m.fit([]span{{font: regular, text: p.T("card.back.payer")}}, 6.8, 1.22, width-3, 3)
	if err != nil {
		return err
	}
	top := y + (height-main.height()-1-small.height())/2
	top = b.block(main, x, top, width, centred, weInk)
	b.block(small, x, top+1, width, centred, weInk)
	return nil
}

// address keeps 40 mm to the top and the foot empty, as the post asks.
func (b *back) address() error {
	const x, size, leading = 76.0, 12.0, 1.42
	top := math.Min(49, b.h*49/105)
	width := b.w - x - 8
	b.down("generic_top", x, 0, top)
	b.clear("zone_generic_foot", Area{X: 67.5, Y: b.h - quietFoot, W: b.w - 67.5, H: quietFoot}, "")
	for i, l := range b.r.Address {
		f := regular
		if i == 0 {
			f = bold
		}
		text, err := b.m.fit([]span{{font: f, text: l}}, size, leading, width, 2)
		if err != nil {
			return err
		}
		top = b.block(text, x, top, width, atLeft, weInk)
	}
	if top > b.h-quietFoot {
		return &FitError{Text: b.r.Address[len(b.r.Address)-1]}
	}
	return nil
}
