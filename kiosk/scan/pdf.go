package scan

import (
	"context"
	"errors"
	"image"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfFile is an opened PDF. The library reads its syntax; what stands on a page
// and what its pictures hold is read here, within the limits.
type pdfFile struct {
	r       Reader
	file    *io.SectionReader
	objects *model.XRefTable
	pages   []pdfPage
}

// pdfPage is a leaf of the page tree with what it inherits.
type pdfPage struct {
	dict, resources types.Dict
	box             []float64
}

func (r Reader) openPDF(ctx context.Context, file *io.SectionReader) (document, error) {
	read, err := pdfcpu.ReadWithContext(ctx, file, configuration(file.Size()))
	if errors.Is(err, pdfcpu.ErrWrongPassword) || errors.Is(err, pdfcpu.ErrUnsupportedEncryptionFeature) {
		return document{}, problem("scan.encrypted")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return document{}, r.slow()
	}
	if err != nil {
		return document{}, err
	}
	p := &pdfFile{r: r, file: file, objects: read.XRefTable}
	if err := p.findPages(); err != nil {
		return document{}, err
	}
	return document{len(p.pages), p.page}, nil
}

// What the syntax of a file may hold beside its pictures.
const (
	mostSyntax  = 64 << 20
	mostObjects = 1_000_000
	mostDepth   = 50
)

// configuration is the library's own without its folder of settings, which it
// would make in the user's home, and with smaller limits.
func configuration(size int64) *model.Configuration {
	l := model.DefaultResourceLimits()
	l.MaxStreamBytes, l.MaxDecodeBytes = size, mostSyntax
	l.MaxObjectCount, l.MaxXRefEntries, l.MaxObjectStreamCount = mostObjects, mostObjects, mostObjects
	return &model.Configuration{Reader15: true, ValidationMode: model.ValidationRelaxed, Offline: true, Limits: l}
}

// findPages walks the page tree itself: what a file claims to have is not
// believed, and a tree that bites its tail has an end.
func (p *pdfFile) findPages() error {
	root, err := p.objects.Catalog()
	if err != nil {
		return err
	}
	err = p.findBelow(root["Pages"], pdfPage{}, map[int]bool{}, 0)
	if err == nil && len(p.pages) == 0 {
		return problem("scan.broken")
	}
	return err
}

func (p *pdfFile) findBelow(o types.Object, inherited pdfPage, seen map[int]bool, depth int) error {
	if ref, ok := o.(types.IndirectRef); ok {
		if n := ref.ObjectNumber.Value(); seen[n] {
			return nil
		} else {
			seen[n] = true
		}
	}
	d := p.dict(o)
	if d == nil || depth > mostDepth {
		return nil
	}
	if own := p.dict(d["Resources"]); own != nil {
		inherited.resources = own
	}
	if box := p.numbers(d["MediaBox"]); len(box) == 4 {
		inherited.box = box
	}
	kids, isNode := p.object(d["Kids"]).(types.Array)
	if !isNode {
		if len(p.pages) == p.r.Limits.Pages {
			return p.r.tooManyPages()
		}
		p.pages = append(p.pages, pdfPage{d, inherited.resources, inherited.box})
		return nil
	}
	for _, k := range kids {
		if err := p.findBelow(k, inherited, seen, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// page gives the picture of a page: its own where that is plain to see, else as
// it is drawn.
func (p *pdfFile) page(ctx context.Context, n int) (*image.Gray, error) {
	m, err := p.ownPicture(p.pages[n-1])
	var strange *Error
	if errors.As(err, &strange) && (strange.Key == "scan.kind" || strange.Key == "scan.no_picture" || strange.Key == "scan.pieces") {
		if drawn, ok, failed := p.r.render(ctx, p.file, n, p.pages[n-1].box); ok {
			return drawn, failed
		}
	}
	return m, err
}

// The objects of a file as they are meant: a reference to nothing, or to
// something else, is nothing.

func (p *pdfFile) object(o types.Object) types.Object {
	v, err := p.objects.Dereference(o)
	if err != nil {
		return nil
	}
	return v
}

func (p *pdfFile) dict(o types.Object) types.Dict {
	switch v := p.object(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

func (p *pdfFile) stream(o types.Object) *types.StreamDict {
	if v, ok := p.object(o).(types.StreamDict); ok {
		return &v
	}
	return nil
}

func (p *pdfFile) name(o types.Object) string {
	if v, ok := p.object(o).(types.Name); ok {
		return string(v)
	}
	return ""
}

func (p *pdfFile) number(o types.Object) (float64, bool) {
	switch v := p.object(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

func (p *pdfFile) integer(o types.Object, or int) int {
	if v, ok := p.object(o).(types.Integer); ok {
		return int(v)
	}
	return or
}

func (p *pdfFile) truth(o types.Object) bool {
	v, ok := p.object(o).(types.Boolean)
	return ok && bool(v)
}

func (p *pdfFile) numbers(o types.Object) []float64 {
	a, _ := p.object(o).(types.Array)
	var list []float64
	for _, o := range a {
		if v, ok := p.number(o); ok {
			list = append(list, v)
		}
	}
	return list
}
