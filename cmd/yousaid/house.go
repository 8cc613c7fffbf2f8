package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/board"
	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/board/desk"
	"github.com/yousaid/yousaid/board/notify"
	"github.com/yousaid/yousaid/board/office"
	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
)

// house is the whole server, wired: every room and the corridor between them.
type house struct {
	store      *store.Store
	web        *render.Web
	auth       *auth.Auth
	kiosk      *kiosk.Kiosk
	interviews *kiosk.Interviews
	cards      *kiosk.Cards
	take       *kiosk.Take
	scans      *kiosk.Scans
	inbox      *kiosk.Folder // nil: none is watched
	board      *board.Board
	desk       *desk.Desk
	office     *office.Office
	notify     *notify.Worker
	handler    http.Handler
	keeper     *keeper

	setupCode string // asked for at set-up; "": not needed
	working   sync.WaitGroup
}

// house wires every room over one store.
func (c serving) house(ctx context.Context, a *app, s *store.Store, addr net.Addr) (*house, error) {
	set, err := assets.Load()
	if err != nil {
		return nil, err
	}
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	h := &house{store: s, web: &render.Web{Shell: templates.Shell{Assets: set}, Catalog: catalog, Log: a.logger()}}
	if err := c.rooms(ctx, a, h, addr); err != nil {
		return nil, err
	}
	h.handler, err = c.protect(h.web, h.office.Guard(h.mux()))
	return h, err
}

func (c serving) rooms(ctx context.Context, a *app, h *house, addr net.Addr) (err error) {
	base := c.url(addr)
	h.keeper = c.keeper(a, h.store)
	guard := newFloods(a.Clock)
	guard.off = c.noGuard
	h.setupCode = setupCode(h.store, addr)
	if h.auth, err = auth.New(ctx, h.store, h.web, c.https()); err != nil {
		return err
	}
	h.board = board.New(h.store, h.web, board.Options{BaseURL: base, Version: version, Device: h.auth.DeviceOf})
	h.desk = desk.New(h.store, h.web, h.auth)
	h.office = office.New(office.Deps{Store: h.store, SetupCode: h.setupCode, Web: h.web, Auth: h.auth, Mail: c.SMTPHost != "", BaseURL: base, HTTPS: c.https(), Trusting: c.side.trusting(addr), Worries: h.worries, Misfits: h.misfits})
	h.kiosk = kiosk.New(kiosk.Options{Store: h.store, Web: h.web, Device: auth.DeviceFrom, Intake: c.intake, BaseURL: base, Site: func(r *http.Request) store.SiteID { return h.auth.Site(r).ID }, Wait: guard.wait})
	desk := kiosk.CardsDesk{
		Bar:   func(r *http.Request, here string) (bar, error) { return h.auth.Bar(r, here) },
		Actor: func(r *http.Request) store.Actor { return store.ActingUser(auth.UserFrom(r.Context()).ID) },
		Site:  func(r *http.Request) store.SiteID { return h.auth.Site(r).ID },
	}
	h.take = kiosk.NewTake(h.kiosk, desk)
	if h.scans, err = kiosk.NewScans(h.kiosk, kiosk.ScansOptions{Desk: desk, Reader: a.reader(), Dir: h.store.Path() + ".scans"}); err != nil {
		return err
	}
	if c.inbox != "" {
		h.inbox = h.scans.Folder(c.inbox)
	}
	h.interviews = kiosk.NewInterviews(h.web, h.store, kiosk.InterviewDesk{Bar: desk.Bar, Site: desk.Site, User: func(r *http.Request) store.User { return auth.UserFrom(r.Context()) }})
	h.cards, err = kiosk.NewCards(h.web, h.store, base, desk)
	if err != nil {
		return err
	}
	if err := h.store.DropUnfinishedCardRuns(ctx); err != nil {
		return err
	}
	h.notify, err = notify.New(h.store, h.web.Catalog, h.web.Log, c.mail(), base)
	return err
}

// worries are sentences about the server that the owner must know.
func (h *house) worries(p *i18n.Printer) []string {
	list := h.keeper.worries(p)
	if h.inbox != nil {
		list = append(list, h.inbox.Worries(p)...)
	}
	return list
}

// misfits says what of a questionnaire does not fit on comment cards.
func (h *house) misfits(p *i18n.Printer, q store.Questionnaire) ([]string, error) {
	return h.cards.Misfits(p, q)
}

// setupCode keeps strangers on the network from setting a fresh place up before
// its owner does. A server that only this machine reaches asks for none.
func setupCode(s *store.Store, addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); s.IsSetUp() || ok && tcp.IP.IsLoopback() {
		return ""
	}
	return rand.Text()[:8]
}

func (c serving) mail() notify.SMTP {
	return notify.SMTP{Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: c.SMTPPassword, From: c.SMTPFrom, NoTLS: c.SMTPNoTLS}
}

// https tells whether people reach the server by https, here or at a proxy.
func (c serving) https() bool {
	return c.speaksTLS() || strings.HasPrefix(c.BaseURL, "https:")
}

// work starts what runs beside requests: the board's stream, the outbox, the
// escalation clock and the forgetting of contacts. It ends with ctx.
func (h *house) work(ctx context.Context) {
	h.working.Go(func() { h.board.Run(ctx) })
	h.working.Go(func() { h.notify.Run(ctx) })
	h.working.Go(func() { h.watchDevices(ctx, time.Minute) })
	h.working.Go(func() { h.forget(ctx) })
	h.working.Go(func() { h.keeper.run(ctx) })
	h.working.Go(func() { h.cards.Run(ctx) })
	h.working.Go(func() { h.scans.Run(ctx) })
	if h.inbox != nil {
		h.working.Go(func() { h.inbox.Run(ctx) })
	}
}

// wait returns when everything that work started has ended.
func (h *house) wait() { h.working.Wait() }

// forget erases contact details that have outlived their purpose, every hour.
func (h *house) forget(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if _, err := h.store.ForgetContacts(ctx); err != nil && !errors.Is(err, context.Canceled) {
			h.web.Log.Error("contacts could not be erased", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
