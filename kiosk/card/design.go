package card

// design is both sides of a run's card; back is nil where there is none.
type design struct {
	w, h        float64
	paper       sheet
	front, back *side
}

// design draws the card of a run. Its errors are FieldError and FitError.
func (p *Press) design(r *Run) (*design, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	sh := r.Paper.sheet()
	d := &design{w: sh.cardW, h: sh.cardH, paper: sh}
	m := p.metrics()
	var err error
	if d.front, err = m.front(r, d.w, d.h); err != nil {
		return nil, err
	}
	if face := m.face(r.Post); face != nil {
		if d.back, err = face(r, d.w, d.h); err != nil {
			return nil, err
		}
		d.back.standing(m)
	}
	return d, nil
}

// face draws the reply side of a way back; nil where there is none.
func (m *metrics) face(p Post) func(r *Run, w, h float64) (*side, error) {
	switch p {
	case Generic:
		return m.back
	case BRM:
		return m.brm
	case IBRS:
		return m.ibrs
	case Freepost:
		return m.freepost
	case Antwort:
		return m.antwort
	}
	return nil
}

// standing notes what stands on the side besides its drawing, and then looks
// at the zones of the post.
func (s *side) standing(m *metrics) {
	s.part = ""
	for _, x := range s.serials {
		s.takes(numberArea(m, x))
	}
	if s.qr != nil {
		s.takes(Area{X: s.qr.x, Y: s.qr.y, W: s.qr.size, H: s.qr.size}.grow(backQuiet))
	}
	s.look()
}

// serialWidth is the width of a card number in millimetres.
func (m *metrics) serialWidth(s serialMark, text string) float64 {
	w := 0.0
	for _, r := range text {
		w += m.advance(bold, r)*s.size*pt + s.tracking*pt
	}
	return w - s.tracking*pt
}
