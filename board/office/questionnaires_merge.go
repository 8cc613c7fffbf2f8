package office

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// shown is what an editor's form held when it was made: its fields by name, the
// order of the questions as "q", and every question whole as "is.ID". An empty
// field is left out. The form carries it along, so that two people can change
// one draft: what only one of them changed is taken from that one.
type shown map[string]string

func show(p *i18n.Printer, q store.Questionnaire) shown {
	s := shown{"name": questionnaireName(p, q.Name), "q": strings.Join(ids(q.Questions), " ")}
	for _, x := range q.Questions {
		b, _ := json.Marshal(x) // strings and numbers only
		s["is."+x.ID] = string(b)
		s.question(x)
	}
	return s
}

func (s shown) question(x store.Question) {
	if x.Type == store.FacesQuestion {
		s["faces."+x.ID] = strconv.Itoa(x.N)
	}
	s["low."+x.ID] = strconv.Itoa(x.Low)
	s.words("ask."+x.ID, x.Ask)
	for _, o := range x.Options {
		s.words("optw."+x.ID+"."+o.Value, o.Words)
	}
}

func (s shown) words(field string, w store.Words) {
	for l, text := range w {
		s[field+"."+l] = text
	}
}

func (s shown) text() string {
	b, _ := json.Marshal(s) // strings only
	return string(b)
}

func ids(list []store.Question) []string {
	out := make([]string, len(list))
	for i, q := range list {
		out[i] = q.ID
	}
	return out
}

// readShown gives what the form carried along; nil for a form without.
func readShown(r *http.Request) shown {
	var s shown
	if json.Unmarshal([]byte(r.FormValue("was")), &s) != nil {
		return nil
	}
	return s
}

// clash is a field that this form and somebody else changed. Of a question or
// an answer that somebody else took out, Field is "is.ID" or "optis.ID.VALUE",
// and Fields are what was typed into it here.
type clash struct {
	Field, Stored, Typed string
	Fields               []string
}

// pick gives what a field becomes: what was typed, if this form changed it and
// nobody else did, or its writer chose so; else what is stored. A form that
// carries nothing along is taken as it is.
func (e *edit) pick(field, stored string) string {
	f := e.r.Form
	if !f.Has(field) {
		return stored
	}
	typed := oneLine(f.Get(field))
	if e.was == nil || typed == stored {
		return typed
	}
	was, keep := e.was[field], f.Get("keep."+field)
	switch {
	case typed == was && !f.Has("open."+field), keep == "theirs":
		return stored
	case was == stored && (keep == "mine" || !f.Has("open."+field)):
		return typed
	}
	e.both = append(e.both, clash{Field: field, Stored: stored, Typed: typed})
	return stored
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// bringBack puts back the questions and answers that somebody else took out
// while words were typed into them here, if the writer chose so; before that
// they stand among what has to be chosen.
func (e *edit) bringBack() {
	for _, field := range sortedKeys(e.was) {
		id, ok := strings.CutPrefix(field, "is.")
		if !ok {
			continue
		}
		var was store.Question
		if json.Unmarshal([]byte(e.was[field]), &was) != nil {
			continue
		}
		was.ID = id
		i := slices.IndexFunc(e.draft.Questions, func(q store.Question) bool { return q.ID == id })
		if i >= 0 {
			e.bringBackOptions(&e.draft.Questions[i], was)
		} else if e.chosen(field, e.touched("ask."+id+".", "faces."+id, "low."+id, "optw."+id+".")) {
			e.draft.Questions = append(e.draft.Questions, was)
		}
	}
}

func (e *edit) bringBackOptions(now *store.Question, was store.Question) {
	now.Options = slices.Clone(now.Options)
	for _, o := range was.Options {
		gone := !slices.ContainsFunc(now.Options, func(x store.Option) bool { return x.Value == o.Value })
		if gone && e.chosen("optis."+now.ID+"."+o.Value, e.touched("optw."+now.ID+"."+o.Value+".")) {
			now.Options = append(now.Options, o)
		}
	}
}

// touched gives the fields with such a beginning that this form changed.
func (e *edit) touched(beginnings ...string) []string {
	var list []string
	for _, field := range sortedKeys(e.r.Form) {
		begins := slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(field, b) && (strings.HasSuffix(b, ".") || field == b) })
		if begins && oneLine(e.r.Form.Get(field)) != e.was[field] {
			list = append(list, field)
		}
	}
	return list
}

// chosen tells whether something that is gone is wanted back.
func (e *edit) chosen(field string, touched []string) bool {
	keep := e.r.Form.Get("keep." + field)
	if len(touched) == 0 || keep == "theirs" {
		return false
	}
	if keep == "mine" {
		return true
	}
	c := clash{Field: field, Fields: touched}
	var words []string
	for _, name := range touched {
		words = append(words, oneLine(e.r.Form.Get(name)))
	}
	c.Typed = strings.Join(words, " · ")
	e.both = append(e.both, c)
	return false
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// carried is what the next form says it was made of: what is stored, and of
// what is gone but still to be chosen, what it was.
func (e *edit) carried(stored store.Questionnaire) shown {
	s := show(e.p, stored)
	for _, c := range e.both {
		for _, field := range append(c.Fields, c.Field) {
			if was, ok := e.was[field]; ok && len(c.Fields) > 0 {
				s[field] = was
			}
		}
		if id, _, ok := strings.Cut(strings.TrimPrefix(c.Field, "optis."), "."); ok && strings.HasPrefix(c.Field, "optis.") {
			s["is."+id] = e.was["is."+id]
		}
	}
	return s
}

// bothViews shows what has to be chosen.
func (e editor) bothViews(list []clash, typed func(string) string) []staff.BothView {
	var out []staff.BothView
	for i, c := range list {
		v := staff.BothView{ID: "both-" + strconv.Itoa(i), Field: c.Field, Where: e.where(c.Field), Stored: e.told(c.Field, c.Stored), Typed: e.told(c.Field, c.Typed)}
		if len(c.Fields) > 0 {
			v.Stored = e.p.T("editor.both_gone")
		}
		for _, name := range c.Fields {
			v.Carry = append(v.Carry, staff.Carried{Name: name, Value: typed(name)})
		}
		out = append(out, v)
	}
	return out
}

// told is a field's content as it reads.
func (e editor) told(field, content string) string {
	n, _ := strconv.Atoi(content)
	switch {
	case strings.HasPrefix(field, "low."):
		return e.low(n)
	case strings.HasPrefix(field, "faces."):
		return e.p.T("editor.faces_" + content)
	case content == "":
		return e.p.T("editor.both_empty")
	}
	return e.p.Quoted(content)
}

// where names a field: the question, and the language.
func (e editor) where(field string) string {
	kind, rest, _ := strings.Cut(field, ".")
	if kind == "name" {
		return e.p.T("editor.name")
	}
	parts := strings.Split(rest, ".")
	where := ""
	for i, q := range e.q.Questions {
		if q.ID == parts[0] {
			where = itoa(i+1) + ". " + e.heading(q)
		}
	}
	if l := i18n.Lang(parts[len(parts)-1]); len(parts) > 1 && l.Valid() {
		where = strings.TrimPrefix(where+" · "+l.Own(), " · ")
	}
	return where
}
