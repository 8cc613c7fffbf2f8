package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every file of others is the one its line in vendor/README.md tells of.
func TestVendoredFilesAreWhatTheySay(t *testing.T) {
	told, err := os.ReadFile("vendor/README.md")
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$`).FindAllStringSubmatch(string(told), -1) {
		sums[m[1]] = m[2]
	}
	names, err := filepath.Glob("vendor/*")
	if err != nil || len(names) < 2 {
		t.Fatalf("%v %v", names, err)
	}
	for _, name := range names {
		base := filepath.Base(name)
		if base == "README.md" || strings.HasPrefix(base, "LICENSE") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != sums[base] {
			t.Errorf("%s has the sum %x; README.md says %q", base, sum, sums[base])
		}
		delete(sums, base)
	}
	for base := range sums {
		t.Errorf("README.md tells of %s, which is not there", base)
	}
}
