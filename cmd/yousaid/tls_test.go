package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"encoding/xml"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store/storetest"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// office is a machine on a network, with an address that can change.
type officeMachine struct{ ips []string }

func (o *officeMachine) machine() machine {
	return machine{hostname: func() (string, error) { return "Reception", nil }, addresses: func() (list []net.Addr, err error) {
		for _, ip := range o.ips {
			_, n, err := net.ParseCIDR(ip)
			if err != nil {
				return nil, err
			}
			n.IP = netip.MustParsePrefix(ip).Addr().AsSlice()
			list = append(list, n)
		}
		return list, nil
	}}
}

// trusting is a client that trusts one authority and nobody else.
func trusting(t testing.TB, caFile string) *http.Client {
	t.Helper()
	b, err := os.ReadFile(caFile)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(b) {
		t.Fatalf("%s holds no certificate", caFile)
	}
	c := visitor(t)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	c.Transport = transport
	return c
}

func get(t testing.TB, c *http.Client, url string) (*http.Response, string) {
	t.Helper()
	res, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

// helperOf is the plain address that a server said beside its own.
func helperOf(t testing.TB, s *started) string {
	t.Helper()
	_, after, ok := strings.Cut(s.said, "once on each device: ")
	if !ok {
		t.Fatalf("the server did not say where to trust it:\n%s", s.said)
	}
	page, _, _ := strings.Cut(after, "\n")
	return strings.TrimSuffix(page, "/trust")
}

// A device that takes the authority from the trust page reaches the server by
// https, and goes on doing so after a restart.
func TestLocalAuthorityIsTrustedOnce(t *testing.T) {
	path, token := preparedDB(t)
	s := start(t, "serve", "--db", path, "--tls-local", "--tls-name", "said.home.arpa")
	helper := helperOf(t, s)
	if res, err := visitor(t).Get(s.URL + "/healthz"); err == nil {
		res.Body.Close()
		t.Error("a device that trusts nobody got through")
	}
	_, der := get(t, visitor(t), helper+"/trust/yousaid.crt")
	ca, err := x509.ParseCertificate([]byte(der))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	device := trusting(t, file)
	for _, host := range []string{"localhost", "127.0.0.1"} {
		res, _ := get(t, device, "https://"+withPort(host, portOf(mustAddr(t, s.URL)))+"/trust")
		if res.StatusCode != http.StatusOK || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %d HTTP/%d HSTS %q; want 200, 2 and none", host, res.StatusCode, res.ProtoMajor, res.Header.Get("Strict-Transport-Security"))
		}
	}
	if status, _, err := post(device, s.URL, token, newSubmission("By https.")); status != http.StatusCreated {
		t.Errorf("handing in by https: %d, %v", status, err)
	}
	s.kill()
	again := start(t, "serve", "--db", path, "--tls-local", "--tls-name", "said.home.arpa")
	if res, _ := get(t, device, again.URL+"/healthz"); res.StatusCode != http.StatusOK {
		t.Errorf("after a restart: %d", res.StatusCode)
	}
	modes(t, path+".tls")
	opensslAgrees(t, path+".tls")
}

func mustAddr(t testing.TB, url string) net.Addr {
	t.Helper()
	_, host, _ := strings.Cut(url, "://")
	a, err := net.ResolveTCPAddr("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// modes holds that keys are for the server's user alone.
func modes(t *testing.T, dir string) {
	t.Helper()
	for name, want := range map[string]os.FileMode{"": 0o700, "ca.key": 0o600, "server.key": 0o600, "ca.crt": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
}

// opensslAgrees asks an independent implementation about chain and names.
func opensslAgrees(t *testing.T, dir string) {
	t.Helper()
	ca, leaf := filepath.Join(dir, "ca.crt"), filepath.Join(dir, "server.crt")
	for _, args := range [][]string{{"-verify_hostname", "localhost"}, {"-verify_hostname", "said.home.arpa"}, {"-verify_ip", "127.0.0.1"}, {"-verify_ip", "::1"}} {
		out, err := exec.Command("openssl", append(append([]string{"verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca}, args...), leaf)...).CombinedOutput()
		if err != nil {
			t.Errorf("openssl verify %v: %v\n%s", args, err, out)
		}
	}
	if out, err := exec.Command("openssl", "verify", "-CAfile", ca, "-verify_hostname", "bank.example", leaf).CombinedOutput(); err == nil {
		t.Errorf("openssl takes the certificate for a bank: %s", out)
	}
}

// Plain http beside https shows the trust page and leads everything else on.
func TestPlainHTTPLeadsToHTTPS(t *testing.T) {
	path, _ := preparedDB(t)
	s := start(t, "serve", "--db", path, "--tls-local")
	helper := helperOf(t, s)
	res, page := get(t, visitor(t), helper+"/trust?lang=de")
	_, said, _ := strings.Cut(s.said, "SHA-256): ")
	fingerprint, _, _ := strings.Cut(said, "\n")
	shown := strings.NewReplacer("<wbr>", "", "\n", "", "\t", "", " ", "").Replace(page)
	if res.StatusCode != http.StatusOK || !strings.Contains(shown, fingerprint) || len(fingerprint) != 95 || !strings.Contains(page, "vertrauen") {
		t.Errorf("trust page: %d, fingerprint %q in it: %v", res.StatusCode, fingerprint, strings.Contains(shown, fingerprint))
	}
	if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' "+s.URL) {
		t.Errorf("the page may not ask %s: %s", s.URL, policy)
	}
	for _, p := range []string{"/", "/kiosk?lang=de", "/desk"} {
		if res, _ := get(t, visitor(t), helper+p); res.StatusCode != http.StatusTemporaryRedirect || res.Header.Get("Location") != s.URL+p {
			t.Errorf("%s: %d to %s, want %s", p, res.StatusCode, res.Header.Get("Location"), s.URL+p)
		}
	}
	res, profile := get(t, visitor(t), helper+"/trust/yousaid.mobileconfig")
	if res.Header.Get("Content-Type") != "application/x-apple-aspen-config" {
		t.Errorf("profile as %s", res.Header.Get("Content-Type"))
	}
	if d := xml.NewDecoder(strings.NewReader(profile)); !wellFormed(d) || !strings.Contains(profile, "com.apple.security.root") {
		t.Errorf("profile is no plist: %s", profile)
	}
}

// Plain http leads nobody to a name that is not ours.
func TestPlainHTTPLeadsToNoForeignName(t *testing.T) {
	path, _ := preparedDB(t)
	s := start(t, "serve", "--db", path, "--tls-local")
	for _, p := range []string{"/kiosk", "/signin", "/", "/trust"} {
		req, err := http.NewRequest(http.MethodGet, helperOf(t, s)+p, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "evil.example.com"
		res, err := visitor(t).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusMisdirectedRequest || res.Header.Get("Location") != "" {
			t.Errorf("%s: %d to %q, want 421", p, res.StatusCode, res.Header.Get("Location"))
		}
	}
}

// The trust page names an address at which somebody listens.
func TestTheTrustPageNamesWhatListens(t *testing.T) {
	path, _ := preparedDB(t)
	s := start(t, "serve", "--db", path, "--tls-local", "--listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0")
	helper := helperOf(t, s)
	_, page := get(t, visitor(t), helper+"/trust")
	if !strings.Contains(page, `<p class="tcode">`+helper+`/trust</p>`) || !strings.Contains(page, "curl -O "+helper+"/trust/yousaid.crt") {
		t.Errorf("the page does not name %s:\n%s", helper, page)
	}
}

func wellFormed(d *xml.Decoder) bool {
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return true
		} else if err != nil {
			return false
		}
	}
}

// The certificate is renewed by itself: before it ends, and when the computer
// gets another address. The authority stays the same.
func TestCertificateRenewsItself(t *testing.T) {
	clock := &storetest.Clock{}
	clock.Set(storetest.Start())
	here := &officeMachine{ips: []string{"192.168.1.5/24", "fe80::1/64"}}
	dir := filepath.Join(t.TempDir(), "x.tls")
	a, err := openAuthority(dir, clock.Now, quiet(), here.machine(), []string{"said.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	ca := a.ca.Raw
	first := leafOf(t, a)
	if life := first.NotAfter.Sub(first.NotBefore); life > 397*24*time.Hour {
		t.Errorf("certificate for %v, longer than Apple allows", life)
	}
	for _, name := range []string{"reception", "reception.local", "localhost", "said.example.org", "192.168.1.5", "127.0.0.1"} {
		if err := first.VerifyHostname(name); err != nil {
			t.Error(err)
		}
	}
	clock.Add(300 * 24 * time.Hour)
	if x := leafOf(t, a); !x.Equal(first) {
		t.Error("renewed while there was time")
	}
	clock.Add(60 * 24 * time.Hour)
	second := leafOf(t, a)
	if !second.NotAfter.After(first.NotAfter) {
		t.Errorf("not renewed 36 days before its end: until %v", second.NotAfter)
	}
	here.ips = []string{"192.168.7.9/24"}
	clock.Add(2 * time.Minute)
	third := leafOf(t, a)
	if err := third.VerifyHostname("192.168.7.9"); err != nil {
		t.Errorf("after the address changed: %v", err)
	}
	again, err := openAuthority(dir, clock.Now, quiet(), here.machine(), []string{"said.example.org"})
	if err != nil || !bytes.Equal(again.ca.Raw, ca) || !leafOf(t, again).Equal(third) {
		t.Errorf("opened again: %v, same authority %v, same certificate %v", err, bytes.Equal(again.ca.Raw, ca), leafOf(t, again).Equal(third))
	}
	clock.Add(9 * 366 * 24 * time.Hour)
	if _, err := openAuthority(dir, clock.Now, quiet(), here.machine(), nil); err == nil || !strings.Contains(err.Error(), "ended on") {
		t.Errorf("after ten years: %v, want what to do", err)
	}
}

func leafOf(t *testing.T, a *authority) *x509.Certificate {
	t.Helper()
	pair, err := a.certificate(nil)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.ca)
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: a.now()}); err != nil {
		t.Errorf("the chain does not hold: %v", err)
	}
	return pair.Leaf
}

// Whoever steals the authority's key cannot speak for a bank with it.
func TestLocalAuthoritySpeaksForThisPlaceOnly(t *testing.T) {
	a, err := openAuthority(filepath.Join(t.TempDir(), "x.tls"), time.Now, quiet(), (&officeMachine{ips: []string{"203.0.113.7/24"}}).machine(), nil)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.ca)
	for name, good := range map[string]bool{"reception.local": true, "10.3.4.5": true, "203.0.113.7": true, "bank.example": false, "8.8.8.8": false} {
		dns, ips := []string{name}, []net.IP(nil)
		if ip := net.ParseIP(name); ip != nil {
			dns, ips = nil, []net.IP{ip}
		}
		forged, err := a.issue(time.Now(), dns, ips)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := forged.Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: name}); (err == nil) != good {
			t.Errorf("%s: %v, want good=%v", name, err, good)
		}
	}
	_, err = openAuthority(a.dir, time.Now, quiet(), a.machine, []string{"late.example.org"})
	if err == nil || !strings.Contains(err.Error(), "late.example.org") {
		t.Errorf("a name from outside its realm: %v, want what to do", err)
	}
}

func TestDamagedAuthoritySaysWhatToDo(t *testing.T) {
	here := (&officeMachine{}).machine()
	for _, c := range []struct {
		says string
		harm func(dir string) error
	}{
		{"ca.crt and ca.key", func(dir string) error { return os.Remove(filepath.Join(dir, "ca.key")) }},
		{"cannot be used", func(dir string) error { return os.WriteFile(filepath.Join(dir, "ca.crt"), []byte("x"), 0o600) }},
	} {
		dir := filepath.Join(t.TempDir(), "x.tls")
		if _, err := openAuthority(dir, time.Now, quiet(), here, nil); err != nil {
			t.Fatal(err)
		}
		if err := c.harm(dir); err != nil {
			t.Fatal(err)
		}
		if _, err := openAuthority(dir, time.Now, quiet(), here, nil); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
	dir := filepath.Join(t.TempDir(), "x.tls")
	if _, err := openAuthority(dir, time.Now, quiet(), here, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "server.crt"), 10); err != nil {
		t.Fatal(err)
	}
	a, err := openAuthority(dir, time.Now, quiet(), here, nil)
	if err != nil {
		t.Fatalf("a server certificate cut short must be made anew: %v", err)
	}
	leafOf(t, a)
}

// ownFiles writes a certificate of its own making for localhost.
func ownFiles(t testing.TB, dir string, serial int64) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, x, x, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "own.crt"), filepath.Join(dir, "own.key")
	if err := errors.Join(writeWhole(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})),
		writeWhole(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))); err != nil {
		t.Fatal(err)
	}
	return cert, key
}

// Own files are taken up anew when another tool renews them; half-written ones
// change nothing.
func TestRenewedFilesAreTakenUp(t *testing.T) {
	clock := &storetest.Clock{}
	clock.Set(time.Now())
	dir := t.TempDir()
	cert, key := ownFiles(t, dir, 1)
	f, err := openCertFiles(cert, key, clock.Now, quiet())
	if err != nil {
		t.Fatal(err)
	}
	serial := func() int64 {
		clock.Add(2 * time.Second)
		pair, err := f.certificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.SerialNumber.Int64()
	}
	if n := serial(); n != 1 {
		t.Fatalf("serial %d", n)
	}
	old, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	ownFiles(t, dir, 2)
	fresh, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, old, 0o600); err != nil { // the key has not come yet
		t.Fatal(err)
	}
	if n := serial(); n != 1 {
		t.Errorf("half-written files: serial %d, want the old one", n)
	}
	if err := writeWhole(key, fresh); err != nil {
		t.Fatal(err)
	}
	if n := serial(); n != 2 {
		t.Errorf("renewed files: serial %d, want 2", n)
	}
}

// With files of a known authority browsers are told to stay with https.
func TestOwnFilesServeHTTPS(t *testing.T) {
	path, _ := preparedDB(t)
	cert, key := ownFiles(t, t.TempDir(), 1)
	s := start(t, "serve", "--db", path, "--tls-cert", cert, "--tls-key", key)
	res, page := get(t, trusting(t, cert), s.URL+"/trust")
	if res.StatusCode != http.StatusOK || res.Header.Get("Strict-Transport-Security") == "" || strings.Contains(page, "yousaid.crt") {
		t.Errorf("%d, HSTS %q; want 200, some, and nothing to install", res.StatusCode, res.Header.Get("Strict-Transport-Security"))
	}
	if res, _ := get(t, trusting(t, cert), s.URL+"/trust/yousaid.crt"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an authority that is none: %d", res.StatusCode)
	}
}

// The tablet runs over https of the place's own authority: a real browser that
// trusts it registers the worker that lets it start without a network.
func TestTabletIsSecureByLocalAuthority(t *testing.T) {
	path, token := preparedDB(t)
	s := start(t, "serve", "--db", path, "--tls-local")
	home := t.TempDir()
	t.Setenv("HOME", home)
	db := "sql:" + filepath.Join(home, ".pki", "nssdb")
	if err := os.MkdirAll(filepath.Join(home, ".pki", "nssdb"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-N", "-d", db, "--empty-password"}, {"-A", "-d", db, "-t", "C,,", "-n", "yousaid", "-i", path + ".tls/ca.crt"}} {
		if out, err := exec.Command("certutil", args...).CombinedOutput(); err != nil {
			t.Fatalf("certutil %v: %v\n%s", args, err, out)
		}
	}
	ctx := browser(t, 1280, 800)
	do(t, ctx, "the trust page over plain http", chromedp.Navigate(helperOf(t, s)+"/trust"), visible(".trusted"))
	do(t, ctx, "the same page by https", chromedp.Navigate(s.URL+"/trust"), visible(".trusted"))
	mustRun(t, ctx, `document.cookie = "`+auth.DeviceCookie+`=`+token+`; path=/; secure"; 0`)
	do(t, ctx, "the tablet by https", chromedp.Navigate(s.URL+"/kiosk"), visible("label[for=mood-1]"))
	controlled := `navigator.serviceWorker.ready.then(r => isSecureContext && !!r.active)`
	yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](controlled, chromedp.EvalAwaitPromise))
	if err != nil || !yes {
		t.Errorf("no worker over https: %v, %v", yes, err)
	}
}

func TestTrustPageIsAccessible(t *testing.T) {
	path, _ := preparedDB(t)
	s := start(t, "serve", "--db", path, "--tls-local")
	ctx := browser(t, 1280, 800)
	do(t, ctx, "the trust page", chromedp.Navigate(helperOf(t, s)+"/trust"), visible(".untrusted"))
	for _, theme := range []string{"light", "dark"} {
		mustRun(t, ctx, `document.documentElement.dataset.theme = "`+theme+`"; 0`)
		axe(t, ctx, "trust, "+theme)
	}
}

func TestWrongTLSFlagsSayWhatToDo(t *testing.T) {
	cert, key := ownFiles(t, t.TempDir(), 1)
	own := "--tls-cert " + cert + " --tls-key " + key
	for args, says := range map[string]string{
		"--tls-cert " + cert: "--tls-key is missing",
		"--tls-key " + key:   "--tls-cert is missing",
		"--tls-key a":        "--tls-cert is missing",
		"--tls-cert " + cert + " --tls-key " + filepath.Dir(cert): "is no file",
		own + " --tls-local":                                 "choose one",
		"--tls-local --acme-host said.example.org":           "choose one",
		"--tls-name x.example.org":                           "--tls-local",
		"--tls-local --tls-name https://x.example.org":       "without port",
		"--tls-local --tls-name x.example.org:8080":          "without port",
		"--acme-email a@example.org":                         "--acme-host",
		"--acme-host localhost":                              "public name",
		"--acme-host 192.0.2.1":                              "public name",
		"--http-listen 0.0.0.0:80":                           "beside https",
		"--tls-local --http-listen nonsense":                 "with a port",
		"--tls-local --base-url http://said.example.org":     "https://",
		"--host said.example.org/":                           "without port",
		"--trusted-proxy proxy.example.org":                  "10.0.0.0/8",
		"--trusted-proxy 10.0.0.0/99":                        "10.0.0.0/8",
		"--trusted-proxy 0.0.0.0/0":                          "everybody",
		"--trusted-proxy ::/0":                               "everybody",
		"--smtp-user x":                                      "--smtp-host",
		"--smtp-from x@example.org":                          "--smtp-host",
		"--tls-cert /nowhere/x.crt --tls-key /nowhere/x.key": "/nowhere/x.crt",
	} {
		code, _, errs := command(t, "", append([]string{"serve", "--db", "/nowhere/x.db"}, strings.Fields(args)...)...)
		if line := lastLine(errs); code != exitUsage || !strings.Contains(line, says) {
			t.Errorf("serve %s: exit %d, %q; want %d and %q", args, code, line, exitUsage, says)
		}
	}
}
