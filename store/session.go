package store

import (
	"context"
	"time"
)

// Session is a signed-in browser. Only a hash of its id is stored.
type Session struct {
	User      User
	Data      []byte
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// SaveSession makes or refreshes the session with the id's hash.
func (s *Store) SaveSession(ctx context.Context, hash []byte, user UserID, data []byte, expires time.Time) error {
	return s.update(ActingUser(user), func(t *tx) error {
		_, err := t.exec(`/* Store.SaveSession */ INSERT INTO sessions(hash, user_id, data, created_at, seen_at, expires_at) VALUES (?,?,?,?,?,?)
			ON CONFLICT (hash) DO UPDATE SET data=excluded.data, seen_at=excluded.seen_at`, hash, user, data, t.ms(), t.ms(), expires.UnixMilli())
		return err
	})
}

// Session gives the living session of an id's hash with its person. NotFound
// if it was ended, has expired, or the person was disabled.
func (s *Store) Session(ctx context.Context, hash []byte) (Session, error) {
	var x Session
	var created, seen, expires, disabled int64
	u := &x.User
	err := s.read.QueryRowContext(ctx, `/* Store.Session */ SELECT s.data, s.created_at, s.seen_at, s.expires_at, u.id, u.email, u.name, u.role, u.show_name, u.lang, u.password_hash, u.disabled_at
		FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.hash = ? AND s.expires_at > ? AND u.disabled_at = 0`, hash, s.clock().UnixMilli()).
		Scan(&x.Data, &created, &seen, &expires, &u.ID, &u.Email, &u.Name, &u.Role, &u.ShowName, &u.Lang, &u.PasswordHash, &disabled)
	x.CreatedAt, x.SeenAt, x.ExpiresAt = at(created), at(seen), at(expires)
	return x, none(err, "session")
}

// EndSession signs one browser out. Ending one that is gone is no error.
func (s *Store) EndSession(ctx context.Context, hash []byte) error {
	return s.update(System(), func(t *tx) error {
		_, err := t.exec(`/* Store.EndSession */ DELETE FROM sessions WHERE hash=? OR expires_at<=?`, hash, t.ms())
		return err
	})
}

// EndSessions signs a person out everywhere.
func (s *Store) EndSessions(ctx context.Context, by Actor, user UserID) error {
	return s.changeUser(by, user, "user.signed_out", nil, func(*tx) error { return nil })
}

// TouchSession notes that a session is in use. One that was ended meanwhile
// stays ended.
func (s *Store) TouchSession(ctx context.Context, hash []byte) error {
	return s.update(System(), func(t *tx) error {
		_, err := t.exec(`/* Store.TouchSession */ UPDATE sessions SET seen_at=? WHERE hash=?`, t.ms(), hash)
		return err
	})
}
