package card

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// PDF writes the print file of one or more runs on the same paper, one after
// the other, each with its sheets front and back in turn. Printing the same
// runs again gives the same bytes. Its errors are FieldError and FitError,
// and before the first byte is written.
func (p *Press) PDF(w io.Writer, runs ...*Run) error {
	return p.Print(context.Background(), w, func(int) {}, runs...)
}

// Print is PDF for many cards: it stops with ctx, and after each sheet tells
// progress how many cards stand on the sheets so far. Sheets go to w as they
// are made; none is kept.
func (p *Press) Print(ctx context.Context, w io.Writer, progress func(cards int), runs ...*Run) error {
	if len(runs) == 0 {
		return fmt.Errorf("card.Print: nothing to print")
	}
	j := &job{press: p, m: p.metrics(), ctx: ctx, progress: progress}
	for _, r := range runs {
		if err := j.add(r); err != nil {
			return err
		}
	}
	if err := j.begin(w); err != nil {
		return err
	}
	return j.write(func(resources int, forms [][]int) {
		for i, r := range j.runs {
			j.sheets(i, r, resources, forms[i])
		}
	})
}

// job is one print file while it is written.
type job struct {
	ctx      context.Context
	progress func(cards int)
	press    *Press
	m        *metrics
	runs     []*Run
	designs  []*design
	obj      objects
	w        *bufio.Writer
	err      error   // the first that came up while writing
	n        int64   // bytes written
	at       []int64 // where each object begins, by its number; 0 is nowhere
	free     []int   // numbers of the master's objects that are not taken over
	cards    int     // on the sheets so far
	beside   *placedForm
	pages    []int
	zip      *zlib.Writer
	packed   bytes.Buffer
	ops      []byte
}

func (j *job) add(r *Run) error {
	if len(r.Cards) == 0 {
		return &FieldError{"card.problem.count", "count", "a run needs at least one card"}
	}
	d, err := j.press.design(r)
	if err != nil {
		return err
	}
	j.runs, j.designs = append(j.runs, r), append(j.designs, d)
	return d.tryCodes(r.Cards)
}

// tryCodes finds addresses that are too long for the card before anything is
// printed. How fine a code is depends on its length alone.
func (d *design) tryCodes(cards []Card) error {
	tried := map[int]bool{}
	for _, c := range cards {
		if tried[len(c.URL)] {
			continue
		}
		tried[len(c.URL)] = true
		if _, err := d.encode(c.URL); err != nil {
			return err
		}
	}
	return nil
}

// cardCodes are the QR codes of a card's sides, front before back.
type cardCodes [2]modules

func (d *design) encode(url string) (codes cardCodes, err error) {
	for i, s := range d.sides() {
		if s.qr == nil {
			continue
		}
		if codes[i], err = s.qr.encode(url); err != nil {
			return codes, err
		}
	}
	return codes, nil
}

// letters are all that card numbers are made of.
func (j *job) letters() string {
	all := numberLetters
	for _, r := range j.runs {
		for _, c := range r.Cards {
			if strings.Trim(c.Serial, numberLetters) == "" {
				continue
			}
			for _, l := range j.m.clean(bold, c.Serial) {
				if !strings.ContainsRune(all, l) {
					all += string(l)
				}
			}
		}
	}
	return all
}

// The numbers that gofpdf gives the first two objects.
const (
	pagesObject     = 1
	resourcesObject = 2
)

// write writes the file; pages are its sheets.
func (j *job) write(pages func(resources int, forms [][]int)) error {
	j.raw("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	resources, forms, err := j.takeOver()
	if err != nil {
		return err
	}
	if pages(resources, forms); j.err != nil {
		return j.err
	}
	var kids strings.Builder
	for _, k := range j.pages {
		fmt.Fprintf(&kids, "%d 0 R ", k)
	}
	j.object(pagesObject, fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", kids.String(), len(j.pages)))
	flip := "DuplexFlipLongEdge"
	if j.runs[0].Flip == ShortEdge {
		flip = "DuplexFlipShortEdge"
	}
	if !j.runs[0].TwoSided() {
		flip = "Simplex"
	}
	root := j.number()
	j.object(root, fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences <</DisplayDocTitle true /PrintScaling /None /Duplex /%s>>>>",
		pagesObject, j.runs[0].P.Lang, flip))
	j.table(root)
	if j.err != nil {
		return j.err
	}
	return j.w.Flush()
}

// takeOver writes the master's objects: fonts as they are, pages as forms. It
// gives the number of the resources of sheets and the forms of each run.
func (j *job) takeOver() (resources int, forms [][]int, err error) {
	last := j.obj.last // artworks take further numbers
	skip := map[int]bool{pagesObject: true, j.obj.catalog: true}
	next := 3 // gofpdf writes page and content in turn, from 3 on
	var xobjects strings.Builder
	for _, d := range j.designs {
		var mine []int
		for range d.sides() {
			skip[next], skip[next+1] = true, true
			j.form(next+1, d, stream(j.obj.bodies[next+1]))
			fmt.Fprintf(&xobjects, "/X%d %d 0 R ", next+1, next+1)
			mine = append(mine, next+1)
			j.free = append(j.free, next)
			next += 2
		}
		forms = append(forms, mine)
	}
	letters := stream(j.obj.bodies[next+1])
	skip[next], skip[next+1] = true, true
	j.free = append(j.free, next, next+1, j.obj.catalog)
	if err := j.nameArtworks(); err != nil {
		return 0, nil, err
	}
	for n := 2; n <= last; n++ {
		if !skip[n] {
			j.object(n, string(j.obj.bodies[n]))
		}
	}
	resources = j.number()
	j.object(resources, fmt.Sprintf("<</Font <</S %s>> /XObject <<%s>>>>", j.serialFont(letters), xobjects.String()))
	return resources, forms, nil
}

// serialFont is the reference to the font of the numbers.
func (j *job) serialFont(letters []byte) string {
	name := fontName.FindAllSubmatch(letters, -1)
	mark := fmt.Sprintf("/F%s ", name[len(name)-1][1])
	_, after, _ := bytes.Cut(j.obj.bodies[resourcesObject], []byte(mark))
	ref, _, _ := bytes.Cut(after, []byte("\n"))
	return string(ref)
}

func (j *job) form(n int, d *design, content []byte) {
	j.stream(n, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources %d 0 R",
		pts(d.w), pts(d.h), resourcesObject), content)
}

// sheets writes the pages of one run.
func (j *job) sheets(i int, r *Run, resources int, forms []int) {
	sh := j.designs[i].paper
	per := len(sh.front)
	for from := 0; from < len(r.Cards); from += per {
		if j.err == nil {
			j.err = j.ctx.Err()
		}
		if j.err != nil {
			return
		}
		to := min(from+per, len(r.Cards))
		codes := make([]cardCodes, to-from)
		for k := range codes {
			if codes[k], j.err = j.designs[i].encode(r.Cards[from+k].URL); j.err != nil {
				return
			}
		}
		for k, places := range [][]point{sh.front, sh.back(r.Flip)}[:len(forms)] {
			j.page(r, sh, resources, forms[k], j.designs[i].sides()[k], places, r.Cards[from:to], codes, k)
		}
		j.cards += to - from
		j.progress(j.cards)
	}
}

func (j *job) page(r *Run, sh sheet, resources, form int, s *side, places []point, cards []Card, codes []cardCodes, which int) {
	j.ops = fmt.Appendf(j.ops[:0], "/Span <</Lang (%s)>> BDC\n", r.P.Lang)
	for k, c := range cards {
		at := places[k]
		j.ops = fmt.Appendf(j.ops, "q 1 0 0 1 %s %s cm /X%d Do Q\n", pts(at.x), pts(sh.h-at.y-sh.cardH), form)
		for _, m := range s.serials {
			j.serial(m, at, sh.h, c.Serial)
		}
		if s.qr != nil {
			j.code(*s.qr, at, sh.h, codes[k][which])
		}
	}
	if b := j.beside; b != nil {
		j.ops = fmt.Appendf(j.ops, "q 1 0 0 1 %s %s cm /X%d Do Q\n", pts(b.at.x), pts(sh.h-b.at.y-sh.cardH), b.form)
	}
	j.cuts(sh)
	j.ops = append(j.ops, "EMC\n"...)
	content, page := j.number(), j.number()
	j.stream(content, "", j.ops)
	j.object(page, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R>>",
		pagesObject, pts(sh.w), pts(sh.h), resources, content))
	j.pages = append(j.pages, page)
}

func (j *job) serial(m serialMark, at point, pageH float64, serial string) {
	text := j.m.clean(bold, serial)
	x := at.x + m.x
	if m.right {
		x -= j.m.serialWidth(m, text)
	}
	j.ops = fmt.Appendf(j.ops, "q BT /S %s Tf %s Tc %s %s Td <", digits(m.size), digits(m.tracking), pts(x), pts(pageH-at.y-m.baseline))
	for _, u := range utf16.Encode([]rune(text)) {
		j.ops = fmt.Appendf(j.ops, "%04X", u)
	}
	j.ops = append(j.ops, "> Tj ET Q\n"...)
}

// code draws a QR code as a one-bit mask: sharp at any resolution.
func (j *job) code(q square, at point, pageH float64, m modules) {
	side := pts(q.size)
	j.ops = fmt.Appendf(j.ops, "q 0 g %s 0 0 %s %s %s cm BI /W %d /H %d /BPC 1 /IM true /D [1 0] /F /AHx ID %s> EI Q\n",
		side, side, pts(at.x+q.x), pts(pageH-at.y-q.y-q.size), m.n, m.n, m.hex())
}

func (j *job) cuts(sh sheet) {
	if len(sh.cuts) == 0 {
		return
	}
	j.ops = fmt.Appendf(j.ops, "%s w 0.42 0.48 0.47 RG\n", pts(.2))
	for _, c := range sh.cuts {
		j.ops = fmt.Appendf(j.ops, "%s %s m %s %s l S\n", pts(c.a.x), pts(sh.h-c.a.y), pts(c.b.x), pts(sh.h-c.b.y))
	}
}

// number gives an object number nobody has.
func (j *job) number() int {
	if len(j.free) > 0 {
		n := j.free[0]
		j.free = j.free[1:]
		return n
	}
	j.obj.last++
	return j.obj.last
}

func (j *job) raw(s string) {
	n, err := j.w.WriteString(s)
	if j.n += int64(n); j.err == nil {
		j.err = err
	}
}

func (j *job) object(n int, body string) {
	for len(j.at) <= n {
		j.at = append(j.at, 0)
	}
	j.at[n] = j.n
	j.raw(strconv.Itoa(n) + " 0 obj\n")
	j.raw(body)
	j.raw("\nendobj\n")
}

func (j *job) stream(n int, dict string, content []byte) {
	j.packed.Reset()
	if j.zip == nil {
		j.zip = zlib.NewWriter(&j.packed)
	}
	j.zip.Reset(&j.packed)
	j.zip.Write(content) // into memory: cannot fail
	j.zip.Close()
	j.object(n, fmt.Sprintf("<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", dict, j.packed.Len(), j.packed.Bytes()))
}

func (j *job) table(root int) {
	start := j.n
	j.raw(fmt.Sprintf("xref\n0 %d\n", j.obj.last+1))
	for n := range j.obj.last + 1 {
		if n < len(j.at) && j.at[n] > 0 {
			j.raw(fmt.Sprintf("%010d 00000 n \n", j.at[n]))
		} else {
			j.raw("0000000000 65535 f \n")
		}
	}
	j.raw(fmt.Sprintf("trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", j.obj.last+1, root, j.obj.info, start))
}

// pts turns millimetres into points.
func pts(v float64) string { return digits(v / pt) }

func digits(v float64) string { return strconv.FormatFloat(mmFine(v), 'f', -1, 64) }
