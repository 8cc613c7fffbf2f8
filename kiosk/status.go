package kiosk

import (
	"net/http"
	"unicode/utf8"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// Status is GET /s/{token}: what became of one person's words.
func (k *Kiosk) Status(w http.ResponseWriter, r *http.Request) error {
	c, err := k.caseOf(r)
	if err != nil {
		return k.unknownCode(w, r, err)
	}
	if r.FormValue("ask") == "erase" {
		return k.askErase(w, r, c)
	}
	return k.statusPage(w, r, http.StatusOK, c, "", "")
}

func (k *Kiosk) caseOf(r *http.Request) (casePage, error) {
	x, err := k.store.SubmissionByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		return casePage{}, err
	}
	site, err := k.store.Site(x.Site)
	if err != nil {
		return casePage{}, err
	}
	work, err := k.store.Complaint(r.Context(), x.Complaint, 0)
	if err != nil {
		return casePage{}, err
	}
	return casePage{said: x, work: work, site: site, asked: k.askedOf(r.Context(), site, x), p: k.statusPrinter(r, x), path: "/s/" + x.StatusToken}, nil
}

// statusPrinter speaks any language of the product: what the person picks
// here, else the one they wrote in.
func (k *Kiosk) statusPrinter(r *http.Request, x store.Submission) *i18n.Printer {
	for _, l := range []i18n.Lang{i18n.Lang(r.URL.Query().Get("lang")), i18n.Lang(x.Lang)} {
		if l.Valid() {
			return k.web.Catalog.Printer(l)
		}
	}
	return k.web.Printer(r)
}

func (k *Kiosk) unknownCode(w http.ResponseWriter, r *http.Request, err error) error {
	if store.CodeOf(err) != store.NotFound {
		return err
	}
	return k.kind(w, r, http.StatusNotFound, k.web.Printer(r), "unknown")
}

func (k *Kiosk) statusPage(w http.ResponseWriter, r *http.Request, code int, c casePage, adding, problem string) error {
	return k.statusWith(w, r, code, c, adding, problem, "")
}

// statusWith is statusPage with a sentence at the picture as well.
func (k *Kiosk) statusWith(w http.ResponseWriter, r *http.Request, code int, c casePage, adding, problem, photoProblem string) error {
	p, x, work := c.p, c.said, c.work
	erased := x.Flags&store.FlagErased != 0
	here := "?lang=" + string(p.Lang)
	v := touch.StatusView{Chrome: k.chrome(c.site, p, c.path), Langs: langs(p, i18n.Languages(), c.path), LangName: p.Lang.Own(),
		Reference: x.Reference, Line: c.promise(k.store.Now()), Path: c.steps(), Talk: c.talk(), Doing: c.action(),
		Action: c.path + here, Erase: c.path + here + "&ask=erase",
		Adding: adding, Problem: problem, Erased: erased, CanAdd: !erased}
	if erased {
		v.Line = ""
	} else {
		v.Counted = counted(p, c.site, x, k.store.Now())
	}
	v.Heading, v.Marker = c.heading()
	v.Ask = (c.answered() || work.Status == store.Done) && x.Verdict == store.NoVerdict && !erased
	switch x.Verdict {
	case store.PutRight:
		v.Verdict = p.T("touch.status.said_yes")
	case store.NotYet:
		v.Verdict = p.T("touch.status.said_no")
	}
	switch r.FormValue("did") {
	case "added":
		v.Note = p.T("touch.status.added")
	case "photo":
		v.Note = p.T("photo.did_added")
	case "no-photo":
		v.Note = p.T("photo.did_erased")
	}
	v.Photos = photosView(p, c.site, x)
	v.Photos.Problem = photoProblem
	var err error
	if v.Voucher, err = k.voucher(r.Context(), c.site, p, x.ID); err != nil {
		return err
	}
	return k.web.Page(w, r, code, touch.Status(v))
}

// StatusAct is POST /s/{token}: the field act says what the person does here:
// add, right or erase.
func (k *Kiosk) StatusAct(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	token := r.PathValue("token")
	if k.hold(w, r) {
		return k.statusHold(w, r)
	}
	switch r.PostFormValue("act") {
	case "add":
		return k.addWords(w, r, token)
	case "right":
		return k.judge(w, r, token)
	case "erase":
		return k.statusDone(w, r, "", k.store.Erase(r.Context(), token))
	}
	return k.statusDone(w, r, "", nil)
}

// statusHold shows the page again with what was typed.
func (k *Kiosk) statusHold(w http.ResponseWriter, r *http.Request) error {
	c, err := k.caseOf(r)
	if err != nil {
		return k.unknownCode(w, r, err)
	}
	return k.statusPage(w, r, http.StatusTooManyRequests, c, form.Clean(r.PostFormValue("text")), c.p.T("touch.problem.hold"))
}

func (k *Kiosk) addWords(w http.ResponseWriter, r *http.Request, token string) error {
	text := form.Clean(r.PostFormValue("text"))
	err := k.store.AddWords(r.Context(), token, text)
	if store.CodeOf(err) != store.Invalid {
		return k.statusDone(w, r, "&did=added", err)
	}
	c, err := k.caseOf(r)
	if err != nil {
		return k.unknownCode(w, r, err)
	}
	return k.statusPage(w, r, http.StatusUnprocessableEntity, c, text, additionProblem(c.p, text))
}

func additionProblem(p *i18n.Printer, text string) string {
	if over := utf8.RuneCountInString(text) - store.MaxText; over > 0 {
		return p.N("touch.problem.text_long", over)
	}
	return p.T("touch.problem.words")
}

// judge takes whether it is put right now; "not yet" opens it again.
func (k *Kiosk) judge(w http.ResponseWriter, r *http.Request, token string) error {
	switch r.PostFormValue("right") {
	case "yes":
		return k.statusDone(w, r, "", k.store.Judge(r.Context(), token, store.PutRight))
	case "no":
		return k.statusDone(w, r, "", k.store.Judge(r.Context(), token, store.NotYet))
	}
	return k.statusDone(w, r, "", nil)
}

// statusDone goes back to the status page after something was done there.
func (k *Kiosk) statusDone(w http.ResponseWriter, r *http.Request, did string, err error) error {
	if err != nil {
		return k.unknownCode(w, r, err)
	}
	c, err := k.caseOf(r)
	if err != nil {
		return k.unknownCode(w, r, err)
	}
	return k.web.Redirect(w, r, c.path+"?lang="+string(c.p.Lang)+did)
}

// askErase asks once: words go for good.
func (k *Kiosk) askErase(w http.ResponseWriter, r *http.Request, c casePage) error {
	here := c.path + "?lang=" + string(c.p.Lang)
	return k.web.Page(w, r, http.StatusOK, touch.Erase(touch.EraseView{Chrome: k.chrome(c.site, c.p, c.path), Action: here, Back: here}))
}
