package report

import "github.com/yousaid/yousaid/store"

// Quick gives how many people of the figures are quick taps: faces of a burst at
// one device.
func Quick(f store.Figures) int {
	n := 0
	for _, x := range f.QuickSaid {
		n += x.N
	}
	return n
}

// WithoutQuick leaves the quick taps out of every figure; how many they were
// still stands in QuickSaid.
func WithoutQuick(f store.Figures) store.Figures {
	said := map[store.SaidCount]int{}
	for _, x := range f.QuickSaid {
		n := x.N
		x.N = 0
		said[x] += n
	}
	topics := map[store.TopicCount]int{}
	for _, x := range f.QuickTopics {
		n := x.N
		x.N = 0
		topics[x] += n
	}
	out := f
	out.Said = less(f.Said, func(x *store.SaidCount) bool {
		key := *x
		key.N = 0
		x.N -= said[key]
		return x.N > 0
	})
	out.Topics = less(f.Topics, func(x *store.TopicCount) bool {
		key := *x
		key.N = 0
		x.N -= topics[key]
		return x.N > 0
	})
	out.Promises = keep(f.Promises, func(x store.PromiseFact) bool { return !x.Quick })
	return out
}

// less changes a copy of each and keeps those that are left.
func less[T any](list []T, change func(*T) bool) []T {
	var out []T
	for _, x := range list {
		if change(&x) {
			out = append(out, x)
		}
	}
	return out
}
