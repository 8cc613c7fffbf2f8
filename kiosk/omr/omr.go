// Package omr reads returned comment cards from scanned pages: it finds each
// card by its corner squares and its QR code, puts it straight, compares every
// box with the card as it was printed, and says what is ticked, with a
// confidence. It never guesses: what is not clear is Unsure and goes to a
// person. It is pure: a picture and the printed card in, marks out.
//
// Paper coordinates are millimetres from the card's top left corner, image
// coordinates are pixels, (0,0) being the middle of the first.
package omr

import (
	"image"

	"github.com/yousaid/yousaid/kiosk/card"
)

// State is what stands in a box.
type State string

// The states. Struck is a mark that was taken back.
const (
	Blank  State = "blank"
	Ticked State = "ticked"
	Struck State = "struck"
	Unsure State = "unsure"
)

// Mark is the reading of one box.
type Mark struct {
	Field, Value string
	State        State
	Confidence   float64 // of State, 0 to 1
}

// Crop is a writing area as it was written on.
type Crop struct {
	Field   string
	Inked   bool // somebody wrote there
	Picture *image.Gray

	much bool // of a scan of black and white alone: ink enough to judge the pen by
}

// Reasons why a card needs a person although its boxes were read.
const (
	CodeUnreadable = "code"     // the QR code cannot be read: nobody knows which card it is
	CodeUnknown    = "unknown"  // the QR code is none of ours
	NotFlat        = "not_flat" // squares, QR code and boxes do not lie on one plane, or squares are missing
)

// Card is one card face found on a page.
type Card struct {
	URL      string  // what its QR code says; "" with CodeUnreadable
	OneBit   bool    // the scan knows black and white alone: light pencil is lost
	Front    bool    // the question side; the reply side has no boxes
	Reason   string  // "" or one of the reasons
	Residual float64 // root mean square of the fit, mm on paper
	Marks    []Mark
	Writing  []Crop
	Picture  *image.Gray // put straight, card.DotsPerMM to the millimetre; nil where its squares were not found

	area float64 // on the page, in its pixels
}

// Clear tells whether every box was read beyond doubt.
func (c *Card) Clear() bool {
	if c.Reason != "" {
		return false
	}
	for _, m := range c.Marks {
		if m.State == Unsure || m.State == Struck {
			return false
		}
	}
	return true
}

// Lookup gives the blank card of a QR code's text, or nil if no such card was
// printed.
type Lookup func(url string) *card.Blank

// notFlat is the residual above which a card's boxes are not trusted.
const notFlat = 0.6 // mm

// Read finds and reads all cards on a page, in no particular order. No card at
// all is an empty list.
func Read(page image.Image, blanks Lookup) []Card {
	p := newPyramid(page)
	var list []Card
	for _, f := range p.frames() {
		if c := p.readFrame(f, blanks); c.URL != "" || f.missing < 0 {
			list = append(list, c)
		}
	}
	if len(list) == 0 || p.roomBeside(list) {
		list = append(list, p.codesAlone(blanks, list)...)
	}
	return list
}

func (p *pyramid) readFrame(f frame, blanks Lookup) Card {
	c := Card{Front: true, Reason: CodeUnreadable, OneBit: p.twoValued(f)}
	code, ok := p.anyCode(&f)
	if !ok {
		c.Picture = p.straight(f.fit().pose, f.card.W, f.card.H)
		return c
	}
	c.URL, c.area = code.text, f.area()
	blank := blanks(c.URL)
	if blank != nil {
		f.card = blank.Frame // the sizes of cards are much alike
	}
	pairs := code.points(f.card.QR, f.fit().pose)
	fit := f.fit(pairs...)
	c.Residual, c.Picture = fit.residual, p.straight(fit.pose, f.card.W, f.card.H)
	if blank == nil {
		c.Reason = CodeUnknown
		return c
	}
	c.Reason = ""
	s := sheet{page: p, pose: fit.pose, blank: blank, straight: c.Picture, bits: c.OneBit}
	boxes := s.locate()
	if more := s.displaced(boxes); more != nil {
		s.pose = f.fit(append(pairs, more...)...).pose
		s.straight = p.straight(s.pose, f.card.W, f.card.H)
		boxes, c.Picture = s.locate(), s.straight
	}
	if fit.residual > notFlat || astray(boxes) {
		c.Reason = NotFlat
	}
	s.ink = evenInk(s.straight, s.black())
	c.Writing = s.writing()
	c.Marks = s.marks(boxes, c.Writing)
	return c
}
