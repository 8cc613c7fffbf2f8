package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

// fakeDirectory is the least that can be called an ACME authority (RFC 8555):
// it takes every account, finds every order proven, and signs.
func fakeDirectory(t *testing.T) (url string, roots *x509.CertPool) {
	t.Helper()
	signer, err := openAuthority(filepath.Join(t.TempDir(), "fake"), time.Now, quiet(), (&officeMachine{}).machine(), []string{"said.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(signer.ca)
	var issued []byte
	mux := http.NewServeMux()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Replay-Nonce", rand.Text())
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	answer := func(w http.ResponseWriter, status int, v map[string]any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(v)
	}
	at := func(p string) string { return server.URL + p }
	mux.HandleFunc("/dir", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, map[string]any{"newNonce": at("/nonce"), "newAccount": at("/account"), "newOrder": at("/order"), "revokeCert": at("/revoke"), "keyChange": at("/key")})
	})
	mux.HandleFunc("/nonce", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/account", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", at("/account/1"))
		answer(w, http.StatusCreated, map[string]any{"status": "valid"})
	})
	order := func(w http.ResponseWriter, status int, state string) {
		w.Header().Set("Location", at("/order/1"))
		answer(w, status, map[string]any{"status": state, "identifiers": []any{map[string]any{"type": "dns", "value": "said.example.org"}}, "authorizations": []any{}, "finalize": at("/finalize"), "certificate": at("/cert")})
	}
	mux.HandleFunc("/order", func(w http.ResponseWriter, _ *http.Request) { order(w, http.StatusCreated, "ready") })
	mux.HandleFunc("/order/1", func(w http.ResponseWriter, _ *http.Request) { order(w, 200, "valid") })
	mux.HandleFunc("/finalize", func(w http.ResponseWriter, r *http.Request) {
		issued = sign(t, signer, r.Body)
		order(w, 200, "valid")
	})
	mux.HandleFunc("/cert", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: issued})
	})
	return at("/dir"), roots
}

// sign reads the request in a signed message and signs its key.
func sign(t *testing.T, a *authority, body io.Reader) []byte {
	var message struct{ Payload string }
	var request struct{ CSR string }
	if err := json.NewDecoder(body).Decode(&message); err != nil {
		t.Error(err)
	}
	b, _ := base64.RawURLEncoding.DecodeString(message.Payload)
	if err := json.Unmarshal(b, &request); err != nil {
		t.Error(err)
	}
	b, _ = base64.RawURLEncoding.DecodeString(request.CSR)
	csr, err := x509.ParseCertificateRequest(b)
	if err != nil {
		t.Error(err)
		return nil
	}
	x := &x509.Certificate{NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour), DNSNames: csr.DNSNames,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, x, a.ca, csr.PublicKey, a.key)
	if err != nil {
		t.Error(err)
	}
	return der
}

// The server gets its certificate from an authority at the first visit, keeps
// it beside the database and answers no other name.
func TestPublicCertificateIsFetchedAndKept(t *testing.T) {
	directory, roots := fakeDirectory(t)
	path, _ := preparedDB(t)
	s := start(t, "serve", "--db", path, "--acme-host", "said.example.org", "--acme-email", "it@example.org", "--acme-directory", directory, "--http-listen", "127.0.0.1:0")
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "https://"))
	dial := func(name string, protocols ...string) (*tls.Conn, error) {
		d := &tls.Dialer{Config: &tls.Config{RootCAs: roots, ServerName: name, NextProtos: protocols}}
		c, err := d.DialContext(t.Context(), "tcp", net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			return nil, err
		}
		return c.(*tls.Conn), nil
	}
	c, err := dial("said.example.org", "h2", "http/1.1")
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if _, err := os.Stat(filepath.Join(path+".acme", "said.example.org")); err != nil {
		t.Errorf("the certificate is not kept: %v", err)
	}
	if c, err := dial("other.example.org"); err == nil {
		c.Close()
		t.Error("a certificate for a name that is not ours")
	}
	client := visitor(t)
	client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	}}
	defer client.CloseIdleConnections()
	if res, _ := get(t, client, s.URL+"/healthz"); res.StatusCode != http.StatusOK || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s: %d, HSTS %q", s.URL, res.StatusCode, res.Header.Get("Strict-Transport-Security"))
	}
}

func TestACMEProvesItselfAndAsksForOneName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x.acme")
	m, err := serving{securing: securing{ACMEHost: "said.example.org"}}.publicCertificates(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(m.TLSConfig().NextProtos, acme.ALPNProto) {
		t.Errorf("offers %v, not %s", m.TLSConfig().NextProtos, acme.ALPNProto)
	}
	if m.HostPolicy(t.Context(), "said.example.org") != nil || m.HostPolicy(t.Context(), "other.example.org") == nil {
		t.Error("asks for other names than the one it was given")
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("cache: %v, %v", info, err)
	}
	if m.Client != nil {
		t.Error("another authority than Let's Encrypt")
	}
}
