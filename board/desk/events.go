package desk

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// heartbeat keeps a quiet line open, and finds out when a session has ended.
const heartbeat = 20 * time.Second

// Events tells an open page when something changed: "calls" carries the
// banner of people who ask for a manager, "look" says that the list may be
// different. It ends with the session.
func (d *Desk) Events(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	line := http.NewResponseController(w)
	changed := d.store.Watch(r.Context())
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for first := true; ; first = false {
		if err := d.tell(w, r, line, first); err != nil {
			return nil // the reader has left, or is no longer signed in
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-changed:
		case <-tick.C:
		}
	}
}

func (d *Desk) tell(w http.ResponseWriter, r *http.Request, line *http.ResponseController, first bool) error {
	if !d.auth.Still(r) {
		return errors.New("the session has ended")
	}
	calls, err := d.callsHTML(r)
	if err != nil {
		return err
	}
	// A server-wide write timeout must not cut a line that is meant to stay;
	// where deadlines are not to be had there is none to cut it.
	_ = line.SetWriteDeadline(time.Now().Add(2 * heartbeat))
	if _, err := fmt.Fprintf(w, "event: calls\ndata: %s\n\n", calls); err != nil {
		return err
	}
	if !first {
		if _, err := fmt.Fprint(w, "event: look\ndata: \n\n"); err != nil {
			return err
		}
	}
	return line.Flush()
}

// callsHTML is the banner as one line.
func (d *Desk) callsHTML(r *http.Request) (string, error) {
	calls, err := d.auth.Calls(r)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	v := staff.BarView{P: d.auth.Printer(r), Here: "/desk", Calls: calls}
	if err := staff.Calls(v).Render(r.Context(), &b); err != nil {
		return "", err
	}
	return strings.Join(strings.Fields(b.String()), " "), nil
}

// Going says "I'm going" to somebody who asks for a manager.
func (d *Desk) Going(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return &store.Error{Code: store.NotFound, Key: "store.complaint"}
	}
	to := safeHere(r.PostFormValue("next"))
	err = d.store.AnswerPage(r.Context(), d.reader(r).actor(), store.PageID(id))
	if store.CodeOf(err) == store.Conflict {
		return d.web.Redirect(w, r, done(to, "taken_already"))
	}
	if err != nil {
		return err
	}
	return d.web.Redirect(w, r, done(to, "going"))
}

// safeHere is a desk page to come back to.
func safeHere(next string) string {
	next = auth.SafeNext(next)
	path, _, _ := strings.Cut(next, "?")
	return path
}
