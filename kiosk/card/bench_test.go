package card

import (
	"io"
	"runtime"
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

// Ten thousand cards, and how far the heap grows while they are printed: the
// file goes out sheet by sheet, so it is the same for a hundred.
func BenchmarkTenThousandCards(b *testing.B) {
	p := newPress(b)
	r := sample(b, i18n.Ukrainian, 10_000)
	var n counter
	heap := heapWatch{least: liveHeap()}
	b.ReportAllocs()
	for b.Loop() {
		n = 0
		if err := p.Print(b.Context(), &n, heap.look, r); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "cards/s")
	b.ReportMetric(float64(n), "bytes")
	b.ReportMetric(float64(heap.most-min(heap.least, heap.most))/(1<<20), "peak-MiB")
}

// heapWatch looks at what is held, not at what the collector has still to take
// away: it collects first, every 2,500 cards.
type heapWatch struct {
	least, most uint64
	cards       int
}

func (h *heapWatch) look(cards int) {
	if cards-h.cards < 2500 && cards > h.cards {
		return
	}
	h.cards = cards
	h.most = max(h.most, liveHeap())
}

func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
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
