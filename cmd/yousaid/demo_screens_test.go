package main

import (
	"testing"

	"github.com/yousaid/yousaid/store"
)

// The demo's picture of where people stop is alive and honest: fewer reach each
// further question, and no more sent the form than spoke that way.
func TestTheDemoShowsWherePeopleStop(t *testing.T) {
	s := builtDemo(t, "2026-11-19T14:32:00+02:00")
	spoke := map[store.Channel]int{}
	if err := s.EachSubmission(t.Context(), func(x store.ExportedSubmission) error { spoke[x.Channel]++; return nil }); err != nil {
		t.Fatal(err)
	}
	q, err := s.Questionnaire(s.Sites()[0])
	if err != nil {
		t.Fatal(err)
	}
	counts, err := s.ReachedCounts(t.Context(), q.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := map[store.Channel]map[string]int{store.KioskChannel: {}, store.PhoneChannel: {}}
	for _, x := range counts {
		n[x.Channel][x.Question] = x.N
	}
	for channel, at := range n {
		last := at["mood"]
		for _, name := range []string{"topic", "text", store.Sent} {
			if at[name] == 0 || at[name] > last || name == "text" && at[name] == last {
				t.Errorf("%s: %d reached %s, %d what comes before", channel, at[name], name, last)
			}
			last = at[name]
		}
		if last > spoke[channel] || at["topic"] > spoke[channel] {
			t.Errorf("%s: %d sent the form and %d went on, but %d spoke", channel, last, at["topic"], spoke[channel])
		}
	}
	if n[store.KioskChannel]["topic"] < 100 || n[store.PhoneChannel]["mood"] <= n[store.PhoneChannel]["topic"] {
		t.Errorf("tablets %v, phones %v", n[store.KioskChannel], n[store.PhoneChannel])
	}
}
