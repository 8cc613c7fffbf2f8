package store

import (
	"context"
	"database/sql"
	"time"
)

// Page is a customer at reception asking for a manager.
type Page struct {
	ID         PageID
	Site       SiteID
	Device     DeviceID
	Paged      UserID
	PagedName  string // first name, as the person on duty is called at reception
	PagedRole  Role
	At         time.Time
	AnsweredBy string
	AnsweredAt time.Time
}

// pageAgain is how long a page may stand before the desk is told again.
const pageAgain = 8 * time.Minute

// Again is when the desk is told again if nobody has come.
func (p Page) Again() time.Time { return p.At.Add(pageAgain) }

// PageManager calls whoever is on duty; it shows on every open desk. A second
// tap at the same device while the first still waits is the same page.
func (s *Store) PageManager(ctx context.Context, by Actor, site SiteID, device DeviceID) (Page, error) {
	x, err := s.Site(site)
	if err != nil {
		return Page{}, err
	}
	var id PageID
	err = s.update(by, func(t *tx) error {
		err := t.row(`/* Store.PageManager */ SELECT id FROM pages WHERE site_id=? AND device_id=? AND answered_at=0 AND at > ?`, site, device, t.now.Add(-pageAgain).UnixMilli()).Scan(&id)
		if err == nil {
			return nil
		}
		k, err := t.insert(`/* Store.PageManager */ INSERT INTO pages(site_id, device_id, user_id, at) VALUES (?,?,?,?)`, site, device, x.Duty, t.ms())
		if err != nil {
			return err
		}
		id = PageID(k)
		return t.event("site", int64(site), "manager.paged", nil)
	})
	if err != nil {
		return Page{}, err
	}
	list, err := s.pages(ctx, `WHERE p.id = ?`, id)
	if err != nil {
		return Page{}, err
	}
	return list[0], nil
}

// OpenPages gives the pages that nobody has answered, oldest first; site 0
// means all.
func (s *Store) OpenPages(ctx context.Context, site SiteID) ([]Page, error) {
	return s.pages(ctx, `WHERE p.answered_at = 0 AND (?1 = 0 OR p.site_id = ?1) AND p.at > ?2 ORDER BY p.id`, site, s.clock().Add(-12*time.Hour).UnixMilli())
}

// AnswerPage says "I'm going". Of two at once the first goes: Conflict for the
// other.
func (s *Store) AnswerPage(_ context.Context, by Actor, id PageID) error {
	return s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.AnswerPage */ UPDATE pages SET answered_by=?, answered_at=? WHERE id=? AND answered_at=0`, by.ID, t.ms(), id)
		if err != nil {
			return err
		}
		if k == 0 {
			return conflict("page_answered")
		}
		var site int64
		if err := t.row(`/* Store.AnswerPage */ SELECT site_id FROM pages WHERE id=?`, id).Scan(&site); err != nil {
			return err
		}
		return t.event("site", site, "manager.going", nil)
	})
}

func (s *Store) pages(ctx context.Context, where string, args ...any) ([]Page, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.pages */ SELECT p.id, p.site_id, p.device_id, p.user_id, COALESCE(u.name, ''), COALESCE(u.role, ''), p.at, COALESCE(a.name, ''), p.answered_at
		FROM pages p LEFT JOIN users u ON u.id = p.user_id LEFT JOIN users a ON a.id = p.answered_by `+where, args...)
	return collect(rows, err, func(r *sql.Rows) (p Page, err error) {
		var paged, answered int64
		err = r.Scan(&p.ID, &p.Site, &p.Device, &p.Paged, &p.PagedName, &p.PagedRole, &paged, &p.AnsweredBy, &answered)
		p.At, p.AnsweredAt = at(paged), at(answered)
		p.PagedName = User{Name: p.PagedName}.FirstName()
		return p, err
	})
}
