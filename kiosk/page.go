package kiosk

import (
	"net/http"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// place is where a form stands: who sends by it and in which language.
type place struct {
	from sender
	p    *i18n.Printer
	path string // of the form itself
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
	if err := k.store.SeenDevice(r.Context(), pl.from.device); err != nil {
		k.web.Log.Error("a tablet's sign of life was not noted", "device", int64(pl.from.device), "err", err)
	}
	return k.show(w, r, http.StatusOK, pl, touch.FormView{})
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
	return k.show(w, r, http.StatusOK, pl, touch.FormView{})
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

// show renders the form; v carries what was typed and what is wrong with it.
func (k *Kiosk) show(w http.ResponseWriter, r *http.Request, status int, pl place, v touch.FormView) error {
	if err := k.fill(r, pl, &v); err != nil {
		return err
	}
	return k.web.Page(w, r, status, touch.Form(v))
}

func (k *Kiosk) fill(r *http.Request, pl place, v *touch.FormView) error {
	site, p := pl.from.site, pl.p
	q, err := k.questionnaire(site)
	if err != nil {
		return err
	}
	v.Chrome = k.chrome(site, p, pl.path)
	v.Phone = pl.from.usual != store.KioskChannel
	v.Action, v.Channel, v.Default = pl.path, string(pl.from.channel("")), site.DefaultLang()
	v.Langs = langs(p, languages(site), pl.path)
	for i, l := range v.Langs {
		v.Langs[i].Offline = k.web.Catalog.Printer(i18n.Lang(l.Code)).T("touch.language_offline")
	}
	v.Promise = p.T("touch.start.read") + " " + p.N(promiseKey(site.Promise), site.Promise.N)
	v.Keep = p.N("touch.contact.keep", site.RetainDays)
	if v.ID == "" {
		v.ID = newClientID().String()
	}
	if v.Phone {
		v.Key, v.Thanks = site.PublicKey, "/at/"+site.Slug+"/thanks/"
	} else {
		v.Thanks = "/kiosk/thanks/"
		v.Manager, v.Idle = "/kiosk/manager", k.times
	}
	k.fillQuestions(q, p, v)
	if err := k.fillOthers(r, pl, v); err != nil {
		return err
	}
	v.Plain = touch.ThanksView{Chrome: v.Chrome, Reader: k.reader(r.Context(), site, p), Return: v.Idle.Return}
	return nil
}

func promiseKey(x store.Promise) string {
	if x.Unit == "h" {
		return "touch.start.within_hours"
	}
	return "common.answer_within"
}

// fillQuestions keeps what v has checked already, by value.
func (k *Kiosk) fillQuestions(q store.Questionnaire, p *i18n.Printer, v *touch.FormView) {
	picked := map[string]bool{}
	for _, f := range v.Faces {
		picked["mood"+f.Value] = true
	}
	for _, t := range v.Topics {
		picked["topic"+t.Value] = true
	}
	v.Faces, v.Topics = nil, nil
	for _, m := range moods(q.Faces()) {
		n := strconv.Itoa(m)
		v.Faces = append(v.Faces, touch.Face{Mood: m, Value: n, Label: p.T("common.mood." + n), Checked: picked["mood"+n]})
	}
	for _, t := range q.Topics() {
		v.Topics = append(v.Topics, touch.Choice{Value: t, Label: topicLabel(p, t), Icon: topicIcon(t), Checked: picked["topic"+t]})
	}
	for n := 0; n <= max(len(v.Topics), othersShown); n++ {
		v.ChosenLines = append(v.ChosenLines, p.N("touch.count.chosen", n))
		v.MeTooLines = append(v.MeTooLines, p.N("touch.count.me_too", n))
	}
}

// moods are the faces of a scale: with four there is no middle.
func moods(n int) []int {
	if n == 4 {
		return []int{1, 2, 4, 5}
	}
	return []int{1, 2, 3, 4, 5}
}

// topicLabel is the catalogue's word for a ready-made topic; an owner's own
// topic is its own word.
func topicLabel(p *i18n.Printer, topic string) string {
	if readyMade(topic) {
		return p.T("common.topic." + topic)
	}
	return topic
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
func (k *Kiosk) fillOthers(r *http.Request, pl place, v *touch.FormView) error {
	site, p := pl.from.site, pl.p
	picked := map[string]bool{}
	for _, o := range v.Others {
		picked[o.ID] = true
	}
	v.Others = nil
	rows, err := k.store.TopComplaints(r.Context(), site.ID, 12)
	if err != nil {
		return err
	}
	for _, x := range rows {
		if x.Status == store.Done || x.Status == store.Cant || len(v.Others) == othersShown {
			continue
		}
		v.Others = append(v.Others, touch.Other{ID: x.ID.String(), Sentence: x.Said.In(string(p.Lang), site.DefaultLang()),
			People: p.N("touch.others.people", x.People), WithYou: p.N("touch.others.with_you", x.People), Checked: picked[x.ID.String()]})
	}
	year := time.Date(when(site, k.store.Now()).Year(), 1, 1, 0, 0, 0, 0, site.Location())
	fixed, err := k.store.FixedCount(r.Context(), site.ID, year)
	if fixed > 0 {
		v.Fixed = p.N("touch.start.fixed", fixed)
	}
	return err
}
