package store

import (
	"context"
	"sync"
	"time"
)

// Health is what a device says of itself with a sign of life.
type Health struct {
	At        time.Time     `json:"at,omitzero"`         // when we heard it, by our clock
	Queue     int           `json:"queue,omitempty"`     // people's words that wait on it
	Oldest    time.Time     `json:"oldest,omitzero"`     // of those, by our clock; zero: none waits
	Parked    int           `json:"parked,omitempty"`    // words that the server would not take
	Series    string        `json:"series,omitempty"`    // see SequenceGaps
	Seq       int64         `json:"seq,omitempty"`       // the highest number that it gave
	Persisted string        `json:"persisted,omitempty"` // "yes", "no"; "" not known
	Offline   string        `json:"offline,omitempty"`   // "ready", "http", "no"; "" not known
	Windowed  bool          `json:"windowed,omitempty"`  // it does not fill its screen
	Outdated  bool          `json:"outdated,omitempty"`  // its page is of an older program
	Skew      time.Duration `json:"skew_ns,omitempty"`   // its clock less ours
}

// aliveBook keeps the signs of life in memory: a thousand devices once a
// minute are one transaction, not a thousand.
type aliveBook struct {
	mu    sync.Mutex
	signs map[DeviceID]sign
}

type sign struct {
	at     time.Time
	health Health // zero At: none was told
	unsent bool   // not in the file yet
}

func (b *aliveBook) note(id DeviceID, at time.Time, h Health) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.signs == nil {
		b.signs = map[DeviceID]sign{}
	}
	if h.At.IsZero() {
		h = b.signs[id].health
	}
	b.signs[id] = sign{at: at, health: h, unsent: true}
}

// overlay puts what memory knows over what was read from the file.
func (b *aliveBook) overlay(d *Device) {
	b.mu.Lock()
	defer b.mu.Unlock()
	x, ok := b.signs[d.ID]
	if !ok {
		return
	}
	if x.at.After(d.SeenAt) {
		d.SeenAt = x.at
	}
	if x.health.At.After(d.Health.At) {
		d.Health = x.health
	}
}

// highest is the highest number that a tablet says it gave.
func (b *aliveBook) highest(id DeviceID) int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.signs[id].health.Seq
}

// take gives what is not in the file yet and counts it as written.
func (b *aliveBook) take() map[DeviceID]sign {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := map[DeviceID]sign{}
	for id, x := range b.signs {
		if x.unsent {
			out[id] = x
			x.unsent = false
			b.signs[id] = x
		}
	}
	return out
}

// back takes what could not be written; what came meanwhile is newer.
func (b *aliveBook) back(list map[DeviceID]sign) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id := range list {
		x := b.signs[id]
		x.unsent = true
		b.signs[id] = x
	}
}

// SeenDevice notes a sign of life. It is kept in memory until FlushAlive.
func (s *Store) SeenDevice(id DeviceID) { s.alive.note(id, s.clock(), Health{}) }

// DeviceAlive notes a sign of life with what the device says of itself; At is
// set by the store. It is kept in memory until FlushAlive.
func (s *Store) DeviceAlive(id DeviceID, h Health) {
	h.At = s.clock()
	s.alive.note(id, h.At, h)
}

// FlushAlive writes all signs of life since the last time, in one transaction
// that no listener is told of.
func (s *Store) FlushAlive(context.Context) error {
	list := s.alive.take()
	if len(list) == 0 {
		return nil
	}
	err := s.silently(System(), func(t *tx) error {
		for id, x := range list {
			if err := t.writeSign(id, x); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.alive.back(list)
	}
	return err
}

func (t *tx) writeSign(id DeviceID, x sign) error {
	if x.health.At.IsZero() {
		_, err := t.exec(`/* tx.writeSign */ UPDATE devices SET seen_at=? WHERE id=? AND seen_at<?`, millis(x.at), id, millis(x.at))
		return err
	}
	if _, err := t.exec(`/* tx.writeSign */ UPDATE devices SET seen_at=?, health=? WHERE id=?`, millis(x.at), jsonText(x.health), id); err != nil {
		return err
	}
	return t.noteSeries(id, x.health.Series, x.health.Seq)
}
