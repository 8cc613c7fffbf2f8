package card

import (
	"bytes"
	"errors"
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
