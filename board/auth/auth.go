// Package auth knows who is there: people who sign in, and paired devices. It
// keeps sessions in the store (only a hash of their ids), guards routes by
// role, and builds the bar that every staff page shares.
package auth

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
)

// Auth signs people in and guards what is theirs.
type Auth struct {
	store    *store.Store
	web      *render.Web
	sessions *sessionStore
	hasher   *Hasher
	slow     *throttle
}

// New makes the sign-in of a server. secure says that people reach it by
// https, so cookies are sent by https alone.
func New(ctx context.Context, s *store.Store, web *render.Web, secure bool) (*Auth, error) {
	key, err := s.Secret(ctx, "sessions")
	if err != nil {
		return nil, fmt.Errorf("auth.New: %w", err)
	}
	return &Auth{store: s, web: web, sessions: newSessionStore(s, key, secure), hasher: NewHasher(), slow: newThrottle(s.Now)}, nil
}

// Hash makes the stored form of a password, at most two at once.
func (a *Auth) Hash(ctx context.Context, password string) (string, error) {
	return a.hasher.Hash(ctx, password)
}

type contextKey int

const (
	userKey contextKey = iota
	deviceKey
)

// UserFrom gives the signed-in person; the zero User (ID 0) when nobody is.
func UserFrom(ctx context.Context) store.User {
	u, _ := ctx.Value(userKey).(store.User)
	return u
}

// DeviceFrom gives the paired device that asks; the zero Device (ID 0) when
// it is none.
func DeviceFrom(ctx context.Context) store.Device {
	d, _ := ctx.Value(deviceKey).(store.Device)
	return d
}

// WithUser is for tests and for handlers that act for somebody.
func WithUser(ctx context.Context, u store.User) context.Context {
	return context.WithValue(ctx, userKey, u)
}

// Printer speaks the language that the person chose, else as the browser asks.
func (a *Auth) Printer(r *http.Request) *i18n.Printer {
	if l := i18n.Lang(UserFrom(r.Context()).Lang); l.Valid() {
		return a.web.Catalog.Printer(l)
	}
	return a.web.Printer(r)
}

const (
	// Idle is how long a session lives without a sign of its person. A desk
	// is shared and answers are written slowly: an hour keeps half a sentence
	// alive over a visit to the pool, and a forgotten desk locks before the
	// next shift.
	Idle = 60 * time.Minute
	// Absolute is how long a session lives at most: one long shift.
	Absolute = 12 * time.Hour
)

func withDevice(ctx context.Context, d store.Device) context.Context {
	return context.WithValue(ctx, deviceKey, d)
}
