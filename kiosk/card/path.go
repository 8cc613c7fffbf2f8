package card

import (
	"strconv"
	"strings"
)

// seg is one step of a path: 'M' and 'L' use x1, y1; 'C' is a cubic curve;
// 'Z' closes.
type seg struct {
	op                     byte
	x1, y1, x2, y2, x3, y3 float64
}

type path []seg

func (p path) at(x, y, scale float64) path {
	out := make(path, len(p))
	for i, s := range p {
		out[i] = seg{s.op, x + s.x1*scale, y + s.y1*scale, x + s.x2*scale, y + s.y2*scale, x + s.x3*scale, y + s.y3*scale}
	}
	return out
}

func rect(x, y, w, h float64) path {
	return path{{op: 'M', x1: x, y1: y}, {op: 'L', x1: x + w, y1: y}, {op: 'L', x1: x + w, y1: y + h}, {op: 'L', x1: x, y1: y + h}, {op: 'Z'}}
}

func roundRect(x, y, w, h, r float64) path {
	const k = .4477 // 1 minus the control length of a quarter circle
	c := r * k
	return path{
		{op: 'M', x1: x + r, y1: y},
		{op: 'L', x1: x + w - r, y1: y}, {'C', x + w - c, y, x + w, y + c, x + w, y + r},
		{op: 'L', x1: x + w, y1: y + h - r}, {'C', x + w, y + h - c, x + w - c, y + h, x + w - r, y + h},
		{op: 'L', x1: x + r, y1: y + h}, {'C', x + c, y + h, x, y + h - c, x, y + h - r},
		{op: 'L', x1: x, y1: y + r}, {'C', x, y + c, x + c, y, x + r, y},
		{op: 'Z'},
	}
}

// swipeOver is one stroke of a highlighter: uneven ends, never a box.
func swipeOver(x, y, w, h float64) path {
	var p path
	for i, c := range [...][2]float64{{1.2, 22}, {30, 8}, {64, 12}, {98.5, 0}, {100, 38}, {98.8, 52}, {99.6, 82}, {70, 90}, {34, 88}, {.9, 100}, {0, 66}, {.9, 50}} {
		op := byte('L')
		if i == 0 {
			op = 'M'
		}
		p = append(p, seg{op: op, x1: x + w*c[0]/100, y1: y + h*c[1]/100})
	}
	return append(p, seg{op: 'Z'})
}

// svgPath reads the path language of SVG, without arcs: the faces and icons
// are written as in the templates.
func svgPath(d string) path {
	r := pathReader{rest: d}
	for r.next() {
	}
	return r.out
}

type pathReader struct {
	rest         string
	op           byte
	x, y         float64 // the pen
	sx, sy       float64 // where the figure began
	cx, cy       float64 // the last control point, for 'S'
	out          path
	afterControl bool
}

func (r *pathReader) next() bool {
	r.rest = strings.TrimLeft(r.rest, " ,\n\t")
	if r.rest == "" {
		return false
	}
	if c := r.rest[0]; c >= 'A' && c <= 'z' {
		r.op, r.rest = c, r.rest[1:]
	}
	return r.step()
}

func (r *pathReader) step() bool {
	rel := r.op >= 'a'
	dx, dy := 0.0, 0.0
	if rel {
		dx, dy = r.x, r.y
	}
	curved := false
	switch r.op {
	case 'M', 'm':
		r.moveTo(r.num()+dx, r.num()+dy)
	case 'L', 'l':
		r.lineTo(r.num()+dx, r.num()+dy)
	case 'H', 'h':
		r.lineTo(r.num()+dx, r.y)
	case 'V', 'v':
		r.lineTo(r.x, r.num()+dy)
	case 'C', 'c':
		r.curveTo(r.num()+dx, r.num()+dy, r.num()+dx, r.num()+dy, r.num()+dx, r.num()+dy)
		curved = true
	case 'S', 's':
		x1, y1 := r.x, r.y
		if r.afterControl {
			x1, y1 = 2*r.x-r.cx, 2*r.y-r.cy
		}
		r.curveTo(x1, y1, r.num()+dx, r.num()+dy, r.num()+dx, r.num()+dy)
		curved = true
	case 'Z', 'z':
		r.out = append(r.out, seg{op: 'Z'})
		r.x, r.y = r.sx, r.sy
	default:
		return false
	}
	r.afterControl = curved
	return true
}

func (r *pathReader) moveTo(x, y float64) {
	r.x, r.y, r.sx, r.sy = x, y, x, y
	r.out = append(r.out, seg{op: 'M', x1: x, y1: y})
	// Further pairs after a move are lines.
	r.op-- // 'L' comes before 'M'
}

func (r *pathReader) lineTo(x, y float64) {
	r.x, r.y = x, y
	r.out = append(r.out, seg{op: 'L', x1: x, y1: y})
}

func (r *pathReader) curveTo(x1, y1, x2, y2, x, y float64) {
	r.out = append(r.out, seg{'C', x1, y1, x2, y2, x, y})
	r.x, r.y, r.cx, r.cy = x, y, x2, y2
}

// num takes the next number: "-1.5", ".3", "8.5-1" are all usual.
func (r *pathReader) num() float64 {
	s := strings.TrimLeft(r.rest, " ,\n\t")
	i, dot := 0, false
	for ; i < len(s); i++ {
		c := s[i]
		if c == '-' && i == 0 || c >= '0' && c <= '9' {
			continue
		}
		if c == '.' && !dot {
			dot = true
			continue
		}
		break
	}
	v, _ := strconv.ParseFloat(s[:i], 64)
	r.rest = s[i:]
	return v
}
