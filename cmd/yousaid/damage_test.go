package main

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// aYear is a closed database with words in it, as bytes.
func aYear(t *testing.T) []byte {
	t.Helper()
	s, _, site, _ := storetest.SetUp(t)
	for n := range 300 {
		storetest.Say(t, s, site.ID, n+1, strings.Repeat("the sauna is cold ", 20))
	}
	if _, err := s.Inbox(t.Context(), store.InboxFilter{Site: site.ID, Search: "sauna"}, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// serveRefused starts a server that must not come to serve, and gives what it
// said instead.
func serveRefused(t *testing.T, db string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	var out, errs bytes.Buffer
	code := run(ctx, []string{"serve", "--db", db, "--listen", "127.0.0.1:0"}, process{In: strings.NewReader(""), Out: &out, Err: &errs, Clock: time.Now})
	if code != exitFailed || out.Len() > 0 || strings.Count(errs.String(), "\n") != 1 {
		t.Errorf("exit %d, said %q and %q; want one sentence and no server", code, out.String(), errs.String())
	}
	return errs.String()
}

func rubbish(b []byte) {
	if _, err := io.ReadFull(rand.NewChaCha8([32]byte{14}), b); err != nil {
		panic(err)
	}
}

// A damaged file is not served and not made worse: one sentence names the
// newest backup and the command, and that command puts things right.
func TestDamagedDatabaseIsNotServed(t *testing.T) {
	sound := aYear(t)
	middle := len(sound) / 2 / 4096 * 4096
	for name, harm := range map[string]func(b []byte) []byte{
		"a page overwritten":                       func(b []byte) []byte { rubbish(b[middle : middle+4096]); return b },
		"a page of zeros":                          func(b []byte) []byte { clear(b[middle : middle+4096]); return b },
		"the middle of the first page overwritten": func(b []byte) []byte { rubbish(b[100:2000]); return b },
		"no header":                                func(b []byte) []byte { clear(b[:100]); return b },
		"half of a header":                         func(b []byte) []byte { rubbish(b[16:100]); return b },
		"cut within a page":                        func(b []byte) []byte { return b[:middle+1000] },
		"cut between pages":                        func(b []byte) []byte { return b[:middle] },
		"cut within its header":                    func(b []byte) []byte { return b[:60] },
		"nothing left":                             func([]byte) []byte { return nil },
		"another file altogether":                  func([]byte) []byte { return []byte(strings.Repeat("a letter to the owner\n", 400)) },
	} {
		t.Run(name, func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "place.db")
			harmed := harm(bytes.Clone(sound))
			write(t, db, harmed)
			newest := filepath.Join(db+".backups", "place.db.20261117T030000Z")
			write(t, newest, sound)
			write(t, filepath.Join(db+".backups", "place.db.20261116T030000Z"), sound)
			said := serveRefused(t, db)
			advice := "yousaid restore " + newest + " --db " + db
			if !strings.Contains(said, "is damaged") || !strings.Contains(said, advice) || len(said) > 700 {
				t.Errorf("it said %q, want the command %q", said, advice)
			}
			if now, err := os.ReadFile(db); err != nil || !bytes.Equal(now, harmed) {
				t.Errorf("the file was written to: %v", err)
			}
			ok(t, "", strings.Fields(advice)[1:]...)
			if out := ok(t, "", "check", "--db", db); !strings.Contains(out, "sound") {
				t.Errorf("after restoring: %q", out)
			}
		})
	}
}

// SQLite would take an empty file for a new database and throw away the log
// that still holds everything.
func TestAnEmptyFileWithALogBesideItIsLeftAlone(t *testing.T) {
	db := filepath.Join(t.TempDir(), "place.db")
	write(t, db, nil)
	write(t, db+"-wal", []byte("the only copy"))
	if said := serveRefused(t, db); !strings.Contains(said, "is damaged") || !strings.Contains(said, "yousaid restore FILE --db "+db) {
		t.Errorf("it said %q", said)
	}
	if b, err := os.ReadFile(db + "-wal"); err != nil || string(b) != "the only copy" {
		t.Errorf("the log is %q, %v", b, err)
	}
}

// What a killed server left in its log is no damage.
func TestALogThatWaitsIsNoDamage(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	storetest.Say(t, s, site.ID, 1, "still in the log")
	db := filepath.Join(t.TempDir(), "place.db")
	for _, part := range []string{"", "-wal"} {
		b, err := os.ReadFile(s.Path() + part)
		if err != nil || len(b) == 0 {
			t.Fatalf("%s: %d bytes, %v", part, len(b), err)
		}
		write(t, db+part, b)
	}
	before, err := os.ReadFile(db + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if err := sound(t.Context(), db, ""); err != nil {
		t.Errorf("taken for damaged: %v", err)
	}
	if now, err := os.ReadFile(db + "-wal"); err != nil || !bytes.Equal(now, before) {
		t.Errorf("looking at it changed the log: %v", err)
	}
	if out := ok(t, "", "export", "submissions", "--db", db); !strings.Contains(out, "still in the log") {
		t.Errorf("the words are gone: %q", out)
	}
}

// What sits in the middle of a page and still looks like a page is found where
// something vouches for it: the chain of events, an index over the rows, the
// word index. Nothing vouches for the letters of what a customer said.
func TestDamageInsideAPageIsFound(t *testing.T) {
	intact := aYear(t)
	id, other := storetest.Client(200), storetest.Client(900)
	for name, c := range map[string]struct {
		was, is string
		all     bool // old copies lie where nothing is any more
	}{
		"an event":            {"submission.received", "submission.receivee", false},
		"the name of a table": {"CREATE TABLE submissions (", "CREATE TABLE submissionz (", false},
		"a list of words":     {"\x01\x05sauna", "\x7f\x05sauna", true}, // a word that shares 127 letters with the one before
		"a client's id":       {string(id[:]), string(other[:]), false},
	} {
		at := bytes.LastIndex(intact, []byte(c.was))
		if at < 0 {
			t.Errorf("%s: %q stands nowhere", name, c.was)
			continue
		}
		harmed := bytes.ReplaceAll(intact, []byte(c.was), []byte(c.is))
		if !c.all {
			harmed = bytes.Clone(intact)
			copy(harmed[at:], c.is)
		}
		db := filepath.Join(t.TempDir(), "place.db")
		write(t, db, harmed)
		code, _, said := command(t, "", "check", "--db", db)
		if code != exitFailed || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: exit %d, %q", name, code, said)
		}
		t.Logf("%s: %s", name, said)
	}
}

// A connection that is not durable is no server: a database in memory, and one
// whose log cannot be opened.
func TestServeRefusesWhatIsNotDurable(t *testing.T) {
	t.Chdir(t.TempDir())
	if said := serveRefused(t, ":memory:"); !strings.Contains(said, "not safe") || !strings.Contains(said, "journal_mode=memory") {
		t.Errorf("in memory: %q", said)
	}
	path, _ := preparedDB(t)
	if err := os.Mkdir(path+"-wal", 0o700); err != nil {
		t.Fatal(err)
	}
	if said := serveRefused(t, path); !strings.Contains(said, "cannot use "+path) {
		t.Errorf("without a log: %q", said)
	}
}
