package main

import (
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/yousaid/yousaid/templates/render"
)

// maxBody is the largest body of a form: 4,000 letters in any script, written
// as \u escapes, with everything around them.
const maxBody = 128 << 10

// contentPolicy allows what the server itself sends and nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; manifest-src 'self'"

// protect wraps every route: what proxies say, the name that was asked for,
// headers, the size of bodies, forgery from other sites, and panics.
func (c serving) protect(web *render.Web, next http.Handler) (http.Handler, error) {
	forgery, err := c.forgery()
	if err != nil {
		return nil, err
	}
	forgery.SetDenyHandler(web.Handle(func(w http.ResponseWriter, r *http.Request) error {
		http.Error(w, web.Printer(r).T("error.other_site"), http.StatusForbidden)
		return nil
	}))
	zip, err := gzhttp.NewWrapper(gzhttp.ContentTypes([]string{"text/html", "application/json"}), gzhttp.MinSize(1400))
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	trusted, err := parseProxies(c.TrustedProxy)
	if err != nil {
		return nil, err
	}
	inner := limit(forgery.Handler(calm(web, skipStreams(zip(next), next))))
	return trusted.heed(headers(c.insistOnHTTPS(), c.hosts(web).only(inner))), nil
}

// forgery refuses forms of other sites. The base address is no other site,
// also where a proxy changes the Host header.
func (c serving) forgery() (*http.CrossOriginProtection, error) {
	f := http.NewCrossOriginProtection()
	if c.BaseURL == "" {
		return f, nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil {
		return nil, err
	}
	return f, f.AddTrustedOrigin(u.Scheme + "://" + u.Host)
}

// insistOnHTTPS tells whether browsers are told to come by https for a year.
// Not with a certificate of our own: a browser would then refuse the trust
// page too, which stands on plain http, and a device that lost its trust could
// never get it back by itself.
func (c serving) insistOnHTTPS() bool { return c.https() && !c.TLSLocal }

func headers(insist bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if insist && r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Pictures and scans have limits of their own: see kiosk.Photos, Scans.Bring.
		if !(strings.HasPrefix(r.URL.Path, "/s/") && strings.HasSuffix(r.URL.Path, "/photos")) && r.URL.Path != "/desk/scans" {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		}
		next.ServeHTTP(w, r)
	})
}

// calm turns a panic into the page of an internal error.
func calm(web *render.Web, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				web.Error(w, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// skipStreams keeps event streams out of the compressor, which would hold
// them back.
func skipStreams(zipped, plain http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/events") || strings.HasPrefix(r.URL.Path, "/assets/") {
			plain.ServeHTTP(w, r)
			return
		}
		zipped.ServeHTTP(w, r)
	})
}
