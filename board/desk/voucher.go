package desk

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// Voucher answers GET /desk/voucher: the code of a thank-you is looked up.
func (d *Desk) Voucher(w http.ResponseWriter, r *http.Request) error {
	code, sent := strings.TrimSpace(r.FormValue("code")), r.URL.Query().Has("code")
	problem := ""
	if sent && code == "" {
		problem = d.auth.Printer(r).T("voucher.desk.missing")
	}
	return d.voucherPage(w, r, http.StatusOK, code, problem)
}

// VoucherAct answers POST /desk/voucher: the field do is take or undo.
func (d *Desk) VoucherAct(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(w, r); err != nil {
		return err
	}
	x, code := d.reader(r), r.PostFormValue("code")
	act, did := d.store.RedeemVoucher, "taken"
	if r.PostFormValue("do") == "undo" {
		act, did = d.store.UndoVoucher, "undone"
	}
	if err := act(r.Context(), x.actor(), code); err != nil {
		_, sentence := render.Sentence(x.p, err)
		if sentence == "" {
			return err
		}
		return d.voucherPage(w, r, http.StatusConflict, code, sentence)
	}
	return d.web.Redirect(w, r, "/desk/voucher?"+url.Values{"code": {code}, "did": {did}}.Encode())
}

func (d *Desk) voucherPage(w http.ResponseWriter, r *http.Request, status int, code, problem string) error {
	x := d.reader(r)
	bar, err := d.auth.Bar(r, "")
	if err != nil {
		return err
	}
	v := staff.VoucherView{Page: staff.PageView{Bar: bar, Title: x.p.T("voucher.desk.title"), CSS: []string{"css/phone.css"}, Tabs: true}, Typed: code, Problem: problem}
	if code != "" {
		n, err := d.store.VoucherByCode(r.Context(), code)
		switch {
		case store.CodeOf(err) == store.NotFound:
			v.Problem = x.p.T("voucher.desk.unknown")
		case err != nil:
			return err
		default:
			if v.Found, err = d.foundVoucher(x, n, r.URL.Query().Get("did")); err != nil {
				return err
			}
			v.Typed = ""
		}
	}
	return d.web.Page(w, r, status, staff.Voucher(v))
}

// foundVoucher says what a voucher is worth and whether it still counts.
func (d *Desk) foundVoucher(x reader, n store.Voucher, did string) (*staff.FoundVoucher, error) {
	site, err := d.store.Site(n.Site)
	if err != nil {
		return nil, err
	}
	x = x.at(site)
	last := x.lastDay(n.LastDay(site.Location()))
	v := &staff.FoundVoucher{Code: n.Code, Worth: n.Worth.In(string(x.p.Lang), site.DefaultLang())}
	switch {
	case !n.RedeemedAt.IsZero():
		v.State, v.Head = "used", x.p.T("voucher.desk.used")
		v.Line = x.p.T("voucher.desk.used_by", "Date", x.day(n.RedeemedAt), "Time", x.p.Clock(n.RedeemedAt.In(site.Location())), "Name", n.RedeemedBy)
		if n.MayUndo(x.now) {
			v.Undo = x.p.T("voucher.desk.undo_hint", "Time", x.p.Clock(n.RedeemedAt.In(site.Location()).Add(5*time.Minute)))
		}
		if did == "taken" && v.Undo != "" {
			v.State, v.Head = "taken", x.p.T("voucher.desk.taken")
		}
	case !x.now.Before(n.Until):
		v.State, v.Head, v.Line = "over", x.p.T("voucher.desk.over"), x.p.T("voucher.desk.over_until", "Date", last)
	default:
		v.State, v.Head = "good", x.p.T("voucher.desk.good")
		v.Line = x.p.T("voucher.desk.good_until", "Date", last, "Given", x.day(n.GivenAt), "Site", site.Name)
		if did == "undone" {
			v.Note = x.p.T("voucher.desk.undone")
		}
	}
	return v, nil
}
