package office

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

const questionnairesPath = "/office/questionnaires"

// Questionnaires answers GET /office/questionnaires.
func (o *Office) Questionnaires(w http.ResponseWriter, r *http.Request) error {
	return o.questionnairesPage(w, r, http.StatusOK, nil)
}

// StartQuestionnaire answers POST /office/questionnaires: a draft of a
// ready-made one.
func (o *Office) StartQuestionnaire(w http.ResponseWriter, r *http.Request) error {
	id, err := o.Store.StartQuestionnaire(r.Context(), actor(r), r.FormValue("from"), r.FormValue("name"))
	if field, sentence := render.Sentence(o.Auth.Printer(r), err); sentence != "" {
		return o.questionnairesPage(w, r, http.StatusUnprocessableEntity, map[string]string{field: sentence})
	}
	if err != nil {
		return err
	}
	return o.Web.Redirect(w, r, questionnairePath(id))
}

// UseQuestionnaires answers POST /office/questionnaires/use: what the
// customers of each site are asked.
func (o *Office) UseQuestionnaires(w http.ResponseWriter, r *http.Request) error {
	for _, site := range o.Store.Sites() {
		series := questionnaireID(r.FormValue("site." + idText(site.ID)))
		if now, err := o.Store.Questionnaire(site); series == 0 || err == nil && now.Series == series {
			continue
		}
		err := o.Store.UseQuestionnaire(r.Context(), actor(r), site.ID, series)
		if _, sentence := render.Sentence(o.Auth.Printer(r), err); sentence != "" {
			return o.questionnairesPage(w, r, http.StatusUnprocessableEntity, map[string]string{"": sentence})
		}
		if err != nil {
			return err
		}
	}
	return o.Web.Redirect(w, r, did(questionnairesPath, "saved", ""))
}

func (o *Office) questionnairesPage(w http.ResponseWriter, r *http.Request, status int, problems map[string]string) error {
	f, err := o.questionsFrame(r, "editor.title", "/office", "office.back")
	if err != nil {
		return err
	}
	p := f.P
	f.Lead = p.T("editor.lead")
	list, err := o.Store.Questionnaires(r.Context())
	if err != nil {
		return err
	}
	role := auth.UserFrom(r.Context()).Role
	v := staff.QuestionnairesView{Frame: f, MayEdit: role == store.Owner, Problem: problems[""] + problems["site"]}
	if role.Rank() >= store.Director.Rank() {
		v.Responses = responsesPath
	}
	for _, x := range list {
		v.Rows = append(v.Rows, o.questionnaireRow(p, x, v.Responses != ""))
	}
	if v.MayEdit {
		v.Sites = o.sitesAsk(p, list)
		v.From = staff.Field{Name: "from", Label: p.T("editor.from"), Problem: problems["from"], Options: readyOptions(p, r.FormValue("from"))}
		v.Name = staff.Field{Name: "name", Label: p.T("editor.name"), Hint: p.T("editor.name_hint"), Optional: true, Max: store.MaxQuestionnaire, Problem: problems["name"], Value: r.PostFormValue("name")}
	}
	return o.Web.Page(w, r, status, staff.Questionnaires(v))
}

func readyOptions(p *i18n.Printer, chosen string) []staff.Option {
	var list []staff.Option
	for _, q := range store.ReadyMades() {
		list = append(list, staff.Option{Value: q.Name, On: q.Name == chosen,
			Label: questionnaireName(p, q.Name) + " · " + p.T("editor.audience."+string(q.Audience)) + " · " + p.N("editor.count", len(q.Questions))})
	}
	return list
}

// questionnaireRow shows how many answered leavers and employees only to who
// may read them.
func (o *Office) questionnaireRow(p *i18n.Printer, x store.QuestionnaireSeries, private bool) staff.QuestionnaireRow {
	row := staff.QuestionnaireRow{Name: questionnaireName(p, x.Latest.Name), Audience: p.T("editor.audience." + string(x.Latest.Audience))}
	switch {
	case x.Live.ID == 0:
		row.Version = p.T("editor.first_draft")
	case x.Draft != 0:
		row.Version = p.T("editor.version", "N", x.Live.Version) + " · " + p.T("editor.draft_waits")
	default:
		row.Version = p.T("editor.version", "N", x.Live.Version)
	}
	row.URL = questionnairePath(x.Latest.ID)
	if x.Latest.Audience == store.CustomerAudience {
		row.Where = o.askedAt(p, x.Sites)
	}
	if x.Live.ID != 0 && (private || x.Latest.Audience == store.CustomerAudience) {
		row.Answers = p.N("editor.answers", x.Answers)
	}
	return row
}

func (o *Office) askedAt(p *i18n.Printer, ids []store.SiteID) string {
	var names []string
	for _, id := range ids {
		if site, err := o.Store.Site(id); err == nil {
			names = append(names, site.Name)
		}
	}
	if len(names) == 0 {
		return p.T("editor.nowhere")
	}
	return p.T("editor.asked_at", "Where", strings.Join(names, ", "))
}

// sitesAsk offers the choice once there is one.
func (o *Office) sitesAsk(p *i18n.Printer, list []store.QuestionnaireSeries) []staff.SiteAsks {
	var out []staff.SiteAsks
	for _, site := range o.Store.Sites() {
		now, err := o.Store.Questionnaire(site)
		pick := staff.Field{Name: "site." + idText(site.ID), Label: site.Name}
		for _, x := range list {
			if x.Live.ID != 0 && x.Live.Audience == store.CustomerAudience {
				pick.Options = append(pick.Options, staff.Option{Value: idText(x.ID), Label: questionnaireName(p, x.Live.Name), On: err == nil && now.Series == x.ID})
			}
		}
		if len(pick.Options) > 1 {
			out = append(out, staff.SiteAsks{Pick: pick})
		}
	}
	return out
}

// questionsFrame starts a page; back is the room above and its name's key.
func (o *Office) questionsFrame(r *http.Request, title, back, backName string) (staff.OfficeFrame, error) {
	f, err := o.frame(r, title, "", back)
	if err != nil {
		return f, err
	}
	f.BackName = f.P.T(backName)
	return f, nil
}

// questionnaireName is a ready-made one's name in the reader's language, or
// the owner's own.
func questionnaireName(p *i18n.Printer, name string) string {
	if _, ok := store.Named(name); ok {
		return p.T("question.name." + name)
	}
	return name
}

func questionnaireID(s string) store.QuestionnaireID { return store.QuestionnaireID(number(s)) }

func questionnairePath(id store.QuestionnaireID) string { return questionnairesPath + "/" + idText(id) }

func itoa(n int) string { return strconv.Itoa(n) }
