package report

import (
	"cmp"
	"slices"

	"github.com/yousaid/yousaid/store"
)

// Bar is one thing and how often it was said.
type Bar struct {
	Key     string // topic, or title of the complaint; "" is all else
	N       int
	Running int // share of all up to and with this one, in percent
	Vital   bool
}

// Topics counts the topics of figures.
func Topics(f store.Figures) map[string]int {
	n := map[string]int{}
	for _, x := range f.Topics {
		n[x.Topic] += x.N
	}
	return n
}

// Titles counts people by the board's sentence for what they said; "" is for
// those whose words stand on no board.
func Titles(f store.Figures, complaints int) map[string]int {
	n := map[string]int{}
	rest := complaints
	for _, g := range f.Groups {
		if g.Title != "" {
			n[g.Title] += g.People
			rest -= g.People
		}
	}
	if rest > 0 {
		n[""] = rest
	}
	return n
}

// Channels counts people by the way they chose.
func Channels(f store.Figures) map[string]int {
	n := map[string]int{}
	for _, x := range f.Said {
		n[string(x.Channel)] += x.N
	}
	return n
}

// Pareto keeps the most frequent keys, all else last. The vital few are those
// that together make up 60 percent, at most three: the ones worth working on
// first. Ties stand in the order of their names.
func Pareto(counts map[string]int, top int) []Bar {
	rest := Bar{}
	var bars []Bar
	for _, b := range Ranked(counts) {
		if b.Key == "" || len(bars) == top {
			rest.N += b.N
			continue
		}
		bars = append(bars, b)
	}
	if rest.N > 0 {
		bars = append(bars, rest)
	}
	return run(bars)
}

// Ranked puts counts in order, the most frequent first.
func Ranked(counts map[string]int) []Bar {
	var bars []Bar
	for k, n := range counts {
		if n > 0 {
			bars = append(bars, Bar{Key: k, N: n})
		}
	}
	slices.SortFunc(bars, func(a, b Bar) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Key, b.Key)) })
	return bars
}

func run(bars []Bar) []Bar {
	all, sum := 0, 0
	for _, b := range bars {
		all += b.N
	}
	for i := range bars {
		before := sum
		sum += bars[i].N
		bars[i].Running = (sum*200 + all) / (2 * all)
		bars[i].Vital = bars[i].Key != "" && i < 3 && before*10 < all*6
	}
	return bars
}

// Vital gives how many bars are vital and the share they make up.
func Vital(bars []Bar) (n, percent int) {
	for _, b := range bars {
		if b.Vital {
			n, percent = n+1, b.Running
		}
	}
	return n, percent
}

// Percents rounds parts of a whole so that they add up to 100: the largest
// remainders are rounded up.
func Percents(parts []int) []int {
	all := 0
	for _, n := range parts {
		all += n
	}
	out := make([]int, len(parts))
	if all == 0 {
		return out
	}
	order := make([]int, len(parts))
	left := 100
	for i, n := range parts {
		out[i] = n * 100 / all
		left -= out[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return parts[b]*100%all - parts[a]*100%all })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}
