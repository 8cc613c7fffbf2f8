package store

import (
	"context"
	"database/sql"
	"time"
)

// followEvery is how soon a server sees what a command changed in the same
// file: a device that was revoked is refused within it.
const followEvery = 2 * time.Second

// startFollowing watches for commits, those of other processes included (a
// command beside the running server): sites and devices are read anew after
// them and new words are indexed.
func (s *Store) startFollowing(ctx context.Context) error {
	c, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	version, err := dataVersion(ctx, c)
	if err != nil {
		c.Close()
		return err
	}
	ctx, s.stop = context.WithCancel(context.Background())
	s.following.Go(func() {
		defer c.Close()
		tick := time.NewTicker(followEvery)
		defer tick.Stop()
		s.follow(ctx, c, version, tick.C)
	})
	return nil
}

func (s *Store) follow(ctx context.Context, c *sql.Conn, version int64, tick <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		now, err := dataVersion(ctx, c)
		if err != nil || now == version {
			continue
		}
		version = now
		if err := s.reloadConfig(ctx); err != nil {
			s.log.Warn("sites and devices could not be read again", "err", err)
		}
		if err := s.indexNew(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("the word index could not be brought up to date", "err", err)
		}
		s.feed.announce()
	}
}

// dataVersion changes on a connection when any other has committed
// (sqlite.org/pragma.html#pragma_data_version).
func dataVersion(ctx context.Context, c *sql.Conn) (v int64, err error) {
	err = c.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&v)
	return v, err
}
