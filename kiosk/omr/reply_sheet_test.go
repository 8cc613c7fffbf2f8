package omr_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/card/artwork"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// replySheet is the back of an uncut sheet of four as poppler renders it, and
// the texts of its codes.
func replySheet(t testing.TB, face card.Run) (*image.Gray, map[string]bool) {
	t.Helper()
	press, err := card.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	face.P, face.Place, face.Promise, face.Paper = catalog.Printer("en"), "Linden Park", "Answer within 2 days.", card.A4
	face.Questions = card.Questions{Faces: 5}
	urls := map[string]bool{}
	for i := range 4 {
		url := fmt.Sprintf("https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB%08d", i)
		face.Cards = append(face.Cards, card.Card{Serial: fmt.Sprintf("LP-C%04d", i), URL: url})
		urls[url] = true
	}
	var pdf bytes.Buffer
	if err := press.PDF(&pdf, &face); err != nil {
		t.Fatal(err)
	}
	page, err := omrtest.Page(pdf.Bytes(), 2)
	if err != nil {
		t.Fatal(err)
	}
	return page, urls
}

// approvedMark is a picture as a post hands it out.
func approvedMark(t testing.TB) *card.Artwork {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 400, 80))
	for i := range m.Pix {
		m.Pix[i] = uint8(255 * (i / 8 % 2))
	}
	m.SetGray(0, 0, color.Gray{255})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	f, err := artwork.Read("approved.png", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return &card.Artwork{File: f, W: 45, H: 9}
}

func postFaces(t testing.TB) map[string]card.Run {
	return map[string]card.Run{
		"generic": {Post: card.Generic, Address: []string{"Linden Park", "10902 Tallinn"}},
		"ibrs":    {Post: card.IBRS, Licence: "PHQ-D/1", Country: "Estonia", Address: []string{"Linden Park", "10902 Tallinn"}},
		"usps":    {Post: card.BRM, Licence: "4120", City: "PORTLAND ME", Address: []string{"LINDEN PARK", "PO BOX 4120", "PORTLAND ME 04104-9902"}},
		"freepost": {Post: card.Freepost, Licence: "RTHK-XUZZ-KCXU", Artwork: approvedMark(t), RM4SCC: "LE2 8AA 1T",
			Address: []string{"Linden Park", "LEICESTER", "LE2 8AA"}},
		"antwort": {Post: card.Antwort, Artwork: approvedMark(t), Address: []string{"Lindenpark", "Postfach 10 04 17", "04004 Leipzig"}},
	}
}

// Every reply side of an uncut sheet is told of: none is left out.
func TestAllReplySidesOfAnUncutSheetAreFound(t *testing.T) {
	for name, face := range postFaces(t) {
		sheet, urls := replySheet(t, face)
		blanks := func(url string) *card.Blank {
			if !urls[url] {
				return nil
			}
			return &card.Blank{}
		}
		for _, dpi := range []float64{150, 200, 300} {
			for i, way := range []omrtest.Scan{{DPI: dpi, Scale: 1}, {DPI: dpi, Scale: .99, Skew: 1.5, Turned: 1, Blur: .6, Noise: 5, JPEG: 70}} {
				page := way.Of(rand.New(rand.NewPCG(3, 9)), sheet)
				began := time.Now()
				got := omr.Read(page, blanks)
				seen := map[string]bool{}
				for _, c := range got {
					seen[c.URL] = !c.Front
				}
				if len(got) != 4 || len(seen) != 4 {
					t.Errorf("%s, %.0f dpi, scan %d: %d sides found, want 4", name, dpi, i, len(got))
				}
				t.Logf("%s, %.0f dpi, scan %d: %v", name, dpi, i, time.Since(began))
			}
		}
	}
}
