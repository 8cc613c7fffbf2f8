package artwork

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// page is the first page of a PDF, opened.
type page struct {
	ctx       *model.Context
	dict      types.Dict
	resources types.Dict
	box       types.Rectangle
	turned    int // quarter turns clockwise, 0 to 3
	unit      float64
	content   []byte
}

// readPage opens the first page and takes it apart once.
func (f *File) readPage() error {
	p, err := open(f.Data)
	if err != nil {
		return err
	}
	f.W, f.H = p.size()
	if f.W < 1 || f.H < 1 || f.W > 2000 || f.H > 2000 || f.W > 60*f.H || f.H > 60*f.W {
		return broken()
	}
	n := 0
	_, err = f.form(func() int { n++; return n })
	return err
}

// open reads a PDF with an unknown writer's care: no panic, little memory, a
// few seconds.
func open(data []byte) (p *page, err error) {
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, broken()
		}
	}()
	c, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	ctx, err := pdfcpu.ReadWithContext(c, bytes.NewReader(data), configuration())
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword), err == nil && ctx.Encrypt != nil, err != nil && bytes.Contains(data, []byte("/Encrypt")):
		return nil, refuse("locked", "this PDF is locked with a password: save it without one")
	case err != nil:
		return nil, broken()
	}
	if err := ctx.EnsurePageCount(); err != nil {
		return nil, broken()
	}
	p = &page{ctx: ctx, unit: 1}
	return p, p.first()
}

// size is the page's as it is shown, in millimetres.
func (p *page) size() (w, h float64) {
	const pt = 25.4 / 72
	w, h = p.box.Width()*p.unit*pt, p.box.Height()*p.unit*pt
	if p.turned%2 == 1 {
		return h, w
	}
	return w, h
}

// configuration is pdfcpu's own without its folder of settings, and with
// smaller limits.
func configuration() *model.Configuration {
	l := model.DefaultResourceLimits()
	l.MaxStreamBytes, l.MaxDecodeBytes, l.MaxImageBytes = MaxBytes, maxUnpack, maxUnpack
	l.MaxObjectCount, l.MaxXRefEntries = 100_000, 100_000
	return &model.Configuration{Reader15: true, ValidationMode: model.ValidationRelaxed, Offline: true, Limits: l}
}

// first takes the first page's parts.
func (p *page) first() error {
	d, _, inherited, err := p.ctx.PageDict(1, false)
	if err != nil || inherited.MediaBox == nil {
		return broken()
	}
	p.dict, p.resources, p.box = d, inherited.Resources, *inherited.MediaBox
	if c := inherited.CropBox; c != nil && c.Width() > 0 && c.Height() > 0 {
		p.box = *c
	}
	p.turned = ((inherited.Rotate/90)%4 + 4) % 4
	if o, ok := d.Find("UserUnit"); ok {
		if u, err := p.ctx.DereferenceNumber(o); err == nil && u > 0 && u < 100 {
			p.unit = u
		}
	}
	p.content, err = p.ctx.PageContent(d, 1)
	if errors.Is(err, model.ErrNoContent) {
		return refuse("empty", "the first page of this PDF is empty")
	}
	if err != nil || len(p.content) > maxUnpack {
		return broken()
	}
	return nil
}

// matrix maps the page's box, turned as it is shown, to the unit square.
func (p *page) matrix() [6]float64 {
	w, h := p.box.Width(), p.box.Height()
	x, y := p.box.LL.X, p.box.LL.Y
	switch p.turned {
	case 1:
		return [6]float64{0, -1 / w, 1 / h, 0, -y / h, 1 + x/w}
	case 2:
		return [6]float64{-1 / w, 0, 0, -1 / h, 1 + x/w, 1 + y/h}
	case 3:
		return [6]float64{0, 1 / w, -1 / h, 0, 1 + y/h, -x / w}
	}
	return [6]float64{1 / w, 0, 0, 1 / h, -x / w, -y / h}
}

// form is the page as a form of another PDF, with all that its content names.
func (f *File) form(number func() int) (list []Object, err error) {
	defer func() {
		if r := recover(); r != nil {
			list, err = nil, broken()
		}
	}()
	p, err := open(f.Data)
	if err != nil {
		return nil, err
	}
	t := &taker{ctx: p.ctx, number: number, seen: map[int]int{}}
	root := number()
	var dict strings.Builder
	fmt.Fprintf(&dict, "<</Type /XObject /Subtype /Form /BBox [%s %s %s %s] /Matrix [", digits(p.box.LL.X), digits(p.box.LL.Y), digits(p.box.UR.X), digits(p.box.UR.Y))
	for _, v := range p.matrix() {
		dict.WriteString(digits(v) + " ")
	}
	dict.WriteString("]")
	if p.resources != nil {
		fmt.Fprintf(&dict, " /Resources %s", t.copy(p.resources, 0).PDFString())
	}
	if g, ok := p.dict.Find("Group"); ok {
		fmt.Fprintf(&dict, " /Group %s", t.copy(g, 0).PDFString())
	}
	fmt.Fprintf(&dict, " /Length %d>>\nstream\n%s\nendstream", len(p.content), p.content)
	if t.err != nil {
		return nil, t.err
	}
	return append([]Object{{root, []byte(dict.String())}}, t.list...), nil
}

// digits writes a number as PDF does, without an exponent.
func digits(v float64) string {
	s := strings.TrimRight(fmt.Sprintf("%.9f", v), "0")
	return strings.TrimSuffix(s, ".")
}

// taker copies objects out of a PDF, each once and under a new number.
type taker struct {
	ctx    *model.Context
	number func() int
	seen   map[int]int // new number by old
	list   []Object
	size   int
	err    error
}

// needless parts lead back to the whole document or are of no use to a printer.
func needless(key string) bool {
	switch key {
	case "Parent", "StructParent", "StructParents", "Metadata", "PieceInfo", "LastModified", "Annots", "OC":
		return true
	}
	return false
}

// deepest is how far things may stand in one another.
const deepest = 60

// copy gives the object with its references renumbered.
func (t *taker) copy(o types.Object, depth int) types.Object {
	if depth > deepest || t.err != nil {
		return t.fail()
	}
	switch o := o.(type) {
	case types.Dict:
		return t.dict(o, depth)
	case types.Array:
		out := make(types.Array, len(o))
		for i, x := range o {
			out[i] = t.copy(x, depth+1)
		}
		return out
	case types.IndirectRef:
		return t.reference(o, depth)
	case types.StreamDict, types.ObjectStreamDict, types.XRefStreamDict:
		return t.fail() // a stream is always an object of its own
	}
	return o
}

// dict goes by the order of the keys, so that numbers are the same each time.
func (t *taker) dict(d types.Dict, depth int) types.Dict {
	out := types.Dict{}
	for _, k := range slices.Sorted(maps.Keys(d)) {
		if !needless(k) {
			out[k] = t.copy(d[k], depth+1)
		}
	}
	return out
}

func (t *taker) reference(r types.IndirectRef, depth int) types.Object {
	old := r.ObjectNumber.Value()
	n, ok := t.seen[old]
	if !ok {
		n = t.number()
		t.seen[old] = n
		if len(t.seen) > maxParts {
			return t.fail()
		}
		t.take(r, n, depth)
	}
	return *types.NewIndirectRef(n, 0)
}

// take copies what a reference leads to.
func (t *taker) take(r types.IndirectRef, n, depth int) {
	o, err := t.ctx.Dereference(r)
	if err != nil {
		t.fail()
		return
	}
	body := []byte("null")
	switch o := o.(type) {
	case nil:
	case types.StreamDict:
		d := t.dict(o.Dict, depth+1)
		d["Length"] = types.Integer(len(o.Raw))
		body = append(append([]byte(d.PDFString()+"\nstream\n"), o.Raw...), "\nendstream"...)
	default:
		if c := t.copy(o, depth+1); c != nil {
			body = []byte(c.PDFString())
		}
	}
	if t.size += len(body); t.size > maxUnpack {
		t.fail()
		return
	}
	t.list = append(t.list, Object{n, body})
}

// fail notes that the page cannot be taken; what it gives is thrown away.
func (t *taker) fail() types.Object {
	t.err = broken()
	return types.Integer(0)
}
