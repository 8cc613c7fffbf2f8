package kiosk

import (
	"fmt"
	"strings"

	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
	"rsc.io/qr"
)

// qrCode draws a URL as one path of horizontal runs, with the quiet margin of
// four modules that readers need. A URL too long for a code draws nothing.
func qrCode(url string, p *i18n.Printer) touch.QR {
	code, err := qr.Encode(url, qr.M)
	if err != nil {
		return touch.QR{}
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	return touch.QR{Size: code.Size, Box: fmt.Sprintf("-4 -4 %d %d", code.Size+8, code.Size+8), Path: path.String(),
		Label: p.T("touch.thanks.qr", "URL", url)}
}
