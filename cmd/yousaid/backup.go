package main

import (
	"fmt"
	"os"

	"github.com/yousaid/yousaid/store"
)

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.Out, "yousaid "+version)
	return err
}

type backupCmd struct {
	File string `arg:"" help:"The file to write; it must not be there yet."`
}

func (c backupCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		if err := s.Backup(a.ctx, c.File); err != nil {
			return err
		}
		_, err := fmt.Fprintln(a.Out, "backup written and checked: "+c.File)
		return err
	})
}

type restoreCmd struct {
	File string `arg:"" help:"The backup."`
}

// Run checks the backup by opening it through the same door as serve, then
// moves the present database aside and copies the backup into its place.
func (c restoreCmd) Run(a *app) error {
	source, err := store.Open(a.ctx, store.Options{Path: c.File, Clock: a.Clock, Log: a.logger()})
	if err != nil {
		return fmt.Errorf("the backup cannot be used: %w", err)
	}
	defer source.Close()
	if err := source.Check(a.ctx); err != nil {
		return fmt.Errorf("the backup cannot be used: %w", err)
	}
	aside := a.db + ".replaced-" + a.Clock().UTC().Format("20060102T150405Z")
	if err := moveAside(a.db, aside); err != nil {
		return err
	}
	if err := source.Backup(a.ctx, a.db); err != nil {
		return fmt.Errorf("the present database is safe as %s: %w", aside, err)
	}
	_, err = fmt.Fprintf(a.Out, "restored from %s; what was there before is kept as %s\n", c.File, aside)
	return err
}

// moveAside moves the database with its write-ahead log; a log left behind
// would be played into the wrong file.
func moveAside(db, aside string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(db+suffix, aside+suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

type checkCmd struct{}

func (checkCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		if err := s.Check(a.ctx); err != nil {
			return err
		}
		_, err := fmt.Fprintln(a.Out, "sound: the file, its references, and the chain of events")
		return err
	})
}

type eraseCmd struct {
	Contact string `required:"" help:"The mail address or telephone number that was left."`
}

func (c eraseCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		n, err := s.EraseContact(a.ctx, store.System(), c.Contact)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.Out, "erased: %d\n", n)
		return err
	})
}
