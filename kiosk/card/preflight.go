package card

import "math"

// Check is one line of a preflight: a measure, what it is and what it may be.
type Check struct {
	Limit
	Found  float64 // mm
	Chosen bool    // the limit is what the run sets, not the usual
}

// Pass tells whether the measure is within its limits, to a hundredth of a
// millimetre.
func (c Check) Pass() bool { return c.Off() == 0 }

// Off is how much too large the measure is, in millimetres, below 0 how much
// too small; 0 within its limits.
func (c Check) Off() float64 {
	const fine = .01
	switch {
	case c.Found > c.Max+fine-1e-9:
		return c.Found - c.Max
	case c.Found < c.Min-fine+1e-9:
		return c.Found - c.Min
	}
	return 0
}

// Ends tells whether the measure can be too small, too large, or both.
func (c Check) Ends() (low, high bool) { return c.Min > 0, c.Max < noEnd }

// Face is the reply side of a run as its post looks at it.
type Face struct {
	W, H   float64
	Checks []Check
	Zones  []Zone
	Spans  []Span
}

// Wrong gives the checks that do not pass.
func (f *Face) Wrong() []Check {
	var list []Check
	for _, c := range f.Checks {
		if !c.Pass() {
			list = append(list, c)
		}
	}
	return list
}

// Preflight measures the reply side of a run against what its post asks. A
// card without one gives no checks. The post has the last word: it approves a
// printed proof.
func (p *Press) Preflight(r *Run) (*Face, error) {
	d, err := p.design(r)
	if err != nil {
		return nil, err
	}
	f := &Face{W: d.w, H: d.h}
	if d.back == nil {
		return f, nil
	}
	f.Zones, f.Spans = d.back.zones, d.back.spans
	for _, l := range limits(r.Post) {
		if found, ok := d.back.measured[l.Measure]; ok {
			f.Checks = append(f.Checks, r.check(d.back.fitted(l), found))
		}
	}
	return f, nil
}

// fitted is the limit as it is on this card: how much room there is for an
// artwork goes by the card's size.
func (s *side) fitted(l Limit) Limit {
	switch l.Measure {
	case "artwork_width":
		l.Max = s.room.W
	case "artwork_height":
		l.Max = s.room.H
	}
	return l
}

// check compares one measure; what a run may set is compared with its setting.
func (r *Run) check(l Limit, found float64) Check {
	c := Check{Limit: l, Found: found}
	for _, s := range Settings(r.Post) {
		if s.Name != l.Measure {
			continue
		}
		v := r.setting(s.Name)
		c.Chosen = math.Abs(v-s.Usual) > 1e-9
		if c.Min = v; l.Max < noEnd {
			c.Max = v
		}
	}
	return c
}
