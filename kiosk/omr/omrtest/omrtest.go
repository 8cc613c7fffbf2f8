// Package omrtest makes returned cards: print files rendered by poppler, filled
// in by drawn pens and degraded as scanners and people do. It knows where boxes
// stand from the layout alone and nothing of the reader.
package omrtest

import (
	"bytes"
	"fmt"
	"image"
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
	cmd := exec.Command("pdftoppm", "-r", "300", "-gray", "-f", n, "-l", n, "-singlefile", "-", filepath.Join(dir, "page"))
	cmd.Stdin = bytes.NewReader(pdf)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pdftoppm: %w: %s", err, out)
	}
	return graymap(filepath.Join(dir, "page.pgm"))
}

// graymap reads a picture of 256 greys as poppler writes it.
func graymap(file string) (*image.Gray, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var w, h, most int
	if _, err := fmt.Sscanf(string(b[:min(40, len(b))]), "P5\n%d %d\n%d\n", &w, &h, &most); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if most != 255 || len(b) < w*h {
		return nil, fmt.Errorf("%s: %d by %d dots of %d greys in %d bytes", file, w, h, most, len(b))
	}
	return &image.Gray{Pix: b[len(b)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)}, nil
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

// Spoil marks one more box that was left blank in a style that is not meant as
// a tick, or that is not plain. It gives the indices of the boxes that have
// that mark in them; none if there is no room for it.
func Spoil(r *rand.Rand, g *image.Gray, c card.Placed, truth []Truth, s Style, p Pen) []int {
	for range 200 {
		i := r.IntN(len(c.Boxes))
		if truth[i].Ticked || !s.suits(c.Boxes[i]) {
			continue
		}
		if s == TwoBoxes {
			below := next(c, i)
			if below < 0 || truth[below].Ticked {
				continue
			}
			hand{r: r, g: g, b: card.Box{W: 1, H: 1}, p: p}.slip(c.Boxes[i], c.Boxes[below])
			truth[i].Style, truth[below].Style = s, s
			return []int{i, below}
		}
		truth[i].Style = s
		s.draw(r, g, c.Boxes[i], p)
		return []int{i}
	}
	return nil
}

// suits tells whether a mark has room at a box. Beside the boxes of a scale it
// would be a mark in another one.
func (s Style) suits(b card.Box) bool {
	switch s {
	case Redone:
		return b.Field == "mood"
	case Beside, Circle, Intruding, StruckOut, Overfill:
		return b.Field == "topic"
	}
	return b.Field != "mood"
}

// next is the box right below.
func next(c card.Placed, i int) int {
	best := -1
	for k, b := range c.Boxes {
		if b.Field == c.Boxes[i].Field && b.X == c.Boxes[i].X && b.Y > c.Boxes[i].Y && (best < 0 || b.Y < c.Boxes[best].Y) {
			best = k
		}
	}
	return best
}

// slip draws one stroke through two boxes.
func (k hand) slip(a, b card.Box) {
	k.line(a.X+a.W*.6, a.Y-1.5, b.X+b.W*.4, b.Y+b.H+1.5)
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
