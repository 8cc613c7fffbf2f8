package kiosk

import (
	"context"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// voucher is the thank-you of somebody's words, nil if they got none.
func (k *Kiosk) voucher(ctx context.Context, site store.Site, p *i18n.Printer, id store.SubmissionID) (*touch.VoucherView, error) {
	x, err := k.store.VoucherOf(ctx, id)
	if store.CodeOf(err) == store.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := &touch.VoucherView{P: p, Worth: x.Worth.In(string(p.Lang), site.DefaultLang()), Code: x.Code}
	now := k.store.Now()
	last := dayOf(p, x.LastDay(site.Location()), now)
	switch {
	case !x.RedeemedAt.IsZero():
		v.Line, v.Gone = p.T("voucher.thanks.used", "Date", dayOf(p, when(site, x.RedeemedAt), now)), true
	case !now.Before(x.Until):
		v.Line, v.Gone = p.T("voucher.thanks.over", "Date", last), true
	default:
		v.Line = p.T("voucher.thanks.until", "Date", last)
	}
	return v, nil
}

// dayOf is a day without its weekday, with the year where it is another one.
func dayOf(p *i18n.Printer, t, now time.Time) string {
	if t.Year() != now.In(t.Location()).Year() {
		return p.DayMonth(t) + " " + strconv.Itoa(t.Year())
	}
	return p.DayMonth(t)
}
