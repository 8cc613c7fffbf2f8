package main

import (
	"context"
	"errors"
	"time"

	"github.com/yousaid/yousaid/store"
)

// keepDemoAlive gives signs of life for the demo's invented devices, at once
// and then at every interval, until ctx is done.
func keepDemoAlive(ctx context.Context, s *store.Store, invented []store.Device, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := demoBeat(ctx, s, invented); err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// demoBeat is one sign of life of each invented device. It tells no figures, as
// there is nothing to count on them, and is silent for one whose place a real
// browser has taken: that speaks for itself.
func demoBeat(ctx context.Context, s *store.Store, invented []store.Device) error {
	now, err := s.Devices(ctx)
	if err != nil {
		return err
	}
	real := map[store.DeviceID]bool{}
	for _, d := range now {
		real[d.ID] = !d.Health.At.IsZero()
	}
	for _, d := range invented {
		if !real[d.ID] {
			s.SeenDevice(d.ID)
		}
	}
	return nil
}
