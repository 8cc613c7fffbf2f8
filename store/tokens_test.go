package store

import (
	"crypto/aes"
	"testing"
)

func TestReferenceCodesAreAPermutation(t *testing.T) {
	k := codeKey{1, 2, 3, 4, 5}
	seen := map[string]bool{}
	for id := int64(0); id < 1<<20; id += 7 {
		code := k.code("LP", id)
		if seen[code] {
			t.Fatalf("%s was given twice", code)
		}
		seen[code] = true
		if got, ok := k.id(code[3:]); !ok || got != id {
			t.Fatalf("%s reads back as %d, want %d", code, got, id)
		}
	}
	for _, id := range []int64{1 << 20, 1<<20 + 1, 1 << 29} {
		code := k.code("LP", id)
		if got, ok := k.id(code[3:]); !ok || got != id || len(code) != 9 {
			t.Errorf("%s reads back as %d, want %d", code, got, id)
		}
	}
}

func TestTokensOfOneKindOpenNoOther(t *testing.T) {
	c, err := aes.NewCipher(make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	token := encodeToken(c, statusToken, 42)
	if id, ok := decodeToken(c, statusToken, token); !ok || id != 42 {
		t.Errorf("status token reads %d, %v", id, ok)
	}
	if _, ok := decodeToken(c, cardToken, token); ok {
		t.Error("a status token opens a card")
	}
}

func FuzzDecodeToken(f *testing.F) {
	c, err := aes.NewCipher(make([]byte, 16))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(encodeToken(c, statusToken, 1))
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		if id, ok := decodeToken(c, statusToken, s); ok && encodeToken(c, statusToken, id) != s {
			t.Errorf("%q is a second name of %d", s, id)
		}
	})
}
