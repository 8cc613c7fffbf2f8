package omr

import (
	"cmp"
	"image"
	"math"
	"slices"

	"github.com/yousaid/yousaid/kiosk/card"
)

// point is a place on the page or on paper.
type point struct{ x, y float64 }

func (a point) minus(b point) point     { return point{a.x - b.x, a.y - b.y} }
func (a point) plus(b point) point      { return point{a.x + b.x, a.y + b.y} }
func (a point) length() float64         { return math.Hypot(a.x, a.y) }
func (a point) cross(b point) float64   { return a.x*b.y - a.y*b.x }
func (a point) dot(b point) float64     { return a.x*b.x + a.y*b.y }
func (a point) near(b point) float64    { return a.minus(b).length() }
func middle(a card.Area) point          { return point{a.X + a.W/2, a.Y + a.H/2} }
func (s square) at(level int) point     { return scale(point{s.x, s.y}, level) }
func (s square) size(level int) float64 { return s.side * float64(int(1)<<level) }

// scale takes a place on a level to the page's own pixels: a dot of the level
// is the middle of those that it was made of.
func scale(p point, level int) point {
	k := float64(int(1) << level)
	return point{(p.x+.5)*k - .5, (p.y+.5)*k - .5}
}

// frame is a card by its corner squares, in pixels of the page. Corners are
// clockwise from the top left; at most one is missing.
type frame struct {
	card    card.Frame
	corners [4]point
	sides   [4]float64 // of the squares there; 0 of the missing one
	missing int        // index of the corner that was not seen, or -1
	turned  bool       // known to stand this way up: the hollow square was seen
}

// frames looks for cards on ever finer levels, until there are some.
func (p *pyramid) frames() []frame {
	for level := len(p.levels) - 1; level >= 0; level-- {
		if list := assemble(squares(p.levels[level]), level); len(list) > 0 {
			return list
		}
	}
	return nil
}

// How far a card may be from its drawing: a camera held askew, a stretched print.
const (
	sizeOff  = .20 // of the distance between squares, against their size
	smaller  = .65 // of a square to its neighbour, further off
	askew    = .35 // of the fourth corner from where it is without perspective, against the card's width
	leanOff  = .22 // of the longest against the shortest millimetre in the card's middle
	depthOff = .15 // of a square's size against what perspective makes of it
	threeOff = .06 // of shape and angle together, where no fourth corner speaks for it
)

// assemble puts squares together to cards, those with four corners first.
func assemble(found []square, level int) []frame {
	if len(found) > 400 {
		slices.SortFunc(found, func(a, b square) int { return int(math.Copysign(1, b.side-a.side)) })
		found = found[:400]
	}
	var list []frame
	used := make([]bool, len(found))
	for _, least := range []int{4, 3} {
		for _, i := range likeliest(found, used, least, level) {
			if used[i] {
				continue
			}
			if f, _, ok := corner(found, used, i, least, level); ok {
				list = append(list, f)
				f.use(found, used, level)
			}
		}
	}
	return list
}

// likeliest are the squares that may be the right angle of a card, by how little
// its shape is off: boxes and letters among four squares may look like a card
// seen from aside.
func likeliest(found []square, used []bool, least, level int) []int {
	type candidate struct {
		of, missing int
		off         float64
	}
	var list []candidate
	for i := range found {
		if used[i] {
			continue
		}
		if f, off, ok := corner(found, used, i, least, level); ok {
			list = append(list, candidate{i, f.missing, off})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(min(a.missing, 0), min(b.missing, 0)), cmp.Compare(a.off, b.off))
	})
	order := make([]int, len(list))
	for k, c := range list {
		order[k] = c.of
	}
	return order
}

// corner takes square i for the right angle of a card, looks for the others, and
// says how far their shape is off.
func corner(found []square, used []bool, i, least, level int) (best frame, error float64, ok bool) {
	o := found[i]
	if least == 4 && !o.hollow {
		return frame{}, 0, false
	}
	seen := least - 1
	for _, c := range card.Frames() {
		for a := range found {
			if used[a] || a == i || !fits(o, found[a], across(c)) {
				continue
			}
			for b := range found {
				if used[b] || b == i || b == a || !fits(o, found[b], down(c)) {
					continue
				}
				f, k, off := complete(found, used, c, [3]int{i, a, b}, level)
				if k > seen || k == seen && off < error {
					best, seen, error, ok = f, k, off, true
				}
			}
		}
	}
	return best, error, ok
}

// use takes away the squares in the frame's corners and all that lie between
// them: letters and parts of the code look like squares too.
func (f frame) use(found []square, used []bool, level int) {
	for k, s := range found {
		used[k] = used[k] || f.holds(s.at(level), s.size(level))
	}
}

// holds tells whether a place lies within the frame, or no more than slack
// pixels outside.
func (f frame) holds(p point, slack float64) bool {
	for i, c := range f.corners {
		side := f.corners[(i+1)%4].minus(c)
		if side.cross(p.minus(c))/side.length() < -slack {
			return false
		}
	}
	return true
}

// bounds holds the middles of the corners.
func (f frame) bounds() (r image.Rectangle) {
	for i, c := range f.corners {
		at := image.Rect(int(c.x), int(c.y), int(c.x)+1, int(c.y)+1)
		if i == 0 {
			r = at
		}
		r = r.Union(at)
	}
	return r
}

// area is in pixels of the page.
func (f frame) area() float64 {
	inner := f.corners[1].minus(f.corners[0]).length() * f.corners[3].minus(f.corners[0]).length()
	a, c := middle(f.card.Fiducials[0]), middle(f.card.Fiducials[2])
	return inner * f.card.W * f.card.H / ((c.x - a.x) * (c.y - a.y))
}

// fits tells whether b may stand distance millimetres from a.
func fits(a, b square, distance float64) bool {
	if r := b.side / a.side; r < smaller || r > 1/smaller {
		return false
	}
	want := distance * (a.side + b.side) / 2 / outer
	d := math.Hypot(b.x-a.x, b.y-a.y)
	return d > want*(1-sizeOff) && d < want*(1+sizeOff)
}

// complete makes a frame of three squares, a right angle and its neighbours
// across and down, and of the fourth that makes a card with them. It counts the
// corners seen and says how far the shape is off.
func complete(found []square, used []bool, c card.Frame, of [3]int, level int) (frame, int, float64) {
	none := math.Inf(1)
	o, a, b := found[of[0]].at(level), found[of[1]].at(level), found[of[2]].at(level)
	u, v := a.minus(o), b.minus(o)
	// The right angle is the top left or the bottom left corner; the card may
	// still stand on its head.
	last, order, hole := a.plus(v), [4]int{of[0], of[1], -1, of[2]}, 2
	if u.cross(v) < 0 {
		last, order, hole = b.plus(u), [4]int{of[2], -1, of[1], of[0]}, 1
	}
	best, seen, error := frame{}, 0, none
	for k, s := range found {
		if used[k] || slices.Contains(of[:], k) || s.at(level).near(last) > askew*u.length() || !fits(found[of[1]], s, down(c)) || !fits(found[of[2]], s, across(c)) {
			continue
		}
		order[hole] = k
		f, ok := frame{card: c, missing: -1}.oriented(found, order, last, level)
		if !ok {
			continue
		}
		if off := f.off(); off < error {
			best, seen, error = f, 4, off
		}
	}
	if seen == 4 {
		return best, seen, error
	}
	order[hole] = -1
	cosine := math.Abs(u.dot(v)) / u.length() / v.length()
	shape := math.Abs(u.length()/v.length()*down(c)/across(c) - 1)
	if f, ok := (frame{card: c, missing: hole}).oriented(found, order, last, level); ok && cosine+shape < threeOff {
		return f, 3, cosine + shape
	}
	return frame{}, 0, none
}

// off says how far four squares are from a card that a camera sees: where they
// stand tells how large each must look, and from how far aside the card is seen.
// Too far is infinite.
func (f frame) off() float64 {
	q := f.fit().pose
	sum := q.lean(point{f.card.W / 2, f.card.H / 2}) - 1
	if !(sum < leanOff) {
		return math.Inf(1)
	}
	for i, side := range f.sides {
		d := math.Abs(math.Log(side / outer / q.scale(middle(f.card.Fiducials[i]))))
		if !(d < depthOff) {
			return math.Inf(1)
		}
		sum += d
	}
	return sum
}

// oriented gives the corners their places; the hollow square, if it was seen,
// says where the top left is. It is not ok if that cannot be.
func (f frame) oriented(found []square, order [4]int, last point, level int) (frame, bool) {
	for i, k := range order {
		if k < 0 {
			f.corners[i] = last
			continue
		}
		f.corners[i], f.sides[i] = found[k].at(level), found[k].size(level)
		if found[k].hollow && (i%2 == 1 || f.turned) {
			return frame{}, false
		}
		f.turned = f.turned || found[k].hollow
	}
	if k := order[2]; k >= 0 && found[k].hollow {
		f = f.over()
	}
	return f, true
}

// across and down are the millimetres between a card's squares.
func across(c card.Frame) float64 { return middle(c.Fiducials[1]).x - middle(c.Fiducials[0]).x }
func down(c card.Frame) float64   { return middle(c.Fiducials[3]).y - middle(c.Fiducials[0]).y }

// over is the same card, read standing on its head.
func (f frame) over() frame {
	c := f.corners
	f.corners = [4]point{c[2], c[3], c[0], c[1]}
	f.sides = [4]float64{f.sides[2], f.sides[3], f.sides[0], f.sides[1]}
	if f.missing >= 0 {
		f.missing = (f.missing + 2) % 4
	}
	return f
}
