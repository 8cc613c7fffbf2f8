package scan

import (
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// single is a file with one picture.
func (r Reader) single(file *io.SectionReader) document {
	return document{1, func(context.Context, int) (*image.Gray, error) {
		m, err := r.picture(file)
		if err != nil {
			return nil, err
		}
		return grey(m), nil
	}}
}

// picture decodes a JPEG or PNG whose header asks for no more than the limit.
func (r Reader) picture(file readSeekerAt) (image.Image, error) {
	config, decode := jpeg.DecodeConfig, jpeg.Decode
	if kindOf(file) == pngKind {
		config, decode = png.DecodeConfig, png.Decode
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	c, err := config(file)
	if err != nil {
		return nil, err
	}
	if err := r.checkSize(c.Width, c.Height); err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return decode(file)
}

type readSeekerAt interface {
	io.ReadSeeker
	io.ReaderAt
}
