package barcode

import (
	"math/big"
	"math/bits"
	"strings"
)

// The parts of an Intelligent Mail barcode, USPS-B-3200 section 2.
const (
	trackingDigits = 20  // barcode id 2, service type 3, mailer id and serial 15
	imbBars        = 65  // section 2.2
	imbCharacters  = 10  // of 13 bits, section 3.2.5
	oneBitMore     = 659 // added to codeword A when the frame check's top bit is set, step 4
)

// IMb encodes an Intelligent Mail barcode: 20 digits of tracking code and a
// routing code of 0, 5, 9 or 11 digits (ZIP, ZIP+4, delivery point). It gives
// 65 bars. Source: USPS-B-3200 revision H, section 3.2 and appendices C to E.
// An *InputError says what is wrong.
func IMb(tracking, routing string) (Bars, error) {
	if err := checkIMb(tracking, routing); err != nil {
		return nil, err
	}
	n := imbNumber(tracking, routing)
	check := frameCheck(n)
	return imbLayout(imbCharactersOf(codewords(n, check), check)), nil
}

func checkIMb(tracking, routing string) error {
	switch {
	case !digits(tracking):
		return wrong("tracking", "card.problem.imb_digits", "the tracking code has digits only: %q", tracking)
	case len(tracking) != trackingDigits:
		return wrong("tracking", "card.problem.imb_tracking", "the tracking code has %d digits: %q has %d", trackingDigits, tracking, len(tracking))
	case tracking[1] > '4':
		return wrong("tracking", "card.problem.imb_second", "the second digit of the tracking code is 0 to 4: %q has %c", tracking, tracking[1])
	case !digits(routing):
		return wrong("routing", "card.problem.imb_digits", "the routing code has digits only: %q", routing)
	}
	switch len(routing) {
	case 0, 5, 9, 11:
		return nil
	}
	return wrong("routing", "card.problem.imb_routing", "the routing code has 0, 5, 9 or 11 digits: %q has %d", routing, len(routing))
}

// imbNumber is step 1: everything as one number of at most 102 bits. Each
// length of routing code has a range of its own.
func imbNumber(tracking, routing string) *big.Int {
	offset := map[int]int64{0: 0, 5: 1, 9: 100_001, 11: 1_000_100_001}[len(routing)]
	n := new(big.Int)
	if routing != "" {
		n.SetString(routing, 10)
	}
	n.Add(n, big.NewInt(offset))
	for i := range len(tracking) {
		base := int64(10)
		if i == 1 {
			base = 5
		}
		n.Mul(n, big.NewInt(base)).Add(n, big.NewInt(int64(tracking[i]-'0')))
	}
	return n
}

// frameCheck is step 2: the 11 bit CRC over 102 bits, polynomial 0xF35, first
// bit first; the two top bits of the first of 13 bytes are left out.
func frameCheck(n *big.Int) uint16 {
	const polynomial, all = 0x0F35, 0x07FF
	crc := uint16(all)
	for i := 101; i >= 0; i-- {
		bit := uint16(n.Bit(i)) << 10
		if (crc^bit)&0x400 != 0 {
			crc = crc<<1 ^ polynomial
		} else {
			crc <<= 1
		}
		crc &= all
	}
	return crc
}

// codewords are steps 3 and 4: ten digits of the number, A first, J in base
// 636 and the others in base 1365, with the orientation and a bit of the frame
// check worked in.
func codewords(n *big.Int, check uint16) [imbCharacters]int {
	var out [imbCharacters]int
	rest, base := new(big.Int).Set(n), int64(636)
	for i := imbCharacters - 1; i > 0; i-- {
		m := new(big.Int)
		rest.DivMod(rest, big.NewInt(base), m)
		out[i], base = int(m.Int64()), 1365
	}
	out[0] = int(rest.Int64())
	out[imbCharacters-1] *= 2
	if check&0x400 != 0 {
		out[0] += oneBitMore
	}
	return out
}

// imbCharactersOf is step 5: each codeword becomes 13 bits of which two or five
// are set; a set bit of the frame check turns its character over.
func imbCharactersOf(words [imbCharacters]int, check uint16) [imbCharacters]uint16 {
	five, two := nOf13(5), nOf13(2)
	var out [imbCharacters]uint16
	for i, w := range words {
		if w < len(five) {
			out[i] = five[w]
		} else {
			out[i] = two[w-len(five)]
		}
		if check>>i&1 != 0 {
			out[i] ^= 0x1FFF
		}
	}
	return out
}

// nOf13 is the table of appendix E: the 13 bit numbers with n bits set, each
// beside its mirror image from the front, those that are their own mirror
// image from the back.
func nOf13(n int) []uint16 {
	var pairs, mirrors []uint16
	for c := range uint16(1 << 13) {
		m := bits.Reverse16(c) >> 3
		switch {
		case bits.OnesCount16(c) != n || m < c:
		case m == c:
			mirrors = append([]uint16{c}, mirrors...)
		default:
			pairs = append(pairs, c, m)
		}
	}
	return append(pairs, mirrors...)
}

// imbSlots is appendix D: where each bit of each character stands, the lowest
// bit first. Slots 1 to 65 are the descenders of the bars, 66 to 130 their
// ascenders.
var imbSlots = [imbCharacters][13]uint8{
	{67, 6, 78, 16, 86, 95, 34, 40, 45, 113, 117, 121, 62},
	{87, 18, 104, 41, 76, 57, 119, 115, 72, 97, 2, 127, 26},
	{105, 35, 122, 52, 114, 7, 24, 82, 68, 63, 94, 44, 77},
	{112, 70, 100, 39, 30, 107, 15, 125, 85, 10, 65, 54, 88},
	{20, 106, 46, 66, 8, 116, 29, 61, 99, 80, 90, 37, 123},
	{51, 25, 84, 129, 56, 4, 109, 96, 28, 36, 47, 11, 71},
	{33, 102, 21, 9, 17, 49, 124, 79, 64, 91, 42, 69, 53},
	{60, 14, 1, 27, 103, 126, 75, 89, 50, 120, 19, 32, 110},
	{92, 111, 130, 59, 31, 12, 81, 43, 55, 5, 74, 22, 101},
	{128, 58, 118, 48, 108, 38, 98, 93, 23, 83, 13, 73, 3},
}

// imbLayout is step 6.
func imbLayout(characters [imbCharacters]uint16) Bars {
	var set [2*imbBars + 1]bool
	for i, c := range characters {
		for bit, slot := range imbSlots[i] {
			set[slot] = c>>bit&1 != 0
		}
	}
	out := make(Bars, imbBars)
	for i := range out {
		out[i] = bar(set[i+1+imbBars], set[i+1])
	}
	return out
}

// ParseIMb reads a tracking and a routing code joined by a hyphen, as in
// "01234567094987654321-01234567891"; IMb checks them.
func ParseIMb(s string) (tracking, routing string) {
	tracking, routing, _ = strings.Cut(s, "-")
	return tracking, routing
}
