package kiosk

import (
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// mostSmall is how many small paragraphs the page names.
const mostSmall = 4

// small names what fits only in small letters, in every chosen language.
func (c *Cards) small(p *i18n.Printer, r *http.Request, site store.Site, f cardsForm) ([]staff.CardsCheck, error) {
	var out []staff.CardsCheck
	for _, l := range f.langs {
		run, err := c.sample(r, site, f, l, 1)
		if err != nil {
			return nil, err
		}
		list, err := c.press.Small(run)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			size := decimal(p, strconv.FormatFloat(x.Size, 'f', 1, 64))
			out = append(out, staff.CardsCheck{Text: p.T("ledger.check.small", "Lang", l.Own(), "Text", x.Text, "Size", size), Open: true})
		}
	}
	return out[:min(len(out), mostSmall)], nil
}
