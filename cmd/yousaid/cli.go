package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// cli is every verb and flag; --flag can be given as YOUSAID_FLAG as well.
type cli struct {
	DB string `name:"db" default:"yousaid.db" placeholder:"FILE" help:"The database file (default: ${default}); demo makes its own."`

	Serve   serveCmd   `cmd:"" help:"Serve tablet, desk, whiteboard and office."`
	Init    initCmd    `cmd:"" help:"Set a fresh file up without a browser."`
	Demo    demoCmd    `cmd:"" help:"Serve a throw-away database with a season of believable life."`
	User    userCmd    `cmd:"" help:"People who sign in."`
	Device  deviceCmd  `cmd:"" help:"Paired tablets and screens."`
	Cards   cardsCmd   `cmd:"" help:"Print comment cards as a PDF."`
	Scan    scanCmd    `cmd:"" help:"Read returned comment cards."`
	Export  exportCmd  `cmd:"" help:"Write everything out as CSV or JSON lines."`
	Import  importCmd  `cmd:"" help:"Take in a file of what waited on a tablet."`
	Backup  backupCmd  `cmd:"" help:"Copy the running database into a new file and check the copy."`
	Restore restoreCmd `cmd:"" help:"Put a backup in the place of the database."`
	Check   checkCmd   `cmd:"" help:"Read the whole database and say whether it is sound."`
	Erase   eraseCmd   `cmd:"" help:"Erase the words and contact of a person who asks for it."`
	Version versionCmd `cmd:"" help:"Print the version."`

	ReadScan readScanCmd `cmd:"" hidden:""`
}

// usualDB is the database where none is named.
const usualDB = "yousaid.db"

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// app is what every verb runs with.
type app struct {
	process
	ctx context.Context
	db  string
}

type exited int

// run parses args, runs the verb and gives the exit code. Every error is one
// line on p.Err that says what to do.
func run(ctx context.Context, args []string, p process) (code int) {
	defer func() {
		// kong ends --help by calling Exit in the middle of parsing.
		if e := recover(); e != nil {
			c, ok := e.(exited)
			if !ok {
				panic(e)
			}
			code = int(c)
		}
	}()
	var c cli
	parser, err := kong.New(&c, kong.Name("yousaid"), kong.Description("You said, we did: complaints in, answers out."),
		kong.DefaultEnvars("YOUSAID"), kong.Writers(p.Out, p.Err), kong.Exit(func(n int) { panic(exited(n)) }), kong.UsageOnError())
	if err != nil {
		return fail(p, err, exitFailed)
	}
	k, err := parser.Parse(args)
	if err != nil {
		return fail(p, fmt.Errorf("%w (see yousaid --help)", err), exitUsage)
	}
	if err := k.Run(&app{process: p, ctx: ctx, db: c.DB}); err != nil {
		var wrong usageError
		if errors.As(err, &wrong) {
			return fail(p, err, exitUsage)
		}
		return fail(p, err, exitFailed)
	}
	return exitDone
}

// usageError is a value that parsed but makes no sense.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func fail(p process, err error, code int) int {
	fmt.Fprintln(p.Err, "yousaid: "+strings.ReplaceAll(inWords(err), "\n", " "))
	return code
}

// inWords says an Error of the store in English; others speak for themselves.
func inWords(err error) string {
	var e *store.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	catalog, loading := i18n.Load()
	if loading != nil {
		return err.Error()
	}
	return catalog.Printer(i18n.English).T(e.Key)
}

// open opens the database of --db and makes it if it is not there.
func (a *app) open() (*store.Store, error) {
	s, err := store.Open(a.ctx, store.Options{Path: a.db, Clock: a.Clock, Log: a.logger()})
	if err != nil {
		return nil, unusable(err, a.db, backing{}.folder(a.db))
	}
	return s, nil
}

// with opens a database that is there and set up, for one short piece of work.
func (a *app) with(fn func(*store.Store) error) (err error) {
	if _, err := os.Stat(a.db); err != nil {
		return fmt.Errorf("there is no database %s: name it with --db, or make one with yousaid init or yousaid serve", a.db)
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if !s.IsSetUp() {
		return fmt.Errorf("%s has not been set up: use yousaid init, or open the page of yousaid serve", a.db)
	}
	return mend(fn(s), a.db, backing{}.folder(a.db))
}
