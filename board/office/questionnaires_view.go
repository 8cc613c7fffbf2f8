package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// Questionnaire answers GET /office/questionnaires/{id}: the editor of a draft
// for an owner, else the version as it is.
func (o *Office) Questionnaire(w http.ResponseWriter, r *http.Request) error {
	q, err := o.Store.QuestionnaireVersion(r.Context(), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if q.PublishedAt.IsZero() && auth.UserFrom(r.Context()).Role == store.Owner {
		return o.editorPage(w, r, http.StatusOK, editing{draft: q, stored: q})
	}
	return o.versionPage(w, r, q)
}

// speaking is every language that a site speaks, in the usual order.
func (o *Office) speaking() []i18n.Lang {
	var list []i18n.Lang
	for _, l := range i18n.Languages() {
		if slices.ContainsFunc(o.Store.Sites(), func(s store.Site) bool { return slices.Contains(s.Languages, string(l)) }) {
			list = append(list, l)
		}
	}
	return list
}

// fallback is the language that customers read where theirs is missing.
func (o *Office) fallback() string {
	site, err := o.Store.SiteBySlug("")
	if err != nil {
		return "en"
	}
	return site.DefaultLang()
}

// editing is what the editor's page is made of: the draft as typed, and as it
// is stored.
type editing struct {
	draft, stored store.Questionnaire
	problem       error
	edit          *edit // the sending that it answers; nil for a page that was asked for
}

func (x editing) carried(p *i18n.Printer) shown {
	if x.edit == nil {
		return show(p, x.stored)
	}
	return x.edit.carried(x.stored)
}

func (x editing) both() []clash {
	if x.edit == nil {
		return nil
	}
	return x.edit.both
}

func (o *Office) editorPage(w http.ResponseWriter, r *http.Request, status int, x editing) error {
	q, problem := x.draft, x.problem
	f, versions, err := o.versionFrame(r, q)
	if err != nil {
		return err
	}
	p := f.P
	field, sentence := problemAt(p, problem)
	v := staff.QuestionnaireEditView{Frame: f, Action: questionnairePath(q.ID), Edits: strconv.FormatInt(q.Edits, 10), Discard: questionnairePath(q.ID) + "/discard",
		Facts: p.T("editor.audience."+string(q.Audience)) + " · " + p.T("editor.draft_of", "N", q.Version),
		Name:  staff.Field{Name: "name", Label: p.T("editor.name"), Value: questionnaireName(p, q.Name), Max: store.MaxQuestionnaire},
		Count: p.N("editor.count", len(q.Questions)), Was: x.carried(p).text(),
		Previews: o.previews(p, q), Tools: o.tools(r, p, q, versions)}
	switch {
	case field == "name":
		v.Name.Problem = sentence
	case !slices.ContainsFunc(q.Questions, func(x store.Question) bool { return x.ID == field }):
		v.Problem = sentence
	}
	if v.Card, err = o.misfits(p, q); err != nil {
		return err
	}
	if len(q.Questions) > store.LongQuestionnaire {
		v.Long = p.T("editor.long")
	}
	if r.URL.Query().Get("did") == "removed" {
		v.Undo = p.T("editor.removed")
	}
	ed := editor{p: p, q: q, langs: o.speaking(), fallback: o.fallback(), printer: o.Web.Catalog.Printer, open: r.URL.Query().Get("open"), typed: map[string]string{}}
	for _, c := range x.both() {
		ed.typed[c.Field] = c.Typed
	}
	v.Both = ed.bothViews(x.both(), r.FormValue)
	switch name, ok := ed.typed["name"]; {
	case ok:
		v.Name.Value, v.Saved = name, p.T("editor.both_saved")
	case len(v.Both) > 0:
		v.Saved = p.T("editor.both_saved")
	case problem == nil:
		v.Saved = p.T("editor.saved_at", "Time", o.clock(r))
	}
	for i := range q.Questions {
		x := ed.question(i)
		if x.ID == field {
			x.Problem = sentence
		}
		v.Questions = append(v.Questions, x)
	}
	v.Add, v.Changes, v.NotReady = ed.adds(), ed.changes(live(versions)), ed.notReady()
	return o.Web.Page(w, r, status, staff.QuestionnaireEdit(v))
}

// misfits warns of what does not fit on comment cards; a house need not print
// any.
func (o *Office) misfits(p *i18n.Printer, q store.Questionnaire) ([]string, error) {
	if o.Misfits == nil || q.Audience != store.CustomerAudience {
		return nil, nil
	}
	return o.Misfits(p, q)
}

// live is the newest published version, the zero one if there is none.
func live(versions []store.Questionnaire) store.Questionnaire {
	for _, x := range versions {
		if !x.PublishedAt.IsZero() {
			return x
		}
	}
	return store.Questionnaire{}
}

// clock is the time of day at the reader's site.
func (o *Office) clock(r *http.Request) string {
	return o.Store.Now().In(o.Auth.Site(r).Location()).Format("15:04")
}

func (o *Office) previews(p *i18n.Printer, q store.Questionnaire) []staff.QuestionPreview {
	if q.Audience != store.CustomerAudience {
		return nil
	}
	var list []staff.QuestionPreview
	for _, name := range []string{"tablet", "phone", "card"} {
		label, url := p.T("editor.preview_"+name), questionnairePath(q.ID)+"/preview/"+name
		if name == "card" {
			url = "/office/cards/preview/front?questionnaire=" + idText(q.ID)
		}
		list = append(list, staff.QuestionPreview{Name: name, Label: label, Title: p.T("editor.preview") + ": " + label, URL: url, On: name == "tablet"})
	}
	return list
}

// tools are the history and the ways to what became of the versions.
func (o *Office) tools(r *http.Request, p *i18n.Printer, q store.Questionnaire, versions []store.Questionnaire) staff.QuestionnaireTools {
	t := staff.QuestionnaireTools{}
	loc := o.Auth.Site(r).Location()
	for _, x := range versions {
		link := staff.VersionLink{URL: questionnairePath(x.ID), Name: p.T("editor.version", "N", x.Version), Current: x.ID == q.ID, When: p.T("editor.is_draft")}
		if !x.PublishedAt.IsZero() {
			link.When = p.T("editor.published_at", "Date", p.DateYear(x.PublishedAt.In(loc)))
		}
		t.Versions = append(t.Versions, link)
	}
	asked := live(versions).ID
	switch {
	case asked == 0:
	case q.Audience == store.CustomerAudience:
		t.Reached = questionnairePath(asked) + "/reached"
	case auth.UserFrom(r.Context()).Role.Rank() >= store.Director.Rank():
		t.Results = responsesPath + "/" + idText(asked)
	}
	return t
}

// editor turns a draft into what its form shows.
type editor struct {
	p        *i18n.Printer
	q        store.Questionnaire
	langs    []i18n.Lang
	fallback string
	printer  func(i18n.Lang) *i18n.Printer
	open     string            // the question whose answers are shown
	typed    map[string]string // fields that still show what was typed, not what is stored
}

func (e editor) heading(q store.Question) string {
	return wording.Plain(wording.Ask(e.p, q, e.fallback).Words)
}

func (e editor) question(i int) staff.QuestionEdit {
	q := e.q.Questions[i]
	heading := e.heading(q)
	x := staff.QuestionEdit{ID: q.ID, Number: itoa(i + 1), Type: e.p.T("editor.type." + string(q.Type)), Icon: typeIcon(q.Type), Heading: heading,
		First: i == 0, Last: i == len(e.q.Questions)-1, Choosing: q.Type.Choosing(), OpenOptions: e.open == q.ID,
		Up: e.p.T("editor.up", "Question", heading), Down: e.p.T("editor.down", "Question", heading), Remove: e.p.T("editor.remove", "Question", heading), AddOption: e.p.T("editor.option_add_to", "Question", heading)}
	bare := q
	bare.Ask = nil
	x.Words = e.words("ask."+q.ID, heading, q.Ask, func(p *i18n.Printer) string {
		if q.Key == "" && !q.Headed() {
			return ""
		}
		return wording.Plain(wording.Ask(p, bare, e.fallback).Words)
	})
	if q.Type == store.FacesQuestion {
		x.Faces = []staff.Option{{Value: "5", Label: e.p.T("editor.faces_5"), On: e.set("faces."+q.ID, q.N) != "4"}, {Value: "4", Label: e.p.T("editor.faces_4"), On: e.set("faces."+q.ID, q.N) == "4"}}
	} else if e.q.Faces() > 0 {
		for n := range 4 {
			x.Lows = append(x.Lows, staff.Option{Value: itoa(n), Label: e.low(n), On: e.set("low."+q.ID, q.Low) == itoa(n)})
		}
	}
	for _, o := range q.Options {
		x.Options = append(x.Options, e.option(q, o))
	}
	x.OptionsLine = e.p.N("editor.options", len(q.Options))
	return x
}

// set is what a choice of the form stands at.
func (e editor) set(field string, stored int) string {
	if typed, ok := e.typed[field]; ok {
		return typed
	}
	return itoa(stored)
}

// low says who is asked: everybody, or who gave a face of at most n.
func (e editor) low(n int) string {
	if n == 0 {
		return e.p.T("editor.low_0")
	}
	return e.p.T("editor.low_n", "Face", e.p.T("common.mood."+itoa(n)))
}

func (e editor) option(q store.Question, o store.Option) staff.OptionEdit {
	label := wording.Option(e.p, q, o, e.fallback).Words
	if store.OwnOption(o.Value) && len(o.Words) == 0 {
		label = e.p.T("editor.option_new")
	}
	bare := store.Option{Value: o.Value}
	return staff.OptionEdit{Value: o.Value, Label: label, Remove: e.p.T("editor.option_remove", "Option", label),
		Words: e.words("optw."+q.ID+"."+o.Value, label, o.Words, func(p *i18n.Printer) string {
			if store.OwnOption(o.Value) {
				return ""
			}
			return wording.Option(p, q, bare, e.fallback).Words
		})}
}

// words is one wording side by side in every language; builtIn is what stands
// where the owner wrote nothing at all.
func (e editor) words(field, what string, own store.Words, builtIn func(*i18n.Printer) string) []staff.WordsEdit {
	var list []staff.WordsEdit
	for _, l := range e.langs {
		x := staff.WordsEdit{Field: field + "." + string(l), Lang: string(l), Own: l.Own(), Label: ": " + what, Value: own[string(l)]}
		if len(own) == 0 {
			x.BuiltIn = builtIn(e.printer(l))
		} else if x.Value == "" {
			_, in := own.Pick(string(l), e.fallback)
			x.BuiltIn = own[in]
			x.Missing = e.p.T("editor.missing", "Instead", i18n.Lang(in).Own())
		}
		if typed, ok := e.typed[x.Field]; ok {
			x.Value = typed
		}
		list = append(list, x)
	}
	return list
}

func typeIcon(t store.QuestionType) string {
	switch t {
	case store.FacesQuestion:
		return "thumb"
	case store.TopicsQuestion:
		return "filter"
	case store.SingleQuestion:
		return "tick"
	case store.MultipleQuestion:
		return "group"
	case store.ScaleQuestion:
		return "report"
	case store.TextQuestion:
		return "pencil"
	}
	return "mail"
}

func (e editor) adds() []staff.AddQuestion {
	var list []staff.AddQuestion
	for _, t := range []store.QuestionType{store.FacesQuestion, store.TopicsQuestion, store.SingleQuestion, store.MultipleQuestion, store.ScaleQuestion, store.TextQuestion, store.ContactQuestion} {
		a := staff.AddQuestion{Type: string(t), Icon: typeIcon(t), Label: e.p.T("editor.type." + string(t))}
		if t.Once() && slices.ContainsFunc(e.q.Questions, func(x store.Question) bool { return x.Type == t }) {
			a.Why = e.p.T("store.question_once_" + string(t))
		}
		list = append(list, a)
	}
	return list
}

// changes says what publishing would change.
func (e editor) changes(live store.Questionnaire) []string {
	if live.ID == 0 {
		return []string{e.p.N("editor.change_first", len(e.q.Questions))}
	}
	d := e.q.Differs(live)
	var list []string
	for _, part := range []struct {
		key  string
		list []store.Question
	}{{"editor.change_added", d.Added}, {"editor.change_removed", d.Removed}, {"editor.change_changed", d.Changed}} {
		if n := len(part.list); n > 0 {
			list = append(list, e.p.N(part.key, n)+": "+e.names(part.list))
		}
	}
	if d.Reordered {
		list = append(list, e.p.T("editor.change_order"))
	}
	if len(list) == 0 {
		list = append(list, e.p.T("editor.change_none"))
	}
	return list
}

func (e editor) names(list []store.Question) string {
	var names []string
	for _, q := range list {
		names = append(names, e.p.Quoted(e.heading(q)))
	}
	return strings.Join(names, ", ")
}

func (e editor) notReady() string {
	field, sentence := problemAt(e.p, e.q.Ready())
	var at []string
	for i, q := range e.q.Questions {
		// Each alone, so that all with the same gap are named.
		one := store.Questionnaire{Questions: []store.Question{q}}
		if other, same := problemAt(e.p, one.Ready()); q.ID == field || other == q.ID && same == sentence {
			at = append(at, itoa(i+1)+". "+e.heading(q))
		}
	}
	if len(at) == 0 {
		return sentence
	}
	return strings.Join(at, ", ") + ": " + sentence
}

// versionFrame starts the page of one version and gives all of its series.
func (o *Office) versionFrame(r *http.Request, q store.Questionnaire) (staff.OfficeFrame, []store.Questionnaire, error) {
	f, err := o.questionsFrame(r, "editor.title", questionnairesPath, "editor.back")
	if err != nil {
		return f, nil, err
	}
	f.Title = "[" + questionnaireName(f.P, q.Name) + "]"
	versions, err := o.Store.QuestionnaireVersions(r.Context(), q.Series)
	return f, versions, err
}

func (o *Office) versionPage(w http.ResponseWriter, r *http.Request, q store.Questionnaire) error {
	f, versions, err := o.versionFrame(r, q)
	if err != nil {
		return err
	}
	p := f.P
	v := staff.QuestionnaireReadView{Frame: f, Previews: o.previews(p, q), Tools: o.tools(r, p, q, versions), DraftWord: p.T("editor.edit"),
		Facts: p.T("editor.audience."+string(q.Audience)) + " · " + p.T("editor.version", "N", q.Version)}
	if v.Card, err = o.misfits(p, q); err != nil {
		return err
	}
	if auth.UserFrom(r.Context()).Role == store.Owner {
		v.Draft = questionnairePath(q.ID) + "/draft"
		if newest := versions[0]; newest.PublishedAt.IsZero() {
			v.Open = questionnairePath(newest.ID)
		} else if newest.ID != q.ID {
			v.DraftWord = p.T("editor.from_this")
		}
	}
	ed := editor{p: p, q: q, langs: o.speaking(), fallback: o.fallback(), printer: o.Web.Catalog.Printer}
	for i, x := range q.Questions {
		v.Questions = append(v.Questions, ed.read(i, x))
	}
	return o.Web.Page(w, r, http.StatusOK, staff.QuestionnaireRead(v))
}

func (e editor) read(i int, q store.Question) staff.QuestionRead {
	x := staff.QuestionRead{Number: itoa(i + 1), Heading: e.heading(q), Type: e.p.T("editor.type." + string(q.Type))}
	if q.Low > 0 {
		x.Note = e.low(q.Low)
	}
	for _, o := range q.Options {
		x.Options = append(x.Options, wording.Option(e.p, q, o, e.fallback).Words)
	}
	for _, l := range e.langs {
		if l != e.p.Lang {
			asked := wording.Ask(e.printer(l), q, e.fallback)
			w := staff.WordsRead{Lang: string(l), Own: l.Own(), In: string(l), Text: wording.Plain(asked.Words)}
			if asked.In != "" {
				w.In, w.Missing = asked.In, e.p.T("editor.missing", "Instead", i18n.Lang(asked.In).Own())
			}
			x.Words = append(x.Words, w)
		}
	}
	return x
}
