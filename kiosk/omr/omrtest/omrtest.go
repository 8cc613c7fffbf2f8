// Package omrtest makes returned cards: print files rendered by poppler, filled
// in by drawn pens and degraded as scanners and people do. It knows where boxes
// stand from the layout alone and nothing of the reader.
package omrtest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/yousaid/yousaid/kiosk/card"
)

// MM is a page's resolution while it is drawn on: 300 dpi.
const MM = 300 / 25.4

// Page renders one page of a print file in grey at 300 dpi.
func Page(pdf []byte, page int) (*image.Gray, error) {
	dir, err := os.MkdirTemp("", "omrtest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	n := fmt.Sprint(page)
	cmd := exec.Command("pdftoppm", "-r", "300", "-gray", "-png", "-f", n, "-l", n, "-singlefile", "-", filepath.Join(dir, "page"))
	cmd.Stdin = bytes.NewReader(pdf)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pdftoppm: %w: %s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, "page.png"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		return nil, err
	}
	return grey(m), nil
}

func grey(m image.Image) *image.Gray {
	out := image.NewGray(m.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			r, g, b, _ := m.At(x, y).RGBA()
			out.Pix[y*out.Stride+x] = uint8((299*r + 587*g + 114*b) / 1000 >> 8)
		}
	}
	return out
}

// Clone copies a page, to fill it in.
func Clone(g *image.Gray) *image.Gray {
	out := *g
	out.Pix = bytes.Clone(g.Pix)
	return &out
}

// Truth is what the person who filled a card in meant by a box.
type Truth struct {
	Field, Value string
	Ticked       bool
	Style        Style
}

// Fill ticks some boxes of a card as one person does, in one style with one
// pen: one face, and each topic with a chance of a quarter.
func Fill(r *rand.Rand, g *image.Gray, c card.Placed, styles []Style, pens []Pen) []Truth {
	pen, style := pens[r.IntN(len(pens))], styles[r.IntN(len(styles))]
	face := r.IntN(max(1, faces(c)))
	var out []Truth
	for i, b := range c.Boxes {
		t := Truth{Field: b.Field, Value: b.Value, Ticked: i == face}
		if b.Field != "mood" {
			t.Ticked = r.IntN(4) == 0
		}
		if t.Ticked {
			t.Style = style
			style.draw(r, g, b, pen)
		}
		out = append(out, t)
	}
	return out
}

// Spoil marks one more topic box in a style that is not meant as a tick, or that
// is not plain. It gives the index of the box.
func Spoil(r *rand.Rand, g *image.Gray, c card.Placed, truth []Truth, s Style, p Pen) int {
	for {
		i := r.IntN(len(c.Boxes))
		if c.Boxes[i].Field != "mood" && !truth[i].Ticked {
			truth[i].Style = s
			s.draw(r, g, c.Boxes[i], p)
			return i
		}
	}
}

// faces counts the boxes of the mood, which stand first.
func faces(c card.Placed) (n int) {
	for _, b := range c.Boxes {
		if b.Field == "mood" {
			n++
		}
	}
	return n
}
