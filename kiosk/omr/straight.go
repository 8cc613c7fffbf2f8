package omr

import (
	"image"

	"github.com/yousaid/yousaid/kiosk/card"
)

// level is the coarsest one that still has perMM pixels to a millimetre, and
// the pose on it.
func (p *pyramid) level(q pose, at point, perMM float64) (*image.Gray, float64) {
	have, k := q.perMM(at), 0
	for k+1 < len(p.levels) && have/2 >= perMM*.8 {
		have, k = have/2, k+1
	}
	return p.levels[k], float64(int(1) << k)
}

// sample puts an area of the card straight, perMM dots to the millimetre.
func (p *pyramid) sample(q pose, area card.Area, perMM float64) *image.Gray {
	g, k := p.level(q, middle(area), perMM)
	w, h := int(area.W*perMM+.5), int(area.H*perMM+.5)
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		// Numerators and denominator go on in equal steps along a row.
		py := area.Y + (float64(y)+.5)/perMM
		px, step := area.X+.5/perMM, 1/perMM
		u, du := q[0]*px+q[1]*py+q[2], q[0]*step
		v, dv := q[3]*px+q[4]*py+q[5], q[3]*step
		n, dn := q[6]*px+q[7]*py+1, q[6]*step
		row := out.Pix[y*out.Stride:][:w]
		for x := range row {
			row[x] = uint8(at(g, (u/n+.5)/k-.5, (v/n+.5)/k-.5) + .5)
			u, v, n = u+du, v+dv, n+dn
		}
	}
	return out
}

// straight is the whole card as the blank one is drawn.
func (p *pyramid) straight(q pose, w, h float64) *image.Gray {
	return p.sample(q, card.Area{W: w, H: h}, card.DotsPerMM)
}
