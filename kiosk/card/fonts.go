package card

import (
	"fmt"

	"github.com/yousaid/yousaid/assets"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

type fontID int

const (
	hand    fontID = iota // Caveat: headings
	regular               // Golos Text
	semi
	bold
	fontCount
)

func (f fontID) file() string {
	return [...]string{"Caveat_700Bold", "GolosText_400Regular", "GolosText_600SemiBold", "GolosText_700Bold"}[f]
}

// Height above and below the baseline that CSS takes for these fonts, in em.
func (f fontID) ascent() float64 {
	if f == hand {
		return .96
	}
	return .98
}

func (f fontID) descent() float64 {
	if f == hand {
		return .3
	}
	return .22
}

// Press prints cards. It holds the parsed fonts; any number of goroutines may
// use it.
type Press struct {
	fonts [fontCount]*sfnt.Font
	bytes [fontCount][]byte
}

// NewPress reads the fonts of the card.
func NewPress() (*Press, error) {
	p := &Press{}
	for f := range fontCount {
		b, err := assets.CardFont(f.file())
		if err != nil {
			return nil, err
		}
		if p.fonts[f], err = sfnt.Parse(b); err != nil {
			return nil, fmt.Errorf("card.NewPress(%s): %w", f.file(), err)
		}
		p.bytes[f] = b
	}
	return p, nil
}

const pt = 25.4 / 72 // millimetres

// metrics measures text. One goroutine uses it.
type metrics struct {
	press  *Press
	buf    sfnt.Buffer
	glyphs [fontCount]map[rune]sfnt.GlyphIndex
	adv    [fontCount]map[rune]float64
}

func (p *Press) metrics() *metrics {
	m := &metrics{press: p}
	for f := range fontCount {
		m.glyphs[f] = map[rune]sfnt.GlyphIndex{}
		m.adv[f] = map[rune]float64{}
	}
	return m
}

// glyph is 0 where the font has none.
func (m *metrics) glyph(f fontID, r rune) sfnt.GlyphIndex {
	g, ok := m.glyphs[f][r]
	if !ok {
		g, _ = m.press.fonts[f].GlyphIndex(&m.buf, r)
		m.glyphs[f][r] = g
	}
	return g
}

// em is the size at which fonts are asked: the answers are thousandths.
const em = 1000

func (m *metrics) advance(f fontID, r rune) float64 {
	a, ok := m.adv[f][r]
	if !ok {
		v, _ := m.press.fonts[f].GlyphAdvance(&m.buf, m.glyph(f, r), fixed.I(em), font.HintingNone)
		a = float64(v) / 64 / em
		m.adv[f][r] = a
	}
	return a
}

// capital is the height of capitals in millimetres.
func (m *metrics) capital(f fontID, size float64) float64 {
	box, _, err := m.press.fonts[f].GlyphBounds(&m.buf, m.glyph(f, 'H'), fixed.I(em), font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(box.Max.Y-box.Min.Y) / 64 / em * size * pt
}

func (m *metrics) kern(f fontID, a, b rune) float64 {
	k, err := m.press.fonts[f].Kern(&m.buf, m.glyph(f, a), m.glyph(f, b), fixed.I(em), font.HintingNone)
	if err != nil || k > -8*64 && k < 8*64 { // less than 0.008 em is not seen
		return 0
	}
	return float64(k) / 64 / em
}

// piece is some letters that stand one after the other without a correction.
type piece struct {
	text string
	x    float64 // from the start of the line, mm
}

// shape sets clean text at a size: pieces between kerned pairs, and the width.
func (m *metrics) shape(f fontID, size float64, s string) ([]piece, float64) {
	var out []piece
	x, start, last := 0.0, 0, rune(0)
	from := 0.0
	for i, r := range s {
		if last != 0 {
			if k := m.kern(f, last, r); k != 0 {
				out = append(out, piece{s[start:i], from})
				x += k * size * pt
				start, from = i, x
			}
		}
		x += m.advance(f, r) * size * pt
		last = r
	}
	if s != "" {
		out = append(out, piece{s[start:], from})
	}
	return out, x
}

func (m *metrics) width(f fontID, size float64, s string) float64 {
	_, w := m.shape(f, size, s)
	return w
}
