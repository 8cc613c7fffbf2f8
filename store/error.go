package store

import (
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// Code says what kind of problem an Error is.
type Code string

// The codes. Anything that is not a *Error is internal: it is logged and
// never shown.
const (
	Conflict  Code = "conflict"  // somebody else was first, or it is there already
	Invalid   Code = "invalid"   // the input cannot be taken as it is
	NotFound  Code = "notfound"  // no such thing, or not for this caller
	Forbidden Code = "forbidden" // the caller may not
	Full      Code = "full"      // no room on the disk: nothing was stored
)

// Error is a problem that a person can be told: Key names the sentence in the
// catalogues ("store.sub-key"), Field the form field it belongs to, if any.
type Error struct {
	Code  Code
	Key   string
	Field string
}

func (e *Error) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("%s: %s", e.Code, e.Key)
	}
	return fmt.Sprintf("%s: %s (%s)", e.Code, e.Key, e.Field)
}

// CodeOf gives the code of err, "" for an internal error or nil.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func invalid(key, field string) error { return &Error{Invalid, "store." + key, field} }
func conflict(key string) error       { return &Error{Conflict, "store." + key, ""} }
func notFound(key string) error       { return &Error{NotFound, "store." + key, ""} }
func forbidden(key string) error      { return &Error{Forbidden, "store." + key, ""} }

// told turns what SQLite says of a full disk into an Error of ours.
func told(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrFull {
		return &Error{Full, "store.full", ""}
	}
	return err
}
