package i18n

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

// plural forms that CLDR 46 asks for with whole numbers
func forms(l Lang) []string {
	switch l {
	case Russian, Ukrainian:
		return []string{"few", "many", "one", "other"}
	}
	return []string{"one", "other"}
}

func readAll(t *testing.T, l Lang) map[string]any {
	t.Helper()
	names, err := filepath.Glob("locales/*." + string(l) + ".json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue for %s: %v", l, err)
	}
	all := map[string]any{}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		area := map[string]any{}
		if err := json.Unmarshal(b, &area); err != nil {
			t.Fatalf("%s: %v", n, err)
		}
		for k, v := range area {
			if !strings.HasPrefix(k, strings.SplitN(filepath.Base(n), ".", 2)[0]+".") {
				t.Errorf("%s: key %s is not of this area", n, k)
			}
			all[k] = v
		}
	}
	return all
}

func TestEveryLanguageHasEveryKey(t *testing.T) {
	english := readAll(t, English)
	for _, l := range Languages() {
		other := readAll(t, l)
		for k, v := range english {
			got, ok := other[k]
			if !ok {
				t.Errorf("%s lacks %s", l, k)
				continue
			}
			checkForms(t, l, k, v, got)
		}
		for k := range other {
			if _, ok := english[k]; !ok {
				t.Errorf("%s has %s, which English lacks", l, k)
			}
		}
	}
}

func checkForms(t *testing.T, l Lang, key string, english, got any) {
	t.Helper()
	if s, ok := got.(string); ok {
		if _, plural := english.(map[string]any); plural {
			t.Errorf("%s %s: English has plural forms, this has not", l, key)
		} else if a, b := placeholders(english.(string)), placeholders(s); a != b {
			t.Errorf("%s %s names %q, English names %q", l, key, b, a)
		}
		return
	}
	m := got.(map[string]any)
	var have []string
	for f := range m {
		have = append(have, f)
	}
	sort.Strings(have)
	if a, b := strings.Join(have, " "), strings.Join(forms(l), " "); a != b {
		t.Errorf("%s %s has plural forms %q, wants %q", l, key, a, b)
	}
}

func placeholders(s string) string {
	found := regexp.MustCompile(`\{\{\.\w+\}\}`).FindAllString(s, -1)
	sort.Strings(found)
	return strings.Join(found, " ") + strings.Repeat("[]", strings.Count(s, "["))
}
