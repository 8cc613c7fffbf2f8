package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock keeps a database to one server: a second one, or a restore, would go
// behind its back. It is let go when the process ends, however that happens.
func lock(db string) (release func() error, err error) {
	f, err := os.OpenFile(db+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot use %s: %w; does the folder exist, and may this user write there?", db, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is served by another yousaid: stop that one first", db), f.Close())
	}
	return f.Close, nil
}
