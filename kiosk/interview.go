package kiosk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// Interviews asks people who leave: members face to face at the desk, an
// employee by a private link. What they say is a response, never a submission.
type Interviews struct {
	web   *render.Web
	store *store.Store
	desk  InterviewDesk
}

// InterviewDesk is what the page has to know of the signed-in person.
type InterviewDesk struct {
	Bar  func(r *http.Request, here string) (staff.BarView, error)
	User func(r *http.Request) store.User
	Site func(r *http.Request) store.SiteID // the site that the person has chosen
}

// NewInterviews prepares the pages.
func NewInterviews(web *render.Web, st *store.Store, desk InterviewDesk) *Interviews {
	return &Interviews{web: web, store: st, desk: desk}
}

const interviewPath = "/desk/interview"

// Page is GET /desk/interview: what to ask, or the questions of ?q= in the
// language ?in=.
func (v *Interviews) Page(w http.ResponseWriter, r *http.Request) error {
	site, err := v.store.Site(v.desk.Site(r))
	if err != nil {
		return err
	}
	if q, ok := v.chosen(r.FormValue("q")); ok {
		return v.ask(w, r, http.StatusOK, site, q, answering{id: newClientID()})
	}
	return v.choose(w, r, site)
}

// chosen is the newest version of a questionnaire for leavers.
func (v *Interviews) chosen(id string) (store.Questionnaire, bool) {
	for _, q := range v.store.PublishedFor(store.LeaverAudience) {
		if q.ID == questionnaireID(id) {
			return q, true
		}
	}
	return store.Questionnaire{}, false
}

func (v *Interviews) frame(r *http.Request) (staff.OfficeFrame, error) {
	bar, err := v.desk.Bar(r, "")
	if err != nil {
		return staff.OfficeFrame{}, err
	}
	return staff.OfficeFrame{P: bar.P, Bar: bar, Title: bar.P.T("response.interview"), Back: "/desk", BackName: bar.P.T("response.to_desk")}, nil
}

func (v *Interviews) choose(w http.ResponseWriter, r *http.Request, site store.Site) error {
	f, err := v.frame(r)
	if err != nil {
		return err
	}
	p := f.P
	f.Lead = p.T("response.interview_lead")
	n, err := v.store.TakenResponses(r.Context(), v.desk.User(r).ID)
	if err != nil {
		return err
	}
	page := staff.InterviewView{Frame: f, Taken: p.N("response.taken", n)}
	if r.URL.Query().Get("did") == "kept" {
		page.Thank = p.T("response.kept")
	}
	for _, q := range v.store.PublishedFor(store.LeaverAudience) {
		page.Picks = append(page.Picks, staff.InterviewPick{ID: strconv.FormatInt(int64(q.ID), 10), Name: questionnaireName(p, q.Name), Count: p.N("editor.count", len(q.Questions))})
	}
	if len(page.Picks) == 0 {
		page.None = p.T("response.no_interview")
	}
	for i, l := range languages(site) {
		page.Langs = append(page.Langs, staff.Option{Value: string(l), Label: l.Own(), On: i == 0})
	}
	return v.web.Page(w, r, http.StatusOK, staff.Interview(page))
}

// questionnaireName is a ready-made one's name in the reader's language, or
// the owner's own.
func questionnaireName(p *i18n.Printer, name string) string {
	if _, ok := store.Named(name); ok {
		return p.T("question.name." + name)
	}
	return name
}

// answering is what somebody has answered so far and what is wrong with it.
type answering struct {
	id       store.ClientID
	answers  store.Answers
	contact  store.Contact
	field    string
	sentence string
}

// readAnswering reads the form of the questions.
func readAnswering(q store.Questionnaire, form url.Values) answering {
	a := answering{answers: store.Answers{}}
	id, ok := clientID(form.Get("id"))
	if !ok {
		id = newClientID()
	}
	a.id = id
	for _, x := range q.Questions {
		if given := form["a."+x.ID]; len(given) > 0 {
			a.answers[x.ID] = given
		}
	}
	a.contact = store.Contact{Name: strings.TrimSpace(form.Get("name")), Email: strings.TrimSpace(form.Get("email")), Phone: strings.TrimSpace(form.Get("phone"))}
	return a
}

// checkContact is a sentence's key where the contact would reach nobody.
func checkContact(c store.Contact) string {
	_, problems := form.Check(store.Questionnaire{}, form.Raw{Contact: c, Text: "x"})
	for _, p := range problems {
		if strings.HasPrefix(p.Field, "contact") {
			return p.Key
		}
	}
	return ""
}

// Take is POST /desk/interview: the answers are kept, and whoever asked sees
// no more of them.
func (v *Interviews) Take(w http.ResponseWriter, r *http.Request) error {
	site, err := v.store.Site(v.desk.Site(r))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	q, ok := v.chosen(r.PostForm.Get("q"))
	if !ok {
		// Published anew since the first question was asked: the old version is asked to its end.
		if q, err = v.store.QuestionnaireVersion(r.Context(), questionnaireID(r.PostForm.Get("q"))); err != nil {
			return err
		}
	}
	a := readAnswering(q, r.PostForm)
	p := v.asked(site, r.PostForm.Get("in"))
	if key := checkContact(a.contact); key != "" {
		a.field, a.sentence = "contact", p.T(key)
		return v.ask(w, r, http.StatusUnprocessableEntity, site, q, a)
	}
	u := v.desk.User(r)
	err = v.store.AddResponse(r.Context(), store.ActingUser(u.ID), store.NewResponse{Client: a.id, Questionnaire: q.ID, Site: site.ID, TakenBy: u.ID, Lang: string(p.Lang), Answers: a.answers, Contact: a.contact})
	if store.CodeOf(err) == store.Invalid {
		a.field, a.sentence = render.Sentence(p, err)
		return v.ask(w, r, http.StatusUnprocessableEntity, site, q, a)
	}
	if err != nil {
		return err
	}
	return v.web.Redirect(w, r, interviewPath+"?did=kept")
}

// asked is the language of the person who is asked.
func (v *Interviews) asked(site store.Site, lang string) *i18n.Printer {
	for _, l := range languages(site) {
		if string(l) == lang {
			return v.web.Catalog.Printer(l)
		}
	}
	return v.web.Catalog.Printer(languages(site)[0])
}

func (v *Interviews) ask(w http.ResponseWriter, r *http.Request, status int, site store.Site, q store.Questionnaire, a answering) error {
	f, err := v.frame(r)
	if err != nil {
		return err
	}
	p := v.asked(site, r.FormValue("in"))
	f.Title = questionnaireName(f.P, q.Name)
	f.Back, f.BackName = interviewPath, f.P.T("response.other")
	id := strconv.FormatInt(int64(q.ID), 10)
	x := askForm(p, site, q, a)
	x.Action, x.Staff, x.Draft = interviewPath, true, "interview-"+id+"-"+string(p.Lang)
	x.Hidden = []staff.Hidden{{Name: "q", Value: id}, {Name: "in", Value: string(p.Lang)}}
	return v.web.Page(w, r, status, staff.Interview(staff.InterviewView{Frame: f, Form: &x}))
}

// askForm turns a questionnaire into one form, in its own order.
func askForm(p *i18n.Printer, site store.Site, q store.Questionnaire, a answering) staff.AskForm {
	f := staff.AskForm{P: p, ID: a.id.String()}
	own := false
	for i, x := range q.Questions {
		ask := wording.Ask(p, x, site.DefaultLang())
		v := staff.AskView{ID: x.ID, Number: p.T("response.number", "N", i+1, "Of", len(q.Questions)), Heading: ask.Words, Lang: ask.In, Type: string(x.Type)}
		if a.field == x.ID || a.field == "contact" && x.Type == store.ContactQuestion {
			v.Problem, own = a.sentence, true
		}
		fillAsk(p, site, x, a, &v)
		f.Asks = append(f.Asks, v)
	}
	if !own {
		f.Problem = a.sentence
	}
	return f
}

func fillAsk(p *i18n.Printer, site store.Site, q store.Question, a answering, v *staff.AskView) {
	given := a.answers[q.ID]
	switch q.Type {
	case store.TextQuestion:
		v.Text = strings.Join(given, "\n")
		return
	case store.ContactQuestion:
		v.Contact = staff.AskContact{Name: a.contact.Name, Email: a.contact.Email, Phone: a.contact.Phone, Keep: p.N("response.keep", site.RetainDays)}
		return
	}
	v.Choices = askChoices(p, site, q)
	for i := range v.Choices {
		v.Choices[i].On = slices.Contains(given, v.Choices[i].Value)
	}
	v.Many = q.Type == store.MultipleQuestion || q.Type == store.TopicsQuestion
	if q.Type == store.ScaleQuestion {
		v.From, v.To = p.T("question.scale.from"), p.T("question.scale.to")
	}
}

func askChoices(p *i18n.Printer, site store.Site, q store.Question) []staff.AskChoice {
	var list []staff.AskChoice
	add := func(value, label string) {
		key := ""
		if n := len(list) + 1; n < 10 {
			key = strconv.Itoa(n)
		}
		list = append(list, staff.AskChoice{Value: value, Label: label, Key: key})
	}
	switch q.Type {
	case store.FacesQuestion:
		for _, m := range moods(q.N) {
			add(strconv.Itoa(m), p.T("common.mood."+strconv.Itoa(m)))
		}
	case store.ScaleQuestion:
		for n := range 11 {
			list = append(list, staff.AskChoice{Value: strconv.Itoa(n), Label: strconv.Itoa(n), Key: scaleKey(n)})
		}
	}
	for _, o := range q.Options {
		add(o.Value, wording.Option(p, q, o, site.DefaultLang()).Words)
	}
	return list
}

// scaleKey is the digit of a step; ten has none.
func scaleKey(n int) string {
	if n > 9 {
		return ""
	}
	return strconv.Itoa(n)
}
