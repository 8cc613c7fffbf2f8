package kiosk

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
)

// RunsCSV is GET /office/cards/runs.csv: the ledger for a spreadsheet, one
// line a run, the newest first. What was not told is empty.
func (c *Cards) RunsCSV(w http.ResponseWriter, r *http.Request) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	runs, err := c.store.CardRuns(r.Context(), site.ID)
	if err != nil {
		return err
	}
	lines := [][]string{{"run", "name", "language", "paper", "post", "questionnaire", "first", "last", "made", "printed", "handed_out", "handed_out_on", "withdrawn",
		"returned", "answered", "by_phone", "read", "by_person", "blank", "waiting", "print_cost", "reply_cost", "currency"}}
	for _, run := range runs {
		spec, err := specOf(run)
		if err != nil {
			return err
		}
		lines = append(lines, csvRun(run, spec, site))
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="cards-`+site.Slug+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	out := csv.NewWriter(w)
	_ = out.WriteAll(lines) // a reader who has left needs no telling
	return nil
}

func csvRun(run store.CardRun, spec cardSpec, site store.Site) []string {
	l := run.Ledger
	told := func(n int64, text string) string {
		if n == store.NotTold {
			return ""
		}
		return text
	}
	withdrawn := ""
	if l.Withdrawn {
		withdrawn = "yes"
	}
	line := []string{strconv.FormatInt(int64(run.ID), 10), plainCell(run.Name), run.Lang, string(spec.Paper), string(spec.Post), strconv.FormatInt(int64(run.Questionnaire), 10),
		store.Serial(spec.Prefix, run.First), store.Serial(spec.Prefix, run.First+run.Count-1), run.CreatedAt.In(site.Location()).Format(time.DateTime), strconv.FormatInt(run.Count, 10),
		told(l.Handed, strconv.FormatInt(l.Handed, 10)), l.HandedDay, withdrawn}
	for _, n := range []int{l.Returned, l.Answered, l.Phone, l.Read, l.Typed, l.Blank, l.Waiting} {
		line = append(line, strconv.Itoa(n))
	}
	return append(line, amountTyped(l.PrintCost), amountTyped(l.ReplyCost), site.Currency)
}

// plainCell keeps a spreadsheet from taking a name for a formula.
func plainCell(s string) string {
	if strings.HasPrefix(s, "=") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "@") {
		return "'" + s
	}
	return s
}
