package omr

import (
	"image"
	"math"

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
// takes out noise and the edges of a bad print.
func (p *pyramid) codeAt(f *frame) (code, bool) {
	const around = 3.5 // mm: the quiet zone, and a pose that is a little off
	rough := f.fit().pose
	area := card.Area{X: f.card.QR.X - around, Y: f.card.QR.Y - around, W: f.card.QR.W + 2*around, H: f.card.QR.H + 2*around}
	for _, perMM := range []float64{8, 12, 6} {
		g := p.sample(rough, area, perMM)
		for range 2 {
			if text, at, ok := decode(g); ok {
				c := code{text: text}
				for i := range c.finders {
					c.finders[i] = rough.to(point{area.X + (at[i].x+.5)/perMM, area.Y + (at[i].y+.5)/perMM})
				}
				return c, true
			}
			g = soften(g)
		}
	}
	return code{}, false
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
	for y := range h {
		for x := range w {
			sum, n := 0, 0
			for v := max(0, y-1); v <= min(h-1, y+1); v++ {
				for u := max(0, x-1); u <= min(w-1, x+1); u++ {
					sum, n = sum+int(g.Pix[v*g.Stride+u]), n+1
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / n)
		}
	}
	return out
}

// replySides looks for QR codes alone: a page without corner squares may hold
// reply sides, whose codes say which cards they are.
func (p *pyramid) replySides(blanks Lookup) []Card {
	var list []Card
	for level := min(1, len(p.levels)-1); level >= 0 && len(list) == 0; level-- {
		bits, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(p.levels[level])))
		if err != nil {
			return nil
		}
		found, err := multi.NewQRCodeMultiReader().DecodeMultiple(bits, nil)
		if err != nil {
			continue
		}
		for _, r := range found {
			if blanks(r.GetText()) != nil {
				list = append(list, Card{URL: r.GetText()})
			}
		}
	}
	return list
}
