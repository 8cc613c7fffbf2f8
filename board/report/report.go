// Package report turns the store's figures into findings and the numbers of
// charts. It is pure: no clock, no query, no words in any language.
package report

import (
	"slices"
	"time"

	"github.com/yousaid/yousaid/store"
)

// Period is a number of whole weeks, in the zone of From.
type Period struct {
	From, To time.Time // local midnights; To is not in it
	Weeks    int
}

// LastWeeks is the n weeks up to the end of now's day, in now's zone.
func LastWeeks(now time.Time, n int) Period {
	y, m, d := now.Date()
	to := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	return Period{From: to.AddDate(0, 0, -7*n), To: to, Weeks: n}
}

// Before is the same number of weeks directly before.
func (p Period) Before() Period {
	return Period{From: p.From.AddDate(0, 0, -7*p.Weeks), To: p.From, Weeks: p.Weeks}
}

// Week gives the first instant of week i; i may be p.Weeks for the end.
func (p Period) Week(i int) time.Time { return p.From.AddDate(0, 0, 7*i) }

// weekOfDay is the week of a local date as the store's counters keep it.
func (p Period) weekOfDay(day time.Time) int {
	y, m, d := p.From.Date()
	return floorDiv(int(day.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))/(24*time.Hour)), 7)
}

// weekOf is the week of an instant.
func (p Period) weekOf(t time.Time) int {
	y, m, d := t.In(p.From.Location()).Date()
	return p.weekOfDay(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -1
	}
	return a / b
}

// ByWeek splits figures into the period's weeks; groups belong to no week.
func (p Period) ByWeek(f store.Figures) []store.Figures {
	weeks := make([]store.Figures, p.Weeks)
	put := func(i int, add func(*store.Figures)) {
		if i >= 0 && i < p.Weeks {
			add(&weeks[i])
		}
	}
	for _, x := range f.Said {
		put(p.weekOfDay(x.Day), func(w *store.Figures) { w.Said = append(w.Said, x) })
	}
	for _, x := range f.Topics {
		put(p.weekOfDay(x.Day), func(w *store.Figures) { w.Topics = append(w.Topics, x) })
	}
	for _, x := range f.QuickSaid {
		put(p.weekOfDay(x.Day), func(w *store.Figures) { w.QuickSaid = append(w.QuickSaid, x) })
	}
	for _, x := range f.QuickTopics {
		put(p.weekOfDay(x.Day), func(w *store.Figures) { w.QuickTopics = append(w.QuickTopics, x) })
	}
	for _, x := range f.Promises {
		put(p.weekOf(x.ReceivedAt), func(w *store.Figures) { w.Promises = append(w.Promises, x) })
	}
	return weeks
}

// OfSite keeps what one site has to do with.
func OfSite(f store.Figures, site store.SiteID) store.Figures {
	return store.Figures{
		Said:     keep(f.Said, func(x store.SaidCount) bool { return x.Site == site }),
		Topics:   keep(f.Topics, func(x store.TopicCount) bool { return x.Site == site }),
		Promises: keep(f.Promises, func(x store.PromiseFact) bool { return x.Site == site }),
		Groups:   keep(f.Groups, func(x store.GroupFact) bool { return x.Site == site }),

		QuickSaid:   keep(f.QuickSaid, func(x store.SaidCount) bool { return x.Site == site }),
		QuickTopics: keep(f.QuickTopics, func(x store.TopicCount) bool { return x.Site == site }),
	}
}

func keep[T any](list []T, want func(T) bool) []T {
	var out []T
	for _, x := range list {
		if want(x) {
			out = append(out, x)
		}
	}
	return out
}

// Totals are the counts of some figures.
type Totals struct {
	People     int           // everybody who said something
	Complaints int           // of them, without a smile
	Promises   int           // people who wait or waited for an answer
	Settled    int           // of them, whose promise is kept or broken by now
	Kept       int           // of those settled
	Answered   int           // of all promises
	Median     time.Duration // from receipt to answer, of those answered
	Again      int           // promises to people who said it after an answer
}

// happy is the lowest mood that is no complaint.
const happy = 4

// Count adds up figures as they stand at now.
func Count(f store.Figures, now time.Time) Totals {
	t := Totals{Promises: len(f.Promises)}
	for _, x := range f.Said {
		t.People += x.N
		if x.Mood < happy {
			t.Complaints += x.N
		}
	}
	var took []time.Duration
	for _, x := range f.Promises {
		if !x.AnsweredAt.IsZero() {
			took = append(took, max(x.AnsweredAt.Sub(x.ReceivedAt), 0))
		}
		t.settle(x, now)
	}
	t.Answered, t.Median = len(took), median(took)
	return t
}

func (t *Totals) settle(x store.PromiseFact, now time.Time) {
	if x.Again {
		t.Again++
	}
	switch {
	case x.AnsweredAt.IsZero() && !now.After(x.AnswerBy): // still open
	case x.AnsweredAt.IsZero() || x.AnsweredAt.After(x.AnswerBy):
		t.Settled++
	default:
		t.Settled++
		t.Kept++
	}
}

func median(d []time.Duration) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	if n := len(d); n%2 == 0 {
		return (d[n/2-1] + d[n/2]) / 2
	}
	return d[len(d)/2]
}

// Fewest is the smallest number of which a percentage is said: below it one
// person more or less would change the figure by more than ten points.
const Fewest = 10

// Share gives the percentage; ok is false where all is too few to say one.
func Share(part, all int) (percent int, ok bool) {
	if all < Fewest {
		return 0, false
	}
	return (part*200 + all) / (2 * all), true
}
