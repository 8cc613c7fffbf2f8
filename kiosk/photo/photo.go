// Package photo takes a picture that somebody sent apart and makes a plain
// JPEG of it: upright, of a size for a screen, with nothing of the file kept
// but what is seen. It trusts no file.
package photo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
)

// Photo is a picture as it is kept.
type Photo struct {
	Sent          [sha256.Size]byte // of the file as it came
	JPEG, Thumb   []byte
	Width, Height int // of JPEG, in pixels
}

// Sides of what is kept, in pixels, and how well.
const (
	side, quality           = 1600, 82
	thumbSide, thumbQuality = 320, 75
)

// MaxFile is the largest file that is looked at, in bytes.
const MaxFile = 12 << 20

// Problem says why a file is not taken; Key is a sentence of the catalogue.
type Problem struct{ Key string }

func (p *Problem) Error() string { return p.Key }

var (
	errEmpty  = &Problem{"photo.problem.empty"}
	errKind   = &Problem{"photo.problem.kind"}
	errHEIC   = &Problem{"photo.problem.heic"}
	errMoving = &Problem{"photo.problem.moving"}
	errHuge   = &Problem{"photo.problem.huge"}
	errBroken = &Problem{"photo.problem.broken"}
)

// Desk turns files into pictures, one at a time: a large picture takes
// hundreds of megabytes while it is opened.
type Desk struct{ turn chan struct{} }

// NewDesk makes a Desk.
func NewDesk() *Desk { return &Desk{turn: make(chan struct{}, 1)} }

// Read waits for its turn and makes a picture of a file. Its errors are
// Problem and those of ctx.
func (d *Desk) Read(ctx context.Context, file []byte) (Photo, error) {
	// The cheap checks come first: rubbish does not wait in line.
	if err := check(file); err != nil {
		return Photo{}, err
	}
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return Photo{}, ctx.Err()
	}
	defer func() { <-d.turn }()
	return read(file)
}

// Limits on the opened picture. Memory is what Go's decoders take: a
// progressive JPEG holds all its coefficients as well.
const (
	maxPixels = 40_000_000
	maxMemory = 256 << 20
)

// check looks at the head of a file alone.
func check(file []byte) error {
	if len(file) == 0 {
		return errEmpty
	}
	if len(file) > MaxFile {
		return errHuge
	}
	kind := kindOf(file)
	switch kind {
	case "jpeg", "png":
	case "heic":
		return errHEIC
	case "moving":
		return errMoving
	default:
		return errKind
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || c.Width < 1 || c.Height < 1 {
		return errBroken
	}
	if c.Width > maxPixels/c.Height || c.Width*c.Height*depth(kind, c.ColorModel, file) > maxMemory {
		return errHuge
	}
	return nil
}

// depth is how many bytes a pixel takes while a file is opened.
func depth(kind string, m color.Model, file []byte) int {
	switch {
	case kind == "jpeg" && progressive(file):
		return 15
	case m == color.RGBA64Model || m == color.NRGBA64Model:
		return 8
	}
	return 4
}

func kindOf(file []byte) string {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.HasPrefix(file, []byte("\x89PNG\r\n\x1a\n")):
		head, _, _ := bytes.Cut(file, []byte("IDAT"))
		if bytes.Contains(head, []byte("acTL")) {
			return "moving"
		}
		return "png"
	case bytes.HasPrefix(file, []byte("GIF8")):
		return "moving"
	case len(file) > 12 && string(file[4:8]) == "ftyp":
		switch string(file[8:12]) {
		case "heic", "heix", "hevc", "mif1", "msf1":
			return "heic"
		}
	}
	return ""
}

func read(file []byte) (Photo, error) {
	p := Photo{Sent: sha256.Sum256(file)}
	turned := 1
	open := png.Decode
	if kindOf(file) == "jpeg" {
		open, turned = jpeg.Decode, orientation(file)
	}
	m, err := open(bytes.NewReader(file))
	if err != nil {
		return p, errBroken
	}
	whole := upright(shrink(m, side), turned)
	p.Width, p.Height = whole.Bounds().Dx(), whole.Bounds().Dy()
	if p.JPEG, err = encode(whole, quality); err != nil {
		return p, err
	}
	p.Thumb, err = encode(shrink(whole, thumbSide), thumbQuality)
	return p, err
}

func encode(m image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

// shrink draws a picture on white, its longer side at most n.
func shrink(m image.Image, n int) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if longer := max(w, h); longer > n {
		w, h = max(1, w*n/longer), max(1, h*n/longer)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Bounds(), m, m.Bounds(), draw.Over, nil)
	return out
}

// upright turns a picture as the camera was held: EXIF values 1 to 8.
func upright(m *image.RGBA, turned int) *image.RGBA {
	if turned == 1 {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if turned >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			out.SetRGBA(place(turned, x, y, w, h, m.RGBAAt(x, y)))
		}
	}
	return out
}

// place is where a pixel goes.
func place(turned, x, y, w, h int, c color.RGBA) (int, int, color.RGBA) {
	right, down := w-1-x, h-1-y
	switch turned {
	case 2:
		return right, y, c
	case 3:
		return right, down, c
	case 4:
		return x, down, c
	case 5:
		return y, x, c
	case 6:
		return down, x, c
	case 7:
		return down, right, c
	case 8:
		return y, right, c
	}
	return x, y, c
}

// IsProblem gives the Problem that err is, nil for any other error.
func IsProblem(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return nil
}
