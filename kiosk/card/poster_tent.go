package card

import "strings"

// tent is a sheet of three parts, one above the other: the first face on its
// head, the second upright, and the foot that goes underneath.
func (m *metrics) tent(o *Poster) ([]panel, error) {
	w, h := o.Size.Millimetres()
	part := h / 3
	var out []panel
	for i := range 2 {
		s, err := m.tentFace(o, o.Words[i%len(o.Words)], w, part)
		if err != nil {
			return nil, err
		}
		out = append(out, panel{side: s, y: float64(i) * part, w: w, h: part, turned: i == 0})
	}
	foot, err := m.tentFoot(o, w, part)
	if err != nil {
		return nil, err
	}
	marks := &side{}
	for _, y := range []float64{part, 2 * part} {
		marks.line(0, y, foldMark, y, .25, dotted)
		marks.line(w-foldMark, y, w, y, .25, dotted)
	}
	return append(out, panel{side: foot, y: 2 * part, w: w, h: part}, panel{side: marks, w: w, h: h}), nil
}

const (
	foldMark   = 7.0
	tentEdge   = 11.0
	tentQR     = 57.0
	tentBeside = 66.0 // width of the part with the code
)

func (m *metrics) tentFace(o *Poster, words PosterWords, w, h float64) (*side, error) {
	s := &side{}
	if err := m.tentCode(s, o, words, w, h); err != nil {
		return nil, err
	}
	left, wide := tentEdge, w-2*tentEdge-tentBeside-6
	strips, err := m.tentWords(s, o, words, left, wide)
	if err != nil {
		return nil, err
	}
	if stack(strips, tentEdge-1, h-2*tentEdge+2) < 0 {
		return nil, refuse(words.P.T("card.front.heading"))
	}
	return s, nil
}

// tentWords is the left part of a face: whose it is, the question, the
// promise.
func (m *metrics) tentWords(s *side, o *Poster, words PosterWords, left, wide float64) ([]strip, error) {
	const logo = 9.0
	name, err := m.fit([]span{{font: semi, text: o.Place}}, 12, 1.15, wide-logo-3, 2)
	if err != nil {
		return nil, err
	}
	high := max(logo*40/46, name.height())
	strips := []strip{{h: high, gap: .6, draw: func(y float64) {
		s.logo(left, y+(high-logo*40/46)/2, logo)
		s.block(name, left+logo+3, y+(high-name.height())/2, wide, atLeft, youInk)
	}}}
	for _, t := range []struct {
		spans         []span
		size, leading float64
		lines         int
		swipe         colour
		gap           float64
	}{
		{heading(words.asks()), 46, .9, 2, youInk, .5},
		{[]span{{font: regular, text: words.P.T("poster.print.sub")}}, 12.5, 1.28, 2, youInk, 1},
		{[]span{{font: bold, text: words.P.T("poster.print.free")}}, 14, 1.2, 2, youInk, .5},
		{[]span{{font: semi, text: words.Promise, marked: true}}, 11.5, 1.42, 2, marigold, 0},
	} {
		b, err := m.fit(t.spans, t.size, t.leading, wide, t.lines)
		if err != nil {
			return nil, err
		}
		strips = append(strips, s.paragraph(b, left, wide, atLeft, t.swipe, t.gap))
	}
	return strips, nil
}

// tentCode is the right part of a face.
func (m *metrics) tentCode(s *side, o *Poster, words PosterWords, w, h float64) error {
	code, err := encodePosterQR(o.URL, tentQR)
	if err != nil {
		return err
	}
	x := w - tentEdge - tentBeside
	scan, err := m.fit([]span{{font: bold, text: words.P.T("poster.print.scan")}}, 10.5, 1.15, tentBeside, 2)
	if err != nil {
		return err
	}
	address, err := m.address(o.Shown, 10.5, tentBeside)
	if err != nil {
		return err
	}
	strips := []strip{s.paragraph(scan, x, tentBeside, centred, youInk, .5),
		{h: tentQR * (1 + bubbleTail), gap: .5, draw: func(y float64) { s.code(code, x+(tentBeside-tentQR)/2, y, tentQR) }},
		s.paragraph(address, x, tentBeside, centred, youInk, 0)}
	if stack(strips, tentEdge-2, h-2*tentEdge+4) < 0 {
		return refuse(o.Shown)
	}
	return nil
}

// address is a web address on one line, else broken once, after the host.
func (m *metrics) address(shown string, size, width float64) (block, error) {
	b, err := m.fit([]span{{font: semi, text: shown}}, size, 1.15, width, 1)
	host, path, found := strings.Cut(shown, "/")
	if err == nil || !found {
		return b, err
	}
	return m.fit([]span{{font: semi, text: host + "/ " + path}}, size, 1.15, width, 2)
}

// tentFoot says where to fold; it stands out of sight.
func (m *metrics) tentFoot(o *Poster, w, h float64) (*side, error) {
	s := &side{}
	y := 4.0
	for _, words := range o.Words {
		for _, key := range []string{"poster.print.fold", "poster.print.foot"} {
			b, err := m.fit([]span{{font: regular, text: words.P.T(key)}}, 8.5, 1.3, w/2, 1)
			if err != nil {
				return nil, err
			}
			at := y
			if key == "poster.print.foot" {
				at = h/2 + y
			}
			s.block(b, w/4, at, w/2, centred, youInk)
		}
		y += 4.5
	}
	return s, nil
}
