package card

// design is both sides of a run's card; back is nil where there is none.
type design struct {
	w, h        float64
	front, back *side
}

// design draws the card of a run. Its errors are FieldError and FitError.
func (p *Press) design(r *Run) (*design, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	sh := r.Paper.sheet()
	d := &design{w: sh.cardW, h: sh.cardH}
	m := p.metrics()
	var err error
	if d.front, err = m.front(r, d.w, d.h); err != nil {
		return nil, err
	}
	switch r.Post {
	case Generic:
		d.back, err = m.back(r, d.w, d.h)
	case BRM:
		d.back, err = m.brm(r, d.w, d.h)
	}
	return d, err
}

// serialWidth is the width of a card number in millimetres.
func (m *metrics) serialWidth(s serialMark, text string) float64 {
	w := 0.0
	for _, r := range text {
		w += m.advance(bold, r)*s.size*pt + s.tracking*pt
	}
	return w - s.tracking*pt
}
