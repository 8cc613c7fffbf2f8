package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
)

type exportCmd struct {
	What   string `arg:"" enum:"submissions,complaints,answers,events" help:"submissions, complaints, answers or events."`
	Format string `enum:"csv,jsonl" default:"csv" help:"csv or jsonl."`
}

func (c exportCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		out := newExporter(c.Format, a.Out, c.columns(s))
		if err := c.each(a, s, out); err != nil {
			return err
		}
		return out.close()
	})
}

func (c exportCmd) each(a *app, s *store.Store, out exporter) error {
	switch c.What {
	case "submissions":
		return s.EachSubmission(a.ctx, func(x store.ExportedSubmission) error { return out.write(submissionRow(s, x)) })
	case "complaints":
		return s.EachComplaint(a.ctx, func(x store.InboxItem) error { return out.write(complaintRow(s, x)) })
	case "answers":
		return s.EachAnswer(a.ctx, func(x store.Answer) error { return out.write(answerRow(x)) })
	}
	return s.EachEvent(a.ctx, func(e store.Event) error { return out.write(eventRow(e)) })
}

// columns names what a row has, also where there is none.
func (c exportCmd) columns(s *store.Store) []column {
	switch c.What {
	case "submissions":
		return submissionRow(s, store.ExportedSubmission{})
	case "complaints":
		return complaintRow(s, store.InboxItem{})
	case "answers":
		return answerRow(store.Answer{})
	}
	return eventRow(store.Event{})
}

// column is one named value; rows keep their columns in order.
type column struct {
	name  string
	value any
}

func submissionRow(s *store.Store, x store.ExportedSubmission) []column {
	slug, device := "", ""
	if site, err := s.Site(x.Site); err == nil {
		slug = site.Slug
	}
	if x.Device != 0 {
		device = fmt.Sprint(x.Device)
	}
	var agrees []string
	for _, e := range x.Agrees {
		agrees = append(agrees, e.String())
	}
	return []column{{"id", x.Client.String()}, {"seq", x.Seq}, {"captured_at", stamp(x.CapturedAt)}, {"channel", x.Channel}, {"lang", x.Lang}, {"mood", x.Mood},
		{"topics", orEmpty(x.Topics)}, {"agrees_with", orEmpty(agrees)}, {"text", x.Text}, {"answers", x.Answers}, {"contact", x.Contact}, {"final", x.Final},
		{"reference", x.Reference}, {"site", slug}, {"device", device}, {"questionnaire", askedVersion(x.Questionnaire)}, {"received_at", stamp(x.ReceivedAt)}, {"answer_by", stamp(x.AnswerBy)}}
}

// askedVersion is the number of the questionnaire's version, "" where none is known.
func askedVersion(id store.QuestionnaireID) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprint(id)
}

func complaintRow(s *store.Store, x store.InboxItem) []column {
	slug := ""
	if site, err := s.Site(x.Site); err == nil {
		slug = site.Slug
	}
	return []column{{"complaint", int64(x.ID)}, {"site", slug}, {"reference", x.Reference}, {"kind", x.Kind}, {"status", x.Status}, {"people", x.People}, {"owner", x.OwnerName},
		{"action", x.Action}, {"by", stamp(x.By)}, {"text", x.Text}, {"created_at", stamp(x.CreatedAt)}, {"answer_by", stamp(x.AnswerBy)}, {"answered_at", stamp(x.AnsweredAt)}, {"done_at", stamp(x.DoneAt)}}
}

func answerRow(x store.Answer) []column {
	return []column{{"complaint", int64(x.Complaint)}, {"by", x.ByName}, {"at", stamp(x.At)}, {"text", x.Text}}
}

func eventRow(e store.Event) []column {
	return []column{{"event", int64(e.ID)}, {"at", stamp(e.At)}, {"actor", e.Actor.Kind}, {"actor_id", e.Actor.ID}, {"subject", e.Subject}, {"subject_id", e.SubjectID}, {"verb", e.Verb}, {"data", e.Data}}
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// exporter writes rows in one format.
type exporter interface {
	write([]column) error
	close() error
}

func newExporter(format string, w io.Writer, columns []column) exporter {
	if format == "jsonl" {
		return jsonLines{w}
	}
	return &csvTable{w: csv.NewWriter(w), columns: columns}
}

type jsonLines struct{ w io.Writer }

func (j jsonLines) write(row []column) error {
	var b strings.Builder
	for i, c := range row {
		v, err := json.Marshal(c.value)
		if err != nil {
			return err
		}
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		fmt.Fprintf(&b, "%q:%s", c.name, v)
	}
	_, err := fmt.Fprintln(j.w, b.String()+"}")
	return err
}

func (j jsonLines) close() error { return nil }

type csvTable struct {
	w       *csv.Writer
	columns []column // not yet headed while there are any
}

func (t *csvTable) write(row []column) error {
	if err := t.head(); err != nil {
		return err
	}
	var values []string
	for _, c := range row {
		values = append(values, cell(c.value))
	}
	return t.w.Write(values)
}

// head writes the first line once.
func (t *csvTable) head() error {
	if t.columns == nil {
		return nil
	}
	var names []string
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	t.columns = nil
	return t.w.Write(names)
}

func (t *csvTable) close() error {
	if err := t.head(); err != nil {
		return err
	}
	t.w.Flush()
	return t.w.Error()
}

// cell writes a value so that a spreadsheet takes it for text, never for a
// formula (ASVS 5.0, 1.2.10). A telephone number keeps its plus.
func cell(v any) string {
	s, ok := v.(string)
	if !ok {
		b, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		s = strings.Trim(string(b), `"`)
	}
	if s != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
