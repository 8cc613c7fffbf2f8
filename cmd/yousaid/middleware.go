package main

import (
	"fmt"
	"net/http"
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

// protect wraps every route: headers, the size of bodies, forgery from other
// sites, and panics.
func protect(web *render.Web, https bool, next http.Handler) (http.Handler, error) {
	forgery := http.NewCrossOriginProtection()
	forgery.SetDenyHandler(web.Handle(func(w http.ResponseWriter, r *http.Request) error {
		http.Error(w, web.Printer(r).T("error.other_site"), http.StatusForbidden)
		return nil
	}))
	zip, err := gzhttp.NewWrapper(gzhttp.ContentTypes([]string{"text/html", "application/json"}), gzhttp.MinSize(1400))
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	return headers(https, limit(forgery.Handler(calm(web, skipStreams(zip(next), next))))), nil
}

func headers(https bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
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
