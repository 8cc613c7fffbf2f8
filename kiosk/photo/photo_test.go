package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"
)

// picture is red on the left half of its top and blue elsewhere.
func picture(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{0, 0, 200, 255})
			if x < w/2 && y < h/2 {
				m.Set(x, y, color.RGBA{220, 0, 0, 255})
			}
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an EXIF segment with an orientation and a place into a JPEG.
func withEXIF(file []byte, turned uint16) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, 2)
	for _, e := range []struct {
		tag, kind uint16
		value     uint32
	}{{0x0112, 3, uint32(turned)}, {0x8825, 4, 38}} {
		tiff = binary.LittleEndian.AppendUint16(tiff, e.tag)
		tiff = binary.LittleEndian.AppendUint16(tiff, e.kind)
		tiff = binary.LittleEndian.AppendUint32(tiff, 1)
		tiff = binary.LittleEndian.AppendUint32(tiff, e.value)
	}
	tiff = append(tiff, []byte("\x00\x00\x00\x00GPSLatitude 59.4370N 24.7536E")...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, file[:2]...)
	out = append(out, 0xFF, 0xE1, byte((len(body)+2)>>8), byte(len(body)+2))
	return append(append(out, body...), file[2:]...)
}

func opened(t *testing.T, b []byte) image.Image {
	t.Helper()
	m, kind, err := image.Decode(bytes.NewReader(b))
	if err != nil || kind != "jpeg" {
		t.Fatalf("what is kept is %q: %v", kind, err)
	}
	return m
}

func TestNothingOfTheFileIsKeptButThePicture(t *testing.T) {
	file := append(withEXIF(jpegOf(t, picture(80, 60)), 1), []byte("<script>alert(1)</script>PK\x03\x04")...)
	if !bytes.Contains(file, []byte("59.4370N")) {
		t.Fatal("the test's own file says no place")
	}
	p, err := NewDesk().Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{p.JPEG, p.Thumb} {
		for _, secret := range []string{"Exif", "GPS", "59.4370N", "<script>", "PK\x03\x04"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%q is still in the file", secret)
			}
		}
	}
}

func TestPicturesStandUpright(t *testing.T) {
	// Where the red corner comes to stand, as x and y of 0 (start) or 1 (end).
	for turned, corner := range map[uint16][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 9: {0, 0}} {
		p, err := NewDesk().Read(t.Context(), withEXIF(jpegOf(t, picture(96, 48)), turned))
		if err != nil {
			t.Fatal(err)
		}
		if wide := p.Width > p.Height; wide != (turned < 5 || turned > 8) {
			t.Errorf("orientation %d: %d by %d", turned, p.Width, p.Height)
		}
		m := opened(t, p.JPEG)
		x, y := 4+corner[0]*(p.Width-8), 4+corner[1]*(p.Height-8)
		if r, _, b, _ := m.At(x, y).RGBA(); r < b {
			t.Errorf("orientation %d: the red corner is not at %v", turned, corner)
		}
	}
}

func TestPicturesAreMadeSmall(t *testing.T) {
	for _, m := range []image.Image{picture(3000, 2000), picture(40, 30), image.NewNRGBA(image.Rect(0, 0, 2000, 10))} {
		p, err := NewDesk().Read(t.Context(), pngOf(t, m))
		if err != nil {
			t.Fatal(err)
		}
		whole, small := opened(t, p.JPEG).Bounds(), opened(t, p.Thumb).Bounds()
		if whole.Dx() != p.Width || whole.Dy() != p.Height || max(p.Width, p.Height) > 1600 || max(small.Dx(), small.Dy()) > 320 {
			t.Errorf("%v became %v and %v, said to be %d by %d", m.Bounds(), whole, small, p.Width, p.Height)
		}
	}
}

// pngHead is a PNG that claims a size and has hardly any data.
func pngHead(w, h uint32, depth, colour byte) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = append(binary.BigEndian.AppendUint32(ihdr, h), depth, colour, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = binary.BigEndian.AppendUint32(append(out, ihdr...), crc32.ChecksumIEEE(ihdr))
	return append(out, []byte("\x00\x00\x00\x00IDAT")...)
}

func animated(t *testing.T) []byte {
	t.Helper()
	still := pngOf(t, picture(8, 8))
	chunk := []byte("acTL\x00\x00\x00\x02\x00\x00\x00\x00")
	out := append([]byte{}, still[:33]...)
	out = append(append(out, 0, 0, 0, 8), chunk...)
	return append(binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk)), still[33:]...)
}

func movingGIF(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White})
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBombsAndRubbishAreRefusedInASentence(t *testing.T) {
	whole := jpegOf(t, picture(400, 300))
	for name, c := range map[string]struct {
		file []byte
		want *Problem
	}{
		"nothing":              {nil, errEmpty},
		"text":                 {[]byte("<!doctype html><script>alert(1)</script>"), errKind},
		"svg":                  {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), errKind},
		"webp":                 {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), errKind},
		"heic":                 {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), errHEIC},
		"film":                 {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp41"), errKind},
		"gif":                  {movingGIF(t), errMoving},
		"moving png":           {animated(t), errMoving},
		"flood of pixels":      {pngHead(50_000, 50_000, 8, 2), errHuge},
		"flood, one long line": {pngHead(1<<31-1, 1, 8, 0), errHuge},
		"flood of depth":       {pngHead(6_300, 6_300, 16, 6), errHuge},
		"no pixels":            {pngHead(0, 10, 8, 2), errBroken},
		"half a jpeg":          {whole[:len(whole)/2], errBroken},
		"a jpeg's head":        {whole[:3], errBroken},
		"a png's head":         {pngHead(10, 10, 8, 2), errBroken},
		"gif with jpeg behind": {append([]byte("GIF89a"), whole...), errMoving},
		"too long":             {append(whole, make([]byte, MaxFile)...), errHuge},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := NewDesk().Read(t.Context(), c.file)
		runtime.ReadMemStats(&after)
		if err != error(c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s: took %d MB before it was refused", name, used>>20)
		}
	}
}

func TestOneAtATime(t *testing.T) {
	d := NewDesk()
	d.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Read(ctx, jpegOf(t, picture(10, 10))); err != ctx.Err() {
		t.Errorf("the second did not wait: %v", err)
	}
	if _, err := d.Read(ctx, []byte("rubbish")); err != error(errKind) {
		t.Errorf("rubbish waits in line: %v", err)
	}
}

// Whatever bytes come: a small JPEG, or a sentence.
func FuzzRead(f *testing.F) {
	small := jpegOf(f, picture(20, 10))
	for _, seed := range [][]byte{small, withEXIF(small, 6), pngOf(f, picture(9, 9)), pngHead(10, 10, 8, 2), small[:40], []byte("GIF89a")} {
		f.Add(seed)
	}
	d := NewDesk()
	f.Fuzz(func(t *testing.T, file []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(file)); err == nil && c.Width*c.Height > 1<<22 {
			return // large: slow, and no different
		}
		p, err := d.Read(t.Context(), file)
		if problem := IsProblem(err); problem != nil {
			if !strings.HasPrefix(problem.Key, "photo.problem.") {
				t.Errorf("no sentence: %q", problem.Key)
			}
			return
		}
		if err != nil {
			t.Fatalf("neither picture nor sentence: %v", err)
		}
		m := opened(t, p.JPEG)
		if m.Bounds().Dx() > side || m.Bounds().Dy() > side || bytes.Contains(p.JPEG, []byte("Exif")) {
			t.Errorf("kept %v", m.Bounds())
		}
	})
}
