package render

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

// status of a code of the store.
func statusOf(c store.Code) int {
	switch c {
	case store.Conflict:
		return http.StatusConflict
	case store.Invalid:
		return http.StatusUnprocessableEntity
	case store.NotFound:
		return http.StatusNotFound
	case store.Forbidden:
		return http.StatusForbidden
	case store.Full:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// Problem is what the API says of an error.
type Problem struct {
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

// Error answers with the page (below /api/: the JSON) of an error. What is not
// a store.Error is logged under a number, and only the number is shown.
func (web *Web) Error(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader has left
	}
	p := web.Printer(r)
	status, message, field := web.say(p, r, err)
	if strings.HasPrefix(r.URL.Path, "/api/") {
		web.JSON(w, status, Problem{field, message})
		return
	}
	view := templates.ProblemView{Shell: web.Shell, P: p, Heading: p.T(heading(status)), Message: message, Home: p.T("error.home")}
	if err := web.Page(w, r, status, templates.Problem(view)); err != nil {
		web.Log.Error("no page for an error", "path", r.URL.Path, "err", err)
	}
}

func heading(status int) string {
	switch status {
	case http.StatusNotFound:
		return "error.not_here"
	case http.StatusInternalServerError:
		return "error.ours"
	}
	return "error.not_like_this"
}

func (web *Web) say(p *i18n.Printer, r *http.Request, err error) (status int, message, field string) {
	var e *store.Error
	if errors.As(err, &e) {
		if e.Code == store.Full {
			web.Log.Error("no room on the disk", "path", r.URL.Path)
		}
		return statusOf(e.Code), p.T(e.Key), e.Field
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge, p.T("error.too_large"), ""
	}
	number := strings.ToUpper(uuid.NewString()[:8])
	web.Log.Error("internal error", "number", number, "method", r.Method, "path", r.URL.Path, "err", err)
	return http.StatusInternalServerError, p.T("error.internal", "Number", number), ""
}

// Sentence gives the words for a problem that a form shows at its field.
func Sentence(p *i18n.Printer, err error) (field, sentence string) {
	var e *store.Error
	if errors.As(err, &e) {
		return e.Field, p.T(e.Key)
	}
	return "", ""
}
