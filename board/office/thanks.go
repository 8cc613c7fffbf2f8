package office

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// usualDays is how long a voucher is valid before the owner says otherwise.
const usualDays = 30

// Thanks answers GET /office/sites/{id}/thanks: what people get out of
// speaking up at a site.
func (o *Office) Thanks(w http.ResponseWriter, r *http.Request) error {
	s, err := o.Store.Site(siteID(r.PathValue("id")))
	if err != nil {
		return err
	}
	days := strconv.Itoa(usualDays)
	if n := s.Thanks.Voucher.Days; n > 0 {
		days = strconv.Itoa(n)
	}
	return o.thanksPage(w, r, http.StatusOK, s, s.Thanks, days, nil)
}

// SaveThanks answers POST /office/sites/{id}/thanks.
func (o *Office) SaveThanks(w http.ResponseWriter, r *http.Request) error {
	s, err := o.Store.Site(siteID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	days := strings.TrimSpace(r.PostFormValue("days"))
	n := readThanks(r, s, days)
	err = o.Store.SetThanks(r.Context(), actor(r), s.ID, n)
	if err == nil {
		return o.Web.Redirect(w, r, did("/office/sites/"+idText(s.ID)+"/thanks", "saved", ""))
	}
	field, sentence := render.Sentence(o.Auth.Printer(r), err)
	if sentence == "" {
		return err
	}
	return o.thanksPage(w, r, http.StatusUnprocessableEntity, s, n, days, map[string]string{field: sentence})
}

// readThanks reads the form; days that are no number become 0, which SetThanks
// refuses in a sentence.
func readThanks(r *http.Request, s store.Site, days string) store.Thanks {
	n := store.Thanks{HidePromise: r.PostFormValue("promise") == "", HideFixed: r.PostFormValue("fixed") == ""}
	o := store.VoucherOffer{On: r.PostFormValue("voucher") != "", WordsOnly: r.PostFormValue("who") == "words", Worth: store.Words{}}
	o.Days, _ = strconv.Atoi(days)
	for _, l := range worthLanguages(s) {
		if text := strings.Join(strings.Fields(r.PostFormValue("worth."+l)), " "); text != "" {
			o.Worth[l] = text
		}
	}
	n.Voucher = o
	return n
}

// worthLanguages are the languages in which a voucher's worth is written: the
// site's, its own first.
func worthLanguages(s store.Site) []string {
	if len(s.Languages) == 0 {
		return []string{s.DefaultLang()}
	}
	return s.Languages
}

func (o *Office) thanksPage(w http.ResponseWriter, r *http.Request, status int, s store.Site, n store.Thanks, days string, problems map[string]string) error {
	f, err := o.frame(r, "voucher.office.title", "voucher.office.lead", "/office/sites/"+idText(s.ID))
	if err != nil {
		return err
	}
	if f.Said != "" {
		f.Said = f.P.T("voucher.office.saved")
	}
	p, offer := f.P, n.Voucher
	v := staff.ThanksView{Frame: f, Site: s.Name, Action: "/office/sites/" + idText(s.ID) + "/thanks", Promise: !n.HidePromise, Fixed: !n.HideFixed,
		PromiseLine: p.T("touch.start.read") + " " + wording.Promise(p, s), Voucher: offer.On, WordsOnly: offer.WordsOnly || !offer.On && len(offer.Worth) == 0, // nothing chosen yet: words
		Days: staff.Field{Name: "days", Label: p.T("voucher.office.days"), Value: days, Problem: problems["days"], Max: 3, Optional: true}}
	if len(problems) > 0 {
		v.Problem = p.T("office.problem.form")
	}
	for _, l := range worthLanguages(s) {
		v.Worth = append(v.Worth, staff.WorthField{Lang: l, Name: i18n.Lang(l).Own(), Field: "worth." + l, Value: offer.Worth[l], Problem: problems["worth."+l]})
	}
	v.WorthHint = p.T("voucher.office.worth_hint", "Lang", i18n.Lang(s.DefaultLang()).Own())
	now := o.Store.Now().In(s.Location())
	year := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, s.Location())
	fixed, err := o.Store.FixedCount(r.Context(), s.ID, year)
	if err != nil {
		return err
	}
	v.FixedLine = p.T("voucher.office.fixed_none")
	if fixed > 0 {
		v.FixedLine = p.N("touch.start.fixed", fixed)
	}
	if v.SoFar, err = o.vouchersSoFar(r, p, s, year); err != nil {
		return err
	}
	return o.Web.Page(w, r, status, staff.Thanks(v))
}

// vouchersSoFar says what became of a site's vouchers this year; "" if there
// were none.
func (o *Office) vouchersSoFar(r *http.Request, p *i18n.Printer, s store.Site, since time.Time) (string, error) {
	c, err := o.Store.VoucherCounts(r.Context(), s.ID, since)
	if err != nil || c.Given == 0 {
		return "", err
	}
	return p.N("voucher.count.given", c.Given) + " · " + p.N("voucher.count.redeemed", c.Redeemed) + " · " + p.N("voucher.count.open", c.Open), nil
}

// thanksLine says in one line what a site gives.
func thanksLine(p *i18n.Printer, s store.Site) string {
	if o := s.Thanks.Voucher; o.On {
		return p.T("voucher.office.is_on", "Worth", o.Worth.In(string(p.Lang), s.DefaultLang()))
	}
	return p.T("voucher.office.is_off")
}
