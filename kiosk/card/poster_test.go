package card

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/templates/i18n"
)

const posterURL = "https://said.lindenpark.example/at/linden-park"

func posterOf(t testing.TB, size PosterSize, langs ...i18n.Lang) *Poster {
	o := &Poster{Size: size, Place: "Linden Park Leisure Centre", URL: posterURL, Shown: strings.TrimPrefix(posterURL, "https://"),
		Title: "Linden Park: tell us", Made: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	for _, l := range langs {
		p := printer(t, l)
		o.Words = append(o.Words, PosterWords{P: p, Promise: p.T("touch.start.read") + " " + p.N("common.answer_within", 2)})
	}
	return o
}

func posterPDF(t testing.TB, p *Press, o *Poster) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.PosterPDF(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pairs are the languages a poster is tried in: each alone, and the long ones
// together.
func pairs() [][]i18n.Lang {
	out := [][]i18n.Lang{{i18n.German, i18n.Ukrainian}, {i18n.Ukrainian, i18n.German}, {i18n.English, i18n.Filipino}}
	for _, l := range i18n.Languages() {
		out = append(out, []i18n.Lang{l})
	}
	return out
}

func TestPosterSaysItInEveryLanguage(t *testing.T) {
	p := newPress(t)
	for _, size := range PosterSizes() {
		for _, langs := range pairs() {
			o := posterOf(t, size, langs...)
			got := squeeze(tool(t, "pdftotext", "-raw", file(t, posterPDF(t, p, o)), "-"))
			for _, w := range o.Words {
				for _, want := range append(strings.Fields(strings.NewReplacer("[", "", "]", "").Replace(w.P.T("question.ask.mood")+" "+w.Promise+" "+w.P.T("poster.print.sub"))),
					strings.Fields(w.P.T("poster.print.free")+" "+w.P.T("poster.print.scan"))...) {
					if !strings.Contains(got, want) {
						t.Errorf("%s %v: %q is not in\n%s", size, langs, want, got)
					}
				}
			}
			if strings.ContainsAny(got, "[]") {
				t.Errorf("%s %v: a sentence is missing in\n%s", size, langs, got)
			}
			for _, want := range []string{"Linden Park Leisure Centre", "said.lindenpark.example/", "at/linden-park"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s %v: %q is not in\n%s", size, langs, want, got)
				}
			}
		}
	}
}

func TestPosterCodeIsReadFromThePrint(t *testing.T) {
	p := newPress(t)
	for _, size := range PosterSizes() {
		for _, langs := range [][]i18n.Lang{{i18n.English}, {i18n.German, i18n.Ukrainian}} {
			name := file(t, posterPDF(t, p, posterOf(t, size, langs...)))
			picture := filepath.Join(t.TempDir(), "poster")
			tool(t, "pdftoppm", "-r", "72", "-png", "-singlefile", name, picture)
			want := 1
			if size == PosterTent {
				want = 2 // one on each face
			}
			out := tool(t, "zbarimg", "-q", picture+".png")
			if n := strings.Count(out, "QR-Code:"+posterURL+"\n"); n != want || strings.Count(out, "QR-Code:") != want {
				t.Errorf("%s %v: %d codes of %s read, want %d:\n%s", size, langs, n, posterURL, want, out)
			}
		}
	}
}

func TestPosterFileIsSoundAndSelfContained(t *testing.T) {
	p := newPress(t)
	for size, page := range map[PosterSize]string{PosterA4: "595.28 x 841.89 pts (A4)", PosterA5: "419.53 x 595.28 pts", PosterTent: "595.28 x 841.89 pts (A4)"} {
		name := file(t, posterPDF(t, p, posterOf(t, size, i18n.Russian)))
		if out := tool(t, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", size, out)
		}
		info := squeeze(tool(t, "pdfinfo", name))
		for _, want := range []string{"Pages: 1", "Page size: " + page, "Title: Linden Park: tell us"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: %q is not in %s", size, want, info)
			}
		}
		for _, row := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", name)), "\n")[2:] {
			if f := strings.Fields(row); !strings.Contains(squeeze(row), "Identity-H yes") {
				t.Errorf("%s: not embedded: %v", size, f)
			}
		}
	}
}

// On a table card the heads of both faces meet at the upper fold.
func TestTentFacesStandHeadToHead(t *testing.T) {
	faces, err := newPress(t).poster(posterOf(t, PosterTent, i18n.English, i18n.German))
	if err != nil {
		t.Fatal(err)
	}
	if len(faces) != 4 || !faces[0].turned || faces[1].turned || faces[0].y+faces[0].h != faces[1].y || faces[1].y+faces[1].h != faces[2].y {
		t.Errorf("faces %+v", faces)
	}
	if faces[0].h != 99 || faces[2].h != 99 {
		t.Errorf("the parts are %g and %g mm high, want 99", faces[0].h, faces[2].h)
	}
}

func TestPosterRefusesWhatDoesNotFit(t *testing.T) {
	p := newPress(t)
	long := strings.Repeat("Linden Park Leisure Centre and Spa ", 8)
	for _, size := range PosterSizes() {
		for name, spoil := range map[string]func(*Poster){
			"place":   func(o *Poster) { o.Place = long },
			"address": func(o *Poster) { o.Shown = strings.Repeat("said.", 30) + "example/at/x" },
			"code":    func(o *Poster) { o.URL = posterURL + strings.Repeat("x", 1500) },
			"promise": func(o *Poster) { o.Words[0].Promise = long + long },
		} {
			o := posterOf(t, size, i18n.English)
			spoil(o)
			var fit *FitError
			var b bytes.Buffer
			if err := p.PosterPDF(&b, o); !errors.As(err, &fit) || b.Len() > 0 {
				t.Errorf("%s %s: %v, want a sentence that names the words and no file", size, name, err)
			}
		}
	}
}

func TestPosterNames(t *testing.T) {
	for _, s := range PosterSizes() {
		if got, err := ParsePosterSize(string(s)); err != nil || got != s {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
	if _, err := ParsePosterSize("a3"); err == nil {
		t.Error("a3 is a size")
	}
}

func TestPosterGolden(t *testing.T) {
	p := newPress(t)
	var sums strings.Builder
	for _, size := range PosterSizes() {
		o := posterOf(t, size, i18n.English, i18n.Ukrainian)
		first, again := posterPDF(t, p, o), posterPDF(t, newPress(t), o)
		if !bytes.Equal(first, again) {
			t.Errorf("%s: the same poster is other bytes", size)
		}
		var svg bytes.Buffer
		if err := p.PosterSVG(&svg, o); err != nil {
			t.Fatal(err)
		}
		for _, b := range [][]byte{first, svg.Bytes()} {
			sum := sha256.Sum256(b)
			sums.WriteString(string(size) + " " + hex.EncodeToString(sum[:]) + "\n")
		}
		if dir := os.Getenv("POSTERS"); dir != "" {
			os.WriteFile(filepath.Join(dir, string(size)+".pdf"), first, 0o600)
		}
	}
	golden(t, "posters.sha256.golden", sums.String())
}

// Where the owner wrote the heading in one language only, it stands once.
func TestPosterSaysTheSameWordsOnce(t *testing.T) {
	p := newPress(t)
	o := posterOf(t, PosterA4, i18n.Estonian, i18n.Russian)
	o.Words[0].Asks, o.Words[1].Asks = "How did we [do?]", "How did we [do?]"
	got := squeeze(tool(t, "pdftotext", "-raw", file(t, posterPDF(t, p, o)), "-"))
	if n := strings.Count(got, "do?"); n != 1 {
		t.Errorf("the heading stands there %d times:\n%s", n, got)
	}
	if len(o.Words) != 2 || !strings.Contains(got, strings.Fields(o.Words[1].P.T("poster.print.scan"))[0]) {
		t.Errorf("the second language is gone:\n%s", got)
	}
}
