package card

import (
	"fmt"
	"io"
	"time"

	"github.com/yousaid/yousaid/templates/i18n"
)

// PosterSize is what a poster is printed on.
type PosterSize string

// The sizes. A tent is an A4 sheet folded twice into a prism: two faces, head
// to head, and a foot.
const (
	PosterA4   PosterSize = "a4"
	PosterA5   PosterSize = "a5"
	PosterTent PosterSize = "tent"
)

// PosterSizes gives every size, in the order in which they are offered.
func PosterSizes() []PosterSize { return []PosterSize{PosterA4, PosterA5, PosterTent} }

// ParsePosterSize reads the name of a size; its error is a sentence to show.
func ParsePosterSize(s string) (PosterSize, error) {
	for _, x := range PosterSizes() {
		if string(x) == s {
			return x, nil
		}
	}
	return "", fmt.Errorf("there is no poster of size %q: use a4, a5 or tent", s)
}

// Millimetres gives width and height of the sheet.
func (s PosterSize) Millimetres() (w, h float64) {
	if s == PosterA5 {
		return 148, 210
	}
	return 210, 297
}

// PosterWords are what a poster says in one language.
type PosterWords struct {
	P       *i18n.Printer
	Asks    string // what the form asks first, [swiped]; "" for the usual
	Promise string // "We read every one. Answer within 2 days."
}

func (w PosterWords) asks() string {
	if w.Asks != "" {
		return w.Asks
	}
	return w.P.T("question.ask.mood")
}

// Poster leads people from the wall or the table to the form on their phones.
type Poster struct {
	Size  PosterSize
	Place string        // "Linden Park Leisure Centre"
	URL   string        // what the code opens
	Shown string        // the address as people type it, without https://
	Words []PosterWords // one language or two, the larger first
	Title string        // of the PDF
	Made  time.Time     // the date in the PDF
}

// panel is one face of a poster and where it stands on the sheet; turned
// faces stand on their heads.
type panel struct {
	*side
	x, y, w, h float64
	turned     bool
}

// poster draws the faces. Its errors are FitError.
func (p *Press) poster(o *Poster) ([]panel, error) {
	if len(o.Words) == 0 || len(o.Words) > 2 {
		return nil, fmt.Errorf("card.poster: %d languages, want one or two", len(o.Words))
	}
	m := p.metrics()
	if o.Size == PosterTent {
		return m.tent(o)
	}
	w, h := o.Size.Millimetres()
	s, err := m.wallPoster(o, w, h)
	return []panel{{side: s, w: w, h: h}}, err
}

// PosterPDF writes the print file of a poster. The same poster is the same
// bytes. FitError where words do not fit, before the first byte is written.
func (p *Press) PosterPDF(w io.Writer, o *Poster) error {
	faces, err := p.poster(o)
	if err != nil {
		return err
	}
	pdf, err := p.drawPoster(o, faces)
	if err != nil {
		return err
	}
	_, err = w.Write(pdf)
	return err
}

// PosterSVG draws the poster as a picture: the same drawing as the PDF's.
func (p *Press) PosterSVG(w io.Writer, o *Poster) error {
	faces, err := p.poster(o)
	if err != nil {
		return err
	}
	v := &svgCanvas{m: p.metrics(), seen: map[string]bool{}}
	for _, f := range faces {
		turn := ""
		if f.turned {
			turn = fmt.Sprintf(" rotate(180 %s %s)", num(f.w/2), num(f.h/2))
		}
		fmt.Fprintf(&v.body, `<g transform="translate(%s %s)%s">`, num(f.x), num(f.y), turn)
		f.paint(v)
		v.body.WriteString("</g>")
	}
	width, height := o.Size.Millimetres()
	_, err = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%smm" height="%smm" viewBox="0 0 %[1]s %[2]s"><path fill="#fff" d="M0 0h%[1]sv%[2]sH0z"/><defs>%[3]s</defs>%[4]s</svg>`,
		num(width), num(height), v.defs.String(), v.body.String())
	return err
}

// marigold is the marker of promises.
var marigold = colour{0xF9, 0xDD, 0x9C}

// faceColour is the colour of a face on screens.
func faceColour(mood int) colour {
	return [...]colour{{0xF1, 0xB0, 0x9C}, {0xF8, 0xCF, 0xA0}, {0xFA, 0xE0, 0x8B}, {0xCF, 0xE6, 0xA2}, {0x9B, 0xD7, 0xB1}}[mood-1]
}

// code draws a QR code in the bubble of what customers say; x, y and frame are
// those of the bubble without its tail.
func (s *side) code(m modules, x, y, frame float64) {
	tail := path{{op: 'M', x1: x + .13*frame, y1: y + frame}, {op: 'L', x1: x + .25*frame, y1: y + frame}, {op: 'L', x1: x + .145*frame, y1: y + (1+bubbleTail)*frame}, {op: 'Z'}}
	s.fill(tail, you)
	s.fill(handCut(x, y, frame, frame), white)
	s.stroke(handCut(x, y, frame, frame), frame/50, 0, you)
	quiet := frame * posterQuiet
	unit := (frame - 2*quiet) / float64(m.n)
	var dark path
	for row := range m.n {
		for at := 0; at < m.n; at++ {
			from := at
			for at < m.n && m.dark(at, row) {
				at++
			}
			if at > from {
				// A little taller than its row, so that no hairline shows between two.
				dark = append(dark, rect(x+quiet+float64(from)*unit, y+quiet+float64(row)*unit, float64(at-from)*unit, unit*1.02)...)
			}
		}
	}
	s.fill(dark, black)
}

// bubbleTail is how far the tail hangs down, as a share of the frame.
const bubbleTail = .08

// posterQuiet is the empty margin around a code, as a share of its frame: at
// least four modules of the finest code that is printed.
const posterQuiet = .11

// leastPosterModule is for a phone an arm's length away.
const leastPosterModule = .8

func encodePosterQR(url string, frame float64) (modules, error) {
	return encodeQRAt(url, frame*(1-2*posterQuiet), leastPosterModule)
}

// handCut is a box whose corners were cut by hand.
func handCut(x, y, w, h float64) path {
	const k = .4477
	a, b, c, d := w*.075, w*.058, w*.07, w*.055 // clockwise from the top left
	curve := func(x1, y1, x2, y2, x3, y3 float64) seg { return seg{'C', x1, y1, x2, y2, x3, y3} }
	return path{
		{op: 'M', x1: x + a, y1: y},
		{op: 'L', x1: x + w - b, y1: y}, curve(x+w-b*k, y, x+w, y+b*k, x+w, y+b),
		{op: 'L', x1: x + w, y1: y + h - c}, curve(x+w, y+h-c*k, x+w-c*k, y+h, x+w-c, y+h),
		{op: 'L', x1: x + d, y1: y + h}, curve(x+d*k, y+h, x, y+h-d*k, x, y+h-d),
		{op: 'L', x1: x, y1: y + a}, curve(x, y+a*k, x+a*k, y, x+a, y),
		{op: 'Z'},
	}
}

// strip is a part of a face that is as high as it needs.
type strip struct {
	h    float64
	draw func(y float64)
	gap  float64 // share of the free height that follows it
}

// stack draws strips from y on and gives the free height out between them;
// free below 0 means that they do not fit.
func stack(strips []strip, y, height float64) (free float64) {
	shares := 0.0
	free = height
	for _, s := range strips {
		free -= s.h
		shares += s.gap
	}
	if free < 0 {
		return free
	}
	if shares == 0 {
		shares = 1
	}
	for _, s := range strips {
		s.draw(y)
		y += s.h + free*s.gap/shares
	}
	return free
}

// paragraph is a strip of text.
func (s *side) paragraph(b block, x, width float64, a align, swipe colour, gap float64) strip {
	return strip{h: b.height(), gap: gap, draw: func(y float64) { s.block(b, x, y, width, a, swipe) }}
}
