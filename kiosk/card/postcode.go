package card

import (
	"fmt"
	"regexp"
	"strings"
)

// A postcode of the United Kingdom is an outward and an inward half; a delivery
// point suffix is a digit and a letter. Inward letters and suffixes do without
// C, I, K, M, O and V. Source: Royal Mail, Know How.
const (
	postcode = `([A-Z]{1,2}[0-9][A-Z0-9]?|GIR) ?([0-9][ABD-HJLNP-UW-Z]{2})`
	suffix   = `[0-9][ABD-HJLNP-UW-Z]`
)

var (
	withSuffix   = regexp.MustCompile(`^` + postcode + suffix + `$`)
	endsWithCode = regexp.MustCompile(`\b` + postcode + `$`)
)

// checkPostcode compares the barcode's postcode with the address: the post
// sorts by the one and delivers by the other.
func (r *Run) checkPostcode() error {
	code := withSuffix.FindStringSubmatch(strings.Join(strings.Fields(capitals(r.RM4SCC)), ""))
	if code == nil {
		return &FieldError{"card.problem.postcode_shape", "rm4scc", "a postcode with its delivery point suffix looks like LE2 8AA 1T: the postcode, a digit and a letter"}
	}
	for i := len(r.Address) - 1; i >= 0; i-- {
		written := endsWithCode.FindStringSubmatch(strings.Join(strings.Fields(capitals(r.Address[i])), " "))
		if written == nil {
			continue
		}
		if written[1] != code[1] || written[2] != code[2] {
			return &FieldError{"card.problem.postcode_other", "rm4scc", fmt.Sprintf("the barcode is of %s %s and the address of %s %s: both have to be the same postcode", code[1], code[2], written[1], written[2])}
		}
		return nil
	}
	return nil
}
