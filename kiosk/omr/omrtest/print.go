package omrtest

import (
	"image"
	"math/rand/v2"
)

// Print is what a printer does to a card before anybody writes on it. The zero
// value is a good print.
type Print struct {
	Fade   float64 // of the toner, 0 to 1
	Drops  int     // spots where toner is missing
	Thick  int     // px at 300 dpi by which all print grows; less than 0 thins it
	Copies int     // times that a copy was copied
}

// Of prints the page anew.
func (p Print) Of(r *rand.Rand, page *image.Gray) *image.Gray {
	g := Clone(page)
	for range max(p.Thick, -p.Thick) {
		g = grow(g, p.Thick > 0)
	}
	for range p.Copies {
		g = photocopy(r, g)
	}
	if p.Fade > 0 {
		g = tone(g, func(v float64) float64 { return 255 - (255-v)*(1-p.Fade) })
	}
	for range p.Drops {
		spot(g, r.Float64()*float64(g.Rect.Dx()), r.Float64()*float64(g.Rect.Dy()), 2+r.Float64()*6, 255)
	}
	return g
}

// photocopy softens, hardens, and adds dirt.
func photocopy(r *rand.Rand, g *image.Gray) *image.Gray {
	g = blur(g, .9)
	g = tone(g, func(v float64) float64 { return (v-128)*1.5 + 140 })
	for range 150 {
		spot(g, r.Float64()*float64(g.Rect.Dx()), r.Float64()*float64(g.Rect.Dy()), .5+r.Float64()*1.2, uint8(r.IntN(160)))
	}
	return g
}

// grow gives each dot the darkest of its neighbours and itself, or the
// lightest.
func grow(g *image.Gray, darker bool) *image.Gray {
	pick := func(a, b uint8) uint8 { return max(a, b) }
	if darker {
		pick = func(a, b uint8) uint8 { return min(a, b) }
	}
	pass := func(g *image.Gray) *image.Gray {
		out, w := Clone(g), g.Rect.Dx()
		for y := range g.Rect.Dy() {
			in, to := g.Pix[y*g.Stride:][:w], out.Pix[y*out.Stride:][:w]
			for x := 1; x+1 < w; x++ {
				to[x] = pick(pick(in[x-1], in[x]), in[x+1])
			}
		}
		return out
	}
	return flip(pass(flip(pass(g))))
}

// spot sets a round patch, in dots.
func spot(g *image.Gray, cx, cy, radius float64, v uint8) {
	for y := int(cy - radius); y <= int(cy+radius); y++ {
		for x := int(cx - radius); x <= int(cx+radius); x++ {
			dx, dy := float64(x)-cx, float64(y)-cy
			if dx*dx+dy*dy <= radius*radius && (image.Point{x, y}).In(g.Rect) {
				g.Pix[g.PixOffset(x, y)] = v
			}
		}
	}
}
