package store

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// AlarmKind is what can be wrong with a device.
type AlarmKind string

// The kinds of alarm.
const (
	AlarmQuiet   AlarmKind = "quiet"   // no sign of life for QuietAfter of opening time
	AlarmQueue   AlarmKind = "queue"   // people's words have waited on it for QueueAfter of opening time
	AlarmSilent  AlarmKind = "silent"  // nobody has spoken, and usually people do
	AlarmClock   AlarmKind = "clock"   // its clock is off by more than SkewOver
	AlarmStorage AlarmKind = "storage" // its browser may throw waiting words away
)

// From when something is an alarm. The first two count opening time only.
const (
	QuietAfter = 10 * time.Minute
	QueueAfter = 15 * time.Minute
	SkewOver   = 5 * time.Minute
)

// alarmMailGap keeps a device that comes and goes from writing every time.
const alarmMailGap = time.Hour

// DeviceAlarm is one incident.
type DeviceAlarm struct {
	Device   DeviceID
	Kind     AlarmKind
	Since    time.Time // when it began
	RaisedAt time.Time // when it was noticed
	EndedAt  time.Time // zero: not over
}

// MessageDevice is the kind of the outbox message that tells of an incident,
// once when it is noticed and once when it is over.
const MessageDevice = "device"

// DeviceLetter is the body of a MessageDevice.
type DeviceLetter struct {
	Site   SiteID
	Device DeviceID
	Name   string
	Kind   AlarmKind
	Since  time.Time
	At     time.Time // when it was noticed, or was over
	Over   bool
	N      int           // people who wait on it, or who usually speak on a day
	Skew   time.Duration // of its clock
}

// finding is what a look at a device says of one kind: wrong since a time,
// fine, or not to be told now.
type finding struct {
	wrong, fine bool
	since       time.Time
	n           int
}

// WatchDevices writes what devices said of themselves and notices what is
// wrong with them and what is well again. An incident is raised in opening
// hours only, is told once to whoever is on duty (else an owner), and its end
// to the same person. It gives the number of incidents that began or ended.
func (s *Store) WatchDevices(ctx context.Context) (int, error) {
	if err := s.FlushAlive(ctx); err != nil {
		return 0, err
	}
	devices, err := s.Devices(ctx)
	if err != nil {
		return 0, err
	}
	open, err := s.OpenAlarms(ctx)
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, d := range devices {
		if !d.RevokedAt.IsZero() {
			continue
		}
		n, err := s.watch(ctx, d, open)
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// alarmKinds are the kinds of alarm, the worst first.
func alarmKinds() []AlarmKind {
	return []AlarmKind{AlarmQuiet, AlarmQueue, AlarmSilent, AlarmClock, AlarmStorage}
}

// AlarmsNow gives what is wrong at this moment, oldest first: the incidents
// that WatchDevices would leave open if it looked now. RaisedAt is zero for
// those that it has not noticed yet.
func (s *Store) AlarmsNow(ctx context.Context) ([]DeviceAlarm, error) {
	devices, err := s.Devices(ctx)
	if err != nil {
		return nil, err
	}
	open, err := s.OpenAlarms(ctx)
	if err != nil {
		return nil, err
	}
	var list []DeviceAlarm
	for _, d := range devices {
		if !d.RevokedAt.IsZero() {
			continue
		}
		found, err := s.findings(ctx, d)
		if err != nil {
			return nil, err
		}
		for _, kind := range alarmKinds() {
			if a, wrong := stillWrong(d, kind, found[kind], open); wrong {
				list = append(list, a)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b DeviceAlarm) int { return a.Since.Compare(b.Since) })
	return list, nil
}

// stillWrong is the incident that stands after a finding, if one does.
func stillWrong(d Device, kind AlarmKind, f finding, open []DeviceAlarm) (DeviceAlarm, bool) {
	for _, a := range open {
		if a.Device == d.ID && a.Kind == kind {
			return a, !f.fine
		}
	}
	return DeviceAlarm{Device: d.ID, Kind: kind, Since: f.since}, f.wrong
}

func (s *Store) watch(ctx context.Context, d Device, open []DeviceAlarm) (changed int, err error) {
	found, err := s.findings(ctx, d)
	if err != nil {
		return 0, err
	}
	for _, kind := range alarmKinds() {
		f, was := found[kind], isOpen(open, d.ID, kind)
		switch {
		case f.wrong && !was:
			err = s.raise(d, kind, f)
		case f.fine && was:
			err = s.over(d, kind)
		default:
			continue
		}
		if err != nil {
			return changed, err
		}
		changed++
	}
	return changed, nil
}

func isOpen(list []DeviceAlarm, id DeviceID, kind AlarmKind) bool {
	for _, a := range list {
		if a.Device == id && a.Kind == kind {
			return true
		}
	}
	return false
}

func (s *Store) findings(ctx context.Context, d Device) (map[AlarmKind]finding, error) {
	site, err := s.Site(d.Site)
	if err != nil {
		return nil, err
	}
	now := s.clock()
	out := map[AlarmKind]finding{}
	if d.SeenAt.IsZero() {
		return out, nil // paired, never used: the list says so
	}
	out[AlarmQuiet] = s.quiet(site, d, now)
	if d.Kind != KioskDevice || !out[AlarmQuiet].fine {
		return out, nil
	}
	if now.Sub(d.Health.At) <= QuietAfter {
		h := d.Health
		out[AlarmQueue] = queue(site, h, now)
		out[AlarmClock] = finding{wrong: h.Skew.Abs() > SkewOver, fine: h.Skew.Abs() <= SkewOver, since: h.At}
		out[AlarmStorage] = finding{wrong: h.Persisted == "no", fine: h.Persisted == "yes", since: h.At}
	}
	u, err := s.Usual(ctx, d)
	if err != nil || u.Last.IsZero() {
		return out, err
	}
	out[AlarmSilent] = finding{wrong: Silent(u) && site.IsOpen(now), fine: !Silent(u), since: u.Last, n: u.PerDay}
	return out, nil
}

// quiet counts the opening time since the last sign, but none in which this
// server could not have heard any.
func (s *Store) quiet(site Site, d Device, now time.Time) finding {
	silent := site.OpenTime(later(d.SeenAt, s.opened), now)
	return finding{wrong: silent > QuietAfter && site.IsOpen(now), fine: now.Sub(d.SeenAt) <= QuietAfter, since: d.SeenAt}
}

func queue(site Site, h Health, now time.Time) finding {
	if h.Queue == 0 {
		return finding{fine: true}
	}
	waits := !h.Oldest.IsZero() && site.OpenTime(h.Oldest, now) > QueueAfter
	return finding{wrong: waits && site.IsOpen(now), since: h.Oldest, n: h.Queue}
}

func (s *Store) raise(d Device, kind AlarmKind, f finding) error {
	return s.update(System(), func(t *tx) error {
		to, email, lang, err := t.onDuty(d.Site)
		if err != nil {
			return err
		}
		var lately int
		if err := t.row(`/* Store.raise */ SELECT count(*) FROM device_alarms WHERE device_id=? AND kind=? AND ended_at>? AND mailed_to<>0`, d.ID, string(kind), t.now.Add(-alarmMailGap).UnixMilli()).Scan(&lately); err != nil {
			return err
		}
		if lately > 0 || email == "" {
			to = 0
		} else if err := t.send(MessageDevice, email, lang, letterOf(d, kind, f, t.now, false)); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.raise */ INSERT INTO device_alarms(device_id, kind, since, raised_at, mailed_to) VALUES (?,?,?,?,?)`, d.ID, string(kind), millis(f.since), t.ms(), to); err != nil {
			return err
		}
		return t.event("device", int64(d.ID), "device.alarm", map[string]string{"kind": string(kind)})
	})
}

func letterOf(d Device, kind AlarmKind, f finding, now time.Time, over bool) DeviceLetter {
	return DeviceLetter{Site: d.Site, Device: d.ID, Name: d.Name, Kind: kind, Since: f.since, At: now, Over: over, N: f.n, Skew: d.Health.Skew}
}

func (s *Store) over(d Device, kind AlarmKind) error {
	return s.update(System(), func(t *tx) error {
		var id, since, to int64
		err := t.row(`/* Store.over */ SELECT id, since, mailed_to FROM device_alarms WHERE device_id=? AND kind=? AND ended_at=0`, d.ID, string(kind)).Scan(&id, &since, &to)
		if err == sql.ErrNoRows {
			return nil // the device was revoked meanwhile
		}
		if err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.over */ UPDATE device_alarms SET ended_at=? WHERE id=?`, t.ms(), id); err != nil {
			return err
		}
		email, lang, err := t.mailOf(UserID(to))
		if err != nil {
			return err
		}
		if email != "" {
			if err := t.send(MessageDevice, email, lang, letterOf(d, kind, finding{since: at(since)}, t.now, true)); err != nil {
				return err
			}
		}
		return t.event("device", int64(d.ID), "device.alarm_over", map[string]string{"kind": string(kind)})
	})
}

// onDuty is whom a site's alarms go to: whoever is on duty there, else the
// first owner.
func (t *tx) onDuty(site SiteID) (id UserID, email, lang string, err error) {
	err = t.row(`/* tx.onDuty */ SELECT u.id, u.email, u.lang FROM users u LEFT JOIN sites s ON s.id = ? AND s.duty_user_id = u.id
		WHERE u.disabled_at = 0 AND (s.id IS NOT NULL OR u.role = 'owner') ORDER BY s.id IS NULL, u.id LIMIT 1`, site).Scan(&id, &email, &lang)
	if err == sql.ErrNoRows {
		return 0, "", "", nil
	}
	return id, email, lang, err
}

func (t *tx) mailOf(id UserID) (email, lang string, err error) {
	err = t.row(`/* tx.mailOf */ SELECT email, lang FROM users WHERE id=? AND disabled_at=0`, id).Scan(&email, &lang)
	if err == sql.ErrNoRows {
		return "", "", nil
	}
	return email, lang, err
}

// OpenAlarms gives the incidents that are not over, oldest first.
func (s *Store) OpenAlarms(ctx context.Context) ([]DeviceAlarm, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.OpenAlarms */ SELECT device_id, kind, since, raised_at, ended_at FROM device_alarms WHERE ended_at=0 ORDER BY raised_at, id`)
	return collect(rows, err, scanAlarm)
}

// DeviceAlarms gives the newest incidents of a device, at most limit.
func (s *Store) DeviceAlarms(ctx context.Context, id DeviceID, limit int) ([]DeviceAlarm, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.DeviceAlarms */ SELECT device_id, kind, since, raised_at, ended_at FROM device_alarms WHERE device_id=? ORDER BY raised_at DESC, id DESC LIMIT ?`, id, limit)
	return collect(rows, err, scanAlarm)
}

func scanAlarm(r *sql.Rows) (a DeviceAlarm, err error) {
	var since, raised, ended int64
	err = r.Scan(&a.Device, &a.Kind, &since, &raised, &ended)
	a.Since, a.RaisedAt, a.EndedAt = at(since), at(raised), at(ended)
	return a, err
}
