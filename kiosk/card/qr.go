package card

import (
	"encoding/hex"

	"rsc.io/qr"
)

// modules is a QR code as rows of bits, most significant first, 1 is dark.
type modules struct {
	n    int
	rows []byte
}

// leastModule is the smallest square that phones read with ease.
const leastModule = .33

// encodeQR is the code of a card.
func encodeQR(url string) (modules, error) { return encodeQRAt(url, qrSize, leastModule) }

// encodeQRAt refuses an address that would make too fine a code at a size:
// squares of less than least millimetres.
func encodeQRAt(url string, size, least float64) (modules, error) {
	c, err := qr.Encode(url, qr.M)
	if err != nil || size/float64(c.Size) < least {
		return modules{}, refuse(url)
	}
	m := modules{n: c.Size}
	wide := (c.Size + 7) / 8
	for y := range c.Size {
		m.rows = append(m.rows, c.Bitmap[y*c.Stride:y*c.Stride+wide]...)
	}
	return m, nil
}

func (m modules) hex() string { return hex.EncodeToString(m.rows) }

func (m modules) dark(x, y int) bool {
	wide := (m.n + 7) / 8
	return m.rows[y*wide+x/8]&(0x80>>(x%8)) != 0
}
