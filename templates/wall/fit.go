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
		return Fit{.92}
	}
	return Fit{1}
}

// Said is the one size of all the customers' sentences.
func (f Fit) Said(list ...string) Size { return f.size(list, 22) }

// Do is the one size of all our sentences.
func (f Fit) Do(list ...string) Size { return f.size(list, 29) }

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
	size := Normal
	for _, s := range list {
		switch n := letters(s) / f.room; {
		case n > 34:
			return Small
		case n > 20:
			size = Smaller
		}
	}
	return size
}

// size is the largest in which every sentence of a column keeps to two lines
// of that many normal letters, or to three of smaller ones.
func (f Fit) size(list []string, line float64) Size {
	size := Normal
	for _, s := range list {
		switch {
		case linesOf(s, line*f.room) <= 2:
		case linesOf(s, line*f.room*36/31) <= 3:
			size = Smaller
		default:
			return Small
		}
	}
	return size
}

// linesOf breaks a sentence into lines of some letters, as a browser does.
func linesOf(s string, line float64) int {
	lines, used := 1, 0.0
	for _, word := range strings.Fields(s) {
		n := letters(word)
		if used > 0 && used+letters(" ")+n > line {
			lines, used = lines+1, 0
		}
		if used > 0 {
			used += letters(" ")
		}
		for used += n; used > line; used -= line { // a word longer than a line is broken
			lines++
		}
	}
	return lines
}

// Unbroken keeps ranges such as 17–19 and 8-10 on one line.
func Unbroken(s string) string {
	const joiner = "\u2060"
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		if i > 0 && i+1 < len(r) && (c == '-' || c >= '\u2010' && c <= '\u2015') && unicode.IsDigit(r[i-1]) && unicode.IsDigit(r[i+1]) {
			b.WriteString(joiner + string(c) + joiner)
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

// letters measures a text in widths of an average Latin letter.
func letters(s string) float64 {
	n := 0.0
	for _, r := range s {
		switch {
		case r == '\u2060':
		case r == ' ' || r == '.' || r == ',' || r == ':':
			n += .55
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
