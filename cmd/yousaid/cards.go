package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

type cardsCmd struct {
	Name       string `name:"run" required:"" placeholder:"NAME" help:"What the run is called in the ledger."`
	Count      int    `required:"" help:"How many cards."`
	Lang       string `enum:"en,de,et,ru,uk,fil" default:"en" help:"Language of the cards."`
	Site       string `help:"The site's address name (slug); the first site if left out."`
	Paper      string `enum:"a4-4up,letter-4up,a6,4x6" default:"a4-4up" help:"a4-4up, letter-4up, a6 or 4x6."`
	Flip       string `enum:"long,short" default:"long" help:"Which edge the printer turns the sheet over."`
	Out        string `required:"" placeholder:"F.pdf" help:"The print file to write."`
	Layout     string `placeholder:"F.json" help:"Where every box stands, in millimetres."`
	Post       string `default:"none" help:"none, generic for a prepaid reply in your post's own wording, or usps-brm for USPS Business Reply Mail."`
	Address    string `placeholder:"LINE|LINE|LINE" help:"Where replies go; the site's address if left out."`
	Permit     string `placeholder:"N" help:"Number of the reply licence."`
	PermitCity string `name:"permit-city" placeholder:"CITY" help:"Where it was given."`
	IMb        string `name:"imb" placeholder:"TRACKING20-ROUTING" help:"Intelligent Mail barcode of usps-brm: 20 digits, a hyphen, the ZIP code."`
	BaseURL    string `name:"base-url" default:"http://127.0.0.1:8080" help:"How phones reach the server; it stands in every QR code."`
}

// Run prints into memory first: a run that cannot be printed or written takes
// no numbers and leaves no half a file.
func (c cardsCmd) Run(a *app) error {
	if _, err := card.ParsePost(c.Post); err != nil {
		return usageError{err}
	}
	catalog, err := i18n.Load()
	if err != nil {
		return err
	}
	return a.with(func(s *store.Store) error {
		site, err := s.SiteBySlug(c.Site)
		if err != nil {
			return err
		}
		if err := c.writable(); err != nil {
			return err
		}
		var pdf, layout bytes.Buffer
		run, err := kiosk.PrintCards(a.ctx, s, kiosk.CardPrint{Catalog: catalog, By: store.System(), Site: site.ID, Name: c.Name, Count: c.Count, Lang: i18n.Lang(c.Lang),
			BaseURL: c.BaseURL, Paper: card.Paper(c.Paper), Flip: card.Flip(c.Flip), Post: card.Post(c.Post), Address: c.lines(), Licence: c.Permit, City: c.PermitCity, IMb: c.IMb}, &pdf, &layout)
		if err != nil {
			return err
		}
		if err := c.write(pdf.Bytes(), layout.Bytes()); err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.Out, "%s: cards %s to %s\n", c.Out, store.Serial(site.Prefix, run.First), store.Serial(site.Prefix, run.First+run.Count-1))
		return err
	})
}

func (c cardsCmd) lines() []string {
	if c.Address == "" {
		return nil
	}
	return strings.Split(c.Address, "|")
}

// writable tries the files before numbers are given away.
func (c cardsCmd) writable() error {
	for _, name := range []string{c.Out, c.Layout} {
		if name == "" {
			continue
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (c cardsCmd) write(pdf, layout []byte) error {
	err := os.WriteFile(c.Out, pdf, 0o644)
	if c.Layout != "" {
		err = errors.Join(err, os.WriteFile(c.Layout, layout, 0o644))
	}
	return err
}
