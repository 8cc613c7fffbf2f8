package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"sort"
	"strings"
	"time"
)

// InboxView says which complaints are listed.
type InboxView string

// The views of the inbox.
const (
	ToAnswer InboxView = "answer" // somebody waits; least time first
	InHand   InboxView = "doing"  // answered, the action is not done
	Closed   InboxView = "closed" // done or can't; newest first
	Taps     InboxView = "taps"   // a face and nothing to answer; newest first
)

// InboxFilter narrows the inbox; the zero value of each field means all.
type InboxFilter struct {
	Site    SiteID
	View    InboxView // "": ToAnswer
	Owner   UserID
	NoOwner bool
	Topic   string
	Search  string // words, or a reference code; looks in all views
	Limit   int    // 0: 100
}

// InboxItem is one line of the inbox: the complaint, and the words that show
// it: of the first submission in it that has any.
type InboxItem struct {
	Complaint
	Reference  string
	Channel    Channel
	Lang       string
	Mood       int
	Topics     []string
	Text       string
	Paper      bool // something is written on a returned card, see Reading
	ReceivedAt time.Time
}

// Inbox is a page of the inbox with the counts of its filters.
type Inbox struct {
	Items                     []InboxItem
	Open, Late, Mine, NoOwner int // of ToAnswer at the site
}

// Inbox lists what the filter asks for; reader is whose complaints count as
// Mine.
func (s *Store) Inbox(ctx context.Context, f InboxFilter, reader UserID) (Inbox, error) {
	var b Inbox
	var err error
	if b, err = s.inboxCounts(ctx, f.Site, reader); err != nil {
		return b, err
	}
	where, args, err := s.inboxWhere(ctx, f)
	if err != nil {
		return b, err
	}
	b.Items, err = s.inboxItems(ctx, where, args...)
	return b, err
}

func (s *Store) inboxCounts(ctx context.Context, site SiteID, reader UserID) (b Inbox, err error) {
	where, args := `c.asks = 1 AND c.root_id = 0 AND c.answered_at = 0`, []any{s.clock().UnixMilli(), reader}
	if site != 0 {
		where += ` AND c.site_id = ?`
		args = append(args, site)
	}
	err = s.read.QueryRowContext(ctx, `/* Store.inboxCounts */ SELECT count(*), COALESCE(sum(c.answer_by < ?), 0), COALESCE(sum(c.owner_id = ? AND c.owner_id <> 0), 0), COALESCE(sum(c.owner_id = 0), 0) FROM complaints c WHERE `+where, args...).
		Scan(&b.Open, &b.Late, &b.Mine, &b.NoOwner)
	return b, err
}

func (s *Store) inboxWhere(ctx context.Context, f InboxFilter) (string, []any, error) {
	var and []string
	var args []any
	add := func(cond string, arg ...any) { and, args = append(and, cond), append(args, arg...) }
	order := `c.answer_by, c.id`
	if f.Search != "" {
		ids, err := s.searchSubmissions(ctx, f.Search, 500)
		if err != nil {
			return "", nil, err
		}
		add(`c.id IN (SELECT CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END FROM submissions f JOIN complaints m ON m.id = f.complaint_id WHERE f.id IN (SELECT value FROM json_each(?)))`, jsonText(ids))
		order = `c.id DESC`
	} else {
		add(f.View.condition())
		if f.View != ToAnswer && f.View != "" {
			order = `c.id DESC`
		}
	}
	add(`c.root_id = 0`)
	if f.Site != 0 {
		add(`c.site_id = ?`, f.Site)
	}
	if f.Owner != 0 {
		add(`c.owner_id = ?`, f.Owner)
	}
	if f.NoOwner {
		add(`c.owner_id = 0`)
	}
	if f.Topic != "" {
		add(`EXISTS (SELECT 1 FROM submissions f JOIN complaints m ON m.id = f.complaint_id JOIN submission_topics k ON k.submission_id = f.id WHERE (m.id = c.id OR m.root_id = c.id) AND k.topic = ?)`, f.Topic)
	}
	limit := f.Limit
	if limit == 0 {
		limit = 100
	}
	args = append(args, limit)
	return `WHERE ` + strings.Join(and, ` AND `) + ` ORDER BY ` + order + ` LIMIT ?`, args, nil
}

func (v InboxView) condition() string {
	switch v {
	case InHand:
		return `c.answered_at <> 0 AND c.status NOT IN ('done', 'cant') AND c.kind <> 'praise'`
	case Closed:
		return `(c.status IN ('done', 'cant') OR (c.kind = 'praise' AND c.answered_at <> 0))`
	case Taps:
		return `c.asks = 0`
	}
	return `c.asks = 1 AND c.answered_at = 0`
}

// inboxItems reads complaints with a clause over c.
func (s *Store) inboxItems(ctx context.Context, clause string, args ...any) ([]InboxItem, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.inboxItems */ SELECT `+complaintColumns+`, f.id, f.channel, f.lang, f.mood, f.topics, f.text, f.received_at,
		f.card_id <> 0 AND EXISTS (SELECT 1 FROM scan_readings p WHERE p.submission_id = f.id AND p.submission_id <> 0 AND p.inked <> '[]')
		FROM complaints c`+complaintJoins+`JOIN submissions f ON f.id = COALESCE(
			(SELECT min(w.id) FROM submissions w WHERE w.complaint_id = c.id AND w.text <> ''),
			(SELECT min(w.id) FROM submissions w WHERE w.complaint_id = c.id)) `+clause, args...)
	return collect(rows, err, s.scanInboxItem)
}

func (s *Store) scanInboxItem(r *sql.Rows) (InboxItem, error) {
	var x InboxItem
	var id SubmissionID
	var topics string
	var received int64
	fields, done := complaintFields(&x.Complaint)
	err := r.Scan(append(fields, &id, &x.Channel, &x.Lang, &x.Mood, &topics, &x.Text, &received, &x.Paper)...)
	if err != nil {
		return x, err
	}
	done()
	x.ReceivedAt = at(received)
	if site, err := s.Site(x.Site); err == nil {
		x.Reference = s.codes.code(site.Prefix, int64(id))
	}
	return x, json.Unmarshal([]byte(topics), &x.Topics)
}

func sortBy[T any](list []T, less func(a, b T) bool) {
	sort.SliceStable(list, func(i, j int) bool { return less(list[i], list[j]) })
}
