package kiosk_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// TestAnswersMatchTheDocument asks the real handlers and holds their answers
// against the published schemas.
func TestAnswersMatchTheDocument(t *testing.T) {
	x := openReception(t)
	_, text := x.get("/api/v1/openapi.json")
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	good := `{"id":"` + id1 + `","mood":2,"topics":["price"],"text":"x","final":true}`
	for _, tt := range []struct {
		name, body string
		status     int
	}{
		{"saved", good, http.StatusCreated},
		{"again", good, http.StatusCreated},
		{"other words", `{"id":"` + id1 + `","mood":1,"text":"y","final":true}`, http.StatusConflict},
		{"no mood", `{"id":"` + id1 + `","mood":9}`, http.StatusUnprocessableEntity},
		{"too large", `{"id":"` + id1 + `","text":"` + strings.Repeat("a", 200<<10) + `"}`, http.StatusRequestEntityTooLarge},
	} {
		status, header, answer := x.ask("POST", "/api/v1/submissions", "application/json", tt.body)
		if status != tt.status {
			t.Errorf("%s: status %d", tt.name, status)
		}
		if err := holds(t, router, status, header, answer); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if err := holds(t, router, http.StatusCreated, http.Header{"Content-Type": {"application/json"}}, `{"id":"x"}`); err == nil {
		t.Error("the check lets anything through")
	}
}

func holds(t *testing.T, router routers.Router, status int, header http.Header, answer string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", "/api/v1/submissions", bytes.NewReader(nil))
	if err != nil {
		t.Fatal(err)
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	in := &openapi3filter.ResponseValidationInput{RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}, Status: status, Header: header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true}}
	return openapi3filter.ValidateResponse(t.Context(), in.SetBodyBytes([]byte(answer)))
}
