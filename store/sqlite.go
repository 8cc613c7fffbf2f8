package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	_ "github.com/mattn/go-sqlite3"
)

// lowestSQLite is the first version without the WAL-reset corruption bug
// (sqlite.org/changes.html, 3.51.3).
const lowestSQLite = 3051003

func openWriter(ctx context.Context, o Options) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(o.Path, "_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_busy_timeout=10000&_foreign_keys=on&_cache_size=-8000"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := assertDurable(ctx, db); err != nil {
		db.Close()
		return nil, err
	}
	// Fewer, larger checkpoints: each one makes a customer wait.
	if _, err := db.ExecContext(ctx, `PRAGMA wal_autocheckpoint = 4000`); err != nil {
		db.Close()
		return nil, err
	}
	if err := limitSize(ctx, db, o.MaxBytes); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func openReaders(ctx context.Context, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(path, "_query_only=1&_busy_timeout=10000&_foreign_keys=on&_synchronous=FULL"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	// Every connection is opened and asked now, not when a customer waits.
	conns := make([]*sql.Conn, readers)
	for i := range conns {
		if conns[i], err = db.Conn(ctx); err == nil {
			err = assertConn(ctx, conns[i])
		}
		if err != nil {
			db.Close()
			return nil, err
		}
	}
	for _, c := range conns {
		c.Close()
	}
	return db, nil
}

// readers is the pool of reading connections; one more follows other processes.
const readers = 5

func dsn(path, params string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + params
}

func assertDurable(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return assertConn(ctx, c)
}

func assertConn(ctx context.Context, c *sql.Conn) error {
	var sync, foreign int
	var journal, v string
	for pragma, into := range map[string]any{"synchronous": &sync, "journal_mode": &journal, "foreign_keys": &foreign} {
		if err := c.QueryRowContext(ctx, `PRAGMA `+pragma).Scan(into); err != nil {
			return err
		}
	}
	if err := c.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&v); err != nil {
		return err
	}
	var major, minor, patch int
	fmt.Sscanf(v, "%d.%d.%d", &major, &minor, &patch)
	version := major*1000000 + minor*1000 + patch
	if sync != 2 || journal != "wal" || foreign != 1 || version < lowestSQLite {
		return fmt.Errorf("the database connection is not safe: synchronous=%d journal_mode=%s foreign_keys=%d sqlite=%s; it must be 2, wal, 1 and 3.51.3 or later", sync, journal, foreign, v)
	}
	return nil
}

func limitSize(ctx context.Context, db *sql.DB, bytes int64) error {
	if bytes == 0 {
		return nil
	}
	var page int64
	if err := db.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&page); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, bytes/page))
	return err
}
