package store

import (
	"context"
	"database/sql"
	"time"
)

// LinkLife is how long a pairing link opens.
const LinkLife = 24 * time.Hour

// PairLink says what a pairing link may do.
type PairLink struct {
	Uses     int  // browsers that it pairs, one after the other; 0 is 1
	Replaces bool // whoever was paired before is out as soon as it is used
}

// NewPairLink makes a link to a device and gives its secret, which is told
// this once. NotFound once the device is revoked.
func (s *Store) NewPairLink(_ context.Context, by Actor, id DeviceID, l PairLink) (secret string, err error) {
	secret, hash := newToken()
	return secret, s.update(by, func(t *tx) error {
		var have int
		if err := t.row(`/* Store.NewPairLink */ SELECT count(*) FROM devices WHERE id=? AND revoked_at=0`, id).Scan(&have); err != nil || have == 0 {
			return orNotFound(err, "device")
		}
		if _, err := t.exec(`/* Store.NewPairLink */ DELETE FROM device_links WHERE device_id=? OR until<=?`, id, t.ms()); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.NewPairLink */ INSERT INTO device_links(hash, device_id, until, uses, replaces) VALUES (?,?,?,?,?)`,
			hash, id, t.now.Add(LinkLife).UnixMilli(), max(l.Uses, 1), flag(l.Replaces)); err != nil {
			return err
		}
		return t.event("device", int64(id), "device.link", nil)
	})
}

// PairLinkTo gives the device of a link and how often it still pairs, and leaves
// the link as it is. NotFound for a link that was used, has expired or never was.
func (s *Store) PairLinkTo(ctx context.Context, secret string) (d Device, uses int, err error) {
	var id DeviceID
	err = s.read.QueryRowContext(ctx, `/* Store.PairLinkTo */ SELECT l.device_id, l.uses FROM device_links l JOIN devices d ON d.id = l.device_id WHERE l.hash=? AND l.until>? AND l.uses>0 AND d.revoked_at=0`,
		tokenHash(secret), millis(s.clock())).Scan(&id, &uses)
	if err != nil {
		return Device{}, 0, none(err, "device")
	}
	d, err = s.Device(ctx, id)
	return d, uses, err
}

// UsePairLink pairs a browser by a link's secret and gives the token for its
// cookie. NotFound for a link that was used, has expired or never was.
func (s *Store) UsePairLink(ctx context.Context, secret string) (d Device, token string, err error) {
	err = s.update(System(), func(t *tx) (err error) {
		token, err = t.useLink(tokenHash(secret))
		return err
	})
	if err != nil {
		return Device{}, "", err
	}
	if err := s.reloadConfig(ctx); err != nil {
		return Device{}, "", err
	}
	s.feed.announce()
	d, err = s.DeviceByToken(token)
	return d, token, err
}

func (t *tx) useLink(hash []byte) (token string, err error) {
	var id DeviceID
	var replaces bool
	err = t.row(`/* tx.useLink */ SELECT l.device_id, l.replaces FROM device_links l JOIN devices d ON d.id = l.device_id WHERE l.hash=? AND l.until>? AND l.uses>0 AND d.revoked_at=0`, hash, t.ms()).Scan(&id, &replaces)
	if err != nil {
		return "", none(err, "device")
	}
	if _, err := t.exec(`/* tx.useLink */ UPDATE device_links SET uses=uses-1 WHERE hash=?`, hash); err != nil {
		return "", err
	}
	return t.pairBrowser(id, replaces)
}

// pairBrowser gives a device one more token. replaces takes all others away,
// the one that was told when it was added included.
func (t *tx) pairBrowser(id DeviceID, replaces bool) (token string, err error) {
	if replaces {
		_, nobody := newToken()
		if _, err := t.exec(`/* tx.pairBrowser */ DELETE FROM device_tokens WHERE device_id=?`, id); err != nil {
			return "", err
		}
		if _, err := t.exec(`/* tx.pairBrowser */ UPDATE devices SET token_hash=? WHERE id=?`, nobody, id); err != nil {
			return "", err
		}
	}
	token, hash := newToken()
	if _, err := t.exec(`/* tx.pairBrowser */ INSERT INTO device_tokens(hash, device_id, created_at) VALUES (?,?,?)`, hash, id, t.ms()); err != nil {
		return "", err
	}
	return token, t.event("device", int64(id), "device.paired", nil)
}

// RepairDevice pairs another browser in the place of the one before, which is
// out at once. NotFound once the device is revoked.
func (s *Store) RepairDevice(ctx context.Context, by Actor, id DeviceID) (token string, err error) {
	err = s.changeDevice(ctx, by, id, func(t *tx) error {
		var have int
		if err := t.row(`/* Store.RepairDevice */ SELECT count(*) FROM devices WHERE id=? AND revoked_at=0`, id).Scan(&have); err != nil || have == 0 {
			return orNotFound(err, "device")
		}
		token, err = t.pairBrowser(id, true)
		return err
	})
	return token, err
}

// DeviceByToken gives the paired device of a bearer token. NotFound once it is
// revoked. It asks memory, not the disk.
func (s *Store) DeviceByToken(token string) (Device, error) {
	if d, ok := s.config.Load().devices[string(tokenHash(token))]; ok {
		return d, nil
	}
	return Device{}, notFound("device")
}

// pairedDevices gives the devices that are not revoked by the hash of each of
// their tokens.
func pairedDevices(ctx context.Context, db *sql.DB) (map[string]Device, error) {
	devices, err := loadDevices(ctx, db)
	if err != nil {
		return nil, err
	}
	byHash, byID := map[string]Device{}, map[DeviceID]Device{}
	for _, d := range devices {
		if d.RevokedAt.IsZero() {
			byHash[string(d.hash)], byID[d.ID] = d, d
		}
	}
	type key struct {
		hash []byte
		id   DeviceID
	}
	rows, err := db.QueryContext(ctx, `/* pairedDevices */ SELECT hash, device_id FROM device_tokens`)
	keys, err := collect(rows, err, func(r *sql.Rows) (k key, err error) { return k, r.Scan(&k.hash, &k.id) })
	for _, k := range keys {
		if d, ok := byID[k.id]; ok {
			byHash[string(k.hash)] = d
		}
	}
	return byHash, err
}
