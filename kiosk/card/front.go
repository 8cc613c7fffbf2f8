package card

import (
	"fmt"
	"strings"
)

const (
	inset   = 12.0 // of the text, left and right: past the squares
	topEdge = 4.0
	qrSize  = 17.0
)

// front is the question side while it is drawn, from top to bottom.
type front struct {
	*side
	m    *metrics
	r    *Run
	w, h float64 // of the card
	y    float64 // the next free line
	left float64 // where the topics end, 0 without
	gap  float64 // between the rows
	most float64 // of grow
	grow float64 // 0: rows as close as they may be; 1: as in the design
}

// The free height is shared out between these gaps.
const (
	rowGapMin, rowGapMax     = 1.2, 2.6
	topicGapMin, topicGapMax = .5, 1.05
	footHeight               = 3.6
	footEdge                 = 4.3 // empty below: printers cannot reach it
)

// front draws the question side, with as much of the design's air as leaves
// room for every question.
func (m *metrics) front(r *Run, w, h float64) (s *side, err error) {
	for _, air := range []float64{1, .5, 0} {
		if s, err = m.frontWith(air, r, w, h); err == nil {
			break
		}
	}
	return s, err
}

// frontWith draws it with at most a share of the air, 0 to 1.
func (m *metrics) frontWith(air float64, r *Run, w, h float64) (*side, error) {
	f := &front{side: &side{}, m: m, r: r, w: w, h: h, y: topEdge, most: air}
	f.fiducials(w, h)
	for _, row := range []func() error{f.head, f.moods, f.body, f.foot} {
		if err := row(); err != nil {
			return nil, err
		}
	}
	return f.side, nil
}

func (f *front) t(text, key string) string {
	if text != "" {
		return text
	}
	return f.r.P.T(key)
}

// qrPlace is the same on every card of a width.
func qrPlace(w float64) square { return square{x: w - inset - qrSize, y: topEdge, size: qrSize} }

func (f *front) head() error {
	q := qrPlace(f.w)
	qrX := q.x
	f.qr = &q
	const room = 20 // for the words beside the QR code, with its quiet zone
	width := qrX - room - inset - 2
	h1, err := f.heading(width)
	if err != nil {
		return err
	}
	lead := []span{{font: bold, text: sentence(f.r.Place)}, {font: regular, text: " " + f.r.P.T("card.front.read") + " " + f.r.Promise + " " + f.r.P.T("card.front.anonymous")}}
	sub, err := f.m.fit(lead, 8.4, 1.25, min(82, width), 4)
	if err != nil {
		return err
	}
	phone, err := f.m.fit([]span{{font: regular, text: f.r.P.T("card.front.phone")}}, 7.4, 1.2, room-4, 4)
	if err != nil {
		return err
	}
	f.block(h1, inset, topEdge, width, atLeft, youInk)
	below := topEdge + 28*pt*.9
	if len(h1.lines) > 1 {
		below = topEdge + h1.height()
	}
	end := f.block(sub, inset, below+1.6, width, atLeft, youInk)
	f.block(phone, qrX-room, topEdge+(qrSize-phone.height())/2, room-3, atRight, youInk)
	f.y = max(end, topEdge+qrSize)
	return f.share()
}

// heading is one large line, or two smaller ones.
func (f *front) heading(width float64) (block, error) {
	words := heading(f.t(f.r.Questions.Heading, "card.front.heading"))
	if one, err := f.m.fit(words, 28, .9, width, 1); err == nil {
		return one, nil
	}
	return f.m.fit(words, 18, .95, width, 2)
}

// sentence ends a name with a full stop.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// share finds how much of the design's air there is room for.
func (f *front) share() error {
	n := float64(len(f.r.Questions.Topics))
	least := f.y + 3*rowGapMin + f.moodHeight() + bodyHead + n*boxSize + max(0, n-1)*topicGapMin + footHeight + footEdge
	most := 3*(rowGapMax-rowGapMin) + max(0, n-1)*(topicGapMax-topicGapMin)
	if least > f.h {
		return &FitError{Text: f.t(f.r.Questions.About, "card.front.about"), Crowded: true}
	}
	f.grow = min(f.most, (f.h-least)/most)
	f.gap = rowGapMin + f.grow*(rowGapMax-rowGapMin)
	f.y += f.gap
	return nil
}

const (
	faceWidth  = 9.6
	moodHeight = faceWidth + .6 + 8*pt*1.2
)

func (f *front) moodHeight() float64 {
	if f.r.Questions.Faces == 0 {
		return 0
	}
	return moodHeight
}

func (f *front) moods() error {
	moods := f.r.Questions.Moods()
	if len(moods) == 0 {
		return nil
	}
	const between, toBox = 2.0, 1.6
	col := (f.w - 2*inset - between*float64(len(moods)-1)) / float64(len(moods))
	for i, mood := range moods {
		x := inset + float64(i)*(col+between)
		left := x + (col-faceWidth-toBox-boxSize)/2
		f.face(mood, left, f.y, faceWidth)
		f.box("mood", moodValue(mood), left+faceWidth+toBox, f.y+(faceWidth-boxSize)/2)
		label, err := f.m.fit([]span{{font: semi, text: f.r.P.T(fmt.Sprintf("common.mood.%d", mood))}}, 8, 1.2, col, 1)
		if err != nil {
			return err
		}
		f.block(label, x, f.y+faceWidth+.6, col, centred, youInk)
	}
	f.y += moodHeight + f.gap
	return nil
}

const (
	topicWidth = 45.0
	// bodyHead is the rule, the air under it, and the two headings.
	bodyHead = .35 + 2.2 + 9.4*pt*1.2 + 1.5
)

func (f *front) body() error {
	f.line(inset, f.y, f.w-inset, f.y, .35, rule)
	top := f.y + .35 + 2.2
	bottom := f.h - footEdge - footHeight - f.gap
	if err := f.topics(top); err != nil {
		return err
	}
	x := inset
	if len(f.r.Questions.Topics) > 0 {
		x += topicWidth + 5
	}
	return f.words(x, top, bottom)
}

func (f *front) topics(top float64) error {
	if len(f.r.Questions.Topics) == 0 {
		return nil
	}
	h2, err := f.m.fit([]span{{font: bold, text: f.t(f.r.Questions.About, "card.front.about")}}, 9.4, 1.2, topicWidth+3, 1)
	if err != nil {
		return err
	}
	f.block(h2, inset, top, topicWidth, atLeft, youInk)
	y := top + bodyHead - .35 - 2.2
	for _, t := range f.r.Questions.Topics {
		f.box("topic", t.Value, inset, y)
		label, err := f.m.fit([]span{{font: regular, text: t.Label}}, 8.2, 1.0, topicWidth-boxSize-2+3, 2)
		if err != nil {
			return err
		}
		f.block(label, inset+boxSize+2, y+(boxSize-label.height())/2, topicWidth, atLeft, youInk)
		y += boxSize + topicGapMin + f.grow*(topicGapMax-topicGapMin)
	}
	f.left = y
	return nil
}

// words are the lines to write on, from top to bottom of the right column.
func (f *front) words(x, top, bottom float64) error {
	width := f.w - inset - x
	contact, err := f.contactHeight(width)
	if err != nil {
		return err
	}
	if top, err = f.more(x, top, bottom-contact, width); err != nil {
		return err
	}
	if f.r.Questions.Writing {
		if top, err = f.writing(x, top, bottom-contact, width); err != nil {
			return err
		}
	}
	if f.r.Questions.Contact {
		return f.contact(x, top, width)
	}
	return nil
}

// writing gives where the lines end.
func (f *front) writing(x, top, bottom, width float64) (float64, error) {
	h2, err := f.m.fit([]span{{font: bold, text: f.t(f.r.Questions.Words, "card.front.words")}}, 9.4, 1.2, width, 1)
	if err != nil {
		return 0, err
	}
	f.block(h2, x, top, width, atLeft, youInk)
	from := top + bodyHead - .35 - 2.2 - 1.4
	const pitch = 6.6 // handwriting needs 6 mm
	lines := max(1, int((bottom-from)/6))
	step := min(pitch, (bottom-from)/float64(lines))
	for i := range lines {
		y := from + step*float64(i+1)
		f.line(x, y, x+width, y, .3, pen)
	}
	f.area("text", x, from, width, step*float64(lines))
	return from + step*float64(lines), nil
}

// area notes where somebody writes.
func (f *front) area(field string, x, y, w, h float64) {
	f.side.writing = append(f.side.writing, Area{Field: field, X: x, Y: y, W: w, H: h})
}

const (
	contactLine = 6.0
	contactAir  = 2.2
)

type contactText struct{ label, use block }

func (f *front) contactText(width float64) (contactText, error) {
	label, err := f.m.fit([]span{{font: semi, text: f.t(f.r.Questions.Reach, "card.front.contact")}}, 8.2, 1.2, width, 1)
	if err != nil {
		return contactText{}, err
	}
	use := f.r.P.T("card.front.use")
	if f.r.EraseDays > 0 {
		use += " " + f.r.P.N("card.front.erased", f.r.EraseDays)
	}
	small, err := f.m.fit([]span{{font: regular, text: use}}, 7.2, 1.2, width, 1)
	return contactText{label, small}, err
}

func (f *front) contactHeight(width float64) (float64, error) {
	if !f.r.Questions.Contact {
		return 0, nil
	}
	t, err := f.contactText(width)
	return contactAir + t.label.height() + contactLine + 1 + t.use.height(), err
}

func (f *front) contact(x, top, width float64) error {
	t, err := f.contactText(width)
	if err != nil {
		return err
	}
	y := f.block(t.label, x, top+contactAir, width, atLeft, youInk)
	f.area("contact", x, y, width, contactLine)
	y += contactLine
	f.line(x, y, x+width, y, .3, pen)
	f.block(t.use, x, y+1, width, atLeft, youInk)
	return nil
}

func (f *front) foot() error {
	y := f.h - footEdge - footHeight
	key, icon := "card.front.back.none", f.letterbox
	if f.r.TwoSided() {
		key, icon = "card.front.back.post", f.envelope
	}
	text, err := f.m.fit([]span{{font: regular, text: f.r.P.T(key)}}, 7.6, 1.2, f.w-2*inset-30, 1)
	if err != nil {
		return err
	}
	icon(inset+1, y, footHeight)
	f.block(text, inset+1+footHeight+1, y+(footHeight-text.height())/2, f.w, atLeft, youInk)
	base := y + footHeight/2 + 7.6*pt*.35
	f.serials = append(f.serials, serialMark{7.6, f.w - inset - 1, base, .228, true})
	return nil
}
