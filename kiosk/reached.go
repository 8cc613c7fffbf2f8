package kiosk

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
)

// maxReached is more than any count of how far people came needs.
const maxReached = 8 << 10

// reachedSays is the body of POST /kiosk/reached and /at/{site}/reached: how
// many more people have reached each question of a version, and "sent".
type reachedSays struct {
	Questionnaire json.RawMessage `json:"questionnaire"` // the id, as a number or a string
	Reached       map[string]int  `json:"reached"`
}

// Reached is POST /kiosk/reached: counts of a paired tablet.
func (k *Kiosk) Reached(w http.ResponseWriter, r *http.Request) error {
	d := k.device(r.Context())
	site, err := k.store.Site(d.Site)
	if err != nil {
		return err
	}
	return k.reached(w, r, store.ActingDevice(d.ID), site, store.KioskChannel)
}

// ReachedAtSite is POST /at/{site}/reached: counts of somebody's own phone.
func (k *Kiosk) ReachedAtSite(w http.ResponseWriter, r *http.Request) error {
	site, err := k.store.SiteBySlug(r.PathValue("site"))
	if err != nil {
		return err
	}
	return k.reached(w, r, store.Customer(), site, store.PhoneChannel)
}

// reached answers 204 for what was counted and for what never will be, so that
// no browser sends it for ever.
func (k *Kiosk) reached(w http.ResponseWriter, r *http.Request, by store.Actor, site store.Site, channel store.Channel) error {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReached))
	if err != nil {
		return err
	}
	id, counts, err := readReached(b)
	if err != nil {
		return k.refuse(w, k.web.Printer(r), apiProblem{status: http.StatusUnprocessableEntity, key: "touch.problem.body"})
	}
	err = k.store.AddReached(r.Context(), by, site, id, channel, counts)
	if code := store.CodeOf(err); err != nil && code != store.NotFound && code != store.Invalid {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

var errNotReached = errors.New("not a count of how far people came")

// readReached reads a body; counts are what it says, for the store to judge.
func readReached(b []byte) (store.QuestionnaireID, map[string]int, error) {
	var in reachedSays
	if err := json.Unmarshal(b, &in); err != nil || len(in.Reached) > store.MaxQuestions+1 {
		return 0, nil, errNotReached
	}
	text := string(in.Questionnaire)
	if unquoted, err := strconv.Unquote(text); err == nil {
		text = unquoted
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, nil, errNotReached
	}
	return store.QuestionnaireID(id), in.Reached, nil
}
