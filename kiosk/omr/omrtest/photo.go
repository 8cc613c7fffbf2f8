package omrtest

import (
	"image"
	"math"
	"math/rand/v2"
)

// Photo is a phone's picture of a card on a table.
type Photo struct {
	Tilt   float64 // degrees off the upright, at most
	Shadow float64 // share of light lost on the darkest side
	JPEG   int
}

const (
	photoW, photoH = 2000, 1500
	focal          = 1700.0 // px
	inView         = .72    // of the picture's width that the card takes
)

// Of takes the picture: the card lies askew on a grained table.
func (p Photo) Of(r *rand.Rand, page *image.Gray) image.Image {
	w, h := float64(page.Rect.Dx()), float64(page.Rect.Dy())
	away := focal * w / (inView * photoW)
	c := camera{turn: (r.Float64()*2 - 1) * 12 * math.Pi / 180, tilt: p.Tilt * (.6 + .4*r.Float64()) * math.Pi / 180, towards: r.Float64() * 2 * math.Pi, away: away}
	table, grain := 60+r.Float64()*120, 20+r.Float64()*30
	from := func(x, y float64) (float64, float64) {
		u, v := c.onTable(x-photoW/2, y-photoH/2)
		return u + w/2, v + h/2
	}
	wood := func(x, y int) float64 {
		return table + grain*.5*math.Sin(float64(y)/grain+3*math.Sin(float64(x)/300))
	}
	out := warp(page, photoW, photoH, page.Rect, from, wood)
	p.shade(r, out)
	return recode(blur(out, .8), p.JPEG)
}

// shade darkens towards one side, with the soft edge of somebody's shadow.
func (p Photo) shade(r *rand.Rand, g *image.Gray) {
	sin, cos := math.Sincos(r.Float64() * 2 * math.Pi)
	edge := (r.Float64() - .5) * .5
	for i, v := range g.Pix {
		x, y := float64(i%photoW)/photoW-.5, float64(i/photoW)/photoW-.375
		along := x*cos + y*sin
		light := 1 - p.Shadow*.5*(along+.6) - p.Shadow*.5/(1+math.Exp(-(along-edge)*40))
		g.Pix[i] = uint8(min(max(float64(v)*.92*light+r.NormFloat64()*5, 0), 255))
	}
}

// camera looks at the table: angles in radians, away in dots of the page.
type camera struct{ turn, tilt, towards, away float64 }

// onTable is where the ray through a dot, seen from the middle, meets the table.
func (c camera) onTable(x, y float64) (u, v float64) {
	// The table's axes, as the camera sees them: turned, then tilted about an
	// axis in the picture's plane.
	st, ct := math.Sincos(c.towards)
	lean := func(x, y, z float64) (float64, float64, float64) {
		a, b := x*ct+y*st, -x*st+y*ct
		sin, cos := math.Sincos(c.tilt)
		b, z = b*cos-z*sin, b*sin+z*cos
		return a*ct - b*st, a*st + b*ct, z
	}
	sin, cos := math.Sincos(c.turn)
	ux, uy, uz := lean(cos, sin, 0)
	vx, vy, vz := lean(-sin, cos, 0)
	nx, ny, nz := lean(0, 0, 1)
	s := nz * c.away / (nx*x/focal + ny*y/focal + nz)
	px, py, pz := s*x/focal, s*y/focal, s-c.away
	return px*ux + py*uy + pz*uz, px*vx + py*vy + pz*vz
}
