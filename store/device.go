package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
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

	hash []byte
}

// AddDevice pairs a device. The token is told this once: only its hash stays.
func (s *Store) AddDevice(ctx context.Context, by Actor, d Device) (Device, string, error) {
	if d.Kind != KioskDevice && d.Kind != BoardDevice {
		return Device{}, "", invalid("kind_unknown", "kind")
	}
	if strings.TrimSpace(d.Name) == "" {
		return Device{}, "", invalid("name_missing", "name")
	}
	if _, err := s.Site(d.Site); err != nil {
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

// DeviceByToken gives the paired device of a bearer token. NotFound once it is
// revoked. It asks memory, not the disk.
func (s *Store) DeviceByToken(token string) (Device, error) {
	if d, ok := s.config.Load().devices[string(tokenHash(token))]; ok {
		return d, nil
	}
	return Device{}, notFound("device")
}

// Devices gives all devices, revoked ones last.
func (s *Store) Devices(ctx context.Context) ([]Device, error) { return loadDevices(ctx, s.read) }

func loadDevices(ctx context.Context, db *sql.DB) ([]Device, error) {
	rows, err := db.QueryContext(ctx, `/* loadDevices */ SELECT id, kind, name, site_id, token_hash, created_at, seen_at, revoked_at FROM devices ORDER BY revoked_at <> 0, name, id`)
	return collect(rows, err, func(r *sql.Rows) (Device, error) {
		var d Device
		var created, seen, revoked int64
		err := r.Scan(&d.ID, &d.Kind, &d.Name, &d.Site, &d.hash, &created, &seen, &revoked)
		d.CreatedAt, d.SeenAt, d.RevokedAt = at(created), at(seen), at(revoked)
		return d, err
	})
}

// SeenDevice notes a sign of life.
func (s *Store) SeenDevice(ctx context.Context, id DeviceID) error {
	return s.update(ActingDevice(id), func(t *tx) error {
		_, err := t.exec(`/* Store.SeenDevice */ UPDATE devices SET seen_at=? WHERE id=?`, t.ms(), id)
		return err
	})
}

// RevokeDevice unpairs a device: its token opens nothing from now on.
func (s *Store) RevokeDevice(ctx context.Context, by Actor, id DeviceID) error {
	err := s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.RevokeDevice */ UPDATE devices SET revoked_at=? WHERE id=? AND revoked_at=0`, t.ms(), id)
		if err != nil || k == 0 {
			return orNotFound(err, "device")
		}
		return t.event("device", int64(id), "device.revoked", nil)
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}
