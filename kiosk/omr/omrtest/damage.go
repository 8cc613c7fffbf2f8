package omrtest

import (
	"image"
	"math"
	"math/rand/v2"

	"github.com/yousaid/yousaid/kiosk/card"
)

// Damage is what happens to a filled-in card on its way.
type Damage string

// The kinds of damage.
const (
	Whole  Damage = ""
	Coffee Damage = "coffee ring" // through a box
	Staple Damage = "staple hole"
	Fold   Damage = "fold line" // through a box
)

// Of damages the page where a card lies.
func (d Damage) Of(r *rand.Rand, g *image.Gray, c card.Placed) {
	k := hand{r: r, g: g, b: card.Box{X: c.X, Y: c.Y, W: c.W, H: c.W}}
	b := c.Boxes[r.IntN(len(c.Boxes))]
	x, y := (b.X+b.W*r.Float64()-c.X)/c.W, (b.Y+b.H*r.Float64()-c.Y)/c.W
	switch d {
	case Coffee:
		k.p = Pen{Width: 1.5, Grey: uint8(190 + r.IntN(30))}
		k.ring(x, y, 35/c.W)
	case Staple:
		k.p = Pen{Width: .8, Grey: 20}
		for _, dx := range []float64{0, 11} {
			k.blob((8+dx)/c.W, (7+r.Float64()*2)/c.W, .4)
		}
	case Fold:
		k.p = Pen{Width: .25, Grey: uint8(150 + r.IntN(60))}
		k.line(x, 0, x+.02, c.H/c.W)
	}
}

// ring goes through x, y, with a side that dried darker.
func (k hand) ring(x, y, radius float64) {
	turn := k.r.Float64() * 2 * math.Pi
	sin, cos := math.Sincos(turn)
	cx, cy := x-radius*cos, y-radius*sin
	for n := range 2000 {
		sin, cos := math.Sincos(2 * math.Pi * float64(n) / 2000)
		wet := k
		wet.p.Grey = uint8(min(250, float64(k.p.Grey)+15*(1+sin)))
		wet.blob(cx+radius*cos, cy+radius*sin, k.p.Width/2)
	}
}
