package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
)

type scanCmd struct {
	JSON   bool     `name:"json" help:"One JSON object a line: for each card side that was found, and for each page without one."`
	DryRun bool     `name:"dry-run" help:"Read the cards and take nothing in."`
	Site   string   `help:"The site (slug) in whose list the batch stands; the first site if left out."`
	Files  []string `arg:"" name:"file" help:"PDF, TIFF, PNG or JPEG; - reads the standard input."`
}

// Run reads every file that can be read; the others make it fail.
func (c scanCmd) Run(a *app) error {
	catalog, err := i18n.Load()
	if err != nil {
		return err
	}
	return a.with(func(s *store.Store) error {
		site, err := siteNamed(s, c.Site)
		if err != nil {
			return err
		}
		k := kiosk.New(kiosk.Options{Store: s, Web: &render.Web{Catalog: catalog, Log: a.logger()}})
		scans, err := kiosk.NewScans(k, kiosk.ScansOptions{Reader: a.reader()})
		if err != nil {
			return err
		}
		files, missing := c.open(a)
		defer func() {
			for _, f := range files {
				f.Close()
			}
		}()
		teller := newScanTeller(a, c.JSON, catalog.Printer(i18n.English), scans)
		if c.DryRun {
			err = try(a.ctx, scans, files, teller)
		} else {
			err = c.take(a.ctx, s, scans, site.ID, files, teller)
		}
		return teller.end(append(missing, err))
	})
}

// reader takes files apart, in a process apart where this program can start
// itself.
func (a *app) reader() scan.Reader {
	if a.Self == "" {
		return scan.Reader{}
	}
	return scan.Reader{Program: []string{a.Self, "read-scan"}}
}

// scannedFile is a file that was named.
type scannedFile struct {
	*os.File
	name string // as it was named
	size int64
}

// open opens the files that are there; the errors name the others.
func (c scanCmd) open(a *app) (list []scannedFile, missing []error) {
	for _, name := range c.Files {
		f, err := openScan(a, name)
		if err != nil {
			missing = append(missing, fmt.Errorf("%s cannot be read: %w", name, err))
			continue
		}
		list = append(list, f)
	}
	return list, missing
}

func openScan(a *app, name string) (scannedFile, error) {
	if name == "-" {
		return openInput(a)
	}
	f, err := os.Open(name)
	if err != nil {
		return scannedFile{}, errors.Unwrap(err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file")
	}
	if err != nil {
		f.Close()
		return scannedFile{}, err
	}
	return scannedFile{f, name, info.Size()}, nil
}

// openInput keeps the standard input in a file without a name.
func openInput(a *app) (scannedFile, error) {
	f, err := os.CreateTemp("", "yousaid-scan-")
	if err != nil {
		return scannedFile{}, err
	}
	err = os.Remove(f.Name())
	var n int64
	if err == nil {
		n, err = io.Copy(f, io.LimitReader(a.In, scan.DefaultLimits().Bytes+1))
	}
	if err != nil {
		f.Close()
		return scannedFile{}, err
	}
	return scannedFile{f, "-", n}, nil
}

func try(ctx context.Context, scans *kiosk.Scans, files []scannedFile, teller *scanTeller) error {
	for _, f := range files {
		if err := scans.TryFile(ctx, f.name, f, f.size, func(p kiosk.PageRead) { teller.page(ctx, f.name, p) }); err != nil {
			return err
		}
	}
	return nil
}

// take reads the files as one batch. A file that was read before is told of
// again and taken in no second time.
func (c scanCmd) take(ctx context.Context, s *store.Store, scans *kiosk.Scans, site store.SiteID, files []scannedFile, teller *scanTeller) error {
	if len(files) == 0 {
		return nil
	}
	news := make([]store.NewScanFile, len(files))
	for i, f := range files {
		sum, err := scan.Sum(io.NewSectionReader(f, 0, f.size))
		if err != nil {
			return err
		}
		news[i] = store.NewScanFile{Name: filepath.Base(f.name), Sum: sum, Size: f.size}
	}
	batch, list, err := s.BringScans(ctx, store.System(), site, store.ScanCommand, news)
	if err != nil {
		return err
	}
	for i, f := range files {
		told := func(p kiosk.PageRead) { teller.page(ctx, f.name, p) }
		if list[i].State == store.FileSame {
			teller.same(f.name)
			err = scans.TryFile(ctx, f.name, f, f.size, told)
		} else {
			err = scans.ReadFile(ctx, store.System(), list[i], f, told)
		}
		if err != nil { // what was not read is not waited for
			_, cancelling := s.CancelScan(context.WithoutCancel(ctx), store.System(), site, batch)
			return errors.Join(err, cancelling)
		}
	}
	return nil
}

// readScanCmd is the process apart in which a scanned file is taken apart.
type readScanCmd struct {
	Args []string `arg:""`
}

// Run reads the standard input.
func (c readScanCmd) Run(a *app) error {
	in, ok := a.In.(*os.File)
	if !ok {
		return usage("read-scan reads a file as its standard input")
	}
	return scan.Serve(a.ctx, in, a.Out, c.Args)
}
