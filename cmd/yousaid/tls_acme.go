package main

import (
	"os"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// publicCertificates gets certificates for --acme-host from a public
// authority (Let's Encrypt unless --acme-directory names another) and renews
// them; they are kept in dir.
func (c serving) publicCertificates(dir string) (*autocert.Manager, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(dir), HostPolicy: autocert.HostWhitelist(c.ACMEHost), Email: c.ACMEEmail}
	if c.ACMEDirectory != "" {
		m.Client = &acme.Client{DirectoryURL: c.ACMEDirectory}
	}
	return m, nil
}
