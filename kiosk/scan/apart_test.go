package scan_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/kiosk/scan/scantest"
)

// This test is its own process apart, and some that go wrong on the second page
// of three.
func TestMain(m *testing.M) {
	wrong, known := map[string]func(){"as-reader": nil, "as-sleeper": func() { time.Sleep(time.Hour) }, "as-glutton": eat, "as-dead": func() { os.Exit(3) }}[arg(1)]
	if !known {
		os.Exit(m.Run())
	}
	var out io.Writer = os.Stdout
	if wrong != nil && os.Args[2] == "1" {
		out = &after{pageBytes + 1000, wrong}
	}
	if err := scan.Serve(context.Background(), os.Stdin, out, os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func arg(i int) string {
	if i < len(os.Args) {
		return os.Args[i]
	}
	return ""
}

// eat takes memory until there is none.
func eat() {
	kept := []byte{1}
	for {
		kept = append(kept, kept...)
	}
}

// pageBytes is the size of a page of threePages.
const pageBytes = 400 * 560

func threePages() []byte {
	m := sample(400, 560)
	return scantest.Scans(m, m, m)
}

// after does something once n bytes have gone out.
type after struct {
	n    int
	what func()
}

func (a *after) Write(b []byte) (int, error) {
	if a.n -= len(b); a.n < 0 {
		a.what()
	}
	return os.Stdout.Write(b)
}

func apart(t *testing.T, as string) scan.Reader {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := here()
	r.Limits = scan.DefaultLimits()
	r.Program = []string{self, as}
	return r
}

func TestAProcessApartReadsTheSame(t *testing.T) {
	file := tiffs(t, sample(400, 560), "lzw", "g4")
	want, g := read(t, here(), file), read(t, apart(t, "as-reader"), file)
	if len(g.pages) != 2 || len(want.pages) != 2 {
		t.Fatalf("%d pages, %v; want %d", len(g.pages), g.errs, len(want.pages))
	}
	for i, p := range g.pages {
		alike(t, "apart", p.Picture, want.pages[i].Picture, 0)
	}
	name := filepath.Join(t.TempDir(), "a scan\n'of'.tif")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for _, err := range apart(t, "as-reader").Pages(t.Context(), name, f, int64(len(file))) {
		if err != nil {
			t.Error(err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d pages of a file on disk", n)
	}
	for what, file := range map[string][]byte{"0 scan.unknown": []byte("a letter"), "1 scan.pixels": hugePNG(), "0 scan.encrypted": locked(t, threePages(), "heron")} {
		if g := read(t, apart(t, "as-reader"), file); fmt.Sprint(g.errs) != "["+what+"]" {
			t.Errorf("%v, want %s", g.errs, what)
		}
	}
}

// A JPEG is decoded in blocks: below a picture whose height is none of theirs,
// as that of an A4 at 300 dpi, there are rows that do not belong to it.
func TestPicturesOfAnyHeightComeThrough(t *testing.T) {
	for _, m := range []image.Image{sample(480, 706), grey(sample(480, 706)), sample(480, 704), sample(483, 701)} {
		file := scantest.Scans(m, m)
		want, g := read(t, here(), file), read(t, apart(t, "as-reader"), file)
		if len(g.pages) != 2 || len(g.errs) != 0 || len(want.pages) != 2 {
			t.Fatalf("%v: %d pages, %v", m.Bounds(), len(g.pages), g.errs)
		}
		for i, p := range g.pages {
			alike(t, "apart", p.Picture, want.pages[i].Picture, 0)
		}
	}
}

func grey(m image.Image) image.Image {
	g := image.NewGray(m.Bounds())
	draw.Draw(g, g.Rect, m, m.Bounds().Min, draw.Src)
	return g
}

// A page that never ends, or takes all memory, costs itself and no other.
func TestAPageThatRunsAwayIsEndedAndTheOthersKept(t *testing.T) {
	for as, want := range map[string]string{"as-sleeper": "[2 scan.slow]", "as-glutton": "[2 scan.heavy]", "as-dead": "[2 scan.heavy]"} {
		r := apart(t, as)
		r.Limits.Page = time.Minute
		if as == "as-sleeper" {
			r.Limits.Page = 2 * time.Second
		}
		g := read(t, r, threePages())
		if len(g.pages) != 2 || g.pages[1].Number != 3 || fmt.Sprint(g.errs) != want {
			t.Errorf("%s: %d pages, %v; want pages 1 and 3, %s", as, len(g.pages), g.errs, want)
		}
	}
}

func TestReadingApartEndsWhenTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	file := threePages()
	pages := 0
	for _, err := range apart(t, "as-sleeper").Pages(ctx, "stack", bytes.NewReader(file), int64(len(file))) {
		if err == nil {
			pages++
		}
		stop()
	}
	if pages != 1 {
		t.Errorf("%d pages after it was told to stop", pages)
	}
}
