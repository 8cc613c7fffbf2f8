package card

import "strings"

// comfortable is the smallest size that most people read with ease, in points;
// below it words are only set to make them fit.
const comfortable = 7.0

// SmallText is a paragraph that had to be set smaller than is comfortable.
type SmallText struct {
	Text string
	Size float64 // in points
}

// Small gives the words of the question side that fit only in small letters,
// in the order of the card. Its errors are those of Layout.
func (p *Press) Small(r *Run) ([]SmallText, error) {
	d, err := p.design(r)
	if err != nil {
		return nil, err
	}
	return d.front.small, nil
}

// words are the paragraph as one line.
func (b block) words() string {
	var all []string
	for _, l := range b.lines {
		for _, r := range l.runs {
			all = append(all, r.text)
		}
	}
	return strings.Join(all, " ")
}
