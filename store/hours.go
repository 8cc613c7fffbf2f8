package store

import "time"

// Span is a time of opening within a day, in minutes since midnight.
type Span struct{ From, To int }

// Hours are the weekly opening hours; index 0 is Sunday, as time.Weekday.
// A day may have several spans, in order, or none.
type Hours [7][]Span

// Holiday is a day on which the place is closed, "2026-12-25".
type Holiday struct {
	Day  string `json:"day"`
	Name string `json:"name"`
}

// Open tells whether the place ever opens.
func (h Hours) Open() bool {
	for _, day := range h {
		if len(day) > 0 {
			return true
		}
	}
	return false
}

// EveryDay tells whether the place opens on each of the seven days.
func (h Hours) EveryDay() bool {
	for _, day := range h {
		if len(day) == 0 {
			return false
		}
	}
	return true
}

// Valid tells whether every span lies within its day, after the one before.
func (h Hours) Valid() bool {
	for _, day := range h {
		end := 0
		for _, s := range day {
			if s.From < end || s.To <= s.From || s.To > 24*60 {
				return false
			}
			end = s.To
		}
	}
	return true
}

// spansOn gives the opening times of the local day of t as instants.
func (s Site) spansOn(t time.Time) [][2]time.Time {
	y, m, d := t.In(s.Location()).Date()
	if s.closedOn(y, m, d) {
		return nil
	}
	var out [][2]time.Time
	for _, sp := range s.Hours[time.Date(y, m, d, 12, 0, 0, 0, time.UTC).Weekday()] {
		out = append(out, [2]time.Time{s.wall(y, m, d, sp.From), s.wall(y, m, d, sp.To)})
	}
	return out
}

// wall is a time on the wall clock; time.Date settles the hours that a change
// to or from summer time skips or repeats.
func (s Site) wall(y int, m time.Month, d, minute int) time.Time {
	return time.Date(y, m, d, 0, minute, 0, 0, s.Location())
}

func (s Site) closedOn(y int, m time.Month, d int) bool {
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	for _, h := range s.Holidays {
		if h.Day == day {
			return true
		}
	}
	return false
}
