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

// twoValued tells whether hardly any dot between the corners of a card is grey.
// In a scan of greys every edge is; JPEG adds some to a scan of none.
func (p *pyramid) twoValued(f frame) bool {
	const black, white, most = 48, 208, .1
	g := p.levels[0]
	r := f.bounds().Intersect(g.Rect)
	dark, grey := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		for _, v := range g.Pix[y*g.Stride:][r.Min.X:r.Max.X] {
			switch {
			case v < black:
				dark++
			case v < white:
				grey++
			}
		}
	}
	return float64(grey) < most*float64(dark)
}

// toGrey gives a picture that begins at (0,0). A grey one is not copied if it
// does so already. Colours come out darker than the eye sees them: ink on paper
// may be yellow.
func toGrey(m image.Image) *image.Gray {
	b := m.Bounds()
	if g, ok := m.(*image.Gray); ok && b.Min == (image.Point{}) {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		row := out.Pix[y*out.Stride:][:b.Dx()]
		switch m := m.(type) {
		case *image.Gray:
			copy(row, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.YCbCr:
			for x := range row {
				c := m.YCbCrAt(b.Min.X+x, b.Min.Y+y)
				row[x] = darker(c.Y, int(c.Cb), int(c.Cr))
			}
		default:
			for x := range row {
				row[x] = onPaper(m.At(b.Min.X+x, b.Min.Y+y))
			}
		}
	}
	return out
}

// darker is midway between the brightness of a colour and its weakest channel.
func darker(y uint8, cb, cr int) uint8 {
	cb, cr = cb-128, cr-128
	least := min(91881*cr, 116130*cb, -22554*cb-46802*cr) >> 16
	return uint8(min(max(int(y)+least/2, 0), 255))
}

// onPaper is the same of any colour; what is transparent shows white paper.
func onPaper(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	white := 0xffff - a
	y, cb, cr := color.RGBToYCbCr(uint8((r+white)>>8), uint8((g+white)>>8), uint8((b+white)>>8))
	return darker(y, int(cb), int(cr))
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

// brightest is the share of a block's dots that stay below its paper.
const brightest = .9

// newPaper takes in each block what a share of its dots stays below: blocks are
// larger than anything printed in solid black.
func newPaper(g *image.Gray, share float64) paper {
	b := max(g.Rect.Dx(), g.Rect.Dy())/14 + 1
	p := paper{block: b, w: g.Rect.Dx()/b + 1, h: g.Rect.Dy()/b + 1}
	p.white = make([]float64, p.w*p.h)
	for by := range p.h {
		for bx := range p.w {
			p.white[by*p.w+bx] = whiteOf(g, image.Rect(bx*b, by*b, (bx+1)*b, (by+1)*b).Intersect(g.Rect), share)
		}
	}
	return p
}

func whiteOf(g *image.Gray, r image.Rectangle, share float64) float64 {
	var hist [256]int
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		for _, v := range g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X] {
			hist[v]++
		}
		n += r.Dx()
	}
	return float64(percentile(&hist, n, share))
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

// blend writes the paper of one line, going over from the middle of a block to
// that of the next.
func (p paper) blend(y int, out []float64) {
	top, down := p.between(y, p.h)
	across := make([]float64, p.w+1)
	for i := range across {
		upper, lower := p.white[top*p.w+min(i, p.w-1)], p.white[min(top+1, p.h-1)*p.w+min(i, p.w-1)]
		across[i] = upper + (lower-upper)*down
	}
	for x := range out {
		left, right := p.between(x, p.w)
		out[x] = across[left] + (across[left+1]-across[left])*right
	}
}

// between is the block of n whose middle lies before a dot, and how far it is
// to the next one's.
func (p paper) between(at, n int) (int, float64) {
	t := min(max((float64(at)+.5)/float64(p.block)-.5, 0), float64(n-1))
	before := int(t)
	return before, t - float64(before)
}
