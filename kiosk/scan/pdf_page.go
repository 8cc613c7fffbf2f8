package scan

import (
	"image"
	"math"
)

// ownPicture puts a page together from the pictures that it paints.
func (p *pdfFile) ownPicture(page pdfPage) (*image.Gray, error) {
	w, err := p.pictures(page)
	if err != nil {
		return nil, err
	}
	pieces := make([]piece, 0, len(w.list))
	for _, x := range w.list {
		if c, ok := p.newPiece(x); ok {
			pieces = append(pieces, c)
		}
	}
	switch {
	case w.inline:
		return nil, problem("scan.kind", "Kind", "PDF, inline")
	case len(w.list) > mostPictures:
		return nil, problem("scan.pieces")
	case len(pieces) == 0, w.drawn && covered(pieces, page.box) < leastCovered:
		return nil, problem("scan.no_picture")
	case len(pieces) == 1 && pieces[0].plain():
		return p.onePicture(pieces[0])
	}
	return p.join(pieces)
}

// leastCovered is the share of a page that its pictures cover if it was
// scanned; with less, what is drawn beside them counts.
const leastCovered = .4

// smallest is the side of pictures that hold a page in place and show nothing.
const smallest = 16

// piece is a picture of a page, w by h dots.
type piece struct {
	placedPicture
	w, h int
}

func (p *pdfFile) newPiece(x placedPicture) (piece, bool) {
	c := piece{x, p.integer(x.stream.Dict["Width"], 0), p.integer(x.stream.Dict["Height"], 0)}
	return c, c.w >= smallest || c.h >= smallest
}

// size is how large the piece stands on the page, in points.
func (c piece) size() (w, h float64) { return math.Hypot(c.at.a, c.at.b), math.Hypot(c.at.c, c.at.d) }

// plain tells whether the piece shows as it is, but for being turned or
// mirrored.
func (c piece) plain() bool {
	w, h := c.size()
	if w == 0 || h == 0 || c.h == 0 {
		return false
	}
	return math.Abs(w/h*float64(c.h)/float64(c.w)-1) < .02
}

func (c piece) mirrored() bool { return c.at.a*c.at.d-c.at.b*c.at.c < 0 }

// covered is the share of the page's box below the pieces.
func covered(pieces []piece, box []float64) float64 {
	if len(box) != 4 {
		return 1
	}
	area := 0.0
	for _, c := range pieces {
		w, h := c.size()
		area += w * h
	}
	return area / math.Abs((box[2]-box[0])*(box[3]-box[1]))
}

func (p *pdfFile) onePicture(c piece) (*image.Gray, error) {
	m, err := p.decode(c)
	if err != nil {
		return nil, err
	}
	g := grey(m)
	if c.mirrored() {
		return mirror(g), nil
	}
	return g, nil
}

func mirror(g *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, g.Rect.Dx(), g.Rect.Dy()))
	for y := range out.Rect.Dy() {
		copy(out.Pix[(out.Rect.Dy()-1-y)*out.Stride:][:out.Stride], g.Pix[y*g.Stride:])
	}
	return out
}

// sheet is where pieces come together: dots per point, the page's top left
// corner, its size in dots.
type sheet struct {
	dots, left, top float64
	w, h            int
}

// join puts upright pieces that do not lie on one another side by side: the
// strips and tiles of a page.
func (p *pdfFile) join(pieces []piece) (*image.Gray, error) {
	s, err := newSheet(pieces)
	if err != nil {
		return nil, err
	}
	if err := p.r.checkSize(s.w, s.h); err != nil {
		return nil, err
	}
	page := image.NewGray(image.Rect(0, 0, s.w, s.h))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for _, c := range pieces {
		m, err := p.decode(c)
		if err != nil {
			return nil, err
		}
		lay(page, m, s.place(c))
	}
	return grey(page), nil
}

func newSheet(pieces []piece) (sheet, error) {
	s := sheet{left: math.Inf(1), top: math.Inf(-1)}
	right, bottom, dots := math.Inf(-1), math.Inf(1), 0
	for _, c := range pieces {
		m := c.at
		if m.a <= 0 || m.d <= 0 || math.Abs(m.b)+math.Abs(m.c) > .001*(m.a+m.d) {
			return s, problem("scan.pieces")
		}
		s.dots = max(s.dots, float64(c.w)/m.a, float64(c.h)/m.d)
		s.left, s.top = min(s.left, m.e), max(s.top, m.f+m.d)
		right, bottom = max(right, m.e+m.a), min(bottom, m.f)
		dots += c.w * c.h
	}
	w, h := (right-s.left)*s.dots, (s.top-bottom)*s.dots
	if !(w > 0 && w < math.MaxInt32 && h > 0 && h < math.MaxInt32) {
		return s, problem("scan.pieces")
	}
	s.w, s.h = int(w+.5), int(h+.5)
	if dots > 2*s.w*s.h || s.overlapping(pieces) {
		return s, problem("scan.pieces")
	}
	return s, nil
}

// place is where a piece stands on the sheet, in dots.
func (s sheet) place(c piece) image.Rectangle {
	x, y := (c.at.e-s.left)*s.dots, (s.top-c.at.f-c.at.d)*s.dots
	return image.Rect(int(x+.5), int(y+.5), int(x+c.at.a*s.dots+.5), int(y+c.at.d*s.dots+.5))
}

// seam is by how many dots neighbours may overlap.
const seam = 3

func (s sheet) overlapping(pieces []piece) bool {
	for i, a := range pieces {
		for _, b := range pieces[:i] {
			if o := s.place(a).Intersect(s.place(b)); o.Dx() > seam && o.Dy() > seam {
				return true
			}
		}
	}
	return false
}

// lay draws a picture into a rectangle of the page.
func lay(page *image.Gray, m image.Image, at image.Rectangle) {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	row, line, last := rows(m), make([]uint8, w), -1
	to := at.Intersect(page.Rect)
	for y := to.Min.Y; y < to.Max.Y; y++ {
		if from := min((2*(y-at.Min.Y)+1)*h/(2*at.Dy()), h-1); from != last {
			row(from, line)
			last = from
		}
		out := page.Pix[y*page.Stride:]
		for x := to.Min.X; x < to.Max.X; x++ {
			out[x] = line[min((2*(x-at.Min.X)+1)*w/(2*at.Dx()), w-1)]
		}
	}
}
