package photo

import (
	"bytes"
	"encoding/binary"
)

// markers walks the segments at the head of a JPEG until the picture itself
// begins or visit says that it has seen enough.
func markers(file []byte, visit func(marker byte, body []byte) (enough bool)) {
	for at := 2; at+4 <= len(file) && file[at] == 0xFF; {
		marker := file[at+1]
		if marker == 0xFF { // filling
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(file[at+2:]))
		if marker == 0xDA || size < 2 || at+2+size > len(file) || visit(marker, file[at+4:at+2+size]) {
			return
		}
		at += 2 + size
	}
}

// progressive tells whether a JPEG is one of those that build up in passes.
func progressive(file []byte) (yes bool) {
	markers(file, func(marker byte, _ []byte) bool {
		yes = marker == 0xC2
		return yes
	})
	return yes
}

// orientation is how the camera was held, 1 to 8 as EXIF counts; 1 where the
// file does not say.
func orientation(file []byte) int {
	found := 1
	markers(file, func(marker byte, body []byte) bool {
		tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
		if marker != 0xE1 || !ok {
			return false
		}
		found = tiffOrientation(tiff)
		return true
	})
	return found
}

func tiffOrientation(b []byte) int {
	const head, entry, tag = 8, 12, 0x0112
	if len(b) < head {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(b[4:]))
	if at+2 > uint64(len(b)) {
		return 1
	}
	n := uint64(order.Uint16(b[at:]))
	for i := range n {
		e := at + 2 + i*entry
		if e+entry > uint64(len(b)) {
			return 1
		}
		if order.Uint16(b[e:]) != tag {
			continue
		}
		if v := order.Uint16(b[e+8:]); v >= 1 && v <= 8 {
			return int(v)
		}
		return 1
	}
	return 1
}
