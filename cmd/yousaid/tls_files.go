package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certFiles is a certificate and key that somebody else keeps in files and
// renews there; new files are taken up without a restart.
type certFiles struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger

	mu      sync.Mutex
	pair    *tls.Certificate
	looked  time.Time
	version string // of the files that pair was read from
}

func openCertFiles(cert, key string, now func() time.Time, log *slog.Logger) (*certFiles, error) {
	f := &certFiles{cert: cert, key: key, now: now, log: log}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert and --tls-key cannot be used: %w", err)
	}
	f.pair, f.version, f.looked = &pair, f.onDisk(), now()
	return f, nil
}

// onDisk changes whenever one of the files does.
func (f *certFiles) onDisk() string {
	var v string
	for _, name := range []string{f.cert, f.key} {
		if info, err := os.Stat(name); err == nil {
			v += fmt.Sprint(info.ModTime().UnixNano(), info.Size(), ";")
		}
	}
	return v
}

// certificate is tls.Config.GetCertificate. Files that do not fit each other
// (half of them is written) are looked at again later; what was good stays.
func (f *certFiles) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now().Sub(f.looked).Abs() < time.Second {
		return f.pair, nil
	}
	f.looked = f.now()
	v := f.onDisk()
	if v == f.version {
		return f.pair, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		f.log.Warn("the new certificate cannot be used yet", "file", f.cert, "err", err)
		return f.pair, nil
	}
	f.pair, f.version = &pair, v
	f.log.Info("new certificate taken up", "file", f.cert, "until", pair.Leaf.NotAfter.Format(time.DateOnly))
	return f.pair, nil
}
