package office

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// look is a device made ready to show.
type look struct {
	site   store.Site
	states []staff.DeviceState // the worst first; never empty
	facts  []staff.DeviceFact
	seen   string
}

func deviceIcon(d store.Device) string {
	if d.Kind == store.BoardDevice {
		return "board"
	}
	return "tablet"
}

func (o *Office) deviceRow(r *http.Request, p *i18n.Printer, d store.Device, wrong []store.DeviceAlarm) (staff.DeviceRow, error) {
	x, err := o.lookAt(r, p, d, wrong)
	if err != nil {
		return staff.DeviceRow{}, err
	}
	row := staff.DeviceRow{URL: "/office/devices/" + idText(d.ID), Icon: deviceIcon(d), Name: d.Name, Kind: p.T("office.devices." + string(d.Kind)),
		Site: x.site.Name, State: x.states[0], Seen: x.seen, Revoked: !d.RevokedAt.IsZero()}
	for _, f := range x.facts {
		if f.InList {
			row.Facts = append(row.Facts, f.Text)
		}
	}
	return row, nil
}

// lookAt makes a device ready to show; wrong is what AlarmsNow gave.
func (o *Office) lookAt(r *http.Request, p *i18n.Printer, d store.Device, wrong []store.DeviceAlarm) (look, error) {
	site, err := o.Store.Site(d.Site)
	if err != nil {
		return look{}, err
	}
	x := look{site: site}
	var usual store.Usual
	if d.Kind == store.KioskDevice {
		if usual, err = o.Store.Usual(r.Context(), d); err != nil {
			return look{}, err
		}
	}
	if d.SeenAt.IsZero() {
		d.SeenAt = usual.Last // signs of life are in memory for a minute, and gone if the power was
	}
	x.states = o.states(p, site, d, usual, wrong)
	x.seen = p.T("office.devices.never")
	if !d.SeenAt.IsZero() {
		x.seen = p.T("office.devices.seen", "Ago", p.Length(o.Store.Now().Sub(d.SeenAt)))
	}
	x.facts = o.facts(p, site, d, usual, x.seen)
	return x, nil
}

// when is a time as the office says it: the clock alone for today.
func (o *Office) when(p *i18n.Printer, site store.Site, t time.Time) string {
	local, now := t.In(site.Location()), o.Store.Now().In(site.Location())
	if local.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return p.Clock(local)
	}
	return p.ShortDateTime(local)
}

// second is a time to the second: a sign of life is a moment, not a state.
func second(site store.Site, t time.Time) string {
	return t.In(site.Location()).Format(time.TimeOnly)
}

// states says how a device is, in words and with a shape of its own each. Red
// is what stands in the box of alarms too, and nothing else.
func (o *Office) states(p *i18n.Printer, site store.Site, d store.Device, u store.Usual, wrong []store.DeviceAlarm) []staff.DeviceState {
	now, h := o.Store.Now(), d.Health
	isWrong := func(kind store.AlarmKind) bool {
		return slices.ContainsFunc(wrong, func(a store.DeviceAlarm) bool { return a.Device == d.ID && a.Kind == kind })
	}
	red := func(kind store.AlarmKind, otherwise string) string {
		if isWrong(kind) {
			return "bad"
		}
		return otherwise
	}
	switch {
	case !d.RevokedAt.IsZero():
		return []staff.DeviceState{{Class: "off", Icon: "cant", Text: p.T("office.devices.revoked")}}
	case d.SeenAt.IsZero():
		return []staff.DeviceState{{Class: "note", Icon: "plus", Text: p.T("device.state.new")}}
	case now.Sub(d.SeenAt) > store.QuietAfter:
		// Nobody minds a tablet that sleeps at night.
		return []staff.DeviceState{{Class: red(store.AlarmQuiet, "off"), Icon: "offline", Text: p.T("device.state.quiet", "When", o.when(p, site, d.SeenAt))}}
	}
	var list []staff.DeviceState
	say := func(holds bool, class, icon, text string) {
		if holds {
			list = append(list, staff.DeviceState{Class: class, Icon: icon, Text: text})
		}
	}
	if h.Queue > 0 {
		since := h.Oldest
		if since.IsZero() {
			since = h.At
		}
		// It is a look back: since then the tablet may have handed them in.
		say(true, red(store.AlarmQueue, "note"), "hourglass", p.N("device.state.queue", h.Queue, "At", second(site, h.At), "When", o.when(p, site, since)))
	}
	say(o.asksForStaff(d), "bad", "inbox", p.N("device.state.parked", h.Parked))
	say(isWrong(store.AlarmSilent), "bad", "bell", p.T("device.state.silent", "When", o.when(p, site, u.Last), "N", u.PerDay))
	say(h.Skew.Abs() > store.SkewOver, red(store.AlarmClock, "note"), "clock", p.T("device.state.clock", "By", p.Length(h.Skew)))
	say(h.Persisted == "no", red(store.AlarmStorage, "note"), "lock", p.T("device.state.storage"))
	say(h.Offline == "no", "note", "offline", p.T("device.state.offline"))
	say(h.Offline == "http", "note", "globe", p.T("device.state.http"))
	say(h.Windowed, "note", "expand", p.T("device.state.windowed"))
	say(h.Outdated, "note", "history", p.T("device.state.old"))
	say(len(list) == 0, "good", "tick", p.T("device.state.works"))
	return list
}

func (o *Office) facts(p *i18n.Printer, site store.Site, d store.Device, u store.Usual, seen string) []staff.DeviceFact {
	list := []staff.DeviceFact{{Name: p.T("device.fact.seen"), Text: seen}}
	add := func(key, text string, inList bool) {
		list = append(list, staff.DeviceFact{Name: p.T("device.fact." + key), Text: text, InList: inList})
	}
	if d.Kind == store.BoardDevice {
		return list
	}
	last := p.T("device.fact.none")
	if !u.Last.IsZero() {
		last = p.T("device.fact.last_at", "When", o.when(p, site, u.Last))
	}
	add("last", last, !u.Last.IsZero())
	if u.PerDay > 0 {
		add("usual", p.N("device.fact.per_day", u.PerDay), true)
	}
	h := d.Health
	if h.At.IsZero() {
		return list
	}
	add("queue", strconv.Itoa(h.Queue)+" ("+second(site, h.At)+")", false)
	add("storage", p.T("device.fact.storage_"+orUnknown(h.Persisted)), false)
	add("offline", p.T("device.fact.offline_"+orUnknown(h.Offline)), false)
	return list
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// alarmsNow is the box of what is wrong with devices at this moment.
func (o *Office) alarmsNow(r *http.Request, p *i18n.Printer) ([]staff.AlarmLine, error) {
	devices, err := o.Store.Devices(r.Context())
	if err != nil {
		return nil, err
	}
	wrong, err := o.Store.AlarmsNow(r.Context())
	if err != nil {
		return nil, err
	}
	return o.alarms(p, devices, wrong)
}

// alarms are the lines of that box: incidents, and words that the server would
// not take.
func (o *Office) alarms(p *i18n.Printer, devices []store.Device, wrong []store.DeviceAlarm) ([]staff.AlarmLine, error) {
	byID := map[store.DeviceID]store.Device{}
	for _, d := range devices {
		byID[d.ID] = d
	}
	var list []staff.AlarmLine
	add := func(d store.Device, text func(site store.Site) string) error {
		site, err := o.Store.Site(d.Site)
		list = append(list, staff.AlarmLine{URL: "/office/devices/" + idText(d.ID), Name: d.Name, Site: site.Name, Text: text(site)})
		return err
	}
	for _, a := range wrong {
		if err := add(byID[a.Device], func(site store.Site) string {
			return p.T("device.alarm."+string(a.Kind), "When", o.when(p, site, a.Since))
		}); err != nil {
			return nil, err
		}
	}
	for _, d := range devices {
		if !o.asksForStaff(d) {
			continue
		}
		if err := add(d, func(store.Site) string { return p.N("device.state.parked", d.Health.Parked) }); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// asksForStaff tells whether a tablet that is heard of keeps words that the
// server would not take.
func (o *Office) asksForStaff(d store.Device) bool {
	return d.RevokedAt.IsZero() && d.Health.Parked > 0 && o.Store.Now().Sub(d.SeenAt) <= store.QuietAfter
}
