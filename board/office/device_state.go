package office

import (
	"net/http"
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

func (o *Office) deviceRow(r *http.Request, p *i18n.Printer, d store.Device) (staff.DeviceRow, error) {
	x, err := o.lookAt(r, p, d)
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

func (o *Office) lookAt(r *http.Request, p *i18n.Printer, d store.Device) (look, error) {
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
	x.states = o.states(p, site, d, usual)
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

// states says how a device is, in words and with a shape of its own each.
func (o *Office) states(p *i18n.Printer, site store.Site, d store.Device, u store.Usual) []staff.DeviceState {
	now, h := o.Store.Now(), d.Health
	switch {
	case !d.RevokedAt.IsZero():
		return []staff.DeviceState{{Class: "off", Icon: "cant", Text: p.T("office.devices.revoked")}}
	case d.SeenAt.IsZero():
		return []staff.DeviceState{{Class: "note", Icon: "plus", Text: p.T("device.state.new")}}
	case now.Sub(d.SeenAt) > store.QuietAfter:
		class := "bad"
		if site.OpenTime(d.SeenAt, now) <= store.QuietAfter || !site.IsOpen(now) {
			class = "off" // nobody minds a tablet that sleeps at night
		}
		return []staff.DeviceState{{Class: class, Icon: "offline", Text: p.T("device.state.quiet", "When", o.when(p, site, d.SeenAt))}}
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
		class := "note"
		if site.OpenTime(since, now) > store.QueueAfter {
			class = "bad"
		}
		say(true, class, "hourglass", p.N("device.state.queue", h.Queue, "When", o.when(p, site, since)))
	}
	say(h.Parked > 0, "bad", "inbox", p.N("device.state.parked", h.Parked))
	say(store.Silent(u), "bad", "bell", p.T("device.state.silent", "When", o.when(p, site, u.Last), "N", u.PerDay))
	say(h.Skew.Abs() > store.SkewOver, "bad", "clock", p.T("device.state.clock", "By", p.Length(h.Skew)))
	say(h.Persisted == "no", "bad", "lock", p.T("device.state.storage"))
	say(h.Offline == "no", "note", "phone", p.T("device.state.offline"))
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
	add("queue", strconv.Itoa(h.Queue), false)
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

// alarms are the incidents that are not over, for a banner.
func (o *Office) alarms(r *http.Request, p *i18n.Printer) ([]staff.AlarmLine, error) {
	open, err := o.Store.OpenAlarms(r.Context())
	if err != nil || len(open) == 0 {
		return nil, err
	}
	devices, err := o.Store.Devices(r.Context())
	if err != nil {
		return nil, err
	}
	var list []staff.AlarmLine
	for _, a := range open {
		for _, d := range devices {
			if d.ID == a.Device {
				x, err := o.alarmLine(r, p, d, a)
				if err != nil {
					return nil, err
				}
				list = append(list, x)
			}
		}
	}
	return list, nil
}

func (o *Office) alarmLine(r *http.Request, p *i18n.Printer, d store.Device, a store.DeviceAlarm) (staff.AlarmLine, error) {
	x, err := o.lookAt(r, p, d)
	return staff.AlarmLine{URL: "/office/devices/" + idText(d.ID), Name: d.Name, Site: x.site.Name,
		Text: p.T("device.alarm."+string(a.Kind), "When", o.when(p, x.site, a.Since))}, err
}
