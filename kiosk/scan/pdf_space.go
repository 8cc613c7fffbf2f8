package scan

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// space is how a picture's values are to be seen: n a dot; with a table, the
// grey of each value.
type space struct {
	n     int
	table []uint8
}

func (p *pdfFile) space(c piece) (space, error) {
	if p.truth(c.stream.Dict["ImageMask"]) {
		return space{n: 1}, nil
	}
	return p.spaceOf(c.stream.Dict["ColorSpace"], c.resources, 0)
}

func (p *pdfFile) spaceOf(o types.Object, resources types.Dict, depth int) (space, error) {
	if depth > 4 {
		return space{}, problem("scan.page_broken")
	}
	switch v := p.object(o).(type) {
	case types.Name:
		if n := plainSpace(string(v)); n > 0 {
			return space{n: n}, nil
		}
		if named, ok := p.dict(resources["ColorSpace"])[string(v)]; ok {
			return p.spaceOf(named, resources, depth+1)
		}
		return space{}, problem("scan.kind", "Kind", "PDF, "+string(v))
	case types.Array:
		return p.spaceWith(v, resources, depth)
	}
	return space{}, problem("scan.page_broken")
}

// plainSpace is how many values a dot has in a space that says it by its name;
// 0: in none.
func plainSpace(name string) int {
	switch name {
	case "DeviceGray", "CalGray", "G":
		return 1
	case "DeviceRGB", "CalRGB", "RGB":
		return 3
	case "DeviceCMYK", "CMYK":
		return 4
	}
	return 0
}

// spaceWith is a colour space that says more about itself.
func (p *pdfFile) spaceWith(a types.Array, resources types.Dict, depth int) (space, error) {
	if len(a) == 0 {
		return space{}, problem("scan.page_broken")
	}
	name := p.name(a[0])
	if n := plainSpace(name); n > 0 {
		return space{n: n}, nil
	}
	switch {
	case name == "ICCBased" && len(a) > 1:
		if n := p.integer(p.dict(a[1])["N"], 0); n == 1 || n == 3 || n == 4 {
			return space{n: n}, nil
		}
	case name == "Separation": // how much ink
		return space{n: 1, table: ramp(255, 0)}, nil
	case (name == "Indexed" || name == "I") && len(a) == 4:
		return p.indexed(a, resources, depth)
	}
	return space{}, problem("scan.kind", "Kind", "PDF, "+name)
}

func ramp(from, to int) []uint8 {
	t := make([]uint8, 256)
	for i := range t {
		t[i] = uint8(from + (to-from)*i/255)
	}
	return t
}

// indexed reads a table of colours.
func (p *pdfFile) indexed(a types.Array, resources types.Dict, depth int) (space, error) {
	base, err := p.spaceOf(a[1], resources, depth+1)
	if err != nil {
		return base, err
	}
	raw, err := p.text(a[3])
	if err != nil {
		return base, err
	}
	entries := min(len(raw)/base.n, 256)
	s := samples{data: raw, columns: entries, w: entries, h: 1, n: base.n, bits: 8}
	switch base.n {
	case 1:
		return space{n: 1, table: raw[:entries]}, nil
	case 3:
		return space{n: 1, table: s.paint(rgbGrey).Pix}, nil
	}
	return space{n: 1, table: s.paint(cmykGrey).Pix}, nil
}

// text is a string's bytes, or a stream's.
func (p *pdfFile) text(o types.Object) ([]byte, error) {
	switch v := p.object(o).(type) {
	case types.HexLiteral:
		return v.Bytes()
	case types.StringLiteral:
		return types.Unescape(string(v))
	case types.StreamDict:
		err := v.DecodeWithLimit(1 << 16)
		return v.Content, err
	}
	return nil, problem("scan.page_broken")
}
