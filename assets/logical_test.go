package assets

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// physical are the places that may say left and right: what is drawn looks the
// same in both directions, or the sheet is for paper or a board.
var physical = map[string]string{
	"components.css .mark-you::before,.mark-we::before,.mark-promise::before": "a swipe behind words, the same on both sides but for its ends",
	"cards.css .cards-note.squares svg":                                       "points at a corner of the paper",
	"cards.css .cards-note.quiet svg":                                         "points at a corner of the paper",
}

// Style sheets say start and end, not left and right, so that a page turns
// round for a language that is written from the right.
func TestStyleSheetsKnowNoLeftAndRight(t *testing.T) {
	names, err := filepath.Glob("css/*.css")
	if err != nil || len(names) < 5 {
		t.Fatalf("%v %v", names, err)
	}
	rule := regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	bad := regexp.MustCompile(`(?:^|[;\s])((?:margin|padding|border)-(?:left|right)[a-z-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)`)
	used := map[string]bool{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(b), "")
		for _, m := range rule.FindAllStringSubmatch(css, -1) {
			if !bad.MatchString(m[2]) {
				continue
			}
			key := filepath.Base(name) + " " + strings.TrimSpace(m[1])
			if used[key] = true; physical[key] == "" {
				t.Errorf("%s {%s} says left or right", key, strings.TrimSpace(bad.FindString(m[2])))
			}
		}
	}
	for key := range physical {
		if !used[key] {
			t.Errorf("%s is listed but no longer there", key)
		}
	}
}
