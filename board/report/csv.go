package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
)

// WriteCSV writes one line for each week and site, in the order of sites:
// counts only, so that whoever opens it reckons shares as they like. The last
// two columns say how many quick taps there were and whether they are in the
// others; leaveOut leaves them out.
func WriteCSV(w io.Writer, p Period, f store.Figures, sites []store.Site, now time.Time, leaveOut bool) error {
	c := csv.NewWriter(w)
	head := []string{"week_from", "site", "people", "complaints", "promises", "settled", "in_time", "answered", "median_hours", "said_again", "quick_taps", "quick_taps_counted"}
	counted := "yes"
	if leaveOut {
		f, counted = WithoutQuick(f), "no"
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for i, week := range p.ByWeek(f) {
		for _, site := range sites {
			of := OfSite(week, site.ID)
			if err := c.Write(append(line(p.Week(i), site.Name, Count(of, now)), strconv.Itoa(Quick(of)), counted)); err != nil {
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
