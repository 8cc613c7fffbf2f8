package card

import "math"

// plan is what is known of a side besides its look: where every part of it
// stands, which areas a post wants clear, and the measures that it asks for.
type plan struct {
	part     string // of which the next thing drawn is one
	marks    []mark
	zones    []Zone
	measured map[string]float64 // millimetres by the name of the Limit
	spans    []Span
	room     Area // for an artwork
}

// mark is a thing on the paper.
type mark struct {
	Area
	part string
}

// Zone is an area that a post wants clear. Name is that of its Limit: how far
// anything stands in it.
type Zone struct {
	Name string
	Area
	part string // what may stand there
}

// Span is a measure as it lies on the card, across or down.
type Span struct {
	Name           string
	X1, Y1, X2, Y2 float64
}

func (s Span) length() float64 { return math.Hypot(s.X2-s.X1, s.Y2-s.Y1) }

// takes notes that something stands in an area.
func (p *plan) takes(a Area) { p.marks = append(p.marks, mark{a, p.part}) }

// measure notes a measure that is no line on the card.
func (p *plan) measure(name string, mm float64) {
	if p.measured == nil {
		p.measured = map[string]float64{}
	}
	p.measured[name] = mm
}

// across notes a measure from left to right at a height, down one from top to
// bottom.
func (p *plan) across(name string, y, x1, x2 float64) {
	p.measure(name, x2-x1)
	p.spans = append(p.spans, Span{name, x1, y, x2, y})
}

func (p *plan) down(name string, x, y1, y2 float64) {
	p.measure(name, y2-y1)
	p.spans = append(p.spans, Span{name, x, y1, x, y2})
}

// clear asks for an area without anything but one part ("" nothing at all).
func (p *plan) clear(name string, a Area, part string) {
	p.zones = append(p.zones, Zone{name, a, part})
}

// look measures the zones, once everything stands.
func (p *plan) look() {
	for _, z := range p.zones {
		deepest := 0.0
		for _, m := range p.marks {
			if z.part == "" || m.part != z.part {
				deepest = max(deepest, m.into(z.Area))
			}
		}
		p.measure(z.Name, deepest)
	}
}

// extent is the area that a part takes.
func (p *plan) extent(part string) (a Area) {
	for _, m := range p.marks {
		if m.part != part {
			continue
		}
		if a.W == 0 && a.H == 0 {
			a = m.Area
			continue
		}
		x, y := max(a.X+a.W, m.X+m.W), max(a.Y+a.H, m.Y+m.H)
		a.X, a.Y = min(a.X, m.X), min(a.Y, m.Y)
		a.W, a.H = x-a.X, y-a.Y
	}
	return a
}

// into is how far an area would have to move to be out of another.
func (a Area) into(z Area) float64 {
	x := min(a.X+a.W-z.X, z.X+z.W-a.X)
	y := min(a.Y+a.H-z.Y, z.Y+z.H-a.Y)
	return max(0, min(x, y))
}

func (a Area) grow(by float64) Area {
	a.X, a.Y, a.W, a.H = a.X-by, a.Y-by, a.W+2*by, a.H+2*by
	return a
}

func (p path) bounds() Area {
	x1, y1, x2, y2 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	see := func(x, y float64) {
		x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
	}
	for _, s := range p {
		switch s.op {
		case 'M', 'L':
			see(s.x1, s.y1)
		case 'C':
			see(s.x1, s.y1)
			see(s.x2, s.y2)
			see(s.x3, s.y3)
		}
	}
	return Area{X: x1, Y: y1, W: x2 - x1, H: y2 - y1}
}
