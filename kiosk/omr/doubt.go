package omr

import (
	"image"
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
	const full, light = .80, .55
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
	joined  = 1.8 // mm from a box within which a stroke may go on from it
	beside  = 3.2 // mm from a box within which a stroke may be meant for it
)

// strayInk finds the strokes that are not on the blank card, outside of boxes,
// writing areas, code, number and squares. Rectangles are dots of the straight
// picture.
func (s sheet) strayInk() []image.Rectangle {
	ink := inkOf(s.straight, s.black())
	m := mask{r: ink.Rect, set: s.free()}
	for i, v := range ink.Pix {
		m.set[i] = m.set[i] && float64(v) > stray*255
	}
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
