package store

import "math"

// Reading at a distance (ISO 9241-3 and NUREG-0700): a capital of readingArc
// minutes of arc is read without effort. Its height is 6.283·D·MA/21600.
const (
	readingArc  = 20
	capHeight   = 0.7 // of the letter size, in the typeface of the board
	screenLines = 1080.0
)

// LetterSize is the letter size, in lines of a screen 1,080 lines high, that is
// read without effort from the distance told; 0 where nothing was told. The
// screen is taken to be 16 to 9 and to lie on its side.
func (s Screen) LetterSize() int {
	if !s.Told() {
		return 0
	}
	capital := 6.283 * float64(s.Distance) * 10 * readingArc / 21600 // millimetres
	high := float64(s.Diagonal) / 10 * 25.4 * 9 / math.Hypot(16, 9)
	return int(math.Round(capital / capHeight * screenLines / high))
}
