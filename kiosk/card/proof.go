package card

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/yousaid/yousaid/templates/i18n"
)

// The proof is one sheet of paper for the post's counter: the reply side at
// 100 %, its measures as lines beside it, the areas that have to stay clear in
// a light colour, a ruler, and the list of what was measured.

var (
	zoneTint = colour{0xff, 0xef, 0xc4}
	dimInk   = colour{0x1B, 0x4B, 0x9B}
	dimPale  = colour{0x8f, 0xab, 0xd6}
)

// Proof writes the proof sheet of a run's first card, in the words of p. It
// needs a run with a reply side and one card. Its errors are those of PDF.
func (p *Press) Proof(w io.Writer, r *Run, words *i18n.Printer) error {
	d, err := p.design(r)
	if err != nil {
		return err
	}
	if d.back == nil {
		return &FieldError{"card.problem.post", "post", "cards that come back by a box have no face to prove"}
	}
	face, err := p.Preflight(r)
	if err != nil {
		return err
	}
	j := &job{press: p, m: p.metrics(), ctx: context.Background(), progress: func(int) {}}
	sheet := &proof{side: &side{}, m: j.m, p: words, face: face, h: 297, w: 210}
	if r.Paper == Letter || r.Paper == FourSix {
		sheet.w, sheet.h = 215.9, 279.4
	}
	if err := sheet.draw(r, d.back); err != nil {
		return err
	}
	one := *r
	one.Post, one.Cards, one.P = NoPost, r.Cards[:1], words
	one.Title = words.T("post.proof.title", "Post", words.T("card.post."+string(r.Post)))
	j.runs = []*Run{&one}
	j.designs = []*design{{w: sheet.w, h: sheet.h, paper: single(sheet.w, sheet.h), front: sheet.side}}
	if err := j.designs[0].tryCodes(one.Cards); err != nil {
		return err
	}
	if err := j.begin(w); err != nil {
		return err
	}
	return j.write(func(resources int, forms [][]int) { j.sheets(0, &one, resources, forms[0]) })
}

// proof is the sheet while it is drawn.
type proof struct {
	*side
	m    *metrics
	p    *i18n.Printer
	face *Face
	w, h float64
	x, y float64 // of the card
	used [4][]taken
}

// The card's edges at which dimension lines stand.
const (
	above = iota
	below
	leftOf
	rightOf
)

// taken is a stretch of a level at an edge.
type taken struct {
	level    int
	from, to float64
}

func (s *proof) draw(r *Run, back *side) error {
	s.x, s.y = (s.w-s.face.W)/2, 66
	if err := s.head(r); err != nil {
		return err
	}
	for _, z := range s.face.Zones {
		s.fill(rect(s.x+z.X, s.y+z.Y, z.W, z.H), zoneTint)
	}
	s.dimensions() // under the card: its own words stay black
	s.card(back)
	y := s.y + s.face.H + 18
	s.rulers(y)
	return s.list(y + 17)
}

func (s *proof) head(r *Run) error {
	const x, top = 14.0, 12.0
	width := s.w - 2*x
	title, err := s.m.fit([]span{{font: bold, text: s.p.T("post.proof.title", "Post", s.p.T("card.post."+string(r.Post)))}}, 13, 1.15, width, 1)
	if err != nil {
		return err
	}
	y := s.block(title, x, top, width, atLeft, weInk) + 1
	for _, key := range []string{"post.proof.word", "post.proof.how"} {
		text, err := s.m.fit([]span{{font: regular, text: s.p.T(key)}}, 8.2, 1.3, width, 3)
		if err != nil {
			return err
		}
		y = s.block(text, x, y, width, atLeft, weInk) + .6
	}
	return nil
}

// card draws the reply side as it is printed, and the numbers of the zones.
func (s *proof) card(back *side) {
	s.stroke(rect(s.x, s.y, s.face.W, s.face.H), .15, 1, dotted)
	x, y := s.x, s.y
	s.same = append(s.same, func(v canvas) { back.paint(shifted{v, x, y}) })
	for _, m := range back.serials {
		m.x, m.baseline = m.x+x, m.baseline+y
		s.serials = append(s.serials, m)
	}
	if back.qr != nil {
		s.qr = &square{back.qr.x + x, back.qr.y + y, back.qr.size, back.qr.back}
	}
	for _, z := range s.face.Zones {
		s.note(s.x+z.X+.6, s.y+z.Y+.4, s.number(z.Name), 0)
	}
}

// number is the place of a measure in the list.
func (s *proof) number(measure string) string {
	for i, c := range s.face.Checks {
		if c.Measure == measure {
			return fmt.Sprint(i + 1)
		}
	}
	return ""
}

const noteSize = 5.6

// note is small blue text; to is the share of its width left of x.
func (s *proof) note(x, y float64, text string, to float64) {
	b, err := s.m.fit([]span{{font: semi, text: text}}, noteSize, 1.2, 60, 1)
	if err != nil || text == "" {
		return
	}
	s.ink = dimInk
	s.block(b, x-b.lines[0].w*to, y, 60, atLeft, weInk)
	s.ink = black
}

func inches(mm float64) string { return fmt.Sprintf("%.3f in", mm/inch) }

// dimensions draws the measures that lie on the card as lines beside it.
func (s *proof) dimensions() {
	for _, x := range s.face.Spans {
		n := s.number(x.Name)
		if n == "" && x.Name != "card_width" && x.Name != "card_height" || x.length() < .01 {
			continue
		}
		if x.Y1 == x.Y2 {
			s.horizontal(x, n)
		} else {
			s.vertical(x, n)
		}
	}
}

// level is the first at an edge where a stretch is free; ok is false when
// there is none.
func (s *proof) level(edge, most int, from, to float64) (int, bool) {
	for n := range most {
		free := true
		for _, t := range s.used[edge] {
			free = free && (t.level != n || t.to < from || t.from > to)
		}
		if free {
			s.used[edge] = append(s.used[edge], taken{n, from, to})
			return n, true
		}
	}
	return 0, false
}

func (s *proof) horizontal(x Span, number string) {
	const step, reach = 6.2, 3.5
	edge, from, sign := above, s.y, -1.0
	if x.Y1 > s.face.H/2 {
		edge, from, sign = below, s.y+s.face.H, 1
	}
	text := fmt.Sprintf("%.2f mm · %s", x.length(), inches(x.length()))
	if number != "" {
		text = number + ": " + text
	}
	middle := s.x + (x.X1+x.X2)/2
	half := max(x.length()-.2, s.m.width(semi, noteSize, text)+2) / 2
	n, ok := s.level(edge, []int{4, 2}[edge], middle-half, middle+half)
	if !ok {
		return
	}
	y := from + sign*(reach+float64(n)*step)
	a, b := s.x+x.X1, s.x+x.X2
	s.thin(a, s.y+x.Y1, a, y+sign*.8)
	s.thin(b, s.y+x.Y2, b, y+sign*.8)
	s.arrows(a, y, b, y)
	s.note(middle, y-2.6, text, .5)
}

func (s *proof) vertical(x Span, number string) {
	const step, reach, line = 11.8, 11.8, 2.3
	edge, from, sign, to := leftOf, s.x, -1.0, 0.0
	if x.X1 > s.face.W/2 {
		edge, from, sign, to = rightOf, s.x+s.face.W, 1, 1
	}
	middle := s.y + (x.Y1+x.Y2)/2
	half := max(x.length()-.2, 3*line+.6) / 2
	n, ok := s.level(edge, 2, middle-half, middle+half)
	if !ok {
		return
	}
	at := from + sign*(reach+float64(n)*step)
	a, b := s.y+x.Y1, s.y+x.Y2
	s.thin(s.x+x.X1, a, at+sign*.8, a)
	s.thin(s.x+x.X2, b, at+sign*.8, b)
	s.arrows(at, a, at, b)
	lines := []string{fmt.Sprintf("%.2f mm", x.length()), inches(x.length())}
	if number != "" {
		lines = append([]string{number}, lines...)
	}
	y := middle - float64(len(lines))*line/2
	for i, l := range lines {
		s.note(at-sign*.9, y+float64(i)*line, l, to)
	}
}

func (s *proof) thin(x1, y1, x2, y2 float64) {
	s.line(x1, y1, x2, y2, .1, dimPale)
}

// arrows is a line with a short stroke across each end.
func (s *proof) arrows(x1, y1, x2, y2 float64) {
	s.line(x1, y1, x2, y2, .16, dimInk)
	for _, at := range []point{{x1, y1}, {x2, y2}} {
		s.line(at.x-.6, at.y+.6, at.x+.6, at.y-.6, .25, dimInk)
	}
}

// rulers are 100 mm and 4 inches, to see whether it was printed at 100 %.
func (s *proof) rulers(y float64) {
	const x = 20.0
	text := s.p.T("post.proof.ruler")
	for row, unit := range []struct {
		name  string
		step  float64
		n     int
		major int
	}{{"mm", 1, 100, 10}, {"in", inch / 8, 32, 8}} {
		top := y + float64(row)*8
		s.line(x, top, x+unit.step*float64(unit.n), top, .2, black)
		for i := range unit.n + 1 {
			tick := 1.2
			if i%unit.major == 0 {
				tick = 2.6
				s.small(x+float64(i)*unit.step, top+2.6, fmt.Sprint(i/unit.major*map[string]int{"mm": 10, "in": 1}[unit.name]))
			}
			s.line(x+float64(i)*unit.step, top, x+float64(i)*unit.step, top+tick, .12, black)
		}
		s.small(x+unit.step*float64(unit.n)+5, top+2.6, unit.name)
	}
	const beside = x + 112
	if b, err := s.m.fit([]span{{font: regular, text: text}}, 7.4, 1.25, s.w-14-beside, 4); err == nil {
		s.block(b, beside, y-.5, s.w-14-beside, atLeft, weInk)
	}
}

func (s *proof) small(x, y float64, text string) {
	b, err := s.m.fit([]span{{font: regular, text: text}}, 5.6, 1.1, 20, 1)
	if err == nil {
		s.block(b, x-b.lines[0].w/2, y, 20, atLeft, weInk)
	}
}

// list is what was measured, in two columns, as large as there is room.
func (s *proof) list(top float64) error {
	const x, between, foot = 14.0, 6.0, 9.0
	width := (s.w - 2*x - between) / 2
	half := (len(s.face.Checks) + 1) / 2
	for size := 8.4; size > 4.4; size -= .2 {
		blocks, fits := make([]block, len(s.face.Checks)), true
		heights := [2]float64{}
		for i, c := range s.face.Checks {
			b, err := s.m.fit(s.sentence(i, c), size, 1.24, width, 3)
			if err != nil {
				fits = false
				break
			}
			blocks[i] = b
			heights[i/half] += b.height() + .7
		}
		if !fits || math.Max(heights[0], heights[1]) > s.h-foot-top {
			continue
		}
		y := top
		for i, b := range blocks {
			if i == half {
				y = top
			}
			y = s.block(b, x+float64(i/half)*(width+between), y, width, atLeft, weInk) + .7
		}
		return nil
	}
	return &FitError{Text: s.p.T("post.proof.title", "Post", "")}
}

// sentence says a measure, what is wanted and by whom.
func (s *proof) sentence(i int, c Check) []span {
	words := CheckWords(s.p, c)
	out := []span{{font: bold, text: fmt.Sprintf("%d. %s: %s", i+1, words.Name, words.Found)}, {font: regular, text: " " + words.Wanted}}
	if words.Wrong != "" {
		out = append(out, span{font: bold, text: " " + words.Wrong})
	}
	said := words.Source
	if !c.Verified {
		said += ", " + s.p.T("post.preflight.unverified")
	}
	return append(out, span{font: regular, text: " (" + said + ")"})
}

// shifted draws elsewhere.
type shifted struct {
	canvas
	x, y float64
}

func (v shifted) fill(p path, c colour) { v.canvas.fill(p.at(v.x, v.y, 1), c) }

func (v shifted) stroke(p path, width, dash float64, c colour) {
	v.canvas.stroke(p.at(v.x, v.y, 1), width, dash, c)
}

func (v shifted) text(f fontID, size, x, baseline float64, pieces []piece, c colour) {
	v.canvas.text(f, size, x+v.x, baseline+v.y, pieces, c)
}

func (v shifted) artwork(a *Artwork, at Area) {
	at.X, at.Y = at.X+v.x, at.Y+v.y
	v.canvas.artwork(a, at)
}
