package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// amcSheet asks what our card asks, with boxes of the same size, in the way of
// Auto Multiple Choice: on A4, its four discs in the corners.
const amcSheet = `\documentclass[a4paper,12pt]{article}
\usepackage[T1]{fontenc}
\usepackage[box]{automultiplechoice}
\AMCboxDimensions{shape=square,size=4.6mm,rule=0.45mm}
\begin{document}
\onecopy{1}{
\noindent{\large How was it today?}\vspace{6mm}

\begin{question}{mood}How was it?
\begin{choiceshoriz}[o]
\wrongchoice{Very bad}\wrongchoice{Bad}\wrongchoice{So-so}\wrongchoice{Good}\correctchoice{Very good}
\end{choiceshoriz}
\end{question}
\begin{questionmult}{topic}What was it about?
\begin{choices}[o]
\correctchoice{Waiting time}\correctchoice{Staff attitude}\correctchoice{Price not what I was told}\correctchoice{Wrong item or service}\correctchoice{Cleanliness}\correctchoice{Equipment broken}\correctchoice{Booking}\correctchoice{Something else}
\end{choices}
\end{questionmult}
}
\end{document}
`

// amc is a project of Auto Multiple Choice in a folder.
type amc struct {
	dir   string
	page  *image.Gray
	boxes []card.Box // in its own order: question, answer
}

// beside measures Auto Multiple Choice and our reader on the same marks, pens,
// damages and scans, each on its own sheet.
func (o options) beside(w io.Writer) error {
	a, err := newAMC(o.amc)
	if err != nil {
		return err
	}
	s, err := newStack()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "seed %d, %s, pages of each: %d\n", o.seed, time.Now().Format(time.DateOnly), o.cards)
	fmt.Fprintf(w, "%-28s | %-43s | %s\n%-28s | %7s %6s %9s %8s %7s | %7s %6s %9s %8s %7s\n", "", "Auto Multiple Choice 1.6", "ours",
		"level", "located", "boxes", "silent", "unsure", "ms", "located", "boxes", "silent", "unsure", "ms")
	for _, l := range levels() {
		if !o.wants(l) || l.photo != nil || l.four || l.other || l.inks != nil || l.words != "" {
			continue
		}
		theirs, err := a.measure(l, o)
		if err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		t, m := rowOf(l.name, theirs), rowOf(l.name, s.measure(l, o.cards, o))
		fmt.Fprintf(w, "%-28s | %7d %6d %9d %7.2f%% %7.0f | %7d %6d %9d %7.2f%% %7.0f\n", l.name, t.Located, t.Boxes, t.Silent, t.Unsure, t.PageMS, m.Located, m.Boxes, m.Silent, m.Unsure, m.PageMS)
	}
	return nil
}

func newAMC(dir string) (*amc, error) {
	a := &amc{dir: dir}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "survey.tex"), []byte(amcSheet), 0o644); err != nil {
		return nil, err
	}
	if _, err := a.do("auto-multiple-choice", "prepare", "--mode", "s", "--prefix", "./", "survey.tex", "--out-sujet", "sheet.pdf", "--out-corrige", "answers.pdf",
		"--out-calage", "layout.xy", "--data", "data", "--with", "pdflatex"); err != nil {
		return nil, err
	}
	if _, err := a.do("auto-multiple-choice", "meptex", "--data", "data", "--src", "layout.xy"); err != nil {
		return nil, err
	}
	rows, err := a.query("data/layout.sqlite", "select question,answer,xmin,xmax,ymin,ymax from layout_box where role=1 order by 1,2")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		a.boxes = append(a.boxes, boxOf(r))
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "sheet.pdf"))
	if err != nil {
		return nil, err
	}
	a.page, err = omrtest.Page(pdf, 1)
	return a, err
}

// boxOf takes a row of its layout, in dots of 300 dpi.
func boxOf(r []string) card.Box {
	at := func(i int) float64 {
		v, _ := strconv.ParseFloat(r[i], 64)
		return v / omrtest.MM
	}
	field := "topic"
	if r[0] == "1" {
		field = "mood"
	}
	return card.Box{Field: field, Value: r[1], X: at(2), Y: at(4), W: at(3) - at(2), H: at(5) - at(4)}
}

// do runs a program in the project's folder.
func (a *amc) do(name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = a.dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s", name, args[0], err, said.String())
	}
	return out, nil
}

func (a *amc) query(db, sql string) ([][]string, error) {
	out, err := a.do("sqlite3", "-csv", db, sql)
	if err != nil {
		return nil, err
	}
	return csv.NewReader(bytes.NewReader(out)).ReadAll()
}

// measure fills in, scans and analyses n sheets of a level.
func (a *amc) measure(l level, o options) (tally, error) {
	if err := os.RemoveAll(filepath.Join(a.dir, "w")); err != nil {
		return tally{}, err
	}
	for _, d := range []string{"w/data", "w/cr", "w/scans"} {
		if err := os.MkdirAll(filepath.Join(a.dir, d), 0o755); err != nil {
			return tally{}, err
		}
	}
	if _, err := a.do("cp", "data/layout.sqlite", "w/data/"); err != nil {
		return tally{}, err
	}
	truths := map[string][]omrtest.Truth{}
	var files strings.Builder
	for i := range o.cards {
		name := filepath.Join(a.dir, "w/scans", fmt.Sprintf("%04d.png", i))
		fmt.Fprintln(&files, name)
		truth, err := a.scan(l, rand.New(rand.NewPCG(o.seed, uint64(i))), name)
		if err != nil {
			return tally{}, err
		}
		truths[filepath.Base(name)] = truth
	}
	if err := os.WriteFile(filepath.Join(a.dir, "w/list.txt"), []byte(files.String()), 0o644); err != nil {
		return tally{}, err
	}
	began := time.Now()
	if _, err := a.do("auto-multiple-choice", "analyse", "--projet", "w", "--data", "w/data", "--cr", "w/cr", "--multiple", "--try-three", "--n-procs", "1", "--liste-fichiers", "w/list.txt"); err != nil {
		return tally{}, err
	}
	t, err := a.count(truths)
	t.pages, t.cards, t.took = o.cards, o.cards, time.Since(began)
	return t, err
}

// scan makes the picture of one sheet.
func (a *amc) scan(l level, r *rand.Rand, name string) ([]omrtest.Truth, error) {
	c := card.Placed{W: float64(a.page.Rect.Dx()) / omrtest.MM, H: float64(a.page.Rect.Dy()) / omrtest.MM, Boxes: a.boxes}
	page, truth := l.on(r, a.page, c, l.pens)
	scan := l.scan(r)
	scan.Back = page
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return truth, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, scan.Of(r, page))
}

// count compares what it captured with the truth, by its own usual threshold.
func (a *amc) count(truths map[string][]omrtest.Truth) (t tally, err error) {
	const ticked = .15
	pages, err := a.query("w/data/capture.sqlite", "select src,copy from capture_page where timestamp_auto>0")
	if err != nil {
		return t, err
	}
	for _, p := range pages {
		t.located++
		rows, err := a.query("w/data/capture.sqlite", "select id_a,id_b,black*1.0/total from capture_zone where type=4 and copy="+p[1]+" order by 1,2")
		if err != nil {
			return t, err
		}
		truth := truths[filepath.Base(p[0])]
		for i, r := range rows {
			share, _ := strconv.ParseFloat(r[2], 64)
			t.boxes++
			if (share >= ticked) != truth[i].Ticked {
				t.silent++
			}
		}
	}
	return t, nil
}
