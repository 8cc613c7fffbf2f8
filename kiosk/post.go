package kiosk

import (
	"net/http"
	"strconv"
	"time"

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

// sent takes in a whole form and leads on to the thanks, or answers with the same
// form, what was typed and a sentence at the field.
func (k *Kiosk) sent(w http.ResponseWriter, r *http.Request, pl place) error {
	client, ok := clientID(r.PostFormValue("id"))
	if !ok {
		client = newClientID()
	}
	got, err := k.intake(r.Context(), pl.from, client, 0, time.Time{}, rawForm(r))
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
	return raw
}

// again shows the form with everything that was typed.
func (k *Kiosk) again(w http.ResponseWriter, r *http.Request, status int, pl place, client store.ClientID, problems []form.Problem) error {
	v := touch.FormView{ID: client.String(), Text: form.Clean(r.PostFormValue("text")), Contact: form.Clean(r.PostFormValue("contact")), Problems: map[string]string{}}
	v.Faces = []touch.Face{{Value: r.PostFormValue("mood")}}
	for _, t := range r.PostForm["topic"] {
		v.Topics = append(v.Topics, touch.Choice{Value: t})
	}
	for _, id := range r.PostForm["agree"] {
		v.Others = append(v.Others, touch.Other{ID: id})
	}
	for _, x := range problems {
		sentence := pl.p.T(x.Key)
		if x.N > 0 {
			sentence = pl.p.N(x.Key, x.N)
		}
		v.Problems[x.Field] = sentence
		if v.Problem == "" {
			v.Problem = sentence
		}
	}
	v.Card = r.PathValue("token")
	return k.show(w, r, status, pl, v)
}
