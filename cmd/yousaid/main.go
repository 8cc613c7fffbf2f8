// Command yousaid is the whole product: tablet, desk, whiteboard and comment
// cards over one SQLite file. See yousaid --help.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // a small Linux may know no time zones
)

// version is set by the linker (-X main.version=...).
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], process{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Clock: time.Now, Self: self()}))
}

// self is this very program: not one that an upgrade has put in its place since.
func self() string {
	const running = "/proc/self/exe"
	if _, err := os.Stat(running); err == nil {
		return running
	}
	name, err := os.Executable()
	if err != nil {
		return "" // it then does all its work in this process
	}
	return name
}

// process is the outside world of one run; a test brings its own.
type process struct {
	In    io.Reader
	Out   io.Writer
	Err   io.Writer
	Clock func() time.Time
	Self  string // this program, to start it for work apart; "" does all in this process
}
