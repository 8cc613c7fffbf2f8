package main

import "log/slog"

// logger writes to stderr, one line an event, in logfmt.
func (p process) logger() *slog.Logger { return slog.New(slog.NewTextHandler(p.Err, nil)) }
