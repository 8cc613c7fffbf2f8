package omr

import (
	"image"
	"math"
	"slices"

	"github.com/yousaid/yousaid/kiosk/card"
)

// doubt takes back what the neighbourhood speaks against: ink beside a blank
// box, a filled box among crosses.
func (s sheet) doubt(boxes []box, marks []Mark) {
	for _, ink := range clusters(s.strayInk()) {
		tail := s.tail(ink, marks)
		for i, b := range s.blank.Boxes {
			if marks[i].State == Blank && (!tail && touches(ink, dots(grown(b, beside))) || flanks(ink, b)) {
				marks[i].State, marks[i].Confidence = Unsure, .5
			}
		}
	}
	mixed(boxes, marks)
	s.slips(boxes, marks)
}

// lost doubts the blank boxes of a scan of black and white alone if nothing
// shows that it kept what this pen wrote, or if it kept it only in parts.
func lost(boxes []box, marks []Mark, words []Crop) {
	kept := slices.ContainsFunc(words, func(c Crop) bool { return c.much })
	broken := false
	for i, m := range marks {
		kept = kept || m.State == Ticked
		broken = broken || m.State == Unsure && boxes[i].seen.depth < hairs*2
	}
	for i := range marks {
		if marks[i].State == Blank && (!kept || broken) {
			marks[i].State, marks[i].Confidence = Unsure, .5
		}
	}
}

// astray tells whether so few boxes have their printed border that the card is
// not where it seems to be.
func astray(boxes []box) bool {
	n := 0
	for _, b := range boxes {
		if b.edge < leastEdge {
			n++
		}
	}
	return 3*n > len(boxes)
}

// slips doubts two boxes, one above the other, through which one line goes.
func (s sheet) slips(boxes []box, marks []Mark) {
	for i, a := range boxes {
		for k, b := range boxes {
			gap := b.Y - a.Y - a.H
			if marks[i].State == Blank || marks[k].State == Blank || math.Abs(a.X-b.X) > .5 || gap < .3 || gap > 8 {
				continue
			}
			if a.seen.solid < .6 && b.seen.solid < .6 && bridged(s.ink, a.Box, b.Box) {
				marks[i].State, marks[i].Confidence = Unsure, .5
				marks[k].State, marks[k].Confidence = Unsure, .5
			}
		}
	}
}

// bridged tells whether a stroke leads all the way from a box to the one below.
func bridged(ink *image.Gray, a, b card.Box) bool {
	const in = .2 // mm beside the borders
	r := dots(card.Area{X: a.X, Y: a.Y + a.H + in, W: a.W, H: b.Y - a.Y - a.H - 2*in}).Intersect(ink.Rect)
	from, to := r.Min.X, r.Max.X
	for y := r.Min.Y; y < r.Max.Y; y++ {
		first, last := -1, -1
		for x := max(from-1, r.Min.X); x < min(to+1, r.Max.X); x++ {
			if float64(ink.Pix[y*ink.Stride+x]) > stray*255 {
				if first < 0 {
					first = x
				}
				last = x + 1
			}
		}
		if first < 0 {
			return false
		}
		from, to = first, last
	}
	return !r.Empty()
}

// tail tells whether strokes go on from a box that is marked.
func (s sheet) tail(ink []image.Rectangle, marks []Mark) bool {
	for i, b := range s.blank.Boxes {
		if marks[i].State != Blank && touches(ink, dots(grown(b, joined))) {
			return true
		}
	}
	return false
}

func touches(ink []image.Rectangle, r image.Rectangle) bool {
	return slices.ContainsFunc(ink, r.Overlaps)
}

// flanks tells whether a stroke runs along a side of the box for most of its
// height: part of a circle round it.
func flanks(ink []image.Rectangle, b card.Box) bool {
	const most = .6
	zone := dots(card.Area{X: b.X - beside, Y: b.Y, W: b.W + 2*beside, H: b.H})
	return slices.ContainsFunc(ink, func(r image.Rectangle) bool {
		return float64(r.Intersect(zone).Dy()) > most*b.H*card.DotsPerMM
	})
}

// clusters puts strokes together that print has cut apart.
func clusters(strokes []image.Rectangle) [][]image.Rectangle {
	const apart = 20 // dots
	var list [][]image.Rectangle
	for _, r := range strokes {
		own := []image.Rectangle{r}
		list = slices.DeleteFunc(list, func(c []image.Rectangle) bool {
			if touches(c, r.Inset(-apart)) {
				own = append(own, c...)
				return true
			}
			return false
		})
		list = append(list, own)
	}
	return list
}

// mixed doubts boxes that are blackened where the same hand ticked others: that
// is how people take a mark back.
func mixed(boxes []box, marks []Mark) {
	const full, light = .80, .62
	ticked := false
	for i := range boxes {
		ticked = ticked || marks[i].State == Ticked && boxes[i].seen.solid < light
	}
	for i := range boxes {
		if ticked && marks[i].State == Ticked && boxes[i].seen.solid > full {
			marks[i].State, marks[i].Confidence = Unsure, .5
		}
	}
}

const (
	printed = 200 // a blank dot darker than this is print
	edge    = 3   // dots round print that may be dark
	stray   = .30 // ink of a stroke
	least   = 1.4 // mm, of a stroke that counts
	joined  = 1.1 // mm from a box within which a stroke may go on from it
	beside  = 3.2 // mm from a box within which a stroke may be meant for it
)

// strayInk finds the strokes that are not on the blank card, outside of boxes,
// writing areas, code, number and squares. Rectangles are dots of the straight
// picture.
func (s sheet) strayInk() []image.Rectangle {
	ink := s.ink
	m := mask{r: ink.Rect, set: s.free()}
	for i, v := range ink.Pix {
		m.set[i] = m.set[i] && float64(v) > stray*255
	}
	s.lid(ink, m)
	var list []image.Rectangle
	seen := make([]bool, len(m.set))
	for i := range m.set {
		if !m.set[i] || seen[i] {
			continue
		}
		b, n, _ := m.flood(i, seen, ink)
		if float64(max(b.Dx(), b.Dy())) > least*card.DotsPerMM && min(b.Dx(), b.Dy()) > 1 && n > 8 {
			list = append(list, b)
		}
	}
	return list
}

// lid takes away what is dark from the card's edge inwards: a scanner's black
// lid, the table that a card lay on.
func (s sheet) lid(ink *image.Gray, m mask) {
	const solid, rim = 127, 2
	w, h := ink.Rect.Dx(), ink.Rect.Dy()
	var todo []int
	seen := make([]bool, len(ink.Pix))
	look := func(x, y int) {
		if i := y*w + x; !seen[i] && ink.Pix[i] > solid {
			seen[i] = true
			todo = append(todo, i)
		}
	}
	for x := range w {
		look(x, 0)
		look(x, h-1)
	}
	for y := range h {
		look(0, y)
		look(w-1, y)
	}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := i%w, i/w
		take(m.set, ink.Rect, image.Rect(x-rim, y-rim, x+rim+1, y+rim+1))
		for _, d := range sides() {
			if u, v := x+d.X, y+d.Y; u >= 0 && v >= 0 && u < w && v < h {
				look(u, v)
			}
		}
	}
}

// free tells for each dot whether nothing is printed near it and nobody is
// meant to write there.
func (s sheet) free() []bool {
	g := s.blank.Picture
	w := g.Rect.Dx()
	out := make([]bool, len(g.Pix))
	for i := range out {
		out[i] = true
	}
	for i, v := range g.Pix {
		if v < printed {
			x, y := i%w, i/w
			take(out, g.Rect, image.Rect(x-edge, y-edge, x+edge+1, y+edge+1))
		}
	}
	taken := append([]card.Area{s.blank.QR}, s.blank.Numbers...)
	for _, a := range append(taken, s.blank.Writing...) {
		take(out, g.Rect, dots(card.Area{X: a.X - 1, Y: a.Y - 1, W: a.W + 2, H: a.H + 2}))
	}
	for _, b := range s.blank.Boxes {
		take(out, g.Rect, dots(grown(b, 0)))
	}
	return out
}

func take(free []bool, all, r image.Rectangle) {
	r = r.Intersect(all)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			free[y*all.Dx()+x] = false
		}
	}
}

func grown(b card.Box, by float64) card.Area {
	return card.Area{X: b.X - by, Y: b.Y - by, W: b.W + 2*by, H: b.H + 2*by}
}

// dots are those of the straight picture that an area covers.
func dots(a card.Area) image.Rectangle {
	return image.Rect(round(a.X*card.DotsPerMM), round(a.Y*card.DotsPerMM), round((a.X+a.W)*card.DotsPerMM), round((a.Y+a.H)*card.DotsPerMM))
}
