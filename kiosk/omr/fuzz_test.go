package omr_test

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// kinds are all pictures that a decoder may hand over, each at an origin of its
// own.
func kinds(r image.Rectangle) map[string]draw.Image {
	pal := color.Palette{color.White, color.Black, color.Gray{128}, color.Transparent}
	return map[string]draw.Image{"gray": image.NewGray(r), "gray16": image.NewGray16(r), "rgba": image.NewRGBA(r), "nrgba": image.NewNRGBA(r), "rgba64": image.NewRGBA64(r),
		"nrgba64": image.NewNRGBA64(r), "paletted": image.NewPaletted(r, pal), "cmyk": image.NewCMYK(r), "alpha": image.NewAlpha(r)}
}

// colours are the pictures of a JPEG, which cannot be drawn on.
func colours(g *image.Gray) map[string]image.Image {
	out := map[string]image.Image{}
	for name, ratio := range map[string]image.YCbCrSubsampleRatio{"444": image.YCbCrSubsampleRatio444, "420": image.YCbCrSubsampleRatio420, "410": image.YCbCrSubsampleRatio410} {
		a := image.NewNYCbCrA(g.Rect, ratio)
		for _, plane := range [][]uint8{a.Cb, a.Cr} {
			for i := range plane {
				plane[i] = 128
			}
		}
		for i := range a.A {
			a.A[i] = 255
		}
		for y := g.Rect.Min.Y; y < g.Rect.Max.Y; y++ {
			copy(a.Y[a.YOffset(g.Rect.Min.X, y):], g.Pix[g.PixOffset(g.Rect.Min.X, y):][:g.Rect.Dx()])
		}
		out["ycbcr "+name], out["nycbcra "+name] = &a.YCbCr, a
	}
	return out
}

// A scan may come as any kind of picture, and as a part of a larger one.
func TestEveryKindOfPictureReadsAlike(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	r := rand.New(rand.NewPCG(6, 6))
	truth := omrtest.Fill(r, p.page, p.cards[0], []omrtest.Style{omrtest.Cross}, []omrtest.Pen{{Width: .5, Grey: 30}})
	scan := omrtest.Scan{Bed: 5, DPI: 150, Scale: 1, Skew: 1, Blur: .7, Noise: 4}.Of(r, p.page).(*image.Gray)
	at := scan.Rect.Add(image.Pt(37, 11))
	moved := &image.Gray{Pix: scan.Pix, Stride: scan.Stride, Rect: at}
	list := colours(moved)
	for name, m := range kinds(image.Rect(0, 0, at.Max.X+9, at.Max.Y+5)) {
		if name == "alpha" {
			continue // knows no colour
		}
		draw.Draw(m, m.Bounds(), image.Black, image.Point{}, draw.Src)
		draw.Draw(m, at, scan, image.Point{}, draw.Src)
		list[name] = m.(interface {
			SubImage(image.Rectangle) image.Image
		}).SubImage(at)
	}
	for name, m := range list {
		got := omr.Read(m, p.lookup)
		if len(got) != 1 {
			t.Errorf("%s: %d cards", name, len(got))
			continue
		}
		if name != "paletted" { // of three greys
			check(t, got[0], truth)
		}
	}
}

// FuzzRead: no picture whatever makes the reader panic or think for long.
func FuzzRead(f *testing.F) {
	p := newPrint(f, card.A6, 1)
	f.Add(uint16(1), uint16(1), uint8(0), uint64(0))
	f.Add(uint16(1), uint16(4000), uint8(1), uint64(1))
	f.Add(uint16(4000), uint16(2), uint8(5), uint64(2))
	f.Add(uint16(0), uint16(0), uint8(9), uint64(3))
	f.Add(uint16(700), uint16(500), uint8(7), uint64(4))
	for seed := range uint64(12) {
		f.Add(uint16(900), uint16(640), uint8(seed), seed+5)
	}
	f.Fuzz(func(t *testing.T, w, h uint16, kind uint8, seed uint64) {
		r := rand.New(rand.NewPCG(seed, uint64(kind)))
		m := odd(r, p.page, int(w)%4096, int(h)%4096)
		began := time.Now()
		for _, c := range omr.Read(m, p.lookup) {
			if c.Reason == "" && c.URL == "" || !c.Front && len(c.Marks) > 0 {
				t.Errorf("%+v: a card of no code, or a reply side with boxes", c)
			}
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%d by %d took %v", w, h, took)
		}
	})
}

// odd is a picture of any kind: shreds of a real card, turned and cut, among
// noise and squares.
func odd(r *rand.Rand, page *image.Gray, w, h int) image.Image {
	if w*h > 4_000_000 {
		h = 4_000_000 / w
	}
	at := image.Rect(0, 0, w, h).Add(image.Pt(r.IntN(50), r.IntN(50)))
	names := []string{"gray", "gray16", "rgba", "nrgba", "rgba64", "nrgba64", "paletted", "cmyk", "alpha"}
	m := kinds(at)[names[r.IntN(len(names))]]
	draw.Draw(m, at, image.NewUniform(color.Gray{uint8(r.IntN(256))}), image.Point{}, draw.Src)
	for range r.IntN(8) {
		from := image.Pt(r.IntN(page.Rect.Dx()), r.IntN(page.Rect.Dy())).Sub(image.Pt(400, 300))
		to := image.Rect(0, 0, 200+r.IntN(1600), 200+r.IntN(1200)).Add(at.Min).Add(image.Pt(r.IntN(w+1)-200, r.IntN(h+1)-200))
		draw.Draw(m, to, page, from, draw.Src)
	}
	for range r.IntN(40) {
		side := 3 + r.IntN(70)
		to := image.Rect(0, 0, side, side).Add(at.Min).Add(image.Pt(r.IntN(w+1), r.IntN(h+1)))
		draw.Draw(m, to, image.NewUniform(color.Gray{uint8(r.IntN(90))}), image.Point{}, draw.Src)
		if side > 20 {
			draw.Draw(m, to.Inset(side/3), image.White, image.Point{}, draw.Src)
		}
	}
	if r.IntN(3) == 0 {
		for range w * h / 20 {
			m.Set(at.Min.X+r.IntN(w), at.Min.Y+r.IntN(h), color.Gray{uint8(r.IntN(256))})
		}
	}
	return m
}
