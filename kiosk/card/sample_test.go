package card

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/templates/i18n"
)

func newPress(t testing.TB) *Press {
	t.Helper()
	p, err := NewPress()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var catalog = sync.OnceValues(i18n.Load)

func printer(t testing.TB, l i18n.Lang) *i18n.Printer {
	t.Helper()
	c, err := catalog()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(l)
}

// sample is a run of n cards as a leisure centre in Tallinn would print it.
func sample(t testing.TB, l i18n.Lang, n int) *Run {
	p := printer(t, l)
	r := &Run{P: p, Title: "Comment cards", Place: "Linden Park Leisure Centre", Promise: p.N("card.front.promise.wd", 2), EraseDays: 30,
		Paper: A4, Post: Generic, Licence: "10 417", City: "Tallinn",
		Address: []string{"Linden Park Leisure Centre", "You said, we did", "Reply service 10 417", "10902 Tallinn"},
		Made:    time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	r.Questions = Questions{Faces: 5, Writing: true, Contact: true}
	for _, v := range []string{"waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other"} {
		r.Questions.Topics = append(r.Questions.Topics, Topic{v, p.T("common.topic." + v)})
	}
	for i := range n {
		r.Cards = append(r.Cards, Card{fmt.Sprintf("LP-C%04d", 417+i), fmt.Sprintf("https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB%08d", i)})
	}
	return r
}

func pdfOf(t testing.TB, p *Press, runs ...*Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.PDF(&b, runs...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// file writes the print file where the tools of the PDF world can read it.
func file(t testing.TB, pdf []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "cards.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// tool runs a program of the PDF world; make test installs it.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}
