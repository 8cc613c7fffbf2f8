package omr

import (
	"image"
	"math"
	"slices"

	"github.com/yousaid/yousaid/kiosk/card"
)

// sheet is one card face while it is read.
type sheet struct {
	page     *pyramid
	pose     pose
	blank    *card.Blank
	straight *image.Gray // card.DotsPerMM
	ink      *image.Gray // of straight: 0 paper, 255 solid print
	bits     bool        // of black and white alone
}

const (
	perMM  = 8.0  // of the picture of one box
	border = 0.45 // mm, of the printed box
	around = 2.2  // mm of paper round a box that are looked at
	slack  = 0.6  // mm that a box may stand beside its place
	inner  = 0.40 // mm inside the border that print and blur may darken

	leastEdge = .35 // ink of a border, 0 to 1
)

// box is one box of the card as it was found.
type box struct {
	card.Box
	ink   *image.Gray // 255 black, 0 paper; the box begins at around
	shift point       // mm from where it should be
	edge  float64     // ink along the printed border there, 0 to 1
	seen  features
}

// locate finds the printed border of all boxes.
func (s sheet) locate() []box {
	boxes := make([]box, len(s.blank.Boxes))
	black := s.black()
	for i, b := range s.blank.Boxes {
		area := card.Area{X: b.X - around - slack, Y: b.Y - around - slack, W: b.W + 2*(around+slack), H: b.H + 2*(around+slack)}
		boxes[i] = box{Box: b, ink: inkOf(s.page.sample(s.pose, area, perMM), black)}
		boxes[i].shift = boxes[i].find(point{}, slack)
	}
	settle(boxes)
	for i := range boxes {
		boxes[i].edge = boxes[i].outline(boxes[i].shift) / 255
	}
	return boxes
}

// displaced gives the boxes' places as they were found, if any is so far off
// that print would be taken for strokes.
func (s sheet) displaced(boxes []box) (list []pair) {
	const far = .3 // mm
	off := false
	for _, b := range boxes {
		if b.edge < leastEdge {
			continue
		}
		at := middle(card.Area{X: b.X, Y: b.Y, W: b.W, H: b.H})
		off = off || b.shift.length() > far
		list = append(list, pair{at, s.pose.to(at.plus(b.shift))})
	}
	if !off {
		return nil
	}
	return list
}

// marks reads the boxes.
func (s sheet) marks(boxes []box, words []Crop) []Mark {
	for i := range boxes {
		boxes[i].seen = boxes[i].measure()
	}
	out := make([]Mark, len(boxes))
	for i, b := range boxes {
		state, confidence := s.judge(b)
		out[i] = Mark{Field: b.Field, Value: b.Value, State: state, Confidence: confidence}
	}
	s.doubt(boxes, out)
	if s.bits {
		lost(boxes, out, words)
	}
	return out
}

// judge reads one box. Where no border is printed there is no box.
func (s sheet) judge(b box) (State, float64) {
	if b.edge < leastEdge {
		return Unsure, .5
	}
	if s.bits {
		return b.seen.judgeBits()
	}
	return b.seen.judge()
}

// black is the grey of solid print: the median of the squares' middles.
func (s sheet) black() float64 {
	var list []float64
	for i, f := range s.blank.Fiducials {
		m := middle(f)
		if i == 0 { // hollow: its left wall
			m.x = f.X + .8
		}
		list = append(list, at(s.straight, m.x*card.DotsPerMM-.5, m.y*card.DotsPerMM-.5))
	}
	slices.Sort(list)
	return list[1]
}

// inkOf turns grey into ink: 0 for the paper of this very place, 255 for solid
// print.
func inkOf(g *image.Gray, black float64) *image.Gray {
	var hist [256]int
	for _, v := range g.Pix {
		hist[v]++
	}
	// Print and writing cover less than half: paper lies above the median.
	white := float64(percentile(&hist, len(g.Pix), .7))
	k := 255 / max(white-black, 40)
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = uint8(min(max((white-float64(v))*k, 0), 255))
	}
	return out
}

// evenInk is the ink of the whole card, on which a shadow may lie: each place
// has the paper round it. What is darker than halfway to print is no paper.
func evenInk(g *image.Gray, black float64) *image.Gray {
	const usual, least = .7, 40
	white := newPaper(g, usual)
	halfway := (slices.Max(white.white) + black) / 2
	for i, w := range white.white {
		white.white[i] = max(w, halfway)
	}
	out, line := image.NewGray(g.Rect), make([]float64, g.Rect.Dx())
	for y := range g.Rect.Dy() {
		white.blend(y, line)
		from, to := g.Pix[y*g.Stride:], out.Pix[y*out.Stride:][:len(line)]
		for x, w := range line {
			to[x] = uint8(min(max((w-float64(from[x]))*255/max(w-black, least), 0), 255))
		}
	}
	return out
}

// find looks for the printed border by its ink, near a place.
func (b *box) find(near point, reach float64) point {
	steps := int(reach * perMM)
	best, at := -1.0, near
	for dy := -steps; dy <= steps; dy++ {
		for dx := -steps; dx <= steps; dx++ {
			d := point{near.x + float64(dx)/perMM, near.y + float64(dy)/perMM}
			// A place further off has to be better by more.
			if v := b.outline(d) - 4*math.Hypot(float64(dx), float64(dy))/perMM; v > best {
				best, at = v, d
			}
		}
	}
	return at
}

// outline is the mean ink along the border of a box shifted by d.
func (b *box) outline(d point) float64 {
	const n = 12
	x, y := (around+slack+d.x+border/2)*perMM-.5, (around+slack+d.y+border/2)*perMM-.5
	w, h := (b.W-border)*perMM, (b.H-border)*perMM
	sum := 0.0
	for i := range n {
		t := .12 + .76*float64(i)/(n-1)
		sum += b.dot(x+t*w, y) + b.dot(x+t*w, y+h) + b.dot(x, y+t*h) + b.dot(x+w, y+t*h)
	}
	return sum / (4 * n)
}

func (b *box) dot(x, y float64) float64 {
	return float64(b.ink.Pix[int(y+.5)*b.ink.Stride+int(x+.5)])
}

// settle corrects boxes whose border was mistaken for a mark: neighbours move
// together.
func settle(boxes []box) {
	if len(boxes) == 0 {
		return
	}
	var xs, ys []float64
	for _, b := range boxes {
		xs, ys = append(xs, b.shift.x), append(ys, b.shift.y)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	usual := point{xs[len(xs)/2], ys[len(ys)/2]}
	for i := range boxes {
		if boxes[i].shift.near(usual) > .3 {
			boxes[i].shift = boxes[i].find(usual, .25)
		}
	}
}
