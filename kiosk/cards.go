package kiosk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// Cards is the owner's page for printing comment cards.
type Cards struct {
	web     *render.Web
	store   *store.Store
	press   *card.Press
	baseURL string
	desk    CardsDesk

	printings printings
}

// CardsDesk is what the page has to know of the signed-in person. The sign-in
// belongs to the desk, which this package does not know: cmd puts them
// together.
type CardsDesk struct {
	Bar   func(r *http.Request, here string) (staff.BarView, error) // the frame of a staff page
	Actor func(r *http.Request) store.Actor
	Site  func(r *http.Request) store.SiteID // the site that the person has chosen
}

// NewCards prepares the page. baseURL is what QR codes begin with.
func NewCards(web *render.Web, st *store.Store, baseURL string, desk CardsDesk) (*Cards, error) {
	press, err := card.NewPress()
	if err != nil {
		return nil, err
	}
	return &Cards{web: web, store: st, press: press, baseURL: baseURL, desk: desk}, nil
}

// Page shows the form, the card and the earlier runs.
func (c *Cards) Page(w http.ResponseWriter, r *http.Request) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	f, err := c.readCards(r, site)
	if err != nil {
		return err
	}
	return c.show(w, r, http.StatusOK, site, f, nil)
}

// Print makes one run for each chosen language and answers with the print
// file of all of them.
func (c *Cards) Print(w http.ResponseWriter, r *http.Request) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	f, err := c.readCards(r, site)
	if err != nil {
		return err
	}
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	problems := f.problems(bar.P)
	if len(problems) == 0 {
		if err := c.trial(r, site, f); err != nil {
			field, sentence, ok := cardsProblem(bar.P, err)
			if !ok {
				return err
			}
			problems[field] = sentence
		}
	}
	if len(problems) > 0 {
		return c.show(w, r, http.StatusUnprocessableEntity, site, f, problems)
	}
	if f.number()*len(f.langs) > longRun {
		return c.startLong(w, r, site, f)
	}
	var runs []*card.Run
	for _, l := range f.langs {
		_, run, err := addRun(r.Context(), c.store, c.press, f.print(c, r, site.ID, l), false)
		if err != nil {
			return err
		}
		runs = append(runs, run)
	}
	return c.send(w, runs...)
}

// trial draws the card in every chosen language and gives no number away. What
// does not fit is an inLanguages.
func (c *Cards) trial(r *http.Request, site store.Site, f cardsForm) error {
	var problems inLanguages
	for _, l := range f.langs {
		run, err := c.sample(r, site, f, l, 1)
		if err != nil {
			return err
		}
		var fit *card.FitError
		if _, err = c.press.Layout(run); errors.As(err, &fit) {
			problems = append(problems, inLanguage{l, *fit})
		} else if err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// sample is a run of n cards that are not numbered for good: the next serials
// and a code that opens nothing.
func (c *Cards) sample(r *http.Request, site store.Site, f cardsForm, l i18n.Lang, n int) (*card.Run, error) {
	q, err := c.questionnaire(r, site, f)
	if err != nil {
		return nil, err
	}
	next, err := c.store.NextCard(r.Context(), site.ID)
	if err != nil {
		return nil, err
	}
	spec := newSpec(site, q, f.print(c, r, site.ID, l))
	tokens := make([]string, n)
	for i := range tokens {
		tokens[i] = sampleToken
	}
	run := spec.number(spec.run(c.web.Catalog, l, c.store.Now()), next, tokens)
	return run, spec.onto(r.Context(), c.store, site.ID, run)
}

// questionnaire is what the site's customers are asked; a picture may be of
// any version, the draft too.
func (c *Cards) questionnaire(r *http.Request, site store.Site, f cardsForm) (store.Questionnaire, error) {
	if f.asked != 0 {
		return c.store.QuestionnaireVersion(r.Context(), f.asked)
	}
	if q := c.published(f.series); q.ID != 0 {
		return q, nil
	}
	return c.store.Questionnaire(site)
}

// TestSheet answers with one sheet to try the printer and to show at the post
// office. Its cards say TEST and their codes lead to the site's own form.
func (c *Cards) TestSheet(w http.ResponseWriter, r *http.Request) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	f, err := c.readCards(r, site)
	if err != nil {
		return err
	}
	if len(f.langs) == 0 {
		f.langs = []i18n.Lang{i18n.Lang(site.DefaultLang())}
	}
	if paper, err := card.ParsePaper(f.paper); err != nil {
		f.paper = string(card.A4)
	} else {
		f.paper = string(paper)
	}
	run, err := c.sample(r, site, f, f.langs[0], card.Paper(f.paper).TestCards())
	if err != nil {
		return err
	}
	for i := range run.Cards {
		run.Cards[i] = card.Card{Serial: site.Prefix + "-TEST", URL: c.baseURL + "/at/" + site.Slug}
	}
	var pdf bytes.Buffer
	if err := c.press.TestSheet(&pdf, run); err != nil {
		return c.show(w, r, http.StatusUnprocessableEntity, site, f, nil)
	}
	return sendPDF(w, "cards-"+site.Prefix+"-TEST.pdf", &pdf)
}

// Again is GET /office/cards/runs/{id}/file: the file of an earlier run, the
// same bytes.
func (c *Cards) Again(w http.ResponseWriter, r *http.Request) error {
	found, err := c.run(r)
	if err != nil {
		return err
	}
	made, cards, err := c.store.CardRun(r.Context(), found.ID)
	if err != nil {
		return err
	}
	run, err := runAsMade(r.Context(), c.store, c.web.Catalog, made, cards)
	if err != nil {
		return err
	}
	if made.Count > longRun {
		return c.stream(w, r, run)
	}
	return c.send(w, run)
}

// Picture answers with one side of the card, or a sheet, as it will be
// printed: /office/cards/preview/{side}.
func (c *Cards) Picture(w http.ResponseWriter, r *http.Request) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	f, err := c.readCards(r, site)
	if err != nil {
		return err
	}
	side := card.Side(r.PathValue("side"))
	if side != card.Front && side != card.Back && side != card.Whole || len(f.langs) == 0 {
		return &store.Error{Code: store.NotFound, Key: "store.card_run"}
	}
	run, err := c.sample(r, site, f, f.langs[0], 4)
	if err != nil {
		return err
	}
	var svg bytes.Buffer
	if err := c.press.SVG(&svg, run, side); err != nil {
		if _, sentence, ok := cardsProblem(run.P, err); ok {
			http.Error(w, sentence, http.StatusUnprocessableEntity)
			return nil
		}
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "no-store")
	_, err = svg.WriteTo(w)
	return err
}

// send answers with a print file to keep.
func (c *Cards) send(w http.ResponseWriter, runs ...*card.Run) error {
	var pdf bytes.Buffer
	if err := c.press.PDF(&pdf, runs...); err != nil {
		return err
	}
	return sendPDF(w, cardsFile(runs), &pdf)
}

func sendPDF(w http.ResponseWriter, name string, pdf *bytes.Buffer) error {
	fileHeader(w, name)
	w.Header().Set("Content-Length", strconv.Itoa(pdf.Len()))
	pdf.WriteTo(w) // a reader who has left needs no telling
	return nil
}

func specOf(r store.CardRun) (cardSpec, error) {
	var s cardSpec
	if err := json.Unmarshal([]byte(r.Spec), &s); err != nil {
		return s, fmt.Errorf("kiosk.specOf(%d): %w", r.ID, err)
	}
	return s, nil
}
