package scan

import (
	"bytes"
	"io"
)

// kind is what a file is by its first bytes.
type kind int

const (
	strange kind = iota
	pdfKind
	tiffKind
	pngKind
	jpegKind
)

// pdfWithin is how far into a file its %PDF- may stand: some devices write
// their own lines before it.
const pdfWithin = 1024

func kindOf(file io.ReaderAt) kind {
	head := make([]byte, pdfWithin)
	n, err := file.ReadAt(head, 0)
	if n == 0 && err != nil {
		return strange
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return tiffKind
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return pngKind
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return jpegKind
	case bytes.Contains(head, []byte("%PDF-")):
		return pdfKind
	}
	return strange
}
