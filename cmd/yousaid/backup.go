package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

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
func (c restoreCmd) Run(a *app) (err error) {
	if _, err := os.Stat(c.File); err != nil {
		return fmt.Errorf("there is no backup %s", c.File)
	}
	release, err := lock(a.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	source, err := store.Open(a.ctx, store.Options{Path: c.File, Clock: a.Clock, Log: a.logger()})
	if err != nil {
		return fmt.Errorf("the backup cannot be used: %w", err)
	}
	defer source.Close()
	if err := source.Check(a.ctx); err != nil {
		return fmt.Errorf("the backup cannot be used: %w", err)
	}
	kept, err := moveAside(a.db, a.Clock())
	if err != nil {
		return err
	}
	if err := source.Backup(a.ctx, a.db); err != nil {
		return fmt.Errorf("not restored%s: %w", kept, err)
	}
	_, err = fmt.Fprintf(a.Out, "restored from %s%s\n", c.File, kept)
	return err
}

// moveAside moves the database with its write-ahead log; a log left behind
// would be played into the wrong file.
func moveAside(db string, now time.Time) (kept string, err error) {
	if _, err := os.Stat(db); os.IsNotExist(err) {
		return "", nil
	}
	aside, err := freeName(db + ".replaced-" + now.UTC().Format("20060102T150405Z"))
	if err != nil {
		return "", err
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(db+suffix, aside+suffix); err != nil && !os.IsNotExist(err) {
			return "", err
		}
	}
	return "; what was there before is kept as " + aside, nil
}

// freeName gives the name, or the name with a number, that no file has.
func freeName(name string) (string, error) {
	for i := 1; i < 1000; i++ {
		try := name
		if i > 1 {
			try = fmt.Sprintf("%s-%d", name, i)
		}
		if _, err := os.Lstat(try); os.IsNotExist(err) {
			return try, nil
		}
	}
	return "", fmt.Errorf("%s: too many files of this name", name)
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
	if strings.TrimSpace(c.Contact) == "" {
		return usage("--contact is empty: give the mail address or telephone number that was left")
	}
	return a.with(func(s *store.Store) error {
		n, err := s.EraseContact(a.ctx, store.System(), c.Contact)
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("nobody left %q: nothing was erased", c.Contact)
		}
		_, err = fmt.Fprintf(a.Out, "erased: %d\n", n)
		return err
	})
}
