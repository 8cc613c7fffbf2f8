package scan

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
)

// Colour scanners keep TIFF pages as JPEG, in strips or tiles that share their
// tables: each is put together to a JPEG file of its own and read as such.

// jpeg reads a page of that kind; its size has been checked.
func (d directory) jpeg() (*image.Gray, error) {
	g := d.grid()
	if g.blockW > g.w+tileOver || g.blockH > g.h+tileOver {
		return nil, problem("scan.page_broken")
	}
	page := image.NewGray(image.Rect(0, 0, g.w, g.h))
	across, down := (g.w+g.blockW-1)/g.blockW, (g.h+g.blockH-1)/g.blockH
	offsets, counts := d.values(g.offsets, across*down), d.values(g.counts, across*down)
	if len(offsets) < across*down || len(counts) < across*down {
		return nil, problem("scan.page_broken")
	}
	tables := d.tables()
	for i := range offsets {
		if int64(counts[i]) > d.t.r.Size() {
			return nil, problem("scan.page_broken")
		}
		raw := make([]byte, counts[i])
		if _, err := d.t.r.ReadAt(raw, int64(offsets[i])); err != nil {
			return nil, err
		}
		at := image.Pt(i%across*g.blockW, i/across*g.blockH)
		if err := d.block(page, at, g, append(tables[:len(tables):len(tables)], bytes.TrimPrefix(raw, []byte(startOfImage))...)); err != nil {
			return nil, err
		}
	}
	return grey(page), nil
}

// tileOver is how far a tile may reach beyond its page.
const tileOver = 1024

// grid is how a page is cut.
type grid struct {
	w, h, blockW, blockH int
	offsets, counts      uint16
}

func (d directory) grid() grid {
	g := grid{w: d.first(tagWidth), h: d.first(tagHeight), offsets: tagStripOffsets, counts: tagStripCounts}
	g.blockW, g.blockH = g.w, d.first(tagRowsPerStrip)
	if d.first(tagTileWidth) >= 16 && d.first(tagTileHeight) >= 16 {
		g.blockW, g.blockH, g.offsets, g.counts = d.first(tagTileWidth), d.first(tagTileHeight), tagTileOffsets, tagTileCounts
	}
	if g.blockH < 1 || g.blockH > g.h && g.offsets == tagStripOffsets {
		g.blockH = g.h
	}
	return g
}

const (
	startOfImage = "\xff\xd8"
	endOfImage   = "\xff\xd9"
	// plainRGB says that colours are red, green and blue as they are.
	plainRGB = "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
)

// tables is the beginning of each block's JPEG.
func (d directory) tables() []byte {
	out := []byte(startOfImage)
	if d.first(tagPhotometric) == 2 {
		out = append(out, plainRGB...)
	}
	list := d.values(tagJPEGTables, 1<<16)
	raw := make([]byte, len(list))
	for i, v := range list {
		raw[i] = byte(v)
	}
	return append(out, bytes.TrimSuffix(bytes.TrimPrefix(raw, []byte(startOfImage)), []byte(endOfImage))...)
}

// block decodes one block into the page. No block is larger than the grid says.
func (d directory) block(page *image.Gray, at image.Point, g grid, file []byte) error {
	c, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return err
	}
	if c.Width > g.blockW+15 || c.Height > g.blockH+15 {
		return problem("scan.page_broken")
	}
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		return err
	}
	if y := plain(m); y != nil {
		m = y
	}
	draw.Draw(page, image.Rectangle{at, at.Add(m.Bounds().Size())}, m, m.Bounds().Min, draw.Src)
	return nil
}
