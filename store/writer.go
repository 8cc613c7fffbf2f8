package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// writer is the one connection that writes. Updates that arrive while a
// commit is being flushed wait together and share the next commit and its
// fsync (group commit): the first of them leads the batch in its own
// goroutine, so a lone customer pays for no hand-over.
type writer struct {
	db    *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt // by text; used only by the leader
	chain [sha256.Size]byte    // hash of the last event, while a batch runs

	mu      sync.Mutex
	waiting []*job
	leading bool
	crowded bool // the last batch had more than one job
	closed  bool
}

// job is one update on its way through the writer.
type job struct {
	fn    func(*tx) error
	actor Actor
	now   time.Time
	err   error
	turn  chan bool // true: lead the next batch; false: done
}

func newWriter(db *sql.DB) *writer { return &writer{db: db, stmts: map[string]*sql.Stmt{}} }

func (w *writer) start(ctx context.Context) error {
	c, err := w.db.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn = c
	return nil
}

// loadChain reads where the trail stands, in every transaction anew: commands
// on the same file write beside the server.
func (t *tx) loadChain() error {
	var h []byte
	err := t.row(`/* tx.loadChain */ SELECT hash FROM events ORDER BY id DESC LIMIT 1`).Scan(&h)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	t.w.chain = [sha256.Size]byte(append(h, make([]byte, sha256.Size)...))
	return err
}

func (w *writer) close() error {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	if w.conn != nil {
		for _, s := range w.stmts {
			s.Close()
		}
		w.conn.Close()
	}
	return w.db.Close()
}

// update runs fn in a transaction that is durable when update returns nil.
// fn may run more than once (its batch can fail because of another job), so it
// changes nothing but the transaction and its own results; the world is told
// after update has returned.
func (s *Store) update(actor Actor, fn func(*tx) error) error {
	if err := s.silently(actor, fn); err != nil {
		return err
	}
	s.feed.announce()
	return nil
}

// silently is update for what nobody can see: it tells no one.
func (s *Store) silently(actor Actor, fn func(*tx) error) error {
	return told(s.write.do(&job{fn: fn, actor: actor, now: s.clock(), turn: make(chan bool, 1)}))
}

func (w *writer) do(j *job) error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return errors.New("the store is closed")
	}
	w.waiting = append(w.waiting, j)
	lead := !w.leading
	w.leading = true
	w.mu.Unlock()
	if lead || <-j.turn {
		w.lead()
	}
	return j.err
}

// lead commits everybody who is waiting and hands the lead to the next.
func (w *writer) lead() {
	w.mu.Lock()
	crowded := w.crowded
	w.mu.Unlock()
	if crowded {
		// In a rush, those who were just answered come again at once: let them
		// in before the door shuts. A lone customer never waits here.
		for range 4 {
			runtime.Gosched()
		}
	}
	w.mu.Lock()
	batch := w.waiting
	w.waiting = nil
	w.crowded = len(batch) > 1
	w.mu.Unlock()

	w.commit(batch)
	for _, j := range batch[1:] {
		j.turn <- false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) == 0 {
		w.leading = false
		return
	}
	w.waiting[0].turn <- true
}

// maxBatch bounds how long the first of a batch waits for the last.
const maxBatch = 256

func (w *writer) commit(batch []*job) {
	for len(batch) > 0 {
		n := min(len(batch), maxBatch)
		if err := w.transact(batch[:n]); err != nil && n > 1 {
			// One job spoiled the batch: each gets a transaction of its own.
			for _, j := range batch[:n] {
				j.err = w.transact([]*job{j})
			}
		} else {
			for _, j := range batch[:n] {
				j.err = err
			}
		}
		batch = batch[n:]
	}
}

func (w *writer) transact(batch []*job) (err error) {
	ctx := context.Background() // a commit under way is not given up because a customer left
	if _, err := w.conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			w.conn.ExecContext(ctx, `ROLLBACK`)
		}
	}()
	if err := (&tx{w: w}).loadChain(); err != nil {
		return err
	}
	for _, j := range batch {
		t := &tx{w: w, now: j.now, actor: j.actor}
		if err := run(j.fn, t); err != nil {
			return err
		}
	}
	_, err = w.conn.ExecContext(ctx, `COMMIT`)
	return err
}

// run keeps a panic in one update from taking the writer with it.
func run(fn func(*tx) error, t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("update panicked: %v", p)
		}
	}()
	return fn(t)
}
