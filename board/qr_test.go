package board

import (
	"regexp"
	"strconv"
	"testing"

	"rsc.io/qr"
)

// The path must colour exactly the modules of the code, or no camera reads it.
func TestQRPathDrawsEveryModuleOnce(t *testing.T) {
	const text = "https://said.example/at/linden-park"
	d, err := drawQR(text)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[[2]int]int{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(d.path, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		run, _ := strconv.Atoi(m[3])
		for i := range run {
			drawn[[2]int{x + i, y}]++
		}
	}
	for y := range code.Size {
		for x := range code.Size {
			want := 0
			if code.Black(x, y) {
				want = 1
			}
			if drawn[[2]int{x, y}] != want {
				t.Fatalf("module %d,%d is drawn %d times, want %d", x, y, drawn[[2]int{x, y}], want)
			}
		}
	}
}

func TestQRTooLong(t *testing.T) {
	if _, err := drawQR(string(make([]byte, 5000))); err == nil {
		t.Error("5,000 bytes fit no code")
	}
}
