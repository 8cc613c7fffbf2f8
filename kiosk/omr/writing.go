package omr

import (
	"image"
	"math"
	"slices"

	"github.com/yousaid/yousaid/kiosk/card"
)

const (
	cropPerMM = 8.0 // a person reads it on a screen
	cropOver  = 2.0 // mm: letters leave their line
	inked     = .004
	letter    = 1.2 // mm, the shortest stroke that counts as written
	runIn     = 2.6 // mm of it, if it comes from above or from the left
	faintest  = .15 // ink of it more than what is beside it
	streak    = .9  // mm: what is narrower and longer than any letter is a fold, or dust on the glass
	tallest   = 4.5 // mm of a letter as narrow as that
	rowReach  = 5   // mm to either side that tell what a row has without writing
)

// writing cuts out the writing areas.
func (s sheet) writing() []Crop {
	var list []Crop
	for _, a := range s.blank.Writing {
		g := s.page.sample(s.pose, s.crop(a), cropPerMM)
		list = append(list, Crop{Field: a.Field, Inked: s.written(a), Picture: g, much: s.bits && s.much(a)})
	}
	return list
}

// written tells whether an area has one stroke as long as a small letter. A
// person looks in vain rather than that a word is lost.
func (s sheet) written(a card.Area) bool {
	r := dots(a).Intersect(s.ink.Rect).Intersect(s.blank.Picture.Rect)
	if r.Dx() < card.DotsPerMM || r.Empty() {
		return false
	}
	near := r.Inset(-1).Intersect(s.ink.Rect)
	soft := soften(s.ink.SubImage(near).(*image.Gray))
	part := image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+r.Dy()/4+1)
	least := max(faintest, noises*noiseOf(s.ink, part)/3) // soften averages nine dots
	m := mask{r: r, set: make([]bool, r.Dx()*r.Dy())}
	for y := range r.Dy() {
		from := (r.Min.Y+y-near.Min.Y)*soft.Stride + r.Min.X - near.Min.X
		above(soft.Pix[from:][:r.Dx()], round8(min(least, .9)), m.set[y*r.Dx():][:r.Dx()])
	}
	if s.bits {
		s.unruled(m)
	}
	return m.letters(s.ink)
}

// unruled clears what lies on a printed line: black and white alone breaks it up.
func (s sheet) unruled(m mask) {
	for i, set := range m.set {
		m.set[i] = set && !nearLine(s.blank.Picture, m.r.Min.X+i%m.r.Dx(), m.r.Min.Y+i/m.r.Dx())
	}
}

// above sets the dots of a row that have more ink than the row has around them:
// a printed line, a shadow, what shows through run on to both sides, wherever
// exactly they lie.
func above(row []uint8, least uint8, set []bool) {
	const step = card.DotsPerMM
	for x := 0; x < len(row); x += step {
		part := row[x:min(x+step, len(row))]
		if slices.Max(part) <= least {
			continue
		}
		least := min(int(least)+int(usual(row, x/step)), 254)
		for i, v := range part {
			set[x+i] = int(v) > least
		}
	}
}

// usual is the median ink of a row round one of its millimetres.
func usual(row []uint8, mm int) uint8 {
	const step, n = card.DotsPerMM, 2*rowReach + 1
	last := (len(row) - 1) / step
	var list [n]uint8
	window := list[:0]
	for k := max(0, min(mm-rowReach, last-n+1)); k <= last && len(window) < n; k++ {
		window = append(window, row[min(k*step+step/2, len(row)-1)])
	}
	slices.Sort(window)
	return window[len(window)/2]
}

// letters tells whether a stroke of those set is long enough. What comes in from
// above or from the left may be a neighbour's tick.
func (m mask) letters(ink *image.Gray) bool {
	seen := make([]bool, len(m.set))
	for i := range m.set {
		if !m.set[i] || seen[i] {
			continue
		}
		b, _, _ := m.flood(i, seen, ink)
		w, h := float64(b.Dx())/card.DotsPerMM, float64(b.Dy())/card.DotsPerMM
		want := letter
		if b.Min.X == 0 || b.Min.Y == 0 {
			want = runIn
		}
		if math.Hypot(w, h) >= want && (min(w, h) >= streak || max(w, h) <= tallest) {
			return true
		}
	}
	return false
}

// much tells whether more of an area is dark than its printed lines explain, so
// much that the pen was kept by a scan of black and white alone.
func (s sheet) much(a card.Area) bool {
	ink, blank := s.ink, s.blank.Picture
	r := dots(a).Intersect(ink.Rect).Intersect(blank.Rect)
	dark := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if float64(ink.Pix[y*ink.Stride+x]) > stray*255 && !nearLine(blank, x, y) {
				dark++
			}
		}
	}
	return float64(dark) > inked*float64(r.Dx()*r.Dy())
}

// nearLine tells whether a printed line runs just above or below a dot.
func nearLine(blank *image.Gray, x, y int) bool {
	for v := max(0, y-edge); v <= min(blank.Rect.Dy()-1, y+edge); v++ {
		if blank.Pix[v*blank.Stride+x] < printed {
			return true
		}
	}
	return false
}
