package artwork

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// chequers is a picture of squares, three wide and two high.
func chequers(dots int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, 3*dots, 2*dots))
	for y := range 2 * dots {
		for x := range 3 * dots {
			c := color.NRGBA{A: 0xff}
			if (x/dots+y/dots)%2 == 1 {
				c = color.NRGBA{0xff, 0xff, 0xff, 0}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func pngOf(t testing.TB, m image.Image, dpi float64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	if dpi == 0 {
		return b.Bytes()
	}
	chunk := make([]byte, 21)
	binary.BigEndian.PutUint32(chunk, 9)
	copy(chunk[4:], "pHYs")
	per := uint32(math.Round(dpi / .0254))
	binary.BigEndian.PutUint32(chunk[8:], per)
	binary.BigEndian.PutUint32(chunk[12:], per)
	chunk[16] = 1
	binary.BigEndian.PutUint32(chunk[17:], crc32.ChecksumIEEE(chunk[4:17]))
	const head = 33 // signature and IHDR
	return append(append(bytes.Clone(b.Bytes()[:head]), chunk...), b.Bytes()[head:]...)
}

func jpegOf(t testing.TB, m image.Image, dpi uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	head := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1, byte(dpi >> 8), byte(dpi), byte(dpi >> 8), byte(dpi), 0, 0}
	return append(head, b.Bytes()[2:]...)
}

// pdfOf is a page of so many millimetres with a black square in its lower left
// quarter; more goes into the page.
func pdfOf(w, h float64, more string) []byte {
	const pt = 25.4 / 72
	content := fmt.Sprintf("q 0 0 %.3f %.3f re f Q", w/pt/2, h/pt/2)
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, body := range []string{
		"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		fmt.Sprintf("<</Type /Page /Parent 2 0 R /MediaBox [0 0 %.3f %.3f] /Contents 4 0 R /Resources <</ExtGState <</G 5 0 R>>>> %s>>", w/pt, h/pt, more),
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content), "<</Type /ExtGState /LW 1 /Again 5 0 R>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return b.Bytes()
}

func TestSizeIsWhatTheFileSays(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		kind Kind
		w, h float64
	}{
		"png": {pngOf(t, chequers(100), 300), PNG, 25.4, 16.93}, "png without": {pngOf(t, chequers(10), 0), PNG, 0, 0},
		"jpeg": {jpegOf(t, chequers(100), 600), JPEG, 12.7, 8.47}, "jpeg without": {jpegOf(t, chequers(10), 0)[20:], "", 0, 0},
		"pdf": {pdfOf(70, 30, ""), PDF, 70, 30}, "pdf turned": {pdfOf(70, 30, "/Rotate 90"), PDF, 30, 70},
		"pdf cropped": {pdfOf(70, 30, "/CropBox [0 0 72 36]"), PDF, 25.4, 12.7}, "pdf in other units": {pdfOf(7, 3, "/UserUnit 10"), PDF, 70, 30},
	} {
		f, err := Read(name, c.data)
		if c.kind == "" {
			if err == nil {
				t.Errorf("%s was taken", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if f.Kind != c.kind || math.Abs(f.W-c.w) > .02 || math.Abs(f.H-c.h) > .02 {
			t.Errorf("%s: %s %.2f by %.2f mm, want %s %.2f by %.2f", name, f.Kind, f.W, f.H, c.kind, c.w, c.h)
		}
	}
}

func TestPrintedSizeKeepsTheShape(t *testing.T) {
	f, err := Read("x", pngOf(t, chequers(10), 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ w, h, width, height float64 }{{60, 0, 60, 40}, {0, 20, 30, 20}, {60, 10, 15, 10}, {30, 90, 30, 20}} {
		if w, h, ok := f.Printed(c.w, c.h); !ok || math.Abs(w-c.width) > .001 || math.Abs(h-c.height) > .001 {
			t.Errorf("%v by %v: %v by %v", c.w, c.h, w, h)
		}
	}
	if _, _, ok := f.Printed(0, 0); ok {
		t.Error("a file that says no size was given one")
	}
	if got := f.DPI(25.4); got != 30 {
		t.Errorf("%d dots to the inch, want 30", got)
	}
}

func TestWhatCannotBeTakenIsRefusedWithAReason(t *testing.T) {
	wide := image.NewGray(image.Rect(0, 0, 700, 2))
	locked := locked(t, pdfOf(70, 30, ""))
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"nothing": {nil, "empty"}, "text": {[]byte("Royal Mail"), "kind"}, "svg": {[]byte("<svg/>"), "kind"}, "a line": {pngOf(t, wide, 300), "shape"},
		"half a png": {pngOf(t, chequers(40), 300)[:200], "broken"}, "half a jpeg": {jpegOf(t, chequers(40), 300)[:300], "broken"},
		"half a pdf": {pdfOf(70, 30, "")[:200], "broken"}, "a pdf's head": {[]byte("%PDF-1.7\n%%EOF"), "broken"}, "locked": {locked, "locked"},
		"huge": {append(pdfOf(70, 30, ""), make([]byte, MaxBytes)...), "large"}, "bomb": {bomb(t), "dots"},
		"no page": {bytes.Replace(pdfOf(70, 30, ""), []byte("/Count 1"), []byte("/Count 0"), 1), "broken"},
	} {
		_, err := Read(name, c.data)
		var e *Error
		if !errors.As(err, &e) || e.Key != "post.artwork."+c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

// bomb is a small PNG that says it is enormous.
func bomb(t *testing.T) []byte {
	b := bytes.Clone(pngOf(t, chequers(4), 0))
	binary.BigEndian.PutUint32(b[16:], 60_000)
	binary.BigEndian.PutUint32(b[20:], 60_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// locked is a PDF with a password, made by qpdf.
func locked(t *testing.T, pdf []byte) []byte {
	t.Helper()
	return qpdf(t, pdf, "--encrypt", "heron", "heron", "256", "--")
}

func qpdf(t *testing.T, pdf []byte, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.Command("qpdf", append(args, in, out)...).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v: %s", err, b)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSameFileSameObjects(t *testing.T) {
	for _, data := range [][]byte{pngOf(t, chequers(40), 300), jpegOf(t, chequers(40), 300), pdfOf(70, 30, ""), qpdf(t, pdfOf(70, 30, ""), "--object-streams=generate")} {
		var all [2][]Object
		for i := range all {
			f, err := Read("x", data)
			if err != nil {
				t.Fatal(err)
			}
			n := 6
			if all[i], err = f.Objects(func() int { n++; return n }); err != nil {
				t.Fatal(err)
			}
		}
		if fmt.Sprint(all[0]) != fmt.Sprint(all[1]) || all[0][0].Number != 7 {
			t.Errorf("%q...: objects differ", data[:4])
		}
	}
}

func TestPaperShowsThroughWhite(t *testing.T) {
	f, err := Read("x", pngOf(t, chequers(40), 300))
	if err != nil {
		t.Fatal(err)
	}
	m, err := f.Small(30)
	if err != nil || m.Bounds().Dx() != 30 || m.Bounds().Dy() != 20 {
		t.Fatalf("%v, %v", m.Bounds(), err)
	}
	if r, _, _, a := m.At(15, 5).RGBA(); r>>8 != 255 || a>>8 != 255 {
		t.Errorf("see-through dots are %d, %d; want white", r>>8, a>>8)
	}
	if list, err := f.Objects(func() int { return 1 }); err != nil || !strings.Contains(string(list[0].Body[:160]), "/DeviceGray") {
		t.Errorf("black on white is not grey: %v", err)
	}
}

// Whatever somebody uploads: artwork that can be printed, or a reason. Never a
// panic, never another kind of error.
func FuzzRead(f *testing.F) {
	for _, data := range [][]byte{nil, []byte("%PDF-1.7"), pdfOf(70, 30, ""), pdfOf(20, 20, "/Rotate 270"), pngOf(f, chequers(4), 300), jpegOf(f, chequers(4), 300)} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Read("x", data)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			return
		}
		n := 0
		list, err := a.Objects(func() int { n++; return n })
		if err != nil || len(list) != n || n == 0 {
			t.Fatalf("%d objects of %d: %v", len(list), n, err)
		}
		if _, err := a.Small(100); err != nil {
			t.Fatal(err)
		}
		a.Printed(0, 0)
	})
}
