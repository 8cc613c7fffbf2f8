package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/yousaid/yousaid/store"
)

// sound refuses a database that is harmed before anything is written to it.
func sound(ctx context.Context, db, backups string) error {
	info, err := os.Stat(db)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Size() > 0:
		return unusable(store.Sound(ctx, db), db, backups)
	}
	// SQLite takes an empty file for a new one and drops the log beside it.
	if log, err := os.Stat(db + "-wal"); newestBackup(backups, db) != "" || err == nil && log.Size() > 0 {
		return advice(errors.New("it is empty"), db, backups)
	}
	return nil
}

// unusable says of an error that db cannot be opened for it, and what to do.
func unusable(err error, db, backups string) error {
	if err == nil || store.Damaged(err) {
		return mend(err, db, backups)
	}
	return fmt.Errorf("cannot use %s: %w", db, err)
}

// mend adds to the error of a harmed database what to do; others it leaves.
func mend(err error, db, backups string) error {
	if !store.Damaged(err) {
		return err
	}
	return advice(err, db, backups)
}

func advice(err error, db, backups string) error {
	do := "a backup, wherever you keep one: yousaid restore FILE"
	if newest := newestBackup(backups, db); newest != "" {
		do = "the newest backup: yousaid restore " + newest
	}
	return fmt.Errorf("%s is damaged (%w): stop yousaid and restore %s --db %s (what is there now is kept beside it)", db, err, do, db)
}

// newestBackup is the last one of db in a folder, "" if there is none.
func newestBackup(backups, db string) string {
	names, err := backupsOf(backups, db)
	if err != nil || len(names) == 0 {
		return ""
	}
	return filepath.Join(backups, names[len(names)-1])
}
