package card

import (
	"strings"

	"github.com/yousaid/yousaid/kiosk/card/barcode"
)

// postal is a reply side in the form that one post asks for: thanks and code
// stand in a column at the left, the rest is the post's.
type postal struct {
	*side
	m    *metrics
	r    *Run
	w, h float64
}

func (m *metrics) postal(r *Run, w, h float64) *postal {
	p := &postal{&side{}, m, r, w, h}
	p.across("card_width", 0, 0, w)
	p.down("card_height", 0, 0, h)
	return p
}

const columnW = 48.0

// column is the part that is ours, from top to bottom.
func (p *postal) column(top, bottom float64) error {
	h1, err := p.m.fit(heading(p.r.P.T("card.back.heading")), 21, .92, columnW, 3)
	if err != nil {
		return err
	}
	text, err := p.m.fit([]span{{font: regular, text: p.r.P.T("card.back.board")}}, 7.8, 1.3, columnW, 5)
	if err != nil {
		return err
	}
	y := p.block(h1, thanksX, top, columnW, atLeft, weInk)
	end := p.block(text, thanksX, y+2.4, columnW, atLeft, weInk)
	return p.code(end, bottom)
}

// code stands at the column's foot, with the card's number beside it.
func (p *postal) code(above, bottom float64) error {
	const x, number = thanksX + backQR + 1.2*backQuiet, 11 * pt * 1.2
	follow, err := p.m.fit([]span{{font: regular, text: p.r.P.T("card.back.follow")}}, 7, 1.24, thanksX+columnW-x, 6)
	if err != nil {
		return err
	}
	height := max(backQR, follow.height()+number)
	y := bottom - height
	if y < above+backQuiet {
		return &FitError{Text: p.r.P.T("card.back.board")}
	}
	p.qr = &square{thanksX, bottom - backQR, backQR, true}
	end := p.block(follow, x, y, columnW, atLeft, weInk)
	p.serials = append(p.serials, serialMark{11, x, end + number*.8, .3, false})
	return nil
}

// framed writes lines of the post into a frame, in the middle.
func (p *postal) framed(a Area, border, size float64, lines ...string) error {
	p.stroke(rect(a.X+border/2, a.Y+border/2, a.W-border, a.H-border), border, 0, black)
	return p.lines(a, size, border+1, lines...)
}

// lines are written in the middle of an area, each as one line.
func (p *postal) lines(a Area, size, air float64, lines ...string) error {
	var blocks []block
	height := 0.0
	for _, l := range lines {
		b, err := p.m.fit([]span{{font: bold, text: l}}, size, 1.2, a.W-2*air, 1)
		if err != nil {
			return err
		}
		blocks, height = append(blocks, b), height+b.height()
	}
	y := a.Y + (a.H-height)/2
	for _, b := range blocks {
		y = p.block(b, a.X, y, a.W, centred, weInk)
	}
	return nil
}

// addressLines are written one under the other, and where they end.
func (p *postal) addressLines(x, y, width, size float64, lines []string) (float64, error) {
	for i, l := range lines {
		f := regular
		if i == 0 {
			f = bold
		}
		text, err := p.m.fit([]span{{font: f, text: l}}, size, 1.32, width, 1)
		if err != nil {
			return 0, err
		}
		y = p.block(text, x, y, width, atLeft, weInk)
	}
	return y, nil
}

// done gives the side, if the address ends above the line it may not cross.
func (p *postal) done(end, foot float64) (*side, error) {
	if end > foot+.001 {
		return nil, &FitError{Text: p.r.Address[len(p.r.Address)-1]}
	}
	return p.side, nil
}

// fourState is how the bars of a code are drawn, in millimetres.
type fourState struct{ pitch, width, tracker, rise float64 }

// bars draws a four-state code; y is the top of its highest bars.
func (s *side) bars(code barcode.Bars, x, y float64, f fourState) {
	for i, c := range code {
		top, height := y+f.rise, f.tracker
		if c.Rises() {
			top, height = y, height+f.rise
		}
		if c.Falls() {
			height += f.rise
		}
		s.fill(rect(x+float64(i)*f.pitch, top, f.width, height), black)
	}
}

func (f fourState) length(n int) float64 { return float64(n-1)*f.pitch + f.width }

func (f fourState) full() float64 { return f.tracker + 2*f.rise }

// capitals are how posts write.
func capitals(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }
