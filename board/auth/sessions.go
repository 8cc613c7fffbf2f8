package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
	"github.com/yousaid/yousaid/store"
)

// sessionStore is a gorilla/sessions Store over the store's table. The cookie
// holds a signed random id and nothing else; the table holds a hash of it.
type sessionStore struct {
	store  *store.Store
	codec  *securecookie.SecureCookie
	secure bool
}

func newSessionStore(s *store.Store, key []byte, secure bool) *sessionStore {
	// The table decides when a session is over, by the server's one clock.
	codec := securecookie.New(key, nil).MaxAge(0)
	return &sessionStore{store: s, codec: codec, secure: secure}
}

const userValue = "user"

func (s *sessionStore) name() string {
	if s.secure {
		return "__Host-desk" // a browser takes it by https from this host alone
	}
	return "desk"
}

// Get gives the session of a request, the same one each time it is asked.
func (s *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session of a request's cookie. Without a living one it gives
// a new, empty session and no error.
func (s *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.Options = s.options(r)
	session.IsNew = true
	id := s.id(r, name)
	if id == "" {
		return session, nil
	}
	x, err := s.store.Session(r.Context(), hashOf(id))
	if store.CodeOf(err) == store.NotFound {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	return session, s.fill(r, session, id, x)
}

func (s *sessionStore) fill(r *http.Request, session *sessions.Session, id string, x store.Session) error {
	now := s.store.Now()
	if now.Sub(x.SeenAt) > Idle {
		session.Values[lapsedValue] = x.User.ID
		return s.store.EndSession(r.Context(), hashOf(id))
	}
	values := map[string]string{}
	if err := json.Unmarshal(x.Data, &values); err != nil {
		return err
	}
	for k, v := range values {
		session.Values[k] = v
	}
	session.ID, session.IsNew = id, false
	session.Values[userValue] = x.User
	if now.Sub(x.SeenAt) > time.Minute && !quiet(r) {
		return s.store.TouchSession(r.Context(), hashOf(id))
	}
	return nil
}

// lapsedValue is who was signed in until the session idled out.
const lapsedValue = "lapsed"

// quiet tells whether the page asks by itself, which keeps no desk open.
func quiet(r *http.Request) bool {
	return r.Header.Get("X-Quiet") != "" || strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

func (s *sessionStore) id(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	var id string
	if s.codec.Decode(name, c.Value, &id) != nil {
		return ""
	}
	return id
}

// Save keeps a session for the person in its values, always under a new id if
// it has none; with a negative MaxAge it ends it.
func (s *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		if session.ID == "" {
			return nil
		}
		return s.store.EndSession(r.Context(), hashOf(session.ID))
	}
	if session.ID == "" {
		session.ID = rand.Text()
	}
	user, _ := session.Values[userValue].(store.User)
	if err := s.store.SaveSession(r.Context(), hashOf(session.ID), user.ID, s.data(session), s.store.Now().Add(Absolute)); err != nil {
		return err
	}
	value, err := s.codec.Encode(session.Name(), session.ID)
	if err != nil {
		return err
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), value, session.Options))
	return nil
}

func (s *sessionStore) data(session *sessions.Session) []byte {
	values := map[string]string{}
	for k, v := range session.Values {
		if text, ok := v.(string); ok {
			values[k.(string)] = text
		}
	}
	b, _ := json.Marshal(values) // a map of strings always marshals
	return b
}

// options are set one by one: the library's own are for another site's page
// and for thirty days.
func (s *sessionStore) options(r *http.Request) *sessions.Options {
	return &sessions.Options{Path: "/", MaxAge: int(Absolute.Seconds()), HttpOnly: true,
		Secure: s.secure || r.TLS != nil, SameSite: http.SameSiteLaxMode}
}

func hashOf(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:]
}
