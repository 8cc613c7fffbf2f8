package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// Backup copies the running database into a new file, opens the copy, checks
// it and only then gives it its name. An existing file is refused.
func (s *Store) Backup(ctx context.Context, name string) error {
	return backup(ctx, s.read, name)
}

func backup(ctx context.Context, from *sql.DB, name string) error {
	if _, err := os.Stat(name); err == nil {
		return fmt.Errorf("%s is there already: choose another name", name)
	}
	part := name + ".part"
	os.Remove(part)
	defer os.Remove(part)
	if err := copyInto(ctx, from, part); err != nil {
		return fmt.Errorf("copying to %s: %w", part, err)
	}
	if err := checkFile(ctx, part); err != nil {
		return err
	}
	return os.Rename(part, name)
}

func copyInto(ctx context.Context, from *sql.DB, name string) error {
	to, err := sql.Open("sqlite3", dsn(name, "_journal_mode=DELETE&_synchronous=FULL"))
	if err != nil {
		return err
	}
	defer to.Close()
	src, err := from.Conn(ctx)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := to.Conn(ctx)
	if err != nil {
		return err
	}
	defer dst.Close()
	return dst.Raw(func(d any) error {
		return src.Raw(func(s any) error {
			return stepAll(d.(*sqlite3.SQLiteConn), s.(*sqlite3.SQLiteConn))
		})
	})
}

// stepAll copies 256 pages at a time, so that a customer's write never waits
// for a whole backup.
func stepAll(to, from *sqlite3.SQLiteConn) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for done := false; !done; {
		if done, err = b.Step(256); err != nil {
			return errors.Join(err, b.Finish())
		}
	}
	return b.Finish()
}

func checkFile(ctx context.Context, name string) error {
	db, err := sql.Open("sqlite3", dsn(name, "_query_only=1"))
	if err != nil {
		return err
	}
	defer db.Close()
	return integrity(ctx, db, "integrity_check")
}

// integrity runs one of SQLite's checks of a whole file: integrity_check, or
// quick_check, which does not compare indexes with their rows.
func integrity(ctx context.Context, db *sql.DB, check string) error {
	var word string
	if err := db.QueryRowContext(ctx, `PRAGMA `+check+`(1)`).Scan(&word); err != nil {
		return err
	}
	if word != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, word)
	}
	return nil
}

// Check reads the whole file: SQLite's own integrity check, foreign keys, and
// the hash chain of the events. nil means all is well.
func (s *Store) Check(ctx context.Context) error {
	if err := integrity(ctx, s.read, "integrity_check"); err != nil {
		return err
	}
	rows, err := s.read.QueryContext(ctx, `PRAGMA foreign_key_check`)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return fmt.Errorf("%w: a row points at another that is gone", errDamaged)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return s.VerifyEvents(ctx)
}

// Ready tells whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	return s.read.QueryRowContext(ctx, `SELECT 1`).Scan(&one)
}
