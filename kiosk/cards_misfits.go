package kiosk

import (
	"errors"
	"slices"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Misfits says what keeps the questions of a version, published or a draft,
// from being printed on comment cards: a sentence for each text that does not
// fit, with the papers on which and the languages of the sites that ask it in
// which it does not. Nothing: every card can be printed.
func (c *Cards) Misfits(p *i18n.Printer, q store.Questionnaire) ([]string, error) {
	papers, err := c.misfits(p, q)
	if err != nil {
		return nil, err
	}
	type said struct {
		fit    card.FitError
		papers string
	}
	langs := map[said][]string{}
	var order []said
	for _, m := range papers {
		x := said{m.fit, strings.Join(m.papers, " / ")}
		if langs[x] == nil {
			order = append(order, x)
		}
		langs[x] = append(langs[x], m.lang.Own())
	}
	var list []string
	for _, x := range order {
		list = append(list, p.T("editor.card_"+fitKey(x.fit), "Papers", x.papers, "Text", x.fit.Text, "Lang", strings.Join(langs[x], ", ")))
	}
	return list, nil
}

// misfit is what does not fit on the card in one language, and on which papers.
type misfit struct {
	inLanguage
	papers []string
}

func (c *Cards) misfits(p *i18n.Printer, q store.Questionnaire) (list []misfit, err error) {
	for _, paper := range card.Papers() {
		found, err := c.misfitsOn(paper, q)
		if err != nil {
			return nil, err
		}
		for _, x := range found {
			i := slices.IndexFunc(list, func(m misfit) bool { return m.inLanguage == x })
			if i < 0 {
				i, list = len(list), append(list, misfit{inLanguage: x})
			}
			list[i].papers = append(list[i].papers, p.T("editor.card_paper."+string(paper)))
		}
	}
	return list, nil
}

// misfitsOn tries the question side in each language, each once.
func (c *Cards) misfitsOn(paper card.Paper, q store.Questionnaire) (list inLanguages, err error) {
	for _, site := range c.asking(q) {
		for _, l := range languages(site) {
			spec := newSpec(site, q, CardPrint{Catalog: c.web.Catalog, Lang: l, BaseURL: c.baseURL, Paper: paper, Post: card.NoPost})
			run := spec.number(spec.run(c.web.Catalog, l, c.store.Now()), 1, []string{sampleToken})
			_, err := c.press.Layout(run)
			var fit *card.FitError
			if err != nil && !errors.As(err, &fit) {
				return nil, err
			}
			if fit != nil && !slices.Contains(list, inLanguage{l, *fit}) {
				list = append(list, inLanguage{l, *fit})
			}
		}
	}
	return list, nil
}

// asking are the sites whose customers are asked these questions; all of them
// while nobody is.
func (c *Cards) asking(q store.Questionnaire) []store.Site {
	all := c.store.Sites()
	asked := slices.DeleteFunc(slices.Clone(all), func(s store.Site) bool {
		now, err := c.store.Questionnaire(s)
		return err != nil || now.Series != q.Series
	})
	if len(asked) == 0 {
		return all
	}
	return asked
}
