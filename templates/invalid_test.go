package templates

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// aria-invalid="" is no: a field that is not right says "true".
func TestNoFieldSaysItsProblemWithAnEmptyWord(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		text, err := os.ReadFile(path)
		for i, line := range strings.Split(string(text), "\n") {
			if strings.Contains(line, "aria-invalid") {
				seen++
			}
			if strings.Contains(line, "aria-invalid?=") || strings.Contains(line, `aria-invalid=""`) {
				t.Errorf("%s:%d renders an empty aria-invalid, which means no: %s", path, i+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Errorf("%d fields with aria-invalid, %v", seen, err)
	}
}
