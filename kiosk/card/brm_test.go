package card

import (
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card/barcode"
)

const sampleIMb = "00708123456123456789-041049902"

func brmSample(t testing.TB, paper Paper) *Run {
	r := sample(t, "en", 1)
	r.Paper, r.Post, r.Licence, r.City, r.IMb = paper, BRM, "4120", "Portland ME", sampleIMb
	r.Address = []string{"Linden Park Leisure Center", "You said we did", "PO Box 4120", "Portland ME 04104-9902"}
	return r
}

func TestBusinessReplyMailIsWithinEveryLimit(t *testing.T) {
	for _, paper := range Papers() {
		face, err := newPress(t).Preflight(brmSample(t, paper))
		if err != nil || len(face.Checks) != len(brmLimits()) {
			t.Fatalf("%s: %+v, %v; want %d checks", paper, face, err, len(brmLimits()))
		}
		for _, c := range face.Checks {
			if !c.Pass() {
				t.Errorf("%s: %s is %.3f mm, want %.3f to %.3f (%s)", paper, c.Measure, c.Found, c.Min, c.Max, c.Source)
			}
		}
	}
}

func TestBusinessReplyMailSaysWhatIsMissing(t *testing.T) {
	for field, spoil := range map[string]func(*Run){
		"licence": func(r *Run) { r.Licence = "" }, "city": func(r *Run) { r.City = "" },
		"imb": func(r *Run) { r.IMb = "0070812345612345678" }, "address": func(r *Run) { r.Address = nil },
	} {
		r := brmSample(t, A6)
		spoil(r)
		var missing *FieldError
		if err := r.Check(); !errors.As(err, &missing) || missing.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// Poppler at 1,200 dpi is the oracle for where every bar stands.
func TestBarsStandWithinTheStandardsTolerance(t *testing.T) {
	const perMM = 1200 / 25.4
	r := brmSample(t, FourSix)
	out := filepath.Join(t.TempDir(), "back")
	tool(t, "pdftoppm", "-r", "1200", "-gray", "-png", "-f", "2", "-l", "2", "-singlefile", file(t, pdfOf(t, newPress(t), r)), out)
	img := readPNG(t, out+".png")
	w := float64(img.Bounds().Dx()) / perMM

	fim := barsAcross(img, 10*perMM, (w-3*inch)*perMM, (w-1.75*inch)*perMM)
	places := barcode.FIMC.Places()
	if want := 6; len(fim) != want {
		t.Fatalf("%d FIM bars, want %d", len(fim), want)
	}
	right := w - float64(fim[len(fim)-1].to)/perMM
	within(t, "FIM to the right edge", right, 1.875*inch, 2.125*inch)
	i := 0
	for k, bar := range places {
		if !bar {
			continue
		}
		within(t, fmt.Sprintf("FIM bar %d width", k), fim[i].width(perMM), inch/32-.008*inch, inch/32+.008*inch)
		within(t, fmt.Sprintf("FIM bar %d place", k), float64(fim[i].from-fim[0].from)/perMM, float64(k)*inch/16-.1, float64(k)*inch/16+.1)
		i++
	}
	checkIMbBars(t, img, perMM)
}

func within(t *testing.T, name string, got, low, high float64) {
	t.Helper()
	if got < low || got > high {
		t.Errorf("%s: %.3f mm, want %.3f to %.3f", name, got, low, high)
	}
}

// span is dark dots of one row or column, to is beyond the last.
type dotSpan struct{ from, to int }

func (s dotSpan) width(perMM float64) float64 { return float64(s.to-s.from) / perMM }

func barsAcross(img image.Image, y, from, to float64) []dotSpan {
	return spans(int(from), int(to), func(x int) bool { return dot(img, x, int(y)) < 128 })
}

func spans(from, to int, dark func(int) bool) []dotSpan {
	var list []dotSpan
	for i := from; i < to; i++ {
		if !dark(i) {
			continue
		}
		start := i
		for i < to && dark(i) {
			i++
		}
		list = append(list, dotSpan{start, i})
	}
	return list
}

// checkIMbBars finds the barcode as the row with 65 bars and measures each.
func checkIMbBars(t *testing.T, img image.Image, perMM float64) {
	t.Helper()
	var bars []dotSpan
	row := 0
	for y := int(60 * perMM); y < img.Bounds().Dy(); y += 4 {
		if b := barsAcross(img, float64(y), 30*perMM, 112*perMM); len(b) == 65 {
			bars, row = b, y
			break
		}
	}
	if bars == nil {
		t.Fatal("no row crosses 65 bars")
	}
	want, err := barcode.IMb(barcode.ParseIMb(sampleIMb))
	if err != nil {
		t.Fatal(err)
	}
	row += int(.4 * perMM)
	for i, s := range bars {
		within(t, "IMb bar width", s.width(perMM), .015*inch, .025*inch)
		if i > 0 {
			within(t, "IMb pitch", float64(s.from-bars[i-1].from)/perMM, inch/24, inch/20)
		}
		x := (s.from + s.to) / 2
		column := spans(row-int(3*perMM), row+int(3*perMM), func(y int) bool { return dot(img, x, y) < 128 })
		low, high := .039*inch, .057*inch
		switch want[i] {
		case barcode.Full:
			low, high = .125*inch, .165*inch
		case barcode.Ascender, barcode.Descender:
			low, high = .082*inch, .111*inch
		}
		if len(column) != 1 {
			t.Fatalf("IMb bar %d: %d pieces", i, len(column))
		}
		within(t, fmt.Sprintf("IMb bar %d (%c) height", i, want[i]), column[0].width(perMM), low, high)
	}
}
