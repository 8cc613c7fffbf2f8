package scan

import (
	"image"
	"image/color"
)

// longSide is as large as a page is handed on: A3 at 300 dpi. Larger ones are
// made smaller by a whole number, each dot the mean of a square.
const longSide = 5000

// grey gives a picture in grey, its corner at (0,0), no larger than needed. A
// grey one that fits is not copied.
func grey(m image.Image) *image.Gray {
	b := m.Bounds()
	k := (max(b.Dx(), b.Dy()) + longSide - 1) / longSide
	if g := plain(m); g != nil && k <= 1 {
		return g
	}
	return reduced(b.Dx(), b.Dy(), max(k, 1), rows(m))
}

// plain is the picture's own grey plane where it has one.
func plain(m image.Image) *image.Gray {
	switch m := m.(type) {
	case *image.Gray:
		if m.Rect.Min == (image.Point{}) {
			return m
		}
	case *image.YCbCr:
		if m.Rect.Min == (image.Point{}) {
			return &image.Gray{Pix: m.Y, Stride: m.YStride, Rect: m.Rect}
		}
	}
	return nil
}

// reduced takes the mean of k by k dots. row writes line y, w dots long.
func reduced(w, h, k int, row func(y int, out []uint8)) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, max(w/k, 1), max(h/k, 1)))
	line, sums := make([]uint8, w), make([]int, out.Rect.Dx())
	for y := range out.Rect.Dy() {
		clear(sums)
		lines := min(k, h-y*k)
		for j := range lines {
			row(y*k+j, line)
			for x := range sums {
				for _, v := range line[x*k : min((x+1)*k, w)] {
					sums[x] += int(v)
				}
			}
		}
		for x, s := range sums {
			n := lines * (min((x+1)*k, w) - x*k)
			out.Pix[y*out.Stride+x] = uint8((s + n/2) / n)
		}
	}
	return out
}

// rows reads a picture line by line as grey on white paper.
func rows(m image.Image) func(y int, out []uint8) {
	b := m.Bounds()
	switch m := m.(type) {
	case *image.Gray:
		return func(y int, out []uint8) { copy(out, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]) }
	case *image.YCbCr:
		return func(y int, out []uint8) { copy(out, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):]) }
	case *image.RGBA:
		return func(y int, out []uint8) { fourRow(m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):], out, false) }
	case *image.NRGBA:
		return func(y int, out []uint8) { fourRow(m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):], out, true) }
	case *image.Paletted:
		var table [256]uint8
		for i, c := range m.Palette {
			table[i] = onPaper(c)
		}
		return func(y int, out []uint8) {
			for x, v := range m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):][:len(out)] {
				out[x] = table[v]
			}
		}
	}
	return func(y int, out []uint8) {
		for x := range out {
			out[x] = onPaper(m.At(b.Min.X+x, b.Min.Y+y))
		}
	}
}

// fourRow is a line of red, green, blue and alpha; straight tells that alpha
// has not been multiplied in.
func fourRow(pix, out []uint8, straight bool) {
	for x := range out {
		p := pix[4*x : 4*x+4]
		v, a := brightness(int(p[0]), int(p[1]), int(p[2])), int(p[3])
		if straight {
			v = v * a / 255
		}
		out[x] = uint8(min(v+255-a, 255))
	}
}

func onPaper(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return uint8(min(brightness(int(r), int(g), int(b))+0xffff-int(a), 0xffff) >> 8)
}

// brightness weighs colours as JPEG does.
func brightness(r, g, b int) int { return (19595*r + 38470*g + 7471*b + 1<<15) >> 16 }
