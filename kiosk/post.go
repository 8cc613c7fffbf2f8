package kiosk

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/touch"
)

// Send is POST /kiosk: the whole form at once, from a tablet without JavaScript.
func (k *Kiosk) Send(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	pl, ok, err := k.tablet(r, r.PostFormValue("lang"))
	if err != nil {
		return err
	}
	if !ok {
		return k.kind(w, r, http.StatusForbidden, k.web.Printer(r), "pair")
	}
	return k.sent(w, r, pl)
}

// SendAtSite is POST /at/{site}.
func (k *Kiosk) SendAtSite(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	pl, err := k.phone(r)
	if store.CodeOf(err) == store.NotFound {
		return k.kind(w, r, http.StatusNotFound, k.web.Printer(r), "site")
	}
	if err != nil {
		return err
	}
	return k.sent(w, r, pl)
}

// readForm reads the body within its limit; a larger one is an error that
// render knows.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	return r.ParseForm()
}

// hold tells whether a sender must hold on, and tells programs for how long.
func (k *Kiosk) hold(w http.ResponseWriter, r *http.Request) bool {
	wait := k.wait(r)
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	return wait > 0
}

// sent takes in a whole form and leads on to the thanks, or answers with the same
// form, what was typed and a sentence at the field.
func (k *Kiosk) sent(w http.ResponseWriter, r *http.Request, pl place) error {
	client, ok := clientID(r.PostFormValue("id"))
	if !ok {
		client = newClientID()
	}
	if k.hold(w, r) {
		return k.again(w, r, http.StatusTooManyRequests, pl, client, []form.Problem{{Key: "touch.problem.hold"}})
	}
	pl.from.asked = questionnaireID(r.PostFormValue("questionnaire"))
	got, err := k.intake(r.Context(), pl.from, client, stamp{}, rawForm(r))
	switch code := store.CodeOf(err); {
	case len(got.problems) > 0:
		return k.again(w, r, http.StatusUnprocessableEntity, pl, client, got.problems)
	case code == store.Full:
		k.web.Log.Error("no room on the disk", "path", r.URL.Path)
		return k.again(w, r, http.StatusInsufficientStorage, pl, client, []form.Problem{{Key: "store.full"}})
	case code == store.Conflict && got.receipt.ID == 0:
		return k.answeredCard(w, r, http.StatusConflict, pl)
	case err != nil && code != store.Conflict:
		return err
	}
	return k.toThanks(w, r, pl, got)
}

func rawForm(r *http.Request) form.Raw {
	raw := form.Raw{Lang: form.Clean(r.PostFormValue("lang")), Topics: r.PostForm["topic"], Agrees: r.PostForm["agree"],
		Text: r.PostFormValue("text"), Either: r.PostFormValue("contact"), Final: true}
	if m := r.PostFormValue("mood"); m != "" {
		n, err := strconv.Atoi(m)
		if err != nil {
			n = -1
		}
		raw.Mood = &n
	}
	for field, given := range r.PostForm {
		if id, ok := strings.CutPrefix(field, "q."); ok {
			if raw.Answers == nil {
				raw.Answers = map[string]string{}
			}
			raw.Answers[id] = strings.Join(given, "\n")
		}
	}
	return raw
}

// again shows the form with everything that was typed.
func (k *Kiosk) again(w http.ResponseWriter, r *http.Request, status int, pl place, client store.ClientID, problems []form.Problem) error {
	said := typed{mood: r.PostFormValue("mood"), text: form.Clean(r.PostFormValue("text")), contact: form.Clean(r.PostFormValue("contact")),
		topics: r.PostForm["topic"], agrees: r.PostForm["agree"], answers: map[string][]string{}, problems: map[string]string{}}
	for field, given := range r.PostForm {
		if id, ok := strings.CutPrefix(field, "q."); ok {
			for _, v := range given {
				said.answers[id] = append(said.answers[id], form.Clean(v))
			}
		}
	}
	for _, x := range problems {
		sentence := pl.p.T(x.Key)
		if x.N > 0 {
			sentence = pl.p.N(x.Key, x.N)
		}
		said.problems[x.Field] = sentence
		if said.problem == "" {
			said.problem = sentence
		}
	}
	if q := k.version(r.Context(), pl.from.site, questionnaireID(r.PostFormValue("questionnaire"))); q.ID != 0 && pl.asked == nil {
		pl.asked = &q
	}
	return k.show(w, r, status, pl, touch.FormView{ID: client.String(), Card: r.PathValue("token")}, said)
}
