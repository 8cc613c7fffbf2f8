package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	authorityYears = 10
	// leafLife stays under the 398 days that Apple's devices allow.
	leafLife   = 397 * 24 * time.Hour
	renewEarly = 60 * 24 * time.Hour
	// backdate lets in a tablet whose clock is behind.
	backdate = 24 * time.Hour
	lookOut  = time.Minute // between two looks at names and time
)

// authority is the place's own certificate authority and the certificate of
// this server, both in a folder beside the database. A device that trusts the
// authority once goes on trusting the server: its certificate is renewed by
// itself, also when the computer gets another address.
type authority struct {
	dir     string
	now     func() time.Time
	log     *slog.Logger
	machine machine
	asked   []string // names of the flags; all must be in the certificate

	ca  *x509.Certificate
	key crypto.Signer

	mu     sync.Mutex
	leaf   *tls.Certificate
	looked time.Time
}

// openAuthority reads the authority of dir, or makes one, and sees to it that
// the server has a certificate for all its names.
func openAuthority(dir string, now func() time.Time, log *slog.Logger, m machine, asked []string) (*authority, error) {
	a := &authority{dir: dir, now: now, log: log, machine: m, asked: asked}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("no folder for the keys: %w", err)
	}
	if err := a.load(); err != nil {
		return nil, err
	}
	for _, name := range asked {
		if !a.permits(name) {
			return nil, fmt.Errorf("the authority in %s was made for other names and cannot speak for %s: move that folder away to make a new one, and let every device trust it again", dir, name)
		}
	}
	if now().After(a.ca.NotAfter) {
		return nil, fmt.Errorf("the authority in %s ended on %s: move that folder away to make a new one, and let every device trust it again", dir, a.ca.NotAfter.Format(time.DateOnly))
	}
	_, err := a.certificate(nil)
	return a, err
}

func (a *authority) file(name string) string { return filepath.Join(a.dir, name) }

func (a *authority) load() error {
	_, noCert := os.Stat(a.file("ca.crt"))
	_, noKey := os.Stat(a.file("ca.key"))
	switch {
	case errors.Is(noCert, os.ErrNotExist) && errors.Is(noKey, os.ErrNotExist):
		return a.found()
	case noCert != nil || noKey != nil:
		return fmt.Errorf("of ca.crt and ca.key in %s one cannot be read: put it back from your backup, or move the folder away to make a new authority", a.dir)
	}
	pair, err := tls.LoadX509KeyPair(a.file("ca.crt"), a.file("ca.key"))
	if err != nil {
		return fmt.Errorf("the authority in %s cannot be used: %w", a.dir, err)
	}
	signer, ok := pair.PrivateKey.(crypto.Signer)
	if !ok || !pair.Leaf.IsCA {
		return fmt.Errorf("ca.crt in %s is not an authority", a.dir)
	}
	a.ca, a.key = pair.Leaf, signer
	if leaf, err := tls.LoadX509KeyPair(a.file("server.crt"), a.file("server.key")); err == nil {
		a.leaf = &leaf // one that does not fit is made anew
	}
	return nil
}

// found makes a new authority. It can speak only for names of private networks
// and the names it is made for, so whoever steals its key cannot pretend to be
// a bank to the devices that trust it.
func (a *authority) found() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	name := "this computer"
	if host, err := a.machine.hostname(); err == nil && host != "" {
		name = host
	}
	from := a.now().Add(-backdate).UTC()
	t := &x509.Certificate{
		Subject:   pkix.Name{CommonName: "yousaid on " + name + ", " + a.now().UTC().Format(time.DateOnly), Organization: []string{"yousaid"}},
		NotBefore: from, NotAfter: from.AddDate(authorityYears, 0, 0),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, ExtKeyUsage: nil,
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
		// Not critical: a device that does not know name constraints must
		// still take the authority.
		PermittedDNSDomainsCritical: false,
	}
	t.PermittedDNSDomains, t.PermittedIPRanges = a.realm()
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return err
	}
	if err := a.keep("ca", der, key); err != nil {
		return err
	}
	a.key = key
	a.ca, err = x509.ParseCertificate(der)
	return err
}

// realm is what a new authority may speak for.
func (a *authority) realm() (domains []string, ranges []*net.IPNet) {
	domains = append(domains, "local", "lan", "home.arpa", "internal")
	prefixes := []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7"}
	ips := a.machine.ips()
	for _, name := range append(a.machine.names(), a.asked...) {
		if ip, err := netip.ParseAddr(name); err == nil {
			ips = append(ips, ip)
		} else if !inDomains(domains, name) {
			domains = append(domains, name)
		}
	}
	for _, p := range prefixes {
		_, n, _ := net.ParseCIDR(p) // constants
		ranges = append(ranges, n)
	}
	for _, ip := range ips {
		if !inRanges(ranges, ip) {
			ranges = append(ranges, &net.IPNet{IP: ip.AsSlice(), Mask: net.CIDRMask(ip.BitLen(), ip.BitLen())})
		}
	}
	return domains, ranges
}

func inDomains(domains []string, name string) bool {
	return slices.ContainsFunc(domains, func(d string) bool { return name == d || strings.HasSuffix(name, "."+d) })
}

func inRanges(ranges []*net.IPNet, ip netip.Addr) bool {
	return slices.ContainsFunc(ranges, func(n *net.IPNet) bool { return n.Contains(ip.AsSlice()) })
}

func (a *authority) permits(name string) bool {
	if ip, err := netip.ParseAddr(name); err == nil {
		return inRanges(a.ca.PermittedIPRanges, ip.Unmap())
	}
	return inDomains(a.ca.PermittedDNSDomains, name)
}

// names are all names and addresses that the server is reached by now and that
// the authority may speak for.
func (a *authority) names() (dns []string, ips []net.IP) {
	for _, n := range append(a.machine.names(), a.asked...) {
		if ip, err := netip.ParseAddr(n); err == nil {
			ips = appendIP(ips, ip.Unmap())
		} else if a.permits(n) && !slices.Contains(dns, n) {
			dns = append(dns, n)
		}
	}
	for _, ip := range a.machine.ips() {
		if a.permits(ip.String()) {
			ips = appendIP(ips, ip)
		}
	}
	return dns, ips
}

func appendIP(list []net.IP, ip netip.Addr) []net.IP {
	raw := net.IP(ip.AsSlice())
	if slices.ContainsFunc(list, raw.Equal) {
		return list
	}
	return append(list, raw)
}

// certificate is tls.Config.GetCertificate. Once a minute it looks whether the
// certificate still has its time and its names.
func (a *authority) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if a.leaf != nil && now.Sub(a.looked).Abs() < lookOut {
		return a.leaf, nil
	}
	a.looked = now
	dns, ips := a.names()
	if a.leaf != nil && a.good(a.leaf.Leaf, now, dns, ips) {
		return a.leaf, nil
	}
	fresh, err := a.issue(now, dns, ips)
	if err != nil {
		if a.leaf == nil {
			return nil, err
		}
		a.log.Error("the certificate could not be renewed", "err", err)
		return a.leaf, nil
	}
	a.leaf = fresh
	return fresh, nil
}

// good tells whether a certificate is of this authority, has time left and
// covers every name. What it covers beyond is no reason to renew it.
func (a *authority) good(x *x509.Certificate, now time.Time, dns []string, ips []net.IP) bool {
	left := min(renewEarly, a.ca.NotAfter.Sub(now)/2)
	if x.CheckSignatureFrom(a.ca) != nil || now.Add(left).After(x.NotAfter) || now.Before(x.NotBefore) {
		return false
	}
	for _, n := range dns {
		if !slices.Contains(x.DNSNames, n) {
			return false
		}
	}
	for _, ip := range ips {
		if !slices.ContainsFunc(x.IPAddresses, ip.Equal) {
			return false
		}
	}
	return true
}

func (a *authority) issue(now time.Time, dns []string, ips []net.IP) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	from := now.Add(-backdate).UTC()
	to := from.Add(leafLife - time.Second)
	if to.After(a.ca.NotAfter) {
		to = a.ca.NotAfter
	}
	t := &x509.Certificate{Subject: pkix.Name{CommonName: "yousaid", Organization: []string{"yousaid"}}, NotBefore: from, NotAfter: to,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, DNSNames: dns, IPAddresses: ips}
	der, err := x509.CreateCertificate(rand.Reader, t, a.ca, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if err := a.keep("server", der, key); err != nil {
		return nil, err
	}
	a.log.Info("certificate made", "until", to.Format(time.DateOnly), "names", dns, "addresses", ips)
	// The authority goes along: some devices show whom to trust by it.
	return &tls.Certificate{Certificate: [][]byte{der, a.ca.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// keep writes a certificate and its key, the key first: a certificate without
// its key is worth nothing.
func (a *authority) keep(name string, der []byte, key *ecdsa.PrivateKey) error {
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if a.ca != nil {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.ca.Raw})...)
	}
	if err := writeWhole(a.file(name+".key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})); err != nil {
		return err
	}
	return writeWhole(a.file(name+".crt"), chain)
}

// writeWhole writes a private file so that it is there whole or not at all.
func writeWhole(name string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// fingerprint is the SHA-256 of the authority, as devices show it.
func (a *authority) fingerprint() string {
	sum := sha256.Sum256(a.ca.Raw)
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(pairs, ":")
}
