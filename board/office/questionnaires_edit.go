package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
)

// ChangeQuestionnaire answers POST /office/questionnaires/{id}: everything
// that was typed is kept, and then one thing is done with it. What somebody
// else changed meanwhile stays, and where both changed the same the writer
// chooses.
func (o *Office) ChangeQuestionnaire(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	const tries = 4 // somebody else may save between reading and writing
	for n := 1; ; n++ {
		e := edit{o: o, r: r, p: o.Auth.Printer(r), was: readShown(r)}
		err := e.once()
		if n < tries && e.was != nil && e.draft.PublishedAt.IsZero() && store.CodeOf(err) == store.Conflict {
			continue
		}
		return e.answer(w, err)
	}
}

// once reads the draft, lays the form over it and does what the button says.
func (e *edit) once() (err error) {
	if e.draft, err = e.o.Store.QuestionnaireVersion(e.r.Context(), questionnaireID(e.r.PathValue("id"))); err != nil {
		return err
	}
	e.read()
	return e.do(e.r.FormValue("do"))
}

func (e *edit) answer(w http.ResponseWriter, err error) error {
	now, again := e.o.Store.QuestionnaireVersion(e.r.Context(), e.draft.ID)
	page := editing{draft: e.draft, stored: now, problem: err, edit: e}
	switch {
	case err == nil && len(e.both) > 0:
		page.draft = now
		return e.o.editorPage(w, e.r, http.StatusConflict, page)
	case err == nil && e.r.Header.Get("X-Fragment") != "":
		return e.o.editorPage(w, e.r, http.StatusOK, page)
	case err == nil:
		return e.o.Web.Redirect(w, e.r, e.next)
	case again != nil || !now.PublishedAt.IsZero() || store.CodeOf(err) == "":
		return err
	}
	// What was typed stays, over what is stored now, so that saving again works.
	page.draft.Edits = now.Edits
	status := http.StatusUnprocessableEntity
	if store.CodeOf(err) == store.Conflict {
		status = http.StatusConflict
	}
	return e.o.editorPage(w, e.r, status, page)
}

// edit is one sending of the editor's form.
type edit struct {
	o     *Office
	r     *http.Request
	p     *i18n.Printer
	draft store.Questionnaire // with what was typed
	was   shown               // what the form was made of
	both  []clash             // what is left to choose
	edits int64
	next  string
}

// read lays what was typed over the draft, in the order of the form. What the
// form does not mention stays.
func (e *edit) read() {
	f := e.r.Form
	e.edits = number(f.Get("edits"))
	if e.was != nil {
		e.edits = e.draft.Edits
	}
	e.draft.Name = ownName(e.p, e.draft.Name, e.pick("name", questionnaireName(e.p, e.draft.Name)))
	e.draft.Questions = slices.Clone(e.draft.Questions)
	e.bringBack()
	for i := range e.draft.Questions {
		e.readQuestion(&e.draft.Questions[i])
	}
	if e.was != nil && strings.Join(f["q"], " ") == e.was["q"] {
		return
	}
	e.order(f["q"])
}

// order puts the questions as the form has them; one that the form does not
// know stays behind the one it follows.
func (e *edit) order(form []string) {
	place, last := map[string]int{}, 0
	for i, id := range form {
		place[id] = i + 1
	}
	for _, q := range e.draft.Questions {
		if n := place[q.ID]; n > 0 {
			last = n
		} else {
			place[q.ID] = last
		}
	}
	slices.SortStableFunc(e.draft.Questions, func(a, b store.Question) int { return place[a.ID] - place[b.ID] })
}

// ownName keeps a ready-made one's name while the field shows its words.
func ownName(p *i18n.Printer, was, typed string) string {
	if typed = strings.TrimSpace(typed); typed == questionnaireName(p, was) {
		return was
	}
	return typed
}

func (e *edit) readQuestion(q *store.Question) {
	if n := e.pick("faces."+q.ID, strconv.Itoa(q.N)); n != "" {
		q.N = int(number(n))
	}
	if n := e.pick("low."+q.ID, strconv.Itoa(q.Low)); n != "" {
		q.Low = int(number(n))
	}
	q.Ask = e.words("ask."+q.ID, q.Ask)
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		q.Options[i].Words = e.words("optw."+q.ID+"."+q.Options[i].Value, q.Options[i].Words)
	}
}

// words lays the languages of the form over what there is; a language that no
// site speaks just now keeps its words.
func (e *edit) words(field string, was store.Words) store.Words {
	out := store.Words{}
	for _, l := range i18n.Languages() {
		if s := e.pick(field+"."+string(l), was[string(l)]); s != "" {
			out[string(l)] = s
		}
	}
	return out
}

// do saves what was typed and does what the button says.
func (e *edit) do(what string) error {
	e.next = questionnairePath(e.draft.ID)
	if len(e.both) > 0 {
		return e.save()
	}
	verb, rest, _ := strings.Cut(what, ".")
	id, option, _ := strings.Cut(rest, ".")
	i := slices.IndexFunc(e.draft.Questions, func(q store.Question) bool { return q.ID == id })
	switch verb {
	case "up", "down":
		e.move(i, verb)
	case "add":
		i = e.add(store.QuestionType(rest))
	case "optadd":
		e.addOption(i)
	case "optremove":
		e.removeOption(i, option)
	}
	if err := e.save(); err != nil {
		return err
	}
	if verb == "add" {
		if id = e.draft.Questions[i].ID; e.draft.Questions[i].Type.Choosing() {
			e.next += "?open=" + id
		}
	}
	switch verb {
	case "up", "down":
		e.next += e.backAt(id, verb)
		return nil
	case "remove":
		return e.remove(id)
	case "restore":
		return e.restore()
	case "publish":
		return e.publish()
	case "optadd", "optremove":
		e.next += "?open=" + id
	case "save":
		e.next = did(e.next, "saved", "")
	}
	if id != "" {
		e.next += "#q-" + id
	}
	return nil
}

func (e *edit) save() (err error) {
	saved, err := e.o.Store.ChangeDraft(e.r.Context(), actor(e.r), e.draft.ID, e.edits, e.draft.Name, e.draft.Questions)
	if err == nil {
		e.draft, e.edits = saved, saved.Edits
	}
	return err
}

func (e *edit) move(i int, verb string) {
	j := i + 1
	if verb == "up" {
		j = i - 1
	}
	if i >= 0 && j >= 0 && j < len(e.draft.Questions) {
		e.draft.Questions[i], e.draft.Questions[j] = e.draft.Questions[j], e.draft.Questions[i]
	}
}

// backAt leads to the button that moved a question, which has the focus then; at
// the end of the list to the one that moves it back.
func (e *edit) backAt(id, verb string) string {
	switch list := e.draft.Questions; {
	case verb == "up" && len(list) > 0 && list[0].ID == id:
		verb = "down"
	case verb == "down" && len(list) > 0 && list[len(list)-1].ID == id:
		verb = "up"
	}
	return "#" + verb + "-" + id
}

// add puts a new question last, but the contact stays the last thing asked.
func (e *edit) add(t store.QuestionType) int {
	n := len(e.draft.Questions)
	if n > 0 && e.draft.Questions[n-1].Type == store.ContactQuestion && t != store.ContactQuestion {
		n--
	}
	q := store.Question{Type: t}
	switch t {
	case store.TopicsQuestion:
		q.Options = store.ReadyMade("waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other")
	case store.SingleQuestion, store.MultipleQuestion:
		q.Options = make([]store.Option, 2)
	}
	e.draft.Questions = slices.Insert(e.draft.Questions, n, q)
	return n
}

func (e *edit) addOption(i int) {
	if i >= 0 {
		e.draft.Questions[i].Options = append(e.draft.Questions[i].Options, store.Option{})
	}
}

func (e *edit) removeOption(i int, value string) {
	if i >= 0 {
		q := &e.draft.Questions[i]
		q.Options = slices.DeleteFunc(q.Options, func(o store.Option) bool { return o.Value == value })
	}
}

func (e *edit) remove(id string) error {
	draft, err := e.o.Store.RemoveQuestion(e.r.Context(), actor(e.r), e.draft.ID, e.edits, id)
	if err == nil {
		e.draft = draft
		e.next = did(e.next, "removed", "") + "#main"
	}
	return err
}

func (e *edit) restore() error {
	id, err := e.o.Store.RestoreQuestion(e.r.Context(), actor(e.r), e.draft.ID, e.edits)
	e.next += "#q-" + id
	return err
}

func (e *edit) publish() error {
	err := e.o.Store.PublishQuestionnaire(e.r.Context(), actor(e.r), e.draft.ID, e.edits)
	e.next = did(e.next, "published", strconv.Itoa(e.draft.Version))
	return err
}

// DraftQuestionnaire answers POST /office/questionnaires/{id}/draft: a draft
// that begins as this version.
func (o *Office) DraftQuestionnaire(w http.ResponseWriter, r *http.Request) error {
	id, err := o.Store.DraftQuestionnaire(r.Context(), actor(r), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return o.Web.Redirect(w, r, questionnairePath(id))
}

// DiscardQuestionnaire answers POST /office/questionnaires/{id}/discard.
func (o *Office) DiscardQuestionnaire(w http.ResponseWriter, r *http.Request) error {
	err := o.Store.DiscardDraft(r.Context(), actor(r), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did(questionnairesPath, "discarded", ""))
}

// problemAt gives the question that a problem belongs to, and its sentence.
func problemAt(p *i18n.Printer, err error) (field, sentence string) {
	if err == nil {
		return "", ""
	}
	return render.Sentence(p, err)
}
