// Package artwork reads the pictures that a post hands out with a reply
// licence: PNG, JPEG, or the first page of a PDF. It says what a file is and how
// large it prints, and makes of it what a PDF needs. It is pure: bytes in,
// objects out.
package artwork

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"math"

	"golang.org/x/image/draw"
)

// Kind is the format of a file.
type Kind string

// The formats.
const (
	PNG  Kind = "png"
	JPEG Kind = "jpeg"
	PDF  Kind = "pdf"
)

// How large a file may be: bytes as it comes, dots once it is unpacked, bytes
// of all that a PDF's page needs.
const (
	MaxBytes  = 5 << 20
	maxDots   = 24 << 20
	maxUnpack = 32 << 20
	maxParts  = 4000
)

// File is an approved picture. It was read once and found sound.
type File struct {
	Name string // as it was called
	Kind Kind
	Data []byte
	W, H float64 // in millimetres as the file says; 0 where it does not say
	Dots image.Point
}

// Error says why a file cannot be taken. Key is a message of the catalogue.
type Error struct{ Key, Text string }

func (e *Error) Error() string { return e.Text }

func refuse(key, text string) error { return &Error{"post.artwork." + key, text} }

func broken() error {
	return refuse("broken", "this file cannot be read: save it anew as PNG, JPEG or PDF")
}

// Read takes a file, by what it holds and not by its name. Its errors are of
// type Error.
func Read(name string, data []byte) (*File, error) {
	f := &File{Name: name, Data: data, Kind: kindOf(data)}
	switch {
	case len(data) == 0:
		return nil, refuse("empty", "this file is empty")
	case len(data) > MaxBytes:
		return nil, refuse("large", "this file is larger than 5 MB: save the picture alone, at its printed size")
	case f.Kind == "":
		return nil, refuse("kind", "the artwork has to be a PNG, a JPEG or a PDF file")
	}
	look := f.readPicture
	if f.Kind == PDF {
		look = f.readPage
	}
	if err := look(); err != nil {
		return nil, err
	}
	return f, nil
}

// Known is Read for a file that Read took before: it is not unpacked again.
func Known(name string, data []byte) (*File, error) {
	f := &File{Name: name, Data: data, Kind: kindOf(data)}
	switch f.Kind {
	case "":
		return nil, broken()
	case PDF:
		p, err := open(data)
		if err != nil {
			return nil, err
		}
		f.W, f.H = p.size()
		return f, nil
	}
	if err := f.measure(); err != nil {
		return nil, err
	}
	return f, nil
}

// kindOf goes by what a file holds; "" is none of ours.
func kindOf(data []byte) Kind {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return PNG
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return PDF
	}
	return ""
}

// Sum is the SHA-256 of the file in hexadecimal: by it a print run names the
// artwork that stands on its cards.
func (f *File) Sum() string {
	s := sha256.Sum256(f.Data)
	return hex.EncodeToString(s[:])
}

// Printed gives the size on paper in millimetres for a wish: none (0) takes
// what the file says, one side keeps the picture's shape. ok is false if the
// file does not say and nobody asked for a size.
func (f *File) Printed(w, h float64) (width, height float64, ok bool) {
	shape := f.shape()
	switch {
	case w > 0 && h > 0:
		// The shape is kept within the box that was asked for.
		if w/h > shape {
			return h * shape, h, true
		}
		return w, w / shape, true
	case w > 0:
		return w, w / shape, true
	case h > 0:
		return h * shape, h, true
	}
	return f.W, f.H, f.W > 0
}

// shape is width by height.
func (f *File) shape() float64 {
	if f.Kind == PDF {
		return f.W / f.H
	}
	return float64(f.Dots.X) / float64(f.Dots.Y)
}

// DPI is how fine a picture of dots is when it prints this wide; 0 for lines
// and letters of a PDF.
func (f *File) DPI(width float64) int {
	if f.Kind == PDF || width <= 0 {
		return 0
	}
	return int(math.Round(float64(f.Dots.X) / width * 25.4))
}

// Small is the picture for a screen, at most so many dots wide and high; nil
// for a PDF, which needs another program to be seen.
func (f *File) Small(most int) (image.Image, error) {
	if f.Kind == PDF {
		return nil, nil
	}
	m, err := f.picture()
	if err != nil {
		return nil, err
	}
	k := min(1, float64(most)/float64(max(f.Dots.X, f.Dots.Y)))
	w, h := max(1, int(float64(f.Dots.X)*k)), max(1, int(float64(f.Dots.Y)*k))
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Rect, m, m.Bounds(), draw.Src, nil)
	return out, nil
}

// Object is one object of a PDF, between "N 0 obj" and "endobj".
type Object struct {
	Number int
	Body   []byte
}

// Objects makes what a PDF needs to show the artwork, root first: drawn with
// Do, root fills the square from (0,0) to (1,1). number gives the number of
// the next object. The same file gives the same bytes.
func (f *File) Objects(number func() int) ([]Object, error) {
	if f.Kind == PDF {
		return f.form(number)
	}
	return f.dots(number)
}
