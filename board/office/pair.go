package office

import (
	"net"
	"net/http"
	"net/url"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
	"rsc.io/qr"
)

// pairCookie holds the secret by which a waiting browser claims its pairing.
const pairCookie = "pairing"

// PairPage answers GET /pair: a code to be typed in the office, big enough to
// be read from across a room. ?kind=kiosk or board says what the browser is to
// be, which it stays until it is told otherwise; ?not=yet that somebody looked too early.
func (o *Office) PairPage(w http.ResponseWriter, r *http.Request) error {
	p := o.Web.Printer(r)
	secret, shown := o.waiting.begin(pairingSecret(r), store.DeviceKind(r.URL.Query().Get("kind")), remote(r))
	kind := shown.kind
	http.SetCookie(w, &http.Cookie{Name: pairCookie, Value: secret, Path: "/pair", MaxAge: int(codeLife.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	code := shownCode(shown.code)
	link := o.base(r) + "/office/devices?" + url.Values{"code": {code}, "kind": {string(kind)}}.Encode() + "#pair"
	drawn, err := qr.Encode(link, qr.M)
	if err != nil {
		return err
	}
	_, gone := o.Auth.DeviceOf(r)
	v := staff.PairView{Shell: o.Web.Shell, P: p, Code: code, Where: o.base(r) + "/office/devices", Kind: string(kind), Gone: gone,
		Until: p.T("device.pair.until", "Time", p.Clock(shown.since.Add(codeLife).In(o.zone()))), NotYet: r.URL.Query().Get("not") == "yet",
		Languages: languageOptions([]string{string(p.Lang)})}
	v.QR, v.QRBox = qrPath(drawn)
	v.Home = "/kiosk"
	if kind == store.BoardDevice {
		v.Home = "/board"
	}
	return o.Web.Page(w, r, http.StatusOK, staff.Pair(v))
}

// PairState answers GET /pair/state for the script of the page: "waiting",
// "paired" (send the form) or "gone" (show another code).
func (o *Office) PairState(w http.ResponseWriter, r *http.Request) error {
	state := "gone"
	if x, ok := o.waiting.look(pairingSecret(r)); ok {
		if state = "waiting"; x.token != "" {
			state = "paired"
		}
	}
	return o.Web.JSON(w, http.StatusOK, map[string]string{"state": state})
}

// PairLook answers POST /pair: once somebody has typed the code, this browser
// is the device, and whoever was signed in on it is signed out.
func (o *Office) PairLook(w http.ResponseWriter, r *http.Request) error {
	x, ok := o.waiting.claim(pairingSecret(r))
	if !ok {
		return o.Web.Redirect(w, r, "/pair?"+url.Values{"kind": {r.PostFormValue("kind")}, "not": {"yet"}}.Encode())
	}
	http.SetCookie(w, &http.Cookie{Name: pairCookie, Path: "/pair", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return o.become(w, r, x.device, x.token)
}

// PairForget answers POST /pair/forget: a screen that was taken out of use
// shows the public whiteboard like anybody's.
func (o *Office) PairForget(w http.ResponseWriter, r *http.Request) error {
	o.Auth.ForgetDevice(w)
	return o.Web.Redirect(w, r, "/board")
}

// PairOffer answers GET /pair/{token}: it asks whether this browser is to be
// the device. Looking uses no link up: mail scanners and previews in chats look
// at every link.
func (o *Office) PairOffer(w http.ResponseWriter, r *http.Request) error {
	d, uses, err := o.Store.PairLinkTo(r.Context(), r.PathValue("token"))
	if err != nil {
		return orUsedUp(err)
	}
	p := o.Web.Printer(r)
	return o.Web.Page(w, r, http.StatusOK, staff.PairOffer(staff.PairOfferView{Shell: o.Web.Shell, P: p, Name: d.Name, Icon: deviceIcon(d),
		Kind: p.T("office.devices." + string(d.Kind)), Action: r.URL.Path, Once: uses == 1, Languages: languageOptions([]string{string(p.Lang)})}))
}

// orUsedUp says of a link that opens nothing where to get another.
func orUsedUp(err error) error {
	if store.CodeOf(err) == store.NotFound {
		return &store.Error{Code: store.NotFound, Key: "office.problem.pair"}
	}
	return err
}

// Pair answers POST /pair/{token}: this browser is the device from now on. The
// link does so once.
func (o *Office) Pair(w http.ResponseWriter, r *http.Request) error {
	d, token, err := o.Store.UsePairLink(r.Context(), r.PathValue("token"))
	if err != nil {
		return orUsedUp(err)
	}
	return o.become(w, r, d, token)
}

// become makes a browser the device: nobody stays signed in on it.
func (o *Office) become(w http.ResponseWriter, r *http.Request, d store.Device, token string) error {
	if err := o.Auth.End(w, r); err != nil {
		return err
	}
	o.Auth.SetDeviceCookie(w, r, token)
	return o.Web.Redirect(w, r, o.home(d))
}

func pairingSecret(r *http.Request) string {
	c, err := r.Cookie(pairCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
