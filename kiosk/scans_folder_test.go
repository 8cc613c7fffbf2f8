package kiosk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/kiosk/scan/scantest"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

// inbox is a scanner's folder beside a server; the program can be stopped and
// started anew over both.
type inbox struct {
	t         *testing.T
	store     *store.Store
	clock     *storetest.Clock
	dir, kept string
	sheet     []byte // a scan of four cards that are filled in
	scans     *kiosk.Scans
	folder    *kiosk.Folder
	catalog   *i18n.Catalog
}

func openInbox(t *testing.T) *inbox {
	t.Helper()
	s, clock, site, _ := storetest.SetUp(t)
	x := &inbox{t: t, store: s, clock: clock, dir: t.TempDir(), kept: t.TempDir()}
	x.start()
	var pdf bytes.Buffer
	layout := filledCards(t, s, x.catalog, site.ID, 4, &pdf)
	page, err := omrtest.Page(pdf.Bytes(), 1)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 5))
	for _, c := range layout.Cards {
		if c.Page == 1 && c.Side == "front" {
			omrtest.Fill(r, page, c, []omrtest.Style{omrtest.Cross}, []omrtest.Pen{{Width: .5, Grey: 20}})
		}
	}
	x.sheet = scantest.Scans(omrtest.Scan{Bed: 5, DPI: 150, Scale: 1, Skew: .7, Blur: .5, Noise: 4}.Of(r, page))
	return x
}

// start is the program's start.
func (x *inbox) start() {
	x.t.Helper()
	web := rendertest.Web(x.t)
	x.catalog = web.Catalog
	var err error
	x.scans, err = kiosk.NewScans(kiosk.New(kiosk.Options{Store: x.store, Web: web}), kiosk.ScansOptions{Dir: x.kept})
	if err != nil {
		x.t.Fatal(err)
	}
	x.folder = x.scans.Folder(x.dir)
	x.folder.Look(x.t.Context())
}

// work lets what waits be read, and looks until is there.
func (x *inbox) work(is func() bool) {
	x.t.Helper()
	ctx, stop := context.WithCancel(x.t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); x.scans.Run(ctx) }()
	defer func() { stop(); <-ended }()
	for until := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			x.t.Fatalf("nothing came of it: %v", x.files())
		}
		x.folder.Look(ctx)
	}
}

func (x *inbox) write(name string, data []byte) {
	x.t.Helper()
	if err := os.WriteFile(filepath.Join(x.dir, name), data, 0o600); err != nil {
		x.t.Fatal(err)
	}
}

// steady lets the time pass after which a file is taken.
func (x *inbox) steady() {
	x.folder.Look(x.t.Context())
	x.clock.Add(11 * time.Second)
	x.folder.Look(x.t.Context())
}

// files are all files below the folder.
func (x *inbox) files() (list []string) {
	fs.WalkDir(os.DirFS(x.dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, path)
		}
		return nil
	})
	return list
}

func (x *inbox) has(name string) func() bool {
	return func() bool { return slices.Contains(x.files(), name) }
}

func (x *inbox) submissions() (n int) {
	x.t.Helper()
	if err := x.store.EachSubmission(x.t.Context(), func(store.ExportedSubmission) error { n++; return nil }); err != nil {
		x.t.Fatal(err)
	}
	return n
}

func (x *inbox) batches() int {
	x.t.Helper()
	list, err := x.store.ScanBatches(x.t.Context(), x.store.Sites()[0].ID, 100)
	if err != nil {
		x.t.Fatal(err)
	}
	return len(list)
}

// filledCards prints a run and gives where everything stands on it.
func filledCards(t *testing.T, s *store.Store, c *i18n.Catalog, site store.SiteID, n int, pdf *bytes.Buffer) (l card.Layout) {
	t.Helper()
	var text bytes.Buffer
	if _, err := kiosk.PrintCards(t.Context(), s, kiosk.CardPrint{Catalog: c, By: store.System(), Site: site, Count: n, Lang: i18n.English,
		BaseURL: "https://said.example.org", Paper: card.A4, Post: card.NoPost}, pdf, &text); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text.Bytes(), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestScanFolderTakesAFileOnceItIsSteady(t *testing.T) {
	x := openInbox(t)
	name := "a day's\n“cards” ü.pdf"
	x.write(name, x.sheet[:len(x.sheet)/2]) // the scanner is still at it
	for range 5 {
		x.folder.Look(t.Context())
		x.clock.Add(6 * time.Second)
		f, err := os.OpenFile(filepath.Join(x.dir, name), os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString("%")
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	x.write(".hidden.pdf", x.sheet)
	x.write("page.tmp", x.sheet)
	if !x.has(name)() {
		t.Fatalf("taken while it was written: %q", x.files())
	}
	x.write(name, x.sheet)
	x.steady()
	if x.has(name)() {
		t.Fatalf("steady and not taken: %q", x.files())
	}
	x.work(x.has("done/" + name))
	if n := x.submissions(); n != 4 {
		t.Errorf("%d submissions of 4 cards", n)
	}
	if want := []string{".hidden.pdf", "done/" + name, "page.tmp"}; !slices.Equal(x.files(), want) {
		t.Errorf("files %q, want %q", x.files(), want)
	}
}

func TestScanFolderSaysWhatToDoBesideAFileItRefuses(t *testing.T) {
	x := openInbox(t)
	m := image.NewGray(image.Rect(0, 0, 300, 300))
	half := scantest.NewPDF()
	half.Scan(200, m, half.JPEG(m, 80))
	x.write("letter.pdf", []byte("Dear all"))
	x.write("nothing.pdf", half.Bytes())
	x.steady()
	x.work(func() bool { return x.has("refused/letter.pdf.txt")() && x.has("refused/nothing.pdf.txt")() })
	for name, want := range map[string]string{"letter.pdf": "Save scans as PDF, TIFF, PNG or JPEG.", "nothing.pdf": "nothing.pdf, page 1: "} {
		raw, err := os.ReadFile(filepath.Join(x.dir, "refused", name+".txt"))
		if err != nil || !strings.Contains(string(raw), want) {
			t.Errorf("%s: %q, %v; want %q", name, raw, err, want)
		}
	}
	if !x.has("refused/letter.pdf")() || x.batches() != 2 {
		t.Errorf("%d batches, files %q", x.batches(), x.files())
	}
}

func TestScanFolderNoticesTheSameFile(t *testing.T) {
	x := openInbox(t)
	x.write("a.pdf", x.sheet)
	x.steady()
	x.work(x.has("done/a.pdf"))
	x.write("a.pdf", x.sheet)
	x.steady()
	x.work(x.has("done/a (2).pdf"))
	if n := x.submissions(); n != 4 {
		t.Errorf("%d submissions of 4 cards scanned into two files", n)
	}
}

// Stopped at any moment, the program loses nothing and doubles nothing.
func TestScanFolderGoesOnAfterAStop(t *testing.T) {
	x := openInbox(t)
	x.write("brought.pdf", x.sheet)
	x.steady() // brought, and not read yet
	x.start()
	if n := x.batches(); n != 1 {
		t.Errorf("%d batches after a start", n)
	}
	x.work(x.has("done/brought.pdf"))
	if n, b := x.submissions(), x.batches(); n != 4 || b != 1 {
		t.Errorf("%d submissions in %d batches", n, b)
	}
	x.write("reading/moved.pdf", append(bytes.Clone(x.sheet), '\n')) // moved, and not brought yet
	x.start()
	x.work(x.has("done/moved.pdf"))
	if n, b := x.submissions(), x.batches(); n != 4 || b != 2 {
		t.Errorf("%d submissions in %d batches", n, b)
	}
	if left, err := os.ReadDir(x.kept); err != nil || len(left) != 0 {
		t.Errorf("copies stay behind: %v, %v", left, err)
	}
}

func TestScanFolderThatIsGoneIsShown(t *testing.T) {
	x := openInbox(t)
	p := x.catalog.Printer(i18n.English)
	if list := x.folder.Worries(p); list != nil {
		t.Errorf("all is well: %q", list)
	}
	away := x.dir + ".away"
	if err := os.Rename(x.dir, away); err != nil {
		t.Fatal(err)
	}
	x.folder.Look(t.Context())
	if list := x.folder.Worries(p); len(list) != 1 || !strings.Contains(list[0], x.dir) {
		t.Errorf("gone: %q", list)
	}
	if err := os.Rename(away, x.dir); err != nil {
		t.Fatal(err)
	}
	x.write("back.pdf", x.sheet)
	x.steady()
	x.work(x.has("done/back.pdf"))
	if list := x.folder.Worries(p); list != nil {
		t.Errorf("back again: %q", list)
	}
}
