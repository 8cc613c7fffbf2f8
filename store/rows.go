package store

import (
	"database/sql"
	"errors"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// uniqueAs turns a broken unique constraint into a Conflict of ours.
func uniqueAs(err error, key string) error {
	var e sqlite3.Error
	if errors.As(err, &e) && (e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey) {
		return conflict(key)
	}
	return err
}

// orNotFound is err, or NotFound where a statement ran and met no row.
func orNotFound(err error, key string) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return notFound(key)
	}
	return err
}

// none turns "no rows" into NotFound and leaves other errors alone.
func none(err error, key string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return notFound(key)
	}
	return err
}

// at reads a column of milliseconds; 0 is the zero time.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// millis writes a time as a column; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// collect reads all rows with scan and closes them.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, rows.Err()
}
