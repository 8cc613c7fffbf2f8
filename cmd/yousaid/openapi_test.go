package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// The published document knows every address of the interface, and what the
// handlers answer is what it says. Submissions are held against it in kiosk.
func TestTheInterfaceIsAsPublished(t *testing.T) {
	x, _ := furnished(t)
	w := httptest.NewRecorder()
	x.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range x.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		if strings.HasPrefix(path, "/api/") && path != "/api/v1/openapi.json" {
			if item := doc.Paths.Find(path); item == nil || item.GetOperation(method) == nil {
				t.Errorf("the document does not know %s", r.pattern)
			}
		}
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{"/api/v1/board": http.StatusOK, "/api/v1/board?site=linden-park&lang=uk": http.StatusOK, "/api/v1/board?site=nowhere": http.StatusNotFound, "/healthz": http.StatusOK, "/readyz": http.StatusOK} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		w := httptest.NewRecorder()
		x.handler.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("GET %s: status %d, want %d", path, w.Code, status)
		}
		known, params, err := router.FindRoute(r)
		if err != nil {
			t.Errorf("GET %s: %v", path, err)
			continue
		}
		in := &openapi3filter.ResponseValidationInput{RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: known},
			Status: w.Code, Header: w.Header(), Body: io.NopCloser(w.Body), Options: &openapi3filter.Options{IncludeResponseStatus: true}}
		if err := openapi3filter.ValidateResponse(t.Context(), in); err != nil {
			t.Errorf("GET %s: %v", path, err)
		}
	}
}
