package kiosk

import (
	"testing"

	"github.com/yousaid/yousaid/store"
)

func FuzzReached(f *testing.F) {
	for _, s := range []string{`{"questionnaire":1,"reached":{"mood":3}}`, `{"questionnaire":"12","reached":{}}`, `{"questionnaire":-1}`, `[]`, `{"questionnaire":1e3,"reached":{"a":9999999999999}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		id, counts, err := readReached(b)
		if err == nil && (id < 1 || len(counts) > store.MaxQuestions+1) {
			t.Errorf("%q reads as version %d with %d counts", b, id, len(counts))
		}
		if err != nil && (id != 0 || counts != nil) {
			t.Errorf("%q is refused with %d, %v", b, id, counts)
		}
	})
}
