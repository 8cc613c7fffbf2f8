package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// command runs yousaid in this process.
func command(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, process{In: strings.NewReader(in), Out: &o, Err: &e, Clock: time.Now})
	return code, o.String(), e.String()
}

// ok runs yousaid and fails unless it did its work.
func ok(t *testing.T, in string, args ...string) string {
	t.Helper()
	code, out, errs := command(t, in, args...)
	if code != exitDone {
		t.Fatalf("yousaid %s: exit %d, %s", strings.Join(args, " "), code, errs)
	}
	return out
}

func initialised(t *testing.T) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "place.db")
	ok(t, "a heron on the roof\n", "init", "--db", db, "--name", "Linden Park", "--zone", "Europe/Tallinn", "--languages", "en,de", "--owner-email", "o@example.org", "--owner-name", "Olga", "--password-stdin")
	return db
}

func TestWrongUseSaysWhatToDo(t *testing.T) {
	db := initialised(t)
	absent := filepath.Join(t.TempDir(), "absent.db")
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"", exitUsage, "yousaid --help"},
		{"fly", exitUsage, "fly"},
		{"serve --listen nonsense", exitUsage, "127.0.0.1:8080"},
		{"serve --base-url notaurl", exitUsage, "https://"},
		{"serve --scan-inbox /dev/null", exitUsage, "no folder"},
		{"demo --db " + absent, exitUsage, "serve --db"},
		{"scan --db " + absent + " x.pdf", exitFailed, "no database"},
		{"serve --tls-cert /dev/null", exitUsage, "--tls-key is missing"},
		{"init --db " + absent + " --name X --zone Mars/Base --owner-email a@b --owner-name A --password-stdin", exitUsage, "time zone"},
		{"init --db " + absent + " --name X --zone UTC --hours never --owner-email a@b --owner-name A --password-stdin", exitUsage, "mon-fri"},
		{"check --db " + absent, exitFailed, "no database"},
		{"user list --db " + absent, exitFailed, "no database"},
		{"erase --db " + db + " --contact ", exitUsage, "empty"},
		{"erase --db " + db + " --contact nobody@example.org", exitFailed, "nothing was erased"},
		{"restore --db " + db + " /nowhere/typo.db", exitFailed, "no backup"},
		{"device revoke --db " + db + " --id 99", exitFailed, "device list"},
		{"cards --db " + db + " --run x --count 0 --out " + filepath.Join(t.TempDir(), "x.pdf"), exitFailed, "1 to"},
		{"cards --db " + db + " --run x --count 4 --post pigeon --out x.pdf", exitUsage, "rm-freepost or dp-antwort"},
		{"cards --db " + db + " --run x --count 4 --post usps-brm --address A --out " + filepath.Join(t.TempDir(), "x.pdf"), exitFailed, "number of your permit"},
		{"init --db " + db + " --name X --zone UTC --owner-email a@b --owner-name A --password-stdin", exitFailed, "set up already"},
	} {
		args := strings.Split(c.args, " ")
		if c.args == "" {
			args = nil
		}
		code, _, errs := command(t, "a long enough password\n", args...)
		if code != c.code || !strings.Contains(errs, c.says) || strings.Count(strings.TrimSpace(lastLine(errs)), "\n") != 0 {
			t.Errorf("yousaid %s: exit %d, %q; want %d and %q", c.args, code, errs, c.code, c.says)
		}
	}
	if _, err := os.Stat(absent); err == nil {
		t.Error("a command that failed made a database")
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	return lines[len(lines)-1]
}

// The link that pairs a device begins with where the device reaches the server.
func TestDeviceAddSaysWhereTheServerIs(t *testing.T) {
	db := initialised(t)
	add := func(args ...string) string {
		return ok(t, "", append([]string{"device", "add", "--db", db, "--name", "Hall"}, args...)...)
	}
	if out := add("--base-url", "https://said.example.org/"); !strings.Contains(out, `"pair_url":"https://said.example.org/pair/`) {
		t.Errorf("by the flag: %s", out)
	}
	t.Setenv("YOUSAID_BASE_URL", "https://env.example.org")
	if out := add(); !strings.Contains(out, `"pair_url":"https://env.example.org/pair/`) {
		t.Errorf("by the environment: %s", out)
	}
}

func TestDatabaseFlagStandsAnywhere(t *testing.T) {
	db := initialised(t)
	for _, args := range [][]string{{"--db", db, "user", "list"}, {"user", "--db", db, "list"}, {"user", "list", "--db", db}} {
		if out := ok(t, "", args...); !strings.Contains(out, "o@example.org") {
			t.Errorf("%v: %q", args, out)
		}
	}
	t.Setenv("YOUSAID_DB", db)
	if out := ok(t, "", "user", "list"); !strings.Contains(out, "o@example.org") {
		t.Errorf("from the environment: %q", out)
	}
}

func TestExportSpeaksTheFieldNamesOfTheInterface(t *testing.T) {
	db := initialised(t)
	s, err := store.Open(t.Context(), store.Options{Path: db})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Say(t, s, s.Sites()[0].ID, 1, "=HYPERLINK(1)\n\"quoted\" ü", "waiting")
	s.Close()
	var row map[string]any
	if err := json.Unmarshal([]byte(ok(t, "", "export", "submissions", "--format", "jsonl", "--db", db)), &row); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"id", "seq", "captured_at", "channel", "lang", "mood", "topics", "agrees_with", "text", "answers", "contact", "final", "reference", "site", "device", "questionnaire", "received_at", "answer_by"} {
		if _, there := row[name]; !there {
			t.Errorf("the export lacks %s", name)
		}
	}
	if row["text"] != "=HYPERLINK(1)\n\"quoted\" ü" {
		t.Errorf("text %q is not as it was given", row["text"])
	}
	if csv := ok(t, "", "export", "submissions", "--db", db); !strings.Contains(csv, `"'=HYPERLINK(1)`) {
		t.Errorf("a spreadsheet would calculate this:\n%s", csv)
	}
	for _, what := range []string{"complaints", "answers", "events"} {
		if out := ok(t, "", "export", what, "--db", db); !strings.Contains(out, ",") {
			t.Errorf("export %s as CSV has no header: %q", what, out)
		}
	}
}

func TestBackupAndRestore(t *testing.T) {
	db := initialised(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	ok(t, "", "backup", copied, "--db", db)
	ok(t, "another password here\n", "user", "add", "--db", db, "--email", "late@example.org", "--name", "Late", "--password-stdin")
	for range 2 { // twice within a second: both safety copies stay
		ok(t, "", "restore", copied, "--db", db)
	}
	if out := ok(t, "", "user", "list", "--db", db); strings.Contains(out, "late@") {
		t.Errorf("after restoring: %s", out)
	}
	kept, err := filepath.Glob(db + ".replaced-*")
	if err != nil || len(withoutSuffix(kept)) != 2 {
		t.Errorf("kept %v, %v; want two", kept, err)
	}
	ok(t, "", "check", "--db", db)
}

func withoutSuffix(names []string) (out []string) {
	for _, n := range names {
		if !strings.HasSuffix(n, "-wal") && !strings.HasSuffix(n, "-shm") {
			out = append(out, n)
		}
	}
	return out
}

func TestRestoreAndSecondServerAreRefusedWhileServing(t *testing.T) {
	path, _ := preparedDB(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	ok(t, "", "backup", copied, "--db", path)
	start(t, "serve", "--db", path)
	for _, args := range [][]string{{"restore", copied, "--db", path}, {"serve", "--db", path, "--listen", "127.0.0.1:0"}} {
		if code, _, errs := command(t, "", args...); code != exitFailed || !strings.Contains(errs, "served by another yousaid") {
			t.Errorf("%v beside a server: exit %d, %q", args, code, errs)
		}
	}
}

func TestCardsFromTheCommandLine(t *testing.T) {
	db, dir := initialised(t), t.TempDir()
	pdf, layout := filepath.Join(dir, "x.pdf"), filepath.Join(dir, "x.json")
	out := ok(t, "", "cards", "--db", db, "--run", "spring", "--count", "6", "--lang", "de", "--out", pdf, "--layout", layout,
		"--post", "generic", "--address", "Linden Park|Linden Road 1|10152 Tallinn", "--permit", "10 417", "--permit-city", "Tallinn")
	if !strings.Contains(out, "LP-C0001 to LP-C0006") {
		t.Errorf("said %q", out)
	}
	var l struct {
		Page  struct{ W, H float64 }
		Cards []struct {
			Serial, Side string
			Page         int
			Boxes        []struct {
				Field, Value string
				X, Y, W, H   float64
			}
		}
	}
	b, err := os.ReadFile(layout)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &l); err != nil {
		t.Fatal(err)
	}
	if l.Page.W != 297 || l.Page.H != 210 || len(l.Cards) != 12 || l.Cards[0].Serial != "LP-C0001" || l.Cards[0].Side != "front" || len(l.Cards[0].Boxes) != 13 {
		t.Errorf("layout %.300s", b)
	}
	if head, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(head, []byte("%PDF")) {
		t.Errorf("print file: %v", err)
	}
	for _, name := range []string{"short", "Short", "1"} {
		ok(t, "", "cards", "--db", db, "--run", "again", "--count", "1", "--questionnaire", name, "--out", pdf)
	}
	if code, _, errs := command(t, "", "cards", "--db", db, "--run", "again", "--count", "1", "--questionnaire", "hotel", "--out", pdf); code != exitFailed || !strings.Contains(errs, "there are: short") {
		t.Errorf("a questionnaire that nobody is asked: exit %d, %q", code, errs)
	}
}
