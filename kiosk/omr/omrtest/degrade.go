package omrtest

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Scan is what a printer, a scanner and a person do to a page. The zero value
// but for DPI and Scale does nothing.
type Scan struct {
	DPI         float64
	Skew        float64 // degrees
	Turned      int     // quarter turns
	Scale       float64 // of the print, 1 is true
	ScaleX      float64 // of the width alone, beside Scale; 0 is 1
	ShiftX      float64 // mm
	ShiftY      float64
	Perspective float64 // share by which the far edge is shorter
	Curl        float64 // amplitude, px at 300 dpi
	Blur        float64 // standard deviation, px at 300 dpi
	Noise       float64 // standard deviation, grey values
	Salt        float64 // share of dots
	Contrast    float64 // 0 is 1
	Brightness  float64
	Gradient    float64 // share of light lost across the page
	Fade        float64 // of the toner, 0 to 1
	JPEG        int     // quality; 0 none
	OneBit      bool
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
	src := page
	if s.Fade > 0 {
		src = tone(src, func(v float64) float64 { return 255 - (255-v)*(1-s.Fade) })
	}
	if s.Blur > 0 {
		src = blur(src, s.Blur)
	}
	out := s.resample(src)
	s.light(r, out)
	if s.Turned%4 != 0 {
		out = turn(out, s.Turned%4)
	}
	if s.JPEG > 0 {
		return recode(out, s.JPEG)
	}
	return out
}

// resample turns, scales and bends in one step from the page's 300 dpi.
func (s Scan) resample(src *image.Gray) *image.Gray {
	k := s.DPI / 300
	w, h := int((float64(src.Rect.Dx())+2*s.Bed*MM)*k), int((float64(src.Rect.Dy())+2*s.Bed*MM)*k)
	out := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(s.Skew * math.Pi / 180)
	cx, cy := float64(w)/2, float64(h)/2
	sx := s.Scale
	if s.ScaleX > 0 {
		sx *= s.ScaleX
	}
	area := max(1, int(1/k+.5))
	for y := range h {
		for x := range w {
			dx, dy := float64(x)+.5-cx, float64(y)+.5-cy
			wide := 1 - s.Perspective*(dy/float64(h)+.5)
			u, v := (dx*cos+dy*sin)/sx/wide, (-dx*sin+dy*cos)/s.Scale
			u = u/k + float64(src.Rect.Dx())/2 - s.ShiftX*MM
			v = v/k + float64(src.Rect.Dy())/2 - s.ShiftY*MM
			if s.Curl > 0 {
				v += s.Curl * math.Sin(u/400)
			}
			out.Pix[y*out.Stride+x] = s.dot(src, u, v, area)
		}
	}
	return out
}

// dot averages the area of the page that one dot of the scan sees.
func (s Scan) dot(src *image.Gray, u, v float64, area int) uint8 {
	sum := 0.0
	for j := range area {
		for i := range area {
			sum += s.near(src, u-.5+float64(i)-float64(area-1)/2, v-.5+float64(j)-float64(area-1)/2)
		}
	}
	return uint8(sum/float64(area*area) + .5)
}

func (s Scan) near(src *image.Gray, u, v float64) float64 {
	x, y := int(math.Floor(u)), int(math.Floor(v))
	if x < 0 || y < 0 || x+1 >= src.Rect.Dx() || y+1 >= src.Rect.Dy() {
		if s.Border {
			return 12
		}
		return 255
	}
	fx, fy := u-float64(x), v-float64(y)
	a, b := src.Pix[y*src.Stride+x:], src.Pix[(y+1)*src.Stride+x:]
	return (float64(a[0])*(1-fx)+float64(a[1])*fx)*(1-fy) + (float64(b[0])*(1-fx)+float64(b[1])*fx)*fy
}

func (s Scan) light(r *rand.Rand, g *image.Gray) {
	contrast := s.Contrast
	if contrast == 0 {
		contrast = 1
	}
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			i := y*g.Stride + x
			v := (float64(g.Pix[i])-128)*contrast + 128 + s.Brightness
			v *= 1 - s.Gradient*float64(x)/float64(g.Rect.Dx())
			if s.Noise > 0 {
				v += r.NormFloat64() * s.Noise
			}
			if s.Salt > 0 && r.Float64() < s.Salt {
				v = float64(r.IntN(2)) * 255
			}
			if s.OneBit {
				v = math.Copysign(255, v-140)
			}
			g.Pix[i] = uint8(min(max(v, 0), 255))
		}
	}
}

func tone(g *image.Gray, f func(float64) float64) *image.Gray {
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = uint8(f(float64(v)))
	}
	return out
}

// blur is Gaussian, rows then columns.
func blur(g *image.Gray, sigma float64) *image.Gray {
	n := int(3*sigma + 1)
	weights, sum := make([]float64, 2*n+1), 0.0
	for i := range weights {
		weights[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return along(along(g, weights, 1, 0), weights, 0, 1)
}

func along(g *image.Gray, weights []float64, dx, dy int) *image.Gray {
	out, n := image.NewGray(g.Rect), len(weights)/2
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		for x := range w {
			sum, at := 0.0, y*g.Stride+x
			if x < n || y < n || x >= w-n || y >= h-n {
				sum = float64(g.Pix[at]) // paper all the way out
			} else {
				for i, k := range weights {
					sum += k * float64(g.Pix[at+(i-n)*(dx+dy*g.Stride)])
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum + .5)
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

func recode(g *image.Gray, quality int) image.Image {
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
