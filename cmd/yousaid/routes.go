package main

import (
	"net/http"
	"net/netip"

	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

type bar = staff.BarView

// guard says who may use a route.
type guard string

const (
	anyone   guard = "anyone"  // the public, a paired device being known if it is one
	tablet   guard = "tablet"  // a paired tablet; for others the page does not exist
	asStaff  guard = "staff"   // signed in, any role
	manager  guard = "manager" // and upwards
	director guard = "director"
	owner    guard = "owner"
)

// route is one line of the table.
type route struct {
	pattern string
	guard   guard
	handler render.HandlerFunc
}

// routes is THE table: every address of the server and who may use it.
func (h *house) routes() []route {
	return []route{
		// The door and set-up
		{"GET /{$}", anyone, h.office.Door},
		{"GET /setup", anyone, h.office.SetUpPage},
		{"POST /setup", anyone, h.office.SetUp},
		{"GET /pair/{token}", anyone, h.office.Pair},

		// Words come in
		{"GET /kiosk", tablet, h.kiosk.Form},
		{"POST /kiosk", tablet, h.kiosk.Send},
		{"GET /kiosk/thanks/{token}", tablet, h.kiosk.Thanks},
		{"POST /kiosk/manager", tablet, h.kiosk.Manager},
		{"GET /at/{site}", anyone, h.kiosk.AtSite},
		{"POST /at/{site}", anyone, h.kiosk.SendAtSite},
		{"GET /at/{site}/thanks/{token}", anyone, h.kiosk.Thanks},
		{"GET /c/{token}", anyone, h.kiosk.Card},
		{"POST /c/{token}", anyone, h.kiosk.SendCard},
		{"GET /s/{token}", anyone, h.kiosk.Status},
		{"POST /s/{token}", anyone, h.kiosk.StatusAct},

		// Other programs
		{"POST /api/v1/submissions", anyone, h.kiosk.Submit},
		{"GET /api/v1/board", anyone, h.board.API},
		{"GET /api/v1/openapi.json", anyone, h.kiosk.OpenAPI},
		{"GET /healthz", anyone, alive},
		{"GET /readyz", anyone, h.ready},

		// The whiteboard
		{"GET /board", anyone, h.board.Door},
		{"GET /board/events", anyone, h.board.Events},
		{"GET /board/{site}", anyone, h.board.Show},
		{"GET /board/{site}/preview", asStaff, h.board.Preview},
		{"POST /board/{site}/preview", asStaff, h.board.Preview},

		// Signing in, and one's own page
		{"GET /signin", anyone, h.auth.SignIn},
		{"POST /signin", anyone, h.auth.SignInSave},
		{"POST /signout", anyone, h.auth.SignOut},
		{"GET /desk/me", asStaff, h.auth.Me},
		{"POST /desk/me", asStaff, h.auth.MeSave},
		{"POST /desk/me/password", asStaff, h.auth.MePassword},
		{"POST /desk/me/signout-everywhere", asStaff, h.auth.MeEverywhere},
		{"POST /desk/site", asStaff, h.auth.SiteSave},
		{"POST /desk/lang", asStaff, h.auth.Lang},

		// The desk
		{"GET /desk", asStaff, h.desk.Inbox},
		{"GET /desk/list", asStaff, h.desk.List},
		{"GET /desk/events", asStaff, h.desk.Events},
		{"POST /desk/going/{id}", asStaff, h.desk.Going},
		{"GET /desk/c/{id}", asStaff, h.desk.Item},
		{"POST /desk/c/{id}", asStaff, h.desk.Work},
		{"POST /desk/c/{id}/draft", asStaff, h.desk.Draft},
		{"POST /desk/c/{id}/group", asStaff, h.desk.Group},
		{"POST /desk/c/{id}/ungroup", asStaff, h.desk.Ungroup},
		{"POST /desk/c/{id}/contact", asStaff, h.desk.Contact},
		{"GET /desk/board", asStaff, h.desk.Board},
		{"GET /desk/board/{id}", asStaff, h.desk.BoardEdit},
		{"POST /desk/board/{id}", asStaff, h.desk.BoardSave},
		{"POST /desk/board/{id}/checks", asStaff, h.desk.BoardChecks},

		// The office
		{"GET /office", manager, h.office.Home},
		{"GET /office/start", owner, h.office.Start},
		{"GET /office/report", manager, h.office.Report},
		{"GET /office/report.csv", manager, h.office.ReportCSV},
		{"GET /office/cards", manager, h.cards.Page},
		{"POST /office/cards", manager, h.cards.Print},
		{"POST /office/cards/test", manager, h.cards.TestSheet},
		{"GET /office/cards/preview/{side}", manager, h.cards.Picture},
		{"GET /office/cards/runs/{id}", manager, h.cards.Again},
		{"GET /office/duty", manager, h.office.Duty},
		{"POST /office/duty", manager, h.office.SetDuty},
		{"GET /office/devices", manager, h.office.Devices},
		{"POST /office/devices", manager, h.office.AddDevice},
		{"POST /office/devices/here", manager, h.office.HereDevice},
		{"POST /office/devices/{id}/revoke", manager, h.office.RevokeDevice},
		{"GET /office/sites", owner, h.office.Sites},
		{"POST /office/sites", owner, h.office.AddSite},
		{"GET /office/sites/{id}", owner, h.office.Site},
		{"POST /office/sites/{id}", owner, h.office.SaveSite},
		{"GET /office/people", owner, h.office.People},
		{"POST /office/people", owner, h.office.AddPerson},
		{"POST /office/people/{id}/role", owner, h.office.SetRole},
		{"POST /office/people/{id}/disable", owner, h.office.DisablePerson},
		{"POST /office/people/{id}/enable", owner, h.office.EnablePerson},
		{"POST /office/people/{id}/reset", owner, h.office.ResetPassword},
	}
}

// mux serves the table, the assets and the figures for a monitor.
func (h *house) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, x := range h.routes() {
		mux.Handle(x.pattern, h.guarded(x))
	}
	mux.Handle("GET "+assets.Prefix, h.web.Shell.Assets)
	mux.Handle("GET /metrics", nearby(metrics(h.store)))
	mux.Handle("/", h.web.Handle(func(w http.ResponseWriter, r *http.Request) error { return h.elsewhere(mux, w, r) }))
	return mux
}

// elsewhere answers what no route takes: 405 where another method would do,
// else the page that says there is none.
func (h *house) elsewhere(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) error {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "/" {
			w.Header().Set("Allow", method)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return nil
		}
	}
	return &store.Error{Code: store.NotFound, Key: "error.no_page"}
}

// nearby answers only programs on this machine that come without a proxy; for
// others the page does not exist.
func nearby(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !from.Addr().IsLoopback() || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (h *house) guarded(x route) http.Handler {
	handler := h.web.Handle(x.handler)
	switch x.guard {
	case anyone:
		return h.auth.Device(handler)
	case tablet:
		return h.auth.RequireDevice(store.KioskDevice)(handler)
	}
	return h.auth.Require(store.Role(x.guard))(handler)
}
