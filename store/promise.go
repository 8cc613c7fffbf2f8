package store

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Promise is how long the place allows itself for an answer: N working days
// ("2wd") or N opening hours ("8h"). A working day is a day with opening hours
// that is not a holiday.
type Promise struct {
	N    int
	Unit string // "wd" or "h"
}

// ParsePromise reads "2wd" or "8h".
func ParsePromise(s string) (Promise, error) {
	m := regexp.MustCompile(`^([1-9][0-9]?)(wd|h)$`).FindStringSubmatch(s)
	if m == nil {
		return Promise{}, fmt.Errorf("a promise is a number and a unit, as in 2wd (working days) or 8h (opening hours): %q is not", s)
	}
	n, _ := strconv.Atoi(m[1])
	return Promise{n, m[2]}, nil
}

// String is the form that ParsePromise reads.
func (p Promise) String() string { return strconv.Itoa(p.N) + p.Unit }

// searchDays bounds the look for an open day: nobody is closed for a year.
const searchDays = 400

// AnswerBy is the promise clock: when a person whose words arrived at the
// given time will have an answer.
//
// Working days: the day of arrival does not count; the answer is due at the
// same time of day N working days later, within that day's hours. Words that
// arrive while the place is closed count from the next opening, so their last
// working day is due at its closing. Opening hours: N hours in which the place
// is open. A site that never opens promises N times 24 hours.
func (s Site) AnswerBy(received time.Time) time.Time {
	if !s.Hours.Open() {
		return received.Add(time.Duration(s.Promise.N) * 24 * time.Hour)
	}
	if s.Promise.Unit == "h" {
		return s.afterHours(received, time.Duration(s.Promise.N)*time.Hour)
	}
	return s.afterDays(received, s.Promise.N)
}

func (s Site) afterDays(received time.Time, n int) time.Time {
	day, inHours := s.openAt(received)
	if !inHours {
		// From an opening: that day is the first of the n and ends at closing.
		return s.closing(s.openDayAfter(day, n-1))
	}
	due := s.openDayAfter(day, n)
	local := received.In(s.Location())
	y, m, d := due.Date()
	at := s.wall(y, m, d, local.Hour()*60+local.Minute())
	return s.within(due, at)
}

// openAt gives the local noon of the working day that t counts for, and
// whether t lies in its hours.
func (s Site) openAt(t time.Time) (noon time.Time, inHours bool) {
	spans := s.spansOn(t)
	for _, sp := range spans {
		if !t.Before(sp[0]) && t.Before(sp[1]) {
			return s.noon(t), true
		}
	}
	if len(spans) > 0 && t.Before(spans[len(spans)-1][0]) {
		return s.noon(t), false
	}
	return s.openDayAfter(s.noon(t), 1), false
}

func (s Site) noon(t time.Time) time.Time {
	y, m, d := t.In(s.Location()).Date()
	return s.wall(y, m, d, 12*60)
}

// openDayAfter steps n working days on from a day; 0 is the day itself.
func (s Site) openDayAfter(noon time.Time, n int) time.Time {
	for range searchDays {
		if n == 0 {
			return noon
		}
		noon = s.noon(noon.AddDate(0, 0, 1))
		if len(s.spansOn(noon)) > 0 {
			n--
		}
	}
	return noon
}

func (s Site) closing(day time.Time) time.Time {
	spans := s.spansOn(day)
	if len(spans) == 0 {
		return day
	}
	return spans[len(spans)-1][1]
}

// within moves a due time into the day's opening hours.
func (s Site) within(day, at time.Time) time.Time {
	spans := s.spansOn(day)
	if len(spans) == 0 {
		return at
	}
	if first := spans[0][0]; at.Before(first) {
		return first
	}
	if last := spans[len(spans)-1][1]; at.After(last) {
		return last
	}
	return at
}

func (s Site) afterHours(t time.Time, left time.Duration) time.Time {
	day := s.noon(t)
	for range searchDays {
		for _, sp := range s.spansOn(day) {
			from := sp[0]
			if from.Before(t) {
				from = t
			}
			open := sp[1].Sub(from)
			if open <= 0 {
				continue
			}
			if left <= open {
				return from.Add(left)
			}
			left -= open
		}
		day = s.noon(day.AddDate(0, 0, 1))
	}
	return day
}

// warnAt is when somebody is told that a promise is about to break: with a
// quarter of its time left.
func warnAt(received, answerBy time.Time) time.Time {
	return answerBy.Add(-answerBy.Sub(received) / 4)
}
