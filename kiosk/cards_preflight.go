package kiosk

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// Preflight is GET /office/cards/preflight: the reply side as the form says,
// measured against what its post asks.
func (c *Cards) Preflight(w http.ResponseWriter, r *http.Request) error {
	site, f, err := c.asSet(r)
	if err != nil {
		return err
	}
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	p := bar.P
	v := staff.PreflightView{Bar: bar, Back: "/office/cards?" + f.query().Encode()}
	run, face, err := c.measured(r, site, f)
	if err != nil {
		field, sentence, ok := cardsProblem(p, err)
		if !ok {
			return err
		}
		if v.Problem = sentence; field == "artwork" {
			v.Artwork = "/office/cards/artwork?" + f.query().Encode()
		}
	} else if !run.TwoSided() {
		v.Problem = p.T("post.preflight.box")
	}
	if v.Problem == "" {
		v.Post = p.T("card.post." + f.post)
		v.Picture, v.Proof = picture(p, f, "back"), "/office/cards/proof?"+f.query().Encode()
		v.Summary, v.Fine = measuresSummary(p, face), fineness(p, run)
		v.Street = street(p, run)
		for _, x := range face.Checks {
			v.Checks = append(v.Checks, preflightLine(p, x))
		}
	}
	return c.web.Page(w, r, http.StatusOK, staff.Preflight(v))
}

func preflightLine(p *i18n.Printer, x card.Check) staff.PreflightCheck {
	t := card.CheckWords(p, x)
	return staff.PreflightCheck{Name: t.Name, Found: t.Found, Wanted: t.Wanted, Wrong: t.Wrong, Source: t.Source, Sure: x.Verified}
}

// street says that replies would go where their post brings none; no text: they
// would not.
func street(p *i18n.Printer, run *card.Run) staff.CardsCheck {
	if !run.ToStreet() {
		return staff.CardsCheck{}
	}
	return staff.CardsCheck{Text: p.T("post.check.dp_address"), Open: true}
}

// fineness says how fine a picture of dots prints; no text for lines.
func fineness(p *i18n.Printer, run *card.Run) staff.CardsCheck {
	if run.Artwork == nil {
		return staff.CardsCheck{}
	}
	width, _, _ := run.Artwork.File.Printed(run.Artwork.W, run.Artwork.H)
	switch dpi := run.Artwork.File.DPI(width); {
	case dpi == 0:
		return staff.CardsCheck{}
	case dpi < 300:
		return staff.CardsCheck{Text: p.T("post.preflight.coarse", "DPI", strconv.Itoa(dpi)), Open: true}
	default:
		return staff.CardsCheck{Text: p.T("post.preflight.fine", "DPI", strconv.Itoa(dpi))}
	}
}

// measuresSummary says in one sentence how the face stands.
func measuresSummary(p *i18n.Printer, face *card.Face) staff.CardsCheck {
	if n := len(face.Wrong()); n > 0 {
		return staff.CardsCheck{Text: p.N("post.preflight.wrong", n, "All", strconv.Itoa(len(face.Checks))), Open: true}
	}
	return staff.CardsCheck{Text: p.T("card.check.measures", "N", len(face.Checks))}
}

// Proof is GET /office/cards/proof: one sheet for the post's counter.
func (c *Cards) Proof(w http.ResponseWriter, r *http.Request) error {
	site, f, err := c.asSet(r)
	if err != nil {
		return err
	}
	p, pdf := c.web.Printer(r), &bytes.Buffer{}
	run, _, err := c.measured(r, site, f)
	if err == nil {
		run.Cards[0] = card.Card{Serial: site.Prefix + "-TEST", URL: c.baseURL + "/at/" + site.Slug}
		err = c.press.Proof(pdf, run, p)
	}
	if _, _, ok := cardsProblem(p, err); ok {
		return c.web.Redirect(w, r, "/office/cards/preflight?"+f.query().Encode())
	}
	if err != nil {
		return err
	}
	return sendPDF(w, "proof-"+string(run.Post)+".pdf", pdf)
}

// asSet is the site and the form as the request says.
func (c *Cards) asSet(r *http.Request) (store.Site, cardsForm, error) {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return site, cardsForm{}, err
	}
	f, err := c.readCards(r, site)
	if len(f.langs) == 0 {
		f.langs = []i18n.Lang{i18n.Lang(site.DefaultLang())}
	}
	return site, f, err
}

// measured is a sample in the first chosen language, and its face.
func (c *Cards) measured(r *http.Request, site store.Site, f cardsForm) (*card.Run, *card.Face, error) {
	run, err := c.sample(r, site, f, f.langs[0], 1)
	if err != nil {
		return nil, nil, err
	}
	face, err := c.press.Preflight(run)
	return run, face, err
}
