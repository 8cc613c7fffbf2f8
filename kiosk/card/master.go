package card

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// A print file is made in two steps. gofpdf draws each side once, as pages of
// a small PDF with the subset fonts: the master. The writer then takes its
// objects over, turns the pages into form objects and lays them out on sheets,
// adding number and QR code to each card. So a thousand cards cost little more
// than one.

// numberLetters are embedded for the card numbers and must hold every rune of
// a serial.
const numberLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// master draws the sides of all designs as pages, front before back, and a
// last page that only holds numberLetters.
func (p *Press) master(designs []*design, letters, title string, made time.Time) (pdf []byte, err error) {
	// gofpdf panics on text it cannot take. clean keeps it from that, and a
	// panic must never take the server down.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("card.master: %v", r)
		}
	}()
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: designs[0].w, Ht: designs[0].h}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCompression(false)
	f.SetCatalogSort(true)
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	f.SetTitle(title, true)
	f.SetCreator("yousaid", false)
	f.SetProducer("yousaid, gofpdf", false)
	for id := range fontCount {
		// gofpdf writes into the slice: a clone for each document.
		f.AddUTF8FontFromBytes(id.file(), "", bytes.Clone(p.bytes[id]))
	}
	for _, d := range designs {
		for _, s := range d.sides() {
			f.AddPageFormat("P", gofpdf.SizeType{Wd: d.w, Ht: d.h})
			f.SetFont(regular.file(), "", 8)
			s.paint(&pdfCanvas{f})
		}
	}
	f.AddPage()
	f.SetFont(bold.file(), "", 8)
	f.Text(0, 8, letters)
	var buf bytes.Buffer
	err = f.Output(&buf)
	return buf.Bytes(), err
}

func (d *design) sides() []*side {
	if d.back == nil {
		return []*side{d.front}
	}
	return []*side{d.front, d.back}
}

// pdfCanvas draws on the page of a gofpdf document.
type pdfCanvas struct{ f *gofpdf.Fpdf }

func (v *pdfCanvas) fill(p path, c colour) {
	v.f.SetFillColor(int(c.r), int(c.g), int(c.b))
	v.trace(p)
	v.f.DrawPath("F")
}

func (v *pdfCanvas) stroke(p path, width, dash float64, c colour) {
	v.f.SetDrawColor(int(c.r), int(c.g), int(c.b))
	v.f.SetLineWidth(width)
	v.f.SetLineCapStyle(lineCap(p, dash))
	v.f.SetLineJoinStyle("round")
	if dash > 0 {
		v.f.SetDashPattern([]float64{dash, dash}, 0)
		defer v.f.SetDashPattern([]float64{}, 0)
	}
	v.trace(p)
	v.f.DrawPath("D")
}

func (v *pdfCanvas) trace(p path) {
	for _, s := range p {
		switch s.op {
		case 'M':
			v.f.MoveTo(s.x1, s.y1)
		case 'L':
			v.f.LineTo(s.x1, s.y1)
		case 'C':
			v.f.CurveBezierCubicTo(s.x1, s.y1, s.x2, s.y2, s.x3, s.y3)
		case 'Z':
			v.f.ClosePath()
		}
	}
}

func (v *pdfCanvas) text(f fontID, size, x, baseline float64, pieces []piece, c colour) {
	v.f.SetTextColor(int(c.r), int(c.g), int(c.b))
	v.f.SetFont(f.file(), "", size)
	for _, p := range pieces {
		v.f.Text(x+p.x, baseline, p.text)
	}
}

// objects are the parts of a PDF made by gofpdf.
type objects struct {
	bodies        map[int][]byte // between "N 0 obj" and "endobj"
	last          int            // the highest number
	info, catalog int
}

var (
	trailerNumbers = regexp.MustCompile(`/(Size|Root|Info) (\d+)`)
	fontName       = regexp.MustCompile(`/F([0-9a-f]+) [0-9.]+ Tf`)
)

// takeApart reads the objects by the table at the end of the file.
func takeApart(pdf []byte) (objects, error) {
	o := objects{bodies: map[int][]byte{}}
	table := bytes.LastIndex(pdf, []byte("\nxref\n"))
	if table < 0 {
		return o, fmt.Errorf("card.takeApart: no table of objects")
	}
	lines := bytes.Split(pdf[table+1:], []byte("\n"))
	for _, m := range trailerNumbers.FindAllSubmatch(pdf[table:], -1) {
		n, _ := strconv.Atoi(string(m[2]))
		switch string(m[1]) {
		case "Size":
			o.last = n - 1
		case "Root":
			o.catalog = n
		case "Info":
			o.info = n
		}
	}
	for i := 1; i <= o.last; i++ {
		at, err := strconv.Atoi(string(lines[2+i][:10]))
		if err != nil || at >= table {
			return o, fmt.Errorf("card.takeApart: object %d: bad place %q", i, lines[2+i])
		}
		head := fmt.Appendf(nil, "%d 0 obj\n", i)
		body := bytes.TrimPrefix(pdf[at:], head)
		o.bodies[i] = body[:endOf(body)]
	}
	return o, nil
}

// endOf finds the end of an object; a stream is skipped by its stated length,
// for it may hold any bytes.
func endOf(body []byte) int {
	from := 0
	if s := bytes.Index(body, []byte(">>\nstream\n")); s >= 0 && s < bytes.Index(body, []byte("endobj")) {
		from = s + len(">>\nstream\n") + streamLength(body[:s])
	}
	return from + bytes.Index(body[from:], []byte("\nendobj"))
}

var lengthEntry = regexp.MustCompile(`/Length (\d+)`)

func streamLength(dict []byte) int {
	m := lengthEntry.FindSubmatch(dict)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

func stream(body []byte) []byte {
	_, after, _ := bytes.Cut(body, []byte(">>\nstream\n"))
	return after[:min(streamLength(body), len(after))]
}
