package card

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

// The layout must say where the picture has its boxes: pages are rendered by
// another program and measured.
func TestLayoutMatchesThePicture(t *testing.T) {
	p := newPress(t)
	for i, paper := range Papers() {
		r := sample(t, i18n.German, 5)
		if len(paper.sheet().front) == 1 {
			r.Cards = r.Cards[:1]
		}
		r.Paper, r.Questions.Faces, r.Post = paper, 5-i%2, []Post{Generic, NoPost}[i/2]
		checkPicture(t, p, r)
	}
}

const dpi = 300

func checkPicture(t *testing.T, p *Press, r *Run) {
	t.Helper()
	l, err := p.Layout(r)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", "-png", file(t, pdfOf(t, p, r)), filepath.Join(dir, "p"))
	names, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	pages := make([]image.Image, len(names))
	for i, n := range names {
		pages[i] = readPNG(t, n)
	}
	boxes := 0
	for _, c := range l.Cards {
		if c.Page > len(pages) {
			t.Fatalf("%s %s: page %d of %d", r.Paper, c.Serial, c.Page, len(pages))
		}
		if c.Side == "front" {
			checkSquares(t, pages[c.Page-1], c)
		}
		for _, b := range c.Boxes {
			checkBox(t, pages[c.Page-1], c.Serial+" "+b.Field+" "+b.Value, b)
			boxes++
		}
	}
	if want := len(r.Cards) * (r.Questions.Faces + len(r.Questions.Topics)); boxes != want {
		t.Errorf("%s: %d boxes, want %d", r.Paper, boxes, want)
	}
}

func readPNG(t *testing.T, name string) image.Image {
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

// grey is the brightness at a place in millimetres, 0 black to 255 white.
func grey(img image.Image, x, y float64) int {
	r, _, _, _ := img.At(int(x/25.4*dpi), int(y/25.4*dpi)).RGBA()
	return int(r >> 8)
}

func checkBox(t *testing.T, img image.Image, name string, b Box) {
	t.Helper()
	const in = .225 // the middle of the border
	for _, along := range []float64{.25, .5, .75} {
		for _, at := range [][2]float64{{b.X + b.W*along, b.Y + in}, {b.X + b.W*along, b.Y + b.H - in}, {b.X + in, b.Y + b.H*along}, {b.X + b.W - in, b.Y + b.H*along}} {
			if g := grey(img, at[0], at[1]); g > 80 {
				t.Errorf("%s: border at %.2f,%.2f is %d, not black", name, at[0], at[1], g)
			}
		}
	}
	for y := b.Y + .7; y < b.Y+b.H-.7; y += .2 {
		for x := b.X + .7; x < b.X+b.W-.7; x += .2 {
			if g := grey(img, x, y); g < 250 {
				t.Fatalf("%s: inside at %.2f,%.2f is %d, not white", name, x, y, g)
			}
		}
	}
	for _, at := range [][2]float64{{b.X - .3, b.Y + 2}, {b.X + b.W + .3, b.Y + 2}} {
		if g := grey(img, at[0], at[1]); g < 250 {
			t.Errorf("%s: beside the border at %.2f,%.2f is %d, not white", name, at[0], at[1], g)
		}
	}
}

func checkSquares(t *testing.T, img image.Image, c Placed) {
	t.Helper()
	for i, at := range [][2]float64{{6.5, 6.5}, {c.W - 6.5, 6.5}, {6.5, c.H - 6.5}, {c.W - 6.5, c.H - 6.5}} {
		if g := grey(img, c.X+at[0], c.Y+at[1]); (g > 80) != (i == 0) {
			t.Errorf("%s: the middle of square %d is %d", c.Serial, i, g)
		}
		for _, d := range [][2]float64{{-2.3, -2.3}, {2.3, 2.3}} {
			if g := grey(img, c.X+at[0]+d[0], c.Y+at[1]+d[1]); g > 80 {
				t.Errorf("%s: square %d is %d at its corner", c.Serial, i, g)
			}
		}
	}
}

func TestLayoutJSON(t *testing.T) {
	r := sample(t, i18n.English, 2)
	l, err := newPress(t).Layout(r)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "layout.golden.json", string(b)+"\n")
}

func TestBackLiesBehindItsFront(t *testing.T) {
	// A front at (x, y) is seen through the sheet at (w-x, y) when it is
	// turned over the short edge of a page that lies across, at (x, h-y) when
	// over the long edge.
	p := newPress(t)
	for _, flip := range []Flip{LongEdge, ShortEdge} {
		r := sample(t, i18n.English, 3)
		r.Flip = flip
		l, err := p.Layout(r)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(l.Cards); i += 2 {
			f, b := l.Cards[i], l.Cards[i+1]
			wantX, wantY := f.X, l.Page.H-f.Y-f.H
			if flip == ShortEdge {
				wantX, wantY = l.Page.W-f.X-f.W, f.Y
			}
			if b.Side != "back" || b.Page != f.Page+1 || b.X != wantX || b.Y != wantY {
				t.Errorf("%s: behind %+v lies %s page %d at %v,%v, want %v,%v", flip, f.Serial, b.Side, b.Page, b.X, b.Y, wantX, wantY)
			}
		}
	}
}

func TestTextThatDoesNotFit(t *testing.T) {
	p := newPress(t)
	long := strings.Repeat("unbearably long ", 8)
	for name, change := range map[string]func(*Run){
		"topic":   func(r *Run) { r.Questions.Topics[2].Label = long },
		"heading": func(r *Run) { r.Questions.Heading = long },
		"address": func(r *Run) { r.Address[1] = long },
		"place":   func(r *Run) { r.Place = strings.Repeat(long, 4) },
		"words":   func(r *Run) { r.Questions.Words = long },
	} {
		r := sample(t, i18n.English, 1)
		change(r)
		var fit *FitError
		err := p.PDF(&bytes.Buffer{}, r)
		if !errors.As(err, &fit) || !strings.Contains(err.Error(), "unbearably long") {
			t.Errorf("%s: got %v, want an error that names the text", name, err)
		}
	}
}

func TestTextIsShrunkBeforeItIsRefused(t *testing.T) {
	r := sample(t, i18n.English, 1)
	r.Questions.Topics[2].Label = "The price was not what I had been told on the phone, not at all"
	got := squeeze(tool(t, "pdftotext", "-raw", file(t, pdfOf(t, newPress(t), r)), "-"))
	if !strings.Contains(got, r.Questions.Topics[2].Label) {
		t.Errorf("the long label was cut:\n%s", got)
	}
}

func TestTooManyTopics(t *testing.T) {
	r := sample(t, i18n.English, 1)
	r.Questions.Topics = append(r.Questions.Topics, r.Questions.Topics...)
	var fit *FitError
	if err := newPress(t).PDF(&bytes.Buffer{}, r); !errors.As(err, &fit) {
		t.Errorf("got %v, want a FitError", err)
	}
}

func TestEveryWayBackIsKnownByItsName(t *testing.T) {
	for _, post := range []string{"none", "generic", "usps-brm", "ibrs", "rm-freepost", "dp-antwort"} {
		if got, err := ParsePost(post); err != nil || string(got) != post {
			t.Errorf("%s: got %q, %v", post, got, err)
		}
	}
	if _, err := ParsePost("pigeon"); err == nil {
		t.Error("pigeon post was taken")
	}
}

func TestGenericNeedsAnAddress(t *testing.T) {
	r := sample(t, i18n.English, 1)
	r.Address = nil
	var field *FieldError
	if err := newPress(t).PDF(&bytes.Buffer{}, r); !errors.As(err, &field) || field.Field != "address" {
		t.Errorf("got %v, want a FieldError of address", err)
	}
}
