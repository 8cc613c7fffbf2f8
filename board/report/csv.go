package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
)

// WriteCSV writes one line for each week and site, in the order of sites:
// counts only, so that whoever opens it reckons shares as they like.
func WriteCSV(w io.Writer, p Period, f store.Figures, sites []store.Site, now time.Time) error {
	c := csv.NewWriter(w)
	head := []string{"week_from", "site", "people", "complaints", "promises", "settled", "in_time", "answered", "median_hours", "said_again"}
	if err := c.Write(head); err != nil {
		return err
	}
	for i, week := range p.ByWeek(f) {
		for _, site := range sites {
			if err := c.Write(line(p.Week(i), site.Name, Count(OfSite(week, site.ID), now))); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

func line(from time.Time, site string, t Totals) []string {
	out := []string{from.Format(time.DateOnly), plainCell(site)}
	for _, n := range []int{t.People, t.Complaints, t.Promises, t.Settled, t.Kept, t.Answered} {
		out = append(out, strconv.Itoa(n))
	}
	hours := ""
	if t.Answered > 0 {
		hours = strconv.FormatFloat(t.Median.Hours(), 'f', 1, 64)
	}
	return append(out, hours, strconv.Itoa(t.Again))
}

// plainCell keeps a spreadsheet from taking a name for a formula.
func plainCell(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
