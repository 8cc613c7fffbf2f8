package office

import (
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
)

// ResponsesCSV answers GET /office/responses/{id}/answers.csv: one line a
// person, as the results page shows them and never more.
func (o *Office) ResponsesCSV(w http.ResponseWriter, r *http.Request) error {
	q, err := o.Store.QuestionnaireVersion(r.Context(), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	list, err := o.Store.ExportedResponses(r.Context(), actor(r), q.ID)
	if err != nil {
		return err
	}
	ed := editor{p: o.Auth.Printer(r), q: q, fallback: o.fallback()}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="yousaid-`+string(q.Audience)+`-`+idText(q.ID)+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	c := csv.NewWriter(w)
	head := []string{"day", "site", "language", "name", "email", "phone"}
	for _, x := range q.Questions {
		if x.Type != store.ContactQuestion {
			head = append(head, cell(ed.heading(x)))
		}
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for _, x := range list {
		if err := c.Write(o.csvLine(ed, x)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (o *Office) csvLine(e editor, x store.Response) []string {
	site, day := "", ""
	if s, err := o.Store.Site(x.Site); err == nil {
		site = s.Name
		if !x.Anonymous {
			day = x.ReceivedAt.In(s.Location()).Format(time.DateOnly)
		}
	}
	out := []string{day, cell(site), x.Lang, cell(x.Contact.Name), cell(x.Contact.Email), cell(x.Contact.Phone)}
	for _, q := range e.q.Questions {
		if q.Type == store.ContactQuestion {
			continue
		}
		answer := ""
		if given := x.Answers[q.ID]; len(given) > 0 {
			answer = e.given(q, given)
		}
		out = append(out, cell(answer))
	}
	return out
}

// cell keeps a spreadsheet from taking words for a formula; a telephone number
// keeps its plus behind an apostrophe.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
