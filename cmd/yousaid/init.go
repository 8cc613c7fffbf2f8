package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// initCmd is the set-up page without a browser.
type initCmd struct {
	Name       string `required:"" help:"Short name of the place, as on the tablet: Linden Park."`
	Site       string `help:"Its long name: Linden Park Leisure Centre."`
	Zone       string `required:"" help:"Time zone by its IANA name: Europe/Tallinn."`
	Languages  string `default:"en,de,et,ru,uk,fil" help:"Languages, the default first."`
	Hours      string `default:"mon-fri 09:00-17:00" help:"Opening hours: \"mon-fri 07:00-22:00, sat-sun 09:00-20:00\"."`
	Promise    string `default:"2wd" help:"An answer within: 2wd (working days) or 8h (opening hours)."`
	OwnerEmail string `name:"owner-email" required:"" help:"The owner signs in with it."`
	OwnerName  string `name:"owner-name" required:"" help:"The owner's full name."`
	passwordFlag
}

func (c initCmd) Run(a *app) error {
	site, err := c.site()
	if err != nil {
		return err
	}
	if err := site.Check(); err != nil {
		return usageError{err}
	}
	hash, err := c.hash(a)
	if err != nil {
		return err
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	_, _, err = s.SetUp(a.ctx, store.SetUp{Site: site, Owner: store.User{Email: c.OwnerEmail, Name: c.OwnerName, PasswordHash: hash}})
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Out, "set up: %s; start it with: yousaid serve --db %s\n", c.Name, a.db)
	return err
}

func (c initCmd) site() (store.Site, error) {
	site := store.Site{Name: c.Name, LongName: c.Site, Zone: c.Zone}
	var err error
	if site.Promise, err = store.ParsePromise(c.Promise); err != nil {
		return site, usageError{err}
	}
	for _, l := range strings.Split(c.Languages, ",") {
		l = strings.TrimSpace(l)
		if !i18n.Lang(l).Valid() {
			return site, usage("--languages: %q is not one of en, de, et, ru, uk, fil", l)
		}
		site.Languages = append(site.Languages, l)
	}
	site.Hours, err = parseHours(c.Hours)
	return site, err
}

// parseHours reads "mon-fri 07:00-22:00, sat 09:00-20:00".
func parseHours(text string) (h store.Hours, err error) {
	for _, part := range strings.Split(text, ",") {
		days, times, ok := strings.Cut(strings.TrimSpace(part), " ")
		from, to, dash := strings.Cut(strings.TrimSpace(times), "-")
		first, last, _ := strings.Cut(strings.ToLower(days), "-")
		if last == "" {
			last = first
		}
		a, b := weekday(first), weekday(last)
		span := store.Span{From: minutes(from), To: minutes(to)}
		if !ok || !dash || a < 0 || b < 0 || span.From < 0 || span.To < 0 {
			return h, usage("--hours: %q is not like \"mon-fri 09:00-17:00\"", part)
		}
		for d := a; ; d = (d + 1) % 7 {
			h[d] = append(h[d], span)
			if d == b {
				break
			}
		}
	}
	return h, nil
}

func weekday(s string) int {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if s == strings.ToLower(d.String()[:3]) {
			return int(d)
		}
	}
	return -1
}

// minutes reads "07:30" as minutes since midnight; "24:00" is the end of the
// day; -1 if it is neither.
func minutes(s string) int {
	if s == "24:00" {
		return 24 * 60
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}
