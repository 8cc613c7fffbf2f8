package kiosk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Folder takes in what a scanner writes into a folder. A file that has been
// steady for a while moves to reading/, is copied beside the database and read
// like an upload, a batch of its own; then it moves to done/ or refused/, with a
// text file beside it where something could not be read. A program that stops in
// the midst goes on where it was: what lies in reading/ is known by its bytes.
type Folder struct {
	scans *Scans
	dir   string
	seen  map[string]sighting         // files that may still be written to
	taken map[string]store.ScanFileID // files in reading/

	mu     sync.Mutex
	gone   bool
	logged string // the trouble that was last logged
}

// sighting is how a file looked, and since when.
type sighting struct {
	size     int64
	modified time.Time
	since    time.Time
}

const (
	// folderSteady is how long a file must not have changed, folderEmpty how long
	// one that is empty: its scanner may be slow.
	folderSteady = 10 * time.Second
	folderEmpty  = time.Minute
	// folderEvery is how often the folder is looked through.
	folderEvery = 2 * time.Second

	readingDir = "reading"
	doneDir    = "done"
	refusedDir = "refused"
)

// Folder watches dir once Run or Look is called.
func (x *Scans) Folder(dir string) *Folder {
	return &Folder{scans: x, dir: dir, seen: map[string]sighting{}, taken: map[string]store.ScanFileID{}}
}

// Run looks through the folder until ctx is done.
func (f *Folder) Run(ctx context.Context) {
	tick := time.NewTicker(folderEvery)
	defer tick.Stop()
	for {
		f.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Worries are sentences that the owner must know: the folder is gone.
func (f *Folder) Worries(p *i18n.Printer) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.gone {
		return nil
	}
	return []string{p.T("scan.folder.gone", "Dir", f.dir)}
}

// Look goes through the folder once. Trouble is logged when it begins and when
// it ends; the next look may find it gone.
func (f *Folder) Look(ctx context.Context) {
	if !f.scans.kiosk.store.IsSetUp() {
		return
	}
	root, err := f.open()
	f.mu.Lock()
	f.gone = err != nil
	f.mu.Unlock()
	if err == nil {
		err = errors.Join(f.finish(ctx, root), f.take(ctx, root), root.Close())
	}
	if ctx.Err() == nil {
		f.log(err)
	}
}

// open opens the folder anew each time: a share comes and goes.
func (f *Folder) open() (*os.Root, error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	for _, dir := range []string{readingDir, doneDir, refusedDir} {
		if err := root.MkdirAll(dir, 0o777); err != nil {
			return nil, errors.Join(err, root.Close())
		}
	}
	return root, nil
}

func (f *Folder) log(err error) {
	says := ""
	if err != nil {
		says = err.Error()
	}
	if says == f.logged {
		return
	}
	f.logged = says
	if err != nil {
		f.scans.kiosk.web.Log.Error("trouble with the folder of scanned cards", "dir", f.dir, "err", err)
	} else {
		f.scans.kiosk.web.Log.Info("the folder of scanned cards is well again", "dir", f.dir)
	}
}

// take moves steady files to reading/ and brings them.
func (f *Folder) take(ctx context.Context, root *os.Root) error {
	list, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return err
	}
	seen := map[string]sighting{}
	for _, e := range list {
		if e.IsDir() || passing(e.Name()) {
			continue
		}
		info, problem := e.Info()
		if problem != nil || !info.Mode().IsRegular() {
			continue
		}
		s, steady := f.steady(info)
		if !steady {
			seen[e.Name()] = s
			continue
		}
		to, problem := move(root, e.Name(), readingDir)
		switch {
		case problem == nil:
			err = errors.Join(err, f.bring(ctx, root, to))
		case !errors.Is(problem, fs.ErrNotExist): // else somebody took it away
			err = errors.Join(err, problem)
		}
	}
	f.seen = seen
	return err
}

// passing tells names that programs use while they write, and for their own
// ends.
func passing(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(lower, ".tmp") || strings.HasSuffix(lower, ".part") ||
		lower == "thumbs.db" || lower == "desktop.ini"
}

// steady tells whether a file has stayed the same for long enough.
func (f *Folder) steady(info fs.FileInfo) (sighting, bool) {
	now := f.scans.kiosk.store.Now()
	s, known := f.seen[info.Name()]
	if !known || s.size != info.Size() || !s.modified.Equal(info.ModTime()) {
		return sighting{info.Size(), info.ModTime(), now}, false
	}
	patience := folderSteady
	if s.size == 0 {
		patience = folderEmpty
	}
	return s, now.Sub(s.since) >= patience
}

// bring hands a file of reading/ to the store, unless that knows it already.
func (f *Folder) bring(ctx context.Context, root *os.Root, name string) error {
	file, err := root.Open(path.Join(readingDir, name))
	if err != nil {
		return err
	}
	defer file.Close()
	most := f.scans.reader.MostBytes()
	if info, err := file.Stat(); err != nil {
		return err
	} else if info.Size() > most {
		return f.refuse(root, name, store.ScanProblem{Key: "scan.bytes", Args: map[string]string{"Size": fmt.Sprint(info.Size() >> 20), "Limit": fmt.Sprint(most >> 20)}})
	}
	kept, err := f.scans.keepFile(name, file, most)
	if err != nil {
		f.scans.drop([]store.NewScanFile{kept})
		return err
	}
	_, list, err := f.scans.kiosk.store.BringScans(ctx, store.System(), f.site(), store.ScanFolder, []store.NewScanFile{kept})
	if err != nil || list[0].State == store.FileSame {
		f.scans.drop([]store.NewScanFile{kept})
	}
	if err != nil {
		return err
	}
	f.taken[name] = list[0].ID
	f.scans.look()
	return nil
}

// site is where a folder's batches stand; the cards know their own.
func (f *Folder) site() store.SiteID { return f.scans.kiosk.store.Sites()[0].ID }

// finish moves what was read out of reading/, and brings what a program that was
// stopped had left there.
func (f *Folder) finish(ctx context.Context, root *os.Root) error {
	list, err := fs.ReadDir(root.FS(), readingDir)
	for _, e := range list {
		if e.IsDir() || passing(e.Name()) {
			continue
		}
		err = errors.Join(err, f.finishOne(ctx, root, e.Name()))
	}
	return err
}

func (f *Folder) finishOne(ctx context.Context, root *os.Root, name string) error {
	id, known := f.taken[name]
	if !known {
		found, err := f.recall(ctx, root, name)
		if store.CodeOf(err) == store.NotFound {
			return f.bring(ctx, root, name)
		}
		if err != nil {
			return err
		}
		id, f.taken[name] = found.ID, found.ID
	}
	file, err := f.scans.kiosk.store.ScanFile(ctx, id)
	if err != nil || file.State == store.FileWaiting || file.State == store.FileReading {
		return err
	}
	if file.State == store.FileRefused {
		return f.refuse(root, name, file.Problem)
	}
	pages, err := f.scans.kiosk.store.ScanPages(ctx, file.Batch, 0, scan.DefaultLimits().Pages)
	if err != nil {
		return err
	}
	return f.finished(root, name, pages)
}

// recall finds a file that was brought before the program stopped.
func (f *Folder) recall(ctx context.Context, root *os.Root, name string) (store.ScanFile, error) {
	file, err := root.Open(path.Join(readingDir, name))
	if err != nil {
		return store.ScanFile{}, err
	}
	defer file.Close()
	sum, err := scan.Sum(file)
	if err != nil {
		return store.ScanFile{}, err
	}
	return f.scans.kiosk.store.ScanFileBySum(ctx, sum)
}

func (f *Folder) refuse(root *os.Root, name string, why store.ScanProblem) error {
	p := f.printer()
	return f.away(root, name, refusedDir, p.T("scan.folder.refused")+"\n\n"+problemText(p, why)+"\n")
}

// finished moves a file to done/, or to refused/ if no page of it gave a card.
func (f *Folder) finished(root *os.Root, name string, pages []store.ScanPage) error {
	p := f.printer()
	var bad []string
	for _, page := range pages {
		if page.Problem.Key != "" {
			bad = append(bad, p.T("scan.on_page", "File", name, "Page", page.Number, "What", problemText(p, page.Problem)))
		}
	}
	switch {
	case len(bad) == 0:
		return f.away(root, name, doneDir, "")
	case len(bad) == len(pages):
		return f.away(root, name, refusedDir, p.T("scan.folder.refused")+"\n\n"+strings.Join(bad, "\n")+"\n")
	}
	return f.away(root, name, doneDir, p.T("scan.folder.partly")+"\n\n"+strings.Join(bad, "\n")+"\n")
}

func (f *Folder) printer() *i18n.Printer {
	site, err := f.scans.kiosk.store.Site(f.site())
	if err != nil {
		return f.scans.kiosk.web.Catalog.Printer(i18n.English)
	}
	return f.scans.kiosk.web.Catalog.Printer(languages(site)[0])
}

// away moves a file out of reading/ and writes what there is to say beside it.
func (f *Folder) away(root *os.Root, name, dir, text string) error {
	to, err := move(root, path.Join(readingDir, name), dir)
	if err != nil {
		return err
	}
	delete(f.taken, name)
	if text == "" {
		return nil
	}
	return root.WriteFile(path.Join(dir, to+".txt"), []byte(text), 0o666)
}

// move moves a file into a folder, under another name where its own is taken,
// and gives the name.
func move(root *os.Root, from, dir string) (string, error) {
	name := path.Base(from)
	ext := path.Ext(name)
	for n := 2; ; n++ {
		_, err := root.Lstat(path.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return name, root.Rename(from, path.Join(dir, name))
		}
		if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(path.Base(from), ext), n, ext)
	}
}
