package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// scanTeller says what was found on each page, as JSON lines or for people.
type scanTeller struct {
	out, progress io.Writer // progress is nil where nobody watches
	json          bool
	p             *i18n.Printer
	scans         *kiosk.Scans
	cards, review int
	refused       int // files
	pages, empty  int
	unread        int // pages
	failed        error
}

func newScanTeller(a *app, asJSON bool, p *i18n.Printer, scans *kiosk.Scans) *scanTeller {
	t := &scanTeller{out: a.Out, json: asJSON, p: p, scans: scans}
	if f, ok := a.Err.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			t.progress = f
		}
	}
	return t
}

// scanSide is the JSON object of a card side.
type scanSide struct {
	File        string    `json:"file"`
	Page        int       `json:"page"`
	Serial      string    `json:"serial"`
	Side        string    `json:"side"`
	NeedsReview bool      `json:"needs_review"`
	Reason      string    `json:"reason"`
	Boxes       []scanBox `json:"boxes"`
}

type scanBox struct {
	Field      string  `json:"field"`
	Value      string  `json:"value"`
	State      string  `json:"state"`
	Confidence float64 `json:"confidence"`
}

func scanBoxes(marks []store.Mark) []scanBox {
	list := []scanBox{}
	for _, m := range marks {
		list = append(list, scanBox{m.Field, m.Value, m.State, math.Round(m.Confidence*1000) / 1000})
	}
	return list
}

// scanNone is the JSON object of a page on which no card was found; Page 0
// stands for the whole file.
type scanNone struct {
	File  string `json:"file"`
	Page  int    `json:"page"`
	Error string `json:"error"`
}

// page tells of one page. What cannot be told is kept for end.
func (t *scanTeller) page(ctx context.Context, file string, p kiosk.PageRead) {
	t.watch("\r\x1b[K")
	if p.Number > 0 {
		t.pages++
		defer t.watch("%s: %d of %d pages read", file, p.Number, p.Of)
	}
	if p.Problem.Key != "" {
		t.none(file, p)
		return
	}
	for i, c := range p.Cards {
		side, err := t.scans.Side(ctx, c)
		if err == nil {
			err = t.side(file, p, i, side)
		}
		t.failed = errors.Join(t.failed, err)
	}
}

// watch writes for somebody who watches.
func (t *scanTeller) watch(format string, args ...any) {
	if t.progress != nil {
		fmt.Fprintf(t.progress, format, args...)
	}
}

func (t *scanTeller) none(file string, p kiosk.PageRead) {
	if p.Number == 0 {
		t.refused++
	} else if p.Unread() {
		t.unread++
	} else {
		t.empty++
	}
	says := p.Says(t.p)
	var err error
	switch {
	case t.json:
		err = t.line(scanNone{file, p.Number, says})
	case p.Number == 0:
		_, err = fmt.Fprintln(t.out, t.p.T("scan.in_file", "File", file, "What", says))
	default:
		_, err = fmt.Fprintln(t.out, t.p.T("scan.on_page", "File", file, "Page", p.Number, "What", says))
	}
	t.failed = errors.Join(t.failed, err)
}

func (t *scanTeller) side(file string, p kiosk.PageRead, i int, s kiosk.CardSide) error {
	side := "front"
	if !s.Front {
		side = "back"
	} else {
		t.cards++
	}
	if s.NeedsReview {
		t.review++
	}
	if t.json {
		return t.line(scanSide{file, p.Number, s.Serial, side, s.NeedsReview, s.Reason, scanBoxes(s.Boxes)})
	}
	serial := s.Serial
	if serial == "" {
		serial = "a card without a known number"
	}
	words := []string{side}
	if s.Front {
		words = append(words, ticked(s.Boxes))
	}
	if s.NeedsReview {
		words = append(words, "needs review: "+reviewWords(s.Reason))
	}
	if i < len(p.States) {
		words = append(words, stateWords(p.States[i]))
	}
	_, err := fmt.Fprintf(t.out, "%s, page %d: %s, %s\n", file, p.Number, serial, strings.Join(words, "; "))
	return err
}

func (t *scanTeller) line(v any) error {
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (t *scanTeller) same(file string) {
	if !t.json {
		fmt.Fprintf(t.out, "%s was read before: it is taken in no second time\n", file)
	}
}

// end closes the account; problems are what else went wrong, or nil.
func (t *scanTeller) end(problems []error) error {
	t.watch("\r\x1b[K")
	if !t.json {
		fmt.Fprintf(t.out, "pages: %d; cards: %d; to review: %d; pages without a card: %d\n", t.pages, t.cards, t.review, t.empty)
	}
	if t.refused > 0 {
		problems = append(problems, fmt.Errorf("files that were refused: %d; each says why", t.refused))
	}
	if t.unread > 0 {
		problems = append(problems, fmt.Errorf("pages that could not be read: %d; each says why", t.unread))
	}
	var says []string
	for _, err := range append(problems, t.failed) {
		switch {
		case errors.Is(err, context.Canceled):
			says = append(says, "ended before all was read; scan the same files again for the rest")
		case err != nil:
			says = append(says, inWords(err))
		}
	}
	if says == nil {
		return nil
	}
	return errors.New(strings.Join(says, "; "))
}

// ticked lists what was ticked: mood 2, topic price.
func ticked(boxes []store.Mark) string {
	var list []string
	for _, b := range boxes {
		if b.State == string(omr.Ticked) {
			list = append(list, b.Field+" "+b.Value)
		}
	}
	if len(list) == 0 {
		return "nothing ticked"
	}
	return "ticked " + strings.Join(list, ", ")
}

func reviewWords(reasons string) string {
	return strings.NewReplacer("not_flat", "it did not lie flat", "code", "its code cannot be read", "unknown", "its code is of no card printed here",
		"unsure", "a box may be ticked or not", "two", "two boxes where one was asked for", "struck", "a mark was taken back", ",", ", ").Replace(reasons)
}

func stateWords(s store.ReadingState) string {
	switch s {
	case store.ReadEntered:
		return "taken in"
	case store.ReadToType:
		return "taken in, its words wait to be typed"
	case store.ReadToReview:
		return "waits for review"
	case store.ReadBlank:
		return "came back empty"
	case store.ReadAgain:
		return "was read before"
	case store.ReadBeside:
		return "was answered by its code before; kept with that"
	}
	return "reply side"
}
