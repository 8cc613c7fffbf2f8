package kiosk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// submission is the body of POST /api/v1/submissions.
type submission struct {
	ID         string                     `json:"id"`
	Seq        int64                      `json:"seq"`
	Series     json.RawMessage            `json:"series"`
	Device     json.RawMessage            `json:"device"`
	CapturedAt time.Time                  `json:"captured_at"`
	SentAt     json.RawMessage            `json:"sent_at"`
	SavedAt    json.RawMessage            `json:"saved_at"`
	Skew       json.RawMessage            `json:"skew_ms"`
	Channel    string                     `json:"channel"`
	Lang       string                     `json:"lang"`
	Mood       *int                       `json:"mood"`
	Topics     []string                   `json:"topics"`
	AgreesWith []string                   `json:"agrees_with"`
	Text       string                     `json:"text"`
	Answers    map[string]json.RawMessage `json:"answers"`
	Contact    store.Contact              `json:"contact"`
	Final      bool                       `json:"final"`
	Card       string                     `json:"card"`
	Asked      json.RawMessage            `json:"questionnaire"`

	extra map[string]string
}

// submissionSaved is the body of 201.
type submissionSaved struct {
	ID         string `json:"id"`
	Reference  string `json:"reference"`
	StatusURL  string `json:"status_url"`
	AnswerBy   string `json:"answer_by"`
	AnswerSaid string `json:"answer_by_said"` // in the person's language, as the thanks put it
	ReceivedAt string `json:"received_at"`
}

// apiProblem is the body of every refusal: a sentence that a person can read
// and the field that it is about.
type apiProblem struct {
	Field   string `json:"field"`
	Message string `json:"message"`

	status int
	key    string
	n      int
}

// Submit is POST /api/v1/submissions.
func (k *Kiosk) Submit(w http.ResponseWriter, r *http.Request) error {
	in, problem, err := decodeSubmission(w, r)
	if err != nil {
		return err
	}
	if problem != nil {
		return k.refuse(w, k.apiPrinter(r, in.Lang), *problem)
	}
	if k.hold(w, r) {
		return k.refuse(w, k.apiPrinter(r, in.Lang), apiProblem{status: http.StatusTooManyRequests, key: "touch.problem.hold"})
	}
	from, problem, err := k.sender(r, in.Card)
	if err != nil {
		return err
	}
	if problem != nil {
		return k.refuse(w, k.apiPrinter(r, in.Lang), *problem)
	}
	got, err := k.takeIn(r.Context(), from, in)
	return k.answer(w, r, from, in, got, err)
}

// decodeSubmission reads the body. Fields that nobody knows are kept aside;
// they cost a second look only where there are any.
func decodeSubmission(w http.ResponseWriter, r *http.Request) (in submission, problem *apiProblem, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return in, &apiProblem{status: http.StatusRequestEntityTooLarge, Field: "", key: "touch.problem.too_large"}, nil
	}
	if err != nil {
		return in, nil, err
	}
	in, problem = readSubmission(body)
	return in, problem, nil
}

// readSubmission reads one submission as JSON.
func readSubmission(body []byte) (in submission, problem *apiProblem) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(&in)
	if err == nil && d.Decode(&json.RawMessage{}) != io.EOF {
		err = errors.New("more than one value")
	}
	if err != nil && strings.HasPrefix(err.Error(), "json: unknown field") {
		in = submission{}
		if err = json.Unmarshal(body, &in); err == nil {
			in.extra, err = unknownFields(body)
		}
	}
	return in, jsonProblem(err)
}

func jsonProblem(err error) *apiProblem {
	if err == nil {
		return nil
	}
	p := &apiProblem{status: http.StatusUnprocessableEntity, key: "touch.problem.body"}
	var wrongType *json.UnmarshalTypeError
	var wrongTime *time.ParseError
	switch {
	case errors.As(err, &wrongType):
		p.Field, p.key = wrongType.Field, "touch.problem.field"
	case errors.As(err, &wrongTime):
		p.Field, p.key = "captured_at", "touch.problem.field"
	}
	return p
}

func unknownFields(body []byte) (map[string]string, error) {
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err
	}
	for _, known := range []string{"id", "seq", "series", "device", "captured_at", "sent_at", "saved_at", "skew_ms", "channel", "lang", "mood", "topics", "agrees_with", "text", "answers", "contact", "final", "card", "questionnaire"} {
		delete(all, known)
	}
	extra := map[string]string{}
	for name, v := range all {
		extra[name] = plain(v)
	}
	return extra, nil
}

// stamp reads what only helps and is never a reason to refuse.
func (in submission) stamp() stamp {
	st := stamp{seq: max(in.Seq, 0), captured: in.CapturedAt, saved: in.savedAt()}
	if series := plain(in.Series); len(series) <= 64 && series != "null" {
		st.series = series
	}
	if sent, err := time.Parse(time.RFC3339, plain(in.SentAt)); err == nil {
		st.sent = sent
	}
	return st
}

// savedAt is when words were saved as a file, by the clock of captured_at, if the
// server's clock was known to be near that one then; zero: not told, or not so.
func (in submission) savedAt() time.Time {
	at, err := time.Parse(time.RFC3339, plain(in.SavedAt))
	skew, unknown := strconv.ParseFloat(plain(in.Skew), 64)
	if err != nil || unknown != nil || !(math.Abs(skew) <= float64(store.SkewOver.Milliseconds())) {
		return time.Time{}
	}
	return at
}

// given is an answer as it is kept: several chosen options one on a line.
func given(v json.RawMessage) string {
	var list []string
	if json.Unmarshal(v, &list) == nil && len(list) > 0 {
		return strings.Join(list, "\n")
	}
	return plain(v)
}

// plain is a JSON string as its text, anything else as it was written.
func plain(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	return string(v)
}

// sender finds out who sends: a paired tablet (its bearer token or cookie), a
// page of a site (its public key), or whoever holds a card.
func (k *Kiosk) sender(r *http.Request, card string) (sender, *apiProblem, error) {
	from, known := k.senderOf(r)
	if card == "" && !known {
		return from, &apiProblem{status: http.StatusUnauthorized, key: "touch.problem.access"}, nil
	}
	return k.holding(r.Context(), from, known, card)
}

// holding puts the card of a token, if there is one, into somebody's hands;
// known tells that the place of from is.
func (k *Kiosk) holding(ctx context.Context, from sender, known bool, card string) (sender, *apiProblem, error) {
	if card == "" {
		return from, nil, nil
	}
	c, err := k.store.CardByToken(ctx, card)
	if store.CodeOf(err) == store.NotFound || err == nil && known && c.Site != from.site.ID {
		return from, &apiProblem{status: http.StatusUnprocessableEntity, Field: "card", key: "touch.problem.card"}, nil
	}
	if err != nil {
		return from, nil, err
	}
	site, err := k.store.Site(c.Site)
	if !known {
		from.actor = store.Customer()
	}
	from.site, from.card = site, c
	return from, nil, err
}

func (k *Kiosk) senderOf(r *http.Request) (sender, bool) {
	d := k.device(r.Context())
	if key := bearer(r); key != "" && d.ID == 0 {
		if site, err := k.store.SiteByKey(key); err == nil {
			return sender{site: site, actor: store.Customer(), usual: store.PhoneChannel}, true
		}
		if x, err := k.store.DeviceByToken(key); err == nil {
			d = x
		}
	}
	if d.ID == 0 || d.Kind != store.KioskDevice {
		return sender{}, false
	}
	site, err := k.store.Site(d.Site)
	return sender{site: site, device: d.ID, actor: store.ActingDevice(d.ID), usual: store.KioskChannel}, err == nil
}

// bearer is the token that a program shows; the word before it may be written
// in any case.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func (k *Kiosk) takeIn(ctx context.Context, from sender, in submission) (received, error) {
	id, ok := clientID(in.ID)
	if !ok {
		return received{problems: []form.Problem{{Field: "id", Key: "touch.problem.id"}}}, nil
	}
	raw := form.Raw{Channel: in.Channel, Lang: in.Lang, Mood: in.Mood, Topics: in.Topics, Agrees: in.AgreesWith,
		Text: in.Text, Contact: in.Contact, Extra: in.extra, Final: in.Final}
	if len(in.Answers) > 0 {
		raw.Answers = make(map[string]string, len(in.Answers))
		for q, v := range in.Answers {
			raw.Answers[q] = given(v)
		}
	}
	from.asked = questionnaireID(plain(in.Asked))
	st := in.stamp()
	if err := k.numbered(ctx, &from, &st, plain(in.Device)); err != nil {
		return received{}, err
	}
	return k.intake(ctx, from, id, st, raw)
}

// numbered gives words back to the tablet that numbered them, where the browser
// that kept them has become another one since. A number of a tablet that is
// none of this place means nobody here.
func (k *Kiosk) numbered(ctx context.Context, from *sender, st *stamp, device string) error {
	said, err := strconv.ParseInt(device, 10, 64)
	if err != nil || from.device == 0 || store.DeviceID(said) == from.device {
		return nil
	}
	d, err := k.store.Device(ctx, store.DeviceID(said))
	if err != nil && store.CodeOf(err) != store.NotFound {
		return err
	}
	if err != nil || d.Kind != store.KioskDevice || d.Site != from.site.ID {
		st.seq, st.series = 0, ""
		return nil
	}
	from.device = d.ID
	return nil
}

func (k *Kiosk) answer(w http.ResponseWriter, r *http.Request, from sender, in submission, got received, err error) error {
	p := k.apiPrinter(r, in.Lang)
	if len(got.problems) > 0 {
		x := got.problems[0]
		return k.refuse(w, p, apiProblem{status: http.StatusUnprocessableEntity, Field: x.Field, key: x.Key, n: x.N})
	}
	switch store.CodeOf(err) {
	case store.Conflict:
		if got.receipt.ID == 0 {
			return k.refuse(w, p, apiProblem{status: http.StatusConflict, Field: "card", key: "store.card_answered"})
		}
		return k.refuse(w, p, apiProblem{status: http.StatusConflict, Field: "id", key: "touch.problem.conflict"})
	case store.Full:
		k.web.Log.Error("no room on the disk", "path", r.URL.Path)
		return k.refuse(w, p, apiProblem{status: http.StatusInsufficientStorage, key: "store.full"})
	}
	if err != nil {
		return err
	}
	return k.web.JSON(w, http.StatusCreated, submissionSaved{
		ID: in.ID, Reference: got.receipt.Reference, StatusURL: k.statusURL(r, got.receipt.StatusToken),
		AnswerBy:   when(from.site, got.receipt.AnswerBy).Format(time.RFC3339),
		AnswerSaid: p.DateTimeBy(when(from.site, got.receipt.AnswerBy), i18n.By),
		ReceivedAt: when(from.site, got.receipt.ReceivedAt).Format(time.RFC3339),
	})
}

func (k *Kiosk) refuse(w http.ResponseWriter, p *i18n.Printer, x apiProblem) error {
	if x.n > 0 {
		x.Message = p.N(x.key, x.n)
	} else {
		x.Message = p.T(x.key)
	}
	return k.web.JSON(w, x.status, x)
}

// apiPrinter speaks the language of the words, else the one the program asks for.
func (k *Kiosk) apiPrinter(r *http.Request, lang string) *i18n.Printer {
	if l := i18n.Lang(lang); l.Valid() {
		return k.web.Catalog.Printer(l)
	}
	return k.web.Printer(r)
}
