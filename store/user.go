package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// Role is what a signed-in person may do; each may do what the ones before
// may.
type Role string

// The roles, from least to most.
const (
	Staff    Role = "staff"
	Manager  Role = "manager"
	Director Role = "director"
	Owner    Role = "owner"
)

// Rank orders roles: 1 staff to 4 owner, 0 for a word that is no role.
func (r Role) Rank() int {
	switch r {
	case Staff:
		return 1
	case Manager:
		return 2
	case Director:
		return 3
	case Owner:
		return 4
	}
	return 0
}

// User is somebody who can sign in.
type User struct {
	ID           UserID
	Email        string // lower case
	Name         string
	Role         Role
	ShowName     bool   // the board may show the first name; else the role
	Lang         string // of staff pages; "" as the browser asks
	PasswordHash string
	DisabledAt   time.Time
}

// FirstName is the first word of the name.
func (u User) FirstName() string {
	first, _, _ := strings.Cut(u.Name, " ")
	return first
}

// ShownName is what the public sees: the first name by the person's own wish,
// or "" for "say the role".
func (u User) ShownName() string {
	if u.ShowName {
		return u.FirstName()
	}
	return ""
}

const selectUsers = `SELECT id, email, name, role, show_name, lang, password_hash, disabled_at FROM users `

func scanUser(row interface{ Scan(...any) error }) (User, error) {
	var u User
	var disabled int64
	err := row.Scan(&u.ID, &u.Email, &u.Name, &u.Role, &u.ShowName, &u.Lang, &u.PasswordHash, &disabled)
	u.DisabledAt = at(disabled)
	return u, err
}

// Users gives everybody, disabled ones included, by name.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Users */ `+selectUsers+`ORDER BY name, id`)
	return collect(rows, err, func(r *sql.Rows) (User, error) { return scanUser(r) })
}

// User gives one person. NotFound if there is none.
func (s *Store) User(ctx context.Context, id UserID) (User, error) {
	u, err := scanUser(s.read.QueryRowContext(ctx, `/* Store.User */ `+selectUsers+`WHERE id = ?`, id))
	return u, none(err, "user")
}

// UserByEmail gives one person, in whatever case the address is typed.
// NotFound if there is none.
func (s *Store) UserByEmail(ctx context.Context, email string) (User, error) {
	u, err := scanUser(s.read.QueryRowContext(ctx, `/* Store.UserByEmail */ `+selectUsers+`WHERE email = ?`, cleanEmail(email)))
	return u, none(err, "user")
}

func cleanEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// AddUser makes a person; PasswordHash is already hashed. Conflict if the
// address is taken, Invalid (field email, name or role) if something is missing.
func (s *Store) AddUser(ctx context.Context, by Actor, u User) (User, error) {
	err := s.update(by, func(t *tx) error {
		id, err := t.addUser(u)
		u.ID = id
		return err
	})
	if err != nil {
		return User{}, err
	}
	return s.User(ctx, u.ID)
}

func (t *tx) addUser(u User) (UserID, error) {
	switch {
	case !strings.Contains(u.Email, "@"):
		return 0, invalid("email_wrong", "email")
	case strings.TrimSpace(u.Name) == "":
		return 0, invalid("name_missing", "name")
	case u.Role.Rank() == 0:
		return 0, invalid("role_unknown", "role")
	}
	id, err := t.insert(`/* tx.addUser */ INSERT INTO users(email, name, role, show_name, lang, password_hash, created_at) VALUES (?,?,?,?,?,?,?)`,
		cleanEmail(u.Email), strings.TrimSpace(u.Name), string(u.Role), flag(u.ShowName), u.Lang, u.PasswordHash, t.ms())
	if err != nil {
		return 0, uniqueAs(err, "email_taken")
	}
	return UserID(id), t.event("user", id, "user.added", map[string]string{"name": u.Name, "role": string(u.Role)})
}

// SetRole changes what a person may do and ends their sessions. The last
// owner stays one: Forbidden.
func (s *Store) SetRole(ctx context.Context, by Actor, id UserID, role Role) error {
	if role.Rank() == 0 {
		return invalid("role_unknown", "role")
	}
	return s.changeUser(by, id, "user.role", map[string]string{"role": string(role)}, func(t *tx) error {
		if role != Owner {
			if err := t.keepAnOwner(id); err != nil {
				return err
			}
		}
		_, err := t.exec(`/* Store.SetRole */ UPDATE users SET role=? WHERE id=?`, string(role), id)
		return err
	})
}

// DisableUser keeps a person from signing in and ends their sessions. The
// last owner cannot be disabled: Forbidden.
func (s *Store) DisableUser(ctx context.Context, by Actor, id UserID) error {
	return s.changeUser(by, id, "user.disabled", nil, func(t *tx) error {
		if err := t.keepAnOwner(id); err != nil {
			return err
		}
		_, err := t.exec(`/* Store.DisableUser */ UPDATE users SET disabled_at=? WHERE id=?`, t.ms(), id)
		return err
	})
}

// EnableUser lets a disabled person sign in again.
func (s *Store) EnableUser(ctx context.Context, by Actor, id UserID) error {
	return s.changeUser(by, id, "user.enabled", nil, func(t *tx) error {
		_, err := t.exec(`/* Store.EnableUser */ UPDATE users SET disabled_at=0 WHERE id=?`, id)
		return err
	})
}

// SetPassword stores a new hash and ends all the person's sessions.
func (s *Store) SetPassword(ctx context.Context, by Actor, id UserID, hash string) error {
	return s.changeUser(by, id, "user.password", nil, func(t *tx) error {
		_, err := t.exec(`/* Store.SetPassword */ UPDATE users SET password_hash=? WHERE id=?`, hash, id)
		return err
	})
}

// changeUser runs change, ends the person's sessions and writes the event.
func (s *Store) changeUser(by Actor, id UserID, verb string, data map[string]string, change func(*tx) error) error {
	return s.update(by, func(t *tx) error {
		if t.userName(id) == "" {
			return notFound("user")
		}
		if err := change(t); err != nil {
			return err
		}
		if _, err := t.exec(`/* changeUser */ DELETE FROM sessions WHERE user_id=?`, id); err != nil {
			return err
		}
		return t.event("user", int64(id), verb, data)
	})
}

// SetOwnPage saves what people decide for themselves: name, language, and
// whether the board may show their first name. Sessions stay.
func (s *Store) SetOwnPage(ctx context.Context, id UserID, name, lang string, showName bool) error {
	if strings.TrimSpace(name) == "" {
		return invalid("name_missing", "name")
	}
	return s.update(ActingUser(id), func(t *tx) error {
		k, err := t.change(`/* Store.SetOwnPage */ UPDATE users SET name=?, lang=?, show_name=? WHERE id=?`, strings.TrimSpace(name), lang, flag(showName), id)
		if err != nil || k == 0 {
			return orNotFound(err, "user")
		}
		return t.event("user", int64(id), "user.own_page", nil)
	})
}

func (t *tx) keepAnOwner(id UserID) error {
	var others, self int
	err := t.row(`/* keepAnOwner */ SELECT (SELECT count(*) FROM users WHERE role='owner' AND disabled_at=0 AND id<>?), (SELECT count(*) FROM users WHERE role='owner' AND id=?)`, id, id).Scan(&others, &self)
	if err == nil && others == 0 && self == 1 {
		return forbidden("last_owner")
	}
	return err
}

// userName is "" for nobody.
func (t *tx) userName(id UserID) string {
	var name string
	t.row(`/* tx.userName */ SELECT name FROM users WHERE id=?`, id).Scan(&name)
	return name
}
