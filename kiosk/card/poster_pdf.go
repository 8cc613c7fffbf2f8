package card

import (
	"bytes"
	"fmt"

	"github.com/jung-kurt/gofpdf"
)

// drawPoster puts the faces on one page.
func (p *Press) drawPoster(o *Poster, faces []panel) (pdf []byte, err error) {
	defer func() { // see master
		if r := recover(); r != nil {
			err = fmt.Errorf("card.drawPoster: %v", r)
		}
	}()
	w, h := o.Size.Millimetres()
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: w, Ht: h}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCatalogSort(true)
	f.SetCreationDate(o.Made.UTC())
	f.SetModificationDate(o.Made.UTC())
	f.SetTitle(p.metrics().clean(regular, o.Title), true)
	f.SetCreator("yousaid", false)
	f.SetProducer("yousaid, gofpdf", false)
	for id := range fontCount {
		f.AddUTF8FontFromBytes(id.file(), "", bytes.Clone(p.bytes[id]))
	}
	f.AddPage()
	v := &pdfCanvas{f}
	for i, x := range faces {
		f.RawWriteStr(fmt.Sprintf("/Span <</Lang (%s)>> BDC", o.Words[i%len(o.Words)].P.Lang))
		f.TransformBegin()
		f.TransformTranslate(x.x, x.y)
		if x.turned {
			f.TransformRotate(180, x.w/2, x.h/2)
		}
		x.paint(v)
		f.TransformEnd()
		f.RawWriteStr("EMC")
	}
	var buf bytes.Buffer
	err = f.Output(&buf)
	return buf.Bytes(), err
}
