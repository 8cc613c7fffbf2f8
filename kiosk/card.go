package kiosk

import (
	"net/http"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// Card is GET /c/{token}: a card's QR opens the form; a card that was answered
// opens a page with the way to what became of it.
func (k *Kiosk) Card(w http.ResponseWriter, r *http.Request) error {
	pl, err := k.cardPlace(r)
	if store.CodeOf(err) == store.NotFound {
		return k.kind(w, r, http.StatusNotFound, k.web.Printer(r), "unknown")
	}
	if err != nil {
		return err
	}
	v := touch.FormView{Card: pl.from.card.Token}
	if pl.from.card.Submission != 0 {
		x, err := k.store.CardSubmission(r.Context(), pl.from.card)
		if err != nil {
			return err
		}
		if x.Final || x.Client == paperID(pl.from.card.Token) { // the paper came back meanwhile
			return k.answeredCard(w, r, http.StatusOK, pl)
		}
		v.ID, v.Resume = x.Client.String(), true // begun before: it goes on growing
	}
	return k.show(w, r, http.StatusOK, pl, v, typed{})
}

// SendCard is POST /c/{token}.
func (k *Kiosk) SendCard(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	pl, err := k.cardPlace(r)
	if store.CodeOf(err) == store.NotFound {
		return k.kind(w, r, http.StatusNotFound, k.web.Printer(r), "unknown")
	}
	if err != nil {
		return err
	}
	return k.sent(w, r, pl)
}

func (k *Kiosk) cardPlace(r *http.Request) (place, error) {
	c, err := k.store.CardByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		return place{}, err
	}
	site, err := k.store.Site(c.Site)
	if err != nil {
		return place{}, err
	}
	from := sender{site: site, card: c, actor: store.Customer(), usual: store.CardChannel}
	pl := place{from: from, p: k.cardPrinter(r, site, c), path: "/c/" + c.Token}
	if q := k.version(r.Context(), site, c.Questionnaire); q.ID != 0 {
		pl.asked = &q // what stands on the card, whatever is asked today
	}
	return pl, nil
}

// cardPrinter speaks what the person chose, else the language of the print.
func (k *Kiosk) cardPrinter(r *http.Request, site store.Site, c store.Card) *i18n.Printer {
	for _, want := range []string{r.PostFormValue("lang"), r.URL.Query().Get("lang"), c.Lang} {
		for _, l := range languages(site) {
			if string(l) == want {
				return k.web.Catalog.Printer(l)
			}
		}
	}
	return k.printer(site, "")
}

// answeredCard says that a card counts once. What became of it is for whoever
// holds the card: the token is as long as that of a status page.
func (k *Kiosk) answeredCard(w http.ResponseWriter, r *http.Request, status int, pl place) error {
	p, c := pl.p, pl.from.card
	v := touch.KindView{Chrome: k.chrome(pl.from.site, p, pl.path), Heading: p.T("touch.kind.card_h"), Text: p.T("touch.kind.card")}
	if c.Submission == 0 { // answered while this page was open
		fresh, err := k.store.CardByToken(r.Context(), c.Token)
		if err != nil {
			return err
		}
		c = fresh
	}
	x, err := k.store.CardSubmission(r.Context(), c)
	if err == nil && x.Final {
		v.Href, v.Label = "/s/"+x.StatusToken, p.T("touch.thanks.see")
	}
	if err != nil && store.CodeOf(err) != store.NotFound {
		return err
	}
	return k.web.Page(w, r, status, touch.Kind(v))
}
