package kiosk

import (
	"context"
	"errors"
	"io"
	"runtime/debug"
	"strings"

	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// TryFile reads a file as ReadFile does and takes nothing in: the pages that it
// tells of have no States.
func (x *Scans) TryFile(ctx context.Context, name string, file io.ReaderAt, size int64, told func(PageRead)) error {
	for page, err := range x.reader.Pages(ctx, name, file, size) {
		done := PageRead{Number: page.Number, Of: page.Of}
		var refused *scan.Error
		switch {
		case errors.As(err, &refused):
			done.Number, done.Problem = refused.Page, problemOf(refused)
		case err != nil:
			return err
		default:
			if err := x.find(ctx, page, &done); err != nil {
				return err
			}
		}
		told(done)
	}
	return ctx.Err()
}

// noCard says that there is no card on a page.
const noCard = "scans.problem.no_card"

// Unread tells that a page or a file could not be read; one that was, and has
// no card on it, is none of these.
func (p PageRead) Unread() bool { return p.Problem.Key != "" && p.Problem.Key != noCard }

// Says is why a page or a file gave nothing.
func (p PageRead) Says(in *i18n.Printer) string {
	if p.Problem.Key == noCard {
		return in.T("scan.no_card")
	}
	return problemText(in, p.Problem)
}

// find fills in the cards of a page, or why there are none.
func (x *Scans) find(ctx context.Context, page scan.Page, done *PageRead) (err error) {
	done.Cards, err = x.cardsOn(ctx, page)
	switch {
	case errors.Is(err, errTripped):
		done.Problem.Key = "scans.problem.broken"
		return nil
	case err == nil && len(done.Cards) == 0:
		done.Problem.Key = noCard
	}
	return err
}

// errTripped is a picture that the reader trips over.
var errTripped = errors.New("the reader trips over the picture")

// cardsOn finds the cards on a page. A picture that the reader trips over costs
// its page and not the server.
func (x *Scans) cardsOn(ctx context.Context, page scan.Page) (cards []omr.Card, err error) {
	defer func() {
		if p := recover(); p != nil {
			x.kiosk.web.Log.Error("a scanned page could not be read", "page", page.Number, "panic", p, "stack", string(debug.Stack()))
			cards, err = nil, errTripped
		}
	}()
	var failed error
	cards = omr.Read(page.Picture, x.blanks.Lookup(ctx, func(err error) { failed = err }))
	return cards, failed
}

// CardSide is one side of a card as it was found.
type CardSide struct {
	Serial      string // "" where nobody knows the card
	Front       bool
	NeedsReview bool
	Reason      string // why it needs review: code, unknown, not_flat, unsure, two, struck, with commas
	Boxes       []store.Mark
}

// Side tells what was found of a card.
func (x *Scans) Side(ctx context.Context, c omr.Card) (CardSide, error) {
	side := CardSide{Front: c.Front, Boxes: marksOf(c)}
	var pr *printed
	if c.URL != "" && c.Reason != omr.CodeUnknown {
		known, run, err := x.blanks.byCode(ctx, c.URL)
		if err != nil {
			return side, err
		}
		side.Serial, pr = known.Serial, run
	}
	why := pr.doubts(c.Reason, side.Boxes)
	side.NeedsReview, side.Reason = len(why) > 0, strings.Join(why, ",")
	return side, nil
}
