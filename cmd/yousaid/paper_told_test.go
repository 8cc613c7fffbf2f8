package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/scan/scantest"
)

// What cannot be done names its flag and says what to do; what the post would
// not take is told, and printed.
func TestPaperCommandsSayWhatToDo(t *testing.T) {
	db := initialised(t)
	folder := t.TempDir()
	art := filepath.Join(folder, "approved.png")
	if err := os.WriteFile(art, approvedPNG(t, 0), 0o600); err != nil {
		t.Fatal(err)
	}
	cards := func(args ...string) (int, string) {
		all := append([]string{"cards", "--db", db, "--run", "x", "--count", "1", "--out", filepath.Join(folder, "cards.pdf"), "--address", "Linden Park|Lindenweg 1|LE2 8AA"}, args...)
		code, _, errs := command(t, "", all...)
		return code, errs
	}
	antwort := []string{"--post", "dp-antwort", "--artwork", art, "--artwork-width"}
	freepost := []string{"--post", "rm-freepost", "--permit", "RTHK-XUZZ-KCXU", "--artwork", art, "--artwork-width", "60", "--rm4scc"}
	for name, c := range map[string]struct {
		args  []string
		code  int
		wants []string
	}{
		"width below 0":      {append(antwort, "-5"), exitUsage, []string{"--artwork-width"}},
		"width joined":       {append(antwort[:4:4], "--artwork-width=-5"), exitUsage, []string{"--artwork-width", "-5"}},
		"no such site":       {[]string{"--site", "foo"}, exitFailed, []string{"--site", `"foo"`, "there are: linden-park"}},
		"no such folder":     {[]string{"--out", filepath.Join(folder, "no", "x.pdf")}, exitFailed, []string{"--out", "name one in a folder"}},
		"no postcode":        {append(freepost, "HELLO"), exitFailed, []string{"LE2 8AA 1T"}},
		"another postcode":   {append(freepost, "LE28AB1T"), exitFailed, []string{"LE2 8AB", "LE2 8AA"}},
		"a street":           {append(antwort, "45"), exitDone, []string{"see the preflight", "Postfach"}},
		"too small a card":   {append(antwort, "45", "--paper", "letter-4up"), exitDone, []string{"see the preflight", "Card width"}},
		"nothing to be told": {append(freepost, "LE28AA1T"), exitDone, nil},
	} {
		code, errs := cards(c.args...)
		if code != c.code || c.wants == nil && errs != "" {
			t.Errorf("%s: exit %d, want %d: %s", name, code, c.code, errs)
		}
		for _, want := range c.wants {
			if !strings.Contains(errs, want) {
				t.Errorf("%s: %q is not in %q", name, want, errs)
			}
		}
	}
	if code, _, errs := command(t, "", "scan", "--db", db, "--site", "foo", art); code != exitFailed || !strings.Contains(errs, "--site") || !strings.Contains(errs, "linden-park") {
		t.Errorf("scanning for no site: exit %d, %s", code, errs)
	}
}

// A page that cannot be read makes the command fail; one without a card does
// not.
func TestScanFailsIfAPageCannotBeRead(t *testing.T) {
	db, folder := initialised(t), t.TempDir()
	whole := scantest.JPEG(cat(), 80)
	for name, c := range map[string]struct {
		data []byte
		code int
	}{"cat.jpg": {whole, exitDone}, "broken.jpg": {append(bytes.Clone(whole[:len(whole)/3]), 0xff, 0xd9), exitFailed}} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, dry := range [][]string{{"--dry-run"}, nil} {
			code, out, errs := command(t, "", append(append([]string{"scan", "--db", db}, dry...), file)...)
			if code != c.code {
				t.Errorf("%s %v: exit %d, want %d: %s%s", name, dry, code, c.code, out, errs)
			}
		}
	}
}
