package kiosk

import (
	"net/http"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// Asked is GET /q/{token}: the questions for one person, on their own phone.
func (v *Interviews) Asked(w http.ResponseWriter, r *http.Request) error {
	x, err := v.store.Invitation(r.Context(), r.PathValue("token"))
	if store.CodeOf(err) == store.Conflict {
		return v.over(w, r, x, err)
	}
	if err != nil {
		return err
	}
	return v.askedPage(w, r, http.StatusOK, x, answering{id: newClientID()})
}

// Answered is POST /q/{token}: the answers are kept and the link is used up.
func (v *Interviews) Answered(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	x, err := v.store.Invitation(r.Context(), token)
	if err != nil && store.CodeOf(err) != store.Conflict {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	q, err := v.store.QuestionnaireVersion(r.Context(), x.Questionnaire)
	if err != nil {
		return err
	}
	a, p := readAnswering(q, r.PostForm), v.web.Printer(r)
	if key := checkContact(a.contact); key != "" {
		a.field, a.sentence = "contact", p.T(key)
		return v.askedPage(w, r, http.StatusUnprocessableEntity, x, a)
	}
	err = v.store.AnswerInvitation(r.Context(), token, store.NewResponse{Client: a.id, Lang: string(p.Lang), Answers: a.answers, Contact: a.contact})
	switch store.CodeOf(err) {
	case store.Conflict:
		return v.over(w, r, x, err)
	case store.Invalid:
		a.field, a.sentence = render.Sentence(p, err)
		return v.askedPage(w, r, http.StatusUnprocessableEntity, x, a)
	}
	if err != nil {
		return err
	}
	return v.web.Page(w, r, http.StatusOK, staff.Asked(staff.AskedView{Shell: v.web.Shell, P: p, Title: p.T("response.thanks_h"), Lead: p.T("response.thanks"), Done: true}))
}

// over says that a link was used or has run out.
func (v *Interviews) over(w http.ResponseWriter, r *http.Request, x store.Invitation, err error) error {
	p := v.web.Printer(r)
	_, sentence := render.Sentence(p, err)
	return v.web.Page(w, r, http.StatusGone, staff.Asked(staff.AskedView{Shell: v.web.Shell, P: p, Title: p.T("response.over_h"), Lead: sentence}))
}

func (v *Interviews) askedPage(w http.ResponseWriter, r *http.Request, status int, x store.Invitation, a answering) error {
	site, err := v.store.Site(x.Site)
	if err != nil {
		return err
	}
	q, err := v.store.QuestionnaireVersion(r.Context(), x.Questionnaire)
	if err != nil {
		return err
	}
	p := v.web.Printer(r)
	f := askForm(p, site, q, a)
	path := "/q/" + r.PathValue("token")
	f.Action = path + "?lang=" + string(p.Lang)
	f.Read = p.T("response.read_anonymous", "From", store.AnonymousFrom)
	if !x.Anonymous {
		f.Read = p.T("response.read_named", "Name", x.Name)
	}
	page := staff.AskedView{Shell: v.web.Shell, P: p, Title: p.T("response.asked_h"), Lead: p.T("response.asked_lead", "Place", site.LongName), Path: path, Form: &f}
	for _, l := range i18n.Languages() {
		page.Langs = append(page.Langs, staff.LangChoice{Code: string(l), Name: l.Own(), Current: l == p.Lang})
	}
	return v.web.Page(w, r, status, staff.Asked(page))
}
