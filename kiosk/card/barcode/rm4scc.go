package barcode

import "strings"

const rmAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// rmHalves are the six ways to choose two of four bars, in the order of the
// code's table: a character's row chooses the ascenders, its column the
// descenders.
var rmHalves = [6]string{"0011", "0101", "0110", "1001", "1010", "1100"}

// RM4SCC encodes a postcode and its delivery point suffix, as in "LE28AA1T", in
// the Royal Mail four-state customer code: start bar, characters, check
// character, stop bar. Spaces are left out, small letters are taken as
// capitals. Source: Royal Mail, Customer Barcoding Technical Specifications.
// An *InputError says what is wrong.
func RM4SCC(s string) (Bars, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if s == "" {
		return nil, wrong("postcode", "card.problem.postcode_empty", "give the postcode and its delivery point suffix, as in LE2 8AA 1T")
	}
	if len(s) > 9 {
		return nil, wrong("postcode", "card.problem.postcode_long", "a postcode with its delivery point suffix has at most 9 letters and digits: %q has %d", s, len(s))
	}
	out, rows, columns := Bars{Ascender}, 0, 0
	for _, r := range s {
		i := strings.IndexRune(rmAlphabet, r)
		if i < 0 {
			return nil, wrong("postcode", "card.problem.postcode_letters", "a postcode has only the letters A to Z and digits: %q has %q", s, r)
		}
		out = append(out, rmBars(i)...)
		rows, columns = rows+i/6+1, columns+i%6+1
	}
	out = append(out, rmBars((rows+5)%6*6+(columns+5)%6)...)
	return append(out, Full), nil
}

func rmBars(i int) Bars {
	up, down := rmHalves[i/6], rmHalves[i%6]
	out := make(Bars, 4)
	for k := range out {
		out[k] = bar(up[k] == '1', down[k] == '1')
	}
	return out
}
