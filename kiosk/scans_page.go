package kiosk

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// The most that is taken at once.
const (
	// MaxScan is the largest scanned file, in bytes.
	MaxScan      = 64 << 20
	mostScans    = 40
	mostScanBody = mostScans*MaxScan + 1<<20
	longestName  = 120
	// scanPatience is how long files may take to come in.
	scanPatience = 20 * time.Minute
)

// batchesShown is how many batches the list shows.
const batchesShown = 30

// Page is GET /desk/scans: a place to bring files, and what was brought.
func (x *Scans) Page(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, http.StatusOK, "")
}

func (x *Scans) show(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	v, err := x.scansView(r)
	if err != nil {
		return err
	}
	v.Problem = problem
	return x.kiosk.web.Page(w, r, status, staff.Scans(v))
}

// scansSaved is the answer to a program that brought files.
type scansSaved struct {
	URL string `json:"url"`
}

// Bring is POST /desk/scans: one or more files as "file" of a form. They are
// kept beside the database until they are read.
func (x *Scans) Bring(w http.ResponseWriter, r *http.Request) error {
	until := time.Now().Add(scanPatience)
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(until) // where there is none to set, the usual ones hold
	_ = control.SetWriteDeadline(until.Add(time.Minute))
	r.Body = http.MaxBytesReader(w, r.Body, mostScanBody)
	files, err := x.keepFiles(r)
	if key := bringProblem(err); key != "" {
		x.drop(files)
		return x.refuse(w, r, key)
	}
	if err != nil {
		x.drop(files)
		return err
	}
	batch, list, err := x.kiosk.store.BringScans(r.Context(), x.desk.Actor(r), x.desk.Site(r), store.ScanUpload, files)
	if err != nil {
		x.drop(files)
		return err
	}
	for i, f := range list {
		if f.State == store.FileSame {
			x.drop(files[i : i+1])
		}
	}
	x.look()
	to := "/desk/scans/" + batch.String()
	if wantsJSON(r) {
		return x.kiosk.web.JSON(w, http.StatusCreated, scansSaved{to + "?live=1"})
	}
	return x.kiosk.web.Redirect(w, r, to)
}

func (x *Scans) refuse(w http.ResponseWriter, r *http.Request, key string) error {
	status := http.StatusUnprocessableEntity
	if key == "scans.upload.full" {
		status = http.StatusInsufficientStorage
	}
	bar, err := x.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	sentence := bar.P.T(key, "MB", MaxScan>>20, "Most", mostScans)
	if wantsJSON(r) {
		return x.kiosk.web.JSON(w, status, apiProblem{Field: "file", Message: sentence})
	}
	return x.show(w, r, status, sentence)
}

var (
	errNoScan    = errors.New("no file")
	errLargeScan = errors.New("a file is too large")
	errManyScans = errors.New("too many files")
	errDiskFull  = errors.New("no room for the file")
)

func bringProblem(err error) string {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errNoScan), errors.Is(err, http.ErrNotMultipart), errors.Is(err, http.ErrMissingBoundary):
		return "scans.upload.none"
	case errors.Is(err, errLargeScan), errors.As(err, &large):
		return "scans.upload.large"
	case errors.Is(err, errManyScans):
		return "scans.upload.many"
	case errors.Is(err, errDiskFull):
		return "scans.upload.full"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, multipart.ErrMessageTooLarge):
		return "scans.upload.broken"
	}
	return ""
}

// sentName undoes what a browser writes for quotes and line ends in the name of a
// file, and nothing else: a name may well have a % in it.
func sentName(s string) string {
	return strings.NewReplacer("%22", `"`, "%0D%0A", " ", "%0D", " ", "%0A", " ").Replace(s)
}

// keepFiles streams the files of a form into the folder.
func (x *Scans) keepFiles(r *http.Request) ([]store.NewScanFile, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	var files []store.NewScanFile
	for {
		part, err := parts.NextPart()
		switch {
		case err == io.EOF && len(files) == 0:
			return nil, errNoScan
		case err == io.EOF:
			return files, nil
		case err != nil:
			return files, err
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if len(files) == mostScans {
			return files, errManyScans
		}
		f, err := x.keepFile(sentName(part.FileName()), part, MaxScan)
		if f.Kept != "" {
			files = append(files, f)
		}
		if err != nil {
			return files, err
		}
	}
}

// keepFile writes one file of up to most bytes under a name of our own.
func (x *Scans) keepFile(name string, from io.Reader, most int64) (store.NewScanFile, error) {
	var random [16]byte
	rand.Read(random[:])
	f := store.NewScanFile{Name: fileName(name), Kept: hex.EncodeToString(random[:]) + ".scan"}
	file, err := x.root.Create(f.Kept)
	if err != nil {
		return store.NewScanFile{}, diskProblem(err)
	}
	sum := sha256.New()
	f.Size, err = io.Copy(io.MultiWriter(fileWriter{file}, sum), io.LimitReader(from, most+1))
	sum.Sum(f.Sum[:0])
	if err == nil {
		err = diskProblem(file.Sync())
	}
	if e := file.Close(); err == nil {
		err = diskProblem(e)
	}
	if err == nil && f.Size > most {
		err = errLargeScan
	}
	return f, err
}

// fileWriter tells what the disk says from what the network says.
type fileWriter struct{ io.Writer }

func (w fileWriter) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	return n, diskProblem(err)
}

func diskProblem(err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(errDiskFull, err)
}

// fileName is how somebody calls a file, short enough to be shown.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(form.Clean(s), `\`, "/"))
	return clip(firstNonEmpty(strings.Trim(s, " ./"), "scan"), longestName)
}

// drop removes copies that are not needed.
func (x *Scans) drop(files []store.NewScanFile) {
	for _, f := range files {
		if f.Kept == "" {
			continue
		}
		if err := x.root.Remove(f.Kept); err != nil {
			x.kiosk.web.Log.Warn("a copy of a scanned file stays behind", "err", err)
		}
	}
}

// Batch is GET /desk/scans/{id}: what was read, page by page. While it is being
// read the page comes again by itself; with ?live=1 its script sees to that.
func (x *Scans) Batch(w http.ResponseWriter, r *http.Request) error {
	state, err := x.stateOf(r)
	if err != nil {
		return err
	}
	bar, err := x.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	if state.URL != "" && r.URL.Query().Get("live") == "" {
		w.Header().Set("Refresh", "3")
	}
	page := staff.PageView{Bar: bar, Title: state.Title, CSS: []string{"css/scans.css"}, JS: []string{"js/scans.js"}, Tabs: true}
	return x.kiosk.web.Page(w, r, http.StatusOK, staff.Scan(staff.ScanView{Page: page, State: state}))
}

// State is GET /desk/scans/{id}/state: the part of the page that changes.
func (x *Scans) State(w http.ResponseWriter, r *http.Request) error {
	state, err := x.stateOf(r)
	if err != nil {
		return err
	}
	bar, err := x.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	return x.kiosk.web.Page(w, r, http.StatusOK, staff.ScanNow(bar.P, state))
}

// Cancel is POST /desk/scans/{id}/cancel.
func (x *Scans) Cancel(w http.ResponseWriter, r *http.Request) error {
	id := batchID(r)
	err := x.cancel(r.Context(), x.desk.Actor(r), x.desk.Site(r), id)
	if err != nil && store.CodeOf(err) != store.Conflict { // all was read by then: the page says so
		return err
	}
	return x.kiosk.web.Redirect(w, r, "/desk/scans/"+id.String())
}

func batchID(r *http.Request) store.ScanBatchID {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return store.ScanBatchID(n)
}

// Picture is GET /desk/scans/picture/{id}/{part}: the card, or what was written
// in one of its fields. ?contact=1 is for pictures that may show a contact.
func (x *Scans) Picture(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || len(r.PathValue("part")) > 64 {
		return &store.Error{Code: store.NotFound, Key: "store.photo"}
	}
	image, err := x.kiosk.store.ReadingPicture(r.Context(), store.ReadingID(n), r.PathValue("part"), r.URL.Query().Get("contact") != "")
	if err != nil {
		return err
	}
	return x.kiosk.web.JPEG(w, image)
}
