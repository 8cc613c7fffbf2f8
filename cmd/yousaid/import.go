package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

type importCmd struct {
	File string `arg:"" type:"existingfile" help:"A file that a tablet's page for staff saved: what waits on it."`
	Site string `help:"The site's address name (slug) for words that name no tablet of this place; the first site if left out."`
}

// Run takes the file in. Whatever becomes of it, what was counted is stored,
// and running it again does no harm.
func (c importCmd) Run(a *app) error {
	catalog, err := i18n.Load()
	if err != nil {
		return err
	}
	return a.with(func(s *store.Store) error {
		site, err := s.SiteBySlug(c.Site)
		if err != nil {
			return err
		}
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		done, err := kiosk.Waiting{Store: s, Site: site, P: catalog.Printer(i18n.English)}.TakeIn(a.ctx, file)
		if errors.Is(err, kiosk.ErrNoWaiting) {
			return usage("%s is not a file that a tablet saved: nothing was taken in", c.File)
		}
		return errors.Join(c.report(a, done, site), c.problem(done, err))
	})
}

// report says what became of the file, and names what was refused.
func (c importCmd) report(a *app, done kiosk.TakenIn, site store.Site) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d taken in, %d here before, %d kept beside other words of the same id, %d refused\n", c.File, done.New, done.Again, done.Other, len(done.Refused))
	where := fmt.Sprintf("taken in at %s (%s); --site names another place\n", site.Name, site.Slug)
	if done.Unnamed > 0 {
		fmt.Fprintf(&b, "name no tablet: %d, %s", done.Unnamed, where)
	}
	if done.Unknown > 0 {
		fmt.Fprintf(&b, "name a tablet that this place never had: %d, %s", done.Unknown, where)
	}
	for _, r := range done.Refused {
		number := ""
		if r.Seq > 0 {
			number = fmt.Sprintf(" (number %d)", r.Seq)
		}
		fmt.Fprintf(&b, "refused: %q%s: %s\n", r.ID, number, r.Reason)
	}
	_, err := fmt.Fprint(a.Out, b.String())
	return err
}

func (c importCmd) problem(done kiosk.TakenIn, err error) error {
	switch {
	case errors.Is(err, kiosk.ErrDamaged):
		return fmt.Errorf("%s ends in the middle: what stands before that is taken in, save the file once more on the tablet", c.File)
	case err != nil:
		return fmt.Errorf("not all of %s is taken in, run it again afterwards: %s", c.File, inWords(err))
	case len(done.Refused) > 0:
		return fmt.Errorf("keep %s: it holds %d that were refused, named above", c.File, len(done.Refused))
	}
	return nil
}
