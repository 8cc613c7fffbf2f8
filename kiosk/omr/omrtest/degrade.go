package omrtest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Scan is what a scanner and a person do to a page. The zero value but for DPI
// and Scale does nothing. Lengths in px are at 300 dpi.
type Scan struct {
	DPI         float64
	Skew        float64 // degrees
	Turned      int     // quarter turns
	Scale       float64 // of the print, 1 is true
	ScaleX      float64 // of the width alone, beside Scale; 0 is 1
	ShiftX      float64 // mm
	ShiftY      float64
	Cut         [4]float64 // mm cut off the paper: left, top, right, bottom
	Perspective float64    // share by which the far edge is shorter
	Curl        float64    // amplitude, px
	Blur        float64    // standard deviation, px
	Motion      float64    // px, along the width
	Noise       float64    // standard deviation, grey values
	Salt        float64    // share of dots
	Streaks     int        // lines down the page, of dust on the glass
	Contrast    float64    // 0 is 1
	Brightness  float64
	Gamma       float64 // 0 is 1
	Tint        float64 // share of light that coloured paper swallows
	Gradient    float64 // share of light lost across the page
	Through     float64 // share of the other side's ink that shows through
	Back        *image.Gray
	JPEG        int     // quality; 0 none
	OneBit      bool    // black and white by a threshold
	Threshold   float64 // of OneBit; 0 is 140
	Dither      bool    // black and white by error diffusion
	Bed         float64 // mm of the scanner's lid round the page
	Border      bool    // the lid is black
}

// Normal is a scan within what an office does: see the ranges.
func Normal(r *rand.Rand) Scan {
	between := func(a, b float64) float64 { return a + r.Float64()*(b-a) }
	return Scan{Bed: 10, DPI: []float64{150, 200, 300}[r.IntN(3)], Skew: between(-3, 3), Turned: r.IntN(4), Scale: between(.97, 1.02),
		ShiftX: between(-2, 2), ShiftY: between(-2, 2), Blur: between(0, 2), Noise: between(0, 20), JPEG: []int{0, 50, 70, 85, 95}[r.IntN(5)],
		Gradient: between(0, .1), Brightness: between(-10, 10)}
}

// Of gives the scanned page.
func (s Scan) Of(r *rand.Rand, page *image.Gray) image.Image {
	out := s.Plane(r, page)
	if s.JPEG > 0 {
		return recode(out, s.JPEG)
	}
	return out
}

// Plane is Of without JPEG: one channel of a colour scan.
func (s Scan) Plane(r *rand.Rand, page *image.Gray) *image.Gray {
	src := page
	if s.Through > 0 && s.Back != nil {
		src = s.shine(src)
	}
	if s.Blur > 0 {
		src = blur(src, s.Blur)
	}
	if s.Motion > 1 {
		src = along(src, even(int(s.Motion)))
	}
	out := s.resample(src)
	s.light(r, out)
	if s.Dither {
		dither(out)
	}
	return turn(out, s.Turned%4)
}

// shine lets the other side through, as a mirror would show it.
func (s Scan) shine(g *image.Gray) *image.Gray {
	out, w := image.NewGray(g.Rect), g.Rect.Dx()
	soft := blur(s.Back, 3)
	for i, v := range g.Pix {
		x, y := i%w, i/w
		other := 255.0
		if y < soft.Rect.Dy() && w-1-x < soft.Rect.Dx() {
			other = float64(soft.Pix[y*soft.Stride+w-1-x])
		}
		out.Pix[i] = uint8(float64(v) * (1 - s.Through*(255-other)/255))
	}
	return out
}

// resample turns, scales and bends in one step from the page's 300 dpi.
func (s Scan) resample(src *image.Gray) *image.Gray {
	k := s.DPI / 300
	w, h := int((float64(src.Rect.Dx())+2*s.Bed*MM)*k), int((float64(src.Rect.Dy())+2*s.Bed*MM)*k)
	sin, cos := math.Sincos(s.Skew * math.Pi / 180)
	cx, cy := float64(w)/2, float64(h)/2
	sx := s.Scale
	if s.ScaleX > 0 {
		sx *= s.ScaleX
	}
	lid := 255.0
	if s.Border {
		lid = 12
	}
	from := func(x, y float64) (float64, float64) {
		dx, dy := x-cx, y-cy
		// Across, a plane shrinks evenly down the picture; along, the more the
		// further down.
		t := dy/float64(h) + .5
		wide := 1 - s.Perspective*t
		dx, dy = dx/wide, float64(h)*(t*(1-s.Perspective)/wide-.5)
		u, v := (dx*cos+dy*sin)/sx, (-dx*sin+dy*cos)/s.Scale
		u = u/k + float64(src.Rect.Dx())/2 - s.ShiftX*MM
		v = v/k + float64(src.Rect.Dy())/2 - s.ShiftY*MM
		return u, v + s.Curl*math.Sin(u/400)
	}
	return warp(box(src, max(1, int(1/k+.5))), w, h, s.paper(src), from, func(int, int) float64 { return lid })
}

// paper is what is left of the page, in its dots.
func (s Scan) paper(src *image.Gray) image.Rectangle {
	r := src.Rect
	r.Min = r.Min.Add(image.Pt(int(s.Cut[0]*MM), int(s.Cut[1]*MM)))
	r.Max = r.Max.Sub(image.Pt(int(s.Cut[2]*MM), int(s.Cut[3]*MM)))
	return r
}

// warp makes a picture of w by h by asking for each dot where it comes from.
func warp(src *image.Gray, w, h int, paper image.Rectangle, from func(x, y float64) (float64, float64), beyond func(x, y int) float64) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	paper.Max = paper.Max.Sub(image.Pt(1, 1))
	for y := range h {
		for x := range w {
			u, v := from(float64(x)+.5, float64(y)+.5)
			u, v = u-.5, v-.5
			x0, y0 := int(math.Floor(u)), int(math.Floor(v))
			if !(image.Point{x0, y0}.In(paper)) {
				out.Pix[y*out.Stride+x] = uint8(beyond(x, y))
				continue
			}
			fx, fy := u-float64(x0), v-float64(y0)
			a, b := src.Pix[y0*src.Stride+x0:], src.Pix[(y0+1)*src.Stride+x0:]
			value := (float64(a[0])*(1-fx)+float64(a[1])*fx)*(1-fy) + (float64(b[0])*(1-fx)+float64(b[1])*fx)*fy
			out.Pix[y*out.Stride+x] = uint8(value + .5)
		}
	}
	return out
}

// box averages n by n, as the dots of a coarser scan do.
func box(g *image.Gray, n int) *image.Gray {
	if n < 2 {
		return g
	}
	return flip(along(flip(along(g, even(n))), even(n)))
}

func (s Scan) light(r *rand.Rand, g *image.Gray) {
	s.streaks(r, g)
	tones := s.tones()
	limit := 140.0
	if s.Threshold > 0 {
		limit = s.Threshold
	}
	w := g.Rect.Dx()
	for i, old := range g.Pix {
		v := tones[old] * (1 - s.Gradient*float64(i%w)/float64(w))
		if s.Noise > 0 {
			v += r.NormFloat64() * s.Noise
		}
		if s.Salt > 0 && r.Float64() < s.Salt {
			v = float64(r.IntN(2)) * 255
		}
		if s.OneBit {
			v = math.Copysign(255, v-limit)
		}
		g.Pix[i] = uint8(min(max(v, 0), 255))
	}
}

// tones is what the scanner makes of each grey.
func (s Scan) tones() (out [256]float64) {
	for i := range out {
		v := float64(i) * (1 - s.Tint)
		if s.Gamma > 0 {
			v = 255 * math.Pow(v/255, s.Gamma)
		}
		if s.Contrast > 0 {
			v = (v-128)*s.Contrast + 128
		}
		out[i] = v + s.Brightness
	}
	return out
}

// streaks are one to three dots wide and of any grey.
func (s Scan) streaks(r *rand.Rand, g *image.Gray) {
	for range s.Streaks {
		x, wide, grey := r.IntN(g.Rect.Dx()-3), 1+r.IntN(3), uint8(40+r.IntN(216))
		for y := range g.Rect.Dy() {
			for k := range wide {
				g.Pix[y*g.Stride+x+k] = grey
			}
		}
	}
}

// dither makes black and white after Floyd and Steinberg.
func dither(g *image.Gray) {
	w := g.Rect.Dx()
	now, next := make([]float64, w+2), make([]float64, w+2)
	for y := range g.Rect.Dy() {
		for x := range w {
			v := float64(g.Pix[y*g.Stride+x]) + now[x+1]
			to := 0.0
			if v >= 128 {
				to = 255
			}
			off := v - to
			now[x+2] += off * 7 / 16
			next[x], next[x+1], next[x+2] = next[x]+off*3/16, next[x+1]+off*5/16, next[x+2]+off/16
			g.Pix[y*g.Stride+x] = uint8(to)
		}
		now, next = next, now
		clear(next)
	}
}

func tone(g *image.Gray, f func(float64) float64) *image.Gray {
	var table [256]uint8
	for i := range table {
		table[i] = uint8(min(max(f(float64(i)), 0), 255))
	}
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = table[v]
	}
	return out
}

// blur is Gaussian, along the rows, then along the columns.
func blur(g *image.Gray, sigma float64) *image.Gray {
	n := int(3*sigma + 1)
	weights, sum := make([]float32, 2*n+1), float32(0)
	for i := range weights {
		weights[i] = float32(math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma)))
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return flip(along(flip(along(g, weights)), weights))
}

func even(n int) []float32 {
	weights := make([]float32, n)
	for i := range weights {
		weights[i] = 1 / float32(n)
	}
	return weights
}

// along weighs neighbours in a row; rows go on as they end.
func along(g *image.Gray, weights []float32) *image.Gray {
	out, n := image.NewGray(g.Rect), len(weights)/2
	w := g.Rect.Dx()
	row := make([]float32, w+2*n)
	for y := range g.Rect.Dy() {
		in := g.Pix[y*g.Stride:][:w]
		for x := range row {
			row[x] = float32(in[min(max(x-n, 0), w-1)])
		}
		to := out.Pix[y*out.Stride:][:w]
		for x := range to {
			sum := float32(.5)
			for i, k := range weights {
				sum += k * row[x+i]
			}
			to[x] = uint8(sum)
		}
	}
	return out
}

// flip changes rows and columns.
func flip(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		for x, v := range g.Pix[y*g.Stride:][:w] {
			out.Pix[x*out.Stride+y] = v
		}
	}
	return out
}

func turn(g *image.Gray, quarters int) *image.Gray {
	for range quarters {
		w, h := g.Rect.Dx(), g.Rect.Dy()
		out := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				out.Pix[x*out.Stride+h-1-y] = g.Pix[y*g.Stride+x]
			}
		}
		g = out
	}
	return g
}

// Colour puts three scans of the same page together.
func Colour(planes [3]*image.Gray, quality int) image.Image {
	out := image.NewRGBA(planes[0].Rect)
	w := out.Rect.Dx()
	for i := range planes[0].Pix {
		out.SetRGBA(i%w, i/w, color.RGBA{planes[0].Pix[i], planes[1].Pix[i], planes[2].Pix[i], 255})
	}
	if quality == 0 {
		return out
	}
	return recode(out, quality)
}

func recode(g image.Image, quality int) image.Image {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: quality}); err != nil {
		return g
	}
	m, err := jpeg.Decode(&b)
	if err != nil {
		return g
	}
	return m
}
