package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// level is one line of the table: how pages are scanned and how boxes are
// marked.
type level struct {
	name   string
	scan   func(*rand.Rand) omrtest.Scan
	styles []omrtest.Style
	pens   []omrtest.Pen
	spoil  omrtest.Style // "": none; else one more box of each card is marked so
	pen    omrtest.Pen   // that spoils
	meant  bool          // the spoiling mark is meant as a tick
}

// levels are the normal region, each factor of the grid by itself on a good
// scan, and hard marks.
func levels() []level {
	list := []level{{name: "normal office scan", scan: omrtest.Normal}}
	factor := func(name string, set func(*omrtest.Scan)) {
		list = append(list, level{name: name, scan: func(*rand.Rand) omrtest.Scan {
			s := good()
			set(&s)
			return s
		}})
	}
	for _, dpi := range []float64{100, 150, 200, 300, 600} {
		factor(fmt.Sprintf("%v dpi", dpi), func(s *omrtest.Scan) { s.DPI = dpi })
	}
	for _, skew := range []float64{1, 3, 5, 10} {
		factor(fmt.Sprintf("skew %v°", skew), func(s *omrtest.Scan) { s.Skew = skew })
	}
	for _, scale := range []float64{.94, .97, 1.03} {
		factor(fmt.Sprintf("scale %v %%", scale*100), func(s *omrtest.Scan) { s.Scale = scale })
	}
	factor("width +1 %", func(s *omrtest.Scan) { s.ScaleX = 1.01 })
	for _, p := range []float64{.01, .03, .08} {
		factor(fmt.Sprintf("perspective %v %%", p*100), func(s *omrtest.Scan) { s.Perspective = p })
	}
	factor("curl 3 px", func(s *omrtest.Scan) { s.Curl = 3 })
	factor("upside down", func(s *omrtest.Scan) { s.Turned = 2 })
	factor("black lid", func(s *omrtest.Scan) { s.Border, s.Skew, s.Scale = true, 2, .95 })
	for _, b := range []float64{1, 2, 3, 4} {
		factor(fmt.Sprintf("blur σ %v px", b), func(s *omrtest.Scan) { s.Blur = b })
	}
	for _, n := range []float64{10, 20, 40} {
		factor(fmt.Sprintf("noise σ %v", n), func(s *omrtest.Scan) { s.Noise = n })
	}
	factor("salt and pepper 2 %", func(s *omrtest.Scan) { s.Salt = .02 })
	factor("contrast ×0.5", func(s *omrtest.Scan) { s.Contrast = .5 })
	for _, b := range []float64{-60, 60} {
		factor(fmt.Sprintf("brightness %+v", b), func(s *omrtest.Scan) { s.Brightness = b })
	}
	factor("light −40 % to one side", func(s *omrtest.Scan) { s.Gradient = .4 })
	factor("toner faded by half", func(s *omrtest.Scan) { s.Fade = .5 })
	factor("one bit", func(s *omrtest.Scan) { s.OneBit = true })
	for _, q := range []int{10, 30, 50} {
		factor(fmt.Sprintf("JPEG %d", q), func(s *omrtest.Scan) { s.JPEG = q })
	}
	return append(list, hard()...)
}

// hard are marks that no reader may be silently wrong about: one of them on
// each card, beside plain ones.
func hard() []level {
	pen := omrtest.Pen{Width: .5, Grey: 30}
	mark := func(name string, style omrtest.Style, pen omrtest.Pen, meant bool) level {
		return level{name: name, scan: func(*rand.Rand) omrtest.Scan { return good() }, spoil: style, pen: pen, meant: meant}
	}
	hair := omrtest.Pen{Width: .085, Grey: 20}
	pencil := func(grey uint8) omrtest.Pen { return omrtest.Pen{Width: .5, Grey: grey} }
	return []level{
		mark("hairline cross", omrtest.Cross, hair, true), mark("hairline tick", omrtest.Tick, hair, true),
		mark("pencil 160", omrtest.Tick, pencil(160), true), mark("pencil 190", omrtest.Tick, pencil(190), true), mark("pencil 210", omrtest.Tick, pencil(210), true),
		mark("struck out", omrtest.StruckOut, pen, false), mark("blackened", omrtest.FullFill, pen, false),
		mark("tick beside the box", omrtest.Beside, pen, true), mark("circle round the box", omrtest.Circle, pen, true),
		mark("stray dot", omrtest.Dot, pen, false), mark("erased", omrtest.Smear, pen, false),
	}
}

// good is what a middling office scanner gives at 200 dpi.
func good() omrtest.Scan {
	return omrtest.Scan{Bed: 15, DPI: 200, Skew: .7, Scale: 1, Blur: .7, Noise: 5, JPEG: 85}
}
