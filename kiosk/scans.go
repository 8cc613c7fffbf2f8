package kiosk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/store"
)

// Scans takes in returned comment cards: files in, submissions out, and a page
// on which people look at what no program should decide. Whatever brings a file
// ends in ReadFile.
type Scans struct {
	kiosk  *Kiosk
	desk   CardsDesk
	blanks *Blanks
	reader scan.Reader
	root   *os.Root // where uploaded files wait, nil: none are taken

	wake    chan struct{}
	mu      sync.Mutex
	reading map[store.ScanBatchID]context.CancelFunc
}

// ScansOptions are what Scans work with beside the kiosk.
type ScansOptions struct {
	Desk   CardsDesk   // see there
	Reader scan.Reader // takes files apart
	// Dir is the folder in which uploaded files wait to be read, made if it is not
	// there; "" takes no uploads.
	Dir string
}

// NewScans prepares the intake of returned cards.
func NewScans(k *Kiosk, o ScansOptions) (*Scans, error) {
	blanks, err := NewBlanks(k.store, k.web.Catalog)
	if err != nil {
		return nil, err
	}
	x := &Scans{kiosk: k, desk: o.Desk, blanks: blanks, reader: o.Reader, wake: make(chan struct{}, 1), reading: map[store.ScanBatchID]context.CancelFunc{}}
	if o.Dir == "" {
		return x, nil
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("the folder for scanned cards: %w", err)
	}
	x.root, err = os.OpenRoot(o.Dir)
	return x, err
}

// PageRead is what became of one page: the cards on it with their states, or why
// there are none.
type PageRead struct {
	Number  int // 0: the whole file
	Of      int // pages of the file, 0 where that is not known
	Cards   []omr.Card
	States  []store.ReadingState // of Cards
	Problem store.ScanProblem
}

// ReadFile reads a file that was brought, page by page, and takes in what is
// clear on it. told is told of every page; it may be nil. Pages that were read
// before are left out. Conflict where the batch was cancelled; with ctx done the
// file stays half read, and can be gone on with.
func (x *Scans) ReadFile(ctx context.Context, by store.Actor, f store.ScanFile, file io.ReaderAt, told func(PageRead)) error {
	for page, err := range x.reader.Pages(ctx, f.Name, file, f.Size) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var refused *scan.Error
		switch {
		case errors.As(err, &refused) && refused.Page == 0:
			problem := problemOf(refused)
			if told != nil {
				told(PageRead{Problem: problem})
			}
			return x.kiosk.store.EndScanFile(ctx, by, f.ID, problem)
		case err != nil && refused == nil:
			return err
		}
		if refused != nil {
			page.Number = refused.Page
		}
		if page.Number <= f.PagesRead {
			continue
		}
		done, err := x.readPage(ctx, by, f, page, refused)
		if err != nil {
			return err
		}
		if told != nil {
			told(done)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return x.kiosk.store.EndScanFile(ctx, by, f.ID, store.ScanProblem{})
}

func (x *Scans) readPage(ctx context.Context, by store.Actor, f store.ScanFile, page scan.Page, refused *scan.Error) (PageRead, error) {
	done := PageRead{Number: page.Number, Of: page.Of}
	var found []store.NewReading
	if refused != nil {
		done.Problem = problemOf(refused)
	} else {
		if err := x.find(ctx, page, &done); err != nil {
			return done, err
		}
		for _, c := range done.Cards {
			r, err := x.readCard(ctx, f.Site, c)
			if err != nil {
				return done, err
			}
			found = append(found, r)
		}
	}
	var err error
	done.States, err = x.kiosk.store.AddScanPage(ctx, by, store.NewScanPage{File: f.ID, Number: page.Number, Pages: page.Of, Problem: done.Problem}, found)
	return done, err
}

func problemOf(e *scan.Error) store.ScanProblem {
	p := store.ScanProblem{Key: e.Key, Args: map[string]string{}}
	for i := 0; i+1 < len(e.Args); i += 2 {
		p.Args[e.Args[i]] = e.Args[i+1]
	}
	return p
}

// readCard makes of a card what the store keeps, with what is taken in at once.
func (x *Scans) readCard(ctx context.Context, site store.SiteID, c omr.Card) (store.NewReading, error) {
	r := store.NewReading{Site: site, Front: c.Front, Reason: c.Reason, Residual: c.Residual, Marks: marksOf(c), Inked: inkedOf(c), State: store.ReadToReview}
	var pr *printed
	var known store.Card
	if c.URL != "" && c.Reason != omr.CodeUnknown {
		var err error
		if known, pr, err = x.blanks.byCode(ctx, c.URL); err != nil {
			return r, err
		}
		r.Card, r.Site = known.ID, known.Site
	}
	if !c.Front {
		r.State = store.ReadBack
		return r, nil
	}
	var err error
	if r.Pictures, r.Contacts, err = keptPictures(pr, c); err != nil {
		return r, err
	}
	r.Why = pr.doubts(c.Reason, r.Marks)
	switch {
	case len(r.Why) > 0:
		return r, nil
	case ticks(r.Marks) == 0 && len(r.Inked) == 0:
		r.State = store.ReadBlank
		return r, nil
	case len(r.Inked) > 0:
		r.State = store.ReadToType
	default:
		r.State = store.ReadEntered
	}
	raw := pr.filled(r.Marks)
	raw.Final, raw.Written = r.State == store.ReadEntered, r.State == store.ReadToType
	said, problems, err := x.said(ctx, known, raw)
	if len(problems) > 0 { // nothing that boxes say is refused; if it were, a person sees it
		r.State, r.Why = store.ReadToReview, []string{whyUnsure}
	}
	r.Said = said
	return r, err
}

// said is what a card says, checked by the questionnaire that stands on it. Its
// promise counts from now.
func (x *Scans) said(ctx context.Context, c store.Card, raw form.Raw) (*store.NewSubmission, []form.Problem, error) {
	site, err := x.kiosk.store.Site(c.Site)
	if err != nil {
		return nil, nil, err
	}
	n, problems, err := x.kiosk.complete(ctx, sender{site: site, card: c, usual: store.CardChannel}, paperID(c.Token), stamp{}, raw)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	n.Read = x.kiosk.store.Now()
	n.Captured = n.Read
	return &n, nil, nil
}
