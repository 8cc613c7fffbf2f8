package omrtest

import (
	"image"
	"math/rand/v2"

	"github.com/yousaid/yousaid/kiosk/card"
)

// Words is how somebody uses a writing area.
type Words string

// The ways.
const (
	Nothing Words = ""
	OneWord Words = "one word"
	Letters Words = "two small letters" // x-height 1.7 mm, a fine pen
	Letter  Words = "one letter"
	Full    Words = "full"
	Outside Words = "outside the frame" // begins inside, runs on below it
	FromTop Words = "ink from above"    // a stroke that ends in the area: no words
)

// Of writes into an area and tells whether there are words in it.
func (w Words) Of(r *rand.Rand, g *image.Gray, a card.Area, p Pen) bool {
	k := hand{r: r, g: g, b: card.Box{W: 1, H: 1}, p: p}
	const line = 6.0 // mm
	switch w {
	case OneWord:
		k.word(a.X+2+r.Float64()*a.W*.5, a.Y+line*.8, 4+r.IntN(4))
	case Letters, Letter:
		k.p.Width = .3
		n := 2
		if w == Letter {
			n = 1
		}
		k.small(a.X+1+k.r.Float64()*(a.W-6), a.Y+line*.8-1+k.r.Float64()*2, 1.7, n)
	case Full:
		for y := a.Y + line*.8; y < a.Y+a.H; y += line {
			for x := a.X + 1; x < a.X+a.W-12; x += 14 {
				k.word(x, y, 5)
			}
		}
	case Outside:
		k.word(a.X+a.W*.5, a.Y+a.H-2, 6)
		k.word(a.X+a.W*.5, a.Y+a.H+2.5, 6)
	case FromTop:
		k.line(a.X+a.W*.3, a.Y-2, a.X+a.W*.3+1, a.Y+1.5)
	}
	return w != Nothing && w != FromTop
}

// word writes letters of loops and strokes, 2 mm each, on a base line.
func (k hand) word(x, y float64, letters int) {
	for range letters {
		high := 1.6 + k.r.Float64()*1.8
		k.lines(x, y, x+.5, y-high, x+.9, y-high*.3, x+1.2, y-high*.9, x+1.6, y, x+2.1, y-.2)
		x += 2
	}
}

// small writes an n and an o, or an o alone, high mm, on a base line.
func (k hand) small(x, y, high float64, letters int) {
	if letters > 1 {
		k.lines(x, y-high, x+.05, y)
		k.lines(x+.05, y-high*.7, x+.5, y-high, x+.9, y-high*.7, x+1, y)
		x += 1.5
	}
	k.b = card.Box{X: x, Y: y - high, W: high, H: high}
	k.circle(.5, .5, .5)
}
