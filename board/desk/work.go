package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// work is what the form of a complaint holds when any of its buttons is
// pressed.
type work struct {
	Do          string
	Version     int64
	Owner       store.UserID
	Action      string
	Due         time.Time
	DueText     string
	Answer      string
	Note        string
	Status      store.Status
	StatusWords string
	CantWhy     string
	CantDue     time.Time
	CantDueText string
	Kind        store.Kind
	problems    map[string]string // field -> key
}

func parseWork(form url.Values, now time.Time) work {
	f := work{Do: form.Get("do"), Action: oneLine(form.Get("action")), Answer: text(form, "answer"), Note: text(form, "note"),
		Status: store.Status(form.Get("status")), StatusWords: text(form, "status_words"), CantWhy: text(form, "cant_why"),
		DueText: form.Get("due"), CantDueText: form.Get("cant_due"), Kind: store.Kind(form.Get("kind")), problems: map[string]string{}}
	f.Version, _ = strconv.ParseInt(form.Get("version"), 10, 64)
	owner, _ := strconv.ParseInt(form.Get("owner"), 10, 64)
	f.Owner = store.UserID(owner)
	var ok bool
	loc := now.Location()
	if f.Due, ok = parseDay(f.DueText, loc); !ok {
		f.problems["due"] = "desk.date_wrong"
	}
	if f.CantDue, ok = parseDay(f.CantDueText, loc); !ok && f.Do == "cant" {
		f.problems["cant_due"] = "desk.date_wrong"
	}
	f.check()
	if f.Do == "cant" && f.problems["cant_due"] == "" && !f.CantDue.After(now) {
		f.problems["cant_due"] = "desk.cant.again_past"
	}
	return f
}

// check finds what a button needs and was not given.
func (f work) check() {
	missing := func(do, value, field, key string) {
		if f.Do == do && value == "" && f.problems[field] == "" {
			f.problems[field] = key
		}
	}
	missing("answer", f.Answer, "answer", "desk.answer.empty")
	missing("status", f.StatusWords, "status_words", "desk.status.words_missing")
	missing("cant", f.CantWhy, "cant_why", "desk.cant.why_missing")
	missing("cant", f.CantDueText, "cant_due", "desk.cant.again_missing")
}

func text(form url.Values, name string) string {
	s := strings.TrimSpace(strings.ReplaceAll(form.Get(name), "\r\n", "\n"))
	if r := []rune(s); len(r) > store.MaxText {
		return string(r[:store.MaxText])
	}
	return s
}

func oneLine(s string) string { return cut(s, 200) }

// Work takes the form of a complaint. Whatever the button, who does what by
// when is saved and what was typed as an answer is kept; the button decides
// what else happens.
func (d *Desk) Work(w http.ResponseWriter, r *http.Request) error {
	id, err := complaintID(r)
	if err != nil {
		return err
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	x := d.reader(r)
	c, err := d.store.Complaint(r.Context(), id, x.user.ID)
	if err != nil {
		return err
	}
	site, err := d.store.Site(c.Site)
	if err != nil {
		return err
	}
	f := parseWork(r.PostForm, d.store.Now().In(site.Location()))
	if err := d.keepDraft(r, x, c.ID); err != nil {
		return err
	}
	if len(f.problems) > 0 {
		return d.refuse(w, r, id, f)
	}
	if f.Version != c.Version || c.ID != id {
		return d.conflict(w, r, c, f)
	}
	to, err := d.do(r, x, c, f)
	if store.CodeOf(err) == store.Conflict {
		return d.conflictNow(w, r, id, f)
	}
	if store.CodeOf(err) == store.Invalid {
		field, sentence := render.Sentence(x.p, err)
		return d.again(w, r, id, func(v *staff.ItemView) { f.fill(x, v); v.Problems = map[string]string{fieldOf(f, field): sentence} })
	}
	if err != nil {
		return err
	}
	return d.web.Redirect(w, r, to)
}

// do saves the plan, then does what the button says. Each step hands the next
// the version that it left.
func (d *Desk) do(r *http.Request, x reader, c store.ComplaintPage, f work) (string, error) {
	ctx, to, version := r.Context(), itemURL(r, c.ID), f.Version
	if plan := (store.Plan{Owner: f.Owner, Action: f.Action, By: f.Due}); f.changesPlan(c.Complaint) {
		if err := d.store.SetPlan(ctx, x.actor(), c.ID, version, plan); err != nil {
			return "", err
		}
		version++
	}
	if f.Note != "" {
		if err := d.store.AddNote(ctx, x.actor(), c.ID, f.Note); err != nil {
			return "", err
		}
		version++
	}
	switch f.Do {
	case "answer":
		return done(to, "answered"), d.store.Answer(ctx, x.actor(), c.ID, version, f.Answer)
	case "status":
		return done(to, "status", "to", string(f.Status)), d.store.SetStatus(ctx, x.actor(), c.ID, version, f.Status, f.StatusWords, time.Time{})
	case "cant":
		return done(to, "status", "to", "cant"), d.store.SetStatus(ctx, x.actor(), c.ID, version, store.Cant, f.CantWhy, f.CantDue)
	case "kind":
		return done(to, "kind", "to", string(f.Kind)), d.store.SetKind(ctx, x.actor(), c.ID, f.Kind)
	case "escalate":
		return done(to, "escalated"), d.store.Escalate(ctx, x.actor(), c.ID, "")
	case "board-on", "board-off":
		return d.toggleBoard(r, x, c, f, version)
	}
	return done(to, "saved"), nil
}

func (f work) changesPlan(c store.Complaint) bool {
	return f.Owner != c.Owner || f.Action != c.Action || !f.Due.Equal(c.By)
}

// toggleBoard puts the wording that is there on the board, or takes it off.
// A wording that cannot stand there yet opens in the editor.
func (d *Desk) toggleBoard(r *http.Request, x reader, c store.ComplaintPage, f work, version int64) (string, error) {
	to := itemURL(r, c.ID)
	if f.Do == "board-off" {
		return done(to, "board_off"), d.store.TakeOff(r.Context(), x.actor(), c.ID)
	}
	if c.Entry == nil {
		return "/desk/board/" + c.ID.String(), nil
	}
	ready, err := d.ready(r, x, c, f)
	if err != nil {
		return "", err
	}
	if !ready {
		return "/desk/board/" + c.ID.String() + "?want=put", nil
	}
	return done(to, "board_on"), d.store.SaveEntry(r.Context(), x.actor(), c.ID, version, c.Entry.Said, c.Entry.Doing, true)
}

// ready tells whether the wording of c, with the plan of the form, can go on
// the board as it is.
func (d *Desk) ready(r *http.Request, x reader, c store.ComplaintPage, plan work) (bool, error) {
	site, err := d.store.Site(c.Site)
	if err != nil {
		return false, err
	}
	x = x.at(site)
	know, err := d.personal(r, x, c)
	f := stored(c, site)
	f.Do, f.Owner, f.Due = "put", plan.Owner, plan.Due
	f.check(x, c, know)
	return len(f.problems) == 0, err
}

// fieldOf is the field of the form that a field of the store stands for.
func fieldOf(f work, field string) string {
	switch {
	case field == "words" && f.Do == "cant":
		return "cant_why"
	case field == "words":
		return "status_words"
	case field == "by" && f.Do == "cant":
		return "cant_due"
	case field == "by":
		return "due"
	}
	return field
}

// refuse shows the form again, with what was typed and a sentence at each
// field that needs something.
func (d *Desk) refuse(w http.ResponseWriter, r *http.Request, id store.ComplaintID, f work) error {
	x := d.reader(r)
	return d.again(w, r, id, func(v *staff.ItemView) {
		f.fill(x, v)
		v.Version = strconv.FormatInt(f.Version, 10)
		v.Problems = map[string]string{}
		for field, key := range f.problems {
			v.Problems[field] = x.p.T(key)
		}
	})
}

// again shows the page of a complaint as the answer to a form, with what was
// typed still in it.
func (d *Desk) again(w http.ResponseWriter, r *http.Request, id store.ComplaintID, change func(*staff.ItemView)) error {
	x := d.reader(r)
	c, err := d.store.Complaint(r.Context(), id, x.user.ID)
	if err != nil {
		return err
	}
	site, err := d.store.Site(c.Site)
	if err != nil {
		return err
	}
	f := parseWork(r.PostForm, d.store.Now().In(site.Location()))
	status := http.StatusOK
	if len(f.problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return d.show(w, r, status, c, func(v *staff.ItemView) {
		if r.PostForm.Has("version") {
			f.fill(x, v)
		}
		change(v)
	})
}

// fill puts what was typed into the fields.
func (f work) fill(x reader, v *staff.ItemView) {
	v.Action, v.Due, v.Answer, v.Note = f.Action, f.DueText, f.Answer, f.Note
	v.StatusWords, v.CantWhy, v.CantDue = f.StatusWords, f.CantWhy, f.CantDueText
	for i := range v.Owners {
		v.Owners[i].Selected = v.Owners[i].Value == ownerText(f.Owner)
	}
	for i := range v.Statuses {
		v.Statuses[i].Selected = v.Statuses[i].Value == string(f.Status)
	}
	switch f.Do {
	case "status", "cant":
		v.Open = f.Do
	}
}

func ownerText(id store.UserID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// conflictNow is conflict for a change that came in between.
func (d *Desk) conflictNow(w http.ResponseWriter, r *http.Request, id store.ComplaintID, f work) error {
	c, err := d.store.Complaint(r.Context(), id, d.reader(r).user.ID)
	if err != nil {
		return err
	}
	return d.conflict(w, r, c, f)
}

// conflict shows what a colleague saved meanwhile beside what was typed;
// pressing again saves what was typed.
func (d *Desk) conflict(w http.ResponseWriter, r *http.Request, c store.ComplaintPage, f work) error {
	x := d.reader(r)
	return d.show(w, r, http.StatusConflict, c, func(v *staff.ItemView) {
		view := &staff.ConflictView{Text: x.p.T("desk.conflict.text", "Name", lastActor(x, c))}
		theirs := *v
		f.fill(x, v)
		row := func(key, a, b string) {
			if a != b {
				view.Rows = append(view.Rows, staff.ConflictRow{Field: x.p.T(key), Theirs: a, Yours: b})
			}
		}
		row("desk.owner", nameOf(v.Owners, ownerText(c.Owner)), nameOf(v.Owners, ownerText(f.Owner)))
		row("desk.action", theirs.Action, f.Action)
		row("desk.due", theirs.Due, f.DueText)
		if n := len(c.Answers); n > 0 && f.Answer != "" {
			row("desk.we_said", c.Answers[n-1].Text, f.Answer)
		}
		if f.Do == "status" || f.Do == "cant" {
			row("desk.status.where", x.p.T("common.status."+string(c.Status)), x.p.T("common.status."+string(wanted(f))))
		}
		v.Conflict = view
	})
}

func wanted(f work) store.Status {
	if f.Do == "cant" {
		return store.Cant
	}
	return f.Status
}

func nameOf(list []staff.Choice, value string) string {
	for _, c := range list {
		if c.Value == value {
			return c.Label
		}
	}
	return ""
}

// lastActor is the colleague who changed it last.
func lastActor(x reader, c store.ComplaintPage) string {
	for i := len(c.Events) - 1; i >= 0; i-- {
		if e := c.Events[i]; e.ActorName != "" && e.Actor.ID != int64(x.user.ID) && e.Verb != "complaint.read" {
			return firstName(e.ActorName)
		}
	}
	return x.p.T("desk.conflict.somebody")
}

// keepDraft keeps the half-written answer of a form, whatever becomes of the
// rest.
func (d *Desk) keepDraft(r *http.Request, x reader, id store.ComplaintID) error {
	if !r.PostForm.Has("answer") {
		return nil
	}
	err := d.store.SaveDraft(r.Context(), x.user.ID, id, text(r.PostForm, "answer"))
	return err
}

// Draft keeps a half-written answer while it is typed.
func (d *Desk) Draft(w http.ResponseWriter, r *http.Request) error {
	id, err := complaintID(r)
	if err != nil {
		return err
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	x := d.reader(r)
	if _, err := d.store.Complaint(r.Context(), id, x.user.ID); err != nil {
		return err
	}
	if err := d.keepDraft(r, x, id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
