package report

import (
	"math"
	"strconv"
	"strings"
)

// Point is a place in a chart, in its own units.
type Point struct{ X, Y float64 }

// Scale is an axis that begins at 0 and ends at a round number.
type Scale struct {
	Max  float64
	Step float64
}

// RoundScale gives an axis of at most five steps of 1, 2, 5, 10, 20, 50 ...
// that holds the largest value.
func RoundScale(largest float64) Scale {
	step := 1.0
	for i := 0; largest > 5*step; i++ {
		step *= []float64{2, 2.5, 2}[i%3]
	}
	return Scale{Max: max(step*math.Ceil(largest/step), step), Step: step}
}

// Marks are the values at which the axis is labelled.
func (s Scale) Marks() []float64 {
	var m []float64
	for v := 0.0; v <= s.Max; v += s.Step {
		m = append(m, v)
	}
	return m
}

// Box is where a line is drawn: Left to Right, Top to Bottom.
type Box struct{ Left, Top, Right, Bottom float64 }

// Place puts values into the box, evenly across, 0 at the bottom.
func (b Box) Place(values []float64, s Scale) []Point {
	points := make([]Point, len(values))
	for i, v := range values {
		points[i] = Point{b.Across(i, len(values)), b.Bottom - v/s.Max*(b.Bottom-b.Top)}
	}
	return points
}

// Across is the place of value i of n from left to right.
func (b Box) Across(i, n int) float64 {
	if n < 2 {
		return b.Right
	}
	return b.Left + float64(i)*(b.Right-b.Left)/float64(n-1)
}

// Fit puts values into the box so that they fill it: for a sparkline, which
// shows shape and no size. Values that are all alike run along the middle.
func (b Box) Fit(values []float64) []Point {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		lo, hi = min(lo, v), max(hi, v)
	}
	points := make([]Point, len(values))
	for i, v := range values {
		y := (b.Top + b.Bottom) / 2
		if hi > lo {
			y = b.Bottom - (v-lo)/(hi-lo)*(b.Bottom-b.Top)
		}
		points[i] = Point{b.Across(i, len(values)), y}
	}
	return points
}

// Path draws a line through the points as SVG path data.
func Path(points []Point) string {
	var b strings.Builder
	for i, p := range points {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(Num(p.X) + " " + Num(p.Y))
	}
	return b.String()
}

// Area closes a line down to the bottom.
func Area(points []Point, bottom float64) string {
	if len(points) == 0 {
		return ""
	}
	last, first := points[len(points)-1], points[0]
	return Path(points) + "L" + Num(last.X) + " " + Num(bottom) + "L" + Num(first.X) + " " + Num(bottom) + "Z"
}

// Num writes a coordinate with one decimal at most.
func Num(f float64) string {
	return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64)
}
