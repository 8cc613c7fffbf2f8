package scan_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/kiosk/scan/scantest"
)

// hugePNG says in a few bytes that it has 50,000 by 50,000 dots.
func hugePNG() []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind)
		b.Write(data)
		binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(kind), data...)))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 50_000), 50_000)
	chunk("IHDR", append(head, 8, 0, 0, 0, 0))
	chunk("IDAT", nil)
	return b.Bytes()
}

// bomb deflates n zeros.
func bomb(n int64) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	io.CopyN(w, zeros{}, n)
	w.Close()
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func hugeTIFF() []byte {
	o := binary.LittleEndian
	b := append([]byte("II*\x00"), o.AppendUint32(nil, 8)...)
	b = o.AppendUint16(b, 3)
	for _, e := range [][2]uint32{{256, 60_000}, {257, 60_000}, {259, 1}} {
		b = o.AppendUint32(o.AppendUint32(o.AppendUint16(o.AppendUint16(b, uint16(e[0])), 4), 1), e[1])
	}
	return o.AppendUint32(b, 0)
}

func pdfWith(entries string, data []byte) []byte {
	doc := scantest.NewPDF()
	doc.Page(200, 200, "q 200 0 0 200 0 0 cm /P1 Do Q", doc.Stream("/Subtype /Image "+entries, data))
	return doc.Bytes()
}

// locked is a PDF that opens with a password only; with "" it opens, and may
// only not be changed.
func locked(t testing.TB, file []byte, password string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--encrypt", password, "heron", "256", "--", in, out)
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// badFiles are by what they are answered with.
func badFiles(t testing.TB) map[string][]byte {
	good := scantest.Scans(sample(400, 560))
	tree := func(root string) []byte { return scantest.NewPDF().BytesWith(root) }
	return map[string][]byte{
		"an empty file: 0 scan.empty":                            {},
		"a letter called .pdf: 0 scan.unknown":                   []byte("Dear all,\nwe were glad to have you.\n"),
		"a zip: 0 scan.unknown":                                  append([]byte("PK\x03\x04"), bomb(1<<20)...),
		"a pixel flood: 1 scan.pixels":                           hugePNG(),
		"a pixel flood in a TIFF: 1 scan.pixels":                 hugeTIFF(),
		"a pixel flood in a PDF: 1 scan.pixels":                  pdfWith("/Width 90000 /Height 90000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", bomb(1<<20)),
		"a deflate bomb: 1 scan.page_broken":                     pdfWith("/Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", bomb(300<<20)),
		"a bomb in a bomb: 1 scan.page_broken":                   pdfWith("/Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode]", scantest.Flate(bomb(300<<20))),
		"a bomb before a JPEG: 1 scan.page_broken":               pdfWith("/Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /DCTDecode]", bomb(300<<20)),
		"half a JPEG: 1 scan.page_broken":                        scantest.JPEG(sample(400, 300), 90)[:4000],
		"half a PNG: 1 scan.page_broken":                         pngOf(t, sample(400, 300))[:700],
		"too few samples: 1 scan.page_broken":                    pdfWith("/Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8", make([]byte, 9999)),
		"a colour nobody knows: 1 scan.kind":                     pdfWith("/Width 10 /Height 100 /ColorSpace /Mauve /BitsPerComponent 8", make([]byte, 1000)),
		"a locked PDF: 0 scan.encrypted":                         locked(t, good, "heron"),
		"a PDF cut off in its picture: 0 scan.broken":            good[:len(good)/3],
		"a thousand million pages: 0 scan.broken":                tree("<< /Type /Pages /Kids [] /Count 1000000000 >>"),
		"pages that are their own parents: 0 scan.broken":        tree("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"),
		"501 pages: 0 scan.pages":                                manyPages(501),
		"an xref that points to itself: 0 scan.broken":           []byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer << /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n"),
		"a TIFF that begins nowhere: 0 scan.broken":              []byte("II*\x00\xff\xff\xff\xff"),
		"a TIFF with a header alone: 0 scan.broken":              []byte("II*\x00"),
		"brackets in brackets: 0 scan.broken":                    []byte("%PDF-1.4\n1 0 obj\n" + strings.Repeat("[", 200_000) + "\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF"),
		"a page that paints itself over and over: 1 scan.pieces": scribbler(),
	}
}

func manyPages(n int) []byte {
	doc := scantest.NewPDF()
	pic := doc.JPEG(sample(100, 100), 50)
	for range n {
		doc.Scan(72, image.Rect(0, 0, 100, 100), pic)
	}
	return doc.Bytes()
}

func scribbler() []byte {
	doc := scantest.NewPDF()
	doc.Page(200, 200, strings.Repeat("q 200 0 0 200 0 0 cm /P1 Do Q\n", 50_000), doc.JPEG(sample(100, 100), 50))
	return doc.Bytes()
}

func TestBadFilesAreRefusedInASentence(t *testing.T) {
	for what, file := range badFiles(t) {
		name, want, _ := strings.Cut(what, ": ")
		start := time.Now()
		g := read(t, here(), file)
		if len(g.pages) != 0 || len(g.errs) != 1 || g.errs[0] != want {
			t.Errorf("%s: %d pages, %v; want %s", name, len(g.pages), g.errs, want)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func TestGoodPagesAreKeptBesideBadOnes(t *testing.T) {
	doc := scantest.NewPDF()
	m := sample(400, 560)
	doc.Scan(200, m, doc.JPEG(m, 90))
	doc.Scan(200, m, doc.Picture(400, 560, "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", []byte("no picture")))
	doc.Page(200, 200, "")
	doc.Scan(200, m, doc.JPEG(m, 90))
	g := read(t, here(), doc.Bytes())
	if len(g.pages) != 2 || g.pages[1].Number != 4 || fmt.Sprint(g.errs) != "[2 scan.page_broken 3 scan.no_picture]" {
		t.Errorf("%d pages, %v", len(g.pages), g.errs)
	}
}

// Many devices lock their files against changes only.
func TestPDFThatMayNotBeChangedIsRead(t *testing.T) {
	m := sample(400, 560)
	alike(t, "locked against changes", one(t, here(), locked(t, scantest.Scans(m), "")), greyOf(m), 3)
}

// A PDF whose table of contents is wrong is mended.
func TestMendablePDFIsRead(t *testing.T) {
	file := scantest.Scans(sample(400, 560), sample(400, 560))
	for name, bad := range map[string][]byte{
		"shifted": append([]byte("@PJL SET JOBNAME\n"), file...),
		"no xref": file[:bytes.LastIndex(file, []byte("xref\n0 "))],
	} {
		if g := read(t, here(), bad); len(g.pages) != 2 {
			t.Errorf("%s: %d pages, %v", name, len(g.pages), g.errs)
		}
	}
}

func TestFilesAreBounded(t *testing.T) {
	r := here()
	r.Limits = scan.Limits{Bytes: 1000, Pages: 2, Pixels: 1000, Page: time.Minute}
	if g := read(t, r, make([]byte, 1001)); fmt.Sprint(g.errs) != "[0 scan.bytes]" {
		t.Errorf("too large: %v", g.errs)
	}
	r.Limits.Bytes = 1 << 20
	if g := read(t, r, tiffs(t, sample(10, 10), "lzw", "lzw", "lzw")); fmt.Sprint(g.errs) != "[0 scan.pages]" {
		t.Errorf("three pages of two: %v", g.errs)
	}
	if g := read(t, r, pngOf(t, sample(50, 21))); fmt.Sprint(g.errs) != "[1 scan.pixels]" {
		t.Errorf("1050 dots of 1000: %v", g.errs)
	}
}

func TestReadingEndsWhenTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	file := manyPages(5)
	pages := 0
	for _, err := range here().Pages(ctx, "stack", bytes.NewReader(file), int64(len(file))) {
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if err == nil {
			pages++
		}
		stop()
	}
	if pages != 1 {
		t.Errorf("%d pages after it was told to stop", pages)
	}
}

// Whatever a file holds, it is read or refused.
func FuzzFiles(f *testing.F) {
	for _, file := range badFiles(f) {
		if len(file) < 1<<16 {
			f.Add(file)
		}
	}
	f.Add(scantest.Scans(sample(40, 40)))
	f.Add(pngOf(f, sample(20, 20)))
	r := here()
	r.Limits = scan.Limits{Bytes: 1 << 20, Pages: 10, Pixels: 1 << 20, Page: 10 * time.Second}
	f.Fuzz(func(t *testing.T, file []byte) {
		for p, err := range r.Pages(t.Context(), "f", bytes.NewReader(file), int64(len(file))) {
			var e *scan.Error
			if err != nil && !errors.As(err, &e) {
				t.Fatal(err)
			}
			if err == nil && p.Picture.Rect.Empty() {
				t.Fatal("an empty picture")
			}
		}
	})
}

// The chain of a TIFF's pages, from any beginning.
func FuzzTIFF(f *testing.F) {
	f.Add([]byte("\x08\x00\x00\x00"), true)
	f.Add(hugeTIFF()[4:], false)
	r := here()
	r.Limits = scan.Limits{Bytes: 1 << 20, Pages: 10, Pixels: 1 << 16, Page: 10 * time.Second}
	f.Fuzz(func(t *testing.T, rest []byte, big bool) {
		file := append([]byte("II*\x00"), rest...)
		if big {
			file = append([]byte("MM\x00*"), rest...)
		}
		n := 0
		for range r.Pages(t.Context(), "f", bytes.NewReader(file), int64(len(file))) {
			if n++; n > 11 {
				t.Fatal("more pages than are allowed")
			}
		}
	})
}

// A page's orders, whatever they say.
func FuzzContent(f *testing.F) {
	for _, c := range []string{"q 200 0 0 200 0 0 cm /P1 Do Q", "BI /W 1 /H 1 ID \x00 EI", "[(a\\)b) 3] TJ 1 0 0 1 1e300 -1 cm /P1 Do", "q q q Q Q Q Q <</A<<>>>> BDC % /P1 Do\n/P1 Do"} {
		f.Add([]byte(c))
	}
	r := here()
	r.Limits = scan.Limits{Bytes: 1 << 20, Pages: 10, Pixels: 1 << 20, Page: 10 * time.Second}
	f.Fuzz(func(t *testing.T, content []byte) {
		doc := scantest.NewPDF()
		doc.Page(200, 200, string(content), doc.Picture(20, 20, "/ColorSpace /DeviceGray /BitsPerComponent 8", make([]byte, 400)))
		file := doc.Bytes()
		for _, err := range r.Pages(t.Context(), "f", bytes.NewReader(file), int64(len(file))) {
			var e *scan.Error
			if err != nil && !errors.As(err, &e) {
				t.Fatal(err)
			}
		}
	})
}
