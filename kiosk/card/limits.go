package card

// Limit is what a post asks of one measure of a face, in millimetres.
type Limit struct {
	Measure  string // message post.measure.NAME
	Min, Max float64
	Source   string // as it calls itself, or a message of the catalogue ("post.preflight.room")
	Verified bool   // read in the source or in a quotation of it; else from memory
}

const inch = 25.4

// noEnd is the Max of a measure that can only be too small.
const noEnd = 1000

// limits are the measures of each face. Numbers stand here and nowhere else.
func limits(p Post) []Limit {
	switch p {
	case Generic:
		return genericLimits()
	case BRM:
		return brmLimits()
	case IBRS:
		return ibrsLimits()
	case Freepost:
		return freepostLimits()
	case Antwort:
		return antwortLimits()
	}
	return nil
}

// Setting is a measure that could not be verified: a run follows what its post
// says, within Min and Max.
type Setting struct {
	Name            string // of the Limit, and of the field
	Usual, Min, Max float64
}

// Settings are the measures of a face that a run may set.
func Settings(p Post) []Setting {
	switch p {
	case IBRS:
		return []Setting{{"ibrs_bar", 3, .5, 5}, {"ibrs_gap", 14, 8, 16}}
	case Freepost:
		return []Setting{{"rm_clear", 2, 1, 5}}
	}
	return nil
}

// genericLimits are what letter machines want in most countries; no post of
// ours has said so.
func genericLimits() []Limit {
	const usual, room = "post.preflight.usual", "post.preflight.room"
	return []Limit{
		{"generic_top", 40, noEnd, usual, false},
		{"zone_generic_foot", 0, 0, usual, false},
		{"artwork_width", 0, 74, room, true},
		{"artwork_height", 0, 32, room, true},
	}
}

// ibrsLimits are those of the Universal Postal Union as La Poste tells them.
// The bars are from memory.
func ibrsLimits() []Limit {
	const laPoste, union = "La Poste, CCRI", "UPU, IBRS/CCRI"
	return []Limit{
		{"card_width", 140, 235, "UPU, postcards", false},
		{"card_height", 90, 120, "UPU, postcards", false},
		{"ibrs_bar", 3, 3, union, false},
		{"ibrs_gap", 14, 14, union, false},
		{"ibrs_block", 0, 20, laPoste, true},
		{"ibrs_text", 0, 14, laPoste, true},
		{"ibrs_right", 20, noEnd, laPoste, true},
		{"ibrs_rect", 0, 30, laPoste, true},
		{"ibrs_rect_right", 20, noEnd, laPoste, true},
		{"ibrs_rect_bottom", 20, noEnd, laPoste, true},
		{"ibrs_mark", 0, 40, laPoste, true},
		{"zone_ibrs_right", 0, 0, laPoste, true},
		{"zone_ibrs_foot", 0, 0, laPoste, true},
	}
}

// freepostLimits are those of Royal Mail; the address is as the Isle of Man's
// post tells it of the same service, the bars are of the four-state code.
func freepostLimits() []Limit {
	const man, code, room = "Isle of Man Post, Freepost guide", "Royal Mail, Know How App. C", "post.preflight.room"
	return []Limit{
		{"rm_address_top", 38, noEnd, man, true},
		{"rm_address_bottom", 18, noEnd, man, true},
		{"rm_bar", .38, .63, code, true},
		{"rm_pitch", inch / 24, inch / 20, code, true},
		{"rm_full", 4.22, 5.84, code, true},
		{"rm_tracker", 1.3, 1.3, code, true},
		{"rm_rise", 1.9, 1.9, code, true},
		{"rm_clear", 2, noEnd, "Royal Mail", false},
		{"zone_rm_code", 0, 0, "Royal Mail", false},
		{"artwork_width", 0, 80.4, room, true},
		{"artwork_height", 0, 31, room, true},
	}
}

// antwortLimits are those of Deutsche Post, from its own pages and from
// printers who quote its brochure.
func antwortLimits() []Limit {
	const post, printers, weak, room = "Deutsche Post, Werbeantwort FAQ", "Deutsche Post, Automationsfähige Briefsendungen", "phantastik-kalender.de", "post.preflight.room"
	return []Limit{
		{"card_width", 140, 235, printers, true},
		{"card_height", 90, 125, printers, true},
		{"dp_length", 0, noEnd, printers, true},
		{"dp_note_line", .4, 1.5, post, true},
		{"dp_note_height", 17, 30, post, true},
		{"dp_note_width", 15, 25, post, true},
		{"dp_note_taller", .1, noEnd, post, true},
		{"dp_note_top", 5, 15, weak, false},
		{"dp_note_right", 5, 15, weak, false},
		{"zone_dp_franking", 0, 0, printers, true},
		{"dp_address_top", 40, noEnd, printers, true},
		{"dp_address_left", 15, noEnd, printers, true},
		{"dp_address_right", 15, noEnd, printers, true},
		{"dp_address_bottom", 15, noEnd, printers, true},
		{"dp_address_long", 0, 100, printers, true},
		{"zone_dp_address", 0, 0, printers, true},
		{"zone_dp_coding", 0, 0, printers, true},
		{"artwork_width", 0, 72.9, room, true},
		{"artwork_height", 0, 18, room, true},
	}
}

// brmLimits are those of USPS Business Reply Mail cards. DMM 201.1.2 (cards),
// DMM 505.1.8 (format), DMM 708.9.3 (FIM), USPS-B-3200 2.3 and QSG 201a
// (Intelligent Mail barcode).
func brmLimits() []Limit {
	const card, format, fim, imb = "DMM 201.1.2", "DMM 505.1.8", "DMM 708.9.3", "USPS-B-3200 2.3.1"
	return []Limit{
		{"card_width", 5 * inch, 6 * inch, card, true},
		{"card_height", 3.5 * inch, 4.25 * inch, card, true},
		{"zone_fim", 0, 0, fim, true},
		{"zone_lower_right", 0, 0, "DMM 202.5.1", false},
		{"fim_right", 1.875 * inch, 2.125 * inch, fim, true},
		{"fim_top", 0, inch / 8, fim, true},
		{"fim_bottom", inch / 2, .75 * inch, fim, true},
		{"fim_bar", inch/32 - .008*inch, inch/32 + .008*inch, fim, true},
		{"fim_pitch", inch / 16, inch / 16, fim, true},
		{"endorsement", 0, 1.75 * inch, format, false},
		{"bars_length", inch, 2 * inch, format, true},
		{"bars_thick", inch / 16, 3 * inch / 16, format, false},
		{"bars_bottom", 0, noEnd, format, true}, // above the delivery line: see brm.measure
		{"legend", 3 * inch / 16, inch, format, true},
		{"address", .080 * inch, inch, "DMM 202", true},
		{"imb_bar", .015 * inch, .025 * inch, imb, true},
		{"imb_pitch", inch / 24, inch / 20, imb, true},
		{"imb_full", .125 * inch, .165 * inch, imb, true},
		{"imb_tracker", .039 * inch, .057 * inch, imb, true},
		{"imb_half", .082 * inch, .111 * inch, imb, true},
		{"imb_side", inch / 8, noEnd, "QSG 201a", true},
		{"imb_above", .028 * inch, .625 * inch, "QSG 201a", true},
	}
}
