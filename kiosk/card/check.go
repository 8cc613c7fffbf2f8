package card

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/yousaid/yousaid/kiosk/card/barcode"
)

// checkFace tells what the face of the run's post still needs. The first thing
// missing is told.
func (r *Run) checkFace() error {
	if err := r.checkSettings(); err != nil {
		return err
	}
	switch r.Post {
	case BRM:
		return r.checkBRM()
	case IBRS:
		return r.checkIBRS()
	case Freepost:
		return r.checkFreepost()
	case Antwort:
		return r.checkAntwort()
	}
	return nil
}

// checkBRM tells what a Business Reply Mail face still needs.
func (r *Run) checkBRM() error {
	switch {
	case r.Licence == "":
		return &FieldError{"card.problem.permit", "licence", "Business Reply Mail needs the number of your permit"}
	case r.City == "":
		return &FieldError{"card.problem.permit_city", "city", "Business Reply Mail needs the city and state of your permit, as in PORTLAND ME"}
	}
	if err := r.checkLatin(); err != nil || r.IMb == "" {
		return err
	}
	_, err := barcode.IMb(barcode.ParseIMb(r.IMb))
	return codeError("imb", err)
}

// checkLatin keeps letters off a Business Reply Mail face that the post's
// machines do not read.
func (r *Run) checkLatin() error {
	strange := func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) }
	for _, f := range []struct{ field, text string }{{"licence", r.Licence}, {"city", r.City}, {"address", strings.Join(r.Address, " ")}} {
		if strings.ContainsFunc(f.text, strange) {
			return &FieldError{"card.problem.latin", f.field, fmt.Sprintf("Business Reply Mail is read in Latin letters: write %q with A to Z, as in PORTLAND ME", f.text)}
		}
	}
	return nil
}

// codeError is what is wrong with a code, at its field.
func codeError(field string, err error) error {
	var wrong *barcode.InputError
	if errors.As(err, &wrong) {
		return &FieldError{wrong.Key, field, wrong.Text}
	}
	return err
}

func (r *Run) checkIBRS() error {
	switch {
	case ibrsNumber(r.Licence) == "":
		return &FieldError{"post.problem.ibrs_licence", "licence", "the international service needs the number of your IBRS/CCRI licence"}
	case r.Country == "":
		return &FieldError{"post.problem.ibrs_country", "country", "give the country to which replies go, as your post writes it"}
	}
	return nil
}

func (r *Run) checkFreepost() error {
	switch {
	case !freepostNumber.MatchString(capitals(r.Licence)):
		return &FieldError{"post.problem.rm_licence", "licence", "a Freepost licence number has three groups of four letters, as in RTHK-XUZZ-KCXU"}
	case r.Artwork == nil:
		return &FieldError{"post.problem.rm_artwork", "artwork", "Royal Mail gives you the artwork with the licence: this face cannot be printed without it"}
	case r.RM4SCC == "":
		return nil
	}
	if _, err := barcode.RM4SCC(r.RM4SCC); err != nil {
		return codeError("rm4scc", err)
	}
	return r.checkPostcode()
}

func (r *Run) checkAntwort() error {
	switch r.Note {
	case "", PaysAll, PleasePay, MayPay:
	default:
		return &FieldError{"post.problem.dp_note", "note", fmt.Sprintf("there is no franking note %q: use pays, please or may", r.Note)}
	}
	if r.Artwork == nil {
		return &FieldError{"post.problem.dp_artwork", "artwork", "Deutsche Post gives you its mark with the contract: this face cannot be printed without it"}
	}
	return nil
}

// checkSettings keeps the measures that may be chosen within reason.
func (r *Run) checkSettings() error {
	for _, s := range Settings(r.Post) {
		if v := r.setting(s.Name); !(v >= s.Min && v <= s.Max) { // no number is out of range too
			return &FieldError{"post.problem.setting", s.Name, fmt.Sprintf("%s is between %.1f and %.1f mm", s.Name, s.Min, s.Max)}
		}
	}
	return nil
}

// setting is a measure as the run's post wants it.
func (r *Run) setting(name string) float64 {
	if v, ok := r.Settings[name]; ok {
		return v
	}
	for _, s := range Settings(r.Post) {
		if s.Name == name {
			return s.Usual
		}
	}
	return 0
}
