package assets

import (
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Named gives the addresses of all embedded files that a text names, such as a
// page, and of those that they name in turn, such as the fonts of a style
// sheet; sorted, each once.
func (s *Set) Named(text string) []string {
	var list []string
	address := regexp.MustCompile(regexp.QuoteMeta(Prefix) + `[A-Za-z0-9_./-]+`)
	for todo := []string{text}; len(todo) > 0; {
		text, todo = todo[0], todo[1:]
		for _, url := range address.FindAllString(text, -1) {
			f, ok := s.files[strings.TrimPrefix(url, Prefix)]
			if !ok || slices.Contains(list, url) {
				continue
			}
			list = append(list, url)
			if path.Ext(url) == ".css" {
				todo = append(todo, string(f.plain))
			}
		}
	}
	sort.Strings(list)
	return list
}

// Source gives the content of an embedded file, named as in this directory;
// nil if there is none.
func (s *Set) Source(name string) []byte {
	return slices.Clone(s.files[strings.TrimPrefix(s.urls[name], Prefix)].plain)
}
