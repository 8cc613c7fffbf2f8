package scan

import (
	"bytes"
	"image"
	"image/color"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/ccitt"
)

// decode reads a picture in its own size. What its dictionary asks for is
// checked first.
func (p *pdfFile) decode(c piece) (image.Image, error) {
	if err := p.r.checkSize(c.w, c.h); err != nil {
		return nil, err
	}
	d := c.stream.Dict
	if p.stream(d["SMask"]) != nil || p.stream(d["Mask"]) != nil {
		return nil, problem("scan.kind", "Kind", "PDF, transparent")
	}
	switch last := lastFilter(c.stream); last {
	case filter.JBIG2, filter.JPX:
		return nil, problem("scan.kind", "Kind", "PDF, "+last[:len(last)-len("Decode")])
	case filter.DCT:
		return p.decodeJPEG(c)
	case filter.CCITTFax:
		return p.decodeFax(c)
	}
	return p.decodeSamples(c)
}

func lastFilter(s *types.StreamDict) string {
	if n := len(s.FilterPipeline); n > 0 {
		return s.FilterPipeline[n-1].Name
	}
	return ""
}

// within gives what a stream holds before its last filter.
func (p *pdfFile) within(s *types.StreamDict) ([]byte, error) {
	n := len(s.FilterPipeline) - 1
	if n < 1 {
		return s.Raw, nil
	}
	outer := *s
	outer.FilterPipeline = s.FilterPipeline[:n]
	err := outer.DecodeWithLimit(p.file.Size() * 4)
	return outer.Content, err
}

func (p *pdfFile) decodeJPEG(c piece) (image.Image, error) {
	raw, err := p.within(c.stream)
	if err != nil {
		return nil, err
	}
	m, err := p.r.picture(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if g := plain(m); g != nil && p.inverted(c) {
		invert(g)
		return g, nil
	}
	return m, nil
}

// inverted tells whether the lowest sample is the lightest.
func (p *pdfFile) inverted(c piece) bool {
	d := p.numbers(c.stream.Dict["Decode"])
	return len(d) >= 2 && d[0] > d[1]
}

func (p *pdfFile) decodeFax(c piece) (image.Image, error) {
	raw, err := p.within(c.stream)
	if err != nil {
		return nil, err
	}
	set := c.stream.FilterPipeline[len(c.stream.FilterPipeline)-1].DecodeParms
	k, columns := p.integer(set["K"], 0), p.integer(set["Columns"], 1728)
	mode := ccitt.Group3
	if k < 0 {
		mode = ccitt.Group4
	}
	if k > 0 {
		return nil, problem("scan.kind", "Kind", "PDF, CCITT G3 2-D")
	}
	if columns < c.w || columns > c.w+4096 {
		return nil, problem("scan.page_broken")
	}
	lines := ccitt.NewReader(bytes.NewReader(raw), ccitt.MSB, mode, columns, c.h, &ccitt.Options{Invert: p.truth(set["BlackIs1"]), Align: p.truth(set["EncodedByteAlign"])})
	bits := make([]byte, (columns+7)/8*c.h)
	if _, err := io.ReadFull(lines, bits); err != nil {
		return nil, err
	}
	return samples{bits, columns, c.w, c.h, 1, 1}.paint(p.oneTable(c, 1, nil)), nil
}

func (p *pdfFile) decodeSamples(c piece) (image.Image, error) {
	space, err := p.space(c)
	if err != nil {
		return nil, err
	}
	s := samples{columns: c.w, w: c.w, h: c.h, n: space.n, bits: p.integer(c.stream.Dict["BitsPerComponent"], 8)}
	if p.truth(c.stream.Dict["ImageMask"]) {
		s.bits = 1
	}
	if s.bits != 1 && s.bits != 2 && s.bits != 4 && s.bits != 8 && s.bits != 16 {
		return nil, problem("scan.page_broken")
	}
	if len(c.stream.FilterPipeline) == 0 {
		s.data = c.stream.Raw
	} else {
		need := int64(s.stride()) * int64(s.h)
		if err := c.stream.DecodeWithLimit(need + int64(s.h) + 1<<16); err != nil {
			return nil, err
		}
		s.data = c.stream.Content
	}
	if len(s.data) < s.stride()*s.h {
		return nil, problem("scan.page_broken")
	}
	switch s.n {
	case 1:
		return s.paint(p.oneTable(c, min(s.bits, 8), space.table)), nil
	case 3:
		return s.paint(rgbGrey), nil
	}
	return s.paint(cmykGrey), nil
}

func rgbGrey(v []uint8) uint8 { return uint8(brightness(int(v[0]), int(v[1]), int(v[2]))) }

func cmykGrey(v []uint8) uint8 { return onPaper(color.CMYK{C: v[0], M: v[1], Y: v[2], K: v[3]}) }

// oneTable gives the grey of a single sample of up to 8 bits.
func (p *pdfFile) oneTable(c piece, bits int, table []uint8) func([]uint8) uint8 {
	if table == nil {
		table = make([]uint8, 1<<bits)
		for i := range table {
			table[i] = uint8(i * 255 / (len(table) - 1))
		}
		if p.inverted(c) {
			for i, j := 0, len(table)-1; i < j; i, j = i+1, j-1 {
				table[i], table[j] = table[j], table[i]
			}
		}
	}
	return func(v []uint8) uint8 {
		if int(v[0]) < len(table) {
			return table[v[0]]
		}
		return 0
	}
}

// samples are a picture's values, n a dot, bits each, lines on whole bytes.
type samples struct {
	data          []byte
	columns, w, h int
	n, bits       int
}

func (s samples) stride() int { return (s.columns*s.n*s.bits + 7) / 8 }

// paint turns the values of each dot to grey: of one to eight bits as they
// stand, of sixteen the upper eight; those of colours are of the full range.
func (s samples) paint(toGrey func([]uint8) uint8) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, s.w, s.h))
	values := make([]uint8, s.n)
	full := 1
	if s.n > 1 && s.bits < 8 {
		full = 255 / (1<<s.bits - 1)
	}
	for y := range s.h {
		line, to := s.data[y*s.stride():], out.Pix[y*out.Stride:]
		for x := range s.w {
			for k := range values {
				values[k] = uint8(s.value(line, x*s.n+k) * full)
			}
			to[x] = toGrey(values)
		}
	}
	return out
}

func (s samples) value(line []byte, i int) int {
	switch s.bits {
	case 8:
		return int(line[i])
	case 16:
		return int(line[2*i])
	}
	at := i * s.bits
	return int(line[at/8]) >> (8 - s.bits - at%8) & (1<<s.bits - 1)
}
