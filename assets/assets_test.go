package assets

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func TestEveryAssetIsServedUnderItsHash(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, url := range s.urls {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s at %s: %d %s", name, url, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, Prefix+"css/tokens.css", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("a name without hash: %d, want 404", w.Code)
	}
}

// Every file that a style sheet names is there, under its hashed name.
func TestStyleSheetsNameOnlyWhatIsThere(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range s.files {
		for _, m := range regexp.MustCompile(`url\("([^"]+)"\)`).FindAllSubmatch(f.plain, -1) {
			if strings.HasSuffix(name, ".css") && s.files[strings.TrimPrefix(string(m[1]), Prefix)].plain == nil {
				t.Errorf("%s names %s, which is not there", name, m[1])
			}
		}
	}
}
