package kiosk

import (
	"context"
	"image"
	"net/url"
	"strings"
	"sync"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Blanks knows how the cards of every print run looked before anybody had
// written on them. Any number of goroutines may use it.
type Blanks struct {
	store   *store.Store
	catalog *i18n.Catalog
	press   *card.Press

	mu   sync.Mutex
	runs map[store.CardRunID]*printed
}

// printed is a print run as its cards looked.
type printed struct {
	run   store.CardRun
	spec  cardSpec
	blank *card.Blank
}

// mostBlanks is how many runs are kept drawn; one is half a megabyte.
const mostBlanks = 32

// NewBlanks prepares the cards of a store.
func NewBlanks(st *store.Store, catalog *i18n.Catalog) (*Blanks, error) {
	press, err := card.NewPress()
	if err != nil {
		return nil, err
	}
	return &Blanks{store: st, catalog: catalog, press: press, runs: map[store.CardRunID]*printed{}}, nil
}

// Lookup finds the blank card of a QR code's text; failed is told of errors that
// are not the card's.
func (b *Blanks) Lookup(ctx context.Context, failed func(error)) omr.Lookup {
	return func(text string) *card.Blank {
		_, pr, err := b.byCode(ctx, text)
		if err != nil {
			if store.CodeOf(err) != store.NotFound {
				failed(err)
			}
			return nil
		}
		return pr.blank
	}
}

// byCode gives the card of a QR code's text. NotFound for a code that is none of
// ours.
func (b *Blanks) byCode(ctx context.Context, text string) (store.Card, *printed, error) {
	c, err := b.store.CardByToken(ctx, cardToken(text))
	if err != nil {
		return store.Card{}, nil, err
	}
	pr, err := b.of(ctx, c)
	return c, pr, err
}

// Filled draws a printed card as a scan of it would look after somebody has
// filled it in.
func (b *Blanks) Filled(ctx context.Context, c store.Card, f card.Filled) (*image.Gray, error) {
	made, _, err := b.store.CardRun(ctx, c.Run)
	if err != nil {
		return nil, err
	}
	run, err := runAsMade(ctx, b.store, b.catalog, made, []store.Card{c})
	if err != nil {
		return nil, err
	}
	run.Cards[0].Serial = c.Serial
	return b.press.Filled(run, f)
}

// cardToken is the token in a card's address. Who serves the address does not
// matter: it may have changed since the card was printed.
func cardToken(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	_, token, _ := strings.Cut(u.Path, "/c/")
	return token
}

// of gives the print run of a card.
func (b *Blanks) of(ctx context.Context, c store.Card) (*printed, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if pr := b.runs[c.Run]; pr != nil {
		return pr, nil
	}
	run, err := b.store.CardRunAlone(ctx, c.Run)
	if err != nil {
		return nil, err
	}
	spec, err := specOf(run)
	if err != nil {
		return nil, err
	}
	pr := &printed{run: run, spec: spec}
	one := spec.number(spec.run(b.catalog, i18n.Lang(run.Lang), run.CreatedAt), run.First, []string{c.Token})
	if pr.blank, err = b.press.Blank(one); err != nil {
		return nil, err
	}
	if len(b.runs) >= mostBlanks {
		clear(b.runs)
	}
	b.runs[c.Run] = pr
	return pr, nil
}

// one tells whether at most one box of a field may be ticked.
func (pr *printed) one(field string) bool {
	if field == "mood" {
		return true
	}
	for _, b := range pr.spec.More {
		if b.Field == field {
			return b.Kind != card.AnyOf
		}
	}
	return false
}
