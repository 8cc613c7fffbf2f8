package omr_test

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// A scan of black and white alone loses pencil: no blank box of such a card is
// believed.
func TestOneBitScanOfPencilGoesToAPerson(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	for _, grey := range []uint8{110, 135, 160, 190} {
		r := rand.New(rand.NewPCG(11, uint64(grey)))
		page := omrtest.Clone(p.page)
		truth := omrtest.Fill(r, page, p.cards[0], []omrtest.Style{omrtest.Cross}, []omrtest.Pen{{Width: .5, Grey: grey}})
		got := omr.Read(omrtest.Scan{Bed: 5, DPI: 200, Scale: 1, Skew: 1, Blur: .7, Noise: 5, OneBit: true}.Of(r, page), p.lookup)
		if len(got) != 1 || !got[0].OneBit {
			t.Fatalf("grey %d: %d cards, or taken for a scan of greys", grey, len(got))
		}
		for i, m := range got[0].Marks {
			if truth[i].Ticked && m.State != omr.Ticked && m.State != omr.Unsure || !truth[i].Ticked && m.State == omr.Ticked {
				t.Errorf("grey %d: %s %s read as %s, ticked is %v", grey, m.Field, m.Value, m.State, truth[i].Ticked)
			}
		}
	}
}

// Grey scans are none of black and white, however dark the lid.
func TestBlackLidIsNoStroke(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	r := rand.New(rand.NewPCG(12, 1))
	truth := omrtest.Fill(r, p.page, p.cards[0], []omrtest.Style{omrtest.Cross}, []omrtest.Pen{{Width: .5, Grey: 40}})
	for _, cut := range []float64{0, 2} {
		scan := omrtest.Scan{Bed: 15, DPI: 200, Scale: .95, Skew: 2, Blur: .7, Noise: 5, Border: true, Cut: [4]float64{cut, cut, cut, cut}}
		got := omr.Read(scan.Of(r, p.page), p.lookup)
		if len(got) != 1 || got[0].OneBit {
			t.Fatalf("%v mm cut off: %d cards, or taken for a scan of black and white", cut, len(got))
		}
		check(t, got[0], truth)
	}
}

// What the eye sees as a light colour is ink all the same.
func TestYellowMarkerIsInk(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	marker := omrtest.Coloured(2, 250, 240, 90)
	var planes [3]*image.Gray
	var truth []omrtest.Truth
	for k := range planes {
		page := omrtest.Clone(p.page)
		truth = omrtest.Fill(rand.New(rand.NewPCG(13, 1)), page, p.cards[0], []omrtest.Style{omrtest.Cross}, []omrtest.Pen{marker.In(k)})
		planes[k] = omrtest.Scan{Bed: 5, DPI: 200, Scale: 1, Skew: 1, Blur: .7, Noise: 4}.Plane(rand.New(rand.NewPCG(13, 2)), page)
	}
	got := omr.Read(omrtest.Colour(planes, 85), p.lookup)
	if len(got) != 1 {
		t.Fatalf("%d cards", len(got))
	}
	for i, m := range got[0].Marks {
		if truth[i].Ticked && m.State == omr.Blank || !truth[i].Ticked && m.State == omr.Ticked {
			t.Errorf("%s %s read as %s", m.Field, m.Value, m.State)
		}
	}
}

// A6 printed a little wide has the shape of a 4 by 6 card: its code says what
// it is.
func TestCardOfAnothersShapeReadsRight(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	r := rand.New(rand.NewPCG(14, 1))
	truth := omrtest.Fill(r, p.page, p.cards[0], []omrtest.Style{omrtest.Cross}, []omrtest.Pen{{Width: .5, Grey: 40}})
	for _, wide := range []float64{.92, 1.06} {
		got := omr.Read(omrtest.Scan{Bed: 8, DPI: 200, Scale: 1, ScaleX: wide, Blur: .7, Noise: 4}.Of(r, p.page), p.lookup)
		if len(got) != 1 {
			t.Fatalf("width ×%v: %d cards", wide, len(got))
		}
		check(t, got[0], truth)
	}
}

// A question side whose squares are lost is not a reply side: somebody may have
// written on it.
func TestQuestionSideWithoutSquaresNeedsAPerson(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	for _, f := range p.blank.Fiducials {
		for y := int((f.Y - .5) * omrtest.MM); y < int((f.Y+f.H+.5)*omrtest.MM); y++ {
			for x := int((f.X - .5) * omrtest.MM); x < int((f.X+f.W+.5)*omrtest.MM); x++ {
				p.page.SetGray(x, y, color.Gray{255})
			}
		}
	}
	got := omr.Read(p.page, p.lookup)
	if len(got) != 1 || !got[0].Front || got[0].Clear() || got[0].URL != p.urls[0] {
		t.Errorf("%+v; want the question side, for a person", got)
	}
}

// A card that lies face down beside others is named: its words are still to be
// scanned.
func TestFaceDownCardBesideAnotherIsNamed(t *testing.T) {
	const url = "https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB00000007"
	p, back := newPrint(t, card.A6, 1), replySide(t, url)
	w, h := p.page.Rect.Dx(), p.page.Rect.Dy()
	page := image.NewGray(image.Rect(0, 0, w, 2*h))
	copy(page.Pix, p.page.Pix)
	copy(page.Pix[w*h:], back.Pix)
	got := omr.Read(page, func(u string) *card.Blank {
		if u == url {
			return &card.Blank{}
		}
		return p.lookup(u)
	})
	sides := map[string]bool{}
	for _, c := range got {
		sides[c.URL] = c.Front
	}
	if front, ok := sides[url]; len(got) != 2 || !sides[p.urls[0]] || !ok || front {
		t.Errorf("%d cards, question sides %v; want one of each", len(got), sides)
	}
}
