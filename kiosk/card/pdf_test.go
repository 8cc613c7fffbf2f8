package card

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestFileIsSound(t *testing.T) {
	p := newPress(t)
	for _, paper := range Papers() {
		r := sample(t, i18n.Ukrainian, 6)
		r.Paper = paper
		name := file(t, pdfOf(t, p, r))
		if out := tool(t, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", paper, out)
		}
	}
}

func TestPageSizesTitleAndLanguage(t *testing.T) {
	p := newPress(t)
	sizes := map[Paper]string{A4: "841.89 x 595.276", Letter: "792 x 612", A6: "419.528 x 297.638", FourSix: "432 x 288"}
	for paper, size := range sizes {
		r := sample(t, i18n.German, 5)
		r.Paper, r.Title = paper, "Karten für Öl"
		pdf := pdfOf(t, p, r)
		info := tool(t, "pdfinfo", file(t, pdf))
		for _, want := range []string{"Title: Karten für Öl", "Page size: " + size + " pts", "Nov 22 09:30:00 2026"} {
			if !strings.Contains(squeeze(info), want) {
				t.Errorf("%s: %q is not in\n%s", paper, want, info)
			}
		}
		if !bytes.Contains(pdf, []byte("/Lang (de)")) {
			t.Errorf("%s: the language is not stated", paper)
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestFontsAreEmbedded(t *testing.T) {
	out := tool(t, "pdffonts", file(t, pdfOf(t, newPress(t), sample(t, i18n.Russian, 1))))
	rows := regexp.MustCompile(`(?m)^utf8\S+ +CID TrueType +Identity-H +(\S+) +\S+ +(\S+)`).FindAllStringSubmatch(out, -1)
	if len(rows) != int(fontCount) {
		t.Fatalf("got %d fonts, want %d:\n%s", len(rows), fontCount, out)
	}
	for _, r := range rows {
		if r[1] != "yes" || r[2] != "yes" {
			t.Errorf("not embedded or no Unicode table: %s", r[0])
		}
	}
}

func TestTextsOfEveryLanguage(t *testing.T) {
	p := newPress(t)
	for _, l := range i18n.Languages() {
		r := sample(t, l, 2)
		r.Paper = A6
		got := squeeze(tool(t, "pdftotext", "-layout", file(t, pdfOf(t, p, r)), "-"))
		want := []string{"LP-C0417", "LP-C0418", "Linden Park Leisure Centre", r.P.T("common.mood.1"), r.P.T("card.front.words"), r.P.T("card.front.contact"), "10902 Tallinn", "10 417"}
		for _, topic := range r.Questions.Topics {
			want = append(want, topic.Label)
		}
		want = append(want, strings.Fields(strings.NewReplacer("[", "", "]", "").Replace(r.P.T("card.front.heading")+" "+r.P.T("card.back.heading")+" "+r.Promise))...)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is not in\n%s", l, w, got)
			}
		}
	}
}

func TestNoLetterIsMissing(t *testing.T) {
	p := newPress(t)
	m := p.metrics()
	for _, l := range i18n.Languages() {
		for _, key := range []string{"card.front.heading", "card.back.heading"} {
			text := printer(t, l).T(key)
			if got := m.clean(hand, text); got != text {
				t.Errorf("%s %s: printed %q, want %q", l, key, got, text)
			}
		}
	}
	if got := m.clean(hand, "ё ї є ґ õ ä ñ ’ ß š ž"); strings.ContainsRune(got, missing) {
		t.Errorf("Caveat lacks a letter: %q", got)
	}
}

func TestSameRunSameBytes(t *testing.T) {
	p := newPress(t)
	r := sample(t, i18n.English, 9)
	var files [4][]byte
	var all sync.WaitGroup
	for i := range files {
		all.Go(func() {
			var b bytes.Buffer
			if err := p.PDF(&b, r); err != nil {
				t.Error(err)
			}
			files[i] = b.Bytes()
		})
	}
	all.Wait()
	for i, f := range files {
		if !bytes.Equal(f, files[0]) {
			t.Errorf("print %d is not like the first", i)
		}
	}
	sum := sha256.Sum256(files[0])
	golden(t, "run.sha256.golden", hex.EncodeToString(sum[:])+"\n")
}

func TestEmojiIsReplaced(t *testing.T) {
	r := sample(t, i18n.English, 1)
	r.Place = "Pool 🏊🏽‍♀️ & Spa"
	r.Questions.Heading = "How 😀 was [it 👍]"
	r.Questions.Topics[0].Label = "₱500 \x00\xff fee"
	p := newPress(t)
	got := squeeze(tool(t, "pdftotext", "-layout", file(t, pdfOf(t, p, r)), "-"))
	for _, want := range []string{"Pool ?? & Spa.", "How ? was", "?500 ? fee"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := p.Unprintable(r); got != "🏊♀₱👍😀" && got != "🏊♀😀👍₱" {
		t.Errorf("unprintable: %q", got)
	}
}

func TestSeveralLanguagesInOneFile(t *testing.T) {
	pdf := pdfOf(t, newPress(t), sample(t, i18n.English, 5), sample(t, i18n.Ukrainian, 5))
	name := file(t, pdf)
	tool(t, "qpdf", "--check", name)
	if out := tool(t, "pdfinfo", name); !regexp.MustCompile(`Pages: +8\n`).MatchString(out) {
		t.Errorf("want 8 pages:\n%s", out)
	}
	if out := tool(t, "pdftotext", "-f", "5", "-l", "5", name, "-"); !strings.Contains(out, "Чистота") {
		t.Errorf("the fifth page is not Ukrainian:\n%s", out)
	}
}

func TestQRCodesAreRead(t *testing.T) {
	r := sample(t, i18n.English, 8)
	dir := t.TempDir()
	tool(t, "pdftoppm", "-r", "200", "-png", file(t, pdfOf(t, newPress(t), r)), filepath.Join(dir, "p"))
	pages, err := filepath.Glob(filepath.Join(dir, "*.png"))
	if err != nil || len(pages) != 4 {
		t.Fatalf("got %d pages, want 4 (%v)", len(pages), err)
	}
	for i, page := range pages {
		got := tool(t, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page)
		ending := []string{"", backMark}[i%2]
		for _, c := range r.Cards[i/2*4:][:4] {
			if !strings.Contains(got, c.URL+ending+"\n") {
				t.Errorf("page %d: the code %s%s was not read", i+1, c.URL, ending)
			}
		}
	}
}

func TestThousandCardsStaySmall(t *testing.T) {
	if n := len(pdfOf(t, newPress(t), sample(t, i18n.Ukrainian, 1000))); n > 700_000 {
		t.Errorf("a thousand cards are %d bytes, at most 700,000 are wanted", n)
	}
}
