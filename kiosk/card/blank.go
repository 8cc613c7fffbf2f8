package card

import (
	"image"
	"slices"
)

// Blank is what the question side of a run's cards looks like before anybody
// has written on it: what a returned card is compared with. Lengths are
// millimetres from the card's top left corner.
type Blank struct {
	Frame
	Boxes   []Box
	Writing []Area
	Numbers []Area      // where the serial is printed
	Picture *image.Gray // DotsPerMM to the millimetre, without QR code and serial
}

// DotsPerMM is the resolution of a Blank's picture: 152.4 dpi.
const DotsPerMM = 6

// Frame is what is known of a card before it is read: its size, the squares in
// its corners, clockwise from the top left, and the place of its QR code.
type Frame struct {
	W, H      float64
	Fiducials [4]Area
	QR        Area
}

// Frames gives the frame of every size of card that is printed.
func Frames() []Frame {
	var list []Frame
	for _, p := range Papers() {
		sh := p.sheet()
		q := qrPlace(sh.cardW)
		f := Frame{sh.cardW, sh.cardH, fiducialAreas(sh.cardW, sh.cardH), Area{Field: "qr", X: q.x, Y: q.y, W: q.size, H: q.size}}
		if !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	return list
}

// Blank draws the question side of the run's cards; what its reply side needs is
// not asked for. The result is the caller's, and may be read by any number of
// goroutines.
func (p *Press) Blank(r *Run) (*Blank, error) {
	front, v, err := p.dots(r)
	if err != nil {
		return nil, err
	}
	sh := r.Paper.sheet()
	b := &Blank{Boxes: front.boxes, Writing: front.writing, Picture: v.img}
	b.Frame = Frames()[slices.IndexFunc(Frames(), func(f Frame) bool { return f.W == sh.cardW && f.H == sh.cardH })]
	for _, s := range front.serials {
		b.Numbers = append(b.Numbers, numberArea(v.m, s))
	}
	return b, nil
}

// dots draws what is the same on the question side of all cards of a run.
func (p *Press) dots(r *Run) (*side, *raster, error) {
	if err := r.checkFront(); err != nil {
		return nil, nil, err
	}
	sh := r.Paper.sheet()
	front, err := p.metrics().front(r, sh.cardW, sh.cardH)
	if err != nil {
		return nil, nil, err
	}
	v := newRaster(p.metrics(), sh.cardW, sh.cardH)
	front.paint(v)
	return front, v, nil
}

// numberArea has room for the longest serial.
func numberArea(m *metrics, s serialMark) Area {
	w, h := m.serialWidth(s, "WWW-C000000"), s.size*pt
	x := s.x
	if s.right {
		x -= w
	}
	return Area{Field: "number", X: x, Y: s.baseline - h, W: w, H: 1.3 * h}
}
