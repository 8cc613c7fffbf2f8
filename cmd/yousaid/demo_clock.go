package main

import (
	"sync"
	"time"
)

// demoClock is moved through the past while the demo's life is written, and
// runs with the process's own clock from then on.
type demoClock struct {
	real func() time.Time

	mu  sync.Mutex
	now time.Time // zero: runs
}

// Now is the time in the demo.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.IsZero() {
		return c.real()
	}
	return c.now
}

func (c *demoClock) stand(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

func (c *demoClock) run() { c.stand(time.Time{}) }
