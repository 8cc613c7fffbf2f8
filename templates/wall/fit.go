package wall

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Fit chooses letter sizes so that sentences fit their cells on a wide screen.
// Status and date take more room in some languages, which narrows the
// sentences; Cyrillic letters are wider than Latin ones.
type Fit struct{ room float64 }

// NewFit is the fit of a board in a language.
func NewFit(l i18n.Lang) Fit {
	switch l {
	case i18n.German, i18n.Russian, i18n.Ukrainian:
		return Fit{.9}
	}
	return Fit{1}
}

// Said is the size of the customers' sentence.
func (f Fit) Said(s string) Size { return f.size(s, 40, 50) }

// Do is the size of our sentence.
func (f Fit) Do(s string) Size { return f.size(s, 55, 68) }

// Who is the size of a name or role beside its magnet.
func (f Fit) Who(s string) Size {
	longest := 0.0
	for _, word := range strings.Fields(s) {
		longest = max(longest, letters(word))
	}
	switch {
	case longest > 11:
		return Small
	case letters(s) > 8:
		return Smaller
	}
	return Normal
}

// Fixed is the one size of the whole list.
func (f Fit) Fixed(list []string) Size {
	for _, s := range list {
		if letters(s) > 20*f.room {
			return Smaller
		}
	}
	return Normal
}

func (f Fit) size(s string, normal, smaller float64) Size {
	switch n := letters(s) / f.room; {
	case n <= normal:
		return Normal
	case n <= smaller:
		return Smaller
	}
	return Small
}

// letters measures a text in widths of an average Latin letter.
func letters(s string) float64 {
	n := 0.0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			n += 1.1
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			n += 1.8
		default:
			n++
		}
	}
	return n
}

// HeadClass tells how long the heading is in a language.
func HeadClass(p *i18n.Printer) string {
	head := templates.Plain(p.T("wall.said") + " " + p.T("wall.did"))
	switch n := utf8.RuneCountInString(head); {
	case n > 20:
		return "longer"
	case n > 16:
		return "long"
	}
	return ""
}

// Initial is the letter on somebody's magnet.
func Initial(name string) string {
	for _, r := range strings.TrimSpace(name) {
		return strings.ToUpper(string(r))
	}
	return ""
}

// Magnet gives a name one of six colours, always the same one.
func Magnet(name string) int {
	h := 7
	for _, r := range name {
		h = (h*31 + int(r)) % 9973
	}
	return h%6 + 1
}
