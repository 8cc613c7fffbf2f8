package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// backing is the flags about backups that the server makes by itself.
type backing struct {
	BackupDir  string `name:"backup-dir" placeholder:"FOLDER" help:"Where a checked backup is written every night; none for none (default: beside the database, FILE.backups)."`
	BackupKeep int    `name:"backup-keep" default:"14" help:"How many of them are kept (default: ${default})."`
}

const (
	backupAge  = 24 * time.Hour
	backupHour = 3              // o'clock, when nobody is there
	worryAfter = 36 * time.Hour // without a good backup
	firstLook  = time.Minute    // after the start
	lookEvery  = 10 * time.Minute
	leastFree  = 500 << 20 // bytes
	leastShare = 20        // one part in so many of the disk
)

// keeper makes the nightly backups of one store and knows how the disk is.
type keeper struct {
	store   *store.Store
	log     *slog.Logger
	dir     string // "": no backups
	keep    int
	now     func() time.Time
	disk    func(dir string) (free, size uint64, err error)
	started time.Time

	mu     sync.Mutex
	newest time.Time // good backup; zero: none
}

func (c serving) keeper(a *app, s *store.Store) *keeper {
	k := &keeper{store: s, log: a.logger(), dir: c.folder(s.Path()), keep: c.BackupKeep, now: a.Clock, disk: diskSpace, started: a.Clock()}
	if names, err := k.names(); err == nil && len(names) > 0 {
		k.newest = k.timeOf(names[len(names)-1])
	}
	return k
}

// folder is where backups of db are kept; "": nowhere.
func (b backing) folder(db string) string {
	switch b.BackupDir {
	case "none":
		return ""
	case "":
		return db + ".backups"
	}
	return b.BackupDir
}

const backupTime = "20060102T150405Z"

func (k *keeper) prefix() string { return filepath.Base(k.store.Path()) + "." }

func (k *keeper) timeOf(name string) time.Time {
	t, _ := time.Parse(backupTime, strings.TrimPrefix(name, k.prefix())) // names gives none that does not fit
	return t
}

// names are the backups of the folder, oldest first.
func (k *keeper) names() ([]string, error) { return backupsOf(k.dir, k.store.Path()) }

func backupsOf(dir, db string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		stamp, ok := strings.CutPrefix(e.Name(), filepath.Base(db)+".")
		if _, err := time.Parse(backupTime, stamp); ok && err == nil {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// run makes a backup whenever one is due, until ctx is done.
func (k *keeper) run(ctx context.Context) {
	if k.dir == "" {
		return
	}
	look := time.NewTimer(firstLook)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if k.due() {
			if err := k.make(ctx); err != nil && ctx.Err() == nil {
				k.log.Error("no good backup could be made", "folder", k.dir, "err", err)
			}
		}
		look.Reset(lookEvery)
	}
}

// due tells whether a backup is a day old, or at night, a few hours.
func (k *keeper) due() bool {
	now := k.now()
	age := now.Sub(k.last())
	return age >= backupAge || age < 0 || age >= 6*time.Hour && now.Hour() == backupHour
}

func (k *keeper) last() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.newest
}

// make writes one backup, which has its name only when it has been checked,
// and then drops the oldest beyond those to keep.
func (k *keeper) make(ctx context.Context) error {
	if err := os.MkdirAll(k.dir, 0o700); err != nil {
		return err
	}
	now := k.now().UTC().Truncate(time.Second)
	if err := k.store.Backup(ctx, filepath.Join(k.dir, k.prefix()+now.Format(backupTime))); err != nil {
		return mend(err, k.store.Path(), k.dir)
	}
	k.mu.Lock()
	k.newest = now
	k.mu.Unlock()
	names, err := k.names()
	for ; len(names) > k.keep; names = names[1:] {
		err = errors.Join(err, os.Remove(filepath.Join(k.dir, names[0])))
	}
	return err
}

// worries are sentences about what the owner must know of backups and disk.
func (k *keeper) worries(p *i18n.Printer) (list []string) {
	since := k.last()
	if since.Before(k.started) {
		since = later(since, k.started.Add(30*time.Minute-worryAfter)) // a start gets its chance first
	}
	if k.dir != "" && k.now().Sub(since) > worryAfter {
		list = append(list, p.T("care.backup"))
	}
	for _, dir := range []string{filepath.Dir(k.store.Path()), k.dir} {
		free, size, err := k.disk(dir)
		if err == nil && (free < leastFree || free < size/leastShare) {
			return append(list, p.T("care.disk", "MB", fmt.Sprint(free>>20)))
		}
	}
	return list
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// diskSpace is what an ordinary user may still write below dir, and how large
// the disk is.
func diskSpace(dir string) (free, size uint64, err error) {
	var s syscall.Statfs_t
	err = syscall.Statfs(dir, &s)
	return s.Bavail * uint64(s.Bsize), s.Blocks * uint64(s.Bsize), err
}
