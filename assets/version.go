package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
)

// Version names this set of files: it is another one as soon as a file
// changes, is added or is removed.
func (s *Set) Version() string {
	names := make([]string, 0, len(s.urls))
	for _, u := range s.urls {
		names = append(names, u)
	}
	sort.Strings(names)
	h := sha256.New()
	for _, n := range names {
		h.Write([]byte(n + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil)[:5])
}
