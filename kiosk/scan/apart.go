package scan

import (
	"context"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"syscall"
	"time"
)

// Libraries that read strangers' files cannot be told to stop, and a program
// that has run out of memory is gone with all that it did. So a Reader with a
// Program reads in a process apart: it may take so much time and memory and no
// more, and when it dies, its page is refused and the next process goes on
// behind it.

// frame is what comes back from the process: a page, an error, or the end.
type frame struct {
	Number, Of int
	Err        *Error
	W, H       int
	Pix        []byte
	End        bool
}

const (
	mostMemory  = 2 << 30 // bytes that the process may take
	mostSeconds = 3600    // of a processor, should nobody be left to end it
	mostDeaths  = 3       // pages of one file at which it may die
	startUp     = 5 * time.Second
)

// Serve is the process apart: it reads the file that is its standard input and
// writes its pages to out. args are those behind the Reader's Program.
func Serve(ctx context.Context, in *os.File, out io.Writer, args []string) error {
	var first int
	var r Reader
	if len(args) != 3 {
		return fmt.Errorf("scan.Serve: %d arguments, want 3", len(args))
	}
	if _, err := fmt.Sscan(args[0], &first); err != nil {
		return fmt.Errorf("scan.Serve(%s): %w", args[0], err)
	}
	if err := json.Unmarshal([]byte(args[1]), &r.Limits); err != nil {
		return fmt.Errorf("scan.Serve(%s): %w", args[1], err)
	}
	r.Renderer = args[2]
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if err := confine(); err != nil {
		return err
	}
	e := gob.NewEncoder(out)
	r.here(ctx, "", io.NewSectionReader(in, 0, info.Size()), first, func(p Page, failed error) bool {
		err = e.Encode(newFrame(p, failed))
		return err == nil
	})
	if err != nil {
		return err
	}
	return e.Encode(frame{End: true})
}

// confine limits this process and those that it starts.
func confine() error {
	for what, most := range map[int]uint64{syscall.RLIMIT_DATA: mostMemory, syscall.RLIMIT_CPU: mostSeconds, syscall.RLIMIT_CORE: 0} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("scan.Serve: a limit of this process: %w", err)
		}
	}
	debug.SetMemoryLimit(mostMemory / 2)
	return nil
}

func newFrame(p Page, err error) frame {
	f := frame{Number: p.Number, Of: p.Of}
	if err != nil {
		f.Err, _ = err.(*Error)
		return f
	}
	m := p.Picture
	f.W, f.H = m.Rect.Dx(), m.Rect.Dy()
	if m.Stride == f.W && len(m.Pix) >= f.W*f.H {
		f.Pix = m.Pix[:f.W*f.H] // a JPEG's rows go on below the picture
		return f
	}
	f.Pix = make([]byte, 0, f.W*f.H)
	for y := range f.H {
		f.Pix = append(f.Pix, m.Pix[y*m.Stride:][:f.W]...)
	}
	return f
}

// apart is here in other processes.
func (r Reader) apart(ctx context.Context, name string, file *io.SectionReader, first int, yield func(Page, error) bool) {
	in, err := onDisk(file)
	if err != nil {
		yield(Page{}, err)
		return
	}
	defer in.Close()
	a := &abroad{r: r, name: name, next: first, yield: yield}
	for deaths := 0; a.next > 0; deaths++ {
		if deaths == mostDeaths {
			yield(Page{}, &Error{File: name, Key: "scan.broken"})
			return
		}
		a.round(ctx, in)
	}
}

// onDisk gives a file that a process can read. The caller closes it.
func onDisk(file *io.SectionReader) (*os.File, error) {
	outer, from, n := file.Outer()
	if f, ok := outer.(*os.File); ok && from == 0 {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() == n {
			return os.Open(fmt.Sprintf("/proc/self/fd/%d", f.Fd()))
		}
	}
	f, err := os.CreateTemp("", "yousaid-scan-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	if _, err := io.Copy(f, io.NewSectionReader(outer, from, n)); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// abroad is a file being read by one process after the other.
type abroad struct {
	r     Reader
	name  string
	next  int // the page that is waited for; 0: nothing is
	of    int
	yield func(Page, error) bool
}

// round runs one process until it ends.
func (a *abroad) round(outer context.Context, in *os.File) {
	ctx, stop := context.WithCancel(outer)
	defer stop()
	cmd, out, err := a.start(ctx, in)
	if err != nil {
		a.finish(err)
		return
	}
	late := time.AfterFunc(a.r.Limits.Page+startUp, stop)
	defer late.Stop()
	d := gob.NewDecoder(out)
	for {
		late.Reset(a.r.Limits.Page + startUp)
		var f frame
		err := d.Decode(&f)
		late.Stop() // the reader's own work is not counted
		if err == nil && a.take(f) {
			continue
		}
		slow := ctx.Err() != nil
		stop()
		_ = cmd.Wait() // however it ended: the frame that is missing says so
		if err != nil {
			a.died(outer, slow)
		}
		return
	}
}

func (a *abroad) start(ctx context.Context, in *os.File) (*exec.Cmd, io.Reader, error) {
	limits, err := json.Marshal(a.r.Limits)
	if err != nil {
		return nil, nil, err
	}
	args := append(a.r.Program[1:len(a.r.Program):len(a.r.Program)], fmt.Sprint(a.next), string(limits), a.r.Renderer)
	cmd := exec.CommandContext(ctx, a.r.Program[0], args...)
	cmd.Stdin, cmd.Env = in, []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "GOTRACEBACK=none"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // with what it draws with
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	return cmd, out, cmd.Start()
}

// take hands a frame on; false ends the process.
func (a *abroad) take(f frame) bool {
	switch {
	case f.End:
		a.next = 0
		return false
	case f.Err != nil:
		f.Err.File = a.name
		a.refuse(f.Number, f.Of, f.Err)
	case f.W < 1 || f.H < 1 || len(f.Pix) != f.W*f.H:
		a.refuse(f.Number, f.Of, &Error{File: a.name, Page: f.Number, Key: "scan.page_broken"})
	default:
		a.of, a.next = f.Of, f.Number+1
		if !a.yield(Page{f.Number, f.Of, &image.Gray{Pix: f.Pix, Stride: f.W, Rect: image.Rect(0, 0, f.W, f.H)}}, nil) {
			a.next = 0
		}
	}
	return a.next > 0
}

// refuse hands on why there is no such page; an error of the whole file ends it.
func (a *abroad) refuse(page, of int, err *Error) {
	a.of, a.next = of, page+1
	if !a.yield(Page{Number: page, Of: of}, err) || err.Page == 0 {
		a.next = 0
	}
}

// finish ends the file with an error.
func (a *abroad) finish(err error) {
	a.next = 0
	a.yield(Page{}, err)
}

// died says what is missing because a process ended.
func (a *abroad) died(ctx context.Context, slow bool) {
	err := &Error{File: a.name, Page: a.next, Key: "scan.heavy"}
	if slow {
		err.Key, err.Args = "scan.slow", []string{"Seconds", fmt.Sprint(int(a.r.Limits.Page.Seconds()))}
	}
	switch {
	case ctx.Err() != nil:
		a.finish(ctx.Err())
	case a.of == 0: // it was not even opened
		err.Page = 0
		a.finish(err)
	case a.next > a.of:
		a.next = 0
	case a.yield(Page{Number: a.next, Of: a.of}, err):
		a.next++
	default:
		a.next = 0
	}
}
