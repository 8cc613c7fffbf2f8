package store

import (
	"context"
	"sync"
)

// feed tells listeners that something was committed, never what.
type feed struct {
	mu        sync.Mutex
	listeners map[chan struct{}]bool
}

// Watch gives a channel that receives after a commit. It has room for one:
// a value only means "look again", however many commits there were. The
// channel lives until ctx is done.
func (s *Store) Watch(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if s.feed.listeners == nil {
		s.feed.listeners = map[chan struct{}]bool{}
	}
	s.feed.listeners[c] = true
	context.AfterFunc(ctx, func() {
		s.feed.mu.Lock()
		defer s.feed.mu.Unlock()
		delete(s.feed.listeners, c)
	})
	return c
}

func (f *feed) announce() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.listeners {
		select {
		case c <- struct{}{}:
		default: // it has not looked yet: one look shows all
		}
	}
}
