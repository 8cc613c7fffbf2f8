package omr

import "github.com/yousaid/yousaid/kiosk/card"

const (
	headHigh = 5.0 // mm above a writing area in which its heading begins
	air      = 3   // dots without print to either side of a cut
)

// crop is what a person is shown of a writing area: some paper round it, cut
// where no print is, so that no letter of a heading is halved. A heading above it
// is shown whole where there is room.
func (s sheet) crop(a card.Area) card.Area {
	top := a.Y - cropOver
	if up, ok := s.clear(a, top, top-headHigh, -1); ok {
		top = up
	} else if down, ok := s.clear(a, top, a.Y+a.H/2, 1); ok {
		top = down
	}
	bottom := a.Y + a.H + cropOver
	if up, ok := s.clear(a, bottom, a.Y+a.H/2, -1); ok {
		bottom = up
	}
	return card.Area{Field: a.Field, X: a.X - cropOver, Y: top, W: a.W + 2*cropOver, H: bottom - top}
}

// clear gives the first height from one to another, mm, at which nothing is
// printed as wide as an area; step is 1 downwards, -1 upwards.
func (s sheet) clear(a card.Area, from, to float64, step int) (float64, bool) {
	last := int(to * card.DotsPerMM)
	for y := int(from * card.DotsPerMM); (last-y)*step >= 0; y += step {
		if s.unprinted(a, y-air, y+air) {
			return float64(y) / card.DotsPerMM, true
		}
	}
	return 0, false
}

// unprinted tells whether rows of dots of the blank card have no print above or
// below an area.
func (s sheet) unprinted(a card.Area, from, to int) bool {
	blank := s.blank.Picture
	if from < 0 || to >= blank.Rect.Dy() {
		return false
	}
	left, right := max(0, int(a.X*card.DotsPerMM)), min(blank.Rect.Dx(), int((a.X+a.W)*card.DotsPerMM))
	for y := from; y <= to; y++ {
		for _, v := range blank.Pix[y*blank.Stride:][left:right] {
			if v < printed {
				return false
			}
		}
	}
	return true
}
