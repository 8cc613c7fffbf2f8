package card

import "strconv"

const (
	blockGap  = 1.9
	askSize   = 8.6
	askLines  = 2
	boxToWord = 1.5
	colGap    = 2.2
	rowPitch  = boxSize + .6
	wordSize  = 8.2
	numSize   = 7.4
	lineHigh  = 6.4 // handwriting needs 6 mm
)

// more draws the further questions and gives where they end in the right
// column, from top on. Choices go below the topics while there is room. A
// question that leaves no room for the rest is a FitError that names it,
// Crowded if it would have room without the ones before it.
func (f *front) more(x, top, bottom, width float64) (float64, error) {
	if f.r.Questions.Writing {
		bottom -= bodyHead - .35 - 2.2 - 1.4 + 6
	}
	first := top
	for _, b := range f.r.Questions.More {
		if f.belowTopics(b, f.h-footEdge-footHeight-f.gap) {
			continue
		}
		end, err := f.further(b, x, top, width)
		if err != nil {
			return 0, err
		}
		if end > bottom+.01 {
			return 0, noRoom(b.Ask, end-top <= bottom-first+.01)
		}
		top = end + blockGap
	}
	return top, nil
}

// belowTopics draws the question there if it fits.
func (f *front) belowTopics(b Block, bottom float64) bool {
	if f.left == 0 || b.Kind != OneOf && b.Kind != AnyOf {
		return false
	}
	drawn, boxes, small := len(f.same), len(f.boxes), len(f.small)
	end, err := f.further(b, inset, f.left+1, topicWidth)
	if err != nil || end > bottom {
		f.same, f.boxes, f.small = f.same[:drawn], f.boxes[:boxes], f.small[:small]
		return false
	}
	f.left = end + blockGap - 1
	return true
}

// further draws one question and gives where it ends.
func (f *front) further(b Block, x, y, width float64) (float64, error) {
	ask := []span{{font: bold, text: b.Ask}}
	if b.Note != "" {
		ask = append(ask, span{font: regular, text: " " + b.Note})
	}
	words, err := f.m.fit(ask, askSize, 1.15, width, askLines)
	if err != nil {
		return 0, err
	}
	y = f.block(words, x, y, width, atLeft, youInk) + .7
	switch b.Kind {
	case Scale:
		return f.scale(b, x, y, width)
	case Lines:
		f.area(b.Field, x, y, width, lineHigh)
		f.line(x, y+lineHigh, x+width, y+lineHigh, .3, pen)
		return y + lineHigh, nil
	}
	return f.choices(b, x, y, width)
}

// scale is a row of eleven boxes with their numbers below.
func (f *front) scale(b Block, x, y, width float64) (float64, error) {
	step, end := width/11, y
	for n := range 11 {
		v := strconv.Itoa(n)
		left := x + step*float64(n)
		f.box(b.Field, v, left+(step-boxSize)/2, y)
		num, err := f.m.fit([]span{{font: semi, text: v}}, numSize, 1.15, step, 1)
		if err != nil {
			return 0, err
		}
		end = f.block(num, left, y+boxSize+.3, step, centred, youInk)
	}
	return end, nil
}

// choices stand in as many columns as their labels allow.
func (f *front) choices(b Block, x, y, width float64) (float64, error) {
	cols := f.columns(b.Options, width)
	step := (width + colGap) / float64(cols)
	for i, o := range b.Options {
		left, top := x+step*float64(i%cols), y+rowPitch*float64(i/cols)
		f.box(b.Field, o.Value, left, top)
		room := step - colGap - boxSize - boxToWord
		label, err := f.m.fit([]span{{font: regular, text: o.Label}}, wordSize, 1, room, 2)
		if err != nil {
			return 0, err
		}
		f.block(label, left+boxSize+boxToWord, top+(boxSize-label.height())/2, room, atLeft, youInk)
	}
	rows := (len(b.Options) + cols - 1) / cols
	return y + rowPitch*float64(rows), nil
}

// columns is how many labels stand beside each other, each in one line.
func (f *front) columns(options []Topic, width float64) int {
	for cols := min(len(options), 6); cols > 1; cols-- {
		room := (width+colGap)/float64(cols) - colGap - boxSize - boxToWord
		fits := true
		for _, o := range options {
			lines, ok := f.m.wrap([]span{{font: regular, text: o.Label}}, wordSize, room)
			fits = fits && ok && len(lines) <= 1
		}
		if fits {
			return cols
		}
	}
	return 1
}
