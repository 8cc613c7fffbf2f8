package omr_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// Who writes no more than "no" was heard all the same.
func TestShortWordsAreNotLost(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	pens := []omrtest.Pen{{Width: .3, Grey: 50}, {Width: .3, Grey: 120}, {Width: .3, Grey: 140}}
	for _, words := range []omrtest.Words{omrtest.Letters, omrtest.Letter} {
		for i := range uint64(12) {
			t.Run(fmt.Sprint(words, i), func(t *testing.T) {
				r := rand.New(rand.NewPCG(16, i))
				page, placed := omrtest.CutOut(p.page, p.cards[0], 0, 0)
				words.Of(r, page, placed.Writing[i%2], pens[i%3])
				scan := omrtest.Scan{Bed: 8, DPI: 200, Scale: 1, Skew: .7, Blur: .7, Noise: 5, JPEG: 85}
				seen(t, p, scan.Of(r, page), int(i%2))
			})
		}
	}
}

// Rules that were printed beside their place, dust, the other side and a coarse
// JPEG say nothing.
func TestNothingWrittenIsNothingSeen(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	fine := omrtest.Scan{Bed: 8, DPI: 200, Scale: 1, Skew: 1, Blur: .7, Noise: 5}
	dusty, coarse, through, curled, shaded := fine, fine, fine, fine, fine
	dusty.Salt, coarse.JPEG, through.Through, curled.Curl, shaded.Gradient = .005, 30, .05, 3, .3
	through.Back = p.page
	for name, scan := range map[string]omrtest.Scan{"plain": fine, "dust": dusty, "JPEG 30": coarse, "other side": through, "curl": curled, "shade": shaded} {
		for i := range uint64(4) {
			t.Run(fmt.Sprint(name, i), func(t *testing.T) {
				page, placed := omrtest.CutOut(p.page, p.cards[0], 0, 0)
				for _, a := range placed.Writing {
					displace(page, a, .3)
				}
				seen(t, p, scan.Of(rand.New(rand.NewPCG(17, i)), page), -1)
			})
		}
	}
}

// displace moves a writing area with its rules down by some mm.
func displace(page *image.Gray, a card.Area, mm float64) {
	x, y := int((a.X-.5)*omrtest.MM), int((a.Y-1)*omrtest.MM)
	to, by := int((a.Y+a.H+.8)*omrtest.MM), int(mm*omrtest.MM+.5)
	for v := to; v >= y; v-- {
		copy(page.Pix[v*page.Stride+x:(v+1)*page.Stride], page.Pix[(v-by)*page.Stride+x:][:page.Stride-x])
	}
}

// seen checks in which writing area there are words; -1: in none.
func seen(t *testing.T, p print, scan image.Image, where int) {
	t.Helper()
	got := omr.Read(scan, p.lookup)
	if len(got) != 1 {
		t.Fatalf("%d cards", len(got))
	}
	for k, w := range got[0].Writing {
		if w.Inked != (k == where) {
			t.Errorf("%s: words seen is %v", w.Field, w.Inked)
		}
	}
}
