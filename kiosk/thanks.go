package kiosk

import (
	"context"
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// withoutScript is how many seconds the thanks of a page without JavaScript
// stand on a tablet: long enough to write the code down.
const withoutScript = "90"

// toThanks answers a form that was sent as a whole: the thanks have an address
// of their own, so that going back and reloading send nothing again.
func (k *Kiosk) toThanks(w http.ResponseWriter, r *http.Request, pl place, got received) error {
	path := "/kiosk"
	if pl.from.usual != store.KioskChannel {
		path = "/at/" + pl.from.site.Slug
	}
	to := path + "/thanks/" + got.receipt.StatusToken + "?lang=" + string(pl.p.Lang)
	if n := len(got.words.Agrees); n > 0 {
		to += "&agreed=" + strconv.Itoa(n)
	}
	return k.web.Redirect(w, r, to)
}

// Thanks is GET /kiosk/thanks/{token} and GET /at/{site}/thanks/{token}: the
// last screen. The token is that of the status page. With the header
// X-Fragment it answers with the screen alone.
func (k *Kiosk) Thanks(w http.ResponseWriter, r *http.Request) error {
	x, err := k.store.SubmissionByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	site, err := k.store.Site(x.Site)
	if err != nil {
		return err
	}
	pl := place{from: sender{site: site, usual: store.KioskChannel}, p: k.printer(site, r.FormValue("lang")), path: "/kiosk"}
	if r.PathValue("site") != "" {
		pl.from.usual, pl.path = store.PhoneChannel, "/at/"+site.Slug
	}
	agreed, err := strconv.Atoi(r.FormValue("agreed"))
	if err != nil || agreed < 0 || agreed > othersShown {
		agreed = 0
	}
	v := k.thanks(r, pl, thanked{reference: x.Reference, token: x.StatusToken, agreed: agreed})
	if v.Voucher, err = k.voucher(r.Context(), site, pl.p, x.ID); err != nil {
		return err
	}
	if v.Phone && x.Flags&store.FlagErased == 0 {
		photos := photosView(pl.p, site, x)
		v.Photos = &photos
	}
	if x.Asks {
		v.AnswerBy = pl.p.DateTimeBy(when(site, x.AnswerBy), i18n.By)
		v.Counted = counted(pl.p, site, x, k.store.Now())
	}
	if fragment(r) {
		return k.web.Page(w, r, http.StatusOK, touch.Thanks(v))
	}
	if !v.Phone {
		v.Manager = "/kiosk/manager"
		w.Header().Set("Refresh", withoutScript+"; url="+pl.path)
	}
	return k.web.Page(w, r, http.StatusOK, touch.ThanksPage(v))
}

type thanked struct {
	reference, token string
	agreed           int // lines of the board
}

func (k *Kiosk) thanks(r *http.Request, pl place, t thanked) touch.ThanksView {
	site, p := pl.from.site, pl.p
	v := touch.ThanksView{Chrome: k.chrome(site, p, pl.path), Reference: t.reference, StatusURL: k.statusURL(r, t.token),
		Reader: k.reader(r.Context(), site, p)}
	if t.agreed > 0 {
		v.OnBoard = p.N("touch.thanks.on_board", t.agreed)
	}
	if v.Phone = pl.from.usual != store.KioskChannel; !v.Phone {
		v.QR = qrCode(v.StatusURL, p)
		v.Return = k.times.Return
	}
	return v
}

// reader says who reads it: the person on duty by the name they wish to show.
func (k *Kiosk) reader(ctx context.Context, site store.Site, p *i18n.Printer) string {
	if site.Duty != 0 {
		if u, err := k.store.User(ctx, site.Duty); err == nil && u.ShownName() != "" {
			return p.T("touch.thanks.reader", "Name", u.ShownName())
		}
	}
	return p.T("touch.thanks.reader_none")
}
