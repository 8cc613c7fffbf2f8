package card

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

// printed makes a test sheet and its pages as pictures of 150 dots to the
// inch.
func printedTestSheet(t *testing.T, paper Paper, flip Flip, post Post, l i18n.Lang) []image.Image {
	t.Helper()
	r := sample(t, l, paper.TestCards())
	r.Paper, r.Flip, r.Post = paper, flip, post
	for i := range r.Cards {
		r.Cards[i].Serial = "LP-TEST"
	}
	name := filepath.Join(t.TempDir(), "test.pdf")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := newPress(t).TestSheet(f, r); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--check", name)
	tool(t, "pdftoppm", "-r", fmt.Sprint(dots), "-gray", "-png", name, filepath.Join(filepath.Dir(name), "p"))
	names, err := filepath.Glob(filepath.Join(filepath.Dir(name), "p*.png"))
	if err != nil {
		t.Fatal(err)
	}
	var list []image.Image
	for _, n := range names {
		list = append(list, opened(t, n))
	}
	return list
}

func opened(t *testing.T, name string) image.Image {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

const dots = 150

// overleaf is a page as it is seen through the other side of its sheet, which
// the printer turned over an edge.
func overleaf(img image.Image, flip Flip) image.Image {
	b := img.Bounds()
	out := image.NewGray(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			from := image.Pt(x, b.Dy()-1-y)
			if flip == ShortEdge {
				from = image.Pt(b.Dx()-1-x, y)
			}
			out.Set(x, y, img.At(from.X, from.Y))
		}
	}
	return out
}

func dark(img image.Image, x, y int) bool {
	return color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < 140
}

// around is the panel's part of a page about a point, in millimetres of the
// page.
func around(img image.Image, x, y, half float64) map[image.Point]bool {
	px := func(v float64) int { return int(v / 25.4 * dots) }
	found := map[image.Point]bool{}
	for b := px(y - half); b < px(y+half); b++ {
		for a := px(x - half); a < px(x+half); a++ {
			if dark(img, a, b) {
				found[image.Pt(a, b)] = true
			}
		}
	}
	return found
}

// alike is the share of dark dots that have one of the other side within two
// dots (a third of a millimetre).
func alike(a, b map[image.Point]bool) float64 {
	near := 0
	for p := range a {
	search:
		for dy := -2; dy <= 2; dy++ {
			for dx := -2; dx <= 2; dx++ {
				if b[p.Add(image.Pt(dx, dy))] {
					near++
					break search
				}
			}
		}
	}
	return float64(near) / float64(max(1, len(a)))
}

// On paper of every size, turned over either edge, the ring and the arrow of
// both sides lie over each other; turned over the other edge the arrow does
// not.
func TestTestSheetShowsHowThePrinterTurns(t *testing.T) {
	for _, paper := range Papers() {
		for _, flip := range []Flip{LongEdge, ShortEdge} {
			t.Run(fmt.Sprint(paper, " ", flip), func(t *testing.T) {
				got := printedTestSheet(t, paper, flip, Generic, i18n.German)
				sh, sheets := paper.sheet(), 1
				at := point{}
				if paper.PerSheet() == 1 {
					sheets = 2
				} else {
					at = sh.front[3]
				}
				if len(got) != 2*sheets {
					t.Fatalf("%d pages, want %d", len(got), 2*sheets)
				}
				front, back := got[len(got)-2], got[len(got)-1]
				x, y := at.x+sh.cardW-markInset, at.y+markTop
				mark := around(front, x, y, 10.5)
				if len(mark) < 200 {
					t.Fatalf("no mark at %.1f, %.1f: %d dark dots", x, y, len(mark))
				}
				other := ShortEdge
				if flip == ShortEdge {
					other = LongEdge
				}
				right, wrong := alike(mark, around(overleaf(back, flip), x, y, 10.5)), alike(mark, around(overleaf(back, other), x, y, 10.5))
				if right < .97 || wrong > .8 {
					t.Errorf("turned over the %s edge %.2f of the mark lies over the other side's; turned over the other %.2f", flip, right, wrong)
				}
			})
		}
	}
}

// The rule is 100 mm long to a tenth, the frame that of a bank card.
func TestTestSheetMeasures(t *testing.T) {
	for _, paper := range Papers() {
		got := printedTestSheet(t, paper, LongEdge, NoPost, i18n.Ukrainian)
		sh, at := paper.sheet(), point{}
		if paper.PerSheet() > 1 {
			at = sh.front[3]
		} else if len(got) != 2 {
			t.Fatalf("%s: %d pages, want the card's and the panel's", paper, len(got))
		}
		img := got[len(got)-1]
		px := func(v float64) int { return int(v/25.4*dots + .5) }
		row := px(at.y + 20)
		long := 0
		for y := row - 2; y <= row+2; y++ {
			long = max(long, darkest(img, y))
		}
		if mm := float64(long) / dots * 25.4; mm < 99.7 || mm > 100.4 {
			t.Errorf("%s: the longest stroke of the rule is %.2f mm", paper, mm)
		}
		frame := around(img, at.x+14+bankCardW/2, at.y+37, 2)
		left := around(img, at.x+14, at.y+37+bankCardH/2, 2)
		right := around(img, at.x+14+bankCardW, at.y+37+bankCardH/2, 2)
		foot := around(img, at.x+14+bankCardW/2, at.y+37+bankCardH, 2)
		if len(frame) == 0 || len(left) == 0 || len(right) == 0 || len(foot) == 0 {
			t.Errorf("%s: the frame of the bank card is not where it ought to be", paper)
		}
	}
}

// darkest is the longest row of dark dots.
func darkest(img image.Image, y int) (most int) {
	n := 0
	for x := range img.Bounds().Dx() {
		if n++; !dark(img, x, y) {
			n = 0
		}
		most = max(most, n)
	}
	return most
}

// A test sheet says what to do in the language of its cards, in all of them.
func TestTestSheetInEveryLanguage(t *testing.T) {
	for _, l := range i18n.Languages() {
		for _, paper := range Papers() {
			for _, flip := range []Flip{LongEdge, ShortEdge} {
				r := sample(t, l, paper.TestCards())
				r.Paper, r.Flip = paper, flip
				var n counter
				if err := newPress(t).TestSheet(&n, r); err != nil {
					t.Errorf("%s %s %s: %v", l, paper, flip, err)
				}
			}
		}
	}
}
