package kiosk

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// published gives the newest version of a questionnaire for customers; the
// zero Questionnaire where there is none.
func (c *Cards) published(series store.QuestionnaireID) store.Questionnaire {
	for _, q := range c.store.PublishedFor(store.CustomerAudience) {
		if q.Series == series {
			return q
		}
	}
	return store.Questionnaire{}
}

// questionnaires are the choices of what to print: what the site's customers
// are asked first, then whatever else customers can be asked.
func (c *Cards) questionnaires(p *i18n.Printer, site store.Site, f cardsForm) []staff.Option {
	own, err := c.store.Questionnaire(site)
	if err != nil {
		own = store.ShortQuestionnaire()
	}
	list := []staff.Option{{Value: seriesText(own), Label: cardsQuestions(p, own), On: f.series == 0 || f.series == own.Series}}
	for _, q := range c.store.PublishedFor(store.CustomerAudience) {
		if q.Series != own.Series {
			list = append(list, staff.Option{Value: seriesText(q), Label: cardsQuestions(p, q), On: f.series == q.Series})
		}
	}
	return list
}

func seriesText(q store.Questionnaire) string { return strconv.FormatInt(int64(q.Series), 10) }

// fitKey ends the key of the sentence that says what to do.
func fitKey(e card.FitError) string {
	if e.Crowded {
		return "crowded"
	}
	return "fit"
}

// inLanguages are the words that do not fit, and in which language.
type inLanguages []inLanguage

type inLanguage struct {
	lang i18n.Lang
	fit  card.FitError
}

// Error is for a log; the page says sentences.
func (l inLanguages) Error() string {
	return fmt.Sprintf("%q does not fit on the card in %s", l[0].fit.Text, l[0].lang)
}

// sentences are one line for each language.
func (l inLanguages) sentences(p *i18n.Printer) (field, lines string, ok bool) {
	var all []string
	for _, x := range l {
		all = append(all, p.T("ledger.problem."+fitKey(x.fit), "Lang", x.lang.Own(), "Text", x.fit.Text))
	}
	return "", strings.Join(all, "\n"), true
}
