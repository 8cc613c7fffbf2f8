package store

import (
	"context"
	"database/sql"
	"errors"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// errDamaged is what SQLite's own checks find; Damaged knows it again.
var errDamaged = errors.New("integrity check")

// Sound reads the whole database file at path, what its write-ahead log holds
// included, and changes nothing. It is quick enough for every start: that indexes
// say what rows say is left to Check. Damaged holds for its error when only a
// backup helps.
func Sound(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", dsn(path, "mode=ro&_query_only=1&_busy_timeout=10000"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	return integrity(ctx, db, "quick_check")
}

// Damaged tells whether err says that the database file itself is harmed.
func Damaged(err error) bool {
	var e sqlite3.Error
	return errors.Is(err, errDamaged) || errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}
