package artwork

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// readPicture looks at a picture of dots: it is unpacked once, so that nothing
// fails later.
func (f *File) readPicture() error {
	if err := f.measure(); err != nil {
		return err
	}
	_, err := f.picture()
	return err
}

// measure reads the picture's head.
func (f *File) measure() error {
	var c image.Config
	var err error
	if f.Kind == PNG {
		c, err = png.DecodeConfig(bytes.NewReader(f.Data))
	} else {
		c, err = jpeg.DecodeConfig(bytes.NewReader(f.Data))
	}
	if err != nil || c.Width < 1 || c.Height < 1 {
		return broken()
	}
	if int64(c.Width)*int64(c.Height) > maxDots {
		return refuse("dots", "this picture has more dots than any printer shows: save it at 600 dots to the inch")
	}
	if c.Width > 60*c.Height || c.Height > 60*c.Width {
		return refuse("shape", "this picture is a mere line: save the whole artwork")
	}
	f.Dots = image.Pt(c.Width, c.Height)
	f.W, f.H = f.stated()
	return nil
}

// picture is the picture as it was drawn; where it lets paper through, it is
// white.
func (f *File) picture() (*image.RGBA, error) {
	var m image.Image
	var err error
	if f.Kind == PNG {
		m, err = png.Decode(bytes.NewReader(f.Data))
	} else {
		m, err = jpeg.Decode(bytes.NewReader(f.Data))
	}
	if err != nil {
		return nil, broken()
	}
	out := image.NewRGBA(image.Rect(0, 0, f.Dots.X, f.Dots.Y))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Over)
	return out, nil
}

// stated is the size in millimetres that the file says, 0 if none.
func (f *File) stated() (w, h float64) {
	x, y := f.perMetre()
	if x == 0 || y == 0 {
		return 0, 0
	}
	w, h = float64(f.Dots.X)/x*1000, float64(f.Dots.Y)/y*1000
	if w < 1 || h < 1 || w > 1000 || h > 1000 || w/h > 1.02*f.shape() || w/h < f.shape()/1.02 {
		return 0, 0
	}
	return w, h
}

// perMetre is the resolution in the file's head.
func (f *File) perMetre() (x, y float64) {
	if f.Kind == PNG {
		return pngPerMetre(f.Data)
	}
	return jpegPerMetre(f.Data)
}

// pngPerMetre reads the pHYs chunk, which stands before the picture.
func pngPerMetre(b []byte) (x, y float64) {
	for at := 8; at+12 <= len(b); {
		n := int(binary.BigEndian.Uint32(b[at:]))
		if n < 0 || at+12+n > len(b) || string(b[at+4:at+8]) == "IDAT" {
			return 0, 0
		}
		if c := b[at+8 : at+8+n]; string(b[at+4:at+8]) == "pHYs" && n == 9 && c[8] == 1 {
			return float64(binary.BigEndian.Uint32(c)), float64(binary.BigEndian.Uint32(c[4:]))
		}
		at += 12 + n
	}
	return 0, 0
}

// jpegPerMetre reads the JFIF segment, the first of the file.
func jpegPerMetre(b []byte) (x, y float64) {
	if len(b) < 18 || b[3] != 0xe0 || string(b[6:11]) != "JFIF\x00" {
		return 0, 0
	}
	unit := map[byte]float64{1: 1000 / 25.4, 2: 100}[b[13]]
	return unit * float64(binary.BigEndian.Uint16(b[14:])), unit * float64(binary.BigEndian.Uint16(b[16:]))
}

// dots is the picture as an image of a PDF. A JPEG goes in as it came, unless
// its colours are a printer's.
func (f *File) dots(number func() int) ([]Object, error) {
	space, packed, filter := "", f.Data, "DCTDecode"
	if f.Kind == JPEG {
		c, err := jpeg.DecodeConfig(bytes.NewReader(f.Data))
		if err != nil {
			return nil, broken()
		}
		space = map[color.Model]string{color.GrayModel: "DeviceGray", color.YCbCrModel: "DeviceRGB"}[c.ColorModel]
	}
	if space == "" {
		m, err := f.picture()
		if err != nil {
			return nil, err
		}
		space, packed, filter = "DeviceRGB", nil, "FlateDecode"
		raw := m.Pix
		if grey(m) {
			space, raw = "DeviceGray", every(m.Pix, 1)
		} else {
			raw = every(raw, 3)
		}
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write(raw) // into memory: cannot fail
		z.Close()
		packed = b.Bytes()
	}
	head := fmt.Sprintf("<</Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /%s /Length %d>>\nstream\n",
		f.Dots.X, f.Dots.Y, space, filter, len(packed))
	body := append(append([]byte(head), packed...), "\nendstream"...)
	return []Object{{number(), body}}, nil
}

func grey(m *image.RGBA) bool {
	for i := 0; i < len(m.Pix); i += 4 {
		if m.Pix[i] != m.Pix[i+1] || m.Pix[i] != m.Pix[i+2] {
			return false
		}
	}
	return true
}

// every takes the first n bytes of each dot of four.
func every(pix []byte, n int) []byte {
	out := make([]byte, 0, len(pix)/4*n)
	for i := 0; i < len(pix); i += 4 {
		out = append(out, pix[i:i+n]...)
	}
	return out
}
