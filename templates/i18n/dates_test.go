package i18n

import (
	"testing"
	"time"
)

// After "by" and "until" a day stands in the case that its language asks for.
func TestALastDayStandsInItsCase(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	tuesday := time.Date(2026, 11, 24, 18, 42, 0, 0, time.UTC)
	for l, want := range map[Lang][2]string{
		English:   {"Tuesday 24 November, 18:42", "Tuesday 24 November 2026"},
		German:    {"Dienstag, 24. November, 18:42", "Dienstag, 24. November 2026"},
		Estonian:  {"teisipäeval, 24. novembril, 18:42", "teisipäevani, 24. novembrini 2026"},
		Russian:   {"вторника, 24 ноября, 18:42", "вторника, 24 ноября 2026"},
		Ukrainian: {"вівторка, 24 листопада, 18:42", "вівторка, 24 листопада 2026"},
		Filipino:  {"Martes 24 Nobyembre, 18:42", "Martes 24 Nobyembre 2026"},
	} {
		p := c.Printer(l)
		if by, until := p.DateTimeBy(tuesday, By), p.DateYearBy(tuesday, Until); by != want[0] || until != want[1] {
			t.Errorf("%s: by %q, until %q, want %q and %q", l, by, until, want[0], want[1])
		}
	}
	sunday, may := c.Printer(Russian), time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC)
	if got := sunday.DateBy(may, By); got != "воскресенья, 3 мая" {
		t.Errorf("got %q", got)
	}
}
