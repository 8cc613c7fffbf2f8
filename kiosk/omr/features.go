package omr

import (
	"image"
	"math"
)

// features are what is measured of one box. Shares are of the inside.
type features struct {
	faint       float64 // share with any ink at all
	solid       float64 // share with ink as dark as a pen's
	extent      float64 // mm, of the largest connected stroke
	depth       float64 // mean ink of that stroke, 0 to 1
	noise       float64 // of the paper round the box, 0 to 1
	centred     bool    // that stroke comes near the middle of the box
	straight    bool    // that stroke goes upright or level all through the box, as dust on a scanner's glass draws
	left, right float64 // shares of the strips beside the sides' middles that have ink
}

// Thresholds of ink, 0 to 1. Light pencil is 0.25, a hairline averaged over
// 0.4 mm about 0.2; show-through and a good eraser leave less than 0.12.
const (
	anyInk  = .13
	penInk  = .42
	noises  = 4.5  // anyInk is at least so many deviations of the noise
	hairs   = .24  // strokes thinner or lighter than this go to a person
	strokes = 1.25 // mm, the shortest mark that is meant
	specks  = .55  // mm, the largest that is not
)

func (b *box) measure() features {
	x0, y0 := (around+slack+b.shift.x)*perMM, (around+slack+b.shift.y)*perMM
	in := (border + inner) * perMM
	inside := image.Rect(round(x0+in), round(y0+in), round(x0+b.W*perMM-in), round(y0+b.H*perMM-in))
	soft := soften(b.ink)
	f := features{noise: noiseOf(b.ink, inside)}
	least := max(anyInk, noises*f.noise/3) // soften averages nine dots
	m := maskOf(soft, inside, round8(min(least, .9)))
	f.faint, f.solid = m.share(), maskOf(soft, inside, round8(penInk)).share()
	m.largest(soft, &f)
	f.left, f.right = b.leaving(soft, x0, y0, round8(min(max(.3, least), .9)))
	return f
}

func round(v float64) int { return int(math.Round(v)) }

func round8(share float64) uint8 { return uint8(share*255 + .5) }

// leaving looks beside the middle of the left and the right side: a cross or a
// tick leaves a box at its corners, a line through it does not. Above and below
// stand other boxes.
func (b *box) leaving(soft *image.Gray, x0, y0 float64, least uint8) (left, right float64) {
	const from, to = .35, 1.0 // mm outside
	w, top, bottom := b.W*perMM, round(y0+.22*b.H*perMM), round(y0+.78*b.H*perMM)
	left = maskOf(soft, image.Rect(round(x0-to*perMM), top, round(x0-from*perMM), bottom), least).share()
	right = maskOf(soft, image.Rect(round(x0+w+from*perMM), top, round(x0+w+to*perMM), bottom), least).share()
	return left, right
}

// noiseOf is the deviation of the paper's grain inside: the median step between
// dots two apart, which strokes hardly move.
func noiseOf(ink *image.Gray, r image.Rectangle) float64 {
	var steps [256]int
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := ink.Pix[y*ink.Stride:]
		for x := r.Min.X; x+2 < r.Max.X; x++ {
			steps[max(row[x], row[x+2])-min(row[x], row[x+2])]++
			n++
		}
	}
	return float64(percentile(&steps, n, .5)) / .6745 / math.Sqrt2 / 255
}

// mask is a part of a picture in which dots are set.
type mask struct {
	r   image.Rectangle
	set []bool
	n   int
}

func maskOf(g *image.Gray, r image.Rectangle, least uint8) mask {
	r = r.Intersect(g.Rect)
	m := mask{r: r, set: make([]bool, r.Dx()*r.Dy())}
	for y := range r.Dy() {
		row := g.Pix[(r.Min.Y+y)*g.Stride+r.Min.X:]
		for x := range r.Dx() {
			if row[x] >= least {
				m.set[y*r.Dx()+x] = true
				m.n++
			}
		}
	}
	return m
}

func (m mask) share() float64 { return float64(m.n) / max(1, float64(len(m.set))) }

// largest measures the largest connected stroke: its extent is from corner to
// corner, and its bounds say what it comes near.
func (m mask) largest(g *image.Gray, f *features) {
	const narrow, all = .9 * perMM, .93
	seen := make([]bool, len(m.set))
	for i := range m.set {
		if !m.set[i] || seen[i] {
			continue
		}
		box, n, sum := m.flood(i, seen, g)
		w, h := float64(box.Dx()), float64(box.Dy())
		if e := math.Hypot(w, h) / perMM; e > f.extent {
			x, y := m.r.Dx(), m.r.Dy()
			f.extent, f.depth, f.centred = e, sum/n/255, box.Overlaps(image.Rect(x*2/5, y*2/5, x*3/5, y*3/5))
			f.straight = w < narrow && h > all*float64(y) || h < narrow && w > all*float64(x)
		}
	}
}

// sides are the steps to the eight neighbours of a dot.
func sides() [8]image.Point {
	return [8]image.Point{{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}}
}

func (m mask) flood(start int, seen []bool, g *image.Gray) (box image.Rectangle, n, sum float64) {
	w := m.r.Dx()
	stack := []int{start}
	seen[start] = true
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		x, y := i%w, i/w
		box = box.Union(image.Rect(x, y, x+1, y+1))
		sum, n = sum+float64(g.Pix[(m.r.Min.Y+y)*g.Stride+m.r.Min.X+x]), n+1
		for _, d := range sides() {
			u, v := x+d.X, y+d.Y
			if u < 0 || v < 0 || u >= w || v >= m.r.Dy() || seen[v*w+u] || !m.set[v*w+u] {
				continue
			}
			seen[v*w+u] = true
			stack = append(stack, v*w+u)
		}
	}
	return box, n, sum
}

// judge says what the box alone tells.
func (f features) judge() (State, float64) {
	switch {
	case f.through() && f.solid > .30 && f.solid < .50:
		return Struck, .6
	case f.through() && f.extent > strokes: // more ink may as well be a box filled in over its border
		return Unsure, .5
	case f.straight:
		return Unsure, .5
	case f.extent >= strokes && f.depth >= hairs && f.centred:
		return Ticked, sure(f.extent/strokes, f.depth/hairs)
	case f.extent <= specks && f.faint < .03:
		return Blank, 1 - min(.4, f.extent/specks*.2+f.faint*5)
	}
	return Unsure, .5
}

// judgeBits reads a box of a scan of black and white alone, where pencil breaks
// up or is gone: only a whole stroke is a tick, only a clean box is blank.
func (f features) judgeBits() (State, float64) {
	const whole, dirt, grain = .35, .012, .3
	state, confidence := f.judge()
	switch {
	case state == Ticked && f.depth < whole, state == Blank && (f.faint > dirt || f.extent > grain):
		return Unsure, .5
	}
	return state, confidence
}

// through tells whether a line goes through the box from side to side.
func (f features) through() bool { return f.left > .1 && f.right > .1 }

// sure grows from .6 to .99 as the measures leave their thresholds behind.
func sure(ratios ...float64) float64 {
	low := math.Inf(1)
	for _, r := range ratios {
		low = min(low, r)
	}
	return min(.99, .6+.4*(1-1/max(low, 1)))
}
