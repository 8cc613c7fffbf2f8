package omr

import (
	"image"

	"github.com/yousaid/yousaid/kiosk/card"
)

const (
	cropPerMM = 8.0 // a person reads it on a screen
	cropOver  = 2.0 // mm: letters leave their line
	inked     = .004
)

// writing cuts out the writing areas. An area has ink if more of it is dark than
// its printed lines explain.
func (s sheet) writing() []Crop {
	var list []Crop
	for _, a := range s.blank.Writing {
		area := card.Area{Field: a.Field, X: a.X - cropOver, Y: a.Y - cropOver, W: a.W + 2*cropOver, H: a.H + 2*cropOver}
		g := s.page.sample(s.pose, area, cropPerMM)
		list = append(list, Crop{Field: a.Field, Inked: s.written(a), Picture: g})
	}
	return list
}

func (s sheet) written(a card.Area) bool {
	ink, blank := s.ink, s.blank.Picture
	r := dots(a).Intersect(ink.Rect).Intersect(blank.Rect)
	dark := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if float64(ink.Pix[y*ink.Stride+x]) > stray*255 && !nearLine(blank, x, y) {
				dark++
			}
		}
	}
	return float64(dark) > inked*float64(r.Dx()*r.Dy())
}

// nearLine tells whether a printed line runs just above or below a dot.
func nearLine(blank *image.Gray, x, y int) bool {
	for v := max(0, y-edge); v <= min(blank.Rect.Dy()-1, y+edge); v++ {
		if blank.Pix[v*blank.Stride+x] < printed {
			return true
		}
	}
	return false
}
