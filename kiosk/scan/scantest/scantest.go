// Package scantest writes small PDF files as scanners and software do, good ones
// and bad ones. It knows nothing of the reader.
package scantest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
)

// PDF is a file being written.
type PDF struct {
	objects []string // object 1 is the catalogue, 2 the root of the pages
	kids    []string
}

// NewPDF begins a file.
func NewPDF() *PDF { return &PDF{objects: make([]string, 2)} }

// Add adds an object and gives its number.
func (p *PDF) Add(body string) int {
	p.objects = append(p.objects, body)
	return len(p.objects)
}

// Stream adds a stream; entries stand in its dictionary beside the length.
func (p *PDF) Stream(entries string, data []byte) int {
	return p.Add(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data))
}

// Page adds a page of w by h points that paints the pictures named in content
// as /P1, /P2 and so on.
func (p *PDF) Page(w, h float64, content string, pictures ...int) {
	p.PageWith(w, h, "", content, pictures...)
}

// PageWith is Page with further entries in its dictionary.
func (p *PDF) PageWith(w, h float64, entries, content string, pictures ...int) {
	var names strings.Builder
	for i, n := range pictures {
		fmt.Fprintf(&names, "/P%d %d 0 R ", i+1, n)
	}
	c := p.Stream("", []byte(content))
	n := p.Add(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] %s /Contents %d 0 R /Resources << /XObject << %s>> >> >>", w, h, entries, c, names.String()))
	p.kids = append(p.kids, fmt.Sprintf("%d 0 R", n))
}

// Scan adds a page that is one picture at a resolution.
func (p *PDF) Scan(dpi float64, m image.Image, picture int) {
	w, h := float64(m.Bounds().Dx())*72/dpi, float64(m.Bounds().Dy())*72/dpi
	p.Page(w, h, fmt.Sprintf("q %g 0 0 %g 0 0 cm /P1 Do Q", w, h), picture)
}

// Picture adds a picture.
func (p *PDF) Picture(w, h int, entries string, data []byte) int {
	return p.Stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d %s", w, h, entries), data)
}

// JPEG adds a picture as scanners do.
func (p *PDF) JPEG(m image.Image, quality int) int {
	space := "/DeviceRGB"
	if _, ok := m.(*image.Gray); ok {
		space = "/DeviceGray"
	}
	return p.Picture(m.Bounds().Dx(), m.Bounds().Dy(), "/ColorSpace "+space+" /BitsPerComponent 8 /Filter /DCTDecode", JPEG(m, quality))
}

// JPEG encodes a picture.
func JPEG(m image.Image, quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Flate deflates.
func Flate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// Bytes is the file with all pages added so far.
func (p *PDF) Bytes() []byte {
	return p.BytesWith(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(p.kids, " "), len(p.kids)))
}

// BytesWith is the file with a root of the pages of the caller's own.
func (p *PDF) BytesWith(root string) []byte {
	p.objects[0], p.objects[1] = "<< /Type /Catalog /Pages 2 0 R >>", root
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(p.objects))
	for i, o := range p.objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// Scans is a PDF of one page for each picture, as JPEG at 200 dpi.
func Scans(pages ...image.Image) []byte {
	p := NewPDF()
	for _, m := range pages {
		p.Scan(200, m, p.JPEG(m, 85))
	}
	return p.Bytes()
}
