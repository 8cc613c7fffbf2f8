package omr

import (
	"image"
	"math"
)

// square is a dark shape that may be a fiducial, in pixels of its level.
type square struct {
	x, y   float64 // its middle
	side   float64
	hollow bool
}

// run is a row of dark dots; label names the shape that it belongs to.
type run struct{ y, from, to, label int }

// shape collects the dots of one shape: sums for its moments and its bounds.
type shape struct {
	n, sx, sy, sxx, syy float64
	box                 image.Rectangle
}

func (s *shape) add(r run) {
	n, y := float64(r.to-r.from), float64(r.y)
	a, b := float64(r.from), float64(r.to-1)
	sum := n * (a + b) / 2
	s.n, s.sx, s.sy = s.n+n, s.sx+sum, s.sy+n*y
	s.sxx += b*(b+1)*(2*b+1)/6 - (a-1)*a*(2*a-1)/6
	s.syy += n * y * y
	s.box = s.box.Union(image.Rect(r.from, r.y, r.to, r.y+1))
}

// dark is how dark a dot must be to belong to a shape: the share of the paper's
// brightness.
const dark = .62

// squares finds the solid and hollow squares of a level.
func squares(g *image.Gray) []square {
	runs := darkRuns(g)
	shapes := make([]shape, len(runs))
	for i := range runs {
		shapes[root(runs, i)].add(runs[i])
	}
	var list []square
	for i := range shapes {
		if s, ok := shapes[i].square(); ok {
			list = append(list, s)
		}
	}
	return list
}

// darkRuns gives the rows of dark dots, each with the first run of its shape as
// label, in the manner of union-find.
func darkRuns(g *image.Gray) []run {
	p, limit := newPaper(g, brightest), make([]uint8, g.Rect.Dx())
	var runs []run
	above, line := 0, 0 // where the last line's and this line's runs begin
	for y := range g.Rect.Dy() {
		p.row(y, dark, limit)
		above, line = line, len(runs)
		row := g.Pix[y*g.Stride:][:len(limit)]
		for x := 0; x < len(row); x++ {
			if row[x] >= limit[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] < limit[x] {
				x++
			}
			runs = append(runs, run{y, from, x, len(runs)})
		}
		join(runs, above, line)
	}
	return runs
}

// join ties the runs from line on to those of the line above that they touch.
func join(runs []run, above, line int) {
	i := above
	for k := line; k < len(runs); k++ {
		for i < line && runs[i].to < runs[k].from {
			i++
		}
		for j := i; j < line && runs[j].from <= runs[k].to; j++ {
			if runs[j].y == runs[k].y-1 {
				a, b := root(runs, j), root(runs, k)
				runs[max(a, b)].label = min(a, b)
			}
		}
	}
}

func root(runs []run, i int) int {
	for runs[i].label != i {
		runs[i].label = runs[runs[i].label].label
		i = runs[i].label
	}
	return i
}

const (
	leastDots = 60  // a square of 8 dots
	hole      = 1.8 // mm across, of the hollow square
	outer     = 5.0 // mm across
)

// square judges by the second moment, which is the same however a square is
// turned: a solid one of area A has 1/6 of A², the hollow one more, a disc or
// a stroke something else.
func (s *shape) square() (square, bool) {
	w, h := float64(s.box.Dx()), float64(s.box.Dy())
	if s.n < leastDots || w > 1.5*h || h > 1.5*w || s.n < .42*w*h {
		return square{}, false
	}
	x, y := s.sx/s.n, s.sy/s.n
	xx, yy := s.sxx/s.n-x*x, s.syy/s.n-y*y
	if xx > 1.45*yy || yy > 1.45*xx {
		return square{}, false
	}
	moment := (xx + yy) / s.n
	switch {
	case moment > .155 && moment < .183:
		return square{x, y, math.Sqrt(s.n), false}, true
	case moment > .188 && moment < .26:
		return square{x, y, math.Sqrt(s.n * outer * outer / (outer*outer - hole*hole)), true}, true
	}
	return square{}, false
}
