// Package assets embeds everything a browser or a printed card needs that is
// not HTML: style sheets, scripts and fonts. A file is
// served under a URL that carries a hash of its content, so it may be cached
// for ever and a new version is a new URL.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"
)

//go:embed css js fonts icons vendor/*.mjs
var files embed.FS

//go:embed cardfonts/*.ttf
var cardFonts embed.FS

// Prefix is the path below which every asset is served.
const Prefix = "/assets/"

// Set is the embedded files with their hashed names, ready to serve.
// It never changes after Load, so any number of goroutines may use it.
type Set struct {
	urls  map[string]string // "css/touch.css" -> "/assets/css/touch.0f3a9c1e2b.css"
	files map[string]file   // hashed path below Prefix -> content
}

type file struct {
	mime    string
	plain   []byte
	gzipped []byte // nil where compressing gains nothing
}

// Load hashes and compresses every embedded file. References between files
// (url("../fonts/x.woff2") in a style sheet) are rewritten to hashed names.
func Load() (*Set, error) {
	s := &Set{urls: map[string]string{}, files: map[string]file{}}
	// Style sheets name fonts, so fonts must have their hashed names first.
	for _, dir := range []string{"fonts", "icons", "vendor", "js", "css"} {
		err := fs.WalkDir(files, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return s.add(name)
		})
		if err != nil {
			return nil, fmt.Errorf("assets.Load(%s): %w", dir, err)
		}
	}
	return s, nil
}

func (s *Set) add(name string) error {
	b, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	if strings.HasSuffix(name, ".css") {
		b = s.rewriteURLs(name, b)
	}
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	s.urls[name] = Prefix + hashed
	s.files[hashed] = file{mime: mimeType(ext), plain: b, gzipped: compress(ext, b)}
	return nil
}

func (s *Set) rewriteURLs(from string, css []byte) []byte {
	ref := regexp.MustCompile(`url\("([^"]+)"\)`)
	return ref.ReplaceAllFunc(css, func(m []byte) []byte {
		target := path.Join(path.Dir(from), string(ref.FindSubmatch(m)[1]))
		if u, ok := s.urls[target]; ok {
			return []byte(`url("` + u + `")`)
		}
		return m
	})
}

func mimeType(ext string) string {
	switch ext {
	case ".woff2":
		return "font/woff2"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

func compress(ext string, b []byte) []byte {
	if ext != ".css" && ext != ".js" && ext != ".mjs" {
		return nil
	}
	var buf bytes.Buffer
	w, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	w.Write(b)
	w.Close()
	return buf.Bytes()
}

// URL gives the address of an embedded file, named as in this directory
// ("css/touch.css"). An unknown name gives "", which a test refuses.
func (s *Set) URL(name string) string { return s.urls[name] }

// ServeHTTP answers GET Prefix+hashed name; anything else is 404.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	body := f.plain
	w.Header().Set("Content-Type", f.mime)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Vary", "Accept-Encoding")
	if f.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		body = f.gzipped
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// CardFont gives a TTF for the printed card: "Caveat_700Bold",
// "GolosText_400Regular", "GolosText_600SemiBold" or "GolosText_700Bold".
// The caller owns the slice; gofpdf writes into the one it is given.
func CardFont(name string) ([]byte, error) {
	b, err := cardFonts.ReadFile("cardfonts/" + name + ".ttf")
	if err != nil {
		return nil, fmt.Errorf("assets.CardFont(%s): %w", name, err)
	}
	return b, nil
}
