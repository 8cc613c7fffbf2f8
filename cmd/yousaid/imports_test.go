package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The house rules of who may know whom, in the manner of Go's own
// src/go/build/deps_test.go. Do not change a rule to make a build pass:
// move the code to the room where it belongs.
//
// A package may import those named behind it, and nothing else of ours.
const mayImport = `
store:               -
assets:              -
templates/i18n:      -
templates:           assets templates/i18n
templates/touch:     assets templates/i18n templates
templates/wall:      assets templates/i18n templates
templates/staff:     assets templates/i18n templates
templates/letter:    assets templates/i18n templates
templates/wording:   store templates/i18n
templates/render:    store templates templates/i18n
templates/render/rendertest: assets templates templates/i18n templates/render
store/storetest:     store
kiosk/form:          store
kiosk/photo:         -
kiosk/card/barcode:  -
kiosk/card/artwork:  -
kiosk/card:          store templates/i18n assets kiosk/card/artwork kiosk/card/barcode
kiosk/scan:          -
kiosk/scan/scantest: -
kiosk/omr:           kiosk/card
kiosk/omr/omrtest:   kiosk/card
kiosk:               kiosk/form kiosk/photo kiosk/card kiosk/card/artwork kiosk/scan kiosk/omr templates/render templates/touch templates/staff templates store templates/i18n templates/wording
board/report:        store
board/auth:          store templates/render templates/staff templates/i18n
board/notify:        store templates/letter templates templates/i18n
board:               store templates/render templates/wall templates templates/i18n templates/wording
board/desk:          store board/report board/auth templates/render templates/staff templates templates/i18n templates/wording
board/office:        store board/report board/auth templates/render templates/staff templates templates/i18n templates/wording
`

// Packages that must not be reached from others than the ones named.
var only = map[string][]string{
	"github.com/mattn/go-sqlite3":           {"store"},
	"database/sql":                          {"store"},
	"github.com/jung-kurt/gofpdf":           {"kiosk/card"},
	"github.com/gorilla/sessions":           {"board/auth"},
	"github.com/wneessen/go-mail":           {"board/notify"},
	"github.com/pressly/goose/v3":           {"store"},
	"github.com/alecthomas/kong":            {"cmd/yousaid"},
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu":   {"kiosk/scan", "kiosk/card/artwork"},
	"github.com/nicksnyder/go-i18n/v2/i18n": {"templates/i18n"},
}

// Packages that know nothing of the web.
var noHTTP = []string{"store", "kiosk/form", "kiosk/photo", "kiosk/card", "kiosk/card/artwork", "kiosk/card/barcode", "kiosk/omr", "kiosk/scan", "board/report"}

const module = "github.com/yousaid/yousaid/"

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImports(t *testing.T) {
	rules := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(mayImport)) {
		name, allowed, _ := strings.Cut(line, ":")
		rules[name] = strings.Fields(allowed)
	}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, imp := range p.Imports {
			checkImport(t, rules, name, imp)
		}
	}
}

func checkImport(t *testing.T, rules map[string][]string, name, imp string) {
	t.Helper()
	if who, ok := only[imp]; ok && !slices.Contains(who, name) {
		t.Errorf("%s imports %s, which only %v may", name, imp, who)
	}
	if imp == "net/http" && slices.Contains(noHTTP, name) {
		t.Errorf("%s imports net/http: it knows nothing of the web", name)
	}
	ours, ok := strings.CutPrefix(imp, module)
	if !ok || strings.HasPrefix(name, "cmd/") {
		return
	}
	if _, known := rules[name]; !known {
		t.Errorf("%s has no rule: say here what it may import", name)
	} else if !slices.Contains(rules[name], ours) {
		t.Errorf("%s imports %s; it may import only %v", name, ours, rules[name])
	}
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}
