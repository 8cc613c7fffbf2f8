package main

import (
	"fmt"
	"math"
	"time"
)

// tally is what came of a number of pages.
type tally struct {
	pages, cards, located, wrong int // wrong: taken for a card that it is not
	person                       int // cards of which a person sees something
	boxes, unsure, silent        int
	areas, missed, spurious      int // writing areas; words not seen; words seen that are none
	took                         time.Duration
}

func (t *tally) add(o tally) {
	t.pages, t.cards, t.located, t.wrong, t.person = t.pages+o.pages, t.cards+o.cards, t.located+o.located, t.wrong+o.wrong, t.person+o.person
	t.boxes, t.unsure, t.silent = t.boxes+o.boxes, t.unsure+o.unsure, t.silent+o.silent
	t.areas, t.missed, t.spurious, t.took = t.areas+o.areas, t.missed+o.missed, t.spurious+o.spurious, t.took+o.took
}

// row is one line of the table. Shares are percent.
type row struct {
	Level   string  `json:"level"`
	Cards   int     `json:"cards"`
	Located int     `json:"located"`
	Wrong   int     `json:"wrong_card"`
	Person  int     `json:"to_a_person"`
	Boxes   int     `json:"boxes"`
	Unsure  float64 `json:"unsure_percent"`
	Silent  int     `json:"silent_errors"`
	Low     float64 `json:"silent_low_percent"`
	High    float64 `json:"silent_high_percent"`
	Areas   int     `json:"writing_areas"`
	Missed  int     `json:"writing_missed"`
	Extra   int     `json:"writing_spurious"`
	PageMS  float64 `json:"ms_a_page"`
}

func rowOf(name string, t tally) row {
	low, high := wilson(t.silent, t.boxes)
	return row{name, t.cards, t.located, t.wrong, t.person, t.boxes, 100 * float64(t.unsure) / float64(max(1, t.boxes)), t.silent, low * 100, high * 100,
		t.areas, t.missed, t.spurious, float64(t.took.Microseconds()) / 1000 / float64(max(1, t.pages))}
}

const heading = `level                         cards located to a person  boxes  unsure  silent errors (95 % interval)  writing missed / seen wrongly  ms a page`

func (r row) String() string {
	return fmt.Sprintf("%-28s %6d %7d %11d %6d %6.2f%% %4d  (%.3f – %.3f %%) %14d / %d of %d %13.0f",
		r.Level, r.Cards, r.Located, r.Person, r.Boxes, r.Unsure, r.Silent, r.Low, r.High, r.Missed, r.Extra, r.Areas, r.PageMS)
}

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
