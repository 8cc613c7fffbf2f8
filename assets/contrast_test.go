package assets

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// tokens reads the colours of a theme from tokens.css; dark ones lie over the
// light ones.
func tokens(t *testing.T, dark bool) map[string]string {
	t.Helper()
	css, err := os.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string]string{}
	for _, selector := range []string{`:root`, `:root\[data-theme="dark"\]`} {
		block := regexp.MustCompile(`(?s)\n` + selector + `\{(.*?)\n\}`).FindSubmatch(css)
		if block == nil {
			t.Fatalf("tokens.css has no %s", selector)
		}
		for _, m := range regexp.MustCompile(`--([\w-]+):(#[0-9A-Fa-f]{6})\b`).FindAllSubmatch(block[1], -1) {
			colours[string(m[1])] = string(m[2])
		}
		if !dark {
			break
		}
	}
	return colours
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatalf("%q is no colour", hex)
	}
	part := func(v uint64) float64 {
		c := float64(v&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// Body text is read at 7:1 or more, a status and the state of a device at 4.5:1
// or more, light and dark.
func TestContrastOfTokens(t *testing.T) {
	pairs := []struct {
		text, ground string
		least        float64
	}{
		{"ink", "page", 7}, {"ink", "surface", 7}, {"ink", "board", 7}, {"ink", "kiosk-bg", 7}, {"ink", "late-soft", 7}, {"ink", "promise-soft", 7},
		{"you", "you-soft", 4.5}, {"promise-ink", "promise-soft", 4.5}, {"we", "we-soft", 4.5}, {"on-we", "we", 4.5}, {"cant", "cant-soft", 4.5}, {"late", "late-soft", 4.5},
		{"ink-2", "board", 4.5}, {"you", "board", 4.5}, {"we", "board", 4.5},
	}
	for theme, dark := range map[string]bool{"light": false, "dark": true} {
		colours := tokens(t, dark)
		for _, p := range pairs {
			if got := contrast(t, colours[p.text], colours[p.ground]); got < p.least {
				t.Errorf("%s: %s on %s is %.2f:1, want %.1f:1 or more", theme, p.text, p.ground, got, p.least)
			}
		}
	}
}
