package card

import (
	"io"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// A thousand cards: 250 A4 sheets, two sides, a QR code of its own on each.
func BenchmarkThousandCards(b *testing.B) {
	p := newPress(b)
	r := sample(b, i18n.Ukrainian, 1000)
	var n counter
	for b.Loop() {
		n = 0
		if err := p.PDF(&n, r); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "cards/s")
	b.ReportMetric(float64(n), "bytes")
}

func BenchmarkOneSheet(b *testing.B) {
	p := newPress(b)
	r := sample(b, i18n.Ukrainian, 4)
	for b.Loop() {
		if err := p.PDF(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPreview(b *testing.B) {
	p := newPress(b)
	r := sample(b, i18n.Ukrainian, 1)
	for b.Loop() {
		if err := p.SVG(io.Discard, r, Front); err != nil {
			b.Fatal(err)
		}
	}
}
