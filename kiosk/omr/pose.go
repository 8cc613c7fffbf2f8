package omr

import "math"

// pose takes paper to pixels: a plane seen in perspective, [a b c d e f g h]
// of x' = (ax+by+c)/(gx+hy+1), y' = (dx+ey+f)/(gx+hy+1).
type pose [8]float64

func (p pose) to(q point) point {
	w := p[6]*q.x + p[7]*q.y + 1
	return point{(p[0]*q.x + p[1]*q.y + p[2]) / w, (p[3]*q.x + p[4]*q.y + p[5]) / w}
}

// perMM is the number of pixels to a millimetre round a place on paper.
func (p pose) perMM(q point) float64 {
	across, down := p.steps(q)
	return (across.length() + down.length()) / 2
}

// steps are where the next millimetre across and the next one down lead.
func (p pose) steps(q point) (across, down point) {
	from := p.to(q)
	return p.to(point{q.x + 1, q.y}).minus(from), p.to(point{q.x, q.y + 1}).minus(from)
}

// scale is the side of the square, in pixels, that looks as large as a square
// millimetre does.
func (p pose) scale(q point) float64 {
	across, down := p.steps(q)
	return math.Sqrt(math.Abs(across.cross(down)))
}

// lean is how much longer a millimetre looks in one direction than in another.
func (p pose) lean(q point) float64 {
	across, down := p.steps(q)
	mean, half := (across.dot(across)+down.dot(down))/2, (across.dot(across)-down.dot(down))/2
	more := math.Hypot(half, across.dot(down))
	return math.Sqrt((mean + more) / (mean - more))
}

// pair is a place that is known on paper and was seen on the page.
type pair struct{ paper, seen point }

// fit is a pose and how well it explains the pairs, in millimetres on paper.
type fit struct {
	pose     pose
	residual float64
}

// fitPose finds the pose of least squares; four pairs determine it, three and
// fewer give an affine one.
func fitPose(pairs []pair) fit {
	rows := make([][9]float64, 0, 2*len(pairs))
	for _, q := range pairs {
		x, y, u, v := q.paper.x, q.paper.y, q.seen.x, q.seen.y
		rows = append(rows, [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}, [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v})
	}
	n := 8
	if len(pairs) < 4 {
		n = 6
	}
	f := fit{pose: solve(rows, n)}
	sum := 0.0
	for _, q := range pairs {
		d := f.pose.to(q.paper).near(q.seen) / f.pose.perMM(q.paper)
		sum += d * d
	}
	f.residual = math.Sqrt(sum / float64(len(pairs)))
	return f
}

// solve solves the normal equations of the first n unknowns by elimination
// with the largest pivot; the rest stay 0.
func solve(rows [][9]float64, n int) pose {
	var m [8][9]float64
	for _, r := range rows {
		for i := range n {
			for k := range n {
				m[i][k] += r[i] * r[k]
			}
			m[i][8] += r[i] * r[8]
		}
	}
	for i := range n {
		best := i
		for k := i + 1; k < n; k++ {
			if math.Abs(m[k][i]) > math.Abs(m[best][i]) {
				best = k
			}
		}
		m[i], m[best] = m[best], m[i]
		if m[i][i] == 0 {
			continue
		}
		for k := range n {
			if k != i {
				reduce(&m[k], &m[i], i)
			}
		}
	}
	var p pose
	for i := range n {
		if m[i][i] != 0 {
			p[i] = m[i][8] / m[i][i]
		}
	}
	return p
}

func reduce(row, by *[9]float64, i int) {
	k := row[i] / by[i]
	for j := range row {
		row[j] -= k * by[j]
	}
}

// fit explains the corners that were seen, and more places if there are any.
func (f frame) fit(more ...pair) fit {
	pairs := more
	for i, c := range f.corners {
		if i != f.missing {
			pairs = append(pairs, pair{middle(f.card.Fiducials[i]), c})
		}
	}
	return fitPose(pairs)
}
