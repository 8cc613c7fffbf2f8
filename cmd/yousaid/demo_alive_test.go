package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// lateDemo is a demo that has been running for an hour of opening time.
func lateDemo(t *testing.T) (*store.Store, *storetest.Clock) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, "2026-11-19T14:32:00+02:00")
	if err != nil {
		t.Fatal(err)
	}
	clock := &storetest.Clock{}
	clock.Set(at)
	c := &demoClock{real: clock.Now}
	s := storetest.OpenWith(t, store.Options{Path: filepath.Join(t.TempDir(), "demo.db"), Clock: c.Now})
	if err := buildDemo(t.Context(), s, c, "http://127.0.0.1:8080"); err != nil {
		t.Fatal(err)
	}
	clock.Add(time.Hour)
	return s, clock
}

// The demo does not turn red by itself: its invented devices live as long as it
// runs.
func TestTheDemosDevicesStayAlive(t *testing.T) {
	s, _ := lateDemo(t)
	wrong, err := s.AlarmsNow(t.Context())
	if err != nil || len(wrong) != 6 {
		t.Fatalf("without signs of life: %d alarms, %v; want 6 quiet devices", len(wrong), err)
	}
	invented, err := s.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- keepDemoAlive(ctx, s, invented, time.Millisecond) }()
	for until := time.Now().Add(5 * time.Second); len(wrong) > 0 && time.Now().Before(until); {
		if wrong, err = s.AlarmsNow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if n, err := s.WatchDevices(t.Context()); err != nil || n != 0 || len(wrong) > 0 {
		t.Errorf("with signs of life: %v, %d changes, %v", wrong, n, err)
	}
}

// A browser that takes an invented device's place speaks for itself.
func TestARealTabletInTheDemoIsMissed(t *testing.T) {
	s, clock := lateDemo(t)
	invented, err := s.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.DeviceAlive(invented[0].ID, store.Health{Persisted: "yes"})
	clock.Add(store.QuietAfter + time.Minute)
	if err := demoBeat(t.Context(), s, invented); err != nil {
		t.Fatal(err)
	}
	wrong, err := s.AlarmsNow(t.Context())
	if err != nil || len(wrong) != 1 || wrong[0].Device != invented[0].ID || wrong[0].Kind != store.AlarmQuiet {
		t.Errorf("%+v, %v; want the one that went quiet", wrong, err)
	}
}

func TestTheDemosTabletHasAHostOfItsOwn(t *testing.T) {
	for url, want := range map[string]string{"http://127.0.0.1:8080": "http://localhost:8080", "https://127.0.0.1:8443": "https://localhost:8443", "http://[::1]:8080": "http://localhost:8080",
		"http://192.168.1.5:8080": "http://192.168.1.5:8080", "https://said.example.org": "https://said.example.org"} {
		if got := demoTabletHost(url); got != want {
			t.Errorf("%s: the tablet is at %s, want %s", url, got, want)
		}
	}
}
