// Package store holds the types, the rules and every SQL statement of
// yousaid. A method of Store is an intention (AddSubmission, Group, Answer)
// and one transaction; there is no Get or Set. It imports nothing of ours.
package store

import (
	"context"
	"crypto/cipher"
	"database/sql"
	"embed"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options say how to open a store.
type Options struct {
	Path     string           // of the SQLite file; made if it is not there
	Clock    func() time.Time // nil: time.Now
	Log      *slog.Logger     // nil: slog.Default
	MaxBytes int64            // refuse to grow beyond; 0: as large as the disk
}

// Store is one open database file. Any number of goroutines may use it.
type Store struct {
	path  string
	clock func() time.Time
	log   *slog.Logger

	write  *writer
	read   *sql.DB
	feed   feed
	alive  aliveBook
	opened time.Time
	config atomic.Pointer[config] // sites and devices, replaced after each change
	tokens cipher.Block           // of status and card tokens
	codes  codeKey                // of reference codes

	reloading sync.Mutex
	indexing  sync.Mutex
	closing   sync.Once
	following sync.WaitGroup
	stop      context.CancelFunc
}

// Open opens the file, brings its schema up to date (a checked backup first)
// and refuses to serve unless every connection is durable: WAL, synchronous
// FULL, foreign keys on, SQLite 3.51.3 or later.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{path: o.Path, clock: o.Clock, log: o.Log}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.opened = s.clock()
	if s.log == nil {
		s.log = slog.Default()
	}
	if err := s.open(ctx, o); err != nil {
		s.Close()
		return nil, fmt.Errorf("store.Open(%s): %w", o.Path, err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, o Options) error {
	db, err := openWriter(ctx, o)
	if err != nil {
		return err
	}
	s.write = newWriter(db)
	if err := s.migrate(ctx, db); err != nil {
		return err
	}
	if s.read, err = openReaders(ctx, o.Path); err != nil {
		return err
	}
	if err := s.write.start(ctx); err != nil {
		return err
	}
	if err := s.loadKeys(ctx); err != nil {
		return err
	}
	if err := s.reloadConfig(ctx); err != nil {
		return err
	}
	return s.startFollowing(ctx)
}

// Close waits for the write under way and closes the file.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		if s.stop != nil {
			s.stop()
			s.following.Wait()
		}
		if s.read != nil {
			err = s.read.Close()
		}
		if s.write != nil {
			if e := s.write.close(); err == nil {
				err = e
			}
		}
	})
	return err
}

// Now is the store's clock: the time that every new row carries.
func (s *Store) Now() time.Time { return s.clock() }

// Path is the database file.
func (s *Store) Path() string { return s.path }
