package card

import (
	"errors"
	"strings"
	"testing"
)

func TestReadCodeTellsTheSide(t *testing.T) {
	const url = "https://said.example/c/k3Vx8Qm2TzR7aB"
	for text, front := range map[string]bool{url: true, url + "#b": false} {
		if got, is := ReadCode(text); got != url || is != front {
			t.Errorf("%s: %s, %v", text, got, is)
		}
	}
}

// The reply side's code is read from office scans: its squares are coarse for
// every usual address, and whatever the front's code takes, it takes too.
func TestReplySideCodeIsCoarseAndTakesWhatTheFrontTakes(t *testing.T) {
	front, back := qrPlace(148), square{size: backQR, back: true}
	for n := 30; n < 400; n++ {
		url := "https://" + strings.Repeat("a", n-8)
		f, frontErr := front.encode(url)
		b, err := back.encode(url)
		if (frontErr == nil) != (err == nil) {
			t.Fatalf("%d letters: front %v, back %v", n, frontErr, err)
		}
		if err != nil {
			var fit *FitError
			if n < 100 || !errors.As(err, &fit) {
				t.Fatalf("%d letters: %v", n, err)
			}
			continue
		}
		if module := backQR / float64(b.n); n <= 76 && module < clearModule || module < leastModule || qrSize/float64(f.n) < leastModule {
			t.Fatalf("%d letters: squares of %.2f mm on the back", n, module)
		}
	}
}

// Nothing of ours stands in the zones that the post reads.
func TestReplySideCodeKeepsOutOfClearZones(t *testing.T) {
	p := newPress(t)
	for _, paper := range Papers() {
		for _, r := range []*Run{sample(t, "uk", 1), brmSample(t, paper)} {
			r.Paper = paper
			d, err := p.design(r)
			if err != nil {
				t.Fatal(err)
			}
			q := d.back.qr
			right, foot := q.x+q.size+backQuiet, q.y+q.size+backQuiet
			if zone := d.w - 3*inch; r.Post == BRM && (right > zone+.001 || foot > 32) {
				t.Errorf("%s: the code ends at %.1f, %.1f; the FIM's zone begins at %.1f", paper, right, foot, zone)
			}
			if foot > d.h-quietFoot || r.Post == Generic && right > 67 {
				t.Errorf("%s %s: the code ends at %.1f, %.1f", paper, r.Post, right, foot)
			}
		}
	}
}
