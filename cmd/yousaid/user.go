package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
)

type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Add a person."`
	List    userListCmd    `cmd:"" help:"List people."`
	Reset   userResetCmd   `cmd:"" help:"Give a person a new password and sign them out everywhere."`
	Disable userDisableCmd `cmd:"" help:"Keep a person from signing in."`
}

// passwordFlag asks for the password on standard input, where no list of
// processes shows it.
type passwordFlag struct {
	PasswordStdin bool `name:"password-stdin" required:"" help:"Read the password from standard input."`
}

func (passwordFlag) hash(a *app) (string, error) {
	line, err := bufio.NewReader(a.In).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	password := strings.TrimRight(line, "\r\n")
	if err := auth.CheckPassword(password); err != nil {
		return "", usageError{err}
	}
	return auth.NewHasher().Hash(a.ctx, password)
}

type userAddCmd struct {
	Email string `required:"" help:"Signs in with it."`
	Name  string `required:"" help:"Full name."`
	Role  string `enum:"staff,manager,director,owner" default:"staff" help:"staff, manager, director or owner."`
	passwordFlag
}

func (c userAddCmd) Run(a *app) error {
	hash, err := c.hash(a)
	if err != nil {
		return err
	}
	return a.with(func(s *store.Store) error {
		u, err := s.AddUser(a.ctx, store.System(), store.User{Email: c.Email, Name: c.Name, Role: store.Role(c.Role), PasswordHash: hash})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.Out, "added: %s, %s\n", u.Email, u.Role)
		return err
	})
}

type userListCmd struct{}

func (userListCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		list, err := s.Users(a.ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "EMAIL\tNAME\tROLE\tSTATE")
		for _, u := range list {
			state := "active"
			if !u.DisabledAt.IsZero() {
				state = "disabled"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", u.Email, u.Name, u.Role, state)
		}
		return w.Flush()
	})
}

type userResetCmd struct {
	Email string `required:"" help:"Of the person."`
	passwordFlag
}

func (c userResetCmd) Run(a *app) error {
	hash, err := c.hash(a)
	if err != nil {
		return err
	}
	return a.with(func(s *store.Store) error {
		u, err := s.UserByEmail(a.ctx, c.Email)
		if err != nil {
			return err
		}
		return s.SetPassword(a.ctx, store.System(), u.ID, hash)
	})
}

type userDisableCmd struct {
	Email string `required:"" help:"Of the person."`
}

func (c userDisableCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		u, err := s.UserByEmail(a.ctx, c.Email)
		if err != nil {
			return err
		}
		return s.DisableUser(a.ctx, store.System(), u.ID)
	})
}
