package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// Words are one sentence in several languages, by BCP 47 tag.
type Words map[string]string

// In gives the sentence in lang, else in fallback, else in English, else in the
// first language that has one.
func (w Words) In(lang, fallback string) string {
	s, _ := w.Pick(lang, fallback)
	return s
}

// Pick is In together with the language that it found.
func (w Words) Pick(lang, fallback string) (sentence, in string) {
	for _, l := range []string{lang, fallback, "en"} {
		if w[l] != "" {
			return w[l], l
		}
	}
	for _, l := range slices.Sorted(maps.Keys(w)) {
		return w[l], l
	}
	return "", ""
}

// Entry is the public face of a complaint: staff-written sentences. It holds
// no customer words and no contact fields at all.
type Entry struct {
	ID        EntryID
	Complaint ComplaintID
	Site      SiteID
	Said      Words // what people said, in our words
	Doing     Words // what we are doing, or did
	Shown     bool  // on the board; else a draft
	ShownAt   time.Time
	UpdatedAt time.Time
}

// BoardRow is a line of the whiteboard.
type BoardRow struct {
	Entry
	People     int
	Status     Status
	OwnerShown string // first name by the owner's wish; "" say OwnerRole
	OwnerRole  Role   // "" nobody yet
	By         time.Time
	DoneAt     time.Time
}

const selectRows = `SELECT e.id, e.complaint_id, e.site_id, e.said, e.doing, e.shown, e.shown_at, e.updated_at, c.people, c.status,
	COALESCE(u.name, ''), COALESCE(u.show_name, 0), COALESCE(u.role, ''), c.by_when, c.done_at
	FROM entries e JOIN complaints c ON c.id = e.complaint_id LEFT JOIN users u ON u.id = c.owner_id `

func scanBoardRow(row interface{ Scan(...any) error }) (BoardRow, error) {
	var x BoardRow
	var said, doing, name string
	var show bool
	var shownAt, updated, by, doneAt int64
	err := row.Scan(&x.ID, &x.Complaint, &x.Site, &said, &doing, &x.Shown, &shownAt, &updated, &x.People, &x.Status, &name, &show, &x.OwnerRole, &by, &doneAt)
	if err != nil {
		return x, err
	}
	x.ShownAt, x.UpdatedAt, x.By, x.DoneAt = at(shownAt), at(updated), at(by), at(doneAt)
	x.OwnerShown = User{Name: name, ShowName: show}.ShownName()
	if err := json.Unmarshal([]byte(said), &x.Said); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(doing), &x.Doing)
}

// doneStays is how long a row that is done stays among the others before it
// only stands under "fixed".
const doneStays = 14 * 24 * time.Hour

// TopComplaints gives what stands on a site's board, most people first. What
// is done stays for two weeks. Rows in a group now stand under its top.
func (s *Store) TopComplaints(ctx context.Context, site SiteID, limit int) ([]BoardRow, error) {
	since := s.clock().Add(-doneStays).UnixMilli()
	rows, err := s.read.QueryContext(ctx, `/* Store.TopComplaints */ `+selectRows+`WHERE e.site_id = ? AND e.shown = 1 AND c.root_id = 0 AND (c.status <> 'done' OR c.done_at > ?)
		ORDER BY c.people DESC, e.id LIMIT ?`, site, since, limit)
	return collect(rows, err, func(r *sql.Rows) (BoardRow, error) { return scanBoardRow(r) })
}

// Fixed gives what was done since a time and stands on the board, newest first.
func (s *Store) Fixed(ctx context.Context, site SiteID, since time.Time, limit int) ([]BoardRow, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Fixed */ `+selectRows+`WHERE e.site_id = ? AND e.shown = 1 AND c.root_id = 0 AND c.status = 'done' AND c.done_at >= ?
		ORDER BY c.done_at DESC, e.id LIMIT ?`, site, since.UnixMilli(), limit)
	return collect(rows, err, func(r *sql.Rows) (BoardRow, error) { return scanBoardRow(r) })
}

// FixedCount is how many complaints of a site were done since a time. A group
// counts once, and praise is nothing to put right.
func (s *Store) FixedCount(ctx context.Context, site SiteID, since time.Time) (n int, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.FixedCount */ SELECT count(*) FROM complaints WHERE site_id = ? AND root_id = 0 AND status = 'done' AND kind <> 'praise' AND done_at >= ?`, site, since.UnixMilli()).Scan(&n)
	return n, err
}

// KeptShare counts promises that fell due since a time: due is those kept and
// those broken, overdue open ones included, so that nothing open flatters.
func (s *Store) KeptShare(ctx context.Context, site SiteID, since time.Time) (kept, due int, err error) {
	now := s.clock().UnixMilli()
	err = s.read.QueryRowContext(ctx, `/* Store.KeptShare */ SELECT COALESCE(sum(answered_at <> 0 AND answered_at <= answer_by), 0), COALESCE(sum(answered_at <> 0 OR answer_by < ?), 0)
		FROM submissions WHERE (?2 = 0 OR site_id = ?2) AND asks = 1 AND burst = 0 AND received_at >= ?`, now, site, since.UnixMilli()).Scan(&kept, &due)
	return kept, due, err
}

// Entries gives all of a site's board entries for the desk: shown ones first,
// then drafts, most people first.
func (s *Store) Entries(ctx context.Context, site SiteID) ([]BoardRow, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Entries */ `+selectRows+`WHERE (?1 = 0 OR e.site_id = ?1) AND c.root_id = 0 ORDER BY e.shown DESC, c.people DESC, e.id`, site)
	return collect(rows, err, func(r *sql.Rows) (BoardRow, error) { return scanBoardRow(r) })
}

// EntryRow gives the board row of a complaint's entry, shown or not. NotFound
// if it has none.
func (s *Store) EntryRow(ctx context.Context, id ComplaintID) (BoardRow, error) {
	x, err := scanBoardRow(s.read.QueryRowContext(ctx, `/* Store.EntryRow */ `+selectRows+`WHERE e.complaint_id = ?`, id))
	return x, none(err, "entry")
}

func (s *Store) entryOf(ctx context.Context, id ComplaintID) (*Entry, error) {
	x, err := s.EntryRow(ctx, id)
	if CodeOf(err) == NotFound {
		return nil, nil
	}
	return &x.Entry, err
}

// The longest sentences that a board row holds, in runes.
const (
	MaxSaid  = 48
	MaxDoing = 72
)

// SaveEntry writes the sentences of a complaint's board entry, and puts it on
// the board (show) or keeps it as a draft. Empty sentences are dropped. To
// be shown it needs both in at least one language (Invalid, field said or
// doing); too long ones are Invalid. Conflict if somebody changed the
// complaint since version.
func (s *Store) SaveEntry(_ context.Context, by Actor, id ComplaintID, version int64, said, doing Words, show bool) error {
	said, doing = tidy(said), tidy(doing)
	if err := checkEntry(said, doing, show); err != nil {
		return err
	}
	return s.update(by, func(t *tx) error {
		c, err := t.work(id, version)
		if err != nil {
			return err
		}
		return t.saveEntry(c, said, doing, show)
	})
}

func (t *tx) saveEntry(c Complaint, said, doing Words, show bool) error {
	var was bool
	err := t.row(`/* saveEntry */ SELECT shown FROM entries WHERE complaint_id=?`, c.ID).Scan(&was)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, err := t.exec(`/* saveEntry */ INSERT INTO entries(complaint_id, site_id, said, doing, shown, shown_at, updated_at) VALUES (?,?,?,?,?,?,?)
		ON CONFLICT (complaint_id) DO UPDATE SET said=excluded.said, doing=excluded.doing, shown=excluded.shown, updated_at=excluded.updated_at,
			shown_at = CASE WHEN entries.shown = 1 AND excluded.shown = 1 THEN entries.shown_at ELSE excluded.shown_at END`,
		c.ID, c.Site, jsonText(said), jsonText(doing), flag(show), int64(flag(show))*t.ms(), t.ms()); err != nil {
		return err
	}
	verb := "entry.drafted"
	switch {
	case show && was:
		verb = "entry.reworded"
	case show:
		verb = "entry.shown"
	case was:
		verb = "entry.taken_off"
	}
	return t.event("complaint", int64(c.ID), verb, nil)
}

func tidy(w Words) Words {
	out := Words{}
	for l, s := range w {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			out[l] = s
		}
	}
	return out
}

func checkEntry(said, doing Words, show bool) error {
	for _, s := range said {
		if len([]rune(s)) > MaxSaid {
			return invalid("sentence_too_long", "said")
		}
	}
	for _, s := range doing {
		if len([]rune(s)) > MaxDoing {
			return invalid("sentence_too_long", "doing")
		}
	}
	switch {
	case show && len(said) == 0:
		return invalid("words_missing", "said")
	case show && len(doing) == 0:
		return invalid("words_missing", "doing")
	}
	return nil
}

// TakeOff takes an entry off every board; its sentences stay as a draft.
func (s *Store) TakeOff(_ context.Context, by Actor, id ComplaintID) error {
	return s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.TakeOff */ UPDATE entries SET shown=0, shown_at=0, updated_at=? WHERE complaint_id=? AND shown=1`, t.ms(), id)
		if err != nil || k == 0 {
			return orNotFound(err, "entry")
		}
		return t.event("complaint", int64(id), "entry.taken_off", nil)
	})
}

// PersonalWords gives the names, mail addresses and telephone numbers that the
// people of a group left, to compare a sentence for the board with. They are
// never shown, so the look is no event.
func (s *Store) PersonalWords(ctx context.Context, id ComplaintID) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.PersonalWords */ SELECT k.name, k.email, k.phone FROM contacts k JOIN submissions f ON f.id = k.submission_id JOIN complaints m ON m.id = f.complaint_id WHERE m.id = ?1 OR m.root_id = ?1`, id)
	contacts, err := collect(rows, err, func(r *sql.Rows) (c Contact, err error) { return c, r.Scan(&c.Name, &c.Email, &c.Phone) })
	var words []string
	for _, c := range contacts {
		for _, w := range []string{c.Name, c.Email, c.Phone} {
			if w != "" {
				words = append(words, w)
			}
		}
	}
	return words, err
}
