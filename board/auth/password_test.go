package auth

import (
	"context"
	"strings"
	"sync"
	"testing"
)

// The costs are a promise to whoever's file is stolen: argon2id with 19 MiB,
// two passes, one lane.
func TestHashCosts(t *testing.T) {
	h := NewHasher()
	hash, err := h.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash is %s", hash)
	}
	if again, _ := h.Hash(t.Context(), password); again == hash {
		t.Error("two hashes of one password are the same: no salt")
	}
	if cap(h.slots) != 2 {
		t.Errorf("%d hashes at once", cap(h.slots))
	}
	for pw, want := range map[string]bool{password: true, password + " ": false, "": false} {
		if ok, err := h.Fits(t.Context(), hash, pw); ok != want || err != nil {
			t.Errorf("Fits(%q) = %v, %v", pw, ok, err)
		}
	}
	if outdated(hash) || !outdated(strings.Replace(hash, "t=2", "t=1", 1)) {
		t.Error("a hash with lower costs is not seen as outdated")
	}
}

func TestHashWaitsItsTurn(t *testing.T) {
	h := NewHasher()
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := h.Hash(ctx, password); err == nil {
			t.Error("a third hash at once")
		}
	})
	cancel()
	wg.Wait()
}

func TestCommonPasswords(t *testing.T) {
	for pw, want := range map[string]bool{"password1234": true, "aaaaaaaaaaaa": true, "qwertyuiop": true, "1234567890": true, "Welcome2026!": true, "yousaid-2026": true,
		password: false, "Пливти до роботи": false, "correct horse": false} {
		if got := common(pw); got != want {
			t.Errorf("common(%q) = %v", pw, got)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXN1bXNvbWVzdW1zb21lc3Vtc29tZXN1bQ")
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$AAAA$AAAA")
	f.Add("x")
	f.Fuzz(func(t *testing.T, s string) {
		p, salt, sum, ok := parseHash(s)
		if ok && (p.memory > 256*1024 || p.time < 1 || p.time > 16 || p.lanes < 1 || len(salt) < 8 || len(sum) < 16) {
			t.Errorf("parseHash(%q) takes costs %+v", s, p)
		}
	})
}

func TestThrottleForgets(t *testing.T) {
	p := open(t, false)
	th := newThrottle(p.clock.Now)
	for i := range mostKnown + 5 {
		th.missed(strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/182))
	}
	if len(th.tries) > mostKnown {
		t.Errorf("%d accounts remembered", len(th.tries))
	}
	for range freeTries + 1 {
		th.missed("a")
	}
	p.clock.Add(forgetAfter * 2)
	th.missed("a")
	if th.wait("a") != 0 {
		t.Error("an old miss still counts")
	}
}
