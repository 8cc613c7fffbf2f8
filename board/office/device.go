package office

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// errProblems ends a pairing whose form has something to put right.
var errProblems = errors.New("the form has problems")

// Device answers GET /office/devices/{id}: one device, how it is and what may
// be changed.
func (o *Office) Device(w http.ResponseWriter, r *http.Request) error {
	return o.devicePage(w, r, http.StatusOK, deviceID(r.PathValue("id")), nil, nil)
}

// SaveDevice answers POST /office/devices/{id}.
func (o *Office) SaveDevice(w http.ResponseWriter, r *http.Request) error {
	d, err := o.Store.Device(r.Context(), deviceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	d.Name, d.Site = strings.TrimSpace(r.PostFormValue("name")), siteID(r.PostFormValue("site"))
	if d.Kind == store.KioskDevice && r.PostForm.Has("keyboard") {
		d.Keyboard = store.Keyboard(r.PostFormValue("keyboard"))
	}
	problems := o.readScreen(r, &d)
	if len(problems) == 0 {
		err = o.Store.ChangeDevice(r.Context(), actor(r), d)
		if field, sentence := render.Sentence(o.Auth.Printer(r), err); field != "" {
			problems[field], err = sentence, nil
		}
	}
	switch {
	case err != nil:
		return err
	case len(problems) > 0:
		return o.devicePage(w, r, http.StatusUnprocessableEntity, d.ID, problems, nil)
	}
	return o.Web.Redirect(w, r, did("/office/devices/"+idText(d.ID), "saved", ""))
}

// readScreen reads the measures of a screen; an empty one is not told.
func (o *Office) readScreen(r *http.Request, d *store.Device) map[string]string {
	p, problems := o.Auth.Printer(r), map[string]string{}
	if d.Kind != store.BoardDevice {
		return problems
	}
	var ok bool
	if d.Screen.Diagonal, ok = measure(r.PostFormValue("diagonal"), 10); !ok {
		problems["diagonal"] = p.T("store.diagonal_wrong")
	}
	if d.Screen.Distance, ok = measure(r.PostFormValue("distance"), 100); !ok {
		problems["distance"] = p.T("store.distance_wrong")
	}
	return problems
}

// measure reads "43" or "2,5" in parts of a unit; "" is 0.
func measure(typed string, parts float64) (n int, ok bool) {
	typed = strings.Replace(strings.TrimSpace(typed), ",", ".", 1)
	if typed == "" {
		return 0, true
	}
	f, err := strconv.ParseFloat(typed, 64)
	if err != nil || math.IsNaN(f) || f <= 0 || f > 10000 {
		return 0, false
	}
	return int(math.Round(f * parts)), true
}

func measureText(n int, parts float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n)/parts, 'f', -1, 64)
}

func (o *Office) devicePage(w http.ResponseWriter, r *http.Request, status int, id store.DeviceID, problems map[string]string, secret *staff.SecretView) error {
	d, err := o.Store.Device(r.Context(), id)
	if err != nil {
		return err
	}
	f, err := o.frame(r, "office.devices.title", "", "/office/devices")
	if err != nil {
		return err
	}
	f.Title, f.CSS = d.Name, deviceCSS()
	wrong, err := o.Store.AlarmsNow(r.Context())
	if err != nil {
		return err
	}
	look, err := o.lookAt(r, f.P, d, wrong)
	if err != nil {
		return err
	}
	v := staff.DeviceView{Frame: f, ID: idText(d.ID), Icon: deviceIcon(d), Kind: f.P.T("office.devices." + string(d.Kind)), Site: look.site.Name,
		States: look.states, Facts: look.facts, Secret: secret, Revoked: !d.RevokedAt.IsZero(), Code: codeField(r, f.P, problems), PairURL: o.base(r) + "/pair?kind=" + string(d.Kind)}
	if v.Gaps, err = o.gaps(r, f.P, d); err != nil {
		return err
	}
	if v.Past, err = o.past(r, f.P, look.site, d); err != nil {
		return err
	}
	o.deviceFields(r, f.P, d, problems, &v)
	return o.Web.Page(w, r, status, staff.Device(v))
}

func (o *Office) deviceFields(r *http.Request, p *i18n.Printer, d store.Device, problems map[string]string, v *staff.DeviceView) {
	typed := func(name, now string) string {
		if r.Method == http.MethodPost && r.PostForm.Has(name) {
			return r.PostFormValue(name)
		}
		return now
	}
	v.Name = staff.Field{Name: "name", Label: p.T("office.devices.name"), Value: typed("name", d.Name), Problem: problems["name"], Max: 80}
	v.Where = o.siteField(r, p, siteID(typed("site", idText(d.Site))), problems["site"])
	if d.Kind == store.KioskDevice {
		v.Screen = []staff.Field{keyboardField(p, store.Keyboard(typed("keyboard", string(d.Keyboard))), problems["keyboard"])}
		return
	}
	v.Screen = []staff.Field{
		{Name: "diagonal", Label: p.T("device.diagonal"), Hint: p.T("device.diagonal_hint"), Value: typed("diagonal", measureText(d.Screen.Diagonal, 10)), Problem: problems["diagonal"], Optional: true, Max: 6},
		{Name: "distance", Label: p.T("device.distance"), Hint: p.T("device.distance_hint"), Value: typed("distance", measureText(d.Screen.Distance, 100)), Problem: problems["distance"], Optional: true, Max: 6},
	}
	if d.Screen.Told() {
		v.ScreenSays = p.T("device.letters", "Px", d.Screen.LetterSize())
	}
}

// gaps says which of a tablet's numbers have not arrived.
func (o *Office) gaps(r *http.Request, p *i18n.Printer, d store.Device) ([]string, error) {
	if d.Kind != store.KioskDevice {
		return nil, nil
	}
	runs, err := o.Store.SequenceGaps(r.Context(), d.ID)
	if err != nil {
		return nil, err
	}
	var lines []string
	for i, run := range runs {
		if run.Lost() == 0 {
			continue
		}
		key := "device.gap_lost" // with the browser's memory
		if i == len(runs)-1 {
			key = "device.gap_waits"
		}
		lines = append(lines, p.N(key, int(run.Lost()), "Numbers", numbers(run.Missing)))
	}
	return lines, nil
}

// numbers writes ranges: "3, 41–43". Only the first ten are named.
func numbers(list []store.SeqRange) string {
	const most = 10
	var parts []string
	for i, x := range list {
		if i == most {
			parts = append(parts, "…")
			break
		}
		s := strconv.FormatInt(x.From, 10)
		if x.To > x.From {
			s += "–" + strconv.FormatInt(x.To, 10)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

// past is what went wrong with a device before, newest first.
func (o *Office) past(r *http.Request, p *i18n.Printer, site store.Site, d store.Device) ([]staff.DeviceIncident, error) {
	list, err := o.Store.DeviceAlarms(r.Context(), d.ID, 12)
	if err != nil {
		return nil, err
	}
	var out []staff.DeviceIncident
	for _, a := range list {
		x := staff.DeviceIncident{What: p.T("device.past." + string(a.Kind)), From: p.ShortDateTime(a.Since.In(site.Location())), Over: p.T("device.past_open")}
		if !a.EndedAt.IsZero() {
			x.Over = p.T("device.past_over", "When", p.ShortDateTime(a.EndedAt.In(site.Location())))
		}
		out = append(out, x)
	}
	return out, nil
}
