// Package barcode encodes what the post reads on the outside of a card: the
// Intelligent Mail barcode of the USPS, the Royal Mail four-state customer
// code, and facing identification marks. It knows symbols, not millimetres.
package barcode

import "fmt"

// Bar is one bar of a four-state code. Every bar has the tracker in the
// middle; some rise above it, some fall below, some do both.
type Bar byte

// The four states, by the letters that the posts use for them.
const (
	Tracker   Bar = 'T'
	Ascender  Bar = 'A'
	Descender Bar = 'D'
	Full      Bar = 'F'
)

// Rises tells whether the bar stands above the tracker.
func (b Bar) Rises() bool { return b == Ascender || b == Full }

// Falls tells whether the bar hangs below the tracker.
func (b Bar) Falls() bool { return b == Descender || b == Full }

// bar is the state of a bar that rises, falls, both or neither.
func bar(rises, falls bool) Bar {
	switch {
	case rises && falls:
		return Full
	case rises:
		return Ascender
	case falls:
		return Descender
	}
	return Tracker
}

// Bars is a code from left to right.
type Bars []Bar

// String is the code in letters, as in "ATTFAT...".
func (b Bars) String() string { return string(b.bytes()) }

func (b Bars) bytes() []byte {
	out := make([]byte, len(b))
	for i, x := range b {
		out[i] = byte(x)
	}
	return out
}

// InputError says what is wrong with the digits or letters of a code. Key is a
// message of the catalogue, Field the part that is wrong.
type InputError struct {
	Field string // "tracking", "routing" or "postcode"
	Key   string
	Text  string // the same in English, for the command line
}

func (e *InputError) Error() string { return e.Text }

func wrong(field, key, format string, args ...any) error {
	return &InputError{Field: field, Key: key, Text: fmt.Sprintf(format, args...)}
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
