package letter

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

var update = flag.Bool("update", false, "write the golden letters anew")

func sample(t *testing.T, l i18n.Lang) View {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(l)
	return View{P: p, Subject: p.T("letter.answer.subject", "Place", "Linden Park"), Head: p.T("letter.answer.head"), Words: "You were right.\n\nThe sauna is <hot> again & stays so.",
		By: p.T("letter.answer.by", "Name", "Marta", "Place", "Linden Park"), Code: p.T("letter.code", "Code", "LP-7K4M"),
		More: p.T("letter.answer.more"), Link: p.T("letter.answer.link"), URL: "https://said.example/s/TOKEN", Foot: p.T("letter.once")}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; look at it, then run go test -update:\n%s", file, got)
	}
}

func TestLettersInEveryLanguage(t *testing.T) {
	for _, l := range i18n.Languages() {
		v := sample(t, l)
		var html bytes.Buffer
		if err := HTML(v).Render(t.Context(), &html); err != nil {
			t.Fatal(err)
		}
		golden(t, "answer."+string(l)+".golden.html", html.String())
		golden(t, "answer."+string(l)+".golden.txt", Text(v))
		if strings.Contains(Text(v)+html.String(), "[letter.") {
			t.Errorf("%s lacks words", l)
		}
	}
}

func TestALetterWithoutWordsHasNoEmptyParagraphs(t *testing.T) {
	v := View{P: sample(t, i18n.English).P, Head: "Head.", More: "More.", URL: "https://x/desk/c/1"}
	if got := Text(v); got != "Head.\n\nMore.\nhttps://x/desk/c/1\n" {
		t.Errorf("got %q", got)
	}
	var html bytes.Buffer
	if err := HTML(v).Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html.String(), "<blockquote>") || strings.Contains(html.String(), "<hr>") {
		t.Errorf("got %s", html.String())
	}
}
