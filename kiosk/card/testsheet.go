package card

import (
	"bufio"
	"context"
	"io"
	"strconv"
)

// TestSheet writes one sheet to try a printer with: the run's cards, and in
// the place of the last one a panel that shows whether the printer shrinks and
// over which edge it turns. On paper of single cards the panel is a card of
// its own. r has TestCards cards; its errors are those of PDF.
func (p *Press) TestSheet(w io.Writer, r *Run) error {
	j := &job{press: p, m: p.metrics(), ctx: context.Background(), progress: func(int) {}}
	if err := j.add(r); err != nil {
		return err
	}
	panel, err := j.m.testPanel(r, j.designs[0])
	if err != nil {
		return err
	}
	j.designs = append(j.designs, panel)
	if err := j.begin(w); err != nil {
		return err
	}
	return j.write(func(resources int, forms [][]int) { j.testSheet(r, resources, forms) })
}

// TestCards is the number of cards on a test sheet beside its panel.
func (p Paper) TestCards() int { return max(1, p.PerSheet()-1) }

// begin draws the master and is ready to write.
func (j *job) begin(w io.Writer) error {
	base, err := j.press.master(j.designs, j.letters(), j.m.clean(regular, j.runs[0].Title), j.runs[0].Made)
	if err != nil {
		return err
	}
	j.w = bufio.NewWriterSize(w, 64<<10)
	j.obj, err = takeApart(base)
	return err
}

// testSheet writes the sheet's pages: with single cards the panel's follow the
// card's.
func (j *job) testSheet(r *Run, resources int, forms [][]int) {
	d := j.designs[0]
	codes := make([]cardCodes, len(r.Cards))
	for k, c := range r.Cards {
		if codes[k], j.err = d.encode(c.URL); j.err != nil {
			return
		}
	}
	for k, places := range [][]point{d.paper.front, d.paper.back(r.Flip)}[:len(forms[0])] {
		if len(places) > 1 {
			j.beside = &placedForm{forms[1][k], places[len(places)-1]}
		}
		j.page(r, d.paper, resources, forms[0][k], d.sides()[k], places, r.Cards, codes, k)
	}
	if j.beside != nil {
		return
	}
	for k, form := range forms[1] {
		j.beside = &placedForm{form, point{}}
		j.page(r, d.paper, resources, 0, d.sides()[k], nil, nil, nil, k)
	}
}

// placedForm is a form that stands on a page beside the cards.
type placedForm struct {
	form int
	at   point
}

// What a test panel shows: a rule, and the frame of a bank card (ISO/IEC 7810
// ID-1).
const (
	ruleLength         = 100.0
	bankCardW          = 85.6
	bankCardH          = 53.98
	bankCardR          = 3.18
	crossInset         = 8.0 // from both edges, so the same from behind
	markInset, markTop = 20.0, 56.0
)

// testPanel draws the panel for the cards of a run; where these have no reply side
// it has none.
func (m *metrics) testPanel(r *Run, of *design) (*design, error) {
	d := &design{w: of.w, h: of.h, paper: of.paper}
	front := &testPanel{side: &side{}, m: m, r: r, w: d.w, h: d.h}
	if err := front.front(); err != nil {
		return nil, err
	}
	d.front = front.side
	if !r.TwoSided() {
		return d, nil
	}
	back := &testPanel{side: &side{}, m: m, r: r, w: d.w, h: d.h}
	if err := back.back(); err != nil {
		return nil, err
	}
	d.back = back.side
	return d, nil
}

type testPanel struct {
	*side
	m    *metrics
	r    *Run
	w, h float64
}

func (p *testPanel) front() error {
	if err := p.common("ledger.sheet.front"); err != nil {
		return err
	}
	const x, y = 14.0, 37.0
	p.stroke(roundRect(x, y, bankCardW, bankCardH, bankCardR), .25, 0, black)
	if err := p.say("ledger.sheet.card", x+8, y+bankCardH/2-4, bankCardW-16, centred); err != nil || !p.r.TwoSided() {
		return err
	}
	p.turnMark(p.w-markInset, markTop, true)
	return p.say("ledger.sheet.turn", x+bankCardW+3, markTop+13, p.w-x-bankCardW-3-crossInset, atLeft)
}

// back has its mark behind that of the front, as long as the printer turns the
// sheet over the edge that was chosen.
func (p *testPanel) back() error {
	if err := p.common("ledger.sheet.back"); err != nil {
		return err
	}
	x, y := p.w-markInset, p.h-markTop
	flip := "ledger.sheet.long"
	if p.r.Flip == ShortEdge {
		x, y, flip = markInset, markTop, "ledger.sheet.short"
	}
	p.turnMark(x, y, p.r.Flip == ShortEdge)
	return p.say(flip, 44, 46, p.w-88, centred)
}

// common is what both sides show: the rule, and crosses that lie over each
// other however the sheet is turned.
func (p *testPanel) common(title string) error {
	for _, x := range []float64{crossInset, p.w - crossInset} {
		for _, y := range []float64{crossInset, p.h - crossInset} {
			p.line(x-3, y, x+3, y, .2, black)
			p.line(x, y-3, x, y+3, .2, black)
		}
	}
	head, err := p.m.fit([]span{{font: bold, text: p.r.P.T(title)}}, 11, 1.2, p.w-40, 1)
	if err != nil {
		return err
	}
	p.block(head, 20, 6, p.w-40, centred, youInk)
	if err := p.rule((p.w-ruleLength)/2, 20); err != nil {
		return err
	}
	return p.say("ledger.sheet.ruler", 20, 27.5, p.w-40, centred)
}

// rule has a stroke for each millimetre and a number for each ten.
func (p *testPanel) rule(x, y float64) error {
	p.line(x, y, x+ruleLength, y, .25, black)
	for mm := range int(ruleLength) + 1 {
		long, at := 1.8, x+float64(mm)
		switch {
		case mm%10 == 0:
			long = 4.4
		case mm%5 == 0:
			long = 3
		}
		p.line(at, y-long, at, y, .15, black)
		if mm%10 != 0 {
			continue
		}
		n, err := p.m.fit([]span{{font: semi, text: strconv.Itoa(mm)}}, numSize, 1.2, 10, 1)
		if err != nil {
			return err
		}
		p.block(n, at-5, y+.8, 10, centred, youInk)
	}
	return nil
}

// turnMark is a ring with an arrow through it, up or down.
func (p *testPanel) turnMark(x, y float64, up bool) {
	const radius, half, barb = 7.0, 10.0, 3.0
	p.stroke(roundRect(x-radius, y-radius, 2*radius, 2*radius, radius), .3, 0, black)
	point := half
	if up {
		point = -half
	}
	p.line(x, y-half, x, y+half, .5, black)
	for _, side := range []float64{-barb, barb} {
		p.line(x, y+point, x+side, y+point-point/half*barb, .5, black)
	}
}

func (p *testPanel) say(key string, x, y, width float64, a align) error {
	text, err := p.m.fit([]span{{font: regular, text: p.r.P.T(key)}}, 8.4, 1.3, width, 9)
	if err != nil {
		return err
	}
	p.block(text, x, y, width, a, youInk)
	return nil
}
