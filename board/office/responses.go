package office

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
	"rsc.io/qr"
)

const responsesPath = "/office/responses"

// Responses answers GET /office/responses: what leavers and employees are
// asked, and how many answered.
func (o *Office) Responses(w http.ResponseWriter, r *http.Request) error {
	f, err := o.questionsFrame(r, "response.title", "/office", "office.back")
	if err != nil {
		return err
	}
	list, err := o.Store.Questionnaires(r.Context())
	if err != nil {
		return err
	}
	p := f.P
	f.Lead = p.T("response.lead")
	v := staff.ResponsesView{Frame: f, Guard: p.T("response.guard"), Make: questionnairesPath}
	for _, x := range list {
		if x.Live.ID != 0 && x.Live.Audience != store.CustomerAudience {
			v.Rows = append(v.Rows, staff.ResponsesRow{URL: responsesPath + "/" + idText(x.Live.ID), Name: questionnaireName(p, x.Live.Name),
				Audience: p.T("editor.audience." + string(x.Live.Audience)), Answers: p.N("editor.answers", x.Answers)})
		}
	}
	return o.Web.Page(w, r, http.StatusOK, staff.Responses(v))
}

// Results answers GET /office/responses/{id}: the answers to one version.
func (o *Office) Results(w http.ResponseWriter, r *http.Request) error {
	return o.resultsPage(w, r, http.StatusOK, nil, nil)
}

// Invite answers POST /office/responses/{id}/invite: a private link, shown
// once.
func (o *Office) Invite(w http.ResponseWriter, r *http.Request) error {
	q, err := o.Store.QuestionnaireVersion(r.Context(), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p := o.Auth.Printer(r)
	x, token, err := o.Store.Invite(r.Context(), actor(r), q.Series, siteID(r.FormValue("site")), r.FormValue("name"), r.FormValue("kind") != "named")
	if field, sentence := render.Sentence(p, err); field != "" {
		return o.resultsPage(w, r, http.StatusUnprocessableEntity, map[string]string{field: sentence}, nil)
	}
	if err != nil {
		return err
	}
	url := o.base(r) + "/q/" + token
	code, err := qr.Encode(url, qr.M)
	if err != nil {
		return err
	}
	secret := &staff.SecretView{Title: p.T("response.link_h"), Text: p.T("response.link_text", "Date", p.DateYearBy(x.ExpiresAt, i18n.Until)), Code: url}
	secret.QR, secret.QRBox = qrPath(code)
	return o.resultsPage(w, r, http.StatusOK, nil, secret)
}

func (o *Office) resultsPage(w http.ResponseWriter, r *http.Request, status int, problems map[string]string, secret *staff.SecretView) error {
	q, err := o.Store.QuestionnaireVersion(r.Context(), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if q.Audience == store.CustomerAudience || q.PublishedAt.IsZero() {
		return &store.Error{Code: store.NotFound, Key: "store.questionnaire_gone"}
	}
	figures, n, held, err := o.Store.ResponseFigures(r.Context(), actor(r), q.ID)
	if err != nil {
		return err
	}
	versions, err := o.Store.QuestionnaireVersions(r.Context(), q.Series)
	if err != nil {
		return err
	}
	f, err := o.questionsFrame(r, "response.title", responsesPath, "response.back_all")
	if err != nil {
		return err
	}
	p := f.P
	f.Title = "[" + questionnaireName(p, q.Name) + "]"
	v := staff.ResultsView{Frame: f, Guard: p.T("response.guard"), Count: p.N("editor.answers", n),
		Versions: versionLinks(p, versions, q.ID, func(id store.QuestionnaireID) string { return responsesPath + "/" + idText(id) })}
	if held > 0 {
		v.Held = p.N("response.held", held, "From", store.AnonymousFrom)
	}
	if n > 0 {
		v.Export = responsesPath + "/" + idText(q.ID) + "/answers.csv"
	}
	ed := editor{p: p, q: q, fallback: o.fallback()}
	for i, x := range figures {
		if n > 0 {
			v.Figures = append(v.Figures, ed.figure(i, x))
		}
	}
	if v.People, err = o.people(r, ed); err != nil {
		return err
	}
	if q.Audience == store.EmployeeAudience {
		if v.Invite, err = o.invites(r, p, q, problems); err != nil {
			return err
		}
		v.Invite.Secret = secret
	} else {
		v.Ask = "/desk/interview"
	}
	return o.Web.Page(w, r, status, staff.Results(v))
}

// fewAnswers is where shares begin: below it a share says less than a number.
const fewAnswers = 10

func (e editor) figure(i int, f store.QuestionFigures) staff.FigureView {
	v := staff.FigureView{Number: itoa(i + 1), Heading: itoa(i+1) + ". " + e.heading(f.Question), Line: e.p.N("response.answered", f.N), Words: f.Words}
	if f.N > 0 && f.Mean > 0 {
		of := "response.mean_10"
		if f.Question.Type == store.FacesQuestion {
			of = "response.mean_5"
		}
		v.Line += " · " + e.p.T(of, "Mean", strconv.FormatFloat(f.Mean, 'f', 1, 64))
	}
	for _, o := range e.answers(f.Question) {
		n := f.Counts[o.Value]
		bar := staff.FigureBar{Label: o.Label, N: itoa(n)}
		if f.N > 0 {
			bar.Width = itoa(1000 * n / f.N)
		}
		if f.N >= fewAnswers {
			bar.N += " · " + itoa((100*n+f.N/2)/f.N) + " %"
		}
		v.Bars = append(v.Bars, bar)
	}
	return v
}

// answers are all that can be chosen, with their words.
func (e editor) answers(q store.Question) []staff.Option {
	var list []staff.Option
	switch q.Type {
	case store.FacesQuestion:
		for _, n := range store.Steps(1, 5) {
			if q.N != 4 || n != "3" {
				list = append(list, staff.Option{Value: n, Label: e.p.T("common.mood." + n)})
			}
		}
	case store.ScaleQuestion:
		for _, n := range store.Steps(0, 10) {
			list = append(list, staff.Option{Value: n, Label: n})
		}
	}
	for _, o := range q.Options {
		list = append(list, staff.Option{Value: o.Value, Label: wording.Option(e.p, q, o, e.fallback).Words})
	}
	return list
}

// people are the answers person by person.
func (o *Office) people(r *http.Request, e editor) ([]staff.ResponseView, error) {
	list, _, err := o.Store.Responses(r.Context(), actor(r), e.q.ID)
	var out []staff.ResponseView
	for _, x := range list {
		out = append(out, o.person(e, x))
	}
	return out, err
}

func (o *Office) person(e editor, x store.Response) staff.ResponseView {
	p := e.p
	v := staff.ResponseView{Title: p.T("response.nameless")}
	if x.Contact.Name != "" {
		v.Title = x.Contact.Name
	}
	var facts []string
	if site, err := o.Store.Site(x.Site); err == nil {
		facts = append(facts, site.Name)
		if !x.Anonymous {
			facts = append(facts, p.DateYear(x.ReceivedAt.In(site.Location())))
		}
	}
	if x.TakenByName != "" {
		facts = append(facts, p.T("response.taken_by", "Name", x.TakenByName))
	}
	if x.Anonymous {
		v.Title = p.T("response.anonymous")
	}
	v.Facts = strings.Join(facts, " · ")
	v.Contact = strings.Trim(x.Contact.Phone+" · "+x.Contact.Email, " ·")
	for _, q := range e.q.Questions {
		if given := x.Answers[q.ID]; len(given) > 0 {
			v.Answers = append(v.Answers, staff.AnsweredView{Ask: e.heading(q), Answer: e.given(q, given)})
		}
	}
	return v
}

// given is what somebody answered, in words.
func (e editor) given(q store.Question, given []string) string {
	if q.Type == store.FacesQuestion {
		return e.p.T("common.mood." + given[0])
	}
	return wording.Answer(e.p, q, strings.Join(given, "\n"), e.fallback)
}

func (o *Office) invites(r *http.Request, p *i18n.Printer, q store.Questionnaire, problems map[string]string) (*staff.InviteView, error) {
	list, err := o.Store.Invitations(r.Context(), actor(r), q.Series)
	if err != nil {
		return nil, err
	}
	named := r.FormValue("kind") == "named"
	v := &staff.InviteView{Action: responsesPath + "/" + idText(q.ID) + "/invite",
		Kind: staff.Field{Name: "kind", Label: p.T("response.kind"), Options: []staff.Option{{Value: "anonymous", Label: p.T("response.kind_anonymous"), On: !named}, {Value: "named", Label: p.T("response.kind_named"), On: named}}},
		Name: staff.Field{Name: "name", Label: p.T("response.for"), Hint: p.T("response.for_hint"), Optional: true, Max: 200, Problem: problems["name"]},
		Site: staff.Field{Name: "site", Label: p.T("response.site")}}
	here := o.Auth.Site(r).ID
	for _, s := range o.Store.Sites() {
		v.Site.Options = append(v.Site.Options, staff.Option{Value: idText(s.ID), Label: s.Name, On: s.ID == here})
	}
	for _, x := range list {
		v.Rows = append(v.Rows, o.invitationRow(r, p, x))
	}
	return v, nil
}

func (o *Office) invitationRow(r *http.Request, p *i18n.Printer, x store.Invitation) staff.InvitationRow {
	row := staff.InvitationRow{Who: x.Name, State: p.T("response.until", "Date", p.DateYearBy(x.ExpiresAt.In(o.Auth.Site(r).Location()), i18n.Until))}
	if x.Anonymous {
		row.Who = p.T("response.anonymous")
	}
	switch {
	case x.Used:
		row.State = p.T("response.used")
	case !o.Store.Now().Before(x.ExpiresAt):
		row.State = p.T("response.over")
	}
	return row
}
