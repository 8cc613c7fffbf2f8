package main

import (
	"runtime"
	"testing"
)

// Cards of every language and size, filled in by good pens, on scans as offices
// make them. The seed is one of those that thresholds are tuned on.
func TestNormalScansHaveNoSilentErrors(t *testing.T) {
	s, err := newStack()
	if err != nil {
		t.Fatal(err)
	}
	got := s.measure(levels()[0], normalCards, options{seed: 7, cores: runtime.NumCPU()})
	if got.located != normalCards || got.wrong != 0 || got.silent != 0 || got.missed != 0 || got.unsure*100 > got.boxes {
		t.Errorf("%+v; want all cards found, no box or word silently wrong, at most 1 in 100 unsure", got)
	}
}

// A page of the normal region: printed, filled in, scanned, read.
func BenchmarkPage(b *testing.B) {
	s, err := newStack()
	if err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		s.one(levels()[0], 1, i)
		i++
	}
}
