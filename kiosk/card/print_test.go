package card

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

// However many cards are printed, the sheets that are done are held nowhere.
func TestPrintingHoldsNoSheets(t *testing.T) {
	p := newPress(t)
	grown := func(cards int) float64 {
		r := sample(t, i18n.Ukrainian, cards)
		var n counter
		heap := heapWatch{least: liveHeap()}
		if err := p.Print(t.Context(), &n, heap.look, r); err != nil {
			t.Fatal(err)
		}
		heap.cards = 0
		heap.look(0)
		return float64(heap.most-min(heap.most, heap.least)) / (1 << 20)
	}
	few, many := grown(100), grown(10_000)
	if many > few+4 {
		t.Errorf("100 cards hold %.1f MiB while they are printed, 10,000 hold %.1f", few, many)
	}
}

// A print that nobody wants any more stops with the sheet it is at.
func TestPrintStopsWhenToldTo(t *testing.T) {
	p, r := newPress(t), sample(t, i18n.German, 4000)
	ctx, stop := context.WithCancel(t.Context())
	far := 0
	var n counter
	err := p.Print(ctx, &n, func(cards int) {
		if far = cards; cards == 400 {
			stop()
		}
	}, r)
	if !errors.Is(err, context.Canceled) || far != 400 {
		t.Errorf("stopped at %d cards, %v", far, err)
	}
	full := errors.New("no room")
	if err := p.Print(t.Context(), refuser{full}, func(cards int) { far = cards }, r); !errors.Is(err, full) || far == 4000 {
		t.Errorf("a disk without room: %v after %d cards", err, far)
	}
}

type refuser struct{ err error }

func (r refuser) Write([]byte) (int, error) { return 0, r.err }

var wordBox = regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">(LP-C\d{4})</word>`)

// The reply side of each card is printed behind its question side: its number
// is found within the same card of the sheet, seen through the paper as the
// printer turns it. The two papers with four cards have marks where to cut.
func TestReplySidesAreBehindTheirQuestions(t *testing.T) {
	for _, paper := range Papers() {
		for _, flip := range []Flip{LongEdge, ShortEdge} {
			r := sample(t, i18n.English, 8)
			r.Paper, r.Flip = paper, flip
			name := filepath.Join(t.TempDir(), "cards.pdf")
			if err := os.WriteFile(name, pdfOf(t, newPress(t), r), 0o600); err != nil {
				t.Fatal(err)
			}
			sh := paper.sheet()
			for sheet := range paper.Sheets(8) {
				front, back := cardsAt(t, name, 2*sheet+1, sh), cardsAt(t, name, 2*sheet+2, sh)
				for serial, at := range front {
					want := [2]int{at[0], len(sh.front)/3 - at[1]} // over the long edge top and bottom change places
					if flip == ShortEdge {
						want = [2]int{len(sh.front)/3 - at[0], at[1]}
					}
					if got, ok := back[serial]; !ok || got != want {
						t.Errorf("%s, %s edge: %s stands at %v, its reply side at %v, want %v", paper, flip, serial, at, got, want)
					}
				}
				if len(front) != paper.PerSheet() {
					t.Errorf("%s: %d cards on sheet %d", paper, len(front), sheet+1)
				}
			}
			if marks := len(sh.cuts); (marks > 0) != (paper.PerSheet() == 4) {
				t.Errorf("%s has %d marks for cutting", paper, marks)
			}
		}
	}
}

// cardsAt gives column and row of the card on which each number stands.
func cardsAt(t *testing.T, pdf string, page int, sh sheet) map[string][2]int {
	t.Helper()
	n := strconv.Itoa(page)
	found := map[string][2]int{}
	for _, m := range wordBox.FindAllStringSubmatch(tool(t, "pdftotext", "-bbox", "-f", n, "-l", n, pdf, "-"), -1) {
		var box [4]float64
		for i := range box {
			fmt.Sscan(m[i+1], &box[i])
			box[i] *= pt
		}
		column := int(math.Floor(((box[0]+box[2])/2 - sh.front[0].x) / sh.cardW))
		row := int(math.Floor(((box[1]+box[3])/2 - sh.front[0].y) / sh.cardH))
		found[m[5]] = [2]int{column, row}
	}
	return found
}
