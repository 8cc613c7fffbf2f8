package card_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/templates/i18n"
	"golang.org/x/image/draw"
)

// The sample cards of docs/cards.md: `make samples` writes them anew.

func sampleCard(t *testing.T, post card.Post) *card.Run {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := catalog.Printer(i18n.English)
	r := &card.Run{P: p, Title: "Sample comment card", Place: "Linden Park Leisure Centre", Promise: p.N("card.front.promise.wd", 2), EraseDays: 30,
		Paper: card.A6, Post: post, Made: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC),
		Cards: []card.Card{{Serial: "LP-C0417", URL: "https://said.lindenpark.example/c/sample-sample-sample-0"}}}
	r.Questions = card.Questions{Faces: 5, Writing: true, Contact: true}
	for _, v := range []string{"waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other"} {
		r.Questions.Topics = append(r.Questions.Topics, card.Topic{Value: v, Label: p.T("common.topic." + v)})
	}
	r.Address = []string{"Linden Park Leisure Centre", "You said, we did", "Reply service 10 417", "10902 Tallinn"}
	switch post {
	case card.Generic:
		r.Licence, r.City = "10 417", "Tallinn"
	case card.BRM:
		r.Licence, r.City, r.IMb = "4120", "Portland ME", "00708123456123456789-041049902"
		r.Address = []string{"Linden Park Leisure Center", "You said we did", "PO Box 4120", "Portland ME 04104-9902"}
	case card.IBRS:
		r.Licence, r.Country = "PHQ-D/10417/TLL", "Estonia"
	}
	return r
}

func samplePDF(t *testing.T, r *card.Run) []byte {
	t.Helper()
	press, err := card.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	var pdf bytes.Buffer
	if err := press.PDF(&pdf, r); err != nil {
		t.Fatal(err)
	}
	return pdf.Bytes()
}

func samplePage(t *testing.T, r *card.Run, n int) *image.Gray {
	t.Helper()
	g, err := omrtest.Page(samplePDF(t, r), n)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// filledIn is the question side as a customer fills it in.
func filledIn(t *testing.T) *image.Gray {
	t.Helper()
	r := sampleCard(t, card.Generic)
	g := samplePage(t, r, 1)
	press, err := card.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	l, err := press.Layout(r)
	if err != nil {
		t.Fatal(err)
	}
	hand, pen := rand.New(rand.NewPCG(22, 11)), omrtest.Pen{Width: .45, Grey: 45}
	for _, b := range l.Cards[0].Boxes {
		switch b.Value {
		case "2":
			omrtest.Mark(hand, g, b, omrtest.Cross, pen)
		case "waiting", "equipment":
			omrtest.Mark(hand, g, b, omrtest.Tick, pen)
		}
	}
	omrtest.Full.Of(hand, g, l.Cards[0].Writing[0], pen)
	return g
}

// small is a picture for a page: sixteen greys at 120 dots to the inch.
func small(t *testing.T, g *image.Gray) []byte {
	t.Helper()
	var greys color.Palette
	for i := range 16 {
		greys = append(greys, color.Gray{uint8(i * 17)})
	}
	const share = 120. / 300
	fine := image.NewGray(image.Rect(0, 0, int(float64(g.Rect.Dx())*share), int(float64(g.Rect.Dy())*share)))
	draw.CatmullRom.Scale(fine, fine.Rect, g, g.Rect, draw.Src, nil)
	out := image.NewPaletted(fine.Rect, greys)
	draw.Draw(out, out.Rect, fine, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSamplesOfTheGuide(t *testing.T) {
	folder := filepath.Join("..", "..", "docs", "samples")
	files := map[string]func() []byte{
		"card.pdf":           func() []byte { return samplePDF(t, sampleCard(t, card.Generic)) },
		"card-blank.png":     func() []byte { return small(t, samplePage(t, sampleCard(t, card.Generic), 1)) },
		"card-filled.png":    func() []byte { return small(t, filledIn(t)) },
		"reply-generic.png":  func() []byte { return small(t, samplePage(t, sampleCard(t, card.Generic), 2)) },
		"reply-usps-brm.png": func() []byte { return small(t, samplePage(t, sampleCard(t, card.BRM), 2)) },
		"reply-ibrs.png":     func() []byte { return small(t, samplePage(t, sampleCard(t, card.IBRS), 2)) },
	}
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, make := range files {
			if err := os.WriteFile(filepath.Join(folder, name), make(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	total := int64(0)
	for name := range files {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > 300_000 {
		t.Errorf("the samples are %d bytes, at most 300,000 are wanted", total)
	}
	kept, err := os.ReadFile(filepath.Join(folder, "card.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, files["card.pdf"]()) {
		t.Error("docs/samples are not as cards are printed: look, then run make samples")
	}
}
