package kiosk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// longRun is how many cards are made while the browser waits for the answer;
// more are made beside it, and the browser sees how far they are.
const longRun = 500

// printings are the long runs of all sites, one a site. The zero value is
// ready to use.
type printings struct {
	mu      sync.Mutex
	of      map[store.SiteID]*printing
	ended   bool
	working sync.WaitGroup
}

// printing is one long run while it is made, and its file afterwards.
type printing struct {
	total int // cards
	done  atomic.Int64
	back  string // address of the form as it was filled in
	stop  context.CancelFunc
	over  chan struct{} // closed when nothing changes any more

	// Set before over is closed.
	err  error // context.Canceled: somebody stopped it
	file *spool
	runs []store.CardRun
}

// state is "making", "ready", "stopped", "failed", or "full" for a disk that
// has no room.
func (p *printing) state() string {
	select {
	case <-p.over:
	default:
		return "making"
	}
	switch {
	case p.err == nil:
		return "ready"
	case errors.Is(p.err, context.Canceled):
		return "stopped"
	case store.CodeOf(p.err) == store.Full || errors.Is(p.err, syscall.ENOSPC):
		return "full"
	}
	return "failed"
}

// start gives the site's printing: a new one that work does, or, started
// false, the one that is under way or the server that is stopping.
func (x *printings) start(site store.SiteID, p *printing, work func(context.Context, *printing) error) (started bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if old := x.of[site]; x.ended || old != nil && old.state() == "making" {
		return false
	} else if old != nil {
		old.file.remove()
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.over = stop, make(chan struct{})
	if x.of == nil {
		x.of = map[store.SiteID]*printing{}
	}
	x.of[site] = p
	x.working.Go(func() {
		defer stop()
		defer close(p.over)
		p.err = work(ctx, p)
	})
	return true
}

func (x *printings) at(site store.SiteID) *printing {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.of[site]
}

// end stops what is under way, waits until it has taken back what it left, and
// removes the files. Nothing starts afterwards.
func (x *printings) end() {
	x.mu.Lock()
	x.ended = true
	for _, p := range x.of {
		p.stop()
	}
	x.mu.Unlock()
	x.working.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, p := range x.of {
		p.file.remove()
	}
	clear(x.of)
}

// Run lets long runs be made until ctx is done; when it returns, nothing of
// them is left behind.
func (c *Cards) Run(ctx context.Context) {
	<-ctx.Done()
	c.printings.end()
}

// startLong begins a long run of which a trial went well, and leads to the
// page that shows how far it is.
func (c *Cards) startLong(w http.ResponseWriter, r *http.Request, site store.Site, f cardsForm) error {
	wishes := make([]CardPrint, len(f.langs))
	for i, l := range f.langs {
		wishes[i] = f.print(c, r, site.ID, l)
	}
	p := &printing{total: f.number() * len(f.langs), back: "/office/cards?" + f.query().Encode()}
	address := "/office/cards/making"
	started := c.printings.start(site.ID, p, func(ctx context.Context, p *printing) error {
		err := c.make(ctx, p, wishes)
		if err != nil && !errors.Is(err, context.Canceled) {
			c.web.Log.Error("cards could not be printed", "site", site.Slug, "err", err)
		}
		return err
	})
	if !started {
		address += "?busy=1"
	}
	return c.web.Redirect(w, r, address)
}

// make numbers the runs, prints them to a file and enters them in the ledger.
// If that goes wrong it takes back what it did.
func (c *Cards) make(ctx context.Context, p *printing, wishes []CardPrint) (err error) {
	by := wishes[0].By
	defer func() {
		if err == nil {
			return
		}
		p.file.remove()
		p.file = nil
		// Not ctx: it may be what ended.
		err = errors.Join(err, c.store.DropCardRuns(context.WithoutCancel(ctx), by, p.runs))
	}()
	var runs []*card.Run
	for _, wish := range wishes {
		if err := ctx.Err(); err != nil {
			return err
		}
		made, run, err := addRun(ctx, c.store, c.press, wish, true)
		if err != nil {
			return err
		}
		p.runs, runs = append(p.runs, made), append(runs, run)
	}
	if p.file, err = newSpool(filepath.Dir(c.store.Path()), cardsFile(runs)); err != nil {
		return err
	}
	if err := c.press.Print(ctx, p.file, func(cards int) { p.done.Store(int64(cards)) }, runs...); err != nil {
		return err
	}
	return c.store.FinishCardRuns(ctx, by, p.runs)
}

// Making is GET /office/cards/making: how far the site's long run is.
func (c *Cards) Making(w http.ResponseWriter, r *http.Request) error {
	p := c.printings.at(c.desk.Site(r))
	if p == nil {
		return c.web.Redirect(w, r, "/office/cards")
	}
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	state, done := p.state(), int(p.done.Load())
	v := staff.MakingView{Bar: bar, State: state, Back: p.back, Done: strconv.Itoa(done), Total: strconv.Itoa(p.total),
		Title: bar.P.T("ledger.making." + state), Far: bar.P.N("ledger.making.far", p.total, "Done", done)}
	switch state {
	case "ready":
		v.Far, v.File = bar.P.T("ledger.making.ready_text", "File", p.file.name), "/office/cards/making/file"
	case "stopped", "failed", "full":
		v.Far = bar.P.T("ledger.making." + state + "_text")
	}
	if r.URL.Query().Get("busy") != "" && state == "making" {
		v.Busy = bar.P.T("ledger.making.busy")
	}
	return c.web.Page(w, r, http.StatusOK, staff.Making(v))
}

// StopMaking is POST /office/cards/making/stop. A run whose file is there
// already stays.
func (c *Cards) StopMaking(w http.ResponseWriter, r *http.Request) error {
	if p := c.printings.at(c.desk.Site(r)); p != nil {
		p.stop()
		select {
		case <-p.over:
		case <-r.Context().Done():
		}
	}
	return c.web.Redirect(w, r, "/office/cards/making")
}

// MadeFile is GET /office/cards/making/file: the finished file. Where it is
// gone the ledger can make it again.
func (c *Cards) MadeFile(w http.ResponseWriter, r *http.Request) error {
	p := c.printings.at(c.desk.Site(r))
	if p == nil || p.state() != "ready" {
		return c.web.Redirect(w, r, "/office/cards/making")
	}
	p.file.serve(w, r)
	return nil
}

// cardsFile is the name of a print file.
func cardsFile(runs []*card.Run) string {
	last := runs[len(runs)-1].Cards
	return fmt.Sprintf("cards-%s-%s.pdf", runs[0].Cards[0].Serial, last[len(last)-1].Serial)
}

func fileHeader(w http.ResponseWriter, name string) {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	h.Set("Cache-Control", "no-store")
}

// patient lets a slow line take longer over a file than over a page.
func patient(w http.ResponseWriter) {
	// A server that knows no such limit keeps its own.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(30 * time.Minute))
}

// straight sends a print file as it is made: the browser sees it come, and
// the server holds none of it. Nothing is sent before the runs are known to
// fit, so an error before that still has a page of its own.
type straight struct {
	http.ResponseWriter
	name string
	sent bool
}

func (s *straight) Write(b []byte) (int, error) {
	if !s.sent {
		s.sent = true
		fileHeader(s.ResponseWriter, s.name)
		patient(s.ResponseWriter)
	}
	return s.ResponseWriter.Write(b)
}

// stream answers with a long print file.
func (c *Cards) stream(w http.ResponseWriter, r *http.Request, runs ...*card.Run) error {
	out := &straight{ResponseWriter: w, name: cardsFile(runs)}
	err := c.press.Print(r.Context(), out, func(int) {}, runs...)
	if err == nil || !out.sent {
		return err
	}
	if r.Context().Err() == nil {
		c.web.Log.Error("a print file broke off", "file", out.name, "err", err)
	}
	panic(http.ErrAbortHandler) // so that the browser does not take half a file for a whole one
}

// spool is a file on disk that nobody else sees. Where the system allows it,
// it has no name from the beginning: a program that dies leaves nothing.
type spool struct {
	file    *os.File
	name    string // for whoever takes it
	path    string // "" where the file has no name any more
	wrote   int64
	readers atomic.Int64
}

func newSpool(dir, name string) (*spool, error) {
	f, err := os.CreateTemp(dir, ".cards-*.pdf")
	if err != nil {
		return nil, err
	}
	s := &spool{file: f, name: name, path: f.Name()}
	if os.Remove(s.path) == nil {
		s.path = ""
	}
	return s, nil
}

func (s *spool) Write(b []byte) (int, error) {
	n, err := s.file.Write(b)
	s.wrote += int64(n)
	return n, err
}

// serve answers with the file.
func (s *spool) serve(w http.ResponseWriter, r *http.Request) {
	s.readers.Add(1)
	defer s.readers.Add(-1)
	fileHeader(w, s.name)
	patient(w)
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(s.file, 0, s.wrote))
}

// remove does nothing to a nil spool. Whoever is reading still reads on: the
// file is then closed when nobody holds it any more.
func (s *spool) remove() {
	if s == nil {
		return
	}
	if s.path != "" {
		os.Remove(s.path)
	}
	if s.readers.Load() == 0 {
		s.file.Close()
	}
}
