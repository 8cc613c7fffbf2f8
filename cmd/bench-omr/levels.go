package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// level is one line of the table: how cards are printed, filled in and scanned.
type level struct {
	name      string
	normal    bool // the normal region as a whole
	print     omrtest.Print
	scan      func(*rand.Rand) omrtest.Scan
	photo     *omrtest.Photo  // instead of a scan
	styles    []omrtest.Style // nil: all plain ones
	pens      []omrtest.Pen   // nil: pens as they should be
	inks      []omrtest.Pen   // of a colour scan
	paper     [3]float64      // light that coloured paper swallows
	spoil     omrtest.Style   // "": none; else one more mark on each card
	pen       omrtest.Pen     // that spoils
	meant     bool            // the spoiling mark is meant as a tick
	hurt      omrtest.Damage
	words     omrtest.Words
	four      bool // four cards on one scan
	faceDowns bool // two of the four show their reply sides
	other     bool // the reply side alone
}

// levels are the normal region, each factor of the grid by itself on a good
// scan, and what people do to cards.
func levels() []level {
	list := []level{{name: "normal office scan", normal: true, scan: omrtest.Normal}}
	for _, more := range [][]level{geometry(), optics(), tones(), printing(), pens(), marks(), damages(), words(), many()} {
		list = append(list, more...)
	}
	return list
}

// good is what a middling office scanner gives at 200 dpi.
func good() omrtest.Scan {
	return omrtest.Scan{Bed: 15, DPI: 200, Skew: .7, Scale: 1, Blur: .7, Noise: 5, JPEG: 85}
}

func plain(*rand.Rand) omrtest.Scan { return good() }

// factors collects levels that change one thing of a good scan each.
type factors []level

func (f *factors) add(name string, set func(*omrtest.Scan)) {
	s := good()
	set(&s)
	*f = append(*f, level{name: name, scan: func(*rand.Rand) omrtest.Scan { return s }})
}

func geometry() []level {
	var f factors
	for _, dpi := range []float64{100, 150, 200, 300, 600} {
		f.add(fmt.Sprintf("%v dpi", dpi), func(s *omrtest.Scan) { s.DPI = dpi })
	}
	for _, skew := range []float64{0, -.5, 1, -2, 3, -5, 10} {
		f.add(fmt.Sprintf("skew %v°", skew), func(s *omrtest.Scan) { s.Skew = skew })
	}
	for turned := 1; turned < 4; turned++ {
		f.add(fmt.Sprintf("turned %d°", 90*turned), func(s *omrtest.Scan) { s.Turned = turned })
	}
	for _, scale := range []float64{.94, .97, 1.03} {
		f.add(fmt.Sprintf("scale %v %%", scale*100), func(s *omrtest.Scan) { s.Scale = scale })
	}
	for _, wide := range []float64{.99, 1.01} {
		f.add(fmt.Sprintf("width ×%v", wide), func(s *omrtest.Scan) { s.ScaleX = wide })
	}
	for _, p := range []float64{.01, .03, .05, .08} {
		f.add(fmt.Sprintf("perspective %v %%", p*100), func(s *omrtest.Scan) { s.Perspective = p })
	}
	for _, c := range []float64{1, 3} {
		f.add(fmt.Sprintf("curl %v px", c), func(s *omrtest.Scan) { s.Curl = c })
	}
	f.add("shifted 5 mm, no bed", func(s *omrtest.Scan) { s.Bed, s.ShiftX, s.ShiftY = 0, 3.5, -3.5 })
	for _, mm := range []float64{1, 2, 4} {
		f.add(fmt.Sprintf("%v mm cut off two edges", mm), func(s *omrtest.Scan) { s.Cut = [4]float64{mm, 0, 0, mm} })
	}
	f.add("black lid", func(s *omrtest.Scan) { s.Border, s.Skew, s.Scale = true, 2, .95 })
	f.add("black lid, 2 mm cut off", func(s *omrtest.Scan) { s.Border, s.Skew, s.Cut = true, -1, [4]float64{2, 2, 2, 2} })
	return f
}

func optics() []level {
	var f factors
	for _, b := range []float64{1, 2, 3, 4} {
		f.add(fmt.Sprintf("blur σ %v px", b), func(s *omrtest.Scan) { s.Blur = b })
	}
	for _, m := range []float64{3, 5, 7} {
		f.add(fmt.Sprintf("motion %v px", m), func(s *omrtest.Scan) { s.Motion = m })
	}
	for _, n := range []float64{10, 20, 40} {
		f.add(fmt.Sprintf("noise σ %v", n), func(s *omrtest.Scan) { s.Noise = n })
	}
	for _, n := range []float64{.005, .02} {
		f.add(fmt.Sprintf("salt and pepper %v %%", n*100), func(s *omrtest.Scan) { s.Salt = n })
	}
	f.add("five feeder streaks", func(s *omrtest.Scan) { s.Streaks = 5 })
	for _, q := range []int{10, 30, 50} {
		f.add(fmt.Sprintf("JPEG %d", q), func(s *omrtest.Scan) { s.JPEG = q })
	}
	return f
}

func tones() []level {
	var f factors
	for _, c := range []float64{.75, .5} {
		f.add(fmt.Sprintf("contrast ×%v", c), func(s *omrtest.Scan) { s.Contrast = c })
	}
	for _, b := range []float64{-60, -30, 30, 60} {
		f.add(fmt.Sprintf("brightness %+v", b), func(s *omrtest.Scan) { s.Brightness = b })
	}
	for _, g := range []float64{.6, 1.6} {
		f.add(fmt.Sprintf("gamma %v", g), func(s *omrtest.Scan) { s.Gamma = g })
	}
	for _, g := range []float64{.2, .4} {
		f.add(fmt.Sprintf("light −%v %% to one side", g*100), func(s *omrtest.Scan) { s.Gradient = g })
	}
	for _, v := range []float64{.05, .15} {
		f.add(fmt.Sprintf("other side shows %v %%", v*100), func(s *omrtest.Scan) { s.Through = v })
	}
	for _, dpi := range []float64{150, 200, 300} {
		f.add(fmt.Sprintf("one bit, %v dpi", dpi), func(s *omrtest.Scan) { s.DPI, s.OneBit, s.JPEG = dpi, true, 0 })
	}
	for _, v := range []float64{100, 180} {
		f.add(fmt.Sprintf("one bit at grey %v", v), func(s *omrtest.Scan) { s.OneBit, s.Threshold, s.JPEG = true, v, 0 })
	}
	f.add("one bit, dithered, 300 dpi", func(s *omrtest.Scan) { s.DPI, s.Dither, s.JPEG = 300, true, 0 })
	return f
}

func printing() []level {
	printed := func(name string, p omrtest.Print) level { return level{name: name, print: p, scan: plain} }
	return []level{
		printed("toner −20 %", omrtest.Print{Fade: .2}), printed("toner −50 %", omrtest.Print{Fade: .5}), printed("300 spots without toner", omrtest.Print{Drops: 300}),
		printed("print 1 px thicker", omrtest.Print{Thick: 1}), printed("print 1 px thinner", omrtest.Print{Thick: -1}),
		printed("photocopy", omrtest.Print{Copies: 1}), printed("copy of a copy", omrtest.Print{Copies: 2}),
	}
}

// pens are whole cards in one pen; every hand crosses, ticks or slashes.
func pens() []level {
	lines := []omrtest.Style{omrtest.Cross, omrtest.Tick, omrtest.LongTick, omrtest.Slash, omrtest.Scrawl}
	pen := func(name string, p omrtest.Pen) level {
		return level{name: name, scan: plain, styles: lines, pens: []omrtest.Pen{p}}
	}
	list := []level{pen("pen 0.1 mm", omrtest.Pen{Width: .1, Grey: 20}), pen("pen 0.3 mm", omrtest.Pen{Width: .3, Grey: 30}),
		pen("pen 1 mm", omrtest.Pen{Width: 1, Grey: 30}), pen("marker 1.8 mm", omrtest.Pen{Width: 1.8, Grey: 30}), pen("gel pen that skips", omrtest.Pen{Width: .5, Grey: 40, Skips: .35})}
	for _, grey := range []uint8{80, 120, 160, 180, 200} {
		list = append(list, pen(fmt.Sprintf("pencil %d", grey), omrtest.Pen{Width: .5, Grey: grey}))
	}
	colour := func(name string, paper [3]float64, inks ...omrtest.Pen) {
		list = append(list, level{name: name, scan: plain, inks: inks, paper: paper})
	}
	white := [3]float64{}
	blue, red, green := omrtest.Coloured(.5, 25, 40, 160), omrtest.Coloured(.5, 215, 30, 40), omrtest.Coloured(.5, 20, 140, 60)
	colour("colour scan, blue", white, blue)
	colour("colour scan, red", white, red)
	colour("colour scan, green", white, green)
	colour("colour scan, yellow marker", white, omrtest.Coloured(2, 250, 240, 90))
	colour("yellow paper", [3]float64{.02, .06, .35}, blue, red, green)
	colour("red paper", [3]float64{.1, .4, .4}, blue, green)
	return list
}

// marks are those that no reader may be silently wrong about: one of them on
// each card, beside plain ones.
func marks() []level {
	lines := []omrtest.Style{omrtest.Cross, omrtest.Tick, omrtest.LongTick, omrtest.Slash}
	dark, hair := omrtest.Pen{Width: .5, Grey: 30}, omrtest.Pen{Width: .085, Grey: 20}
	pencil := func(grey uint8) omrtest.Pen { return omrtest.Pen{Width: .5, Grey: grey} }
	mark := func(name string, style omrtest.Style, pen omrtest.Pen, meant bool) level {
		return level{name: name, scan: plain, spoil: style, pen: pen, meant: meant}
	}
	among := func(name string, styles []omrtest.Style, meant bool) level {
		return level{name: name, scan: plain, styles: styles, pens: []omrtest.Pen{dark, {Width: .3, Grey: 60}, {Width: .7, Grey: 40}}, spoil: omrtest.FullFill, pen: dark, meant: meant}
	}
	return []level{
		mark("hairline cross", omrtest.Cross, hair, true), mark("hairline tick", omrtest.Tick, hair, true),
		mark("tick, pencil 160", omrtest.Tick, pencil(160), true), mark("tick, pencil 190", omrtest.Tick, pencil(190), true), mark("tick, pencil 210", omrtest.Tick, pencil(210), true),
		mark("a quarter filled", omrtest.Quarter, dark, true), mark("half filled", omrtest.HalfFill, dark, true), mark("three quarters filled", omrtest.MostFill, dark, true),
		mark("filled over the border", omrtest.Overfill, dark, true),
		among("blackened among lines", lines, false), among("blackened among blackened", []omrtest.Style{omrtest.FullFill}, true),
		mark("struck out", omrtest.StruckOut, dark, false), mark("face struck out, another", omrtest.Redone, dark, false),
		mark("tick beside the box", omrtest.Beside, dark, true), mark("circle round the box", omrtest.Circle, dark, true),
		mark("line through two boxes", omrtest.TwoBoxes, dark, false), mark("neighbour's tick ends here", omrtest.Intruding, dark, false),
		mark("stray dot", omrtest.Dot, dark, false), mark("erased, grey 200–235", omrtest.Smear, dark, false),
	}
}

func damages() []level {
	var list []level
	for _, d := range []omrtest.Damage{omrtest.Coffee, omrtest.Staple, omrtest.Fold} {
		list = append(list, level{name: string(d), scan: plain, hurt: d})
	}
	return list
}

func words() []level {
	var list []level
	for _, w := range []omrtest.Words{omrtest.OneWord, omrtest.Letters, omrtest.Letter, omrtest.Full, omrtest.Outside, omrtest.FromTop} {
		list = append(list, level{name: "words: " + string(w), scan: plain, words: w})
	}
	return list
}

// many are several cards on one scan, other sides, and phones.
func many() []level {
	phone := func(name string, p omrtest.Photo) level { return level{name: name, photo: &p} }
	return []level{
		{name: "four on one scan", scan: plain, four: true}, {name: "four, two face down", scan: plain, four: true, faceDowns: true},
		{name: "reply side alone", scan: plain, other: true},
		phone("phone, tilted to 5°", omrtest.Photo{Tilt: 5, Shadow: .2, JPEG: 85}), phone("phone, tilted to 15°", omrtest.Photo{Tilt: 15, Shadow: .4, JPEG: 85}),
		phone("phone, tilted to 20°", omrtest.Photo{Tilt: 20, Shadow: .4, JPEG: 85}), phone("phone, tilted to 30°", omrtest.Photo{Tilt: 30, Shadow: .5, JPEG: 80}),
	}
}
