package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/yousaid/yousaid/store"
)

type demoCmd struct{ serving }

// Run serves a database that is thrown away at the end.
func (c demoCmd) Run(a *app) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	if a.db != usualDB {
		return usage("demo makes a database of its own and throws it away: leave --db (YOUSAID_DB) out, or use yousaid serve --db %s", a.db)
	}
	c.BackupDir = "none" // it is thrown away anyway
	dir, err := os.MkdirTemp("", "yousaid-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	clock := &demoClock{real: a.Clock}
	s, err := store.Open(a.ctx, store.Options{Path: filepath.Join(dir, "demo.db"), Clock: clock.Now, Log: a.logger()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	fmt.Fprintln(a.Out, "making twelve weeks of life …")
	if err := buildDemo(a.ctx, s, clock, c.expectedURL()); err != nil {
		return err
	}
	invented, err := s.Devices(a.ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(a.ctx)
	ended := make(chan error, 1)
	go func() { ended <- keepDemoAlive(ctx, s, invented, time.Minute) }()
	defer func() { stop(); err = errors.Join(err, <-ended) }()
	return c.serve(a, s, func(url string) { err = errors.Join(err, c.tell(a, s, url)) })
}

// expectedURL is where the demo will be; the cards are made before it listens.
func (c demoCmd) expectedURL() string {
	if c.BaseURL != "" {
		return c.BaseURL
	}
	return "http://" + c.Listen
}

// demoUses is how often the demo's link opens: one look is not enough, and what
// it opens is thrown away.
const demoUses = 1000

func demoLink(a *app, s *store.Store, site store.Site) (string, error) {
	d, _, err := s.AddDevice(a.ctx, store.System(), store.Device{Kind: store.KioskDevice, Name: "Demo tablet", Site: site.ID})
	if err != nil {
		return "", err
	}
	return s.NewPairLink(a.ctx, store.System(), d.ID, store.PairLink{Uses: demoUses})
}

// demoTabletHost is where the tablet opens the demo. A paired browser shows no
// sign-in page, and browsers keep cookies for each host: with a host of its own
// the tablet leaves the desk alone in the same browser.
func demoTabletHost(at string) string {
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return at
	}
	u.Host = net.JoinHostPort("localhost", u.Port())
	return u.String()
}

// tell prints who can sign in and what to open.
func (c demoCmd) tell(a *app, s *store.Store, url string) error {
	site, err := s.SiteBySlug("")
	if err != nil {
		return err
	}
	link, err := demoLink(a, s, site)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	own := demoTabletHost(url)
	fmt.Fprintf(w, "tablet\t%s/pair/%s\n", own, link)
	if own != url {
		fmt.Fprintln(w, "\t(localhost, so that one browser can be tablet and desk: it keeps cookies for each host apart)")
	}
	fmt.Fprintf(w, "whiteboard\t%s/board\n", url)
	fmt.Fprintf(w, "own phone\t%s/at/%s\n", url, site.Slug)
	people, err := s.Users(a.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "desk\t%s/signin\n", url)
	for _, role := range []store.Role{store.Staff, store.Manager, store.Director, store.Owner} {
		for _, u := range people {
			if u.Role == role {
				fmt.Fprintf(w, "  %s\t%s\t%s\n", role, u.Email, demoPassword)
				break
			}
		}
	}
	fmt.Fprintf(w, "yousaid is at %s\n", url)
	return w.Flush()
}
