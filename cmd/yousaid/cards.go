package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
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
	Asked      string `name:"questionnaire" placeholder:"NAME" help:"Name or number of a published questionnaire for customers; what the site's customers are asked if left out."`
	Paper      string `enum:"a4-4up,letter-4up,a6,4x6" default:"a4-4up" help:"a4-4up, letter-4up, a6 or 4x6."`
	Flip       string `enum:"long,short" default:"long" help:"Which edge the printer turns the sheet over."`
	Out        string `required:"" placeholder:"F.pdf" help:"The print file to write."`
	Layout     string `placeholder:"F.json" help:"Where every box stands, in millimetres."`
	Post       string `default:"none" help:"How cards come back: none, generic (a prepaid reply in your post's own wording), usps-brm (USPS Business Reply Mail), ibrs (International Business Reply Service), rm-freepost (Royal Mail Freepost) or dp-antwort (Deutsche Post Antwortsendung)."`
	Address    string `placeholder:"LINE|LINE|LINE" help:"Where replies go; the site's address if left out."`
	Permit     string `placeholder:"N" help:"Number of the reply licence."`
	PermitCity string `name:"permit-city" placeholder:"CITY" help:"Where it was given."`
	IMb        string `name:"imb" placeholder:"TRACKING20-ROUTING" help:"Intelligent Mail barcode of usps-brm: 20 digits, a hyphen, the ZIP code."`
	Country    string `placeholder:"COUNTRY" help:"Country of the replies, for ibrs, as the post writes it."`
	RM4SCC     string `name:"rm4scc" placeholder:"LE28AA1T" help:"Postcode and delivery point suffix of the barcode, for rm-freepost."`
	Note       string `enum:"pays,please,may" default:"pays" help:"Franking note of dp-antwort: pays (Entgelt zahlt Empfänger), please (Bitte ausreichend frankieren) or may (falls Marke zur Hand)."`
	Artwork    string `placeholder:"F" help:"What the post approved: PNG, JPEG, or the first page of a PDF. rm-freepost and dp-antwort need it, generic may have it."`
	ArtworkW   string `name:"artwork-width" placeholder:"MM" help:"Its width on paper; as the file says if left out."`
	IBRSBar    string `name:"ibrs-bar" placeholder:"MM" help:"Thickness of the bars of ibrs, where the post wants other than 3."`
	IBRSGap    string `name:"ibrs-gap" placeholder:"MM" help:"Distance between them, where the post wants other than 14."`
	RMClear    string `name:"rm-clear" placeholder:"MM" help:"White round the barcode of rm-freepost, where the post wants other than 2."`
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
		site, err := siteNamed(s, c.Site)
		if err != nil {
			return err
		}
		if err := c.writable(); err != nil {
			return err
		}
		asked, err := c.questionnaire(s)
		if err != nil {
			return err
		}
		face, err := c.face(a, s, site)
		if err != nil {
			return err
		}
		var pdf, layout bytes.Buffer
		run, err := kiosk.PrintCards(a.ctx, s, kiosk.CardPrint{Catalog: catalog, By: store.System(), Site: site.ID, Questionnaire: asked, Name: c.Name, Count: c.Count, Lang: i18n.Lang(c.Lang),
			BaseURL: c.BaseURL, Paper: card.Paper(c.Paper), Flip: card.Flip(c.Flip), Post: card.Post(c.Post), Address: c.lines(), Licence: c.Permit, City: c.PermitCity, IMb: c.IMb, Face: face,
			Told: func(sentence string) {
				fmt.Fprintf(a.Err, "yousaid: see the preflight (Cards, All measures): %s\n", sentence)
			}}, &pdf, &layout)
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

// questionnaire finds what --questionnaire names, by its number or its name;
// 0 for what the site's customers are asked.
func (c cardsCmd) questionnaire(s *store.Store) (store.QuestionnaireID, error) {
	if c.Asked == "" {
		return 0, nil
	}
	var names []string
	for _, q := range s.PublishedFor(store.CustomerAudience) {
		if number := strconv.FormatInt(int64(q.Series), 10); c.Asked == number || strings.EqualFold(c.Asked, q.Name) {
			return q.ID, nil
		}
		names = append(names, q.Name)
	}
	return 0, fmt.Errorf("customers are asked no questionnaire %q; there are: %s", c.Asked, strings.Join(names, ", "))
}

// siteNamed finds what --site names; "" is the first site.
func siteNamed(s *store.Store, slug string) (store.Site, error) {
	site, err := s.SiteBySlug(slug)
	if store.CodeOf(err) != store.NotFound {
		return site, err
	}
	var names []string
	for _, x := range s.Sites() {
		names = append(names, x.Slug)
	}
	return site, fmt.Errorf("--site: there is no site %q; there are: %s", slug, strings.Join(names, ", "))
}

func (c cardsCmd) lines() []string {
	if c.Address == "" {
		return nil
	}
	return strings.Split(c.Address, "|")
}

// writable tries the files before numbers are given away.
func (c cardsCmd) writable() error {
	for flag, name := range map[string]string{"--out": c.Out, "--layout": c.Layout} {
		if name == "" {
			continue
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("%s: no file can be written at %s (%w): name one in a folder that is there and may be written to", flag, name, errors.Unwrap(err))
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
