package kiosk

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
)

// aliveSays is the body of POST /kiosk/alive. What is not known here is
// ignored: an older server must not make a newer tablet look dead.
type aliveSays struct {
	At         time.Time `json:"at"`     // the tablet's clock
	Queue      int       `json:"queue"`  // people's words that wait on it
	Oldest     time.Time `json:"oldest"` // of those, by the tablet's clock
	Parked     int       `json:"parked"` // words that the server would not take
	Series     string    `json:"series"` // the run that its numbers belong to
	Seq        int64     `json:"seq"`    // the highest number that it gave
	Persisted  *bool     `json:"persisted"`
	Offline    string    `json:"offline"` // "ready", "http" or "no"
	FullScreen *bool     `json:"full_screen"`
	Version    string    `json:"version"` // of the assets that it runs
}

// aliveAnswer is the body of the answer.
type aliveAnswer struct {
	Now     time.Time `json:"now"`
	Version string    `json:"version"` // of the assets that are served now
	Paired  bool      `json:"paired"`
	// Questionnaire is the version that the tablet's customers are asked now.
	Questionnaire string `json:"questionnaire,omitempty"`
}

// maxAlive is more than any sign of life needs.
const maxAlive = 4 << 10

// Alive is POST /kiosk/alive: a paired tablet says how it is. An unpaired one
// is answered 404 by the guard.
func (k *Kiosk) Alive(w http.ResponseWriter, r *http.Request) error {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAlive))
	if err != nil {
		return err
	}
	now, version := k.store.Now(), k.web.Shell.Assets.Version()
	h, err := readAlive(b, now, version)
	if err != nil {
		return k.refuse(w, k.web.Printer(r), apiProblem{status: http.StatusUnprocessableEntity, key: "touch.problem.body"})
	}
	k.store.DeviceAlive(k.device(r.Context()).ID, h)
	return k.web.JSON(w, http.StatusOK, aliveAnswer{Now: now.UTC(), Version: version, Paired: true, Questionnaire: k.askedNow(r)})
}

// askedNow is the version that the tablet ought to show; "" where that is not
// known.
func (k *Kiosk) askedNow(r *http.Request) string {
	site, err := k.store.Site(k.device(r.Context()).Site)
	if err != nil {
		return ""
	}
	q, err := k.store.Questionnaire(site)
	if err != nil {
		return ""
	}
	return strconv.FormatInt(int64(q.ID), 10)
}

var errNotAlive = errors.New("not a sign of life")

// readAlive reads a sign of life. Times of the tablet become times of ours, so
// that a wrong clock there makes nobody look late here.
func readAlive(b []byte, now time.Time, version string) (store.Health, error) {
	var in aliveSays
	if err := json.Unmarshal(b, &in); err != nil || len(in.Series) > 64 || in.Seq < 0 {
		return store.Health{}, errNotAlive
	}
	h := store.Health{Queue: max(in.Queue, 0), Parked: max(in.Parked, 0), Series: in.Series, Seq: in.Seq, Persisted: said(in.Persisted),
		Windowed: in.FullScreen != nil && !*in.FullScreen, Outdated: in.Version != "" && in.Version != version}
	switch in.Offline {
	case "ready", "http", "no":
		h.Offline = in.Offline
	}
	if sane(in.At) {
		h.Skew = in.At.Sub(now)
	}
	if h.Queue > 0 && sane(in.Oldest) {
		if h.Oldest = in.Oldest.Add(-h.Skew); h.Oldest.After(now) {
			h.Oldest = now
		}
	}
	return h, nil
}

// sane leaves out times that no clock shows: their distance from now would not
// fit a time.Duration.
func sane(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

func said(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	}
	return "no"
}
