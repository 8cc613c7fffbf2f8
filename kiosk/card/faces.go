package card

import "strconv"

// The faces, icon and logo are the ones of the screens, as vectors.

const (
	faceSize  = 124 // of the drawing's own square
	faceFill  = "M64 14c28-1 51 20 51 48 1 29-21 52-50 52-30 1-52-21-52-50 0-28 22-50 51-50Z"
	faceRound = "M58 9.5C87 7 110.5 29 111 58.5 111.6 88 90 110.5 60.5 111 31 111.5 9.5 90 9 60.5 8.6 32 31 10 61 9c4 0 7 .3 10 1"
)

func faceLines(mood int) string {
	switch mood {
	case 1:
		return "M37 44 50 48.5M83 44 70 48.5M42 58v6M78 58v6M41 87c4.5-8 11-11.5 19-11.5s14.5 3.5 19 11.5"
	case 2:
		return "M36 47 49 46M84 47 71 46M43 57v6M77 57v6M42 85c6-6 11-8 18-8s12 2 18 8"
	case 3:
		return "M43 52v8M77 52v8M41 80c12 1.5 26 1.5 38 0"
	case 4:
		return "M43 50v8M77 50v8M39 73c5 8 12 12 21 12s16-4 21-12"
	}
	return "M36 55c2.5-6 10-6 12.5 0M71.5 55c2.5-6 10-6 12.5 0M36 70c14 3 34 3 48 0-2 14-11 22-24 22S38 84 36 70Z"
}

func (s *side) face(mood int, x, y, size float64) { s.faceIn(mood, x, y, size, cheek) }

func (s *side) faceIn(mood int, x, y, size float64, fill colour) {
	k := size / faceSize
	s.fill(svgPath(faceFill).at(x+5*k, y+5*k, k), fill)
	s.stroke(svgPath(faceRound+faceLines(mood)).at(x, y, k), 5*k, 0, black)
}

func (s *side) envelope(x, y, size float64) {
	k := size / 24
	s.stroke(roundRect(3.2, 5, 17.6, 14, 2).at(x, y, k), 2*k, 0, black)
	s.stroke(svgPath("m3.6 7 8.4 6.3L20.4 7").at(x, y, k), 2*k, 0, black)
}

// letterbox is the box by the door.
func (s *side) letterbox(x, y, size float64) {
	k := size / 24
	s.stroke(svgPath("M3.5 13 6 4.5h12l2.5 8.5v5.5c0 .6-.4 1-1 1h-15c-.6 0-1-.4-1-1V13ZM3.5 13H8l1.5 2.8h5L16 13h4.5").at(x, y, k), 2*k, 0, black)
}

// logo is drawn 46 to 40.
func (s *side) logo(x, y, width float64) {
	k := width / 46
	weShape := svgPath("M20 14h20c2 0 3.5 1.5 3.5 3.5v12c0 2-1.5 3.5-3.5 3.5h-2.5v5.5L31 33H20c-2 0-3.5-1.5-3.5-3.5v-12C16.5 15.5 18 14 20 14Z").at(x, y, k)
	s.fill(svgPath("M5 4h23c2 0 3.5 1.5 3.5 3.5v13c0 2-1.5 3.5-3.5 3.5H15l-7 6.5V24H5c-2 0-3.5-1.5-3.5-3.5v-13C1.5 5.5 3 4 5 4Z").at(x, y, k), you)
	s.fill(weShape, we)
	s.stroke(weShape, 2.5*k, 0, white)
	s.stroke(svgPath("m24 23.5 4.3 4.3 8-8.6").at(x, y, k), 3.2*k, 0, white)
}

const boxSize = 4.6

// box draws a box to tick and notes it for the reader.
func (s *side) box(field, value string, x, y float64) {
	const border = .45
	s.stroke(roundRect(x+border/2, y+border/2, boxSize-border, boxSize-border, .7-border/2), border, 0, black)
	s.boxes = append(s.boxes, Box{Field: field, Value: value, X: x, Y: y, W: boxSize, H: boxSize})
}

// fiducials are the four squares by which a scan is put straight: the hollow
// one stands at the top left.
func (s *side) fiducials(w, h float64) {
	for _, a := range fiducialAreas(w, h) {
		s.fill(rect(a.X, a.Y, a.W, a.H), black)
	}
	const hole = 1.6 // from the outer edge
	a := fiducialAreas(w, h)[0]
	s.fill(rect(a.X+hole, a.Y+hole, a.W-2*hole, a.H-2*hole), white)
}

// fiducialAreas gives the squares clockwise from the top left.
func fiducialAreas(w, h float64) [4]Area {
	const size, in = 5.0, 4.0
	var out [4]Area
	for i, at := range [...]point{{in, in}, {w - in - size, in}, {w - in - size, h - in - size}, {in, h - in - size}} {
		out[i] = Area{Field: "fiducial", X: at.x, Y: at.y, W: size, H: size}
	}
	return out
}

func moodValue(mood int) string { return strconv.Itoa(mood) }
