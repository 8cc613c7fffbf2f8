package store

import (
	"context"
	"database/sql"
	"math"
	"time"
)

// Usual is how much people usually say on a device, learned from the four
// weeks that end with the last one's words.
type Usual struct {
	Last     time.Time // of the last words; zero: none yet
	PerDay   int       // on a usual open day, rounded; 0 before a device has been in use for a week
	Expected float64   // people who would have spoken since Last, had all been as usual
}

const (
	// learnDays is how far back a device's habits are looked for: the same
	// weekday four times.
	learnDays = 28
	// knownDays is how long a device must have been in use before anything is
	// said of what is usual on it, or expected.
	knownDays = 7
	// silentFrom is how many people must be missing before silence says
	// anything: with five expected, none comes by chance in 1 of 150 cases.
	silentFrom = 5
)

// Usual reckons what is usual on a device. Weekdays have their own pace, and
// only the time in which the place is open counts.
func (s *Store) Usual(ctx context.Context, d Device) (Usual, error) {
	site, err := s.Site(d.Site)
	if err != nil {
		return Usual{}, err
	}
	var first, last int64
	err = s.read.QueryRowContext(ctx, `/* Store.Usual */ SELECT COALESCE(min(day), 0), COALESCE(max(day), 0) FROM submissions WHERE device_id=? AND device_id<>0`, d.ID).Scan(&first, &last)
	if err != nil || last == 0 {
		return Usual{}, err
	}
	from := max(first, last-learnDays+1)
	said, at, err := s.saidByDay(ctx, d.ID, from)
	if err != nil {
		return Usual{}, err
	}
	u := Usual{Last: at}
	if last-first+1 < knownDays {
		return u, nil
	}
	pace, open := site.pace(said, from, last, at)
	if open > 0 {
		u.PerDay = int(math.Round(float64(sum(said)) / float64(open)))
	}
	u.Expected = site.expected(pace, at, s.clock())
	return u, nil
}

func (s *Store) saidByDay(ctx context.Context, id DeviceID, from int64) (said map[int64]int, last time.Time, err error) {
	type row struct {
		day, at int64
		n       int
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.saidByDay */ SELECT day, count(*), max(received_at) FROM submissions WHERE device_id=? AND device_id<>0 AND day>=? GROUP BY day`, id, from)
	list, err := collect(rows, err, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.day, &x.n, &x.at) })
	said = map[int64]int{}
	for _, x := range list {
		said[x.day] = x.n
		if t := at(x.at); t.After(last) {
			last = t
		}
	}
	return said, last, err
}

func sum(said map[int64]int) (n int) {
	for _, x := range said {
		n += x
	}
	return n
}

// pace gives people an open hour for each weekday, and the number of days on
// which the place was open. Of the last day only what was over counts.
func (s Site) pace(said map[int64]int, from, last int64, until time.Time) (pace [7]float64, openDays int) {
	var people, hours [7]float64
	for day := from; day <= last; day++ {
		noon := s.noonOf(day)
		open := 0.0
		for _, sp := range s.spansOn(noon) {
			open += overlap(sp[0], sp[1], sp[0], until).Hours()
		}
		if open > 0 {
			openDays++
		}
		w := noon.Weekday()
		people[w] += float64(said[day])
		hours[w] += open
	}
	for w := range pace {
		if hours[w] > 0 {
			pace[w] = people[w] / hours[w]
		}
	}
	return pace, openDays
}

// expected is how many people a pace would bring between two times.
func (s Site) expected(pace [7]float64, from, to time.Time) (n float64) {
	s.eachSpan(from, to, func(begin, end time.Time) {
		n += pace[begin.In(s.Location()).Weekday()] * end.Sub(begin).Hours()
	})
	return n
}

// noonOf is noon of a day numbered as Site.day numbers it.
func (s Site) noonOf(day int64) time.Time {
	y, m, d := time.Unix(day*24*3600, 0).UTC().Date()
	return s.wall(y, m, d, 12*60)
}

// OpenTime is how long the site is open between two times.
func (s Site) OpenTime(from, to time.Time) (open time.Duration) {
	s.eachSpan(from, to, func(begin, end time.Time) { open += end.Sub(begin) })
	return open
}

// IsOpen tells whether the site is open at t.
func (s Site) IsOpen(t time.Time) bool {
	_, inHours := s.openAt(t)
	return inHours
}

// eachSpan calls fn for every time of opening between two times, cut to them.
// It looks at no more than searchDays days.
func (s Site) eachSpan(from, to time.Time, fn func(begin, end time.Time)) {
	day := s.noon(from)
	for range searchDays {
		for _, sp := range s.spansOn(day) {
			if overlap(sp[0], sp[1], from, to) > 0 {
				fn(later(sp[0], from), earlier(sp[1], to))
			}
		}
		if day = s.noon(day.AddDate(0, 0, 1)); day.Add(-36 * time.Hour).After(to) {
			return
		}
	}
}

func overlap(a, b, from, to time.Time) time.Duration {
	return max(earlier(b, to).Sub(later(a, from)), 0)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Silent tells whether so many people are missing that the device, rather than
// chance, is the likely reason.
func Silent(u Usual) bool { return u.Expected >= silentFrom }
