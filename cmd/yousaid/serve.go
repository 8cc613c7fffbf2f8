package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/store"
)

// serving is the flags that serve and demo share.
type serving struct {
	Listen  string `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Address to listen on (default: ${default}); 0.0.0.0:8080 lets tablets and phones in."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"How people reach the server, for QR codes and mails: https://said.example.org."`
	securing
	backing
	Host         []string `name:"host" placeholder:"NAME" help:"Further name under which this server answers; may be repeated."`
	TrustedProxy []string `name:"trusted-proxy" placeholder:"NETWORK" help:"Reverse proxy whose X-Forwarded headers are believed: an address or a network; may be repeated."`

	SMTPHost     string `name:"smtp-host" placeholder:"NAME" help:"Mail server for answers; without it mails wait."`
	SMTPPort     int    `name:"smtp-port" default:"587" help:"Its port."`
	SMTPUser     string `name:"smtp-user" help:"Name at the mail server."`
	SMTPPassword string `name:"smtp-password" help:"Password at the mail server; better given as YOUSAID_SMTP_PASSWORD."`
	SMTPFrom     string `name:"smtp-from" placeholder:"ADDRESS" help:"Sender of mails."`
	SMTPNoTLS    bool   `name:"smtp-no-tls" help:"The mail server stands on this machine and speaks no TLS."`

	intake  kiosk.Intake // nil: the store's
	inbox   string       // the folder of a scanner; "": none
	noGuard bool         // for measuring: nobody is asked to hold on
	side    tlsSide
}

type serveCmd struct {
	serving
	ScanInbox string `name:"scan-inbox" placeholder:"DIR" help:"A folder into which a scanner writes returned cards; each file is read and moved to done or refused in it."`
}

// Run serves until the process is told to stop.
func (c serveCmd) Run(a *app) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	if c.ScanInbox != "" {
		if c.inbox, err = filepath.Abs(c.ScanInbox); err != nil {
			return err
		}
		if info, err := os.Stat(c.inbox); err == nil && !info.IsDir() {
			return usage("--scan-inbox %s is no folder: name the one into which the scanner writes", c.inbox)
		}
	}
	release, err := lock(a.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := sound(a.ctx, a.db, c.folder(a.db)); err != nil {
		return err
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	err = c.serve(a, s, func(url string) { fmt.Fprintf(a.Out, "yousaid is at %s\n", url) })
	return errors.Join(err, s.Close())
}

// check finds flags that cannot be meant before anything is opened.
func (c serving) check() error {
	if _, err := net.ResolveTCPAddr("tcp", c.Listen); err != nil {
		return usage("--listen %s is not an address with a port, such as 127.0.0.1:8080", c.Listen)
	}
	if c.BackupKeep < 1 {
		return usage("--backup-keep %d keeps nothing: give 1 or more, or --backup-dir none", c.BackupKeep)
	}
	if _, err := parseProxies(c.TrustedProxy); err != nil {
		return err
	}
	if c.SMTPHost == "" && (c.SMTPUser != "" || c.SMTPPassword != "" || c.SMTPFrom != "") {
		return usage("--smtp-user, --smtp-password and --smtp-from go with --smtp-host: name the mail server")
	}
	if c.BaseURL == "" {
		return c.checkTLS()
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return usage("--base-url %s is not like https://said.example.org", c.BaseURL)
	}
	return c.checkTLS()
}

// serve answers requests until a.ctx is done, then lets those under way finish.
// said is told the address once connections are taken.
func (c serving) serve(a *app, s *store.Store, said func(url string)) error {
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; is another yousaid running? choose another --listen", c.Listen, err)
	}
	ctx, stop := context.WithCancel(a.ctx)
	defer stop()
	if c.side, err = c.secure(a, s.Path(), ln.Addr()); err != nil {
		ln.Close()
		return err
	}
	h, err := c.house(ctx, a, s, ln.Addr())
	if err != nil {
		return errors.Join(err, ln.Close(), c.side.close())
	}
	srv := &http.Server{Handler: h.handler, ErrorLog: slog.NewLogLogger(a.logger().Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	srv.RegisterOnShutdown(stop) // long streams end with the server
	h.work(ctx)
	defer h.wait()
	defer stop()
	done, helped := make(chan error, 1), make(chan error, 1)
	go func() { done <- c.listen(srv, ln) }()
	go func() { helped <- c.side.help(ctx, srv, h.handler, c.hosts(h.web), portOf(ln.Addr())) }()
	defer func() { stop(); <-helped }()
	if h.setupCode != "" {
		fmt.Fprintf(a.Out, "set-up asks for this code: %s\n", h.setupCode)
	}
	c.side.announce(a.Out, ln.Addr())
	said(c.url(ln.Addr()))
	select {
	case err := <-done:
		return err
	case <-a.ctx.Done():
	}
	return shutdown(srv, done)
}

func (c serving) listen(srv *http.Server, ln net.Listener) error {
	if c.side.config == nil {
		return srv.Serve(ln)
	}
	srv.TLSConfig = c.side.config
	return srv.ServeTLS(ln, "", "")
}

func shutdown(srv *http.Server, done chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return err
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// url is where people reach the server: as they were told, or the address.
func (c serving) url(addr net.Addr) string {
	if c.BaseURL != "" {
		return strings.TrimRight(c.BaseURL, "/")
	}
	switch {
	case c.ACMEHost != "":
		return "https://" + withPort(c.ACMEHost, portOf(addr))
	case c.speaksTLS():
		return "https://" + reachable(addr)
	}
	return "http://" + reachable(addr)
}

// reachable names the machine where the listener takes every address.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			host = name
		}
	}
	return net.JoinHostPort(host, port)
}
