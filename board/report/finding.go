package report

import (
	"cmp"
	"math"
	"slices"
)

// Direction is where a count is going.
type Direction int

// The directions.
const (
	Steady Direction = iota
	Fell
	Rose
)

// Trend compares two counts and says a direction only where chance alone
// would seldom make such a difference: more than two standard deviations of
// the difference of two Poisson counts.
func Trend(before, after int) Direction {
	d := float64(after - before)
	if math.Abs(d) <= 2*math.Sqrt(float64(before+after)) {
		return Steady
	}
	if d < 0 {
		return Fell
	}
	return Rose
}

// Move is a topic that more or fewer people speak of.
type Move struct {
	Key           string
	Before, After int
	Direction     Direction
}

// Moves gives the keys whose counts changed beyond chance, the surest first.
func Moves(before, after map[string]int) []Move {
	var moves []Move
	for key := range union(before, after) {
		m := Move{Key: key, Before: before[key], After: after[key]}
		if m.Direction = Trend(m.Before, m.After); m.Direction != Steady {
			moves = append(moves, m)
		}
	}
	slices.SortFunc(moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.sureness(), a.sureness()), cmp.Compare(a.Key, b.Key))
	})
	return moves
}

func (m Move) sureness() float64 {
	return math.Abs(float64(m.After-m.Before)) / math.Sqrt(float64(m.After+m.Before))
}

func union(a, b map[string]int) map[string]bool {
	u := map[string]bool{}
	for k := range a {
		u[k] = true
	}
	for k := range b {
		u[k] = true
	}
	return u
}

// Silence is what the calculator is told; all of it is guesses.
type Silence struct {
	Said   int     // people who said something
	Silent float64 // for each who says it, how many say nothing
	Leave  float64 // percent of those who do not come back
	Spend  float64 // of one visitor in a year
	Tell   float64 // how many people each of those who leave tells
	Away   float64 // percent of the people told who stay away
}

// SilenceCost is what may be lost in a year.
type SilenceCost struct {
	Said, Silent    int
	Leave, PutOff   int
	LeaveSum, Aside float64
}

// Total is the whole sum.
func (c SilenceCost) Total() float64 { return c.LeaveSum + c.Aside }

// Cost reckons: of the silent a share leaves; each of those tells others, of
// whom a share stays away; each of them would have spent so much.
func (s Silence) Cost() SilenceCost {
	c := SilenceCost{Said: s.Said, Silent: round(float64(s.Said) * s.Silent)}
	c.Leave = round(float64(c.Silent) * s.Leave / 100)
	c.PutOff = round(float64(c.Leave) * s.Tell * s.Away / 100)
	c.LeaveSum = float64(c.Leave) * s.Spend
	c.Aside = float64(c.PutOff) * s.Spend
	return c
}

func round(f float64) int { return int(math.Round(f)) }
