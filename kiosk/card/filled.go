package card

import "image"

// Filled is what somebody's pen has put on a card: boxes by field and value, and
// words by writing area.
type Filled struct {
	Ticks map[string][]string
	Words map[string]string
}

// Filled draws the question side of the run's first card, with its code and its
// number, as a scan of it would look after somebody has filled it in, DotsPerMM
// to the millimetre. It is for shows: how well cards are read is measured with
// other pictures, which nothing here has drawn. The result is the caller's.
func (p *Press) Filled(r *Run, f Filled) (*image.Gray, error) {
	front, v, err := p.dots(r)
	if err != nil {
		return nil, err
	}
	code, err := front.qr.encode(r.Cards[0].URL)
	if err != nil {
		return nil, err
	}
	v.code(*front.qr, code)
	for _, s := range front.serials {
		x := s.x
		if s.right {
			x -= v.m.serialWidth(s, r.Cards[0].Serial)
		}
		v.text(bold, s.size, x, s.baseline, []piece{{text: r.Cards[0].Serial}}, black)
	}
	for _, b := range front.boxes {
		for _, value := range f.Ticks[b.Field] {
			if value == b.Value {
				v.stroke(svgPath("M1 2.6 2.2 3.9 4.6 .4").at(b.X, b.Y, 1), .5, 0, black)
			}
		}
	}
	for _, a := range front.writing {
		v.text(hand, 15, a.X+2, a.Y+min(a.H-2, 6.5), []piece{{text: f.Words[a.Field]}}, black)
	}
	return v.img, nil
}

func (v *raster) code(at square, m modules) {
	step := at.size / float64(m.n)
	for y := range m.n {
		for x := range m.n {
			if m.dark(x, y) {
				v.fill(rect(at.x+float64(x)*step, at.y+float64(y)*step, step, step), black)
			}
		}
	}
}
