package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"os/exec"
	"time"
)

// drawnDPI is the resolution of pages that are drawn.
const drawnDPI = 200

// mostDrawn is the most that a drawn page may take: longSide squared and its
// header.
const mostDrawn = longSide*longSide + 100

// render draws a page with pdftoppm; ok is false if that is not installed.
func (r Reader) render(ctx context.Context, file *io.SectionReader, page int, box []float64) (m *image.Gray, ok bool, err error) {
	name := r.Renderer
	if name == "" {
		name = "pdftoppm"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, false, nil
	}
	n := fmt.Sprint(page)
	cmd := exec.CommandContext(ctx, path, "-gray", "-r", fmt.Sprint(resolution(box)), "-f", n, "-l", n, "-singlefile", "-")
	cmd.Stdin = io.NewSectionReader(file, 0, file.Size())
	cmd.WaitDelay = time.Second
	out := limited{most: mostDrawn}
	cmd.Stdout = &out
	err = cmd.Run()
	if ctx.Err() != nil {
		return nil, true, r.slow()
	}
	if err != nil && !errors.Is(err, errTooMuch) && out.Len() == 0 {
		return nil, true, problem("scan.page_broken")
	}
	m, err = greymap(out.Bytes())
	return m, true, err
}

// resolution is what a page with a box in points is drawn at.
func resolution(box []float64) int {
	long := 1.
	if len(box) == 4 {
		long = max(math.Abs(box[2]-box[0]), math.Abs(box[3]-box[1]), 1)
	}
	return max(min(drawnDPI, int(longSide*72/long)), 1)
}

// slow is a page on which too much time was spent.
func (r Reader) slow() error {
	return problem("scan.slow", "Seconds", fmt.Sprint(int(r.Limits.Page.Seconds())))
}

var errTooMuch = errors.New("more than expected")

// limited keeps what is written, up to a limit.
type limited struct {
	bytes.Buffer
	most int
}

// Write implements io.Writer.
func (l *limited) Write(b []byte) (int, error) {
	if l.Len()+len(b) > l.most {
		return 0, errTooMuch
	}
	return l.Buffer.Write(b)
}

// greymap reads what pdftoppm -gray writes: "P5 W H 255" and the dots.
func greymap(b []byte) (*image.Gray, error) {
	var w, h, top int
	in := bytes.NewReader(b)
	if _, err := fmt.Fscanf(in, "P5\n%d %d\n%d\n", &w, &h, &top); err != nil || w < 1 || h < 1 || top != 255 || w > in.Len()/h {
		return nil, problem("scan.page_broken")
	}
	return &image.Gray{Pix: b[len(b)-in.Len():][:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}, nil
}
