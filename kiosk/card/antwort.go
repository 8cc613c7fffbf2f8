package card

import (
	"slices"
	"strings"
)

// Note is what the franking note of Deutsche Post says.
type Note string

// The notes: we pay all; please put stamps on; stamps if you have some.
const (
	PaysAll   Note = "pays"
	PleasePay Note = "please"
	MayPay    Note = "may"
)

// Notes gives every note, in the order in which they are offered.
func Notes() []Note { return []Note{PaysAll, PleasePay, MayPay} }

// lines are the post's wording, which stands in no catalogue.
func (n Note) lines() []string {
	switch n {
	case PleasePay:
		return []string{"Bitte", "ausreichend", "frankieren"}
	case MayPay:
		return []string{"Bitte", "frankieren,", "falls Marke", "zur Hand"}
	}
	return []string{"Entgelt", "zahlt", "Empfänger"}
}

// ToStreet tells that replies would go to no Postfach: Deutsche Post brings
// them to no street, only to a Postfach or a postcode of one's own.
func (r *Run) ToStreet() bool {
	return r.Post == Antwort && !slices.ContainsFunc(r.Address, func(l string) bool { return strings.Contains(strings.ToLower(l), "postfach") })
}

// antwort is the reply side of Deutsche Post's Antwortsendung, which was called
// Werbeantwort. The product's mark above the address is the post's, and comes
// as artwork.
func (m *metrics) antwort(r *Run, w, h float64) (*side, error) {
	const zoneW, zoneH, codeW, codeH, edge = 74.0, 40.0, 150.0, 15.0, 15.5
	const left, air = 64.0, 2.0
	p := m.postal(r, w, h)
	p.measure("dp_length", w-1.4*h)
	if err := p.antwortNote(); err != nil {
		return nil, err
	}
	p.part = "address"
	at, err := p.place(r.Artwork, Area{X: left, Y: zoneH + .5, W: w - edge - left, H: 18}, atLeft)
	if err != nil {
		return nil, err
	}
	end, err := p.addressLines(left, at.Y+at.H+air, w-edge-left, 10.5, r.Address)
	if err != nil {
		return nil, err
	}
	p.part = ""
	if err := p.column(8, h-codeH-backQuiet-.3); err != nil {
		return nil, err
	}
	a := p.extent("address")
	p.down("dp_address_top", a.X+a.W/2, 0, a.Y)
	p.down("dp_address_bottom", a.X+a.W/2, a.Y+a.H, h)
	p.across("dp_address_right", a.Y+a.H, a.X+a.W, w)
	p.across("dp_address_left", a.Y+a.H, 0, a.X)
	p.across("dp_address_long", a.Y+a.H, a.X, a.X+a.W)
	p.clear("zone_dp_franking", Area{X: w - zoneW, W: zoneW, H: zoneH}, "note")
	p.clear("zone_dp_coding", Area{X: max(0, w-codeW), Y: h - codeH, W: min(w, codeW), H: codeH}, "")
	p.clear("zone_dp_address", a.grow(3), "address")
	return p.done(end, h-edge)
}

// antwortNote is the frame in the upper right corner.
func (p *postal) antwortNote() error {
	const width, height, border, edge = 22.0, 26.0, .6, 8.0
	a := Area{X: p.w - edge - width, Y: edge, W: width, H: height}
	p.part = "note"
	err := p.framed(a, border, 8.2, p.r.Note.lines()...)
	p.part = ""
	p.across("dp_note_width", a.Y+a.H, a.X, a.X+width)
	p.down("dp_note_height", a.X, a.Y, a.Y+height)
	p.down("dp_note_top", a.X+width, 0, a.Y)
	p.across("dp_note_right", a.Y, a.X+width, p.w)
	p.measure("dp_note_line", border)
	p.measure("dp_note_taller", height-width)
	return err
}
