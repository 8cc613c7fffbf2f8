package kiosk

import (
	"slices"
	"time"

	"github.com/yousaid/yousaid/store"
)

// openAt tells whether a site is open at t, by its own clock, hours and
// holidays.
func openAt(s store.Site, t time.Time) bool {
	local := when(s, t)
	day := local.Format(time.DateOnly)
	if slices.ContainsFunc(s.Holidays, func(h store.Holiday) bool { return h.Day == day }) {
		return false
	}
	minute := local.Hour()*60 + local.Minute()
	return slices.ContainsFunc(s.Hours[local.Weekday()], func(x store.Span) bool { return x.From <= minute && minute < x.To })
}
