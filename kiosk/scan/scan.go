// Package scan takes the files of scanners apart: PDF, TIFF, PNG and JPEG in,
// one grey picture per page out. What a file is, its content tells, not its
// name. Files come from strangers: sizes are checked before anything is
// decoded, a page that cannot be read is refused in a sentence of its own and
// the others are kept, and a Reader with a Program does all of it in a process
// apart, which can be ended.
//
// Pages come one at a time; the one before may be forgotten by then. Which way
// up they are does not matter to whoever reads cards, so what a file says about
// turning a page is ignored.
package scan

import (
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"io"
	"iter"
	"time"
)

// Page is one page of a file.
type Page struct {
	Number  int // 1 is the first
	Of      int // pages of the file
	Picture *image.Gray
}

// Error is why a page or, with Page 0, a whole file cannot be read. Key and
// Args are a message that says what to do.
type Error struct {
	File string
	Page int
	Key  string   // "scan.encrypted"
	Args []string // pairs of a name and a value
}

// Error names the place and the key, for logs.
func (e *Error) Error() string {
	if e.Page == 0 {
		return e.File + ": " + e.Key
	}
	return fmt.Sprintf("%s, page %d: %s", e.File, e.Page, e.Key)
}

// Values are Args as a message takes them.
func (e *Error) Values() []any {
	list := make([]any, len(e.Args))
	for i, a := range e.Args {
		list[i] = a
	}
	return list
}

// Limits are what one file may ask for.
type Limits struct {
	Bytes  int64         // of the file
	Pages  int           // of the file
	Pixels int           // of a page as it was scanned
	Page   time.Duration // to read one page
}

// DefaultLimits hold an A3 page at 600 dpi and a stack of 400 pages.
func DefaultLimits() Limits {
	return Limits{Bytes: 400 << 20, Pages: 400, Pixels: 75_000_000, Page: 30 * time.Second}
}

// Reader takes files apart. The zero value has the DefaultLimits, looks for
// pdftoppm on the path and works in this process.
type Reader struct {
	Limits   Limits
	Renderer string   // draws pages that hold no plain picture; "" is pdftoppm, if it is there
	Program  []string // a program and its arguments that calls Serve; nil: this process
}

// MostBytes is the largest file that is read.
func (r Reader) MostBytes() int64 { return r.limits().Bytes }

func (r Reader) limits() Limits {
	if r.Limits == (Limits{}) {
		return DefaultLimits()
	}
	return r.Limits
}

// Sum is the SHA-256 of a file: the same bytes need not be read twice.
func Sum(file io.Reader) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	_, err = io.Copy(h, file)
	return [sha256.Size]byte(h.Sum(nil)), err
}

// Pages gives the pages of a file in order, each with its picture or with an
// *Error; an error with Page 0 ends the file. Other errors are ctx's. name is
// what the errors call the file. Pictures are the caller's.
func (r Reader) Pages(ctx context.Context, name string, file io.ReaderAt, size int64) iter.Seq2[Page, error] {
	r.Limits = r.limits()
	return func(yield func(Page, error) bool) {
		if err := r.fits(name, size); err != nil {
			yield(Page{}, err)
			return
		}
		read := r.here
		if r.Program != nil {
			read = r.apart
		}
		read(ctx, name, io.NewSectionReader(file, 0, size), 1, yield)
	}
}

func (r Reader) fits(name string, size int64) error {
	if size == 0 {
		return &Error{File: name, Key: "scan.empty"}
	}
	if size > r.Limits.Bytes {
		return &Error{File: name, Key: "scan.bytes", Args: []string{"Size", fmt.Sprint(size >> 20), "Limit", fmt.Sprint(r.Limits.Bytes >> 20)}}
	}
	return nil
}

// here reads the pages from first on in this process.
func (r Reader) here(ctx context.Context, name string, file *io.SectionReader, first int, yield func(Page, error) bool) {
	f, err := r.open(ctx, file)
	if err != nil {
		yield(Page{}, placed(ctx, err, name, 0))
		return
	}
	for n := first; n <= f.pages; n++ {
		m, err := r.page(ctx, f, n)
		if ctx.Err() != nil {
			yield(Page{}, ctx.Err())
			return
		}
		p := Page{Number: n, Of: f.pages, Picture: m}
		if !yield(p, placed(ctx, err, name, n)) {
			return
		}
	}
}

// page reads one page; a library that panics has met a broken one.
func (r Reader) page(ctx context.Context, f document, n int) (m *image.Gray, err error) {
	ctx, cancel := context.WithTimeout(ctx, r.Limits.Page)
	defer cancel()
	defer recovered(&err, "scan.page_broken")
	return f.read(ctx, n)
}

// document is an opened file.
type document struct {
	pages int
	read  func(ctx context.Context, page int) (*image.Gray, error)
}

// open finds out what a file is and how many pages it has.
func (r Reader) open(ctx context.Context, file *io.SectionReader) (f document, err error) {
	ctx, cancel := context.WithTimeout(ctx, r.Limits.Page)
	defer cancel()
	defer recovered(&err, "scan.broken")
	switch kindOf(file) {
	case pdfKind:
		f, err = r.openPDF(ctx, file)
	case tiffKind:
		f, err = r.openTIFF(file)
	case jpegKind, pngKind:
		f = r.single(file)
	default:
		return f, problem("scan.unknown")
	}
	if err == nil && f.pages > r.Limits.Pages {
		return f, r.tooManyPages()
	}
	return f, err
}

func (r Reader) tooManyPages() error {
	return problem("scan.pages", "Limit", fmt.Sprint(r.Limits.Pages))
}

func problem(key string, args ...string) error { return &Error{Key: key, Args: args} }

// recovered turns a panic into a problem.
func recovered(err *error, key string) {
	if recover() != nil {
		*err = problem(key)
	}
}

// placed gives an error the name of its file and page. What libraries say goes
// no further: it helps nobody who holds a card.
func placed(ctx context.Context, err error, name string, page int) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	e, ok := err.(*Error)
	if !ok {
		e = &Error{Key: "scan.page_broken"}
		if page == 0 {
			e.Key = "scan.broken"
		}
	}
	e.File, e.Page = name, page
	return e
}

// checkSize refuses a picture by its header.
func (r Reader) checkSize(w, h int) error {
	if w < 1 || h < 1 {
		return problem("scan.page_broken")
	}
	if w > r.Limits.Pixels/h {
		return problem("scan.pixels", "Width", fmt.Sprint(w), "Height", fmt.Sprint(h))
	}
	return nil
}
