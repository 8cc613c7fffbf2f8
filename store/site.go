package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"regexp"
	"sort"
	"strings"
	"time"
)

// Site is an outlet: where it is, when it is open, what it promises. A value
// is a snapshot; the caller may keep it.
type Site struct {
	ID         SiteID
	Slug       string // in addresses: /board/linden-park
	Name       string // short, on the tablet: Linden Park
	LongName   string // Linden Park Leisure Centre
	Prefix     string // of codes: LP
	Zone       string // IANA name
	Languages  []string
	Hours      Hours
	Holidays   []Holiday
	Promise    Promise
	RetainDays int    // contact details and pictures are erased so many days after the answer
	Address    string // where replies go, one line each
	PublicKey  string // lets a page of this site hand in words
	Duty       UserID // who is on duty now; 0 nobody
	// Questionnaire is the series that customers are asked; 0 the first made.
	Questionnaire QuestionnaireID
	// Thanks is what people get out of speaking up; saved by SetThanks.
	Thanks Thanks
	// Currency is what costs are counted in (EUR), "" not told; saved by
	// CostCards.
	Currency string

	loc *time.Location
}

// DefaultLang is the first of the site's languages.
func (s Site) DefaultLang() string {
	if len(s.Languages) == 0 {
		return "en"
	}
	return s.Languages[0]
}

// Location is the site's time zone; UTC for a name that is not known here.
func (s Site) Location() *time.Location {
	if s.loc == nil {
		return time.UTC
	}
	return s.loc
}

// day numbers the local day of t: days since 1970-01-01.
func (s Site) day(t time.Time) int64 {
	_, offset := t.In(s.Location()).Zone()
	return (t.Unix() + int64(offset)) / (24 * 3600)
}

// Check says what is wrong with a site that somebody filled in: an Error with
// the field's name, or nil.
func (s Site) Check() error {
	if strings.TrimSpace(s.Name) == "" {
		return invalid("name_missing", "name")
	}
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" {
		return invalid("zone_unknown", "zone")
	}
	if !s.Hours.Valid() {
		return invalid("hours_wrong", "hours")
	}
	if !s.Hours.Open() {
		return invalid("hours_never_open", "hours")
	}
	if len(s.Languages) == 0 {
		return invalid("languages_missing", "languages")
	}
	if _, err := ParsePromise(s.Promise.String()); err != nil {
		return invalid("promise_wrong", "promise")
	}
	for _, h := range s.Holidays {
		if _, err := time.Parse(time.DateOnly, h.Day); err != nil {
			return invalid("holiday_wrong", "holidays")
		}
	}
	return nil
}

// Slug makes the address form of a name: "Linden Park" gives "linden-park".
// A name without Latin letters or digits gives "site".
func Slug(name string) string {
	s := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(name), "-")
	if s = strings.Trim(s, "-"); s == "" {
		return "site"
	}
	return s
}

// Prefix makes the letters of codes from a name: "Linden Park" gives "LP".
func Prefix(name string) string {
	out := ""
	for _, w := range strings.Fields(strings.ToUpper(name)) {
		if c := w[0]; c >= 'A' && c <= 'Z' && len(out) < 3 {
			out += string(c)
		}
	}
	if len(out) < 2 {
		out = (strings.Map(latin, strings.ToUpper(name)) + "YS")[:2]
	}
	return out
}

func latin(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r
	}
	return -1
}

// Sites gives all sites, in the order in which they were made.
func (s *Store) Sites() []Site { return s.config.Load().sites }

// Site gives one site. NotFound if there is none.
func (s *Store) Site(id SiteID) (Site, error) {
	for _, x := range s.Sites() {
		if x.ID == id {
			return x, nil
		}
	}
	return Site{}, notFound("site")
}

// SiteBySlug gives one site; "" gives the first. NotFound if there is none.
func (s *Store) SiteBySlug(slug string) (Site, error) {
	for _, x := range s.Sites() {
		if slug == "" || x.Slug == slug {
			return x, nil
		}
	}
	return Site{}, notFound("site")
}

// SiteByKey gives the site of a public key. NotFound if there is none.
func (s *Store) SiteByKey(key string) (Site, error) {
	for _, x := range s.Sites() {
		if x.PublicKey == key {
			return x, nil
		}
	}
	return Site{}, notFound("site")
}

// AddSite makes a site. Slug and Prefix are derived from the name where they
// are empty and made unique; ID and PublicKey are given by the store.
func (s *Store) AddSite(ctx context.Context, by Actor, n Site) (Site, error) {
	if err := n.Check(); err != nil {
		return Site{}, err
	}
	err := s.update(by, func(t *tx) error {
		id, err := s.addSite(t, n)
		if err != nil {
			return err
		}
		n.ID = id
		return t.event("site", int64(id), "site.added", map[string]string{"name": n.Name})
	})
	if err != nil {
		return Site{}, err
	}
	if err := s.reloadConfig(ctx); err != nil {
		return Site{}, err
	}
	return s.Site(n.ID)
}

func (s *Store) addSite(t *tx, n Site) (SiteID, error) {
	if n.Slug == "" {
		n.Slug = Slug(n.Name)
	}
	if n.Prefix == "" {
		n.Prefix = Prefix(n.Name)
	}
	if n.LongName == "" {
		n.LongName = n.Name
	}
	if n.RetainDays == 0 {
		n.RetainDays = 30
	}
	if err := t.makeUnique(&n); err != nil {
		return 0, err
	}
	key, _ := newToken()
	id, err := t.insert(`/* addSite */ INSERT INTO sites(slug, name, long_name, prefix, zone, languages, hours, holidays, promise, retain_days, address, public_key, duty_user_id, created_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		n.Slug, n.Name, n.LongName, n.Prefix, n.Zone, jsonText(n.Languages), jsonText(n.Hours), jsonText(n.Holidays),
		n.Promise.String(), n.RetainDays, n.Address, key, n.Duty, t.ms())
	return SiteID(id), err
}

func (t *tx) makeUnique(n *Site) error {
	slug, prefix := n.Slug, n.Prefix
	for i := 2; ; i++ {
		var taken int
		err := t.row(`/* makeUnique */ SELECT count(*) FROM sites WHERE slug = ? OR prefix = ?`, n.Slug, n.Prefix).Scan(&taken)
		if err != nil || taken == 0 {
			return err
		}
		suffix := string(rune('0' + i%10))
		n.Slug, n.Prefix = slug+"-"+suffix, prefix+string(codeAlphabet[i%len(codeAlphabet)])
	}
}

// ChangeSite saves everything of a site but its ID, PublicKey and Duty.
// Promises already made keep their time: only words to come are counted by
// the new hours.
func (s *Store) ChangeSite(ctx context.Context, by Actor, n Site) error {
	if err := n.Check(); err != nil {
		return err
	}
	err := s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.ChangeSite */ UPDATE sites SET slug=?, name=?, long_name=?, prefix=?, zone=?, languages=?, hours=?, holidays=?, promise=?, retain_days=?, address=?, questionnaire=? WHERE id=?`,
			n.Slug, n.Name, n.LongName, n.Prefix, n.Zone, jsonText(n.Languages), jsonText(n.Hours), jsonText(n.Holidays), n.Promise.String(), n.RetainDays, n.Address, n.Questionnaire, n.ID)
		if err != nil {
			return uniqueAs(err, "site_taken")
		}
		if k == 0 {
			return notFound("site")
		}
		return t.event("site", int64(n.ID), "site.changed", map[string]string{"promise": n.Promise.String()})
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}

// SetDuty says who is on duty at a site: whom the tablet pages and names.
func (s *Store) SetDuty(ctx context.Context, by Actor, site SiteID, user UserID) error {
	err := s.update(by, func(t *tx) error {
		if k, err := t.change(`/* Store.SetDuty */ UPDATE sites SET duty_user_id=? WHERE id=?`, user, site); err != nil || k == 0 {
			return orNotFound(err, "site")
		}
		return t.event("site", int64(site), "site.duty", map[string]string{"user": t.userName(user)})
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}

// config is what nearly every request asks for and hardly ever changes.
type config struct {
	sites     []Site
	devices   map[string]Device                 // by token hash
	published map[QuestionnaireID]Questionnaire // by series, its newest published version
	customers QuestionnaireID                   // the first series made for customers
}

func (s *Store) reloadConfig(ctx context.Context) error {
	// One at a time: an older reading must not replace a newer one.
	s.reloading.Lock()
	defer s.reloading.Unlock()
	sites, err := loadSites(ctx, s.read)
	if err != nil {
		return err
	}
	devices, err := pairedDevices(ctx, s.read)
	if err != nil {
		return err
	}
	published, customers, err := loadPublished(ctx, s.read)
	if err != nil {
		return err
	}
	c := &config{sites: sites, devices: devices, published: published, customers: customers}
	s.config.Store(c)
	return nil
}

func loadSites(ctx context.Context, db *sql.DB) ([]Site, error) {
	rows, err := db.QueryContext(ctx, `/* loadSites */ SELECT id, slug, name, long_name, prefix, zone, languages, hours, holidays, promise, retain_days, address, public_key, COALESCE(duty_user_id, 0), questionnaire, thanks, currency FROM sites`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Site
	for rows.Next() {
		var x Site
		var languages, hours, holidays, promise, thanks string
		if err := rows.Scan(&x.ID, &x.Slug, &x.Name, &x.LongName, &x.Prefix, &x.Zone, &languages, &hours, &holidays, &promise, &x.RetainDays, &x.Address, &x.PublicKey, &x.Duty, &x.Questionnaire, &thanks, &x.Currency); err != nil {
			return nil, err
		}
		for _, column := range []struct {
			text string
			into any
		}{{languages, &x.Languages}, {hours, &x.Hours}, {holidays, &x.Holidays}, {thanks, &x.Thanks}} {
			if err := json.Unmarshal([]byte(column.text), column.into); err != nil {
				return nil, err
			}
		}
		if x.Promise, err = ParsePromise(promise); err != nil {
			return nil, err
		}
		if x.loc, err = time.LoadLocation(x.Zone); err != nil {
			x.loc = time.UTC
		}
		list = append(list, x)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].ID < list[j].ID })
	return list, rows.Err()
}
