package store

import "context"

// SetUp is what a fresh file is told once.
type SetUp struct {
	Site  Site
	Owner User // Role is always Owner; PasswordHash is already hashed
}

// IsSetUp tells whether the place has been set up: it has a site.
func (s *Store) IsSetUp() bool { return len(s.Sites()) > 0 }

// SetUp makes the first site, its questionnaire and the owner, who is on duty
// until somebody else is. Conflict if it was done before: of two at once, one
// wins.
func (s *Store) SetUp(ctx context.Context, n SetUp) (Site, User, error) {
	if err := n.Site.Check(); err != nil {
		return Site{}, User{}, err
	}
	var site SiteID
	var owner UserID
	err := s.update(System(), func(t *tx) error {
		var sites int
		if err := t.row(`/* Store.SetUp */ SELECT count(*) FROM sites`).Scan(&sites); err != nil {
			return err
		}
		if sites > 0 {
			return conflict("set_up_already")
		}
		n.Owner.Role = Owner
		var err error
		if owner, err = t.addUser(n.Owner); err != nil {
			return err
		}
		first := n.Site
		first.Duty = owner
		if site, err = s.addSite(t, first); err != nil {
			return err
		}
		short := ShortQuestionnaire()
		short.PublishedAt = t.now
		if _, err := t.addQuestionnaire(short); err != nil {
			return err
		}
		return t.event("site", int64(site), "place.set_up", map[string]string{"name": n.Site.Name})
	})
	if err != nil {
		return Site{}, User{}, err
	}
	if err := s.reloadConfig(ctx); err != nil {
		return Site{}, User{}, err
	}
	x, err := s.Site(site)
	if err != nil {
		return Site{}, User{}, err
	}
	u, err := s.User(ctx, owner)
	return x, u, err
}
