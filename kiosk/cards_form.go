package kiosk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// cardsForm is what the owner typed; everything is kept as typed, so the form
// can be shown again.
type cardsForm struct {
	paper, flip, post, licence, city, imb, address, count, view string
	langs                                                       []i18n.Lang
	asked                                                       store.QuestionnaireID // a version to look at; 0: the chosen one
	series                                                      store.QuestionnaireID // the chosen questionnaire; 0: what the site's customers are asked
	unknown                                                     bool                  // it is none that customers are asked
	face                                                        faceForm
}

const (
	cardsStep     = 20
	cardsAtFirst  = 200
	mostCards     = 10_000 // in one language and one file
	longestField  = 200
	longestLetter = 600 // of an address
)

// readCards takes the form; a request without one gets the site's last run,
// or the usual.
func (c *Cards) readCards(r *http.Request, site store.Site) (cardsForm, error) {
	if err := r.ParseForm(); err != nil {
		return cardsForm{}, &store.Error{Code: store.Invalid, Key: "store.form"}
	}
	if !r.Form.Has("paper") {
		f, err := c.lastCards(r, site)
		f.asked = questionnaireID(r.Form.Get("questionnaire"))
		f.view = cardsView(r.Form.Get("view"))
		if chosen := cardsLangs(r); len(chosen) > 0 {
			f.langs = chosen
		}
		if err != nil {
			return f, err
		}
		return f, f.face.offer(r.Context(), c.store, site.ID, card.Post(f.post))
	}
	get := func(key string, most int) string { return clip(r.Form.Get(key), most) }
	f := cardsForm{paper: get("paper", longestField), flip: get("flip", longestField), post: get("post", longestField),
		licence: get("licence", longestField), city: get("city", longestField), imb: get("imb", longestField), address: get("address", longestLetter),
		count: get("count", 8), view: cardsView(r.Form.Get("view"))}
	f.face = readFace(r)
	f.langs, f.series = cardsLangs(r), questionnaireID(r.Form.Get("questions"))
	f.unknown = f.series != 0 && c.published(f.series).ID == 0
	if step, err := strconv.Atoi(r.Form.Get("step")); err == nil {
		n, _ := strconv.Atoi(strings.TrimSpace(f.count))
		f.count = strconv.Itoa(min(max(n+step, cardsStep), mostCards))
	}
	return f, f.face.offer(r.Context(), c.store, site.ID, card.Post(f.post))
}

// cardsLangs are the chosen languages, in our order.
func cardsLangs(r *http.Request) []i18n.Lang {
	var list []i18n.Lang
	for _, l := range i18n.Languages() {
		if slices.Contains(r.Form["lang"], string(l)) {
			list = append(list, l)
		}
	}
	return list
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

func cardsView(s string) string {
	if s == "sheet" || s == "real" {
		return s
	}
	return "both"
}

// lastCards fills the form as for the last run.
func (c *Cards) lastCards(r *http.Request, site store.Site) (cardsForm, error) {
	f := cardsForm{paper: string(card.A4), flip: string(card.LongEdge), post: string(card.NoPost), address: site.Address,
		count: strconv.Itoa(cardsAtFirst), langs: []i18n.Lang{i18n.Lang(site.DefaultLang())}}
	if site.Address != "" {
		f.post = string(card.Generic)
	}
	runs, err := c.store.CardRuns(r.Context(), site.ID)
	if err != nil || len(runs) == 0 {
		return f, err
	}
	spec, err := specOf(runs[0])
	if err != nil {
		return f, err
	}
	f.paper, f.post, f.licence, f.city, f.imb = string(spec.Paper), string(spec.Post), spec.Licence, spec.City, spec.IMb
	f.face = faceOf(spec.CardFace)
	if len(spec.Address) > 0 {
		f.address = strings.Join(spec.Address, "\n")
	}
	if spec.Flip != "" {
		f.flip = string(spec.Flip)
	}
	return f, nil
}

// number is the count, or 0 where it is none that can be printed.
func (f cardsForm) number() int {
	n, err := strconv.Atoi(strings.TrimSpace(f.count))
	if err != nil || n < 1 || n > mostCards {
		return 0
	}
	return n
}

// byPost tells whether the cards have a reply side.
func (f cardsForm) byPost() bool { return f.post != string(card.NoPost) }

// print is the wish for one language.
func (f cardsForm) print(c *Cards, r *http.Request, site store.SiteID, l i18n.Lang) CardPrint {
	p := CardPrint{Catalog: c.web.Catalog, By: c.desk.Actor(r), Site: site, Questionnaire: c.published(f.series).ID, Count: f.number(), Lang: l, BaseURL: c.baseURL,
		Paper: card.Paper(f.paper), Flip: card.Flip(f.flip), Post: card.Post(f.post), Address: []string{}}
	if f.byPost() {
		p.Address, p.Licence, p.City = append(p.Address, cardLines(f.address)...), f.licence, f.city
	}
	if p.Post == card.BRM {
		p.IMb = f.imb
	}
	p.Face = f.face.face(p.Post)
	return p
}

// problems are the sentences at the fields, by field.
func (f cardsForm) problems(p *i18n.Printer) map[string]string {
	out := map[string]string{}
	if f.number() == 0 {
		out["count"] = p.T("card.problem.count", "Max", mostCards)
	}
	if f.unknown {
		out["questions"] = p.T("ledger.problem.questions")
	}
	if len(f.langs) == 0 {
		out["lang"] = p.T("card.problem.languages")
	}
	return out
}

// cardsProblem turns what keeps a run from being printed into a sentence and
// its field ("" for the card as a whole); ok is false for any other error.
func cardsProblem(p *i18n.Printer, err error) (field, sentence string, ok bool) {
	var fit *card.FitError
	var missing *card.FieldError
	var several inLanguages
	var room *card.RoomError
	switch {
	case errors.As(err, &room):
		return "artwork", p.T("post.problem.artwork_room", "W", tenth(room.W), "H", tenth(room.H), "RoomW", tenth(room.RoomW), "RoomH", tenth(room.RoomH)), true
	case errors.As(err, &several):
		return several.sentences(p)
	case errors.As(err, &fit):
		return "", p.T("card.problem."+fitKey(*fit), "Text", fit.Text), true
	case errors.As(err, &missing):
		return missing.Field, missingSentence(p, missing), true
	}
	return "", "", false
}

// query is the form as it stands in addresses.
func (f cardsForm) query() url.Values {
	q := url.Values{"paper": {f.paper}, "flip": {f.flip}, "post": {f.post}, "count": {f.count}}
	for key, value := range map[string]string{"licence": f.licence, "city": f.city, "imb": f.imb, "address": f.address} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if f.series != 0 {
		q.Set("questions", strconv.FormatInt(int64(f.series), 10))
	}
	for _, l := range f.langs {
		q.Add("lang", string(l))
	}
	f.face.query(q)
	return q
}
