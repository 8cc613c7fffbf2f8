package card

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// raster draws a card as grey dots: the third canvas, for the reader.
type raster struct {
	m   *metrics
	img *image.Gray
}

func newRaster(m *metrics, w, h float64) *raster {
	img := image.NewGray(image.Rect(0, 0, int(math.Round(w*DotsPerMM)), int(math.Round(h*DotsPerMM))))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	return &raster{m, img}
}

func (v *raster) fill(p path, c colour) { v.polygons(p.flat(), c) }

// stroke draws every step as a bar of its own with round ends: joins are round
// for free. A dashed line is drawn whole: the reader leaves it out anyway.
func (v *raster) stroke(p path, width, _ float64, c colour) {
	var bars [][]point
	for _, line := range p.flat() {
		for i := 1; i < len(line); i++ {
			bars = append(bars, barOf(line[i-1], line[i], width))
			bars = append(bars, disc(line[i-1], width/2), disc(line[i], width/2))
		}
	}
	v.polygons(bars, c)
}

func barOf(a, b point, width float64) []point {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length == 0 {
		return nil
	}
	nx, ny := (a.y-b.y)/length*width/2, (b.x-a.x)/length*width/2
	return []point{{a.x - nx, a.y - ny}, {b.x - nx, b.y - ny}, {b.x + nx, b.y + ny}, {a.x + nx, a.y + ny}}
}

func disc(c point, r float64) []point {
	out := make([]point, 12)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(out)))
		out[i] = point{c.x + r*cos, c.y + r*sin}
	}
	return out
}

func (v *raster) text(f fontID, size, x, baseline float64, pieces []piece, c colour) {
	for _, p := range pieces {
		at := x + p.x
		for _, r := range p.text {
			v.fill(v.m.outline(f, r).at(at, baseline, size*pt/em), c)
			at += v.m.advance(f, r) * size * pt
		}
	}
}

// outline is a letter's shape, em high.
func (m *metrics) outline(f fontID, r rune) path {
	segments, _ := m.press.fonts[f].LoadGlyph(&m.buf, m.glyph(f, r), fixed.I(em), nil)
	var out path
	var last point
	for _, s := range segments {
		letter, args := segment(s)
		at := make([]point, len(args))
		for i, a := range args {
			at[i] = point{float64(a.X) / 64, float64(a.Y) / 64}
		}
		end := at[len(at)-1]
		switch s.Op {
		case sfnt.SegmentOpMoveTo, sfnt.SegmentOpLineTo:
			out = append(out, seg{op: letter, x1: end.x, y1: end.y})
		case sfnt.SegmentOpQuadTo:
			a, b := thirds(last, at[0], end)
			out = append(out, seg{'C', a.x, a.y, b.x, b.y, end.x, end.y})
		case sfnt.SegmentOpCubeTo:
			out = append(out, seg{'C', at[0].x, at[0].y, at[1].x, at[1].y, end.x, end.y})
		}
		last = end
	}
	return out
}

// thirds raises a quadratic curve to a cubic one.
func thirds(from, control, to point) (a, b point) {
	return point{from.x + 2*(control.x-from.x)/3, from.y + 2*(control.y-from.y)/3},
		point{to.x + 2*(control.x-to.x)/3, to.y + 2*(control.y-to.y)/3}
}

// flat turns a path into polygons, curves into eight chords each.
func (p path) flat() [][]point {
	var out [][]point
	var line []point
	for _, s := range p {
		switch s.op {
		case 'M':
			if len(line) > 1 {
				out = append(out, line)
			}
			line = []point{{s.x1, s.y1}}
		case 'L':
			line = append(line, point{s.x1, s.y1})
		case 'C':
			from := line[len(line)-1]
			for i := 1; i <= 8; i++ {
				line = append(line, s.along(from, float64(i)/8))
			}
		case 'Z':
			line = append(line, line[0])
		}
	}
	if len(line) > 1 {
		out = append(out, line)
	}
	return out
}

// along is the point of a cubic curve at t, 0 to 1.
func (s seg) along(from point, t float64) point {
	u := 1 - t
	a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return point{a*from.x + b*s.x1 + c*s.x2 + d*s.x3, a*from.y + b*s.y1 + c*s.y2 + d*s.y3}
}

// polygons fills by the non-zero rule, within the dots that they touch.
func (v *raster) polygons(list [][]point, c colour) {
	box := bounds(list).Intersect(v.img.Rect)
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for _, line := range list {
		for i, p := range line {
			x, y := float32(p.x*DotsPerMM)-float32(box.Min.X), float32(p.y*DotsPerMM)-float32(box.Min.Y)
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	// Over a picture of greys the rasterizer asks for each dot's colour; as a
	// mask it is a hundred times faster.
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	z.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	v.blend(mask, box.Min, color.GrayModel.Convert(color.RGBA{c.r, c.g, c.b, 0xff}).(color.Gray).Y)
}

// blend paints a grey through a mask that begins at a place.
func (v *raster) blend(mask *image.Alpha, at image.Point, grey uint8) {
	for y := range mask.Rect.Dy() {
		row := v.img.Pix[v.img.PixOffset(at.X, at.Y+y):]
		for x, a := range mask.Pix[y*mask.Stride:][:mask.Rect.Dx()] {
			if a > 0 {
				row[x] = uint8((int(row[x])*(255-int(a)) + int(grey)*int(a) + 127) / 255)
			}
		}
	}
}

func bounds(list [][]point) image.Rectangle {
	// image.Rect would put the corners in order: that is everything.
	r := image.Rectangle{image.Point{math.MaxInt32, math.MaxInt32}, image.Point{math.MinInt32, math.MinInt32}}
	for _, line := range list {
		for _, p := range line {
			x, y := p.x*DotsPerMM, p.y*DotsPerMM
			r.Min.X, r.Min.Y = min(r.Min.X, int(math.Floor(x))), min(r.Min.Y, int(math.Floor(y)))
			r.Max.X, r.Max.Y = max(r.Max.X, int(math.Ceil(x))), max(r.Max.Y, int(math.Ceil(y)))
		}
	}
	return r
}
