package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// stack is some printed cards of every size, ready to be filled in.
type stack struct {
	cards []printed
	keep  string
}

type printed struct {
	page   *image.Gray
	placed card.Placed
	blank  *card.Blank
	url    string
}

func newStack() (*stack, error) {
	press, err := card.NewPress()
	if err != nil {
		return nil, err
	}
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	s := &stack{}
	for _, lang := range []i18n.Lang{"en", "de", "uk"} {
		for _, paper := range []card.Paper{card.A6, card.FourSix} {
			if err := s.print(press, sample(catalog.Printer(lang), paper)); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func sample(p *i18n.Printer, paper card.Paper) *card.Run {
	r := &card.Run{P: p, Title: "Comment cards", Place: "Linden Park Leisure Centre", Promise: p.N("card.front.promise.wd", 2), EraseDays: 30,
		Paper: paper, Post: card.NoPost, Made: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	r.Questions = card.Questions{Faces: 5, Writing: true, Contact: true}
	for _, v := range []string{"waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other"} {
		r.Questions.Topics = append(r.Questions.Topics, card.Topic{Value: v, Label: p.T("common.topic." + v)})
	}
	r.Cards = []card.Card{{Serial: "LP-C0417", URL: "https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB00000417"}}
	return r
}

func (s *stack) print(press *card.Press, r *card.Run) error {
	var pdf bytes.Buffer
	if err := press.PDF(&pdf, r); err != nil {
		return err
	}
	layout, err := press.Layout(r)
	if err != nil {
		return err
	}
	blank, err := press.Blank(r)
	if err != nil {
		return err
	}
	page, err := omrtest.Page(pdf.Bytes(), 1)
	if err != nil {
		return err
	}
	s.cards = append(s.cards, printed{page, layout.Cards[0], blank, r.Cards[0].URL})
	return nil
}

// tally is what came of a number of cards.
type tally struct {
	cards, located, boxes, unsure, silent int
	took                                  time.Duration
}

func (t *tally) add(o tally) {
	t.cards, t.located, t.boxes = t.cards+o.cards, t.located+o.located, t.boxes+o.boxes
	t.unsure, t.silent, t.took = t.unsure+o.unsure, t.silent+o.silent, t.took+o.took
}

func (t tally) line(name string) string {
	low, high := wilson(t.silent, t.boxes)
	return fmt.Sprintf("%-28s %7d %8.2f%% %8d %7.2f%% %14d  %7.4f – %.4f%% %7.1f", name, t.cards, percent(t.located, t.cards), t.boxes,
		percent(t.unsure, t.boxes), t.silent, low*100, high*100, float64(t.took.Microseconds())/1000/float64(max(1, t.cards)))
}

func percent(k, n int) float64 { return 100 * float64(k) / float64(max(1, n)) }

// wilson is the 95 % score interval of a share (Wilson 1927).
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	mid, half := p+z*z/(2*m), z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (mid-half)/(1+z*z/m)), (mid + half) / (1 + z*z/m)
}

// one fills in, scans and reads the i-th card of a level. A card that is not
// found counts no boxes: a person types it.
func (s *stack) one(l level, seed uint64, i int) tally {
	r := rand.New(rand.NewPCG(seed, uint64(i)))
	p := s.cards[r.IntN(len(s.cards))]
	page := omrtest.Clone(p.page)
	styles, pens := l.styles, l.pens
	if styles == nil {
		styles = omrtest.Plain()
	}
	if pens == nil {
		pens = omrtest.Pens()
	}
	truth := omrtest.Fill(r, page, p.placed, styles, pens)
	if l.spoil != "" {
		truth[omrtest.Spoil(r, page, p.placed, truth, l.spoil, l.pen)].Ticked = l.meant
	}
	scan := l.scan(r).Of(r, page)
	began := time.Now()
	got := omr.Read(scan, func(url string) *card.Blank {
		if url == p.url {
			return p.blank
		}
		return nil
	})
	t := tally{cards: 1, took: time.Since(began)}
	if len(got) != 1 || !got[0].Front || got[0].Reason != "" {
		s.save(l, i, scan, "lost")
		return t
	}
	t.located = 1
	for k, m := range got[0].Marks {
		t.boxes++
		meant := truth[k].Ticked
		switch {
		case m.State == omr.Unsure || m.State == omr.Struck:
			t.unsure++
			s.save(l, i, scan, fmt.Sprintf("%s-%s-%s-%s", m.Field, m.Value, m.State, truth[k].Style))
		case (m.State == omr.Ticked) != meant:
			t.silent++
			s.save(l, i, scan, fmt.Sprintf("%s-%s-%s-%s", m.Field, m.Value, m.State, truth[k].Style))
		}
	}
	return t
}

// save keeps the picture of what went wrong, for a look.
func (s *stack) save(l level, i int, m image.Image, what string) {
	if s.keep == "" {
		return
	}
	f, err := os.Create(filepath.Join(s.keep, fmt.Sprintf("%s-%d-%s.png", l.name, i, what)))
	if err != nil {
		return
	}
	defer f.Close()
	png.Encode(f, m)
}
