package card

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// missing stands for a letter that the font cannot print.
const missing = '?'

// clean makes any text printable in a font: composed letters, plain spaces,
// and "?" where the font has no letter. gofpdf cannot take runes above FFFF.
func (m *metrics) clean(f fontID, s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, string(missing))) {
		if r = m.printable(f, r); r != 0 {
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// printable gives the rune to print for r, 0 for nothing.
func (m *metrics) printable(f fontID, r rune) rune {
	switch {
	case r == '\u00a0':
		return r
	case r == '\u00ad', r == '\ufeff', r >= '\u200b' && r <= '\u200f', r >= '\ufe00' && r <= '\ufe0f', r >= '\u202a' && r <= '\u202e', r >= 0x1f3fb && r <= 0x1f3ff:
		return 0 // soft hyphens, joiners, directions, skin tones: nothing to see
	case r == '\u2009' || r == '\u202f':
		return '\u00a0'
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return ' '
	case r == '\u02bc': // the Ukrainian apostrophe as CLDR writes it
		r = '’'
	case r == '\u2011':
		r = '-'
	}
	if r > 0xffff || m.glyph(f, r) == 0 {
		return missing
	}
	return r
}

// span is text in one font; a paragraph is a row of them.
type span struct {
	font   fontID
	text   string
	marked bool // swiped with the highlighter
	glued  bool // no space before it
}

// run is a part of a line in one font, with its place from the line's start.
type run struct {
	span
	pieces []piece
	x, w   float64
}

type textLine struct {
	runs []run
	w    float64
}

// words splits at spaces, not at non-breaking ones.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// wrap breaks spans into lines of at most width; ok is false where a single
// word is wider.
func (m *metrics) wrap(spans []span, size, width float64) (lines []textLine, ok bool) {
	var rows [][]span
	var row []span
	x := 0.0
	ok = true
	for n, s := range spans {
		tight := n > 0 && !strings.HasPrefix(s.text, " ") && !strings.HasSuffix(spans[n-1].text, " ")
		for i, w := range words(m.clean(s.font, s.text)) {
			wide, glued := m.width(s.font, size, w), tight && i == 0
			gap := m.gap(s.font, size, glued)
			if wide > width {
				ok = false
			}
			if len(row) > 0 && x+gap+wide > width {
				rows, row, x = append(rows, row), nil, 0
			}
			if len(row) > 0 {
				x += gap
			}
			row, x = append(row, span{s.font, w, s.marked, glued}), x+wide
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	for _, r := range rows {
		lines = append(lines, m.setLine(r, size))
	}
	return lines, ok
}

func (m *metrics) gap(f fontID, size float64, glued bool) float64 {
	if glued {
		return 0
	}
	return m.advance(f, ' ') * size * pt
}

// setLine joins neighbouring words of one font into one run.
func (m *metrics) setLine(row []span, size float64) textLine {
	var l textLine
	for i := 0; i < len(row); {
		j, text := i+1, row[i].text
		for ; j < len(row) && row[j].font == row[i].font && row[j].marked == row[i].marked && !row[j].glued; j++ {
			text += " " + row[j].text
		}
		s := row[i]
		s.text = text
		if i > 0 {
			l.w += m.gap(s.font, size, s.glued)
		}
		pieces, w := m.shape(s.font, size, text)
		l.runs = append(l.runs, run{s, pieces, l.w, w})
		l.w += w
		i = j
	}
	return l
}

// block is a paragraph that was made to fit.
type block struct {
	lines []textLine
	size  float64 // in points
	lead  float64 // of one line, mm
}

func (b block) height() float64 { return float64(len(b.lines)) * b.lead }

// smallest is how far text is shrunk before it is refused.
const smallest = .8

// fit sets spans into at most n lines of width, smaller where need be. Text
// is never cut: what does not fit at the smallest size is a FitError.
func (m *metrics) fit(spans []span, size, leading, width float64, n int) (block, error) {
	all := ""
	for _, s := range spans {
		all += s.text
	}
	if len(all) > farTooLong {
		return block{}, refuse(all)
	}
	for scale := 1.0; scale > smallest-.001; scale -= .02 {
		lines, ok := m.wrap(spans, size*scale, width)
		if ok && len(lines) <= n {
			return block{lines, size * scale, size * scale * pt * leading}, nil
		}
	}
	return block{}, refuse(all)
}

// farTooLong is more than any paragraph of the card can hold, in bytes.
const farTooLong = 2000

// refuse names the text by its beginning.
func refuse(text string) error { return noRoom(text, false) }

func noRoom(text string, crowded bool) error {
	const most = 80
	r := []rune(strings.TrimSpace(text[:min(len(text), farTooLong)]))
	if len(r) > most {
		r = append(r[:most], '…')
	}
	return &FitError{Text: string(r), Crowded: crowded}
}

// heading splits the text at its [brackets] into spans of the hand font.
func heading(s string) []span {
	before, rest, found := strings.Cut(s, "[")
	if !found || len(s) > farTooLong {
		return []span{{font: hand, text: s}}
	}
	out := []span{{font: hand, text: before}}
	mid, after, _ := strings.Cut(rest, "]")
	return append(append(out, span{font: hand, text: mid, marked: true}), heading(after)...)
}

// Unprintable gives the letters of the run that the card's fonts lack and
// that are printed as "?".
func (p *Press) Unprintable(r *Run) string {
	m := p.metrics()
	texts := append([]string{r.Place, r.Promise, r.Licence, r.City, r.Country, r.Questions.Heading, r.Questions.About, r.Questions.Words}, r.Address...)
	texts = append(texts, r.Questions.Reach)
	for _, t := range r.Questions.Topics {
		texts = append(texts, t.Label)
	}
	for _, b := range r.Questions.More {
		texts = append(texts, b.Ask, b.Note)
		for _, o := range b.Options {
			texts = append(texts, o.Label)
		}
	}
	var lost []rune
	for _, c := range norm.NFC.String(strings.ToValidUTF8(strings.Join(texts, ""), "")) {
		if c != missing && m.printable(regular, c) == missing && !strings.ContainsRune(string(lost), c) {
			lost = append(lost, c)
		}
	}
	return string(lost)
}
