package omrtest

import (
	"image"
	"math"
	"math/rand/v2"

	"github.com/yousaid/yousaid/kiosk/card"
)

// Bed lays four card pages on a sheet of A3, each any way up and askew.
func Bed(r *rand.Rand, pages [4]*image.Gray) *image.Gray {
	w, h := 420*MM, 297*MM
	bed := image.NewGray(image.Rect(0, 0, int(w), int(h)))
	for i := range bed.Pix {
		bed.Pix[i] = 255
	}
	for i, page := range pages {
		turned, skew := r.IntN(4), (r.Float64()*2-1)*4
		if turned%2 == 1 {
			skew /= 5 // upright, there is just room
		}
		lay(bed, turn(page, turned), w*(.25+.5*float64(i%2)), h*(.25+.5*float64(i/2)), skew)
	}
	return bed
}

// lay puts a page's middle at a place of the bed.
func lay(bed, page *image.Gray, cx, cy, skew float64) {
	sin, cos := math.Sincos(skew * math.Pi / 180)
	from := func(x, y float64) (float64, float64) {
		dx, dy := x-cx, y-cy
		return dx*cos + dy*sin + float64(page.Rect.Dx())/2, -dx*sin + dy*cos + float64(page.Rect.Dy())/2
	}
	w := bed.Rect.Dx()
	laid := warp(page, w, bed.Rect.Dy(), page.Rect, from, func(x, y int) float64 { return float64(bed.Pix[y*w+x]) })
	copy(bed.Pix, laid.Pix)
}

// CutOut is one card of a sheet as somebody cut it, off by some millimetres,
// and where its boxes then stand.
func CutOut(g *image.Gray, c card.Placed, dx, dy float64) (*image.Gray, card.Placed) {
	x, y := int((c.X+dx)*MM), int((c.Y+dy)*MM)
	out := image.NewGray(image.Rect(0, 0, int(c.W*MM), int(c.H*MM)))
	for i := range out.Pix {
		u, v := x+i%out.Rect.Dx(), y+i/out.Rect.Dx()
		out.Pix[i] = 255
		if (image.Point{u, v}).In(g.Rect) {
			out.Pix[i] = g.Pix[g.PixOffset(u, v)]
		}
	}
	left, top := float64(x)/MM, float64(y)/MM
	moved := c
	moved.X, moved.Y = c.X-left, c.Y-top
	moved.Boxes, moved.Writing = make([]card.Box, len(c.Boxes)), make([]card.Area, len(c.Writing))
	for i, b := range c.Boxes {
		b.X, b.Y = b.X-left, b.Y-top
		moved.Boxes[i] = b
	}
	for i, a := range c.Writing {
		a.X, a.Y = a.X-left, a.Y-top
		moved.Writing[i] = a
	}
	return out, moved
}
