package kiosk

import (
	"net/http"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// PreviewForm is GET /office/questionnaires/{id}/preview/{as}: the form of one
// version, published or the draft, as a tablet or a phone shows it; for the
// owner, in a frame beside the editor. ?lang= picks one of the site's
// languages. One can walk through it; it sends nothing and clears nothing.
func (k *Kiosk) PreviewForm(w http.ResponseWriter, r *http.Request) error {
	q, err := k.store.QuestionnaireVersion(r.Context(), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	as := r.PathValue("as")
	if as != "tablet" && as != "phone" {
		return &store.Error{Code: store.NotFound, Key: "error.no_page"}
	}
	site, err := k.store.Site(k.site(r))
	if err != nil {
		return err
	}
	pl := place{from: sender{site: site, usual: store.KioskChannel}, p: k.previewPrinter(r, site), path: r.URL.Path, asked: &q}
	if as == "phone" {
		pl.from.usual = store.PhoneChannel
	}
	var v touch.FormView
	if err := k.fill(r, pl, &v, typed{}); err != nil {
		return err
	}
	k.inert(&v, r, site)
	return k.web.Page(w, r, http.StatusOK, touch.Form(v))
}

// previewPrinter speaks what was asked for, else what the owner reads, of the
// site's languages.
func (k *Kiosk) previewPrinter(r *http.Request, site store.Site) *i18n.Printer {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return k.printer(site, lang)
	}
	return k.web.Printer(r, languages(site)...)
}

// inert takes out of a form what would reach the store, and shows the end with
// an example.
func (k *Kiosk) inert(v *touch.FormView, r *http.Request, site store.Site) {
	v.Inert, v.Key, v.Thanks, v.Questionnaire = true, "", "", ""
	v.Idle = touch.Times{}
	if v.Manager != "" {
		v.Manager = v.Action
	}
	v.Plain.Return = 0
	v.Plain.Reference = site.Prefix + "-7K4M"
	v.Plain.AnswerBy = v.P.DateTimeBy(when(site, site.AnswerBy(k.store.Now())), i18n.By)
	v.Plain.StatusURL = r.URL.Path
}

// firstSite is for a Kiosk that nobody told which site a signed-in person has
// chosen.
func firstSite(s *store.Store) func(*http.Request) store.SiteID {
	return func(*http.Request) store.SiteID {
		if list := s.Sites(); len(list) > 0 {
			return list[0].ID
		}
		return 0
	}
}
