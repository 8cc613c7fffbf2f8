package auth

import (
	"sync"
	"time"
)

const (
	freeTries   = 5                // a person may mistype so often without waiting
	longestWait = 60 * time.Second // and never waits longer
	forgetAfter = 15 * time.Minute // of peace
	mostKnown   = 10_000           // accounts remembered at once
)

// throttle slows the guessing of one account's password: after five misses
// every further try waits 1, 2, 4 ... 60 seconds. An account that does not
// exist is treated like one that does.
type throttle struct {
	now   func() time.Time
	mu    sync.Mutex
	tries map[string]tries
}

type tries struct {
	missed int
	last   time.Time
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, tries: map[string]tries{}}
}

// wait is how long the account must wait before another try; 0: try now.
func (t *throttle) wait(account string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	x := t.tries[account]
	if x.missed < freeTries {
		return 0
	}
	wait := longestWait
	if n := x.missed - freeTries; n < 6 {
		wait = min(longestWait, time.Second<<n)
	}
	return max(0, x.last.Add(wait).Sub(t.now()))
}

func (t *throttle) missed(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if len(t.tries) >= mostKnown {
		t.forget(now)
	}
	x := t.tries[account]
	if now.Sub(x.last) > forgetAfter {
		x.missed = 0
	}
	t.tries[account] = tries{x.missed + 1, now}
}

func (t *throttle) fitted(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, account)
}

// forget makes room: first what is old, then whatever comes.
func (t *throttle) forget(now time.Time) {
	for k, x := range t.tries {
		if now.Sub(x.last) > forgetAfter {
			delete(t.tries, k)
		}
	}
	for k := range t.tries {
		if len(t.tries) < mostKnown {
			return
		}
		delete(t.tries, k)
	}
}
