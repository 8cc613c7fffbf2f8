package main

import (
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
)

// filled is a card somebody wrote on: its page and the truth.
type filled struct {
	url   string
	page  *image.Gray
	truth []omrtest.Truth
	words map[string]bool // fields in which there are words
	other bool            // it lies with its reply side up
}

// one fills in, scans and reads the i-th page of a level. A card that is not
// found counts no boxes: a person types it.
func (s *stack) one(l level, seed uint64, i int) tally {
	r := rand.New(rand.NewPCG(seed, uint64(i)))
	scan, cards := s.page(l, r)
	began := time.Now()
	got := omr.Read(scan, s.blankOf)
	t := tally{pages: 1, took: time.Since(began)}
	for _, want := range cards {
		t.cards++
		card := find(got, want)
		if card == nil {
			t.person++
			s.save(l, i, scan, "lost")
			continue
		}
		t.located++
		if want.other {
			continue
		}
		if !card.Clear() {
			t.person++
		}
		s.judge(&t, l, i, scan, *card, want)
	}
	for _, c := range got {
		if c.Reason == "" && !known(cards, c.URL) {
			t.wrong++
		}
	}
	return t
}

func known(cards []filled, url string) bool {
	for _, c := range cards {
		if c.url == url {
			return true
		}
	}
	return false
}

// find gives the card that was read with its marks.
func find(got []omr.Card, want filled) *omr.Card {
	for i, c := range got {
		if c.URL == want.url && c.Reason == "" && c.Front != want.other {
			return &got[i]
		}
	}
	return nil
}

// judge counts boxes and writing areas against the truth.
func (s *stack) judge(t *tally, l level, i int, scan image.Image, got omr.Card, want filled) {
	for k, m := range got.Marks {
		t.boxes++
		truth := want.truth[k]
		what := fmt.Sprintf("%s-%s-%s-%s", m.Field, m.Value, m.State, truth.Style)
		switch {
		case m.State == omr.Unsure || m.State == omr.Struck && !truth.Ticked:
			t.unsure++
			s.save(l, i, scan, what)
		case (m.State == omr.Ticked) != truth.Ticked:
			t.silent++
			s.save(l, i, scan, "SILENT-"+what)
		}
	}
	for _, w := range got.Writing {
		t.areas++
		switch words := want.words[w.Field]; {
		case words && !w.Inked:
			t.missed++
			s.save(l, i, scan, "missed-"+w.Field)
		case !words && w.Inked:
			t.spurious++
			s.save(l, i, scan, "spurious-"+w.Field)
		}
	}
}

// page makes the scan of one page and the cards that lie on it.
func (s *stack) page(l level, r *rand.Rand) (image.Image, []filled) {
	if l.four {
		return s.four(l, r)
	}
	p := s.cards[r.IntN(len(s.cards))]
	if l.other {
		back, _ := omrtest.CutOut(p.back, p.turned, 0, 0)
		return l.scan(r).Of(r, back), []filled{{url: p.url, other: true}}
	}
	seed := r.Uint64()
	again := func() *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }
	if l.inks == nil {
		c := s.fill(l, again(), p, l.pens)
		return l.shoot(r, p, c.page), []filled{c}
	}
	// Three channels of one scan: the same hand, seen through three filters.
	var planes [3]*image.Gray
	var c filled
	scan := l.scan(r)
	for k := range planes {
		pens := make([]omrtest.Pen, len(l.inks))
		for n, ink := range l.inks {
			pens[n] = ink.In(k)
		}
		c = s.fill(l, again(), p, pens)
		scan.Tint = l.paper[k]
		planes[k] = scan.Plane(rand.New(rand.NewPCG(seed, uint64(2+k))), c.page)
	}
	return omrtest.Colour(planes, scan.JPEG), []filled{c}
}

// shoot scans a page, or takes its picture.
func (l level) shoot(r *rand.Rand, p printed, page *image.Gray) image.Image {
	if l.photo != nil {
		return l.photo.Of(r, page)
	}
	scan := l.scan(r)
	if scan.Through > 0 {
		scan.Back, _ = omrtest.CutOut(p.back, p.turned, 0, 0)
	}
	return scan.Of(r, page)
}

// fill is one person with one card.
func (s *stack) fill(l level, r *rand.Rand, p printed, pens []omrtest.Pen) filled {
	off := func() float64 {
		if !p.cut {
			return 0
		}
		return (r.Float64()*2 - 1) * 1.5 // mm, of a cut by hand
	}
	page, placed := omrtest.CutOut(p.page, p.placed, off(), off())
	c := filled{url: p.url, words: map[string]bool{}}
	c.page, c.truth = l.on(r, page, placed, pens)
	for _, a := range placed.Writing {
		c.words[a.Field] = l.words.Of(r, c.page, a, omrtest.Pen{Width: .5, Grey: 50})
	}
	return c
}

// on prints a page anew and fills in its boxes.
func (l level) on(r *rand.Rand, page *image.Gray, placed card.Placed, pens []omrtest.Pen) (*image.Gray, []omrtest.Truth) {
	page = l.print.Of(r, page)
	styles := l.styles
	if styles == nil {
		styles = omrtest.Plain()
	}
	if pens == nil {
		pens = omrtest.Pens()
	}
	truth := omrtest.Fill(r, page, placed, styles, pens)
	if l.spoil != "" {
		for _, k := range omrtest.Spoil(r, page, placed, truth, l.spoil, l.pen) {
			truth[k].Ticked = l.meant
		}
	}
	l.hurt.Of(r, page, placed)
	return page, truth
}

// four lays four different cards on a large scanner, some of them face down.
func (s *stack) four(l level, r *rand.Rand) (image.Image, []filled) {
	var pages [4]*image.Gray
	var list []filled
	for k, n := range r.Perm(len(s.cards))[:4] {
		p := s.cards[n]
		c := s.fill(l, r, p, nil)
		if l.faceDowns && k >= 2 {
			c = filled{url: p.url, other: true}
			c.page, _ = omrtest.CutOut(p.back, p.turned, 0, 0)
		}
		pages[k], list = c.page, append(list, c)
	}
	scan := l.scan(r)
	scan.Turned = r.IntN(4)
	return scan.Of(r, omrtest.Bed(r, pages)), list
}

// save keeps the picture of what was not read plainly, for a look.
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
