package kiosk

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/yousaid/yousaid/store"
)

// lookAgain is how often waiting files are looked for if nobody says that there
// are new ones.
const lookAgain = 30 * time.Second

// mostTries is how often a file is tried whose trouble may pass.
const mostTries = 5

// Run reads uploaded files, one at a time, until ctx is done. What was half read
// when the program stopped is gone on with.
func (x *Scans) Run(ctx context.Context) {
	if x.root == nil {
		return
	}
	x.sweep(ctx)
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	tries := map[store.ScanFileID]int{}
	for {
		for x.next(ctx, tries) {
		}
		select {
		case <-ctx.Done():
			return
		case <-x.wake:
		case <-tick.C:
		}
	}
}

// sweep removes copies that belong to no file any more.
func (x *Scans) sweep(ctx context.Context) {
	kept, err := x.kiosk.store.KeptScans(ctx)
	if err != nil {
		x.kiosk.web.Log.Error("the folder of scanned cards could not be looked through", "err", err)
		return
	}
	needed := map[string]bool{}
	for _, name := range kept {
		needed[name] = true
	}
	list, err := fs.ReadDir(x.root.FS(), ".")
	for _, e := range list {
		if !needed[e.Name()] && !e.IsDir() {
			err = errors.Join(err, x.root.Remove(e.Name()))
		}
	}
	if err != nil {
		x.kiosk.web.Log.Error("the folder of scanned cards could not be cleared", "err", err)
	}
}

// next reads the next waiting file; false if there is none, or it could not be
// read for a reason that may pass.
func (x *Scans) next(ctx context.Context, tries map[store.ScanFileID]int) bool {
	if ctx.Err() != nil {
		return false
	}
	f, err := x.kiosk.store.NextScanFile(ctx)
	if err == nil {
		err = x.readKept(ctx, f)
	}
	switch {
	case store.CodeOf(err) == store.NotFound, ctx.Err() != nil:
		return false
	case err != nil && store.CodeOf(err) != store.Conflict && !errors.Is(err, context.Canceled):
		x.kiosk.web.Log.Error("scanned cards could not be read", "file", int64(f.ID), "err", err)
		if tries[f.ID]++; f.ID == 0 || tries[f.ID] < mostTries {
			return false
		}
		// It must not hold up the others for ever.
		x.drop([]store.NewScanFile{{Kept: f.Kept}})
		return x.kiosk.store.EndScanFile(ctx, store.System(), f.ID, store.ScanProblem{Key: "scans.problem.broken"}) == nil
	}
	return true
}

// readKept reads a waiting file and removes its copy.
func (x *Scans) readKept(ctx context.Context, f store.ScanFile) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	x.mu.Lock()
	x.reading[f.Batch] = cancel
	x.mu.Unlock()
	defer func() {
		x.mu.Lock()
		delete(x.reading, f.Batch)
		x.mu.Unlock()
	}()
	by := store.System()
	if f.User != 0 {
		by = store.ActingUser(f.User)
	}
	file, err := x.root.Open(f.Kept)
	if errors.Is(err, fs.ErrNotExist) {
		return x.kiosk.store.EndScanFile(ctx, by, f.ID, store.ScanProblem{Key: "scans.problem.gone"})
	}
	if err != nil {
		return err
	}
	err = errors.Join(x.ReadFile(ctx, by, f, file, nil), file.Close())
	if err == nil {
		return x.root.Remove(f.Kept)
	}
	return err
}

// cancel ends the reading of a batch and removes its copies.
func (x *Scans) cancel(ctx context.Context, by store.Actor, site store.SiteID, batch store.ScanBatchID) error {
	kept, err := x.kiosk.store.CancelScan(ctx, by, site, batch)
	if err != nil {
		return err
	}
	x.mu.Lock()
	if stop := x.reading[batch]; stop != nil {
		stop()
	}
	x.mu.Unlock()
	for _, name := range kept {
		if err := x.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// look says that there may be files to read.
func (x *Scans) look() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}
