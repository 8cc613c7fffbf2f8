package kiosk

import (
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

func TestOpenAt(t *testing.T) {
	s := store.Site{Holidays: []store.Holiday{{Day: "2026-12-25", Name: "Christmas"}}}
	s.Hours[time.Tuesday] = []store.Span{{From: 7 * 60, To: 12 * 60}, {From: 13 * 60, To: 24 * 60}}
	s.Hours[time.Friday] = []store.Span{{From: 0, To: 24 * 60}}
	for at, want := range map[string]bool{
		"2026-11-17T06:59:59Z":      false, // Tuesday
		"2026-11-17T07:00:00Z":      true,
		"2026-11-17T11:59:59Z":      true,
		"2026-11-17T12:00:00Z":      false,
		"2026-11-17T13:00:00Z":      true,
		"2026-11-17T23:59:59Z":      true,
		"2026-11-18T00:00:00Z":      false,
		"2026-11-18T03:00:00+04:00": true, // still Tuesday at the place
		"2026-12-18T10:00:00Z":      true,
		"2026-12-25T10:00:00Z":      false, // a holiday
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := openAt(s, moment); got != want {
			t.Errorf("%s: %v, want %v", at, got, want)
		}
	}
}
