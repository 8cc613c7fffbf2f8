package card

import (
	"image"
	"path/filepath"
	"testing"
)

// Poppler's picture of the PDF is the oracle: the reader's own picture of the
// blank card differs from it by no more than the edges of letters.
func TestBlankEqualsPrint(t *testing.T) {
	p, r := newPress(t), sample(t, "en", 1)
	r.Paper, r.Post = A6, NoPost
	b, err := p.Blank(r)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "card")
	tool(t, "pdftoppm", "-r", "152.4", "-gray", "-png", "-singlefile", file(t, pdfOf(t, p, r)), out)
	print := readPNG(t, out+".png")
	share, shifted := differing(b, print, 0), differing(b, print, 3)
	if share > .012 || shifted < 3*share {
		t.Errorf("%.2f %% of the dots differ from the print, %.2f %% half a millimetre beside it", share*100, shifted*100)
	}
	if len(b.Boxes) != 13 || len(b.Writing) != 2 {
		t.Errorf("%d boxes, %d writing areas", len(b.Boxes), len(b.Writing))
	}
}

// differing is the share of dots that are clearly lighter or darker in print.
func differing(b *Blank, print image.Image, shift int) float64 {
	hidden := append([]Area{b.QR}, b.Numbers...)
	far := 0
	for y := range b.Picture.Rect.Dy() {
		for x := range b.Picture.Rect.Dx() {
			if in(hidden, float64(x)/DotsPerMM, float64(y)/DotsPerMM) {
				continue
			}
			if d := int(b.Picture.GrayAt(x, y).Y) - dot(print, x+shift, y); d > 110 || d < -110 {
				far++
			}
		}
	}
	return float64(far) / float64(len(b.Picture.Pix))
}

func in(areas []Area, x, y float64) bool {
	for _, a := range areas {
		if x > a.X-1 && x < a.X+a.W+1 && y > a.Y-1 && y < a.Y+a.H+1 {
			return true
		}
	}
	return false
}

func dot(m image.Image, x, y int) int {
	r, _, _, _ := m.At(x, y).RGBA()
	return int(r >> 8)
}
