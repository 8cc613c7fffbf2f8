package render_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

func newWeb(t *testing.T) (*render.Web, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	web := rendertest.Web(t)
	web.Log = slog.New(slog.NewTextHandler(log, nil))
	return web, log
}

func TestErrorsBecomeSentences(t *testing.T) {
	for _, c := range []struct {
		err    error
		lang   string
		status int
		says   string
	}{
		{&store.Error{Code: store.NotFound, Key: "store.card"}, "de", http.StatusNotFound, "haben wir nicht gedruckt"},
		{&store.Error{Code: store.Full, Key: "store.full"}, "uk", http.StatusInsufficientStorage, "ще на цій сторінці"},
		{&store.Error{Code: store.Conflict, Key: "store.page_answered"}, "en", http.StatusConflict, "already on the way"},
		{&store.Error{Code: store.Invalid, Key: "store.email_wrong", Field: "email"}, "fil", http.StatusUnprocessableEntity, "email address"},
		{&http.MaxBytesError{Limit: 1}, "en", http.StatusRequestEntityTooLarge, "too much at once"},
	} {
		web, _ := newWeb(t)
		w := httptest.NewRecorder()
		web.Handle(func(http.ResponseWriter, *http.Request) error { return c.err }).ServeHTTP(w, httptest.NewRequest("GET", "/x?lang="+c.lang, nil))
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%v in %s: %d %q, want %d and %q", c.err, c.lang, w.Code, w.Body, c.status, c.says)
		}
	}
}

// What went wrong inside is logged under a number; people see the number only.
func TestInternalErrorsShowOnlyANumber(t *testing.T) {
	for _, path := range []string{"/page", "/api/v1/x"} {
		web, log := newWeb(t)
		w := httptest.NewRecorder()
		web.Handle(func(http.ResponseWriter, *http.Request) error { return errors.New("no such table: secrets") }).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secrets") {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
		_, after, _ := strings.Cut(log.String(), "number=")
		number, _, _ := strings.Cut(after, " ")
		if number == "" || !strings.Contains(w.Body.String(), number) || !strings.Contains(log.String(), "secrets") {
			t.Errorf("%s: log %q and page %q do not share a number", path, log, w.Body)
		}
	}
}

func TestPrinterFollowsTheReader(t *testing.T) {
	web, _ := newWeb(t)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Language", "uk-UA,uk;q=0.9,en;q=0.5")
	if got := web.Printer(r).Lang; got != i18n.Ukrainian {
		t.Errorf("by header %s, want uk", got)
	}
	r.AddCookie(&http.Cookie{Name: "lang", Value: "et"})
	if got := web.Printer(r).Lang; got != i18n.Estonian {
		t.Errorf("by cookie %s, want et", got)
	}
	r.URL.RawQuery = "lang=fil"
	if got := web.Printer(r).Lang; got != i18n.Filipino {
		t.Errorf("by query %s, want fil", got)
	}
	if got := web.Printer(r, i18n.German).Lang; got != i18n.German {
		t.Errorf("offered German alone: %s", got)
	}
}
