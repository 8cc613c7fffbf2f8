package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"
)

// migrate brings the schema up to date. A file that already holds data is
// copied first and the copy is checked; a schema newer than this program is
// refused.
func (s *Store) migrate(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	want := sources[len(sources)-1].Version
	switch {
	case have > want:
		return fmt.Errorf("this database was written by a newer yousaid (schema %d, this program knows %d): install the newer program, or restore the backup made before the upgrade", have, want)
	case have == want:
		return nil
	case have > 0:
		if err := s.backupBefore(ctx, db, have); err != nil {
			return err
		}
	}
	_, err = p.Up(ctx)
	return err
}

func (s *Store) backupBefore(ctx context.Context, db *sql.DB, version int64) error {
	name := fmt.Sprintf("%s.before-schema-%d.%s", s.path, version+1, s.clock().UTC().Format("20060102T150405Z"))
	for n, free := 2, name; ; n++ { // an upgrade cut short left its own a moment ago
		if _, err := os.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			name = free
			break
		}
		free = fmt.Sprintf("%s-%d", name, n)
	}
	if err := backup(ctx, db, name); err != nil {
		return fmt.Errorf("no upgrade without a good backup: %w", err)
	}
	s.log.Info("backup made before the upgrade", "file", name)
	return nil
}
