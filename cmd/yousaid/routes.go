package main

import (
	"net/http"

	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

type bar = staff.BarView

// guard says who may use a route.
type guard string

const (
	anyone   guard = "anyone"      // people; for a paired device the page does not exist
	tabletTo guard = "any tablet"  // people and paired tablets
	screenTo guard = "any screen"  // people and paired screens
	deviceTo guard = "any device"  // people and every paired device
	tablet   guard = "tablet"      // a paired tablet; for others the page does not exist
	doorway  guard = "tablet door" // a paired tablet; others are led to pairing
	asStaff  guard = "staff"       // signed in, any role
	manager  guard = "manager"     // and upwards
	director guard = "director"
	private  guard = "private" // a director and upwards; for everybody else the page does not exist
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
		{"GET /pair", anyone, h.office.PairPage},
		{"POST /pair", anyone, h.office.PairLook},
		{"GET /pair/state", anyone, h.office.PairState},
		{"POST /pair/forget", anyone, h.office.PairForget},
		{"GET /pair/{token}", anyone, h.office.PairOffer},
		{"POST /pair/{token}", anyone, h.office.Pair},
		{"GET /trust", deviceTo, h.office.Trust},
		{"GET /trust/yousaid.crt", deviceTo, h.office.TrustCertificate},
		{"GET /trust/yousaid.mobileconfig", deviceTo, h.office.TrustProfile},

		// Words come in
		{"GET /kiosk", doorway, h.kiosk.Form},
		{"POST /kiosk/alive", tablet, h.kiosk.Alive},
		{"GET /kiosk/sw.js", tablet, h.kiosk.ServiceWorker},
		{"GET /kiosk/health", tablet, h.kiosk.Health},
		{"GET /kiosk/manifest.webmanifest", tabletTo, h.kiosk.Manifest},
		{"POST /kiosk", tablet, h.kiosk.Send},
		{"GET /kiosk/thanks/{token}", tablet, h.kiosk.Thanks},
		{"POST /kiosk/manager", tablet, h.kiosk.Manager},
		{"GET /at/{site}", anyone, h.kiosk.AtSite},
		{"POST /at/{site}", anyone, h.kiosk.SendAtSite},
		{"GET /at/{site}/thanks/{token}", anyone, h.kiosk.Thanks},
		{"GET /c/{token}", anyone, h.kiosk.Card},
		{"POST /c/{token}", anyone, h.kiosk.SendCard},
		{"POST /kiosk/reached", tablet, h.kiosk.Reached},
		{"POST /at/{site}/reached", anyone, h.kiosk.ReachedAtSite},
		{"GET /q/{token}", anyone, h.interviews.Asked},
		{"POST /q/{token}", anyone, h.interviews.Answered},
		{"GET /s/{token}", anyone, h.kiosk.Status},
		{"POST /s/{token}", anyone, h.kiosk.StatusAct},
		{"POST /s/{token}/photos", anyone, h.kiosk.Photos},
		{"GET /s/{token}/photos/{id}", anyone, h.kiosk.Photo},

		// Other programs
		{"POST /api/v1/submissions", tabletTo, h.kiosk.Submit},
		{"GET /api/v1/board", deviceTo, h.board.API},
		{"GET /api/v1/openapi.json", deviceTo, h.kiosk.OpenAPI},
		{"GET /healthz", deviceTo, alive},
		{"GET /readyz", deviceTo, h.ready},

		// The whiteboard
		{"GET /board", screenTo, h.board.Door},
		{"GET /board/events", screenTo, h.board.Events},
		{"GET /board/{site}", screenTo, h.board.Show},
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
		{"GET /desk/take", asStaff, h.take.Page},
		{"POST /desk/take", asStaff, h.take.Save},
		{"POST /desk/take/like", asStaff, h.take.Like},
		{"GET /desk/calls", asStaff, h.desk.Calls},
		{"POST /desk/calls/{id}", asStaff, h.desk.Call},
		{"GET /desk/scans", asStaff, h.scans.Page},
		{"POST /desk/scans", asStaff, h.scans.Bring},
		{"GET /desk/scans/review", asStaff, h.scans.Review},
		{"POST /desk/scans/review", asStaff, h.scans.Decide},
		{"GET /desk/scans/picture/{id}/{part}", asStaff, h.scans.Picture},
		{"GET /desk/scans/{id}", asStaff, h.scans.Batch},
		{"GET /desk/scans/{id}/state", asStaff, h.scans.State},
		{"POST /desk/scans/{id}/cancel", asStaff, h.scans.Cancel},
		{"GET /desk/photo/{id}", asStaff, h.desk.Photo},
		{"GET /desk/voucher", asStaff, h.desk.Voucher},
		{"POST /desk/voucher", asStaff, h.desk.VoucherAct},
		{"GET /desk/interview", asStaff, h.interviews.Page},
		{"POST /desk/interview", asStaff, h.interviews.Take},
		{"GET /desk/board", asStaff, h.desk.Board},
		{"GET /desk/board/{id}", asStaff, h.desk.BoardEdit},
		{"POST /desk/board/{id}", asStaff, h.desk.BoardSave},
		{"POST /desk/board/{id}/checks", asStaff, h.desk.BoardChecks},

		// The office
		{"GET /office", manager, h.office.Home},
		{"GET /office/start", owner, h.office.Start},
		{"GET /office/report", manager, h.office.Report},
		{"GET /office/report.csv", manager, h.office.ReportCSV},
		{"GET /office/questionnaires", manager, h.office.Questionnaires},
		{"POST /office/questionnaires", owner, h.office.StartQuestionnaire},
		{"POST /office/questionnaires/use", owner, h.office.UseQuestionnaires},
		{"GET /office/questionnaires/{id}", manager, h.office.Questionnaire},
		{"POST /office/questionnaires/{id}", owner, h.office.ChangeQuestionnaire},
		{"POST /office/questionnaires/{id}/draft", owner, h.office.DraftQuestionnaire},
		{"POST /office/questionnaires/{id}/discard", owner, h.office.DiscardQuestionnaire},
		{"GET /office/questionnaires/{id}/reached", manager, h.office.Reached},
		{"GET /office/questionnaires/{id}/preview/{as}", manager, h.kiosk.PreviewForm},
		{"GET /office/responses", private, h.office.Responses},
		{"GET /office/responses/{id}", private, h.office.Results},
		{"GET /office/responses/{id}/answers.csv", private, h.office.ResponsesCSV},
		{"POST /office/responses/{id}/invite", private, h.office.Invite},
		{"GET /office/cards", manager, h.cards.Page},
		{"POST /office/cards", manager, h.cards.Print},
		{"POST /office/cards/test", manager, h.cards.TestSheet},
		{"GET /office/cards/preview/{side}", manager, h.cards.Picture},
		{"GET /office/cards/making", manager, h.cards.Making},
		{"GET /office/cards/making/file", manager, h.cards.MadeFile},
		{"POST /office/cards/making/stop", manager, h.cards.StopMaking},
		{"GET /office/cards/runs.csv", manager, h.cards.RunsCSV},
		{"GET /office/cards/runs/{id}", manager, h.cards.RunPage},
		{"GET /office/cards/runs/{id}/file", manager, h.cards.Again},
		{"POST /office/cards/runs/{id}/handed", manager, h.cards.HandOut},
		{"POST /office/cards/runs/{id}/cost", manager, h.cards.Cost},
		{"POST /office/cards/runs/{id}/withdraw", manager, h.cards.Withdraw},
		{"GET /office/cards/preflight", manager, h.cards.Preflight},
		{"GET /office/cards/proof", manager, h.cards.Proof},
		{"GET /office/cards/artwork", manager, h.cards.Artworks},
		{"POST /office/cards/artwork", manager, h.cards.AddArtwork},
		{"GET /office/cards/artwork/{id}/picture", manager, h.cards.ArtworkPicture},
		{"POST /office/cards/artwork/{id}/remove", manager, h.cards.RemoveArtwork},
		{"GET /office/poster", manager, h.cards.Poster},
		{"GET /office/poster/picture", manager, h.cards.PosterPicture},
		{"GET /office/poster/file", manager, h.cards.PosterFile},
		{"GET /office/duty", manager, h.office.Duty},
		{"POST /office/duty", manager, h.office.SetDuty},
		{"GET /office/devices", manager, h.office.Devices},
		{"POST /office/devices", manager, h.office.AddDevice},
		{"POST /office/devices/here", manager, h.office.HereDevice},
		{"POST /office/devices/pair", manager, h.office.PairByCode},
		{"GET /office/devices/{id}", manager, h.office.Device},
		{"POST /office/devices/{id}", manager, h.office.SaveDevice},
		{"POST /office/devices/{id}/link", manager, h.office.LinkDevice},
		{"POST /office/devices/{id}/revoke", manager, h.office.RevokeDevice},
		{"POST /office/devices/{id}/restore", manager, h.office.RestoreDevice},
		{"GET /office/sites", owner, h.office.Sites},
		{"POST /office/sites", owner, h.office.AddSite},
		{"GET /office/sites/{id}", owner, h.office.Site},
		{"POST /office/sites/{id}", owner, h.office.SaveSite},
		{"GET /office/sites/{id}/thanks", owner, h.office.Thanks},
		{"POST /office/sites/{id}/thanks", owner, h.office.SaveThanks},
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
	mux.Handle("GET /metrics", h.auth.Everybody()(nearby(metrics(h.store))))
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
		if !fromHere(r) {
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
		return h.auth.Everybody()(handler)
	case tabletTo:
		return h.auth.Everybody(store.KioskDevice)(handler)
	case screenTo:
		return h.auth.Everybody(store.BoardDevice)(handler)
	case deviceTo:
		return h.auth.Everybody(store.KioskDevice, store.BoardDevice)(handler)
	case tablet:
		return h.auth.RequireDevice(store.KioskDevice, "")(handler)
	case doorway:
		return h.auth.RequireDevice(store.KioskDevice, "/pair?kind=kiosk")(handler)
	}
	if x.guard == private {
		return h.auth.Require(store.Staff)(h.web.Handle(privately(x.handler)))
	}
	return h.auth.Require(store.Role(x.guard))(handler)
}

// privately answers directors and owners; for others there is no such page.
func privately(next render.HandlerFunc) render.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if auth.UserFrom(r.Context()).Role.Rank() < store.Director.Rank() {
			return &store.Error{Code: store.NotFound, Key: "error.no_page"}
		}
		return next(w, r)
	}
}
