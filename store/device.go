package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// DeviceKind is what a paired device is for.
type DeviceKind string

// The kinds of device.
const (
	KioskDevice DeviceKind = "kiosk"
	BoardDevice DeviceKind = "board"
)

// Device is a paired tablet or screen.
type Device struct {
	ID        DeviceID
	Kind      DeviceKind
	Name      string
	Site      SiteID
	CreatedAt time.Time
	SeenAt    time.Time // of its last sign of life; zero: never
	RevokedAt time.Time // zero: still paired
	Health    Health    // what it last said of itself
	Screen    Screen    // of a board device
	Keyboard  Keyboard  // of a tablet

	hash []byte
}

// Screen is how large a screen is and from how far it is read; zero: not told.
type Screen struct {
	Diagonal int // tenths of an inch, 70 to 2000
	Distance int // centimetres, 50 to 3000
}

// Told tells whether both measures are known.
func (s Screen) Told() bool { return s.Diagonal > 0 && s.Distance > 0 }

// check says what is wrong with measures that somebody typed.
func (s Screen) check() error {
	switch {
	case s.Diagonal != 0 && (s.Diagonal < 70 || s.Diagonal > 2000):
		return invalid("diagonal_wrong", "diagonal")
	case s.Distance != 0 && (s.Distance < 50 || s.Distance > 3000):
		return invalid("distance_wrong", "distance")
	}
	return nil
}

// deviceNameMax is how many letters a device's name has at most.
const deviceNameMax = 80

func (s *Store) checkDevice(d Device) error {
	name := strings.TrimSpace(d.Name)
	if name == "" || utf8.RuneCountInString(name) > deviceNameMax {
		return invalid("name_missing", "name")
	}
	if err := d.Screen.check(); err != nil {
		return err
	}
	if !d.Keyboard.known() {
		return invalid("keyboard_unknown", "keyboard")
	}
	_, err := s.Site(d.Site)
	return err
}

// AddDevice pairs a device. The token is told this once: only its hash stays.
func (s *Store) AddDevice(ctx context.Context, by Actor, d Device) (Device, string, error) {
	if d.Kind != KioskDevice && d.Kind != BoardDevice {
		return Device{}, "", invalid("kind_unknown", "kind")
	}
	if err := s.checkDevice(d); err != nil {
		return Device{}, "", err
	}
	token, hash := newToken()
	err := s.update(by, func(t *tx) error {
		id, err := t.insert(`/* Store.AddDevice */ INSERT INTO devices(kind, name, site_id, token_hash, created_at) VALUES (?,?,?,?,?)`, string(d.Kind), d.Name, d.Site, hash, t.ms())
		if err != nil {
			return err
		}
		d.ID, d.CreatedAt = DeviceID(id), t.now
		return t.event("device", id, "device.added", map[string]string{"name": d.Name, "kind": string(d.Kind)})
	})
	if err != nil {
		return Device{}, "", err
	}
	return d, token, s.reloadConfig(ctx)
}

// ChangeDevice saves a device's Name, Site, Screen and Keyboard. NotFound once it is
// revoked.
func (s *Store) ChangeDevice(ctx context.Context, by Actor, d Device) error {
	if err := s.checkDevice(d); err != nil {
		return err
	}
	return s.changeDevice(ctx, by, d.ID, func(t *tx) error {
		k, err := t.change(`/* Store.ChangeDevice */ UPDATE devices SET name=?, site_id=?, diagonal=?, distance=?, keyboard=? WHERE id=? AND revoked_at=0`,
			strings.TrimSpace(d.Name), d.Site, d.Screen.Diagonal, d.Screen.Distance, string(d.Keyboard), d.ID)
		if err != nil || k == 0 {
			return orNotFound(err, "device")
		}
		return t.event("device", int64(d.ID), "device.changed", map[string]string{"name": d.Name})
	})
}

// changeDevice commits fn and lets every open page and stream look again: the
// first announcement of a commit comes before the memory of devices is new.
func (s *Store) changeDevice(ctx context.Context, by Actor, id DeviceID, fn func(*tx) error) error {
	if err := s.update(by, fn); err != nil {
		return err
	}
	if err := s.reloadConfig(ctx); err != nil {
		return err
	}
	s.feed.announce()
	return nil
}

// Devices gives all devices, revoked ones last.
func (s *Store) Devices(ctx context.Context) ([]Device, error) {
	list, err := loadDevices(ctx, s.read)
	for i := range list {
		s.alive.overlay(&list[i])
	}
	return list, err
}

// Device gives one device, revoked or not. NotFound if there is none.
func (s *Store) Device(ctx context.Context, id DeviceID) (Device, error) {
	list, err := s.Devices(ctx)
	if err != nil {
		return Device{}, err
	}
	for _, d := range list {
		if d.ID == id {
			return d, nil
		}
	}
	return Device{}, notFound("device")
}

func loadDevices(ctx context.Context, db *sql.DB) ([]Device, error) {
	rows, err := db.QueryContext(ctx, `/* loadDevices */ SELECT id, kind, name, site_id, token_hash, created_at, seen_at, revoked_at, health, diagonal, distance, keyboard FROM devices ORDER BY revoked_at <> 0, name, id`)
	return collect(rows, err, func(r *sql.Rows) (Device, error) {
		var d Device
		var created, seen, revoked int64
		var health string
		err := r.Scan(&d.ID, &d.Kind, &d.Name, &d.Site, &d.hash, &created, &seen, &revoked, &health, &d.Screen.Diagonal, &d.Screen.Distance, &d.Keyboard)
		d.CreatedAt, d.SeenAt, d.RevokedAt = at(created), at(seen), at(revoked)
		if err != nil {
			return d, err
		}
		return d, json.Unmarshal([]byte(health), &d.Health)
	})
}

// RevokeDevice unpairs a device: its tokens and links open nothing from now on,
// here at once and in other processes within followEvery.
func (s *Store) RevokeDevice(ctx context.Context, by Actor, id DeviceID) error {
	return s.changeDevice(ctx, by, id, func(t *tx) error {
		k, err := t.change(`/* Store.RevokeDevice */ UPDATE devices SET revoked_at=? WHERE id=? AND revoked_at=0`, t.ms(), id)
		if err != nil || k == 0 {
			return orNotFound(err, "device")
		}
		if _, err := t.exec(`/* Store.RevokeDevice */ DELETE FROM device_links WHERE device_id=?`, id); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.RevokeDevice */ UPDATE device_alarms SET ended_at=? WHERE device_id=? AND ended_at=0`, t.ms(), id); err != nil {
			return err
		}
		return t.event("device", int64(id), "device.revoked", nil)
	})
}

// RestoreWithin is how long revoking a device can be undone.
const RestoreWithin = 10 * time.Minute

// RestoreDevice undoes RevokeDevice: what was paired is paired again. NotFound
// when it is not revoked, or has been for longer than RestoreWithin.
func (s *Store) RestoreDevice(ctx context.Context, by Actor, id DeviceID) error {
	return s.changeDevice(ctx, by, id, func(t *tx) error {
		k, err := t.change(`/* Store.RestoreDevice */ UPDATE devices SET revoked_at=0 WHERE id=? AND revoked_at>=? AND revoked_at<>0`, id, t.now.Add(-RestoreWithin).UnixMilli())
		if err != nil || k == 0 {
			return orNotFound(err, "device_gone")
		}
		return t.event("device", int64(id), "device.restored", nil)
	})
}
