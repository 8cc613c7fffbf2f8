package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/kiosk/scan/scantest"
)

// stack is a print run that came back: scanned sheets, and what was meant.
type stack struct {
	db, dir string
	pages   []image.Image // four cards each, as scanned
	truth   map[string][]omrtest.Truth
}

// returned prints n cards, has them filled in and scans them; then spoils each.
func returned(t *testing.T, n int, spoils ...func(r *rand.Rand, page *image.Gray, c card.Placed)) stack {
	t.Helper()
	s := stack{db: initialised(t), dir: t.TempDir(), truth: map[string][]omrtest.Truth{}}
	pdf, layout := filepath.Join(s.dir, "print.pdf"), filepath.Join(s.dir, "print.json")
	ok(t, "", "cards", "--db", s.db, "--run", "October", "--count", fmt.Sprint(n), "--base-url", "https://old.example.org", "--out", pdf, "--layout", layout)
	var l card.Layout
	raw, err := os.ReadFile(layout)
	if err == nil {
		err = json.Unmarshal(raw, &l)
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(pdf)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 9))
	dark := []omrtest.Pen{{Width: .5, Grey: 20}}
	for page := 1; ; page++ {
		var on []card.Placed
		for _, c := range l.Cards {
			if c.Page == page && c.Side == "front" {
				on = append(on, c)
			}
		}
		if len(on) == 0 {
			return s
		}
		m, err := omrtest.Page(file, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range on {
			s.truth[c.Serial] = omrtest.Fill(r, m, c, []omrtest.Style{omrtest.Cross}, dark)
			for _, spoil := range spoils {
				spoil(r, m, c)
			}
		}
		s.pages = append(s.pages, omrtest.Scan{Bed: 5, DPI: 150, Scale: 1, Skew: 1, Blur: .5, Noise: 4}.Of(r, m))
	}
}

func (s stack) write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// cat is a picture without a card.
func cat() image.Image {
	m := image.NewGray(image.Rect(0, 0, 800, 600))
	for i := range m.Pix {
		m.Pix[i] = uint8(90 + (i%800)/8 + (i/800)%37)
	}
	for _, at := range []image.Point{{250, 200}, {500, 210}} {
		for y := -40; y < 40; y++ {
			for x := -40; x < 40; x++ {
				if x*x+y*y < 1600 {
					m.SetGray(at.X+x, at.Y+y, color.Gray{20})
				}
			}
		}
	}
	return m
}

type sideLine struct {
	File        string
	Page        int
	Serial      *string
	Side        string
	NeedsReview *bool `json:"needs_review"`
	Reason      *string
	Boxes       []struct {
		Field, Value, State string
		Confidence          *float64
	}
	Error string
}

func sideLines(t *testing.T, out string) (list []sideLine) {
	t.Helper()
	for line := range strings.Lines(out) {
		var x sideLine
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&x); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		list = append(list, x)
	}
	return list
}

func (s stack) check(t *testing.T, x sideLine) {
	t.Helper()
	truth := s.truth[*x.Serial]
	if x.Side != "front" || *x.NeedsReview || *x.Reason != "" || len(x.Boxes) != len(truth) || len(truth) == 0 {
		t.Errorf("%s: side %q, review %v, reason %q, %d boxes of %d", *x.Serial, x.Side, *x.NeedsReview, *x.Reason, len(x.Boxes), len(truth))
		return
	}
	for i, b := range x.Boxes {
		want := "blank"
		if truth[i].Ticked {
			want = "ticked"
		}
		if b.Field != truth[i].Field || b.Value != truth[i].Value || b.State != want || b.Confidence == nil {
			t.Errorf("%s: %+v, want %s %s %s", *x.Serial, b, truth[i].Field, truth[i].Value, want)
		}
	}
}

// The contract of scan --json, and that a dry run leaves no trace.
func TestScanSpeaksAsItsContractSays(t *testing.T) {
	s := returned(t, 8)
	file := s.write(t, "stack.pdf", scantest.Scans(s.pages[0], cat(), s.pages[1]))
	lines := sideLines(t, ok(t, "", "scan", "--json", "--dry-run", "--db", s.db, file))
	if len(lines) != 9 {
		t.Fatalf("%d lines, want 8 cards and one page without any", len(lines))
	}
	for i, x := range lines {
		if want := []int{1, 1, 1, 1, 2, 3, 3, 3, 3}[i]; x.File != file || x.Page != want {
			t.Errorf("line %d: %s page %d, want page %d", i+1, x.File, x.Page, want)
		}
		if x.Page == 2 {
			if !strings.HasPrefix(x.Error, "no card found: ") || x.Serial != nil {
				t.Errorf("a page without a card: %+v", x)
			}
			continue
		}
		s.check(t, x)
	}
	if out := ok(t, "", "export", "submissions", "--format", "jsonl", "--db", s.db); out != "" {
		t.Errorf("a dry run took in: %s", out)
	}
}

func (s stack) submissions(t *testing.T) int {
	t.Helper()
	return strings.Count(ok(t, "", "export", "submissions", "--format", "jsonl", "--db", s.db), "\n")
}

func TestScanTakesEachCardInOnce(t *testing.T) {
	s := returned(t, 4)
	pdf := s.write(t, "a.pdf", scantest.Scans(s.pages[0]))
	out := ok(t, "", "scan", "--db", s.db, pdf)
	if n := strings.Count(out, "taken in"); n != 4 || !strings.Contains(out, "LP-C0003, front; ticked mood ") || !strings.Contains(out, "cards: 4; to review: 0") {
		t.Errorf("%d taken in:\n%s", n, out)
	}
	if n := s.submissions(t); n != 4 {
		t.Fatalf("%d submissions of 4 cards", n)
	}
	// The same bytes, and the same cards in other bytes.
	if out := ok(t, "", "scan", "--db", s.db, pdf); !strings.Contains(out, "read before") || strings.Contains(out, "taken in;") {
		t.Errorf("the same file: %s", out)
	}
	jpg := s.write(t, "b.jpg", scantest.JPEG(s.pages[0], 80))
	if out := ok(t, "", "scan", "--db", s.db, jpg); strings.Count(out, "was read before") != 4 {
		t.Errorf("the same cards: %s", out)
	}
	if n := s.submissions(t); n != 4 {
		t.Errorf("%d submissions after reading 4 cards three times", n)
	}
}

// Two marks where one was asked for, and cards of another house: a person
// decides, nothing is taken in.
func TestScanSendsDoubtToAPerson(t *testing.T) {
	s := returned(t, 4, func(r *rand.Rand, page *image.Gray, c card.Placed) {
		for _, b := range c.Boxes {
			if b.Field == "mood" {
				omrtest.Mark(r, page, b, omrtest.Cross, omrtest.Pen{Width: .5, Grey: 20})
			}
		}
	})
	other := returned(t, 4)
	file := s.write(t, "two.pdf", scantest.Scans(s.pages[0], other.pages[0]))
	lines := sideLines(t, ok(t, "", "scan", "--json", "--db", s.db, file))
	if len(lines) != 8 {
		t.Fatalf("%d lines of 8 cards", len(lines))
	}
	for _, x := range lines {
		switch {
		case !*x.NeedsReview:
			t.Errorf("needs no review: %+v", x)
		case x.Page == 1 && (*x.Reason != "two" || !strings.HasPrefix(*x.Serial, "LP-C")):
			t.Errorf("two faces: %s, reason %q", *x.Serial, *x.Reason)
		case x.Page == 2 && (*x.Reason != "unknown" || *x.Serial != "" || len(x.Boxes) != 0):
			t.Errorf("a stranger's card: %+v", x)
		}
	}
	if n := s.submissions(t); n != 0 {
		t.Errorf("%d were taken in", n)
	}
}

func TestScanRefusesBadFilesAndKeepsTheGoodOnes(t *testing.T) {
	s := returned(t, 4)
	good := s.write(t, "good.jpg", scantest.JPEG(s.pages[0], 80))
	letter, empty := s.write(t, "letter.pdf", []byte("Dear all")), s.write(t, "empty.tif", nil)
	code, out, errs := command(t, "", "scan", "--json", "--db", s.db, letter, good, filepath.Join(s.dir, "nowhere.pdf"), empty)
	lines := sideLines(t, out)
	if code != exitFailed || len(lines) != 6 || lines[0].File != letter || !strings.Contains(lines[0].Error, "PDF, TIFF, PNG or JPEG") || !strings.Contains(lines[5].Error, "empty") {
		t.Errorf("exit %d, %d lines: %s", code, len(lines), out)
	}
	if !strings.Contains(errs, "nowhere.pdf cannot be read") || strings.Count(errs, "\n") != 1 {
		t.Errorf("on stderr: %q", errs)
	}
	if n := s.submissions(t); n != 4 {
		t.Errorf("%d submissions beside bad files", n)
	}
	if out := ok(t, string(scantest.JPEG(s.pages[0], 80)), "scan", "--json", "--dry-run", "--db", s.db, "-"); len(sideLines(t, out)) != 4 {
		t.Errorf("from the standard input: %s", out)
	}
	if code, _, _ := command(t, "", "scan", "--db", s.db); code != exitUsage {
		t.Errorf("no file named: exit %d", code)
	}
}

// The built program reads apart from itself.
func TestBuiltProgramReadsInAProcessApart(t *testing.T) {
	s := returned(t, 4)
	file := s.write(t, "stack.pdf", scantest.Scans(s.pages[0], cat()))
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	cmd := exec.Command(bin, "scan", "--json", "--dry-run", "--db", s.db, file)
	cmd.Env = append(os.Environ(), "HOME="+s.dir)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	lines := sideLines(t, out.String())
	if len(lines) != 5 || lines[4].Error == "" {
		t.Errorf("%s", out.String())
	}
	for _, x := range lines[:4] {
		s.check(t, x)
	}
	if _, err := os.Stat(filepath.Join(s.dir, ".config")); err == nil {
		t.Error("something was written into the home folder")
	}
}
