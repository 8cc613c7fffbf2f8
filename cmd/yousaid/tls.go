package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/board/office"
	"golang.org/x/crypto/acme/autocert"
)

// securing is the flags that say how the server speaks https.
type securing struct {
	TLSCert       string   `name:"tls-cert" type:"path" placeholder:"FILE" help:"Certificate, for https; taken up anew when the file changes."`
	TLSKey        string   `name:"tls-key" type:"path" placeholder:"FILE" help:"Its key."`
	TLSLocal      bool     `name:"tls-local" help:"Serve https with a certificate of this place's own; every device trusts it once, at /trust."`
	TLSName       []string `name:"tls-name" placeholder:"NAME" help:"Further name or address for the certificate of --tls-local; may be repeated."`
	ACMEHost      string   `name:"acme-host" placeholder:"NAME" help:"Serve https with a certificate of Let's Encrypt for this public name; listen on port 443."`
	ACMEEmail     string   `name:"acme-email" placeholder:"ADDRESS" help:"Where the authority may write about that certificate."`
	ACMEDirectory string   `name:"acme-directory" placeholder:"URL" help:"Another authority than Let's Encrypt that speaks ACME."`
	HTTPListen    string   `name:"http-listen" placeholder:"ADDR" help:"Beside https, answer plain http here: the trust page, and the way to https. Default with --tls-local the port after --listen's (80 beside 443), with --acme-host port 80; none for none."`
}

// tlsSide is how a running server speaks https; the zero value: not at all.
type tlsSide struct {
	config    *tls.Config
	authority *authority        // of --tls-local
	acme      *autocert.Manager // of --acme-host
	helper    net.Listener      // plain http beside https; nil: none
}

func hostName() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?$`)
}

func checkName(flag, name string) error {
	if net.ParseIP(name) == nil && !hostName().MatchString(name) {
		return usage("%s %s is not a name such as said.example.org, without port or https:// (other scripts in their xn-- form)", flag, name)
	}
	return nil
}

// checkTLS finds flags that do not go together.
func (c serving) checkTLS() error {
	ways := 0
	for _, on := range []bool{c.TLSCert != "" || c.TLSKey != "", c.TLSLocal, c.ACMEHost != ""} {
		if on {
			ways++
		}
	}
	switch {
	case c.TLSKey != "" && c.TLSCert == "":
		return usage("--tls-cert is missing: it goes together with --tls-key")
	case c.TLSCert != "" && c.TLSKey == "":
		return usage("--tls-key is missing: it goes together with --tls-cert")
	case ways > 1:
		return usage("--tls-cert, --tls-local and --acme-host are three ways to https: choose one")
	case len(c.TLSName) > 0 && !c.TLSLocal:
		return usage("--tls-name goes with --tls-local")
	case (c.ACMEEmail != "" || c.ACMEDirectory != "") && c.ACMEHost == "":
		return usage("--acme-email and --acme-directory go with --acme-host")
	case c.HTTPListen != "" && ways == 0:
		return usage("--http-listen stands beside https: give --tls-local, --acme-host or --tls-cert too")
	case ways > 0 && strings.HasPrefix(c.BaseURL, "http:"):
		return usage("--base-url %s must begin with https:// when the server speaks https", c.BaseURL)
	}
	if err := c.checkTLSFiles(); err != nil {
		return err
	}
	return c.checkNames()
}

func (c serving) checkTLSFiles() error {
	for _, f := range [][2]string{{"--tls-cert", c.TLSCert}, {"--tls-key", c.TLSKey}} {
		if f[1] == "" {
			continue
		}
		if info, err := os.Stat(f[1]); err != nil || info.IsDir() {
			return usage("%s %s is no file that can be read here", f[0], f[1])
		}
	}
	return nil
}

func (c serving) checkNames() error {
	for _, n := range c.TLSName {
		if err := checkName("--tls-name", n); err != nil {
			return err
		}
	}
	for _, n := range c.Host {
		if err := checkName("--host", n); err != nil {
			return err
		}
	}
	if n := c.ACMEHost; n != "" && (net.ParseIP(n) != nil || !strings.Contains(n, ".") || !hostName().MatchString(n)) {
		return usage("--acme-host %s is not a public name such as said.example.org", n)
	}
	if c.HTTPListen != "" && c.HTTPListen != "none" {
		if _, err := net.ResolveTCPAddr("tcp", c.HTTPListen); err != nil {
			return usage("--http-listen %s is not an address with a port, such as 0.0.0.0:8081, nor none", c.HTTPListen)
		}
	}
	return nil
}

// speaksTLS tells whether this server itself answers https.
func (c serving) speaksTLS() bool { return c.TLSCert != "" || c.TLSLocal || c.ACMEHost != "" }

// secure makes ready how the server speaks https. Keys that it makes stand
// beside the database db. addr is where it listens.
func (c serving) secure(a *app, db string, addr net.Addr) (side tlsSide, err error) {
	side.config = &tls.Config{MinVersion: tls.VersionTLS12}
	switch {
	case c.TLSLocal:
		if side.authority, err = openAuthority(db+".tls", a.Clock, a.logger(), thisMachine(), c.askedNames()); err == nil {
			side.config.GetCertificate = side.authority.certificate
		}
	case c.ACMEHost != "":
		if side.acme, err = c.publicCertificates(db + ".acme"); err == nil {
			side.config = side.acme.TLSConfig()
			side.config.MinVersion = tls.VersionTLS12
		}
	case c.TLSCert != "":
		var files *certFiles
		if files, err = openCertFiles(c.TLSCert, c.TLSKey, a.Clock, a.logger()); err == nil {
			side.config.GetCertificate = files.certificate
		}
	default:
		return tlsSide{}, nil
	}
	if err != nil {
		return tlsSide{}, err
	}
	return c.withHelper(side, addr)
}

func (c serving) withHelper(side tlsSide, addr net.Addr) (tlsSide, error) {
	at := c.helperAddress(addr)
	if at == "" {
		return side, nil
	}
	ln, err := net.Listen("tcp", at)
	if err != nil {
		return side, fmt.Errorf("cannot listen on %s: %w; choose another --http-listen, or --http-listen none", at, err)
	}
	side.helper = ln
	return side, nil
}

// helperAddress is where plain http is answered beside https; "": nowhere.
func (c serving) helperAddress(addr net.Addr) string {
	switch {
	case c.HTTPListen == "none":
		return ""
	case c.HTTPListen != "":
		return c.HTTPListen
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return ""
	}
	tcp, ok := addr.(*net.TCPAddr)
	switch {
	case c.ACMEHost != "" || c.TLSLocal && port == "443":
		return net.JoinHostPort(host, "80")
	case c.TLSLocal && port == "0":
		return net.JoinHostPort(host, "0")
	case c.TLSLocal && ok && tcp.Port < 65535:
		return net.JoinHostPort(host, strconv.Itoa(tcp.Port+1))
	}
	return ""
}

// help answers plain http beside https until ctx is done: the trust page, its
// files and the challenges of an authority; everything else is led to https.
func (side tlsSide) help(ctx context.Context, srv *http.Server, pages http.Handler, known *hosts, httpsPort string) error {
	if side.helper == nil {
		return nil
	}
	var h http.Handler = leadToHTTPS{pages: pages, on: known.only(toHTTPS(httpsPort))}
	if side.acme != nil {
		h = side.acme.HTTPHandler(h)
	}
	plain := &http.Server{Handler: h, ErrorLog: srv.ErrorLog, ReadHeaderTimeout: srv.ReadHeaderTimeout, ReadTimeout: srv.ReadTimeout, WriteTimeout: srv.WriteTimeout, IdleTimeout: srv.IdleTimeout}
	stop := context.AfterFunc(ctx, func() { plain.Close() })
	defer stop()
	if err := plain.Serve(side.helper); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (side tlsSide) close() error {
	if side.helper == nil {
		return nil
	}
	return side.helper.Close()
}

// trusting is what the trust page shows; addr is where https is.
func (side tlsSide) trusting(addr net.Addr) office.Trusting {
	if side.authority == nil {
		return office.Trusting{}
	}
	a := side.authority
	t := office.Trusting{Authority: a.ca.Raw, Name: a.ca.Subject.CommonName, Fingerprint: a.fingerprint(), Secure: side.listener(addr)}
	if side.helper != nil {
		t.Plain = side.listener(side.helper.Addr())
	}
	return t
}

// listener says where others on the network reach what listens at addr.
func (side tlsSide) listener(addr net.Addr) office.Listener {
	l := office.Listener{Port: portOf(addr), LAN: func() []netip.Addr { return nil }}
	ap, err := netip.ParseAddrPort(addr.String())
	switch {
	case err != nil || ap.Addr().IsLoopback():
	case ap.Addr().IsUnspecified():
		l.LAN = side.authority.machine.lan
	default:
		l.LAN = func() []netip.Addr { return []netip.Addr{ap.Addr().Unmap()} }
	}
	return l
}

// announce tells whoever starts the server where devices come to trust it.
func (side tlsSide) announce(w io.Writer, addr net.Addr) {
	if side.authority == nil {
		return
	}
	for _, host := range side.hosts(addr) {
		fmt.Fprintf(w, "on the network: https://%s\n", withPort(host, portOf(addr)))
	}
	if side.helper != nil {
		fmt.Fprintf(w, "once on each device: http://%s/trust\n", side.helperHost())
	}
	fmt.Fprintf(w, "fingerprint of its authority (SHA-256): %s\n", side.authority.fingerprint())
}

// hosts are the addresses for others, where the listener takes every address.
func (side tlsSide) hosts(addr net.Addr) (list []string) {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		for _, ip := range side.authority.machine.lan() {
			list = append(list, ip.String())
		}
	}
	return list
}

func (side tlsSide) helperHost() string {
	if list := side.hosts(side.helper.Addr()); len(list) > 0 {
		return net.JoinHostPort(list[0], portOf(side.helper.Addr()))
	}
	return side.helper.Addr().String()
}

func portOf(addr net.Addr) string {
	_, port, _ := net.SplitHostPort(addr.String()) // a listener's address has one
	return port
}

// leadToHTTPS shows what a device needs before it can trust the server, and
// leads on for everything else. It redirects for now, never for good: a
// browser that remembers a redirect would not find back.
type leadToHTTPS struct{ pages, on http.Handler }

func (l leadToHTTPS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := r.URL.Path
	if p == "/trust" || strings.HasPrefix(p, "/trust/") || strings.HasPrefix(p, "/assets/") || p == "/healthz" {
		l.pages.ServeHTTP(w, r)
		return
	}
	l.on.ServeHTTP(w, r)
}

func toHTTPS(port string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://"+withPort(r.Host, port)+r.URL.RequestURI(), http.StatusTemporaryRedirect)
	}
}

// withPort is the host of a request with the port of https.
func withPort(host, port string) string {
	host = plainHost(host)
	if port == "443" {
		if strings.Contains(host, ":") {
			return "[" + host + "]"
		}
		return host
	}
	return net.JoinHostPort(host, port)
}
