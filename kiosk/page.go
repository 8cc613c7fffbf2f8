package kiosk

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
	"github.com/yousaid/yousaid/templates/wording"
)

// place is where a form stands: who sends by it, in which language, and what
// is asked there.
type place struct {
	from  sender
	p     *i18n.Printer
	path  string               // of the form itself
	asked *store.Questionnaire // nil: what the site's customers are asked
}

// othersShown is how many lines of the board the form offers to agree with.
const othersShown = 4

// Form is GET /kiosk: the touch form on a paired tablet.
func (k *Kiosk) Form(w http.ResponseWriter, r *http.Request) error {
	pl, ok, err := k.tablet(r, r.FormValue("lang"))
	if err != nil {
		return err
	}
	if !ok {
		return k.kind(w, r, http.StatusForbidden, k.web.Printer(r), "pair")
	}
	k.store.SeenDevice(pl.from.device)
	return k.show(w, r, http.StatusOK, pl, touch.FormView{}, typed{})
}

func (k *Kiosk) tablet(r *http.Request, lang string) (place, bool, error) {
	d := k.device(r.Context())
	if d.ID == 0 || d.Kind != store.KioskDevice {
		return place{}, false, nil
	}
	site, err := k.store.Site(d.Site)
	from := sender{site: site, device: d.ID, actor: store.ActingDevice(d.ID), usual: store.KioskChannel}
	return place{from: from, p: k.printer(site, lang), path: "/kiosk"}, true, err
}

// AtSite is GET /at/{site}: the same form on the customer's own phone.
func (k *Kiosk) AtSite(w http.ResponseWriter, r *http.Request) error {
	pl, err := k.phone(r)
	if store.CodeOf(err) == store.NotFound {
		return k.kind(w, r, http.StatusNotFound, k.web.Printer(r), "site")
	}
	if err != nil {
		return err
	}
	return k.show(w, r, http.StatusOK, pl, touch.FormView{}, typed{})
}

func (k *Kiosk) phone(r *http.Request) (place, error) {
	site, err := k.store.SiteBySlug(r.PathValue("site"))
	if err != nil {
		return place{}, err
	}
	from := sender{site: site, actor: store.Customer(), usual: store.PhoneChannel}
	return place{from: from, p: k.chosen(r, languages(site)), path: "/at/" + site.Slug}, nil
}

// chosen is the language of somebody's own phone: as they picked on the form,
// else as the phone asks.
func (k *Kiosk) chosen(r *http.Request, offered []i18n.Lang) *i18n.Printer {
	if r.Method == http.MethodPost {
		for _, l := range offered {
			if string(l) == r.PostFormValue("lang") {
				return k.web.Catalog.Printer(l)
			}
		}
	}
	return k.web.Printer(r, offered...)
}

// show renders the form with what was typed. v carries what only its caller
// knows.
func (k *Kiosk) show(w http.ResponseWriter, r *http.Request, status int, pl place, v touch.FormView, said typed) error {
	if err := k.fill(r, pl, &v, said); err != nil {
		return err
	}
	return k.web.Page(w, r, status, touch.Form(v))
}

func (k *Kiosk) fill(r *http.Request, pl place, v *touch.FormView, said typed) error {
	site, p := pl.from.site, pl.p
	v.Chrome = k.chrome(site, p, pl.path)
	v.Phone = pl.from.usual != store.KioskChannel
	v.Action, v.Channel, v.Default = pl.path, string(pl.from.channel("")), site.DefaultLang()
	v.Langs = langs(p, languages(site), pl.path)
	for i, l := range v.Langs {
		v.Langs[i].Offline = k.web.Catalog.Printer(i18n.Lang(l.Code)).T("touch.language_offline")
	}
	if !site.Thanks.HidePromise {
		v.Promise = p.T("touch.start.read") + " " + wording.Promise(p, site)
	}
	v.Keep = p.N("touch.contact.keep", site.RetainDays)
	if v.ID == "" {
		v.ID = newClientID().String()
	}
	if v.Phone {
		v.Key, v.Thanks = site.PublicKey, "/at/"+site.Slug+"/thanks/"
		v.Photo = photoField(p, site)
	} else {
		v.Thanks = "/kiosk/thanks/"
		v.Manager, v.Idle = "/kiosk/manager", k.times
		v.Keyboard = k.keyboard(r.Context())
		var err error
		if v.Tablet, err = k.numbering(r, pl.from.device); err != nil {
			return err
		}
	}
	if err := k.fillQuestions(pl, v, said); err != nil {
		return err
	}
	if err := k.fillOthers(r, pl, v, said.agrees); err != nil {
		return err
	}
	v.Plain = touch.ThanksView{Chrome: v.Chrome, Reader: k.reader(r.Context(), site, p), Return: v.Idle.Return}
	v.Kept = touch.KeptView{Chrome: v.Chrome, Within: wording.Promise(p, site), Zone: site.Zone, Number: number(pl.from), Return: v.Idle.Return}
	return nil
}

// number is how a person is called who spoke while the server was out of reach:
// their number on that tablet, in place of {n}. store.SubmissionByReference reads it.
func number(from sender) string {
	if from.device == 0 {
		return ""
	}
	return from.site.Prefix + "-" + strconv.FormatInt(int64(from.device), 10) + "-{n}"
}

// numbering is where a tablet's browser begins to count people, if it has
// nothing to go on from.
func (k *Kiosk) numbering(r *http.Request, id store.DeviceID) (touch.Tablet, error) {
	if id == 0 {
		return touch.Tablet{}, nil
	}
	next, err := k.store.NextNumber(r.Context(), id)
	return touch.Tablet{ID: strconv.FormatInt(int64(id), 10), Next: strconv.FormatInt(next, 10)}, err
}

func (k *Kiosk) fillQuestions(pl place, v *touch.FormView, said typed) error {
	q, err := k.questionnaireOf(pl)
	if err != nil {
		return err
	}
	p := pl.p
	v.Screens = asking{p: p, fallback: pl.from.site.DefaultLang(), said: said}.screens(q)
	if v.Problem = said.problem; q.ID != 0 {
		v.Questionnaire = strconv.FormatInt(int64(q.ID), 10)
	}
	for n := 0; n <= mostChosen(v.Screens); n++ {
		v.ChosenLines = append(v.ChosenLines, p.N("touch.count.chosen", n))
		v.MeTooLines = append(v.MeTooLines, p.N("touch.count.me_too", n))
	}
	return nil
}

func (k *Kiosk) questionnaireOf(pl place) (store.Questionnaire, error) {
	if pl.asked != nil {
		return *pl.asked, nil
	}
	return k.questionnaire(pl.from.site)
}

func readyMade(topic string) bool {
	switch topic {
	case "waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other":
		return true
	}
	return false
}

func topicIcon(topic string) string {
	switch {
	case topic == "waiting":
		return "blob-clock"
	case readyMade(topic):
		return "blob-" + topic
	}
	return "blob-other"
}

// fillOthers offers what others said and is not put right yet.
func (k *Kiosk) fillOthers(r *http.Request, pl place, v *touch.FormView, agreed []string) error {
	site, p := pl.from.site, pl.p
	rows, err := k.store.TopComplaints(r.Context(), site.ID, 12)
	if err != nil {
		return err
	}
	for _, x := range rows {
		if x.Status == store.Done || x.Status == store.Cant || len(v.Others) == othersShown {
			continue
		}
		v.Others = append(v.Others, touch.Other{ID: x.ID.String(), Sentence: x.Said.In(string(p.Lang), site.DefaultLang()),
			People: p.N("touch.others.people", x.People), WithYou: p.N("touch.others.with_you", x.People), Checked: slices.Contains(agreed, x.ID.String())})
	}
	year := time.Date(when(site, k.store.Now()).Year(), 1, 1, 0, 0, 0, 0, site.Location())
	fixed, err := k.store.FixedCount(r.Context(), site.ID, year)
	if fixed > 0 && !site.Thanks.HideFixed {
		v.Fixed = p.N("touch.start.fixed", fixed)
	}
	return err
}
