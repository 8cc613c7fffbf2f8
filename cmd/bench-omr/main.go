// Command bench-omr measures how well returned cards are read: simulated scans
// of our own print files, on a grid of degradations and of hard marks. It
// prints the tables of docs/omr.md.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"sync"
)

func main() {
	cards := flag.Int("cards", 300, "cards on each level")
	seed := flag.Uint64("seed", holdOut, "seed of the hold-out set; thresholds are tuned on others")
	only := flag.String("only", "", "the name of one level")
	keep := flag.String("keep", "", "a folder for the pictures of cards that were read wrongly")
	flag.Parse()
	if err := run(*cards, *seed, *only, *keep); err != nil {
		log.Fatal(err)
	}
}

// holdOut is never used while thresholds are chosen.
const holdOut = 20261122

func run(cards int, seed uint64, only, keep string) error {
	s, err := newStack()
	if err != nil {
		return err
	}
	s.keep = keep
	fmt.Printf("%-28s %7s %9s %8s %8s %14s %18s %7s\n", "level", "cards", "located", "boxes", "unsure", "silent errors", "95 % interval", "ms/card")
	for _, l := range levels() {
		if only != "" && l.name != only {
			continue
		}
		t := s.measure(l, cards, seed)
		fmt.Fprintln(os.Stdout, t.line(l.name))
	}
	return nil
}

// measure reads n cards of a level on all cores; the same seed gives the same
// cards.
func (s *stack) measure(l level, n int, seed uint64) tally {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var sum tally
	for core := range runtime.NumCPU() {
		wg.Go(func() {
			for i := core; i < n; i += runtime.NumCPU() {
				t := s.one(l, seed, i)
				mu.Lock()
				sum.add(t)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return sum
}
