package report

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

var noon = time.Date(2026, 11, 19, 14, 32, 0, 0, time.UTC)

func hours(h float64) time.Time { return noon.Add(time.Duration(h * float64(time.Hour))) }

func promise(received, due, answered float64) store.PromiseFact {
	p := store.PromiseFact{ReceivedAt: hours(received), AnswerBy: hours(due)}
	if answered != 0 {
		p.AnsweredAt = hours(answered)
	}
	return p
}

func TestCount(t *testing.T) {
	f := store.Figures{
		Said: []store.SaidCount{{Mood: 1, N: 3}, {Mood: 3, N: 2}, {Mood: 4, N: 5}, {Mood: 0, N: 1}},
		Promises: []store.PromiseFact{
			promise(-100, -50, -90), // kept, 10 h
			promise(-100, -50, -40), // broken, 60 h
			promise(-100, -50, 0),   // broken by now, no answer
			promise(-10, 20, 0),     // still open: neither
			promise(-10, 20, -8),    // kept, 2 h
		},
	}
	f.Promises[0].Again = true
	want := Totals{People: 11, Complaints: 6, Promises: 5, Settled: 4, Kept: 2, Answered: 3, Median: 10 * time.Hour, Again: 1}
	if got := Count(f, noon); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := Count(store.Figures{}, noon); got != (Totals{}) {
		t.Errorf("nothing gives %+v", got)
	}
}

func TestMedianOfAnEvenNumber(t *testing.T) {
	f := store.Figures{Promises: []store.PromiseFact{promise(-10, 9, -9), promise(-10, 9, -7), promise(-10, 9, -5), promise(-10, 9, -1)}}
	if got := Count(f, noon).Median; got != 4*time.Hour {
		t.Errorf("median %v, want 4h", got)
	}
}

func TestShareSaysNothingOfFew(t *testing.T) {
	for _, c := range []struct {
		part, all, want int
		ok              bool
	}{{9, 9, 0, false}, {0, 0, 0, false}, {5, 10, 50, true}, {1, 10, 10, true}, {2, 3, 0, false}, {199, 200, 100, true}, {47, 50, 94, true}} {
		got, ok := Share(c.part, c.all)
		if got != c.want || ok != c.ok {
			t.Errorf("Share(%d, %d) = %d, %v; want %d, %v", c.part, c.all, got, ok, c.want, c.ok)
		}
	}
}

func TestWeeksAreLocalDaysAcrossTheChangeOfTheClock(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		t.Fatal(err)
	}
	p := LastWeeks(time.Date(2026, 11, 19, 14, 0, 0, 0, zone), 12)
	if got := p.From.Format(time.RFC3339); got != "2026-08-28T00:00:00+03:00" {
		t.Errorf("from %s", got)
	}
	if got := p.To.Format(time.RFC3339); got != "2026-11-20T00:00:00+02:00" {
		t.Errorf("to %s", got)
	}
	if !p.Before().To.Equal(p.From) || p.Before().Weeks != 12 {
		t.Errorf("before is %+v", p.Before())
	}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	weeks := p.ByWeek(store.Figures{
		Said:     []store.SaidCount{{Day: day("2026-08-27")}, {Day: day("2026-08-28")}, {Day: day("2026-09-04")}, {Day: day("2026-11-19")}, {Day: day("2026-11-20")}},
		Promises: []store.PromiseFact{{ReceivedAt: p.From}, {ReceivedAt: p.To.Add(-time.Millisecond)}, {ReceivedAt: p.To}, {ReceivedAt: p.From.Add(-time.Millisecond)}},
		Topics:   []store.TopicCount{{Day: day("2026-11-13"), Topic: "clean", N: 2}},
	})
	if len(weeks) != 12 || len(weeks[0].Said) != 1 || len(weeks[1].Said) != 1 || len(weeks[11].Said) != 1 {
		t.Errorf("days fall into %v", weeks)
	}
	if len(weeks[0].Promises) != 1 || len(weeks[11].Promises) != 1 || len(weeks[11].Topics) != 1 {
		t.Errorf("instants fall into %v", weeks)
	}
	if !p.Before().To.Equal(p.From) || p.Before().Weeks != 12 {
		t.Errorf("before is %+v", p.Before())
	}
}

func TestPareto(t *testing.T) {
	counts := map[string]int{"cold": 47, "wait": 39, "price": 26, "lockers": 19, "late": 11, "music": 9, "": 23}
	want := []Bar{{"cold", 47, 27, true}, {"wait", 39, 49, true}, {"price", 26, 64, true}, {"lockers", 19, 75, false}, {"late", 11, 82, false}, {"", 32, 100, false}}
	if got := Pareto(counts, 5); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if n, percent := Vital(want); n != 3 || percent != 64 {
		t.Errorf("vital %d, %d percent", n, percent)
	}
	if got := Pareto(nil, 5); len(got) != 0 {
		t.Errorf("nothing gives %v", got)
	}
	if got := Pareto(map[string]int{"": 2}, 5); len(got) != 1 || got[0].Vital {
		t.Errorf("only all else gives %v", got)
	}
}

func TestParetoKeepsTiesInOrder(t *testing.T) {
	got := Pareto(map[string]int{"b": 1, "a": 1, "c": 1}, 2)
	if got[0].Key != "a" || got[1].Key != "b" || got[2].Key != "" {
		t.Errorf("got %v", got)
	}
}

func TestTitlesLeaveTheRestUnnamed(t *testing.T) {
	f := store.Figures{Groups: []store.GroupFact{{Title: "cold", People: 47}, {Title: "", People: 9}, {Title: "cold", People: 3}}}
	want := map[string]int{"cold": 50, "": 14}
	if got := Titles(f, 64); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Titles(f, 40); got[""] != 0 {
		t.Errorf("more people than complaints leaves %v", got)
	}
}

func TestPercentsAddUp(t *testing.T) {
	for _, c := range []struct{ parts, want []int }{
		{[]int{1, 1, 1}, []int{34, 33, 33}},
		{[]int{58, 21, 14, 7}, []int{58, 21, 14, 7}},
		{[]int{0, 0}, []int{0, 0}},
		{[]int{5}, []int{100}},
		{nil, []int{}},
	} {
		if got := Percents(c.parts); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Percents(%v) = %v, want %v", c.parts, got, c.want)
		}
	}
}

func TestTrendIgnoresChance(t *testing.T) {
	for _, c := range []struct {
		before, after int
		want          Direction
	}{{0, 0, Steady}, {10, 8, Steady}, {40, 20, Fell}, {20, 40, Rose}, {3, 0, Steady}, {0, 5, Rose}} {
		if got := Trend(c.before, c.after); got != c.want {
			t.Errorf("Trend(%d, %d) = %v, want %v", c.before, c.after, got, c.want)
		}
	}
}

func TestMovesTheSurestFirst(t *testing.T) {
	got := Moves(map[string]int{"waiting": 60, "clean": 10, "price": 20}, map[string]int{"waiting": 10, "clean": 11, "price": 50})
	want := []Move{{"waiting", 60, 10, Fell}, {"price", 20, 50, Rose}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSilence(t *testing.T) {
	c := Silence{Said: 174, Silent: 10, Leave: 30, Spend: 180, Tell: 9, Away: 2}.Cost()
	if c.Silent != 1740 || c.Leave != 522 || c.PutOff != 94 || c.LeaveSum != 93960 || c.Aside != 16920 || c.Total() != 110880 {
		t.Errorf("got %+v", c)
	}
}

func TestRoundScale(t *testing.T) {
	for _, c := range []struct{ largest, max, step float64 }{{0, 1, 1}, {3.4, 4, 1}, {5, 5, 1}, {6, 6, 2}, {23, 25, 5}, {30, 30, 10}, {47, 50, 10}, {101, 150, 50}} {
		if got := RoundScale(c.largest); got.Max != c.max || got.Step != c.step {
			t.Errorf("RoundScale(%v) = %+v, want %v by %v", c.largest, got, c.max, c.step)
		}
	}
}

func TestPaths(t *testing.T) {
	box := Box{Left: 0, Top: 0, Right: 10, Bottom: 10}
	points := box.Place([]float64{0, 5, 10}, Scale{Max: 10, Step: 5})
	if got := Area(points, 10); got != "M0 10L5 5L10 0L10 10L0 10Z" {
		t.Errorf("area %s", got)
	}
	if got := Path(box.Fit([]float64{3, 3})); got != "M0 5L10 5" {
		t.Errorf("level line %s", got)
	}
	if got := Path(box.Fit([]float64{1, 2})); got != "M0 10L10 0" {
		t.Errorf("rising line %s", got)
	}
	if Path(nil) != "" || Area(nil, 10) != "" {
		t.Error("nothing draws something")
	}
}

func TestWriteCSV(t *testing.T) {
	p := LastWeeks(noon, 2)
	f := store.Figures{
		Said:     []store.SaidCount{{Site: 1, Day: noon.Truncate(24 * time.Hour), Mood: 2, N: 3}, {Site: 2, Day: noon.Truncate(24 * time.Hour), Mood: 5, N: 1}},
		Promises: []store.PromiseFact{promise(-1, 20, -0.5)},
	}
	f.Promises[0].Site = 1
	var b strings.Builder
	if err := WriteCSV(&b, p, f, []store.Site{{ID: 1, Name: "=Linden"}, {ID: 2, Name: "Harbour"}}, noon, true); err != nil {
		t.Fatal(err)
	}
	want := `week_from,site,people,complaints,promises,settled,in_time,answered,median_hours,said_again,quick_taps,quick_taps_counted
2026-11-06,'=Linden,0,0,0,0,0,0,,0,0,no
2026-11-06,Harbour,0,0,0,0,0,0,,0,0,no
2026-11-13,'=Linden,3,3,1,1,1,1,0.5,0,0,no
2026-11-13,Harbour,1,0,0,0,0,0,,0,0,no
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}
