package report

import (
	"reflect"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

func TestQuickTapsAreLeftOutOfEveryFigure(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	f := store.Figures{
		Said:        []store.SaidCount{{Site: 1, Day: day(1), Channel: "kiosk", Mood: 1, N: 70}, {Site: 1, Day: day(1), Channel: "kiosk", Mood: 5, N: 3}, {Site: 2, Day: day(1), Channel: "kiosk", Mood: 1, N: 8}, {Site: 1, Day: day(2), Channel: "kiosk", Mood: 1, N: 9}},
		QuickSaid:   []store.SaidCount{{Site: 1, Day: day(1), Channel: "kiosk", Mood: 1, N: 60}, {Site: 1, Day: day(2), Channel: "kiosk", Mood: 1, N: 9}},
		Topics:      []store.TopicCount{{Site: 1, Day: day(1), Topic: "clean", N: 60}, {Site: 1, Day: day(1), Topic: "price", N: 4}},
		QuickTopics: []store.TopicCount{{Site: 1, Day: day(1), Topic: "clean", N: 58}},
		Promises:    []store.PromiseFact{{Site: 1, AnswerBy: day(1), Quick: true}, {Site: 1, AnswerBy: day(1)}},
	}
	got := WithoutQuick(f)
	want := []store.SaidCount{{Site: 1, Day: day(1), Channel: "kiosk", Mood: 1, N: 10}, {Site: 1, Day: day(1), Channel: "kiosk", Mood: 5, N: 3}, {Site: 2, Day: day(1), Channel: "kiosk", Mood: 1, N: 8}}
	if !reflect.DeepEqual(got.Said, want) {
		t.Errorf("said %+v, want %+v", got.Said, want)
	}
	if !reflect.DeepEqual(Topics(got), map[string]int{"clean": 2, "price": 4}) || len(got.Promises) != 1 {
		t.Errorf("topics %v, %d promises", Topics(got), len(got.Promises))
	}
	if f.Said[0].N != 70 || Quick(f) != 69 || Quick(got) != 69 {
		t.Errorf("the figures themselves were changed: %+v", f.Said)
	}
}
