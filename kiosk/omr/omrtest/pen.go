package omrtest

import (
	"image"
	"math"
	"math/rand/v2"

	"github.com/yousaid/yousaid/kiosk/card"
)

// Pen is what somebody writes with: width in mm, grey 0 black to 255 white.
// Ink is its colour where a scan has any.
type Pen struct {
	Width float64
	Grey  uint8
	Ink   [3]uint8
	Skips float64 // share of the line that a gel pen leaves out
}

// In is the pen as one channel of a colour scan sees it.
func (p Pen) In(channel int) Pen {
	p.Grey = p.Ink[channel]
	return p
}

// Coloured gives a pen its ink and the grey that stands for it.
func Coloured(width float64, r, g, b uint8) Pen {
	return Pen{Width: width, Grey: uint8((299*int(r) + 587*int(g) + 114*int(b)) / 1000), Ink: [3]uint8{r, g, b}}
}

// Pens that fill in a card as it should be filled in: dark, 0.3 mm and thicker,
// pencils to grey 160.
func Pens() []Pen {
	var list []Pen
	for _, p := range [][2]float64{{.3, 20}, {.5, 30}, {.7, 60}, {1, 40}, {.4, 90}, {.5, 120}, {.6, 160}} {
		list = append(list, Pen{Width: p[0], Grey: uint8(p[1])})
	}
	return list
}

// Style is a way to mark a box.
type Style string

// The styles that mean a tick, and those that no reader should be sure of.
const (
	Cross     Style = "cross"
	Tick      Style = "tick"
	LongTick  Style = "long tick" // leaves the box by up to 6 mm
	Slash     Style = "slash"
	HalfFill  Style = "half fill"
	Quarter   Style = "quarter fill"
	MostFill  Style = "three quarters"
	FullFill  Style = "full fill"
	Overfill  Style = "overfill" // half a millimetre over the border all round
	Scrawl    Style = "scrawl"
	Circle    Style = "circle"    // round the box
	Beside    Style = "beside"    // a tick next to the box
	StruckOut Style = "struck"    // a cross, then lines through it: not meant
	Dot       Style = "stray dot" // not meant
	Smear     Style = "erased"    // not meant
	Redone    Style = "redone"    // a face struck out, another ticked
	TwoBoxes  Style = "slip"      // one line through two boxes: not meant
	Intruding Style = "intruding" // a neighbour's long tick that ends here: not meant
)

// Plain are the styles of a card that is filled in as it should be.
func Plain() []Style { return []Style{Cross, Tick, LongTick, Slash, HalfFill, FullFill, Scrawl} }

// Mark draws one mark.
func Mark(r *rand.Rand, g *image.Gray, b card.Box, s Style, p Pen) { s.draw(r, g, b, p) }

func (s Style) draw(r *rand.Rand, g *image.Gray, b card.Box, p Pen) {
	k := hand{r: r, g: g, b: b, p: p}
	switch s {
	case Cross:
		k.line(.12, .12, .88, .88)
		k.line(.88, .12, .12, .88)
	case Tick:
		k.lines(.15, .55, .4, .85, .9, .15)
	case LongTick:
		k.lines(.15, .5, .4, .85, 1.1+r.Float64()*.9, -.2-r.Float64()*.5)
	case Slash:
		k.line(.1, .9, .9, .1)
	case HalfFill:
		k.hatch(.2, .2, .8, .8, .6)
	case Quarter:
		k.hatch(.1, .1, .5, .5, .45)
	case MostFill:
		k.hatch(.08, .08, .92, .7, .45)
	case Overfill:
		k.hatch(-.12, -.12, 1.12, 1.12, .45)
	case FullFill:
		k.hatch(.05, .05, .95, .95, .45)
	case Scrawl:
		k.lines(.15, .3, .85, .25, .2, .6, .85, .6, .25, .85, .8, .85)
	case Circle:
		k.circle(.5, .5, .95)
	case Beside:
		k.lines(-.75, .55, -.6, .8, -.25, .2)
	case Intruding:
		k.line(-1.1, 1.5, .22, .82)
	case StruckOut, Redone:
		k.line(.12, .12, .88, .88)
		k.line(.88, .12, .12, .88)
		for _, y := range []float64{.3, .5, .7} {
			k.line(-.25, y, 1.25, y)
		}
	case Dot:
		k.blob(.3+r.Float64()*.4, .3+r.Float64()*.4, .18)
	case Smear:
		k.p = Pen{Width: 1.2, Grey: uint8(200 + r.IntN(36))}
		k.hatch(.1, .1, .9, .9, 1)
	}
}

// hand draws in the box's own measure, 0 to 1, with a tremor.
type hand struct {
	r *rand.Rand
	g *image.Gray
	b card.Box
	p Pen
}

func (k hand) line(x1, y1, x2, y2 float64) { k.lines(x1, y1, x2, y2) }

func (k hand) lines(xy ...float64) {
	type place struct{ x, y float64 }
	var at []place
	for i := 0; i < len(xy); i += 2 {
		at = append(at, place{xy[i] + k.r.NormFloat64()*.05, xy[i+1] + k.r.NormFloat64()*.05})
	}
	for i := 1; i < len(at); i++ {
		a, b := at[i-1], at[i]
		bend := k.r.NormFloat64() * .04
		steps := int(math.Hypot(b.x-a.x, b.y-a.y)*k.b.W*MM) + 1
		for n := range steps + 1 {
			t := float64(n) / float64(steps)
			if k.skips(n) {
				continue
			}
			off := bend * math.Sin(math.Pi*t)
			k.blob(a.x+(b.x-a.x)*t-off*(b.y-a.y), a.y+(b.y-a.y)*t+off*(b.x-a.x), k.p.Width/2)
		}
	}
}

// skips tells where along a line the ink does not flow: stretches of a
// millimetre.
func (k hand) skips(n int) bool {
	return k.p.Skips > 0 && rand.New(rand.NewPCG(uint64(n/12), math.Float64bits(k.b.X))).Float64() < k.p.Skips
}

func (k hand) hatch(x1, y1, x2, y2, pitch float64) {
	pitch = max(pitch*k.p.Width, .15) / k.b.H * 1.4
	for y := y1; y <= y2; y += pitch {
		k.line(x1, y, x2, y+pitch/2)
	}
}

// circle goes round, a little flat, and meets itself.
func (k hand) circle(x, y, radius float64) {
	for n := range 160 {
		sin, cos := math.Sincos(2 * math.Pi * float64(n) / 150)
		k.blob(x+radius*cos, y+radius*sin*.9, k.p.Width/2)
	}
}

// blob is one touch of the pen, radius in mm, its rim a dot wide.
func (k hand) blob(x, y, radius float64) {
	cx, cy, rad := (k.b.X+x*k.b.W)*MM, (k.b.Y+y*k.b.H)*MM, radius*MM
	for v := int(cy - rad - 1); v <= int(cy+rad+1); v++ {
		for u := int(cx - rad - 1); u <= int(cx+rad+1); u++ {
			if !(image.Point{u, v}.In(k.g.Rect)) {
				continue
			}
			cover := min(1, rad+.5-math.Hypot(float64(u)-cx+.5, float64(v)-cy+.5))
			if cover <= 0 {
				continue
			}
			i := k.g.PixOffset(u, v)
			ink := 255 - (255-float64(k.p.Grey))*cover
			k.g.Pix[i] = min(k.g.Pix[i], uint8(ink))
		}
	}
}
