package omr_test

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// replySide is the back of one card as poppler renders it.
func replySide(t *testing.T, url string) *image.Gray {
	t.Helper()
	press, err := card.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &card.Run{P: catalog.Printer("en"), Place: "Linden Park", Promise: "Answer within 2 days.", Paper: card.A6, Post: card.Generic,
		Address: []string{"Linden Park", "10902 Tallinn"}, Questions: card.Questions{Faces: 5}, Cards: []card.Card{{Serial: "LP-C0001", URL: url}}}
	var pdf bytes.Buffer
	if err := press.PDF(&pdf, r); err != nil {
		t.Fatal(err)
	}
	page, err := omrtest.Page(pdf.Bytes(), 2)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestReplySideAloneIsKnownByItsCode(t *testing.T) {
	const url = "https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB00000007"
	back := replySide(t, url)
	blanks := func(got string) *card.Blank {
		if got != url {
			return nil
		}
		return &card.Blank{}
	}
	for _, dpi := range []float64{150, 200, 300} {
		scan := omrtest.Scan{Bed: 5, DPI: dpi, Scale: .99, Skew: 1.5, Turned: 2, Blur: .7, Noise: 5, JPEG: 70}.Of(rand.New(rand.NewPCG(8, 8)), back)
		got := omr.Read(scan, blanks)
		if len(got) != 1 || got[0].URL != url || got[0].Front || len(got[0].Marks) != 0 {
			t.Errorf("%.0f dpi: %+v; want the reply side of %s", dpi, got, url)
		}
	}
}
