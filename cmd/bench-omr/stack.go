package main

import (
	"bytes"
	"fmt"
	"image"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// stack is printed cards of every language and size, ready to be filled in.
type stack struct {
	cards []printed
	keep  string // a folder, or ""
}

// printed is one card on its page.
type printed struct {
	page, back *image.Gray
	placed     card.Placed // on page
	turned     card.Placed // on back
	blank      *card.Blank
	url        string
	cut        bool // out of a sheet of four, by hand
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
	for i, lang := range i18n.Languages() {
		papers := card.Papers()
		for _, paper := range []card.Paper{papers[i%len(papers)], papers[(i+2)%len(papers)]} {
			if err := s.print(press, s.sample(catalog.Printer(lang), paper)); err != nil {
				return nil, fmt.Errorf("%s on %s: %w", lang, paper, err)
			}
		}
	}
	return s, nil
}

// sample is a run of cards; every third asks on a scale of eleven, and fewer
// topics.
func (s *stack) sample(p *i18n.Printer, paper card.Paper) *card.Run {
	r := &card.Run{P: p, Title: "Comment cards", Place: "Linden Park Leisure Centre", Promise: p.N("card.front.promise.wd", 2), EraseDays: 30,
		Address: []string{"Linden Park Leisure Centre", "Linden Road 4"}, Paper: paper, Post: card.Generic, Made: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	r.Questions = card.Questions{Faces: 5, Writing: true, Contact: true}
	topics := []string{"waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other"}
	if len(s.cards)%3 == 2 {
		topics = topics[:4]
		r.Questions.Faces = 4
		r.Questions.More = []card.Block{{Field: "again", Kind: card.Scale, Ask: "0 – 10"}}
	}
	for _, v := range topics {
		r.Questions.Topics = append(r.Questions.Topics, card.Topic{Value: v, Label: p.T("common.topic." + v)})
	}
	for i := range paper.PerSheet() {
		n := 100*len(s.cards) + i
		r.Cards = append(r.Cards, card.Card{Serial: fmt.Sprintf("LP-C%04d", n), URL: fmt.Sprintf("https://said.lindenpark.example/c/k3Vx8Qm2TzR7aB%08d", n)})
	}
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
	front, err := omrtest.Page(pdf.Bytes(), 1)
	if err != nil {
		return err
	}
	back, err := omrtest.Page(pdf.Bytes(), 2)
	if err != nil {
		return err
	}
	// One card of each sheet, another one each time.
	n := len(s.cards) % len(r.Cards)
	s.cards = append(s.cards, printed{front, back, layout.Cards[2*n], layout.Cards[2*n+1], blank, r.Cards[n].URL, len(r.Cards) > 1})
	return nil
}

// blankOf finds a card by its code.
func (s *stack) blankOf(url string) *card.Blank {
	for _, p := range s.cards {
		if p.url == url {
			return p.blank
		}
	}
	return nil
}
