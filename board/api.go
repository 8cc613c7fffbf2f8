package board

import (
	"net/http"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// apiBoard is the answer of GET /api/v1/board. It has no field for customer
// words or contact.
type apiBoard struct {
	Site      string       `json:"site"`
	Name      string       `json:"name"`
	Lang      string       `json:"lang"`
	UpdatedAt time.Time    `json:"updated_at"`
	Entries   []apiEntry   `json:"entries"`
	Fixed     []string     `json:"fixed_this_month"`
	Answered  *apiAnswered `json:"answered_in_time,omitempty"`
}

type apiEntry struct {
	ID      string `json:"id"` // for agrees_with
	People  int    `json:"people"`
	YouSaid string `json:"you_said"`
	WeDo    string `json:"we_do"`
	Who     string `json:"who"`
	By      string `json:"by,omitempty"` // local day: promised, done, or looked at again
	Status  string `json:"status"`
}

type apiAnswered struct {
	InTime int `json:"in_time"`
	Of     int `json:"of"`
}

// API is GET /api/v1/board?site=SLUG&lang=: the board for other programs.
func (b *Board) API(w http.ResponseWriter, r *http.Request) error {
	site, err := b.store.SiteBySlug(r.URL.Query().Get("site"))
	if err != nil {
		return err
	}
	p := b.printer(r, site)
	rows, err := b.store.TopComplaints(r.Context(), site.ID, maxRows)
	if err != nil {
		return err
	}
	parts, err := b.partsOf(r.Context(), site, p, rows)
	if err != nil {
		return err
	}
	now := b.store.Now().In(site.Location())
	kept, due, err := b.store.KeptShare(r.Context(), site.ID, now.AddDate(0, 0, -shareDays))
	if err != nil {
		return err
	}
	out := apiBoard{Site: site.Slug, Name: site.LongName, Lang: string(p.Lang), UpdatedAt: now.Truncate(time.Second),
		Entries: apiEntries(p, site, rows), Fixed: append([]string{}, parts.Fixed...)}
	if due >= enoughForPercent {
		out.Answered = &apiAnswered{InTime: kept, Of: due}
	}
	return b.web.JSON(w, http.StatusOK, out)
}

func apiEntries(p *i18n.Printer, site store.Site, rows []store.BoardRow) []apiEntry {
	list := []apiEntry{}
	for _, row := range rows {
		at := row.By
		if row.Status == store.Done {
			at = row.DoneAt
		}
		e := apiEntry{ID: row.ID.String(), People: row.People, Who: who(p, row), Status: string(row.Status),
			YouSaid: row.Said.In(string(p.Lang), site.DefaultLang()), WeDo: row.Doing.In(string(p.Lang), site.DefaultLang())}
		if !at.IsZero() {
			e.By = at.In(site.Location()).Format(time.DateOnly)
		}
		list = append(list, e)
	}
	return list
}
