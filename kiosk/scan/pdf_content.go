package scan

import (
	"bytes"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// matrix places a unit square on the page: x = a*u + c*v + e, y = b*u + d*v + f.
type matrix struct{ a, b, c, d, e, f float64 }

// then is m first, n after it.
func (m matrix) then(n matrix) matrix {
	return matrix{m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d, m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d, m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f}
}

// placedPicture is a picture where a page shows it, with the resources that
// its colours are named in.
type placedPicture struct {
	stream    *types.StreamDict
	resources types.Dict
	at        matrix
}

// What one page may paint.
const (
	mostContent  = 16 << 20 // bytes
	mostPictures = 2000
	mostForms    = 200
	mostWithin   = 8 // forms one within the other
)

// painter follows a page's drawing orders as far as pictures go.
type painter struct {
	p      *pdfFile
	at     matrix
	kept   []matrix
	inline bool // a picture stands among the orders themselves
	drawn  bool // lines, areas or visible text as well
	unseen bool // text is written without being seen, as text recognition does
	forms  int
	list   []placedPicture
}

// pictures are what a page paints, in order.
func (p *pdfFile) pictures(page pdfPage) (*painter, error) {
	w := &painter{p: p, at: matrix{1, 0, 0, 1, 0, 0}}
	text, err := p.content(page.dict["Contents"])
	if err != nil {
		return nil, err
	}
	w.follow(text, page.resources, 0)
	return w, nil
}

// content is a page's orders: one stream or several.
func (p *pdfFile) content(o types.Object) ([]byte, error) {
	parts, ok := p.object(o).(types.Array)
	if !ok {
		parts = types.Array{o}
	}
	var out []byte
	for _, o := range parts {
		s := p.stream(o)
		if s == nil {
			continue
		}
		if err := s.DecodeWithLimit(mostContent); err != nil {
			return nil, err
		}
		out = append(append(out, s.Content...), '\n')
		if len(out) > mostContent {
			return nil, problem("scan.page_broken")
		}
	}
	return out, nil
}

// follow reads orders: operands, then the operator.
func (w *painter) follow(text []byte, resources types.Dict, depth int) {
	base := len(w.kept)
	var operands [][]byte
	for t := (tokens{text}); ; {
		word, ok := t.next()
		if !ok || len(w.list) > mostPictures {
			break
		}
		switch string(word) {
		case "q":
			w.kept = append(w.kept, w.at)
		case "Q":
			if n := len(w.kept); n > base {
				w.at, w.kept = w.kept[n-1], w.kept[:n-1]
			}
		case "cm":
			if m, ok := matrixOf(operands); ok {
				w.at = m.then(w.at)
			}
		case "Do":
			if n := len(operands); n > 0 && bytes.HasPrefix(operands[n-1], []byte("/")) {
				w.paint(string(operands[n-1][1:]), resources, depth)
			}
		case "Tr":
			w.unseen = len(operands) > 0 && string(operands[len(operands)-1]) == "3"
		case "Tj", "TJ", "'", "\"":
			w.drawn = w.drawn || !w.unseen
		case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh":
			w.drawn = true
		case "ID":
			w.inline = true
			t.skipInline()
		default:
			if len(operands) < 8 && !isOperator(word) {
				operands = append(operands, word)
				continue
			}
		}
		operands = operands[:0]
	}
	w.kept = w.kept[:min(base, len(w.kept))]
}

// isOperator tells an order from a number, name or string.
func isOperator(word []byte) bool {
	c := word[0]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '\'' || c == '"'
}

func matrixOf(operands [][]byte) (m matrix, ok bool) {
	if len(operands) < 6 {
		return m, false
	}
	var v [6]float64
	for i, o := range operands[len(operands)-6:] {
		n, err := strconv.ParseFloat(string(o), 64)
		if err != nil {
			return m, false
		}
		v[i] = n
	}
	return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, true
}

// paint is one Do: a picture, or a form with orders of its own.
func (w *painter) paint(name string, resources types.Dict, depth int) {
	s := w.p.stream(w.p.dict(resources["XObject"])[name])
	if s == nil {
		return
	}
	switch w.p.name(s.Dict["Subtype"]) {
	case "Image":
		w.list = append(w.list, placedPicture{s, resources, w.at})
	case "Form":
		if w.forms++; w.forms > mostForms || depth == mostWithin || s.DecodeWithLimit(mostContent) != nil {
			return
		}
		was := w.at
		if m := w.p.numbers(s.Dict["Matrix"]); len(m) == 6 {
			w.at = matrix{m[0], m[1], m[2], m[3], m[4], m[5]}.then(was)
		}
		if own := w.p.dict(s.Dict["Resources"]); own != nil {
			resources = own
		}
		w.follow(s.Content, resources, depth+1)
		w.at = was
	}
}

// tokens cuts orders into words. Strings are one word each.
type tokens struct{ rest []byte }

const blanks = " \t\r\n\f\x00"

func (t *tokens) next() ([]byte, bool) {
	for {
		t.rest = bytes.TrimLeft(t.rest, blanks)
		if len(t.rest) == 0 {
			return nil, false
		}
		if t.rest[0] != '%' {
			break
		}
		end := bytes.IndexAny(t.rest, "\r\n")
		if end < 0 {
			return nil, false
		}
		t.rest = t.rest[end:]
	}
	n := t.length()
	word := t.rest[:n]
	t.rest = t.rest[n:]
	return word, true
}

// length is that of the word at the beginning.
func (t *tokens) length() int {
	switch t.rest[0] {
	case '(':
		return t.stringLength()
	case '[', ']', '{', '}', ')', '<', '>':
		return 1
	}
	if n := bytes.IndexAny(t.rest[1:], blanks+"()[]{}<>/%"); n >= 0 {
		return n + 1
	}
	return len(t.rest)
}

func (t *tokens) stringLength() int {
	depth := 0
	for i := 0; i < len(t.rest); i++ {
		switch t.rest[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(t.rest)
}

// skipInline goes behind the EI that ends a picture among the orders.
func (t *tokens) skipInline() {
	for {
		i := bytes.Index(t.rest, []byte("EI"))
		if i < 0 {
			t.rest = nil
			return
		}
		before, after := i == 0 || bytes.IndexByte([]byte(blanks), t.rest[i-1]) >= 0, t.rest[i+2:]
		t.rest = after
		if before && (len(after) == 0 || bytes.IndexByte([]byte(blanks), after[0]) >= 0) {
			return
		}
	}
}
