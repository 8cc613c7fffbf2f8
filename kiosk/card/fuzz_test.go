package card

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

// Whatever somebody writes into any field: a sound file, or an error that can
// be shown. Never a panic.
func FuzzAnyText(f *testing.F) {
	for _, s := range []string{"", "a", "😀👩‍👩‍👧", "\xff\xfe", "(\\)", "[[]", "]x[", "שלום", "中文", "e\u0301", "LP-C0417", "\u200b\u202e", "a\u00a0b\tc\nd"} {
		f.Add(s, s, s)
	}
	p := newPress(f)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		r := sample(t, i18n.English, 1)
		r.Title, r.Place, r.Promise, r.Licence, r.City = a, b, c, a, b
		r.Address = []string{c, a}
		r.Questions.Heading, r.Questions.About, r.Questions.Words = b, c, a
		r.Questions.Topics[0] = Topic{b, c}
		r.Questions.Topics = r.Questions.Topics[:3]
		r.Questions.Reach, r.Questions.More = b, []Block{{Field: a, Kind: BlockKind(c), Ask: a, Note: b, Options: []Topic{{c, a}, {b, b}}}, {Field: "q2", Kind: Scale, Ask: c}}
		r.Cards[0] = Card{Serial: a, URL: c}
		var pdf, svg bytes.Buffer
		err := p.PDF(&pdf, r)
		var fit *FitError
		if err != nil {
			if !errors.As(err, &fit) {
				t.Fatal(err)
			}
			return
		}
		if !bytes.HasSuffix(pdf.Bytes(), []byte("%%EOF\n")) {
			t.Fatal("the file has no end")
		}
		if err := p.SVG(&svg, r, Front); err != nil {
			t.Fatal(err)
		}
		p.Unprintable(r)
	})
}

// The same for what single posts ask for: a sound file, or a reason. Numbers
// that are none are refused too.
func FuzzAnyFace(f *testing.F) {
	for _, s := range []string{"", "RTHK-XUZZ-KCXU", "LE28AA1T", "😀", "\xff", "(\\)", "Estonia", "中文"} {
		f.Add(s, s, s, 3.0)
	}
	f.Add("RTHK-XUZZ-KCXU", "Estonia", "LE28AA1T", math.NaN())
	p := newPress(f)
	art := approved(f, 40, 8)
	f.Fuzz(func(t *testing.T, licence, country, code string, mm float64) {
		for _, post := range withReplySide() {
			r := faceSample(t, post, A6)
			r.Licence, r.Country, r.City, r.RM4SCC, r.IMb, r.Artwork = licence, country, country, code, "", nil
			r.Settings = map[string]float64{"ibrs_bar": mm, "ibrs_gap": mm, "rm_clear": mm}
			if can, _ := post.TakesArtwork(); can {
				r.Artwork = &Artwork{File: art.File, W: mm}
			}
			r.Address[0] = country
			var pdf bytes.Buffer
			err := p.PDF(&pdf, r)
			var fit *FitError
			var missing *FieldError
			var room *RoomError
			switch {
			case err == nil && !bytes.HasSuffix(pdf.Bytes(), []byte("%%EOF\n")):
				t.Fatal("the file has no end")
			case err != nil && !errors.As(err, &fit) && !errors.As(err, &missing) && !errors.As(err, &room):
				t.Fatal(post, err)
			case err != nil:
				continue
			}
			if err := p.Proof(&bytes.Buffer{}, r, r.P); err != nil && !errors.As(err, &fit) {
				t.Fatal(post, err)
			}
		}
	})
}
