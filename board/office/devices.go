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
	"rsc.io/qr"
)

// quietAfter is how long a device may say nothing before the office wonders.
const quietAfter = 15 * time.Minute

// Devices answers GET /office/devices.
func (o *Office) Devices(w http.ResponseWriter, r *http.Request) error {
	return o.devicesPage(w, r, http.StatusOK, nil, nil)
}

// AddDevice answers POST /office/devices: the pairing address is shown once.
func (o *Office) AddDevice(w http.ResponseWriter, r *http.Request) error {
	d, token, problems, err := o.newDevice(r)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return o.devicesPage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	secret, err := pairSecret(o.Auth.Printer(r), d, o.base(r)+"/pair/"+token)
	if err != nil {
		return err
	}
	return o.devicesPage(w, r, http.StatusOK, nil, secret)
}

// HereDevice answers POST /office/devices/here: the device in front of the
// reader becomes a tablet or a screen, and the reader is signed out on it.
func (o *Office) HereDevice(w http.ResponseWriter, r *http.Request) error {
	d, token, problems, err := o.newDevice(r)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return o.devicesPage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	if err := o.Auth.End(w, r); err != nil {
		return err
	}
	o.Auth.SetDeviceCookie(w, r, token)
	return o.Web.Redirect(w, r, o.home(d))
}

// Pair answers GET /pair/{token}: this browser is the device from now on.
func (o *Office) Pair(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	d, err := o.Store.DeviceByToken(token)
	if err != nil {
		return &store.Error{Code: store.NotFound, Key: "office.problem.pair"}
	}
	o.Auth.SetDeviceCookie(w, r, token)
	return o.Web.Redirect(w, r, o.home(d))
}

// RevokeDevice answers POST /office/devices/{id}/revoke.
func (o *Office) RevokeDevice(w http.ResponseWriter, r *http.Request) error {
	id := deviceID(r.PathValue("id"))
	if err := o.Store.RevokeDevice(r.Context(), actor(r), id); err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did("/office/devices", "revoke", idText(id)))
}

func (o *Office) saidRevoked(r *http.Request, p *i18n.Printer) string {
	list, err := o.Store.Devices(r.Context())
	if err != nil {
		return ""
	}
	for _, d := range list {
		if idText(d.ID) == r.URL.Query().Get("who") {
			return p.T("office.devices.did_revoke", "Name", d.Name)
		}
	}
	return ""
}

// home is where a device spends its days.
func (o *Office) home(d store.Device) string {
	if d.Kind == store.KioskDevice {
		return "/kiosk"
	}
	site, err := o.Store.Site(d.Site)
	if err != nil {
		return "/board"
	}
	return "/board/" + site.Slug
}

// newDevice makes what the form asks for; without a name it is called after
// its kind and its number.
func (o *Office) newDevice(r *http.Request) (d store.Device, token string, problems map[string]string, err error) {
	p := o.Auth.Printer(r)
	have, err := o.Store.Devices(r.Context())
	if err != nil {
		return d, "", nil, err
	}
	n := store.Device{Kind: store.DeviceKind(r.FormValue("kind")), Site: siteID(r.FormValue("site")), Name: strings.TrimSpace(r.FormValue("name"))}
	if n.Name == "" && (n.Kind == store.KioskDevice || n.Kind == store.BoardDevice) {
		n.Name = p.T("office.devices."+string(n.Kind)) + " " + strconv.Itoa(len(have)+1)
	}
	d, token, err = o.Store.AddDevice(r.Context(), actor(r), n)
	if field, sentence := render.Sentence(p, err); sentence != "" {
		return d, "", map[string]string{field: sentence}, nil
	}
	return d, token, nil, err
}

func (o *Office) devicesPage(w http.ResponseWriter, r *http.Request, status int, problems map[string]string, secret *staff.SecretView) error {
	f, err := o.frame(r, "office.devices.title", "", "/office")
	if err != nil {
		return err
	}
	devices, err := o.Store.Devices(r.Context())
	if err != nil {
		return err
	}
	p := f.P
	kind := r.FormValue("kind")
	v := staff.DevicesView{Frame: f, Problem: problems[""], Secret: secret,
		Kind: staff.Field{Name: "kind", Label: p.T("office.devices.kind"), Problem: problems["kind"], Options: []staff.Option{
			{Value: "kiosk", Label: p.T("office.devices.kiosk"), On: kind != "board"}, {Value: "board", Label: p.T("office.devices.board"), On: kind == "board"}}},
		Name: staff.Field{Name: "name", Label: p.T("office.devices.name"), Hint: p.T("office.devices.name_hint"), Optional: true, Problem: problems["name"], Max: 80},
		Site: staff.Field{Name: "site", Label: p.T("office.devices.site"), Problem: problems["site"]}}
	here := o.Auth.Site(r).ID
	for _, s := range o.Store.Sites() {
		v.Site.Options = append(v.Site.Options, staff.Option{Value: idText(s.ID), Label: s.Name, On: s.ID == here})
	}
	for _, d := range devices {
		v.Devices = append(v.Devices, o.deviceRow(p, d))
	}
	return o.Web.Page(w, r, status, staff.Devices(v))
}

func (o *Office) deviceRow(p *i18n.Printer, d store.Device) staff.DeviceRow {
	row := staff.DeviceRow{ID: idText(d.ID), Icon: "tablet", Name: d.Name, Kind: p.T("office.devices." + string(d.Kind)), State: "on"}
	if d.Kind == store.BoardDevice {
		row.Icon = "board"
	}
	if site, err := o.Store.Site(d.Site); err == nil {
		row.Site = site.Name
	}
	silent := o.Store.Now().Sub(d.SeenAt)
	switch {
	case !d.RevokedAt.IsZero():
		row.Revoked, row.State, row.Seen = true, "gone", p.T("office.devices.revoked")
	case d.SeenAt.IsZero():
		row.State, row.Seen = "new", p.T("office.devices.never")
	default:
		row.Seen = p.T("office.devices.seen", "Ago", p.Length(silent))
		if silent > quietAfter {
			row.State = "quiet"
		}
	}
	return row
}

func pairSecret(p *i18n.Printer, d store.Device, url string) (*staff.SecretView, error) {
	s := &staff.SecretView{Title: p.T("office.devices.pair", "Name", d.Name), Text: p.T("office.devices.pair_how"), Code: url}
	code, err := qr.Encode(url, qr.M)
	if err != nil {
		return nil, err
	}
	s.QR, s.QRBox = qrPath(code)
	return s, nil
}

// qrPath draws a code as one path of its dark squares, row by row, with the
// quiet zone of four that the standard asks for.
func qrPath(c *qr.Code) (path, box string) {
	var b strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			if x > from {
				b.WriteString("M" + strconv.Itoa(from) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(x-from) + "v1h-" + strconv.Itoa(x-from) + "z")
			}
		}
	}
	size := strconv.Itoa(c.Size + 8)
	return b.String(), "-4 -4 " + size + " " + size
}
