package omr_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// print is a page of printed cards.
type print struct {
	page  *image.Gray
	cards []card.Placed
	blank *card.Blank
	urls  []string
}

func newPrint(t testing.TB, paper card.Paper, n int) print {
	t.Helper()
	press, err := card.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := catalog.Printer("en")
	r := &card.Run{P: p, Title: "Comment cards", Place: "Linden Park", Promise: "Answer within 2 days.", Paper: paper, Post: card.NoPost, Made: time.Unix(1_800_000_000, 0)}
	r.Questions = card.Questions{Faces: 5, Writing: true, Contact: true}
	for _, v := range []string{"waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other"} {
		r.Questions.Topics = append(r.Questions.Topics, card.Topic{Value: v, Label: p.T("common.topic." + v)})
	}
	var out print
	for i := range n {
		url := fmt.Sprintf("https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB%08d", i)
		r.Cards, out.urls = append(r.Cards, card.Card{Serial: fmt.Sprintf("LP-C%04d", i), URL: url}), append(out.urls, url)
	}
	var pdf bytes.Buffer
	if err := press.PDF(&pdf, r); err != nil {
		t.Fatal(err)
	}
	layout, err := press.Layout(r)
	if err != nil {
		t.Fatal(err)
	}
	if out.blank, err = press.Blank(r); err != nil {
		t.Fatal(err)
	}
	if out.page, err = omrtest.Page(pdf.Bytes(), 1); err != nil {
		t.Fatal(err)
	}
	out.cards = layout.Cards
	return out
}

func (p print) lookup(url string) *card.Blank {
	for _, u := range p.urls {
		if u == url {
			return p.blank
		}
	}
	return nil
}

func TestFourCardsOnASheetAnyWayUp(t *testing.T) {
	p := newPrint(t, card.A4, 4)
	r := rand.New(rand.NewPCG(4, 1))
	truth := map[string][]omrtest.Truth{}
	for i, c := range p.cards {
		// No long ticks: one that crosses its neighbour's box is for a person.
		styles := []omrtest.Style{omrtest.Cross, omrtest.Tick, omrtest.Slash, omrtest.FullFill}
		truth[p.urls[i]] = omrtest.Fill(r, p.page, c, styles, omrtest.Pens())
	}
	for turned := range 4 {
		scan := omrtest.Scan{DPI: 200, Scale: .98, Skew: 1.5, Turned: turned, Blur: 1, Noise: 8, JPEG: 60}.Of(r, p.page)
		got := omr.Read(scan, p.lookup)
		if len(got) != 4 {
			t.Fatalf("%d quarter turns: %d cards, want 4", turned, len(got))
		}
		for _, c := range got {
			check(t, c, truth[c.URL])
		}
	}
}

func check(t *testing.T, c omr.Card, truth []omrtest.Truth) {
	t.Helper()
	if c.Reason != "" || !c.Front || c.Residual > .4 {
		t.Errorf("%s: reason %q, residual %.2f mm", c.URL, c.Reason, c.Residual)
	}
	for i, m := range c.Marks {
		want := omr.Blank
		if truth[i].Ticked {
			want = omr.Ticked
		}
		if m.State != want {
			t.Errorf("%s %s %s: %s (%.2f), want %s, %s", c.URL, m.Field, m.Value, m.State, m.Confidence, want, truth[i].Style)
		}
	}
}

// A person decides about these: none may be read as if it were clear.
func TestHardMarksAreNeverSilentlyWrong(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	dark := omrtest.Pen{Width: .5, Grey: 30}
	for _, c := range []struct {
		style omrtest.Style
		pen   omrtest.Pen
		meant bool
	}{
		{omrtest.Cross, omrtest.Pen{Width: .085, Grey: 20}, true}, {omrtest.Tick, omrtest.Pen{Width: .5, Grey: 190}, true},
		{omrtest.StruckOut, dark, false}, {omrtest.Beside, dark, true}, {omrtest.Circle, dark, true}, {omrtest.Dot, dark, false},
	} {
		for i := range uint64(4) {
			r := rand.New(rand.NewPCG(7, i))
			page := omrtest.Clone(p.page)
			truth := omrtest.Fill(r, page, p.cards[0], []omrtest.Style{omrtest.Cross}, []omrtest.Pen{dark})
			at := omrtest.Spoil(r, page, p.cards[0], truth, c.style, c.pen)[0]
			scan := omrtest.Scan{Bed: 5, DPI: 200, Scale: 1, Skew: 1, Blur: .7, Noise: 5, JPEG: 85}.Of(r, page)
			got := omr.Read(scan, p.lookup)
			if len(got) != 1 {
				t.Fatalf("%s: %d cards", c.style, len(got))
			}
			m := got[0].Marks[at]
			if wrong := m.State == omr.Blank && c.meant || m.State == omr.Ticked && !c.meant; wrong {
				t.Errorf("%s: %s %s read as %s (%.2f)", c.style, m.Field, m.Value, m.State, m.Confidence)
			}
		}
	}
}

func TestPagesWithoutACard(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	for name, m := range map[string]image.Image{"blank": plain(1200, 900, 255), "black": plain(1200, 900, 0), "one dot": plain(1, 1, 255), "cat": cat()} {
		if got := omr.Read(m, p.lookup); len(got) != 0 {
			t.Errorf("%s: %d cards: %+v", name, len(got), got[0].Reason)
		}
	}
}

func TestStrangersCodeIsUnknown(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	got := omr.Read(p.page, func(string) *card.Blank { return nil })
	if len(got) != 1 || got[0].Reason != omr.CodeUnknown || got[0].URL != p.urls[0] || got[0].Clear() || len(got[0].Marks) != 0 {
		t.Errorf("%+v; want one card that nobody printed", got)
	}
}

func TestCoveredCodeNeedsAPerson(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	q := p.blank.QR
	for y := int(q.Y * omrtest.MM); y < int((q.Y+q.H)*omrtest.MM); y++ {
		for x := int(q.X * omrtest.MM); x < int((q.X+q.W/2)*omrtest.MM); x++ {
			p.page.SetGray(x, y, color.Gray{128})
		}
	}
	got := omr.Read(p.page, p.lookup)
	if len(got) != 1 || got[0].Reason != omr.CodeUnreadable || got[0].Picture == nil {
		t.Errorf("%+v; want one card whose code cannot be read, with its picture", got)
	}
}

// A corner may be torn off or stapled.
func TestThreeCornersAreEnough(t *testing.T) {
	for corner := range 4 {
		p := newPrint(t, card.A6, 1)
		r := rand.New(rand.NewPCG(3, uint64(corner)))
		truth := omrtest.Fill(r, p.page, p.cards[0], []omrtest.Style{omrtest.Cross}, omrtest.Pens())
		f := p.blank.Fiducials[corner]
		for y := int((f.Y - .5) * omrtest.MM); y < int((f.Y+f.H+.5)*omrtest.MM); y++ {
			for x := int((f.X - .5) * omrtest.MM); x < int((f.X+f.W+.5)*omrtest.MM); x++ {
				p.page.SetGray(x, y, color.Gray{255})
			}
		}
		got := omr.Read(omrtest.Scan{Bed: 8, DPI: 200, Scale: 1, Skew: -1, Blur: .7, Noise: 5}.Of(r, p.page), p.lookup)
		if len(got) != 1 {
			t.Errorf("without corner %d: %d cards", corner, len(got))
			continue
		}
		check(t, got[0], truth)
	}
}

// Nobody holds a phone quite level, and a hand throws a shadow.
func TestPhotosFromAsideAreRead(t *testing.T) {
	for _, paper := range []card.Paper{card.A6, card.Letter} {
		p := newPrint(t, paper, 1)
		for i := range uint64(4) {
			r := rand.New(rand.NewPCG(15, i))
			page, placed := omrtest.CutOut(p.page, p.cards[0], 0, 0)
			styles := []omrtest.Style{omrtest.Cross, omrtest.Tick, omrtest.FullFill}
			truth := omrtest.Fill(r, page, placed, styles, omrtest.Pens())
			got := omr.Read(omrtest.Photo{Tilt: 15, Shadow: .4, JPEG: 85}.Of(r, page), p.lookup)
			if len(got) != 1 {
				t.Errorf("%s, picture %d: %d cards", paper, i, len(got))
				continue
			}
			check(t, got[0], truth)
			for _, w := range got[0].Writing {
				if w.Inked {
					t.Errorf("%s, picture %d: the shadow is taken for writing in %s", paper, i, w.Field)
				}
			}
		}
	}
}

func TestWritingIsCutOut(t *testing.T) {
	p := newPrint(t, card.A6, 1)
	area := p.blank.Writing[0]
	r := rand.New(rand.NewPCG(5, 5))
	for i := range 6 {
		b := card.Box{X: area.X + 3 + 7*float64(i), Y: area.Y + 4, W: 4, H: 4}
		omrtest.Mark(r, p.page, b, omrtest.Scrawl, omrtest.Pen{Width: .5, Grey: 40})
	}
	got := omr.Read(p.page, p.lookup)
	if len(got) != 1 || len(got[0].Writing) != 2 {
		t.Fatalf("%d cards", len(got))
	}
	text, contact := got[0].Writing[0], got[0].Writing[1]
	if text.Field != "text" || !text.Inked || text.Picture.Rect.Dx() < 400 || contact.Field != "contact" || contact.Inked {
		t.Errorf("text %v, contact %v; want words in the first only", text.Inked, contact.Inked)
	}
}

// No letter that is printed above or below a writing area is cut in two.
func TestCropsOfWordsHalveNoLetter(t *testing.T) {
	for _, paper := range []card.Paper{card.A6, card.A4} {
		p := newPrint(t, paper, 1)
		got := omr.Read(p.page, p.lookup)
		if len(got) == 0 {
			t.Fatal("no card")
		}
		for _, w := range got[0].Writing {
			g := w.Picture
			const side = 8 * 4 // mm-dots beside the area itself
			for _, y := range []int{0, g.Rect.Dy() - 1} {
				for x := side; x < g.Rect.Dx()-side; x++ {
					if g.GrayAt(x, y).Y < 140 {
						t.Errorf("%s, %s: print at %d,%d, on the edge of the picture", paper, w.Field, x, y)
						break
					}
				}
			}
		}
	}
}

func plain(w, h int, v uint8) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = v
	}
	return g
}

// cat is a busy picture: fur, eyes, whiskers.
func cat() *image.Gray {
	g, r := plain(900, 700, 200), rand.New(rand.NewPCG(1, 9))
	for i := range g.Pix {
		x, y := float64(i%900), float64(i/900)
		v := 120 + 50*math.Sin(x/9+math.Sin(y/17)*3) + 40*r.NormFloat64()
		if d := min(math.Hypot(x-300, y-300), math.Hypot(x-600, y-300)); d < 70 {
			v = 30
		}
		g.Pix[i] = uint8(min(max(v, 0), 255))
	}
	return g
}

func BenchmarkReadCard(b *testing.B) {
	for _, c := range []struct {
		name  string
		paper card.Paper
		cards int
		dpi   float64
	}{{"A6at300dpi", card.A6, 1, 300}, {"A6at600dpi", card.A6, 1, 600}, {"FourOnA4at300dpi", card.A4, 4, 300}} {
		b.Run(c.name, func(b *testing.B) {
			p := newPrint(b, c.paper, c.cards)
			r := rand.New(rand.NewPCG(3, 3))
			for _, at := range p.cards {
				omrtest.Fill(r, p.page, at, omrtest.Plain(), omrtest.Pens())
			}
			scan := omrtest.Scan{Bed: 5, DPI: c.dpi, Scale: 1, Skew: 1, Blur: 1, Noise: 8}.Of(r, p.page)
			for b.Loop() {
				if got := omr.Read(scan, p.lookup); len(got) != c.cards {
					b.Fatalf("%d cards", len(got))
				}
			}
		})
	}
}
