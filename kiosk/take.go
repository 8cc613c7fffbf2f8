package kiosk

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// Take is the page on which staff write down what somebody says by telephone or
// at the desk. It takes in like every other way; see CardsDesk for who is
// signed in.
type Take struct {
	kiosk *Kiosk
	desk  CardsDesk
}

// NewTake prepares the page.
func NewTake(k *Kiosk, desk CardsDesk) *Take { return &Take{kiosk: k, desk: desk} }

// taking is one person who tells and one who writes it down.
type taking struct {
	site store.Site
	bar  staff.BarView
	p    *i18n.Printer // of who writes
	now  time.Time     // at the site
	by   store.Actor
}

func (x *Take) taking(r *http.Request) (taking, error) {
	site, err := x.kiosk.store.Site(x.desk.Site(r))
	if err != nil {
		return taking{}, err
	}
	bar, err := x.desk.Bar(r, "take")
	return taking{site: site, bar: bar, p: bar.P, now: when(site, x.kiosk.store.Now()), by: x.desk.Actor(r)}, err
}

// told is the form as it was typed.
type told struct {
	client        store.ClientID
	channel, mood string
	text          string
	topics        []string
	answers       map[string]string     // to further questions
	asked         store.QuestionnaireID // the version that asks them; 0: the newest
	joins         store.ComplaintID
	phone, name   string
	email, lang   string
	settled, call bool
	how, callBy   string
	problems      map[string]string
}

// Page is GET /desk/take: an empty form, and the receipt of what was saved.
func (x *Take) Page(w http.ResponseWriter, r *http.Request) error {
	t, err := x.taking(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := told{client: newClientID(), channel: q.Get("channel"), lang: cmp.Or(q.Get("speaks"), t.site.DefaultLang())}
	return x.show(w, r, http.StatusOK, t, f)
}

// Save is POST /desk/take.
func (x *Take) Save(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	t, err := x.taking(r)
	if err != nil {
		return err
	}
	f := readTold(r)
	onTheSpot := x.onTheSpot(t, &f)
	if len(f.problems) > 0 {
		return x.show(w, r, http.StatusUnprocessableEntity, t, f)
	}
	from := sender{site: t.site, actor: t.by, usual: store.CallChannel, asked: f.asked, taken: &taken{by: store.UserID(t.by.ID), onTheSpot: onTheSpot}}
	got, err := x.kiosk.intake(r.Context(), from, f.client, stamp{}, f.raw())
	if len(got.problems) > 0 {
		f.refused(t.p, got.problems)
		return x.show(w, r, http.StatusUnprocessableEntity, t, f)
	}
	switch code := store.CodeOf(err); {
	case code == store.Full:
		f.problems["text"] = t.p.T("store.full")
		return x.show(w, r, http.StatusInsufficientStorage, t, f)
	case code == store.NotFound:
		f.problems["text"], f.joins = t.p.T("take.problem.like"), 0
		return x.show(w, r, http.StatusUnprocessableEntity, t, f)
	case err != nil && (code != store.Conflict || got.receipt.ID == 0):
		return err
	}
	back := url.Values{"saved": {got.receipt.Reference}, "channel": {string(got.words.Channel)}, "speaks": {got.words.Lang}}
	return x.kiosk.web.Redirect(w, r, "/desk/take?"+back.Encode())
}

// Like is POST /desk/take/like: who else says what is being typed.
func (x *Take) Like(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	t, err := x.taking(r)
	if err != nil {
		return err
	}
	v, err := x.like(r, t, readTold(r))
	if err != nil {
		return err
	}
	return x.kiosk.web.Page(w, r, http.StatusOK, staff.TakeLike(v))
}

func readTold(r *http.Request) told {
	get := func(name string) string { return strings.TrimSpace(form.Clean(r.PostFormValue(name))) }
	f := told{channel: get("channel"), mood: get("mood"), text: form.Clean(r.PostFormValue("text")), topics: r.PostForm["topic"],
		phone: get("phone"), name: get("name"), email: get("email"), lang: get("speaks"), settled: get("settled") != "", call: get("call") != "",
		how: get("how"), callBy: get("call_by"), answers: furtherAnswers(r), asked: questionnaireID(r.PostFormValue("questionnaire")), problems: map[string]string{}}
	var ok bool
	if f.client, ok = clientID(get("id")); !ok {
		f.client = newClientID()
	}
	if id, err := strconv.ParseInt(get("joins"), 10, 64); err == nil && id > 0 {
		f.joins = store.ComplaintID(id)
	}
	return f
}

func (f told) raw() form.Raw {
	raw := form.Raw{Channel: f.channel, Lang: f.lang, Topics: f.topics, Text: f.text, Answers: f.answers, Final: true, Contact: store.Contact{Name: f.name, Email: f.email, Phone: f.phone}}
	if c := store.Channel(f.channel); c != store.CallChannel && c != store.DeskChannel {
		raw.Channel = ""
	}
	if m, err := strconv.Atoi(f.mood); err == nil {
		raw.Mood = &m
	}
	return raw
}

// refused says what form.Check found in words for who writes, not for who
// tells.
func (f *told) refused(p *i18n.Printer, problems []form.Problem) {
	for _, x := range problems {
		field := strings.TrimPrefix(x.Field, "contact.")
		switch {
		case x.Key == "touch.problem.empty":
			f.problems["text"] = p.T("take.problem.empty")
		case x.N > 0:
			f.problems[field] = p.N(x.Key, x.N)
		default:
			f.problems[field] = p.T(x.Key)
		}
	}
}

// onTheSpot reads what is done at once; what cannot be done stands in the
// problems of f.
func (x *Take) onTheSpot(t taking, f *told) store.OnTheSpot {
	o := store.OnTheSpot{Joins: f.joins}
	if f.settled {
		o.Settled = cmp.Or(f.how, x.settledWords(t.site, f.lang))
	}
	if !f.call {
		return o
	}
	if f.phone == "" {
		f.problems["phone"] = t.p.T("take.problem.phone")
	}
	var err error
	if o.CallBy, err = time.ParseInLocation(localTime, f.callBy, t.site.Location()); err != nil || o.CallBy.Before(t.now) {
		f.problems["call_by"] = t.p.T("take.problem.call_by")
	}
	return o
}

// localTime is how a datetime-local field writes a time.
const localTime = "2006-01-02T15:04"

// settledWords is what a person reads about something that was settled without
// further words, in their own language.
func (x *Take) settledWords(site store.Site, lang string) string {
	return x.kiosk.printer(site, lang).T("take.settled_words")
}
