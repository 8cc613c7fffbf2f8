package card

// Limit is what a post asks of one measure of a face, in millimetres.
type Limit struct {
	Measure  string // message card.measure.NAME
	Min, Max float64
	Source   string
	Verified bool // read in the source or in a quotation of it; else from memory
}

const inch = 25.4

// limits are the measures of each face. Numbers stand here and nowhere else.
func limits(p Post) []Limit {
	switch p {
	case BRM:
		return brmLimits()
	}
	return nil
}

// brmLimits are those of USPS Business Reply Mail cards. DMM 201.1.2 (cards),
// DMM 505.1.8 (format), DMM 708.9.3 (FIM), USPS-B-3200 2.3 and QSG 201a
// (Intelligent Mail barcode).
func brmLimits() []Limit {
	const card, format, fim, imb = "DMM 201.1.2", "DMM 505.1.8", "DMM 708.9.3", "USPS-B-3200 2.3.1"
	return []Limit{
		{"card_width", 5 * inch, 6 * inch, card, true},
		{"card_height", 3.5 * inch, 4.25 * inch, card, true},
		{"fim_right", 1.875 * inch, 2.125 * inch, fim, true},
		{"fim_top", 0, inch / 8, fim, true},
		{"fim_bottom", inch / 2, .75 * inch, fim, true},
		{"fim_bar", inch/32 - .008*inch, inch/32 + .008*inch, fim, true},
		{"fim_pitch", inch / 16, inch / 16, fim, true},
		{"endorsement", 0, 1.75 * inch, format, false},
		{"bars_length", inch, 2 * inch, format, true},
		{"bars_thick", inch / 16, 3 * inch / 16, format, false},
		{"bars_bottom", 0, 1000, format, true}, // above the delivery line: see brm.measure
		{"legend", 3 * inch / 16, inch, format, true},
		{"address", .080 * inch, inch, "DMM 202", true},
		{"imb_bar", .015 * inch, .025 * inch, imb, true},
		{"imb_pitch", inch / 24, inch / 20, imb, true},
		{"imb_full", .125 * inch, .165 * inch, imb, true},
		{"imb_tracker", .039 * inch, .057 * inch, imb, true},
		{"imb_half", .082 * inch, .111 * inch, imb, true},
		{"imb_side", inch / 8, 1000, "QSG 201a", true},
		{"imb_above", .028 * inch, .625 * inch, "QSG 201a", true},
	}
}

// Check is one line of a preflight: a measure, what it is and what it may be.
type Check struct {
	Limit
	Found float64 // mm
}

// Pass tells whether the measure is within its limits, to a hundredth of a
// millimetre.
func (c Check) Pass() bool { return c.Found > c.Min-.01 && c.Found < c.Max+.01 }

// Preflight measures the reply side of a run against what its post asks. Faces
// of which no measures are known give none. The post has the last word: it
// approves a printed proof.
func (p *Press) Preflight(r *Run) ([]Check, error) {
	d, err := p.design(r)
	if err != nil || d.back == nil {
		return nil, err
	}
	var list []Check
	for _, l := range limits(r.Post) {
		if found, ok := d.back.measured[l.Measure]; ok {
			list = append(list, Check{l, found})
		}
	}
	return list, nil
}
