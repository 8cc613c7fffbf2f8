package omr

import (
	"image"
	"image/color"
)

// pyramid is a page in grey, each level half as large as the one before.
type pyramid struct{ levels []*image.Gray }

// leastSide is the long side of the smallest level that is looked at.
const leastSide = 500

func newPyramid(page image.Image) *pyramid {
	p := &pyramid{[]*image.Gray{toGrey(page)}}
	for {
		g := p.levels[len(p.levels)-1]
		if max(g.Rect.Dx(), g.Rect.Dy()) < 2*leastSide {
			return p
		}
		p.levels = append(p.levels, half(g))
	}
}

// toGrey gives a picture that begins at (0,0). A grey one is not copied if it
// does so already.
func toGrey(m image.Image) *image.Gray {
	b := m.Bounds()
	if g, ok := m.(*image.Gray); ok && b.Min == (image.Point{}) {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	switch m := m.(type) {
	case *image.Gray:
		for y := range b.Dy() {
			copy(out.Pix[y*out.Stride:][:b.Dx()], m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		}
	case *image.YCbCr:
		for y := range b.Dy() {
			copy(out.Pix[y*out.Stride:][:b.Dx()], m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		}
	default:
		for y := range b.Dy() {
			for x := range b.Dx() {
				out.Pix[y*out.Stride+x] = color.GrayModel.Convert(m.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y
			}
		}
	}
	return out
}

// half averages two by two.
func half(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx()/2, g.Rect.Dy()/2
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		a, b := g.Pix[2*y*g.Stride:], g.Pix[(2*y+1)*g.Stride:]
		row := out.Pix[y*out.Stride:][:w]
		for x := range row {
			row[x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) / 4)
		}
	}
	return out
}

// at is the grey at a place between dots; beyond the edge it is the edge's.
func at(g *image.Gray, x, y float64) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, w-1), min(y0+1, h-1)
	fx, fy := x-float64(x0), y-float64(y0)
	top := float64(g.Pix[y0*g.Stride+x0])*(1-fx) + float64(g.Pix[y0*g.Stride+x1])*fx
	bottom := float64(g.Pix[y1*g.Stride+x0])*(1-fx) + float64(g.Pix[y1*g.Stride+x1])*fx
	return top*(1-fy) + bottom*fy
}

// paper is the brightness of the unprinted page, block by block.
type paper struct {
	block, w, h int
	white       []float64
}

// newPaper takes in each block what nine tenths of its dots stay below: blocks
// are larger than anything printed in solid black.
func newPaper(g *image.Gray) paper {
	b := max(g.Rect.Dx(), g.Rect.Dy())/14 + 1
	p := paper{block: b, w: g.Rect.Dx()/b + 1, h: g.Rect.Dy()/b + 1}
	p.white = make([]float64, p.w*p.h)
	for by := range p.h {
		for bx := range p.w {
			p.white[by*p.w+bx] = brightest(g, image.Rect(bx*b, by*b, (bx+1)*b, (by+1)*b).Intersect(g.Rect))
		}
	}
	return p
}

func brightest(g *image.Gray, r image.Rectangle) float64 {
	var hist [256]int
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		for _, v := range g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X] {
			hist[v]++
		}
		n += r.Dx()
	}
	return float64(percentile(&hist, n, .9))
}

// percentile is the value that share of n counted dots stay at or below.
func percentile(hist *[256]int, n int, share float64) int {
	left := int(float64(n) * share)
	for v, k := range hist {
		if left -= k; left < 0 {
			return v
		}
	}
	return 255
}

// row writes for one line of the page below which grey a dot is dark.
func (p paper) row(y int, share float64, out []uint8) {
	by := min(y/p.block, p.h-1)
	for x := range out {
		out[x] = uint8(p.white[by*p.w+x/p.block] * share)
	}
}
