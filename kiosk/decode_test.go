package kiosk

import (
	"bytes"
	"net/http/httptest"
	"testing"
	"unicode/utf8"
)

// FuzzDecodeSubmission: whatever arrives is taken or refused with a key,
// never an internal error.
func FuzzDecodeSubmission(f *testing.F) {
	f.Add([]byte(`{"id":"0198c7d2-0000-7000-8000-000000000001","mood":2,"topics":["price"],"text":"a\u0000b","weather":{"a":[1]}}`))
	f.Add([]byte(`{"mood":"x"}`))
	f.Add([]byte(`{"captured_at":"yesterday"}{`))
	f.Add([]byte("\xff\x00null"))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := httptest.NewRecorder()
		in, problem, err := decodeSubmission(w, httptest.NewRequest("POST", "/api/v1/submissions", bytes.NewReader(body)))
		if err != nil {
			t.Fatalf("internal error: %v", err)
		}
		if problem != nil && (problem.key == "" || problem.status < 400) {
			t.Errorf("a refusal without words: %+v", problem)
		}
		if problem == nil && !utf8.ValidString(in.Text) {
			t.Errorf("text %q", in.Text)
		}
		if id, ok := clientID(in.ID); ok && len(id.String()) != 36 {
			t.Errorf("id %q gives %s", in.ID, id)
		}
	})
}
