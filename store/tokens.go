package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

// Status and card tokens are 128 bits: one AES block over the kind and the
// id. AES is a permutation, so exactly one token in 2^128/n is valid for n
// ids, as with random ones, and none needs a column or an index.

type tokenKind byte

const (
	statusToken tokenKind = 1
	cardToken   tokenKind = 2
)

func encodeToken(c cipher.Block, kind tokenKind, id int64) string {
	var b [aes.BlockSize]byte
	b[0] = byte(kind)
	binary.BigEndian.PutUint64(b[8:], uint64(id))
	c.Encrypt(b[:], b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func decodeToken(c cipher.Block, kind tokenKind, token string) (int64, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) != aes.BlockSize {
		return 0, false
	}
	c.Decrypt(b, b)
	id := int64(binary.BigEndian.Uint64(b[8:]))
	for _, zero := range b[1:8] {
		if zero != 0 {
			return 0, false
		}
	}
	return id, b[0] == byte(kind) && id > 0
}

// codeKey numbers reference codes in an order that shows no count: a Feistel
// network over 20 bits (four characters), then over 30 (six).
type codeKey [32]byte

// The alphabet of codes has no 0, O, 1 or I.
const codeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

const shortCodes = 1 << 20

func (k codeKey) code(prefix string, id int64) string {
	n, bits, chars := uint32(id), 20, 4
	if id >= shortCodes {
		n, bits, chars = uint32(id-shortCodes), 30, 6
	}
	n = k.permute(n, bits, false)
	out := make([]byte, chars)
	for i := range out {
		out[chars-1-i] = codeAlphabet[n&31]
		n >>= 5
	}
	return prefix + "-" + string(out)
}

func (k codeKey) id(code string) (int64, bool) {
	var n uint32
	if len(code) != 4 && len(code) != 6 {
		return 0, false
	}
	for i := range len(code) {
		v := indexCode(code[i])
		if v < 0 {
			return 0, false
		}
		n = n<<5 | uint32(v)
	}
	if len(code) == 4 {
		return int64(k.permute(n, 20, true)), true
	}
	return int64(k.permute(n, 30, true)) + shortCodes, true
}

func indexCode(c byte) int {
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	for i := range len(codeAlphabet) {
		if codeAlphabet[i] == c {
			return i
		}
	}
	return -1
}

func (k codeKey) permute(n uint32, bits int, back bool) uint32 {
	half := bits / 2
	mask := uint32(1)<<half - 1
	l, r := n>>half, n&mask
	const rounds = 8
	for i := range byte(rounds) {
		if back {
			l, r = r^k.round(rounds-1-i, l)&mask, l
		} else {
			l, r = r, l^k.round(i, r)&mask
		}
	}
	return l<<half | r
}

// round mixes with FNV-1a over key, round and half: the codes need no
// secrecy, only that two people in a row do not get neighbouring ones.
func (k codeKey) round(i byte, half uint32) uint32 {
	h := uint32(2166136261)
	for _, b := range k[:8] {
		h = (h ^ uint32(b)) * 16777619
	}
	for _, b := range []byte{i, byte(half), byte(half >> 8)} {
		h = (h ^ uint32(b)) * 16777619
	}
	return h ^ h>>15
}

func (s *Store) loadKeys(ctx context.Context) error {
	key, err := s.Secret(ctx, "tokens")
	if err != nil {
		return err
	}
	if s.tokens, err = aes.NewCipher(key[:16]); err != nil {
		return err
	}
	copy(s.codes[:], key[16:])
	return nil
}

// Secret gives 32 random bytes that were made the first time the name was
// asked for and never change: keys of cookies and tokens.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	var text string
	err := s.read.QueryRowContext(ctx, `/* Store.Secret */ SELECT value FROM settings WHERE key = ?`, "secret:"+name).Scan(&text)
	if err == nil {
		return hex.DecodeString(text)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	fresh := make([]byte, 32)
	rand.Read(fresh)
	err = s.update(System(), func(t *tx) error {
		if _, err := t.exec(`/* Store.Secret */ INSERT INTO settings(key, value) VALUES (?,?) ON CONFLICT (key) DO NOTHING`, "secret:"+name, hex.EncodeToString(fresh)); err != nil {
			return err
		}
		return t.row(`/* Store.Secret */ SELECT value FROM settings WHERE key = ?`, "secret:"+name).Scan(&text)
	})
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(text)
}

// newToken makes a bearer token and the hash that is stored of it.
func newToken() (token string, hash []byte) {
	token = rand.Text()
	return token, tokenHash(token)
}

func tokenHash(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}
