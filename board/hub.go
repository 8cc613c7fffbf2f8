package board

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

const (
	// A burst of commits is waited for so long, then shown once.
	settle = 5 * time.Millisecond
	// Between two looks at least so long passes, however busy the place is.
	lookGap = 30 * time.Millisecond
	// A browser whose script does not steer it comes again after this time.
	retryAfter = 3 * time.Second
)

var errNoRoom = errors.New("board: no room for another screen")

// channel is what one group of screens shows: they share every byte.
type channel struct {
	site store.SiteID
	lang i18n.Lang
}

// source makes the events of a channel.
type source interface {
	state(ctx context.Context, c channel) ([]byte, error)
	tick(c channel) ([]byte, error)
}

// hub fans the latest state out to all screens. It renders once per channel;
// screens wait on a channel that is closed when there is something new, so a
// slow one delays nobody: it finds the latest state when it is ready.
type hub struct {
	source source
	max    int
	log    *slog.Logger

	mu      sync.Mutex
	streams map[channel]*stream
	screens int
	closed  bool
	done    chan struct{} // closed with the hub
}

// stream is the latest of one channel.
type stream struct {
	screens int // guarded by hub.mu

	looking sync.Mutex // held from reading the store to publishing: news never go backwards

	mu     sync.Mutex
	latest news
	more   chan struct{} // closed and replaced when latest changes
}

// news is the latest state and sign of life, each with its number.
type news struct {
	state, tick     []byte
	stateNo, tickNo int
}

func newHub(s source, max int, log *slog.Logger) *hub {
	return &hub{source: s, max: max, log: log, streams: map[channel]*stream{}, done: make(chan struct{})}
}

// run shows every change and gives a sign of life each beat, until ctx is done.
func (h *hub) run(ctx context.Context, changes <-chan struct{}, beat time.Duration) {
	defer h.close()
	beats := time.NewTicker(beat)
	defer beats.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beats.C:
			// Time alone changes a board too: a promise breaks, a month ends.
			h.lookAll(ctx)
		case <-changes:
			if !pause(ctx, settle) {
				return
			}
			empty(changes)
			h.lookAll(ctx)
			pause(ctx, lookGap)
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func empty(changes <-chan struct{}) {
	select {
	case <-changes:
	default:
	}
}

func (h *hub) lookAll(ctx context.Context) {
	h.mu.Lock()
	open := make(map[channel]*stream, len(h.streams))
	for c, s := range h.streams {
		open[c] = s
	}
	h.mu.Unlock()
	for c, s := range open {
		// Without news the screens say by themselves since when.
		if err := h.look(ctx, c, s); err != nil && ctx.Err() == nil {
			h.log.Error("board: cannot read the latest state", "site", c.site, "lang", c.lang, "err", err)
		}
	}
}

// look reads and renders a channel and publishes it.
func (h *hub) look(ctx context.Context, c channel, s *stream) error {
	s.looking.Lock()
	defer s.looking.Unlock()
	return h.lookNow(ctx, c, s)
}

func (h *hub) lookNow(ctx context.Context, c channel, s *stream) error {
	state, err := h.source.state(ctx, c)
	if err != nil {
		return err
	}
	tick, err := h.source.tick(c)
	if err != nil {
		return err
	}
	s.publish(state, tick)
	return nil
}

func (s *stream) publish(state, tick []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !bytes.Equal(state, s.latest.state) {
		s.latest.state = state
		s.latest.stateNo++
	}
	s.latest.tick = tick
	s.latest.tickNo++
	close(s.more)
	s.more = make(chan struct{})
}

func (s *stream) news() (news, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest, s.more
}

func (h *hub) join(c channel) (*stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.screens >= h.max {
		return nil, errNoRoom
	}
	s, ok := h.streams[c]
	if !ok {
		s = &stream{more: make(chan struct{})}
		h.streams[c] = s
	}
	h.screens++
	s.screens++
	return s, nil
}

func (h *hub) leave(c channel, s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.screens--
	if s.screens--; s.screens == 0 {
		delete(h.streams, c)
	}
}

func (h *hub) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.screens
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
}

// serve sends a channel to one screen until it leaves, may watch no longer or
// the hub closes.
func (h *hub) serve(w http.ResponseWriter, r *http.Request, c channel, v viewer) error {
	s, err := h.join(c)
	if err != nil {
		return err
	}
	first, err := h.first(r.Context(), c, s)
	if err != nil {
		h.leave(c, s)
		return err
	}
	out, err := newEventWriter(w, r)
	defer out.end() // after it has left: who sees the end is no longer counted
	defer h.leave(c, s)
	if err != nil || r.Method == http.MethodHead {
		return nil
	}
	h.follow(r.Context(), s, out, first, v)
	return nil
}

// follow sends first and then whatever is new.
func (h *hub) follow(ctx context.Context, s *stream, out *eventWriter, first news, v viewer) {
	seen := news{stateNo: first.stateNo, tickNo: first.tickNo}
	if out.send([]byte(fmt.Sprintf("retry: %d\n\n", retryAfter.Milliseconds())), first.state, first.tick) != nil {
		return
	}
	for {
		latest, more := s.news()
		if to := v.leave(); to != "" {
			_ = out.send(leaveEvent(to)) // it ends either way
			return
		}
		if out.send(latest.since(seen)...) != nil {
			return // the screen has left
		}
		seen = latest
		select {
		case <-more:
		case <-ctx.Done():
			return
		case <-h.done:
			return
		}
	}
}

// first is what a screen sees at once: the state, read now if nobody else
// watches, and a sign of life of this moment.
func (h *hub) first(ctx context.Context, c channel, s *stream) (news, error) {
	n, _ := s.news()
	if n.stateNo == 0 {
		if err := h.lookFirst(ctx, c, s); err != nil {
			return n, err
		}
		n, _ = s.news()
	}
	tick, err := h.source.tick(c)
	n.tick = tick
	return n, err
}

// lookFirst looks once for all the screens that come together.
func (h *hub) lookFirst(ctx context.Context, c channel, s *stream) error {
	s.looking.Lock()
	defer s.looking.Unlock()
	if n, _ := s.news(); n.stateNo > 0 {
		return nil
	}
	return h.lookNow(ctx, c, s)
}

// since gives what is newer than seen.
func (n news) since(seen news) [][]byte {
	var parts [][]byte
	if n.stateNo > seen.stateNo {
		parts = append(parts, n.state)
	}
	if n.tickNo > seen.tickNo {
		parts = append(parts, n.tick)
	}
	return parts
}
