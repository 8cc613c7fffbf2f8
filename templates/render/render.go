// Package render turns components, values and errors into HTTP responses.
// Handlers return an error; this package alone decides log line, status,
// words and page for it.
package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Web is what every handler needs to answer. It never changes while serving.
type Web struct {
	Shell   templates.Shell
	Catalog *i18n.Catalog
	Log     *slog.Logger
}

// HandlerFunc answers a request or says why it could not. Once it has written
// to w it must not return an error that wants another answer.
type HandlerFunc func(w http.ResponseWriter, r *http.Request) error

// Handle adapts h: an error becomes a page, or JSON below /api/.
func (web *Web) Handle(h HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			web.Error(w, r, err)
		}
	})
}

// Page renders c into memory and then writes it, so an error never leaves
// half a page. Pages are never cached: they may show somebody's words.
func (web *Web) Page(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var buf bytes.Buffer
	if err := c.Render(r.Context(), &buf); err != nil {
		return fmt.Errorf("render.Page(%s): %w", r.URL.Path, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := buf.WriteTo(w)
	return ignoreGone(err)
}

// JSON writes v with the status.
func (web *Web) JSON(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("render.JSON: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(b, '\n'))
	return ignoreGone(err)
}

// JPEG writes a picture that somebody sent: never cached, never anything but
// a picture.
func (web *Web) JPEG(w http.ResponseWriter, picture []byte) error {
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Disposition", `inline; filename="picture.jpg"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(picture)
	return ignoreGone(err)
}

// Redirect answers a successful form with 303 See Other.
func (web *Web) Redirect(w http.ResponseWriter, r *http.Request, url string) error {
	http.Redirect(w, r, url, http.StatusSeeOther)
	return nil
}

// ignoreGone drops a write error: the reader has left, nobody needs telling.
func ignoreGone(error) error { return nil }

// Printer picks the language of a request: ?lang=, then the cookie "lang",
// then Accept-Language; always one of offered (all languages if empty).
func (web *Web) Printer(r *http.Request, offered ...i18n.Lang) *i18n.Printer {
	if len(offered) == 0 {
		offered = i18n.Languages()
	}
	wanted := []string{r.URL.Query().Get("lang")}
	if c, err := r.Cookie(langCookie); err == nil {
		wanted = append(wanted, c.Value)
	}
	for _, want := range wanted {
		for _, l := range offered {
			if string(l) == want {
				return web.Catalog.Printer(l)
			}
		}
	}
	return web.Catalog.Printer(web.Catalog.Match(r.Header.Get("Accept-Language"), offered))
}

const langCookie = "lang"

// RememberLang keeps the language that a signed-in person chose for a year.
func (web *Web) RememberLang(w http.ResponseWriter, l i18n.Lang) {
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
