package office

import (
	"crypto/rand"
	"math/big"
	"net/http"
	"strings"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// People answers GET /office/people.
func (o *Office) People(w http.ResponseWriter, r *http.Request) error {
	return o.peoplePage(w, r, http.StatusOK, nil, nil)
}

// AddPerson answers POST /office/people: the password is shown once.
func (o *Office) AddPerson(w http.ResponseWriter, r *http.Request) error {
	p := o.Auth.Printer(r)
	u := store.User{Name: strings.TrimSpace(r.FormValue("name")), Email: strings.TrimSpace(r.FormValue("email")), Role: store.Role(r.FormValue("role")), ShowName: true}
	problems := map[string]string{}
	if u.Name == "" {
		problems["name"] = p.T("office.problem.person")
	}
	if !mailAddress(u.Email) {
		problems["email"] = p.T("office.problem.email")
	}
	if len(problems) > 0 {
		return o.peoplePage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	password := newPassword()
	hash, err := o.Auth.Hash(r.Context(), password)
	if err != nil {
		return err
	}
	u.PasswordHash = hash
	u, err = o.Store.AddUser(r.Context(), actor(r), u)
	if store.CodeOf(err) == store.Conflict {
		problems["email"] = p.T("office.problem.email_taken")
		return o.peoplePage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	if field, sentence := render.Sentence(p, err); sentence != "" {
		problems[field] = sentence
		return o.peoplePage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	if err != nil {
		return err
	}
	return o.peoplePage(w, r, http.StatusOK, nil, passwordSecret(p, u, password))
}

// SetRole answers POST /office/people/{id}/role.
func (o *Office) SetRole(w http.ResponseWriter, r *http.Request) error {
	return o.changePerson(w, r, "role", func(id store.UserID) error {
		return o.Store.SetRole(r.Context(), actor(r), id, store.Role(r.FormValue("role")))
	})
}

// DisablePerson answers POST /office/people/{id}/disable.
func (o *Office) DisablePerson(w http.ResponseWriter, r *http.Request) error {
	return o.changePerson(w, r, "disable", func(id store.UserID) error { return o.Store.DisableUser(r.Context(), actor(r), id) })
}

// EnablePerson answers POST /office/people/{id}/enable.
func (o *Office) EnablePerson(w http.ResponseWriter, r *http.Request) error {
	return o.changePerson(w, r, "enable", func(id store.UserID) error { return o.Store.EnableUser(r.Context(), actor(r), id) })
}

// ResetPassword answers POST /office/people/{id}/reset: the new password is
// shown once, and the person is signed out everywhere.
func (o *Office) ResetPassword(w http.ResponseWriter, r *http.Request) error {
	u, err := o.Store.User(r.Context(), userID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if u.ID == auth.UserFrom(r.Context()).ID {
		return o.Web.Redirect(w, r, "/desk/me")
	}
	password := newPassword()
	hash, err := o.Auth.Hash(r.Context(), password)
	if err != nil {
		return err
	}
	if err := o.Store.SetPassword(r.Context(), actor(r), u.ID, hash); err != nil {
		return err
	}
	return o.peoplePage(w, r, http.StatusOK, nil, passwordSecret(o.Auth.Printer(r), u, password))
}

// changePerson does one thing to somebody else; nobody changes the own role
// or locks the own door.
func (o *Office) changePerson(w http.ResponseWriter, r *http.Request, what string, change func(store.UserID) error) error {
	p := o.Auth.Printer(r)
	id := userID(r.PathValue("id"))
	if id == auth.UserFrom(r.Context()).ID {
		return o.peoplePage(w, r, http.StatusForbidden, map[string]string{"": p.T("office.problem.self")}, nil)
	}
	err := change(id)
	if store.CodeOf(err) == store.Forbidden || store.CodeOf(err) == store.Invalid {
		_, sentence := render.Sentence(p, err)
		return o.peoplePage(w, r, http.StatusUnprocessableEntity, map[string]string{"": sentence}, nil)
	}
	if err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did("/office/people", what, idText(id)))
}

func (o *Office) peoplePage(w http.ResponseWriter, r *http.Request, status int, problems map[string]string, secret *staff.SecretView) error {
	f, err := o.frame(r, "office.people.title", "", "/office")
	if err != nil {
		return err
	}
	users, err := o.Store.Users(r.Context())
	if err != nil {
		return err
	}
	p := f.P
	v := staff.PeopleView{Frame: f, Problem: problems[""], Secret: secret,
		Name:  staff.Field{Name: "name", Label: p.T("office.people.name"), Problem: problems["name"], Max: 100},
		Email: staff.Field{Name: "email", Label: p.T("office.setup.email"), Type: "email", Problem: problems["email"], Max: 200},
		Role:  staff.Field{Name: "role", Label: p.T("office.people.role"), Options: roleOptions(p, store.Staff), Problem: problems["role"]}}
	if len(problems) > 0 {
		v.Name.Value, v.Email.Value = r.FormValue("name"), r.FormValue("email")
		v.Role.Options = roleOptions(p, store.Role(r.FormValue("role")))
	}
	self := auth.UserFrom(r.Context()).ID
	for _, u := range users {
		v.People = append(v.People, staff.PersonRow{ID: idText(u.ID), Name: u.Name, Email: u.Email, Role: p.T("common.role." + string(u.Role)),
			Roles: roleOptions(p, u.Role), Disabled: !u.DisabledAt.IsZero(), Self: u.ID == self, Locked: u.ID == self})
	}
	return o.Web.Page(w, r, status, staff.People(v))
}

func roleOptions(p *i18n.Printer, on store.Role) []staff.Option {
	var out []staff.Option
	for _, role := range []store.Role{store.Staff, store.Manager, store.Director, store.Owner} {
		out = append(out, staff.Option{Value: string(role), Label: p.T("common.role." + string(role)), On: role == on})
	}
	return out
}

func passwordSecret(p *i18n.Printer, u store.User, password string) *staff.SecretView {
	return &staff.SecretView{Title: p.T("office.people.added", "Name", u.Name), Text: p.T("office.people.secret", "Name", u.FirstName()), Code: password}
}

// newPassword makes 16 letters of an alphabet without look-alikes, in groups
// that are easy to read out: 77 bits.
func newPassword() string {
	const alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
	var b strings.Builder
	for i := range 16 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet)))) // rand.Reader never fails
		b.WriteByte(alphabet[n.Int64()])
	}
	return b.String()
}
