package card

// canvas is what a card is drawn on: the PDF and the picture on screen. All
// lengths are millimetres from the card's top left corner.
type canvas interface {
	fill(p path, c colour)
	// stroke draws the outline; dash 0 is a whole line.
	stroke(p path, width, dash float64, c colour)
	text(f fontID, size, x, baseline float64, pieces []piece, c colour)
	// artwork fills the area with an approved picture.
	artwork(a *Artwork, at Area)
}

type colour struct{ r, g, b uint8 }

// The card prints in one black; the two tints may turn grey, they carry
// nothing. The logo is the only thing in colour.
var (
	black  = colour{}
	white  = colour{255, 255, 255}
	rule   = colour{0x9a, 0xa7, 0xa5}
	dotted = colour{0x5b, 0x6a, 0x69}
	pen    = colour{0x7b, 0x8a, 0x88} // writing lines
	cheek  = colour{0xE4, 0xED, 0xF8}
	you    = colour{0x1B, 0x4B, 0x9B}
	we     = colour{0x0B, 0x6A, 0x4C}
	youInk = colour{0xBB, 0xD3, 0xF3}
	weInk  = colour{0xA9, 0xDE, 0xBE}
)

// drawing is one thing to draw, ready for any canvas.
type drawing func(canvas)

// side is one side of a card: what is the same on all of a run, what is
// different on each, and what the reader has to know.
type side struct {
	same    []drawing
	serials []serialMark
	qr      *square
	boxes   []Box
	writing []Area
	small   []SmallText
	ink     colour // of the text that is written next
	plan
}

// serialMark is a place for the card's number.
type serialMark struct {
	size, x, baseline, tracking float64 // tracking in points
	right                       bool    // x is where it ends
}

// square is the place of the QR code, its dark modules' edge to edge. back is
// the code of the reply side.
type square struct {
	x, y, size float64
	back       bool
}

func (s *side) fill(p path, c colour) {
	s.takes(p.bounds())
	s.same = append(s.same, func(v canvas) { v.fill(p, c) })
}

func (s *side) stroke(p path, w, dash float64, c colour) {
	s.takes(p.bounds().grow(w / 2))
	s.same = append(s.same, func(v canvas) { v.stroke(p, w, dash, c) })
}

func (s *side) line(x1, y1, x2, y2, w float64, c colour) {
	s.stroke(path{{op: 'M', x1: x1, y1: y1}, {op: 'L', x1: x2, y1: y2}}, w, 0, c)
}

type align float64

// The share of the free width that stands left of a line.
const (
	atLeft  align = 0
	centred align = .5
	atRight align = 1
)

// block writes a paragraph, its first line box beginning at y, and gives
// where the last one ends.
func (s *side) block(b block, x, y, width float64, a align, swipe colour) float64 {
	if b.size < comfortable {
		s.small = append(s.small, SmallText{b.words(), b.size})
	}
	for _, l := range b.lines {
		left := x + (width-l.w)*float64(a)
		for _, r := range l.runs {
			s.run(r, b.size, left+r.x, y, b.lead, swipe)
		}
		y += b.lead
	}
	return y
}

func (s *side) run(r run, size, x, top, lead float64, swipe colour) {
	e := size * pt
	if r.marked {
		s.fill(swipeOver(x-.1*e, top+lead-.52*e, r.w+.22*e, .44*e), swipe)
	}
	base := top + (lead-(r.font.ascent()+r.font.descent())*e)/2 + r.font.ascent()*e
	s.takes(Area{X: x, Y: base - .74*e, W: r.w, H: .96 * e})
	ink := s.ink
	s.same = append(s.same, func(v canvas) { v.text(r.font, size, x, base, r.pieces, ink) })
}

// paint draws the same part on a canvas.
func (s *side) paint(v canvas) {
	for _, d := range s.same {
		d(v)
	}
}
