package kiosk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// CardPrint is what somebody wants printed: one run of numbered cards.
type CardPrint struct {
	Catalog *i18n.Catalog
	By      store.Actor
	Site    store.SiteID
	// Questionnaire is a published version for customers; 0: what the site's
	// are asked.
	Questionnaire store.QuestionnaireID
	Name          string // of the run; "" takes the day and the language
	Count         int
	Lang          i18n.Lang
	BaseURL       string // in the QR codes, without a slash at the end
	Paper         card.Paper
	Flip          card.Flip // "" is card.LongEdge
	Post          card.Post
	Address       []string // where replies go; nil takes the site's
	Licence       string
	City          string
	IMb           string // of card.BRM: tracking and routing code, "" for none
	Face          CardFace
	// Told hears, in English, what about the printed reply side its post would
	// not take; nil: nobody does.
	Told func(sentence string)
}

// PrintCards numbers a run of cards, writes its print file and, unless layout
// is nil, where everything stands on it. What keeps the run from being printed
// (a card.FieldError, a card.FitError) is found before a number is given away.
func PrintCards(ctx context.Context, st *store.Store, p CardPrint, pdf, layout io.Writer) (store.CardRun, error) {
	press, err := card.NewPress()
	if err != nil {
		return store.CardRun{}, err
	}
	made, run, err := addRun(ctx, st, press, p, false)
	if err != nil {
		return made, err
	}
	if err := p.tell(press, run); err != nil {
		return made, err
	}
	if layout != nil {
		if err := writeLayout(press, run, layout); err != nil {
			return made, err
		}
	}
	return made, press.PDF(pdf, run)
}

// tell says which measures of the reply side are off, and that replies would go
// where the post brings none.
func (p CardPrint) tell(press *card.Press, run *card.Run) error {
	if p.Told == nil {
		return nil
	}
	face, err := press.Preflight(run)
	if err != nil {
		return err
	}
	in := p.Catalog.Printer(i18n.English)
	for _, x := range face.Wrong() {
		words := card.CheckWords(in, x)
		p.Told(fmt.Sprintf("%s: %s %s %s (%s)", words.Name, words.Found, words.Wanted, words.Wrong, words.Source))
	}
	if run.ToStreet() {
		p.Told(in.T("post.check.dp_address"))
	}
	return nil
}

func writeLayout(press *card.Press, run *card.Run, w io.Writer) error {
	l, err := press.Layout(run)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(l)
}

// cardSpec is all that a run says besides its numbers, as it was on the day
// it was made: printed again after the site has moved or changed its name, the
// cards are the same. It is kept as JSON with the run.
type cardSpec struct {
	Prefix  string       `json:"prefix"`
	BaseURL string       `json:"base_url"`
	Place   string       `json:"place"`
	Promise string       `json:"promise"` // "2wd"
	Erase   int          `json:"erase_days"`
	Faces   int          `json:"faces"`
	Topics  []card.Topic `json:"topics"`
	Writing bool         `json:"writing"`
	Contact bool         `json:"contact"`
	Version int64        `json:"questionnaire,omitempty"`
	Heading string       `json:"heading,omitempty"` // the owner's wordings; "" the card's own
	About   string       `json:"about,omitempty"`
	Words   string       `json:"words,omitempty"`
	Reach   string       `json:"reach,omitempty"`
	More    []card.Block `json:"more,omitempty"`
	Paper   card.Paper   `json:"paper"`
	Flip    card.Flip    `json:"flip"`
	Post    card.Post    `json:"post"`
	PostIn  i18n.Lang    `json:"post_lang"` // the post's language is the country's, not the card's
	Address []string     `json:"address"`
	Licence string       `json:"licence"`
	City    string       `json:"city"`
	IMb     string       `json:"imb,omitempty"`
	CardFace
	// Said are the words of the card's own that stood on it on the day.
	Said map[string]string `json:"said,omitempty"`
}

// newSpec takes the words of the day from the site and its questionnaire.
func newSpec(site store.Site, q store.Questionnaire, p CardPrint) cardSpec {
	s := cardSpec{Prefix: site.Prefix, BaseURL: strings.TrimRight(p.BaseURL, "/"), Place: placeName(site), Promise: site.Promise.String(),
		Erase: site.RetainDays, Faces: q.Faces(), Paper: p.Paper, Flip: p.Flip, Post: p.Post, PostIn: i18n.Lang(site.DefaultLang()),
		Address: p.Address, Licence: strings.TrimSpace(p.Licence), City: strings.TrimSpace(p.City), IMb: strings.TrimSpace(p.IMb)}
	if s.Address == nil {
		s.Address = cardLines(site.Address)
	}
	s.CardFace = p.Face
	s.Version, s.Said = int64(q.ID), map[string]string{}
	s.ask(q, asking{p: p.Catalog.Printer(p.Lang), fallback: site.DefaultLang(), moods: moods(q.Faces())})
	return s
}

func placeName(s store.Site) string {
	if s.LongName != "" {
		return s.LongName
	}
	return s.Name
}

// cardLines splits an address; empty lines are dropped.
func cardLines(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// run is the spec as the press takes it, without its cards.
func (s cardSpec) run(c *i18n.Catalog, lang i18n.Lang, made time.Time) *card.Run {
	p := c.Printer(lang).Remembering(s.Said)
	r := &card.Run{P: p, PostP: c.Printer(s.PostIn).Remembering(s.Said), Place: s.Place, EraseDays: s.Erase, Paper: s.Paper, Flip: s.Flip,
		Post: s.Post, Address: s.Address, Licence: s.Licence, City: s.City, IMb: s.IMb, Made: made}
	r.Questions = card.Questions{Faces: s.Faces, Topics: s.Topics, Writing: s.Writing, Contact: s.Contact,
		Heading: s.Heading, About: s.About, Words: s.Words, Reach: s.Reach, More: s.More}
	if promise, err := store.ParsePromise(s.Promise); err == nil {
		r.Promise = p.N("card.front.promise."+promise.Unit, promise.N)
	}
	return r
}

// number gives the run its cards, first to last.
func (s cardSpec) number(r *card.Run, first int64, tokens []string) *card.Run {
	for i, t := range tokens {
		r.Cards = append(r.Cards, card.Card{Serial: store.Serial(s.Prefix, first+int64(i)), URL: s.BaseURL + "/c/" + t})
	}
	// Asked for in the same way whatever the numbers, so that it is remembered.
	title := r.P.T("card.file.title", "Place", s.Place, "First", "{first}", "Last", "{last}")
	r.Title = strings.NewReplacer("{first}", r.Cards[0].Serial, "{last}", r.Cards[len(tokens)-1].Serial).Replace(title)
	return r
}

// sampleToken is as long as a real one and opens nothing.
const sampleToken = "sample-sample-sample-0"

// addRun tries the run on the press, then gives it its numbers. An unfinished
// one is in no ledger before store.FinishCardRuns.
func addRun(ctx context.Context, st *store.Store, press *card.Press, p CardPrint, unfinished bool) (store.CardRun, *card.Run, error) {
	site, err := st.Site(p.Site)
	if err != nil {
		return store.CardRun{}, nil, err
	}
	q, err := printable(ctx, st, site, p.Questionnaire)
	if err != nil {
		return store.CardRun{}, nil, err
	}
	spec := newSpec(site, q, p)
	trial := spec.number(spec.run(p.Catalog, p.Lang, st.Now()), 1, []string{sampleToken})
	if err := spec.onto(ctx, st, site.ID, trial); err != nil {
		return store.CardRun{}, nil, err
	}
	if err := press.PDF(io.Discard, trial); err != nil {
		return store.CardRun{}, nil, err
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return store.CardRun{}, nil, err
	}
	if p.Name == "" {
		p.Name = st.Now().In(site.Location()).Format(time.DateOnly) + " " + p.Lang.Own()
	}
	made, cards, err := st.AddCardRun(ctx, p.By, store.CardRun{Site: p.Site, Questionnaire: q.ID, Name: p.Name, Lang: string(p.Lang), Spec: string(text), Count: int64(p.Count), Unfinished: unfinished})
	if err != nil {
		return made, nil, err
	}
	run, err := runAsMade(ctx, st, p.Catalog, made, cards)
	return made, run, err
}

// printable gives a questionnaire that may stand on cards: a published version
// for customers; id 0 is what the site's are asked.
func printable(ctx context.Context, st *store.Store, site store.Site, id store.QuestionnaireID) (store.Questionnaire, error) {
	if id == 0 {
		return st.Questionnaire(site)
	}
	q, err := st.QuestionnaireVersion(ctx, id)
	if code := store.CodeOf(err); code == store.NotFound || err == nil && (q.PublishedAt.IsZero() || q.Audience != store.CustomerAudience) {
		return q, &card.FieldError{Key: "ledger.problem.questions", Field: "questions", Text: fmt.Sprintf("questionnaire %d is none that customers are asked", id)}
	}
	return q, err
}

// runAsMade is a run from its record: the first print and every later one.
func runAsMade(ctx context.Context, st *store.Store, c *i18n.Catalog, made store.CardRun, cards []store.Card) (*card.Run, error) {
	spec, err := specOf(made)
	if err != nil {
		return nil, err
	}
	tokens := make([]string, len(cards))
	for i, c := range cards {
		tokens[i] = c.Token
	}
	if len(tokens) == 0 {
		return nil, fmt.Errorf("kiosk.runAsMade(%d): the run has no cards", made.ID)
	}
	run := spec.number(spec.run(c, i18n.Lang(made.Lang), made.CreatedAt), made.First, tokens)
	return run, spec.onto(ctx, st, made.Site, run)
}
