package omr

import (
	"image"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/yousaid/yousaid/kiosk/card"
)

// code is a QR code that was read: its text and the middles of its three finder
// patterns, bottom left, top left, top right, in pixels of the page.
type code struct {
	text    string
	finders [3]point
}

// points ties the finder patterns to their places on paper, by a pose that is
// roughly right. The number of modules follows from how far apart the patterns
// stand.
func (c code) points(qr card.Area, rough pose) []pair {
	apart := (c.finders[0].near(c.finders[1]) + c.finders[1].near(c.finders[2])) / 2 / rough.perMM(middle(qr))
	modules := math.Round((7/(1-apart/qr.W)-17)/4)*4 + 17
	in := 3.5 * qr.W / modules
	left, top, right, bottom := qr.X+in, qr.Y+in, qr.X+qr.W-in, qr.Y+qr.H-in
	return []pair{{point{left, bottom}, c.finders[0]}, {point{left, top}, c.finders[1]}, {point{right, top}, c.finders[2]}}
}

// anyCode reads the QR code of a frame, whose size may be another than it
// seemed to be.
func (p *pyramid) anyCode(f *frame) (code, bool) {
	if c, ok := p.frameCode(f); ok {
		return c, true
	}
	for _, size := range card.Frames() {
		other := *f
		other.card = size
		if size == f.card {
			continue
		}
		if c, ok := p.frameCode(&other); ok {
			*f = other
			return c, true
		}
	}
	return code{}, false
}

// frameCode reads the QR code of a frame. A frame that may as well stand on its
// head is turned if the code is found only so.
func (p *pyramid) frameCode(f *frame) (code, bool) {
	if c, ok := p.codeAt(f); ok || f.turned {
		return c, ok
	}
	over := f.over()
	got, ok := p.codeAt(&over)
	if ok {
		*f = over
	}
	return got, ok
}

// codeAt looks where the QR code should be, first as it is, then softened: that
// takes out noise and the edges of a bad print. Then it is sharpened.
func (p *pyramid) codeAt(f *frame) (code, bool) {
	const around = 3.5 // mm: the quiet zone, and a pose that is a little off
	rough := f.fit().pose
	area := card.Area{X: f.card.QR.X - around, Y: f.card.QR.Y - around, W: f.card.QR.W + 2*around, H: f.card.QR.H + 2*around}
	read := func(g *image.Gray, perMM float64) (code, bool) {
		text, at, ok := decode(g)
		c := code{text: text}
		for i := range c.finders {
			c.finders[i] = rough.to(point{area.X + (at[i].x+.5)/perMM, area.Y + (at[i].y+.5)/perMM})
		}
		return c, ok
	}
	for _, perMM := range []float64{8, 12, 6} {
		g := p.sample(rough, area, perMM)
		for _, tried := range []*image.Gray{g, soften(g), sharpen(g, 3), sharpen(g, 7)} {
			if c, ok := read(tried, perMM); ok {
				return c, true
			}
		}
	}
	return code{}, false
}

// sharpen takes out some of the blur of a scan that is out of focus.
func sharpen(g *image.Gray, by float64) *image.Gray {
	soft := soften(soften(soften(soften(g))))
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = uint8(min(max(float64(v)+by*(float64(v)-float64(soft.Pix[i])), 0), 255))
	}
	return out
}

func decode(g *image.Gray) (string, [3]point, bool) {
	bits, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(g)))
	if err != nil {
		return "", [3]point{}, false
	}
	r, err := qrcode.NewQRCodeReader().Decode(bits, nil)
	if err != nil {
		return "", [3]point{}, false
	}
	at, ok := finders(r)
	return r.GetText(), at, ok
}

func finders(r *gozxing.Result) (at [3]point, ok bool) {
	points := r.GetResultPoints()
	if len(points) < len(at) {
		return at, false
	}
	for i := range at {
		at[i] = point{points[i].GetX(), points[i].GetY()}
	}
	return at, true
}

// soften averages three by three.
func soften(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	down := make([]int, w)
	for y := range h {
		first, last := max(0, y-1), min(h-1, y+1)
		clear(down)
		for v := first; v <= last; v++ {
			for x, ink := range g.Pix[v*g.Stride:][:w] {
				down[x] += int(ink)
			}
		}
		row, high := out.Pix[y*out.Stride:][:w], last-first+1
		for x := range row {
			if x == 0 || x == w-1 {
				left, right := max(0, x-1), min(w-1, x+1)
				sum := 0
				for _, v := range down[left : right+1] {
					sum += v
				}
				row[x] = uint8(sum / (high * (right - left + 1)))
				continue
			}
			row[x] = uint8((down[x-1] + down[x] + down[x+1]) / (3 * high))
		}
	}
	return out
}

// roomBeside tells whether the page could hold another card.
func (p *pyramid) roomBeside(list []Card) bool {
	const least = .9 // of a card
	taken := 0.0
	for _, c := range list {
		taken += c.area
	}
	size := p.levels[0].Rect.Size()
	return float64(size.X)*float64(size.Y)-taken > least*taken/float64(len(list))
}

// codesAlone looks for QR codes without corner squares: those of reply sides,
// which say which cards they are, and those of question sides whose squares are
// lost. Cards that were found already are left out. Each code is looked for by
// itself, in a part of the page: beside another one it may go unseen.
func (p *pyramid) codesAlone(blanks Lookup, found []Card) []Card {
	var list []Card
	known := func(url string) bool {
		return slices.ContainsFunc(append(found, list...), func(c Card) bool { return c.URL == url })
	}
	take := func(g *image.Gray) (full bool) {
		for _, c := range codesOf(g) {
			switch url, front := card.ReadCode(c.text); {
			case known(url) || blanks(url) == nil:
			case front:
				list = append(list, Card{URL: url, Front: true, Reason: NotFlat})
			default:
				list = append(list, Card{URL: url})
			}
			full = full || len(found) == 0 && len(list) > 0 && !c.leavesRoom(g.Rect.Size())
		}
		return full
	}
	for level := min(1, len(p.levels)-1); level >= 0; level-- {
		if take(p.levels[level]) {
			return list
		}
		for _, part := range parts(p.levels[level]) {
			take(part)
		}
	}
	return list
}

// leavesRoom tells whether a page is so large beside a code on it that another
// card may lie there: a card is about 110 squares as wide as the code's finder
// patterns are apart.
func (c code) leavesRoom(page image.Point) bool {
	const most = 170
	apart := (c.finders[0].near(c.finders[1]) + c.finders[1].near(c.finders[2])) / 2
	return float64(page.X)*float64(page.Y) > most*apart*apart
}

// parts are tiles of a page, which overlap by more than a code. They are
// smaller than a card of four on a sheet: two codes stand in one only if they
// stand close together.
func parts(g *image.Gray) (list []*image.Gray) {
	const across, share = 4, .4
	w, h := int(share*float64(g.Rect.Dx())), int(share*float64(g.Rect.Dy()))
	for i := range across * across {
		tile := image.NewGray(image.Rect(0, 0, w, h))
		x, y := (g.Rect.Dx()-w)*(i%across)/(across-1), (g.Rect.Dy()-h)*(i/across)/(across-1)
		for v := range h {
			copy(tile.Pix[v*tile.Stride:][:w], g.Pix[(y+v)*g.Stride+x:])
		}
		list = append(list, tile)
	}
	return list
}

// codesOf reads the QR codes of a picture.
func codesOf(g *image.Gray) (list []code) {
	bits, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(g)))
	if err != nil {
		return nil
	}
	found, err := multi.NewQRCodeMultiReader().DecodeMultiple(bits, nil)
	if err != nil {
		return nil
	}
	for _, r := range found {
		if at, ok := finders(r); ok {
			list = append(list, code{r.GetText(), at})
		}
	}
	return list
}
