package card

import (
	"encoding/hex"
	"strings"

	"rsc.io/qr"
)

// modules is a QR code as rows of bits, most significant first, 1 is dark.
type modules struct {
	n    int
	rows []byte
}

// leastModule is the smallest square that phones read with ease, clearModule
// the smallest that is wanted on the reply side: it is read from office scans.
const (
	leastModule = .33
	clearModule = .45
)

// backMark ends what the code of a reply side says, so that a reply side that
// is scanned alone is known as one. A phone opens the same page.
const backMark = "#b"

// ReadCode takes a card's address out of what one of its codes says, and tells
// whether it is the code of the question side.
func ReadCode(text string) (url string, front bool) {
	url, back := strings.CutSuffix(text, backMark)
	return url, !back
}

// encode is a card's code at this place. The reply side's is small: where its
// squares would be less than clearModule it rather takes less correction.
func (q square) encode(url string) (modules, error) {
	if !q.back {
		return encodeQRAt(url, q.size, leastModule)
	}
	for _, level := range []qr.Level{qr.M, qr.L} {
		if m, ok := modulesOf(url+backMark, level); ok && q.size/float64(m.n) >= clearModule {
			return m, nil
		}
	}
	m, ok := modulesOf(url+backMark, qr.L)
	if !ok || q.size/float64(m.n) < leastModule {
		return modules{}, refuse(url)
	}
	return m, nil
}

// encodeQRAt refuses an address that would make too fine a code at a size:
// squares of less than least millimetres.
func encodeQRAt(url string, size, least float64) (modules, error) {
	m, ok := modulesOf(url, qr.M)
	if !ok || size/float64(m.n) < least {
		return modules{}, refuse(url)
	}
	return m, nil
}

func modulesOf(text string, level qr.Level) (modules, bool) {
	c, err := qr.Encode(text, level)
	if err != nil {
		return modules{}, false
	}
	m := modules{n: c.Size}
	wide := (c.Size + 7) / 8
	for y := range c.Size {
		m.rows = append(m.rows, c.Bitmap[y*c.Stride:y*c.Stride+wide]...)
	}
	return m, true
}

func (m modules) hex() string { return hex.EncodeToString(m.rows) }

func (m modules) dark(x, y int) bool {
	wide := (m.n + 7) / 8
	return m.rows[y*wide+x/8]&(0x80>>(x%8)) != 0
}
