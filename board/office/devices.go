package office

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
	"rsc.io/qr"
)

// Devices answers GET /office/devices. ?code= and ?kind= come from the code on
// a waiting screen.
func (o *Office) Devices(w http.ResponseWriter, r *http.Request) error {
	return o.devicesPage(w, r, http.StatusOK, nil, nil)
}

// AddDevice answers POST /office/devices: the pairing address is shown once.
func (o *Office) AddDevice(w http.ResponseWriter, r *http.Request) error {
	d, _, problems, err := o.newDevice(r, store.DeviceKind(r.FormValue("kind")))
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return o.devicesPage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	secret, err := o.pairSecret(r, d, store.PairLink{})
	if err != nil {
		return err
	}
	return o.devicesPage(w, r, http.StatusOK, nil, secret)
}

// HereDevice answers POST /office/devices/here: the device in front of the
// reader becomes a tablet or a screen, and the reader is signed out on it.
func (o *Office) HereDevice(w http.ResponseWriter, r *http.Request) error {
	d, token, problems, err := o.newDevice(r, store.DeviceKind(r.FormValue("kind")))
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return o.devicesPage(w, r, http.StatusUnprocessableEntity, problems, nil)
	}
	return o.become(w, r, d, token)
}

// PairByCode answers POST /office/devices/pair: the browser that shows the
// code becomes a new device, or takes the place of the one named by device.
func (o *Office) PairByCode(w http.ResponseWriter, r *http.Request) error {
	old := deviceID(r.FormValue("device"))
	problems := map[string]string{}
	var made store.Device
	refused, err := o.waiting.approve(auth.UserFrom(r.Context()).ID, readCode(r.FormValue("code")), func(shows waiting) (d store.Device, token string, err error) {
		d, token, problems, err = o.pairedBy(r, shows, old)
		made = d
		if err == nil && len(problems) > 0 {
			err = errProblems
		}
		return d, token, err
	})
	switch {
	case err == errProblems:
	case err != nil:
		return err
	case refused.key != "":
		p, until := o.Auth.Printer(r), refused.until.Add(time.Minute-1).Truncate(time.Minute) // never told a minute too early
		problems = map[string]string{"code": p.T(refused.key, "Time", p.Clock(until.In(o.zone())))}
	default:
		return o.Web.Redirect(w, r, did("/office/devices", "paired", idText(made.ID)))
	}
	if old != 0 {
		return o.devicePage(w, r, http.StatusUnprocessableEntity, old, problems, nil)
	}
	return o.devicesPage(w, r, http.StatusUnprocessableEntity, problems, nil)
}

// pairedBy makes the device that a code was typed for.
func (o *Office) pairedBy(r *http.Request, shows waiting, old store.DeviceID) (d store.Device, token string, problems map[string]string, err error) {
	if old == 0 {
		kind := store.DeviceKind(r.FormValue("kind"))
		if kind == "" {
			kind = shows.kind
		}
		return o.newDevice(r, kind)
	}
	if d, err = o.Store.Device(r.Context(), old); err != nil {
		return d, "", nil, err
	}
	if shows.chosen && shows.kind != d.Kind {
		p := o.Auth.Printer(r)
		return d, "", map[string]string{"code": p.T("device.problem.is_"+string(d.Kind), "Name", d.Name, "Kind", p.T("office.devices."+string(d.Kind)))}, nil
	}
	token, err = o.Store.RepairDevice(r.Context(), actor(r), old)
	return d, token, nil, err
}

// LinkDevice answers POST /office/devices/{id}/link: an address that pairs
// another browser in the place of this one, shown once.
func (o *Office) LinkDevice(w http.ResponseWriter, r *http.Request) error {
	d, err := o.Store.Device(r.Context(), deviceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	secret, err := o.pairSecret(r, d, store.PairLink{Replaces: true})
	if err != nil {
		return err
	}
	return o.devicePage(w, r, http.StatusOK, d.ID, nil, secret)
}

// RevokeDevice answers POST /office/devices/{id}/revoke.
func (o *Office) RevokeDevice(w http.ResponseWriter, r *http.Request) error {
	id := deviceID(r.PathValue("id"))
	if err := o.Store.RevokeDevice(r.Context(), actor(r), id); err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did("/office/devices", "revoke", idText(id)))
}

// RestoreDevice answers POST /office/devices/{id}/restore: it undoes revoking.
func (o *Office) RestoreDevice(w http.ResponseWriter, r *http.Request) error {
	id := deviceID(r.PathValue("id"))
	if err := o.Store.RestoreDevice(r.Context(), actor(r), id); err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did("/office/devices", "restore", idText(id)))
}

func (o *Office) saidOfDevice(r *http.Request, p *i18n.Printer, what string) string {
	d, err := o.Store.Device(r.Context(), deviceID(r.URL.Query().Get("who")))
	if err != nil {
		return ""
	}
	return p.T("device.did."+what, "Name", d.Name)
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

// zone is the clock of the reader's site, or of the first one.
func (o *Office) zone() *time.Location {
	site, err := o.Store.SiteBySlug("")
	if err != nil {
		return time.UTC
	}
	return site.Location()
}

// newDevice makes what the form asks for; without a name it is called after
// its kind and its number.
func (o *Office) newDevice(r *http.Request, kind store.DeviceKind) (d store.Device, token string, problems map[string]string, err error) {
	p := o.Auth.Printer(r)
	have, err := o.Store.Devices(r.Context())
	if err != nil {
		return d, "", nil, err
	}
	n := store.Device{Kind: kind, Site: siteID(r.FormValue("site")), Name: strings.TrimSpace(r.FormValue("name"))}
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
	f.CSS = deviceCSS()
	v := staff.DevicesView{Frame: f, Problem: problems[""], Secret: secret, PairURL: o.base(r) + "/pair"}
	wrong, err := o.Store.AlarmsNow(r.Context())
	if err != nil {
		return err
	}
	devices, err := o.Store.Devices(r.Context())
	if err != nil {
		return err
	}
	if v.Alarms, err = o.alarms(f.P, devices, wrong); err != nil {
		return err
	}
	for _, d := range devices {
		row, err := o.deviceRow(r, f.P, d, wrong)
		if err != nil {
			return err
		}
		v.Devices = append(v.Devices, row)
	}
	if q := r.URL.Query(); q.Get("did") == "revoke" {
		v.UndoURL = "/office/devices/" + idText(deviceID(q.Get("who"))) + "/restore"
	}
	v.NoOffline = !o.startsOffline(r)
	o.pairFields(r, f.P, problems, &v)
	return o.Web.Page(w, r, status, staff.Devices(v))
}

func deviceCSS() []string { return []string{"css/devices.css"} }

// pairFields are the form that pairs; what was typed stays in it.
func (o *Office) pairFields(r *http.Request, p *i18n.Printer, problems map[string]string, v *staff.DevicesView) {
	kind := r.FormValue("kind")
	v.Code = codeField(r, p, problems)
	v.Kind = staff.Field{Name: "kind", Label: p.T("office.devices.kind"), Problem: problems["kind"], Options: []staff.Option{
		{Value: "", Label: p.T("device.kind_shown"), On: kind == ""},
		{Value: "kiosk", Label: p.T("office.devices.kiosk"), On: kind == "kiosk"}, {Value: "board", Label: p.T("office.devices.board"), On: kind == "board"}}}
	v.Name = staff.Field{Name: "name", Label: p.T("office.devices.name"), Hint: p.T("office.devices.name_hint"), Value: r.FormValue("name"), Optional: true, Problem: problems["name"], Max: 80}
	v.Site = o.siteField(r, p, siteID(r.FormValue("site")), problems["site"])
}

func codeField(r *http.Request, p *i18n.Printer, problems map[string]string) staff.Field {
	return staff.Field{Name: "code", Label: p.T("device.code"), Hint: p.T("device.code_hint"), Value: r.FormValue("code"), Problem: problems["code"], Max: 20, Complete: "off"}
}

// siteField chooses a site: the one given, else the one that the reader is at.
func (o *Office) siteField(r *http.Request, p *i18n.Printer, chosen store.SiteID, problem string) staff.Field {
	f := staff.Field{Name: "site", Label: p.T("office.devices.site"), Problem: problem}
	if chosen == 0 {
		chosen = o.Auth.Site(r).ID
	}
	for _, s := range o.Store.Sites() {
		f.Options = append(f.Options, staff.Option{Value: idText(s.ID), Label: s.Name, On: s.ID == chosen})
	}
	return f
}

// pairSecret makes a link that pairs and shows it, once.
func (o *Office) pairSecret(r *http.Request, d store.Device, l store.PairLink) (*staff.SecretView, error) {
	token, err := o.Store.NewPairLink(r.Context(), actor(r), d.ID, l)
	if err != nil {
		return nil, err
	}
	p, link := o.Auth.Printer(r), o.base(r)+"/pair/"+url.PathEscape(token)
	s := &staff.SecretView{Title: p.T("office.devices.pair", "Name", d.Name), Text: p.T("office.devices.pair_how"), Code: link}
	code, err := qr.Encode(link, qr.M)
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
