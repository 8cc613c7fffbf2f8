package card

import "slices"

// wall is a poster while it is drawn. Lengths and sizes are those of A4; k
// makes them smaller on smaller paper.
type wall struct {
	*side
	m          *metrics
	o          *Poster
	k          float64
	left, wide float64
	strips     []strip
}

// wallPoster draws a poster that fills its sheet.
func (m *metrics) wallPoster(o *Poster, w, h float64) (*side, error) {
	k := w / 210
	d := &wall{side: &side{}, m: m, o: o, k: k, left: 17 * k, wide: w - 34*k}
	for _, part := range []func() error{d.head, d.headings, d.faces, d.scan, d.code, d.free, d.promise} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	top, foot := 15*k, 14*k
	if stack(d.strips, top, h-top-foot) < 0 {
		return nil, refuse(o.Words[len(o.Words)-1].P.T("card.front.heading"))
	}
	return d.side, nil
}

func (d *wall) add(s ...strip) { d.strips = append(d.strips, s...) }

// text adds a paragraph in the middle of the sheet; size is in points on A4.
func (d *wall) text(spans []span, size, leading float64, lines int, swipe colour, gap float64) error {
	b, err := d.m.fit(spans, size*d.k, leading, d.wide, lines)
	if err != nil {
		return err
	}
	d.add(d.paragraph(b, d.left, d.wide, centred, swipe, gap))
	return nil
}

// second is the share of the size in which the second language is printed.
const second = .72

// each adds the same sentence in every language, the first one largest, and
// once where both say it in the same words.
func (d *wall) each(f func(PosterWords) []span, size, leading float64, lines int, swipe colour, gap float64) error {
	var all [][]span
	for _, w := range d.o.Words {
		if words := f(w); len(all) == 0 || !slices.Equal(words, all[0]) {
			all = append(all, words)
		}
	}
	for i, words := range all {
		s, g := size, gap
		if i > 0 {
			s *= second
		}
		if i < len(all)-1 {
			g = .15
		}
		if err := d.text(words, s, leading, lines, swipe, g); err != nil {
			return err
		}
	}
	return nil
}

func (d *wall) head() error {
	const logo, between = 17.0, 5.0
	width := logo * d.k
	name, err := d.m.fit([]span{{font: semi, text: d.o.Place}}, 21*d.k, 1.15, d.wide-width-between*d.k, 2)
	if err != nil {
		return err
	}
	textW := 0.0
	for _, l := range name.lines {
		textW = max(textW, l.w)
	}
	high := max(width*40/46, name.height())
	x := d.left + (d.wide-width-between*d.k-textW)/2
	d.add(strip{h: high, gap: 1, draw: func(y float64) {
		d.logo(x, y+(high-width*40/46)/2, width)
		d.block(name, x+width+between*d.k, y+(high-name.height())/2, textW, atLeft, youInk)
	}})
	return nil
}

func (d *wall) headings() error {
	size := 92.0
	if len(d.o.Words) > 1 {
		size = 74
	}
	err := d.each(func(w PosterWords) []span { return heading(w.asks()) }, size, .92, 2, youInk, .5)
	if err != nil {
		return err
	}
	return d.each(func(w PosterWords) []span { return []span{{font: regular, text: w.P.T("poster.print.sub")}} }, 19, 1.25, 2, youInk, 1)
}

func (d *wall) faces() error {
	size, between := 22*d.k, 8*d.k
	x := d.left + (d.wide-5*size-4*between)/2
	d.add(strip{h: size, gap: 1, draw: func(y float64) {
		for i := range 5 {
			d.faceIn(i+1, x+float64(i)*(size+between), y, size, faceColour(i+1))
		}
	}})
	return nil
}

func (d *wall) scan() error {
	return d.each(func(w PosterWords) []span { return []span{{font: bold, text: w.P.T("poster.print.scan")}} }, 19, 1.2, 1, youInk, .35)
}

func (d *wall) code() error {
	frame := 86 * d.k
	if len(d.o.Words) > 1 {
		frame = 72 * d.k
	}
	m, err := encodePosterQR(d.o.URL, frame)
	if err != nil {
		return err
	}
	d.add(strip{h: frame * (1 + bubbleTail), gap: .35, draw: func(y float64) { d.side.code(m, d.left+(d.wide-frame)/2, y, frame) }})
	return d.text([]span{{font: semi, text: d.o.Shown}}, 19, 1.2, 1, youInk, 1)
}

func (d *wall) free() error {
	return d.each(func(w PosterWords) []span { return []span{{font: bold, text: w.P.T("poster.print.free")}} }, 25, 1.15, 1, youInk, .5)
}

func (d *wall) promise() error {
	err := d.each(func(w PosterWords) []span { return []span{{font: semi, text: w.Promise, marked: true}} }, 17.5, 1.4, 2, marigold, .5)
	if err == nil {
		d.strips[len(d.strips)-1].gap = 0
	}
	return err
}
