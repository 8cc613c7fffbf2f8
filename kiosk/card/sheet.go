package card

import (
	"math"
)

// sheet is a paper with the places of its cards, in millimetres.
type sheet struct {
	w, h         float64 // of the page
	cardW, cardH float64
	front        []point // top left corners, in order of serials
	cuts         []line
}

type point struct{ x, y float64 }

type line struct{ a, b point }

func (p Paper) sheet() sheet {
	switch p {
	case A6:
		return single(148, 105)
	case FourSix:
		return single(152.4, 101.6)
	case Letter:
		return fourUp(279.4, 215.9, 139.7, 107.95)
	}
	// Four A6 cards are 1 mm narrower than A4: they meet in the middle.
	return fourUp(297, 210, 148, 105)
}

// PerSheet is the number of cards on one sheet.
func (p Paper) PerSheet() int { return len(p.sheet().front) }

// Sheets is the number of sheets that n cards need.
func (p Paper) Sheets(n int) int { return (n + p.PerSheet() - 1) / p.PerSheet() }

func single(w, h float64) sheet {
	return sheet{w: w, h: h, cardW: w, cardH: h, front: []point{{0, 0}}}
}

func fourUp(w, h, cw, ch float64) sheet {
	left, top := w/2-cw, h/2-ch
	s := sheet{w: w, h: h, cardW: cw, cardH: ch}
	for _, y := range []float64{top, h / 2} {
		for _, x := range []float64{left, w / 2} {
			s.front = append(s.front, point{x, y})
		}
	}
	const mark = 4
	x, y := w/2, h/2
	s.cuts = []line{
		{point{x, 0}, point{x, mark}}, {point{x, h - mark}, point{x, h}},
		{point{0, y}, point{mark, y}}, {point{w - mark, y}, point{w, y}},
		{point{x, y - mark/2}, point{x, y + mark/2}}, {point{x - mark/2, y}, point{x + mark/2, y}},
	}
	return s
}

// back gives the places of the reply sides, in order of serials. All sheets
// with several cards lie across: turned over their short edge, left and right
// change places; over their long edge, top and bottom do.
func (s sheet) back(f Flip) []point {
	if len(s.front) == 1 {
		return s.front
	}
	out := make([]point, len(s.front))
	for i, p := range s.front {
		if f == ShortEdge {
			out[i] = point{s.w - p.x - s.cardW, p.y}
		} else {
			out[i] = point{p.x, s.h - p.y - s.cardH}
		}
	}
	return out
}

// Layout says where everything stands on every page of a run, in millimetres
// from the page's top left corner. The reader of returned cards needs it.
type Layout struct {
	Page  Size     `json:"page"`
	Cards []Placed `json:"cards"`
}

// Size is a width and a height.
type Size struct {
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// Placed is one side of one card on its page. Pages count from 1.
type Placed struct {
	Serial  string  `json:"serial"`
	Page    int     `json:"page"`
	Side    string  `json:"side"` // "front" or "back"
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	W       float64 `json:"w"`
	H       float64 `json:"h"`
	Boxes   []Box   `json:"boxes"`
	Writing []Area  `json:"writing"`
}

// Box is one box to tick, border included: of field "mood", "topic", or the
// further question that it belongs to.
type Box struct {
	Field string  `json:"field"`
	Value string  `json:"value"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	W     float64 `json:"w"`
	H     float64 `json:"h"`
}

// Area is where somebody writes: field "text", "contact", or a further
// question.
type Area struct {
	Field string  `json:"field"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	W     float64 `json:"w"`
	H     float64 `json:"h"`
}

// Layout draws the run in thought and says where everything came to stand.
func (p *Press) Layout(r *Run) (Layout, error) {
	d, err := p.design(r)
	if err != nil {
		return Layout{}, err
	}
	sh := r.Paper.sheet()
	l := Layout{Page: Size{mm(sh.w), mm(sh.h)}, Cards: make([]Placed, 0, len(r.Cards)*2)}
	sides := 1
	if r.TwoSided() {
		sides = 2
	}
	for i, c := range r.Cards {
		page := i/len(sh.front)*sides + 1
		l.Cards = append(l.Cards, d.front.placed(c.Serial, page, "front", sh, sh.front[i%len(sh.front)]))
		if sides == 2 {
			l.Cards = append(l.Cards, d.back.placed(c.Serial, page+1, "back", sh, sh.back(r.Flip)[i%len(sh.front)]))
		}
	}
	return l, nil
}

func (s *side) placed(serial string, page int, name string, sh sheet, at point) Placed {
	out := Placed{Serial: serial, Page: page, Side: name, X: mm(at.x), Y: mm(at.y), W: mm(sh.cardW), H: mm(sh.cardH),
		Boxes: make([]Box, len(s.boxes)), Writing: make([]Area, len(s.writing))}
	for i, b := range s.boxes {
		b.X, b.Y = mm(b.X+at.x), mm(b.Y+at.y)
		out.Boxes[i] = b
	}
	for i, a := range s.writing {
		a.X, a.Y, a.W, a.H = mm(a.X+at.x), mm(a.Y+at.y), mm(a.W), mm(a.H)
		out.Writing[i] = a
	}
	return out
}

// mm rounds to a hundredth of a millimetre, finer than any printer.
func mm(v float64) float64 { return math.Round(v*100) / 100 }

// mmFine rounds to a thousandth, for curves.
func mmFine(v float64) float64 { return math.Round(v*1000) / 1000 }

// Size is the size of a side, or of the whole sheet, in millimetres.
func (p Paper) Size(s Side) (w, h float64) {
	sh := p.sheet()
	if s == Whole {
		return sh.w, sh.h
	}
	return sh.cardW, sh.cardH
}
