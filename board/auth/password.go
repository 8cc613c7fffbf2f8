package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/yousaid/yousaid/store"
	"golang.org/x/crypto/argon2"
)

// The cost of one hash, as OWASP recommends for argon2id (Password Storage
// Cheat Sheet): 19 MiB, two passes, one lane.
const (
	hashMemory = 19 * 1024 // KiB
	hashTime   = 2
	hashLanes  = 1
	hashLength = 32
	saltLength = 16
)

// hashesAtOnce bounds the memory that many sign-ins at once can take.
const hashesAtOnce = 2

// MinPassword is the fewest letters or signs of a password.
const MinPassword = 10

// Hasher hashes and checks passwords, at most two at once.
type Hasher struct{ slots chan struct{} }

// NewHasher makes a Hasher; one process needs one.
func NewHasher() *Hasher { return &Hasher{slots: make(chan struct{}, hashesAtOnce)} }

// Hash gives the PHC string of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	sum, err := h.sum(ctx, password, salt, params{hashMemory, hashTime, hashLanes}, hashLength)
	if err != nil {
		return "", err
	}
	return phc(salt, sum), nil
}

// phc writes a hash with today's costs.
func phc(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashLanes, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// nobodysHash costs as much to check as any, and no password is known to fit
// it: for accounts that are not there.
func nobodysHash() string { return phc(make([]byte, saltLength), make([]byte, hashLength)) }

// Fits tells whether the password belongs to the hash. A hash that cannot be
// read fits nothing.
func (h *Hasher) Fits(ctx context.Context, hash, password string) (bool, error) {
	p, salt, want, ok := parseHash(hash)
	if !ok {
		return false, nil
	}
	got, err := h.sum(ctx, password, salt, p, uint32(len(want)))
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

func (h *Hasher) sum(ctx context.Context, password string, salt []byte, p params, length uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, p.time, p.memory, p.lanes, length), nil
}

type params struct {
	memory, time uint32
	lanes        uint8
}

// parseHash reads $argon2id$v=19$m=19456,t=2,p=1$salt$sum. Costs far beyond
// ours are refused: a doctored row must not take the server's memory.
func parseHash(s string) (p params, salt, sum []byte, ok bool) {
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, false
	}
	n, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.lanes)
	if err != nil || n != 3 || p.time < 1 || p.time > 16 || p.lanes < 1 || p.memory > 256*1024 {
		return p, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(part[5])
	return p, salt, sum, err1 == nil && err2 == nil && len(salt) >= 8 && len(sum) >= 16 && len(sum) <= 64
}

// outdated tells whether a hash was made with other costs than today's.
func outdated(hash string) bool {
	p, _, _, ok := parseHash(hash)
	return ok && p != params{hashMemory, hashTime, hashLanes}
}

// CheckPassword says why a new password cannot be taken, or nil: too short, or
// one that many people use.
func CheckPassword(password string) error {
	if len([]rune(password)) < MinPassword {
		return &store.Error{Code: store.Invalid, Key: "desk.me.password_short", Field: "new"}
	}
	if common(password) {
		return &store.Error{Code: store.Invalid, Key: "desk.me.password_common", Field: "new"}
	}
	return nil
}

// common knows the long ones of the usual lists, and the patterns that make
// up the rest of them: one sign over and over, or a row of the keyboard.
func common(password string) bool {
	p := strings.ToLower(password)
	if strings.Count(p, p[:1]) == len(p) {
		return true
	}
	for _, row := range []string{"01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb"} {
		if strings.Contains(row, p) {
			return true
		}
	}
	for _, w := range []string{"password", "passwort", "parool", "qwerty", "iloveyou", "welcome", "yousaid", "letmein", "administrator"} {
		if rest := strings.ReplaceAll(p, w, ""); len(p)-len(rest) > 0 && strings.Trim(rest, "0123456789!.?@_-") == "" {
			return true
		}
	}
	return false
}
