// Command bench-omr measures how well returned cards are read: simulated scans
// of our own print files, on a grid of degradations and of hard marks. It
// prints the tables of docs/omr.md.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// options are what the command is told.
type options struct {
	cards  int    // on each level
	normal int    // in the normal region; 0: as many as cards
	seed   uint64 // the same seed gives the same cards
	only   string // beginnings of levels' names
	keep   string // a folder for pictures of cards that were not read plainly
	json   string // a file for the same figures
	amc    string // a folder to work in: Auto Multiple Choice beside ours
	cores  int
}

// holdOut is never used while thresholds are chosen.
const holdOut = 20261123

func main() {
	var o options
	flag.IntVar(&o.cards, "cards", 60, "cards on each level")
	flag.IntVar(&o.normal, "normal", 0, "cards in the normal region (0: as -cards)")
	flag.Uint64Var(&o.seed, "seed", holdOut, "seed of the hold-out set; thresholds are tuned on others")
	flag.StringVar(&o.only, "only", "", "only levels whose names begin so, separated by semicolons")
	flag.StringVar(&o.keep, "keep", "", "a folder for the pictures of cards that were not read plainly")
	flag.StringVar(&o.json, "json", "", "a file for the figures as JSON, besides the table")
	flag.StringVar(&o.amc, "amc", "", "measure Auto Multiple Choice beside ours, in this empty folder")
	flag.IntVar(&o.cores, "cores", runtime.NumCPU(), "cards read at a time")
	flag.Parse()
	if err := o.run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func (o options) run(w io.Writer) error {
	if o.amc != "" {
		return o.beside(w)
	}
	s, err := newStack()
	if err != nil {
		return err
	}
	s.keep = o.keep
	fmt.Fprintf(w, "seed %d, %s\n%s\n", o.seed, time.Now().Format(time.DateOnly), heading)
	var rows []row
	for _, l := range levels() {
		if !o.wants(l) {
			continue
		}
		n := o.cards
		if l.normal && o.normal > 0 {
			n = o.normal
		}
		rows = append(rows, rowOf(l.name, s.measure(l, n, o)))
		fmt.Fprintln(w, rows[len(rows)-1])
	}
	return o.write(rows)
}

func (o options) wants(l level) bool {
	return slices.ContainsFunc(strings.Split(o.only, ";"), func(name string) bool { return strings.HasPrefix(l.name, name) })
}

// write puts the figures into a file, if one was asked for.
func (o options) write(rows []row) error {
	if o.json == "" {
		return nil
	}
	b, err := json.MarshalIndent(map[string]any{"seed": o.seed, "interval": "Wilson score, 95 %", "levels": rows}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(o.json, b, 0o644)
}

// measure reads n pages of a level.
func (s *stack) measure(l level, n int, o options) tally {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var sum tally
	for core := range o.cores {
		wg.Go(func() {
			for i := core; i < n; i += o.cores {
				t := s.one(l, o.seed, i)
				mu.Lock()
				sum.add(t)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return sum
}
