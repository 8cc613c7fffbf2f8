package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// No connection that could lose what was saved is served: what each reports is
// looked at, on a database whose journal cannot be a write-ahead log as well.
func TestOpenRefusesWhatIsNotDurable(t *testing.T) {
	if s, err := Open(t.Context(), Options{Path: ":memory:"}); err == nil || !strings.Contains(err.Error(), "journal_mode=memory") {
		t.Errorf("a database in memory: %v, %v; want it refused for its journal", s, err)
	}
	sql.Register("sqlite3 of before", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("sqlite_version", func() string { return "3.51.2" }, true)
	}})
	const good = "_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on"
	for _, c := range []struct{ driver, params, says string }{
		{"sqlite3", good, ""},
		{"sqlite3", "_journal_mode=DELETE&_synchronous=FULL&_foreign_keys=on", "journal_mode=delete"},
		{"sqlite3", "_journal_mode=WAL&_synchronous=NORMAL&_foreign_keys=on", "synchronous=1"},
		{"sqlite3", "_journal_mode=WAL&_synchronous=OFF&_foreign_keys=on", "synchronous=0"},
		{"sqlite3", "_journal_mode=WAL&_foreign_keys=on", "synchronous=1"}, // what the driver does unasked
		{"sqlite3", "_journal_mode=WAL&_synchronous=FULL", "foreign_keys=0"},
		{"sqlite3 of before", good, "sqlite=3.51.2"},
	} {
		db, err := sql.Open(c.driver, dsn(filepath.Join(t.TempDir(), "x.db"), c.params))
		if err != nil {
			t.Fatal(err)
		}
		err = assertDurable(t.Context(), db)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s with %s: %v, want it refused for %q", c.driver, c.params, err, c.says)
		}
		db.Close()
	}
}

// Every reading connection is looked at too, not the writing one alone.
func TestReadersOfAnotherJournalAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := sql.Open("sqlite3", dsn(path, "_journal_mode=DELETE"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), `CREATE TABLE x(y)`); err != nil {
		t.Fatal(err)
	}
	if r, err := openReaders(t.Context(), path); err == nil || !strings.Contains(err.Error(), "journal_mode=delete") {
		t.Errorf("readers %v, %v; want them refused", r, err)
	}
}
