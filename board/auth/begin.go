package auth

import (
	"net/http"

	"github.com/yousaid/yousaid/store"
)

// Begin signs a person in on this browser without asking for the password:
// after set-up, where it has just been chosen.
func (a *Auth) Begin(w http.ResponseWriter, r *http.Request, u store.User) error {
	return a.begin(w, r, u)
}

// End signs this browser out, for certain, and leaves the answer to the
// caller.
func (a *Auth) End(w http.ResponseWriter, r *http.Request) error {
	session, err := a.sessions.Get(r, a.sessions.name())
	if err != nil {
		return err
	}
	return a.end(w, r, session)
}
