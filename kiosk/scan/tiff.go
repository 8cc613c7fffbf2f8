package scan

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"strings"

	"golang.org/x/image/tiff"
)

// The library reads the first page of a file only. The pages stand in a chain
// of directories: openTIFF follows it, and each page is read by the library
// from a header that points to its directory.

// Tags of a directory.
const (
	tagSubfile         = 254
	tagWidth           = 256
	tagHeight          = 257
	tagCompression     = 259
	tagPhotometric     = 262
	tagStripOffsets    = 273
	tagSamples         = 277
	tagRowsPerStrip    = 278
	tagStripCounts     = 279
	tagPlanar          = 284
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileCounts      = 325
	tagJPEGTables      = 347
	blackIsZero        = 1
	compressionG3      = 3
	compressionG4      = 4
	compressionOldJPEG = 6
	compressionJPEG    = 7
)

// tiffFile is a TIFF with the places of its pages' directories.
type tiffFile struct {
	r     *io.SectionReader
	order binary.ByteOrder
	pages []uint32
}

func (r Reader) openTIFF(file *io.SectionReader) (document, error) {
	t := tiffFile{r: file, order: binary.LittleEndian}
	var head [8]byte
	if _, err := file.ReadAt(head[:], 0); err != nil {
		return document{}, err
	}
	if head[0] == 'M' {
		t.order = binary.BigEndian
	}
	if err := t.walk(t.order.Uint32(head[4:]), r.Limits.Pages); err != nil {
		return document{}, err
	}
	return document{len(t.pages), func(_ context.Context, n int) (*image.Gray, error) { return r.tiffPage(t, t.pages[n-1]) }}, nil
}

// walk follows the chain and stops above the limit. A chain that breaks off or
// bites its tail ends there: the pages before are good.
func (t *tiffFile) walk(at uint32, limit int) error {
	seen := map[uint32]bool{}
	for at != 0 && !seen[at] && len(t.pages) <= limit && len(seen) <= 2*limit {
		seen[at] = true
		d, err := t.directory(at)
		if err != nil {
			break
		}
		if d.first(tagSubfile)&1 == 0 { // 1: a small picture of another page
			t.pages = append(t.pages, at)
		}
		at = d.next
	}
	if len(t.pages) == 0 {
		return problem("scan.broken")
	}
	return nil
}

// directory is what is said about one page.
type directory struct {
	t       *tiffFile
	entries map[uint16][10]byte // type, count and value or its place, by tag
	next    uint32
}

func (t *tiffFile) directory(at uint32) (directory, error) {
	d := directory{t: t, entries: map[uint16][10]byte{}}
	var count [2]byte
	if _, err := t.r.ReadAt(count[:], int64(at)); err != nil {
		return d, err
	}
	n := int(t.order.Uint16(count[:]))
	raw := make([]byte, 12*n+4)
	got, err := t.r.ReadAt(raw, int64(at)+2)
	if got < 12*n {
		return d, err
	}
	for i := range n {
		d.entries[t.order.Uint16(raw[12*i:])] = [10]byte(raw[12*i+2:])
	}
	if got == len(raw) { // the last page's end may be cut off
		d.next = t.order.Uint32(raw[12*n:])
	}
	return d, nil
}

// values are the whole numbers of an entry, most of them at most; nil if it has
// none.
func (d directory) values(tag uint16, most int) []uint32 {
	e, ok := d.entries[tag]
	if !ok {
		return nil
	}
	order, size := d.t.order, map[uint16]int{1: 1, 3: 2, 4: 4, 7: 1}[d.t.order.Uint16(e[:])]
	n := int(min(order.Uint32(e[2:]), uint32(most)))
	raw := e[6:]
	if n*size > 4 {
		raw = make([]byte, min(int64(n*size), d.t.r.Size()))
		if got, err := d.t.r.ReadAt(raw, int64(order.Uint32(e[6:]))); got < n*size && err != nil {
			return nil
		}
	}
	if size == 0 || len(raw) < n*size {
		return nil
	}
	list := make([]uint32, n)
	for i := range list {
		switch p := raw[i*size:]; size {
		case 1:
			list[i] = uint32(p[0])
		case 2:
			list[i] = uint32(order.Uint16(p))
		default:
			list[i] = order.Uint32(p)
		}
	}
	return list
}

func (d directory) first(tag uint16) int {
	if v := d.values(tag, 1); len(v) > 0 {
		return int(v[0])
	}
	return 0
}

func (r Reader) tiffPage(t tiffFile, at uint32) (*image.Gray, error) {
	d, err := t.directory(at)
	if err != nil {
		return nil, err
	}
	if err := r.checkSize(d.first(tagWidth), d.first(tagHeight)); err != nil {
		return nil, err
	}
	if d.first(tagPlanar) == 2 && d.first(tagSamples) > 1 {
		return nil, problem("scan.kind", "Kind", "TIFF, planar")
	}
	switch d.first(tagCompression) {
	case compressionOldJPEG:
		return nil, problem("scan.kind", "Kind", "TIFF, JPEG (1992)")
	case compressionJPEG:
		return d.jpeg()
	}
	m, err := tiff.Decode(pageOf{t.r, t.header(at)})
	var not tiff.UnsupportedError
	if errors.As(err, &not) {
		return nil, problem("scan.kind", "Kind", "TIFF, "+strings.TrimSpace(string(not)))
	}
	if err != nil {
		return nil, err
	}
	if g, ok := m.(*image.Gray); ok && d.fax() && d.first(tagPhotometric) == blackIsZero {
		invert(g) // the library takes a fax's white for white here, TIFF takes it for zero
	}
	return grey(m), nil
}

func (d directory) fax() bool {
	c := d.first(tagCompression)
	return c == compressionG3 || c == compressionG4
}

func invert(g *image.Gray) {
	for i := range g.Pix {
		g.Pix[i] = 255 - g.Pix[i]
	}
}

// header is a file's beginning that makes a page the first.
func (t tiffFile) header(at uint32) []byte {
	h := []byte("II*\x00....")
	if t.order == binary.BigEndian {
		h = []byte("MM\x00*....")
	}
	t.order.PutUint32(h[4:], at)
	return h
}

// pageOf is a file with another beginning.
type pageOf struct {
	*io.SectionReader
	head []byte
}

// ReadAt implements io.ReaderAt.
func (p pageOf) ReadAt(b []byte, at int64) (int, error) {
	n, err := p.SectionReader.ReadAt(b, at)
	if at < int64(len(p.head)) {
		copy(b[:n], p.head[at:])
	}
	return n, err
}
