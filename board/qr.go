package board

import (
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// qrDrawing is a QR code as one SVG path, with a quiet zone of two modules
// inside the frame; the paper around it has the other two.
type qrDrawing struct {
	path  string
	frame string // viewBox
	size  string // side of the frame
}

func drawQR(text string) (qrDrawing, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return qrDrawing{}, fmt.Errorf("drawQR(%s): %w", text, err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) { // outside the code nothing is black
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	side := strconv.Itoa(code.Size + 4)
	return qrDrawing{path: path.String(), frame: "-2 -2 " + side + " " + side, size: side}, nil
}
