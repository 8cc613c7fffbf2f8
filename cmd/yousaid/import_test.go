package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What waited on a tablet is taken in from its file: once, counted, and what is
// refused is named and makes the verb fail.
func TestImportTakesInWhatATabletSaved(t *testing.T) {
	db := initialised(t)
	write := func(name, content string) string {
		t.Helper()
		name = filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	good := `{"id":"0198c7d2-0000-7000-8000-000000000001","captured_at":"2026-11-16T08:01:00.000Z","channel":"kiosk","lang":"de","final":true,"mood":2,"text":"Kalt"}`
	file := write("waiting.json", "["+good+"]")
	if out := ok(t, "", "import", file, "--db", db); !strings.Contains(out, "1 taken in, 0 here before") || !strings.Contains(out, "name no tablet: 1, taken in at Linden Park (linden-park)") {
		t.Errorf("the first time: %s", out)
	}
	if out := ok(t, "", "import", file, "--db", db); !strings.Contains(out, "0 taken in, 1 here before") {
		t.Errorf("the second time: %s", out)
	}
	if out := ok(t, "", "export", "submissions", "--format", "jsonl", "--db", db); strings.Count(out, "\n") != 1 || !strings.Contains(out, `"captured_at":"2026-11-16T08:01:00.000Z"`) {
		t.Errorf("stored: %s", out)
	}
	for name, c := range map[string]struct {
		content, out, says string
		code               int
	}{
		"refused": {`[{"id":"0198c7d2-0000-7000-8000-000000000002","seq":4,"text":""},` + strings.Replace(good, "0001", "0003", 1) + "]", `refused: "0198c7d2-0000-7000-8000-000000000002" (number 4): `, "holds 1 that were refused", exitFailed},
		"cut":     {"[" + strings.Replace(good, "0001", "0004", 1) + `,{"id":`, "1 taken in", "ends in the middle", exitFailed},
		"other":   {`{"words":"and more"}`, "", "not a file that a tablet saved", exitUsage},
	} {
		code, out, errs := command(t, "", "import", write(name, c.content), "--db", db)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.says) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q", name, code, out, errs)
		}
	}
	if code, _, errs := command(t, "", "import", filepath.Join(t.TempDir(), "absent.json"), "--db", db); code != exitUsage || !strings.Contains(errs, "absent.json") {
		t.Errorf("no file: exit %d, %q", code, errs)
	}
}
