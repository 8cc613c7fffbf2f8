package main

import (
	"context"
	"errors"
	"time"
)

// watchDevices notices, again and again, what is wrong with tablets and
// screens, and writes down at the end what they said last.
func (h *house) watchDevices(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := h.store.WatchDevices(ctx); err != nil && !errors.Is(err, context.Canceled) {
			h.web.Log.Error("devices could not be looked at", "err", err)
		}
		select {
		case <-ctx.Done():
			if err := h.store.FlushAlive(context.WithoutCancel(ctx)); err != nil {
				h.web.Log.Error("the devices' last signs of life were not written", "err", err)
			}
			return
		case <-tick.C:
		}
	}
}
