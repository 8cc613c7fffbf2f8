package card

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Side names a side of the card.
type Side string

// The sides.
const (
	Front Side = "front"
	Back  Side = "back"
	Whole Side = "sheet" // the front of a whole sheet
)

// SVG draws one side of the run's first card, or its first sheet, as a
// picture: the same drawing as the PDF's, letters as outlines, so the picture
// is the print.
func (p *Press) SVG(w io.Writer, r *Run, which Side) error {
	d, err := p.design(r)
	if err != nil {
		return err
	}
	sh := single(d.w, d.h)
	s := d.front
	switch {
	case which == Whole:
		sh = r.Paper.sheet()
	case which == Back && d.back != nil:
		s = d.back
	}
	v := &svgCanvas{m: p.metrics(), seen: map[string]bool{}}
	if err := v.sheet(sh, s, r.Cards); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%smm" height="%smm" viewBox="0 0 %[1]s %[2]s"><path fill="#fff" d="M0 0h%[1]sv%[2]sH0z"/><defs>%[3]s</defs>%[4]s</svg>`,
		num(sh.w), num(sh.h), v.defs.String(), v.body.String())
	return err
}

func (v *svgCanvas) sheet(sh sheet, s *side, cards []Card) error {
	for i, at := range sh.front {
		if i >= len(cards) {
			break
		}
		fmt.Fprintf(&v.body, `<g transform="translate(%s %s)">`, num(at.x), num(at.y))
		s.paint(v)
		if err := v.card(s, cards[i]); err != nil {
			return err
		}
		v.body.WriteString("</g>")
	}
	for _, c := range sh.cuts {
		v.stroke(path{{op: 'M', x1: c.a.x, y1: c.a.y}, {op: 'L', x1: c.b.x, y1: c.b.y}}, .2, 0, dotted)
	}
	return nil
}

// svgCanvas draws on an SVG picture.
type svgCanvas struct {
	m          *metrics
	seen       map[string]bool // glyphs that defs holds
	defs, body strings.Builder
}

func (v *svgCanvas) fill(p path, c colour) {
	fmt.Fprintf(&v.body, `<path fill="%s" d="%s"/>`, c.hex(), p.svg())
}

func (v *svgCanvas) stroke(p path, width, dash float64, c colour) {
	dashes := ""
	if dash > 0 {
		dashes = ` stroke-dasharray="` + num(dash) + `"`
	}
	fmt.Fprintf(&v.body, `<path fill="none" stroke="%s" stroke-width="%s" stroke-linecap="%s" stroke-linejoin="round"%s d="%s"/>`,
		c.hex(), num(width), lineCap(p, dash), dashes, p.svg())
}

// lineCap is round for drawings and flat for rules and dashes.
func lineCap(p path, dash float64) string {
	if dash > 0 || len(p) == 2 {
		return "butt"
	}
	return "round"
}

func (v *svgCanvas) text(f fontID, size, x, baseline float64, pieces []piece, c colour) {
	for _, p := range pieces {
		v.letters(f, size, x+p.x, baseline, 0, p.text, c)
	}
}

func (v *svgCanvas) letters(f fontID, size, x, baseline, tracking float64, text string, c colour) {
	k := size * pt / em
	for _, r := range text {
		fmt.Fprintf(&v.body, `<use href="#%s" fill="%s" transform="translate(%s %s) scale(%s)"/>`, v.glyph(f, r), c.hex(), num(x), num(baseline), strconv.FormatFloat(k, 'g', 4, 64))
		x += v.m.advance(f, r)*size*pt + tracking*pt
	}
}

// glyph puts the outline of a letter into defs once and gives its id.
func (v *svgCanvas) glyph(f fontID, r rune) string {
	id := fmt.Sprintf("g%d-%x", f, r)
	if v.seen[id] {
		return id
	}
	v.seen[id] = true
	fmt.Fprintf(&v.defs, `<path id="%s" d="`, id)
	outline, _ := v.m.press.fonts[f].LoadGlyph(&v.m.buf, v.m.glyph(f, r), fixed.I(em), nil)
	for _, s := range outline {
		letter, points := segment(s)
		v.defs.WriteByte(letter)
		for i, p := range points {
			if i > 0 {
				v.defs.WriteByte(' ')
			}
			fmt.Fprintf(&v.defs, "%d %d", p.X.Round(), p.Y.Round())
		}
	}
	v.defs.WriteString(`"/>`)
	return id
}

func segment(s sfnt.Segment) (letter byte, points []fixed.Point26_6) {
	switch s.Op {
	case sfnt.SegmentOpMoveTo:
		return 'M', s.Args[:1]
	case sfnt.SegmentOpLineTo:
		return 'L', s.Args[:1]
	case sfnt.SegmentOpQuadTo:
		return 'Q', s.Args[:2]
	}
	return 'C', s.Args[:3]
}

// card draws what is different on each card.
func (v *svgCanvas) card(s *side, c Card) error {
	text := v.m.clean(bold, c.Serial)
	for _, m := range s.serials {
		x := m.x
		if m.right {
			x -= v.m.serialWidth(m, text)
		}
		v.letters(bold, m.size, x, m.baseline, m.tracking, text, black)
	}
	if s.qr == nil {
		return nil
	}
	q, err := s.qr.encode(c.URL)
	if err != nil {
		return err
	}
	fmt.Fprintf(&v.body, `<path transform="translate(%s %s) scale(%s)" shape-rendering="crispEdges" d="%s"/>`,
		num(s.qr.x), num(s.qr.y), strconv.FormatFloat(s.qr.size/float64(q.n), 'f', 5, 64), q.svg())
	return nil
}

func (m modules) svg() string {
	var b strings.Builder
	for y := range m.n {
		for x := 0; x < m.n; x++ {
			from := x
			for x < m.n && m.dark(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h%dz", from, y, x-from, from-x)
			}
		}
	}
	return b.String()
}

func (p path) svg() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteByte(s.op)
		switch s.op {
		case 'C':
			fmt.Fprintf(&b, "%s %s %s %s %s %s", num(s.x1), num(s.y1), num(s.x2), num(s.y2), num(s.x3), num(s.y3))
		case 'M', 'L':
			b.WriteString(num(s.x1) + " " + num(s.y1))
		}
	}
	return b.String()
}

func (c colour) hex() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// num is a length without needless digits.
func num(v float64) string { return strconv.FormatFloat(mmFine(v), 'f', -1, 64) }
