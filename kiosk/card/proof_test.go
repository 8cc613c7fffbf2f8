package card

import (
	"bytes"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

// The proof is one sheet: the reply side at 100 %, its measures, the list, the
// sentence that the post decides.
func TestProofSheet(t *testing.T) {
	p := newPress(t)
	for _, post := range withReplySide() {
		for i, paper := range []Paper{A6, FourSix} {
			r := faceSample(t, post, paper)
			words := printer(t, i18n.Languages()[i*3])
			var b bytes.Buffer
			if err := p.Proof(&b, r, words); err != nil {
				t.Errorf("%s on %s: %v", post, paper, err)
				continue
			}
			name := file(t, b.Bytes())
			tool(t, "qpdf", "--check", name)
			if info := tool(t, "pdfinfo", name); !regexp.MustCompile(`Pages: +1\n`).MatchString(info) {
				t.Errorf("%s: %s", post, info)
			}
			got := squeeze(tool(t, "pdftotext", "-raw", name, "-"))
			for _, want := range []string{squeeze(words.T("post.proof.word")), "in", r.Cards[0].Serial} {
				if !strings.Contains(got, want) {
					t.Errorf("%s on %s: %q is not in\n%s", post, paper, want, got)
				}
			}
			out := filepath.Join(t.TempDir(), "p")
			tool(t, "pdftoppm", "-r", "200", "-png", "-singlefile", name, out)
			if got := tool(t, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", out+".png"); !strings.Contains(got, r.Cards[0].URL+backMark) {
				t.Errorf("%s on %s: read %q", post, paper, got)
			}
		}
	}
}

// The ruler and the card are as large as they say.
func TestProofIsAtFullSize(t *testing.T) {
	p := newPress(t)
	r := faceSample(t, IBRS, A6)
	var b bytes.Buffer
	if err := p.Proof(&b, r, r.P); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "p")
	tool(t, "pdftoppm", "-r", "600", "-gray", "-png", "-singlefile", file(t, b.Bytes()), out)
	img := readPNG(t, out+".png")
	perMM := 600 / 25.4
	ruler := 66 + 105 + 18.0
	line := spans(int(15*perMM), int(125*perMM), func(x int) bool { return dot(img, x, int(ruler*perMM)) < 128 })
	if len(line) == 0 {
		t.Fatal("no ruler")
	}
	within(t, "ruler", line[0].width(perMM), 99.8, 100.2)
	left, top := 31.0, 66.0
	bars := spans(int((top+25)*perMM), int((top+70)*perMM), func(y int) bool { return dot(img, int((left+66)*perMM), y) < 100 })
	if len(bars) < 2 {
		t.Fatalf("%d bars", len(bars))
	}
	within(t, "bar of the legend", bars[0].width(perMM), 2.9, 3.1)
}

func TestProofNeedsAReplySide(t *testing.T) {
	r := sample(t, "en", 1)
	r.Post = NoPost
	var field *FieldError
	if err := newPress(t).Proof(&bytes.Buffer{}, r, r.P); !errors.As(err, &field) || field.Field != "post" {
		t.Errorf("got %v, want a FieldError of post", err)
	}
}
