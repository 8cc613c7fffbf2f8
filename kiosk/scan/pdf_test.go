package scan_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/kiosk/scan/scantest"
)

// drawn is the first page as poppler shows it at 100 dpi: what the file means,
// said by somebody else.
func drawn(t *testing.T, pdf []byte) *image.Gray {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page")
	cmd := exec.Command("pdftoppm", "-png", "-r", "100", "-singlefile", "-", name)
	cmd.Stdin = bytes.NewReader(pdf)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	raw, err := os.ReadFile(name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	return one(t, here(), raw)
}

// packed puts values of less than a byte together, line by line.
func packed(m image.Image, bits int, value func(color.Color) int) (out []byte) {
	for y := range m.Bounds().Dy() {
		line := make([]byte, (m.Bounds().Dx()*bits+7)/8)
		for x := range m.Bounds().Dx() {
			line[x*bits/8] |= byte(value(m.At(x, y)) << (8 - bits - x*bits%8))
		}
		out = append(out, line...)
	}
	return out
}

func level(c color.Color) int { return int(color.GrayModel.Convert(c).(color.Gray).Y) }

// Every way in which software keeps a page's picture in a PDF shows the same as
// poppler shows.
func TestPDFPicturesLookAsPopplerShowsThem(t *testing.T) {
	m := sample(333, 471) // odd: lines end within a byte
	g := greyOf(m)
	w, h := 333, 471
	quarter := func(c color.Color) int { return level(c) / 64 }
	bit := func(c color.Color) int { return level(c) / 128 }
	var cmyk, deep, indexes []byte
	for _, v := range g.Pix {
		cmyk, deep, indexes = append(cmyk, 0, 0, 0, 255-v), append(deep, v, 7), append(indexes, v/16)
	}
	var table strings.Builder
	for i := range 16 {
		fmt.Fprintf(&table, "%02x%02x%02x", i*17, i*17, i*17)
	}
	for name, c := range map[string]struct {
		entries string
		data    []byte
	}{
		"rgb":             {"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", scantest.Flate(rgb(m))},
		"grey":            {"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", scantest.Flate(g.Pix)},
		"plain bytes":     {"/ColorSpace /DeviceGray /BitsPerComponent 8", g.Pix},
		"inverted":        {"/ColorSpace /DeviceGray /BitsPerComponent 8 /Decode [1 0]", g.Pix},
		"two bits":        {"/ColorSpace /DeviceGray /BitsPerComponent 2", packed(m, 2, quarter)},
		"one bit":         {"/ColorSpace /DeviceGray /BitsPerComponent 1", packed(m, 1, bit)},
		"mask":            {"/ImageMask true /BitsPerComponent 1", packed(m, 1, bit)},
		"inverted mask":   {"/ImageMask true /Decode [1 0]", packed(m, 1, func(c color.Color) int { return 1 - bit(c) })},
		"sixteen bits":    {"/ColorSpace /DeviceGray /BitsPerComponent 16", deep},
		"cmyk":            {"/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /FlateDecode", scantest.Flate(cmyk)},
		"calibrated":      {"/ColorSpace [/CalGray << /WhitePoint [0.95 1 1.09] /Gamma 2.2 >>] /BitsPerComponent 8", g.Pix},
		"indexed":         {"/ColorSpace [/Indexed /DeviceRGB 15 <" + table.String() + ">] /BitsPerComponent 8", indexes},
		"jpeg":            {"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", scantest.JPEG(m, 90)},
		"deflated jpeg":   {"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter [/FlateDecode /DCTDecode]", scantest.Flate(scantest.JPEG(m, 90))},
		"inverted jpeg":   {"/ColorSpace /DeviceGray /BitsPerComponent 8 /Decode [1 0] /Filter /DCTDecode", scantest.JPEG(g, 90)},
		"hex in brackets": {"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/ASCIIHexDecode]", []byte(fmt.Sprintf("%x>", g.Pix))},
	} {
		doc := scantest.NewPDF()
		doc.Scan(100, m, doc.Picture(w, h, c.entries, c.data))
		alike(t, name, one(t, here(), doc.Bytes()), drawn(t, doc.Bytes()), 7)
	}
}

// libtiff's own PDFs: fax, deflate with a predictor, JPEG in strips.
func TestPDFsThatOthersMade(t *testing.T) {
	for kind, args := range map[string][]string{"g4": {"-n"}, "g3": {"-n"}, "lzw": {"-z"}, "jpeg": {"-n"}, "zip": {"-j", "-q", "90"}} {
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.tif"), filepath.Join(dir, "out.pdf")
		if err := os.WriteFile(in, tiffs(t, sample(400, 560), kind, kind), 0o600); err != nil {
			t.Fatal(err)
		}
		tool(t, "tiff2pdf", append(args, "-o", out, in)...)
		raw, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		g := read(t, here(), raw)
		if len(g.pages) != 2 {
			t.Errorf("%s: %d pages, %v", kind, len(g.pages), g.errs)
			continue
		}
		dark(t, kind, g.pages[1].Picture)
	}
}

// strips and tiles, as many devices write a page.
func TestPiecesOfAPageArePutTogether(t *testing.T) {
	m := sample(400, 600)
	strips, tiles := scantest.NewPDF(), scantest.NewPDF()
	var content strings.Builder
	var list []int
	for i := range 5 { // each 120 dots high, from the top down
		part := m.SubImage(image.Rect(0, i*120, 400, i*120+120))
		list = append(list, strips.JPEG(part, 92))
		fmt.Fprintf(&content, "q 288 0 0 86.4 0 %g cm /P%d Do Q\n", 432-86.4*float64(i+1), i+1)
	}
	strips.Page(288, 432, content.String(), list...)
	alike(t, "strips", one(t, here(), strips.Bytes()), greyOf(m), 3)
	content.Reset()
	list = nil
	for i := range 4 {
		x, y := i%2*200, i/2*300
		list = append(list, tiles.JPEG(m.SubImage(image.Rect(x, y, x+200, y+300)), 92))
		fmt.Fprintf(&content, "q 1 0 0 1 %d %d cm q 144 0 0 216 0 0 cm /P%d Do Q Q\n", x*72/100, 432-(y+300)*72/100, i+1)
	}
	tiles.Page(288, 432, content.String(), list...)
	alike(t, "tiles", one(t, here(), tiles.Bytes()), greyOf(m), 3)
	over := scantest.NewPDF()
	a, b := over.JPEG(m, 90), over.JPEG(m, 90)
	over.Page(288, 432, "q 288 0 0 432 0 0 cm /P1 Do Q q 200 0 0 300 20 20 cm /P2 Do Q", a, b)
	if g := read(t, here(), over.Bytes()); len(g.errs) != 1 || g.errs[0] != "1 scan.pieces" {
		t.Errorf("one on the other: %v", g.errs)
	}
	alike(t, "one on the other, drawn", half(one(t, scan.Reader{}, over.Bytes())), drawn(t, over.Bytes()), 6)
}

// half is a page drawn at 200 dpi as one at 100.
func half(g *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, g.Rect.Dx()/2, g.Rect.Dy()/2))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+x] = g.GrayAt(2*x, 2*y).Y
		}
	}
	return out
}

func TestMirroredAndStretchedPages(t *testing.T) {
	m := sample(300, 400)
	doc := scantest.NewPDF()
	doc.Page(216, 288, "1 0 0 -1 0 288 cm q 216 0 0 288 0 0 cm /P1 Do Q", doc.JPEG(m, 90))
	alike(t, "upside down and mirrored", one(t, here(), doc.Bytes()), drawn(t, doc.Bytes()), 4)
	fax := scantest.NewPDF() // as wide again as it is high, by its dots
	fax.Page(216, 576, "q 216 0 0 576 0 0 cm /P1 Do Q", fax.JPEG(m, 90))
	alike(t, "stretched", one(t, here(), fax.Bytes()), drawn(t, fax.Bytes()), 5)
}

func TestPagesWithoutAPlainPictureAreDrawn(t *testing.T) {
	for name, doc := range pagesToDraw() {
		if g := read(t, here(), doc); len(g.errs) != 1 || !strings.HasPrefix(g.errs[0], "1 scan.") {
			t.Errorf("%s: %v and %d pages; want a sentence", name, g.errs, len(g.pages))
		}
		if g := one(t, scan.Reader{}, doc); mean(g, image.Rect(120, 120, 180, 180)) > 60 {
			t.Errorf("%s: the black square is not there", name)
		}
	}
}

// JBIG2 is what many office devices write for black and white.
func TestJBIG2IsDrawn(t *testing.T) {
	const w, h = 400, 560
	negative := image.NewGray(image.Rect(0, 0, w, h)) // a fax's black is this file's white
	for i, v := range greyOf(sample(w, h)).Pix {
		negative.Pix[i] = 255 - v
	}
	doc := scantest.NewPDF()
	doc.Scan(200, negative, doc.Picture(w, h, "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode", jbig2(w, h, faxOf(t, negative))))
	if g := read(t, here(), doc.Bytes()); fmt.Sprint(g.errs) != "[1 scan.kind]" {
		t.Errorf("without a drawing program: %v", g.errs)
	}
	dark(t, "jbig2", one(t, scan.Reader{}, doc.Bytes()))
}

// jbig2 is a page of one region that is coded as a fax.
func jbig2(w, h uint32, fax []byte) []byte {
	o := binary.BigEndian
	segment := func(n uint32, kind byte, data []byte) []byte {
		return append(o.AppendUint32(append(o.AppendUint32(nil, n), kind, 0, 1), uint32(len(data))), data...)
	}
	size := o.AppendUint32(o.AppendUint32(nil, w), h)
	page := append(bytes.Clone(size), make([]byte, 11)...)
	region := append(append(bytes.Clone(size), make([]byte, 9)...), 1)
	return append(segment(0, 48, page), segment(1, 38, append(region, fax...))...)
}

// faxOf is the G4 data of a picture.
func faxOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	raw, o := tiffs(t, m, "g4 in one"), binary.LittleEndian
	tags, at := map[uint16]uint32{}, o.Uint32(raw[4:])
	for i := range uint32(o.Uint16(raw[at:])) {
		e := raw[at+2+12*i:]
		tags[o.Uint16(e)] = o.Uint32(e[8:])
		if o.Uint16(e[2:]) == 3 {
			tags[o.Uint16(e)] &= 0xffff
		}
	}
	return raw[tags[273]:][:tags[279]]
}

func pagesToDraw() map[string][]byte {
	out := map[string][]byte{}
	lines := scantest.NewPDF()
	lines.Page(200, 200, "0 g 36 120 36 40 re f")
	out["lines"] = lines.Bytes()
	inline := scantest.NewPDF()
	inline.Page(200, 200, "q 36 0 0 40 36 120 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q")
	out["inline"] = inline.Bytes()
	mark := scantest.NewPDF()
	mark.Page(200, 200, "0 g 36 120 36 40 re f q 20 0 0 20 150 150 cm /P1 Do Q", mark.JPEG(sample(40, 40), 90))
	out["a small mark among lines"] = mark.Bytes()
	return out
}

// Text recognised by a scanner lies unseen over its picture.
func TestRecognisedTextDoesNotMatter(t *testing.T) {
	m := sample(400, 560)
	doc := scantest.NewPDF()
	doc.Page(2000, 2000, "BT 3 Tr (Waiting \\) Do) Tj ET q 288 0 0 403.2 0 0 cm /P1 Do Q", doc.JPEG(m, 90))
	alike(t, "with unseen text", one(t, here(), doc.Bytes()), greyOf(m), 3)
}

// tenPages are A4 in colour at 300 dpi.
func tenPages() []byte {
	page, doc := sample(2480, 3508), scantest.NewPDF()
	for range 10 {
		doc.Scan(300, page, doc.JPEG(page, 80))
	}
	return doc.Bytes()
}

// A stack of colour pages is read in the memory of a few.
func TestAStackTakesTheMemoryOfAPage(t *testing.T) {
	const most = 100 << 20 // the ten pages take 130 MB and more as they are decoded
	file := tenPages()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(most)) // garbage is collected before more is taken
	runtime.GC()
	watched := watchHeap()
	pages := 0
	for p, err := range here().Pages(t.Context(), "stack", bytes.NewReader(file), int64(len(file))) {
		if err != nil {
			t.Fatal(err)
		}
		if pages++; p.Picture.Rect.Dx() != 2480 {
			t.Errorf("page %d: %v", pages, p.Picture.Rect)
		}
	}
	if peak := watched(); pages != 10 || peak > most*5/4 {
		t.Errorf("%d pages, at most %d MB in use", pages, peak>>20)
	}
}

// watchHeap gives, once called, the most that has been in use since.
func watchHeap() func() uint64 {
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		sample, most := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}, uint64(0)
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); return <-peak }
}
