package barcode

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
)

// USPS-B-3200 revision H, tables 13 to 16.
func TestIMbEqualsPublishedVectors(t *testing.T) {
	const tracking = "01234567094987654321"
	for routing, want := range map[string]string{
		"":            "ATTFATTDTTADTAATTDTDTATTDAFDDFADFDFTFFFFFTATFAAAATDFFTDAADFTFDTDT",
		"01234":       "DTTAFADDTTFTDTFTFDTDDADADAFADFATDDFTAAAFDTTADFAAATDFDTDFADDDTDFFT",
		"012345678":   "ADFTTAFDTTTTFATTADTAAATFTFTATDAAAFDDADATATDTDTTDFDTDATADADTDFFTFA",
		"01234567891": "AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA",
	} {
		got, err := IMb(tracking, routing)
		if err != nil || got.String() != want {
			t.Errorf("IMb(%s, %q)\n got %s, %v\nwant %s", tracking, routing, got, err, want)
		}
	}
}

// From the USPS's own reference set, uspsIMbEncoderTestCases.csv.
func TestIMbEqualsReferenceCases(t *testing.T) {
	for _, c := range [][3]string{
		{"53379777234994544928", "51135759461", "DAFDTDAFFDFTDADTDDFTTFDTATATFFFDFTTFFFTFDDTDAAFATDFTFDFDTTTDTTFDA"},
		{"82205455868913559972", "54765515722", "TTTADTFFADAFDTTFDTAADATFFFADFFTDDFFFATDADAATAAADDATFTAADFADTADADD"},
		{"40120111574675115924", "62176609", ""},
		{"62789641258963214569", "42563", "DTTFAATAADFDFDTADDTFAFADAADTATDDTFATTTATDATDFDATDDDTATATAFADTDFAD"},
		{"40120111574675115924", "", "FAAADFDDADFFDAFDFFTFDFFFFTADFADTTTATTTADDDAFTATADDTADDDATATFFTFDD"},
	} {
		got, err := IMb(c[0], c[1])
		if got.String() != c[2] || (err == nil) != (c[2] != "") {
			t.Errorf("IMb(%s, %q) = %s, %v; want %s", c[0], c[1], got, err, c[2])
		}
	}
}

func TestIMbSlotsArePermutation(t *testing.T) {
	seen := map[uint8]bool{}
	for _, row := range imbSlots {
		for _, s := range row {
			seen[s] = true
		}
	}
	if len(seen) != 2*imbBars || seen[0] || !seen[2*imbBars] {
		t.Errorf("%d different slots; want 1 to %d", len(seen), 2*imbBars)
	}
}

func TestIMbRefusesWithReason(t *testing.T) {
	for _, c := range []struct{ tracking, routing, field, key string }{
		{"", "", "tracking", "card.problem.imb_tracking"},
		{"0123456709498765432", "", "tracking", "card.problem.imb_tracking"},
		{"012345670949876543210", "", "tracking", "card.problem.imb_tracking"},
		{"0123456709498765432X", "", "tracking", "card.problem.imb_digits"},
		{"01234567094987654３21", "", "tracking", "card.problem.imb_digits"},
		{"58412598741256321456", "45879654123", "tracking", "card.problem.imb_second"},
		{"01234567094987654321", "1", "routing", "card.problem.imb_routing"},
		{"01234567094987654321", "6217660911", "routing", "card.problem.imb_routing"},
		{"01234567094987654321", "123456789012", "routing", "card.problem.imb_routing"},
		{"01234567094987654321", "1234A", "routing", "card.problem.imb_digits"},
		{"01234567094987654321", "-1234", "routing", "card.problem.imb_digits"},
	} {
		_, err := IMb(c.tracking, c.routing)
		var e *InputError
		if !errors.As(err, &e) || e.Field != c.field || e.Key != c.key || e.Text == "" {
			t.Errorf("IMb(%q, %q): %v; want %s at %s", c.tracking, c.routing, err, c.key, c.field)
		}
	}
}

func TestIMbEqualsZint(t *testing.T) {
	const n = 10_000
	r := rand.New(rand.NewPCG(3200, 8))
	inputs := make([]string, n)
	for i := range inputs {
		routing := number(r, []int{0, 5, 9, 11}[r.IntN(4)])
		tracking := number(r, 1) + fmt.Sprint(r.IntN(5)) + number(r, 18)
		inputs[i] = strings.TrimSuffix(tracking+"-"+routing, "-")
	}
	for i, want := range zint(t, "USPS_IMAIL", inputs) {
		got, err := IMb(ParseIMb(inputs[i]))
		if err != nil || got.String() != want {
			t.Fatalf("IMb(%s)\n got %s, %v\nzint %s", inputs[i], got, err, want)
		}
	}
}

func TestRM4SCCEqualsPublishedVectors(t *testing.T) {
	for in, want := range map[string]string{
		"BX1 1LT 1A": "ADFTAFATDTDAFTDAFFTTFFDATTDAFDADAATDFF",
		"w1j0tr01":   "AAFDTTDAFADTFTTFFFDATFTADTTFFTDAFAFDTF",
		"SW1A1AA1A":  "AFTFTAFDTTDAFDADATDAFDADADADATDAFDADAFTTFF",
		"LE28AA1T":   "AFTTFTFFTTDFATFDADADADADATDAFFDATTADFF",
	} {
		if got, err := RM4SCC(in); err != nil || got.String() != want {
			t.Errorf("RM4SCC(%q) = %s, %v; want %s", in, got, err, want)
		}
	}
}

func TestRM4SCCEqualsZint(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	inputs := make([]string, 1000)
	for i := range inputs {
		for range 1 + r.IntN(9) {
			inputs[i] += string(rmAlphabet[r.IntN(len(rmAlphabet))])
		}
	}
	for i, want := range zint(t, "RM4SCC", inputs) {
		if got, err := RM4SCC(inputs[i]); err != nil || got.String() != want {
			t.Fatalf("RM4SCC(%s)\n got %s, %v\nzint %s", inputs[i], got, err, want)
		}
	}
}

func TestRM4SCCRefusesWithReason(t *testing.T) {
	for in, key := range map[string]string{
		" ": "card.problem.postcode_empty", "SW1A1AA1A1": "card.problem.postcode_long", "SW1-1A": "card.problem.postcode_letters", "ÄB1": "card.problem.postcode_letters",
	} {
		_, err := RM4SCC(in)
		var e *InputError
		if !errors.As(err, &e) || e.Key != key {
			t.Errorf("RM4SCC(%q): %v; want %s", in, err, key)
		}
	}
}

func TestFIMEqualsZint(t *testing.T) {
	for letter, f := range map[string]FIM{"A": FIMA, "B": FIMB, "C": FIMC, "D": FIMD, "E": FIME} {
		out, err := exec.Command("zint", "-b", "FIM", "-d", letter, "--dump").Output()
		if err != nil {
			t.Fatalf("zint: %v", err)
		}
		// Places lie two modules apart; zint writes four modules as a digit.
		modules := unhex(strings.Split(string(out), "\n")[0])
		var got []bool
		for i := 0; i < len(modules) && len(got) < len(f); i += 2 {
			got = append(got, modules[i])
		}
		if fmt.Sprint(got) != fmt.Sprint(f.Places()) {
			t.Errorf("FIM %s: %v, zint %v", letter, f.Places(), got)
		}
	}
}

func number(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// zint encodes all inputs in one run of zint, which is not ours, and gives
// their bars in letters.
func zint(t *testing.T, symbology string, inputs []string) []string {
	t.Helper()
	cmd := exec.Command("zint", "-b", symbology, "--batch", "--dump", "-i", "/dev/stdin")
	cmd.Stdin = strings.NewReader(strings.Join(inputs, "\n") + "\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("zint: %v\n%s", err, out[max(0, len(out)-300):])
	}
	var rows []string
	for s := bufio.NewScanner(strings.NewReader(string(out))); s.Scan(); {
		if line := strings.TrimSpace(s.Text()); line != "" {
			rows = append(rows, line)
		}
	}
	if len(rows) != 3*len(inputs) {
		t.Fatalf("zint wrote %d rows for %d codes", len(rows), len(inputs))
	}
	codes := make([]string, len(inputs))
	for i := range codes {
		up, down := unhex(rows[3*i]), unhex(rows[3*i+2])
		for k := 0; k < len(up); k += 2 {
			codes[i] += string(rune(bar(up[k], down[k])))
		}
		codes[i] = strings.TrimRight(codes[i][:length(unhex(rows[3*i+1]))], " ")
	}
	return codes
}

// length is the number of bars: every one has a tracker in the middle row.
func length(tracker []bool) (n int) {
	for _, m := range tracker {
		if m {
			n++
		}
	}
	return n
}

func unhex(s string) []bool {
	var out []bool
	for _, c := range strings.ReplaceAll(s, " ", "") {
		var v int
		fmt.Sscanf(string(c), "%x", &v)
		for b := 3; b >= 0; b-- {
			out = append(out, v>>b&1 == 1)
		}
	}
	return out
}

func FuzzIMb(f *testing.F) {
	f.Add("01234567094987654321-01234567891")
	f.Add("99999999999999999999")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := IMb(ParseIMb(s))
		if (err == nil) != (len(got) == imbBars) {
			t.Errorf("%q: %d bars, %v", s, len(got), err)
		}
	})
}

func FuzzRM4SCC(f *testing.F) {
	f.Add("LE28AA1T")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := RM4SCC(s); err == nil && len(got)%4 != 2 {
			t.Errorf("%q: %d bars", s, len(got))
		}
	})
}
