package scan_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/kiosk/scan/scantest"
)

// here reads without drawing programs.
func here() scan.Reader { return scan.Reader{Renderer: "no-such-program"} }

// got is a file as it was read: a picture or an error for each page.
type got struct {
	pages []scan.Page
	errs  []string // "page key"
}

func read(t testing.TB, r scan.Reader, file []byte) (g got) {
	t.Helper()
	for p, err := range r.Pages(t.Context(), "stack", bytes.NewReader(file), int64(len(file))) {
		var e *scan.Error
		switch {
		case err == nil:
			g.pages = append(g.pages, p)
		case errors.As(err, &e):
			g.errs = append(g.errs, fmt.Sprint(e.Page, " ", e.Key))
		default:
			t.Fatal(err)
		}
	}
	return g
}

func one(t testing.TB, r scan.Reader, file []byte) *image.Gray {
	t.Helper()
	g := read(t, r, file)
	if len(g.pages) != 1 || len(g.errs) != 0 {
		t.Fatalf("%d pages, errors %v; want one page", len(g.pages), g.errs)
	}
	return g.pages[0].Picture
}

// sample is a picture that shows when it is turned, mirrored or inverted.
func sample(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{235, 230, uint8(200 + 40*x/w), 255}
			switch {
			case x > w/8 && x < w/3 && y > h/8 && y < h/4:
				c = color.RGBA{20, 20, 30, 255}
			case x > w/2 && y > h/2 && y < h*5/8:
				c = color.RGBA{200, 30, 20, 255}
			case y > h*7/8:
				c = color.RGBA{uint8(255 * x / w), uint8(255 * x / w), uint8(255 * x / w), 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func greyOf(m image.Image) *image.Gray {
	out := image.NewGray(m.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, m.At(x, y))
		}
	}
	return out
}

// alike fails if two pictures differ by more than tolerance on the mean.
func alike(t testing.TB, what string, a, b *image.Gray, tolerance float64) {
	t.Helper()
	if a.Rect.Dx() != b.Rect.Dx() || a.Rect.Dy() != b.Rect.Dy() {
		t.Errorf("%s: %v, want %v", what, a.Rect, b.Rect)
		return
	}
	sum := 0.0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			sum += math.Abs(float64(a.GrayAt(x, y).Y) - float64(b.GrayAt(x, y).Y))
		}
	}
	if mean := sum / float64(a.Rect.Dx()*a.Rect.Dy()); mean > tolerance {
		t.Errorf("%s: differs by %.1f on the mean, want at most %.1f", what, mean, tolerance)
	}
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tool(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

func TestPicturesAreReadByContent(t *testing.T) {
	m := sample(640, 480)
	want := greyOf(m)
	alike(t, "PNG", one(t, here(), pngOf(t, m)), want, 1)
	alike(t, "JPEG", one(t, here(), scantest.JPEG(m, 95)), want, 2)
	alike(t, "grey JPEG", one(t, here(), scantest.JPEG(want, 95)), want, 2)
	alike(t, "grey PNG", one(t, here(), pngOf(t, want)), want, 0)
	wide := image.NewNRGBA64(m.Rect)
	for y := range 480 {
		for x := range 640 {
			wide.Set(x, y, m.At(x, y))
		}
	}
	alike(t, "PNG of 16 bits", one(t, here(), pngOf(t, wide)), want, 1)
}

func TestLargePagesAreMadeAsSmallAsNeeded(t *testing.T) {
	m := greyOf(sample(4960, 7016)) // A4 at 600 dpi
	g := one(t, here(), scantest.JPEG(m, 80))
	if g.Rect.Dx() != 2480 || g.Rect.Dy() != 3508 {
		t.Errorf("%v, want half of %v", g.Rect, m.Rect)
	}
	alike(t, "at the same places", one(t, here(), pngOf(t, m)), g, 2)
}

// pages of a TIFF as libtiff writes them.
func tiffs(t *testing.T, m image.Image, kinds ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	pdf := filepath.Join(dir, "m.pdf")
	doc := scantest.NewPDF()
	doc.Scan(200, m, doc.Picture(m.Bounds().Dx(), m.Bounds().Dy(), "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", scantest.Flate(rgb(m))))
	if err := os.WriteFile(pdf, doc.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for i, kind := range kinds {
		plain, coded := filepath.Join(dir, fmt.Sprint(i)), filepath.Join(dir, fmt.Sprint(i)+"c.tif")
		args := []string{"-tiff", "-r", "200", "-singlefile", pdf, plain}
		if strings.HasPrefix(kind, "g3") || strings.HasPrefix(kind, "g4") {
			args = append([]string{"-mono"}, args...)
		}
		tool(t, "pdftoppm", args...)
		tool(t, "tiffcp", append(tiffArgs(kind), plain+".tif", coded)...)
		parts = append(parts, coded)
	}
	all := filepath.Join(dir, "all.tif")
	tool(t, "tiffcp", append(parts, all)...)
	raw, err := os.ReadFile(all)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func tiffArgs(kind string) []string {
	if kind == "jpeg tiles" {
		return []string{"-t", "-w", "128", "-l", "96", "-c", "jpeg:95"}
	}
	if kind == "jpeg" {
		return []string{"-r", "64", "-c", "jpeg:95"}
	}
	if kind == "rgb jpeg" {
		return []string{"-r", "64", "-c", "jpeg:r:95"}
	}
	if kind == "g4 in one" {
		return []string{"-r", "100000", "-c", "g4"}
	}
	if kind == "big-endian" {
		return []string{"-B", "-c", "lzw"}
	}
	return []string{"-c", kind}
}

func rgb(m image.Image) (out []byte) {
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
			out = append(out, c.R, c.G, c.B)
		}
	}
	return out
}

func TestEveryPageOfATIFF(t *testing.T) {
	m := sample(400, 560)
	kinds := []string{"none", "lzw", "zip", "packbits", "jpeg", "jpeg tiles", "rgb jpeg", "g3", "g4", "lzw"}
	g := read(t, here(), tiffs(t, m, kinds...))
	if len(g.pages) != len(kinds) || g.errs != nil {
		t.Fatalf("%d pages, errors %v, want %d", len(g.pages), g.errs, len(kinds))
	}
	for i, p := range g.pages {
		if p.Number != i+1 || p.Of != len(kinds) {
			t.Errorf("page %d says it is %d of %d", i+1, p.Number, p.Of)
		}
		if kinds[i] == "g3" || kinds[i] == "g4" { // dithered: dark is dark
			dark(t, kinds[i], p.Picture)
			continue
		}
		alike(t, kinds[i], p.Picture, greyOf(m), 3)
	}
	alike(t, "big-endian", one(t, here(), tiffs(t, m, "big-endian")), greyOf(m), 3)
}

// dark wants the sample's black block black and its paper light.
func dark(t *testing.T, what string, g *image.Gray) {
	t.Helper()
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if block, paper := mean(g, image.Rect(w/7, h/7, w/4, h/5)), mean(g, image.Rect(w/2, h/8, w*3/4, h/4)); block > 40 || paper < 200 {
		t.Errorf("%s: the block has %d, the paper %d", what, block, paper)
	}
}

func mean(g *image.Gray, r image.Rectangle) int {
	sum := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			sum += int(g.GrayAt(x, y).Y)
		}
	}
	return sum / (r.Dx() * r.Dy())
}

// A file cut off keeps the pages before the cut; one that runs in a circle ends.
func TestBrokenTIFFKeepsItsGoodPages(t *testing.T) {
	raw := tiffs(t, sample(400, 560), "lzw", "lzw", "lzw")
	if g := read(t, here(), raw[:len(raw)/2]); len(g.pages) != 1 {
		t.Errorf("cut in half: %d pages, %v", len(g.pages), g.errs)
	}
	circle, order := bytes.Clone(raw), binary.LittleEndian
	next := 4
	for at := order.Uint32(circle[next:]); at != 0; at = order.Uint32(circle[next:]) {
		next = int(at) + 2 + 12*int(order.Uint16(circle[at:]))
	}
	copy(circle[next:], circle[4:8])
	if g := read(t, here(), circle); len(g.pages) != 3 {
		t.Errorf("in a circle: %d pages, %v", len(g.pages), g.errs)
	}
}
