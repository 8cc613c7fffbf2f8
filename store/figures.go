package store

import (
	"context"
	"database/sql"
	"time"
)

// Figures are the facts that reports are made of. Counts come from narrow
// counters, so a year of a large chain is read in milliseconds.
type Figures struct {
	Said     []SaidCount
	Topics   []TopicCount
	Promises []PromiseFact
	Groups   []GroupFact // most people first

	// How many of Said and Topics are quick taps: see quickTaps.
	QuickSaid   []SaidCount
	QuickTopics []TopicCount
}

// SaidCount is how many submissions came in on a local day.
type SaidCount struct {
	Site    SiteID
	Day     time.Time // midnight UTC of the local date
	Channel Channel
	Mood    int // 0 not said
	N       int
}

// TopicCount is how often a topic was named on a local day.
type TopicCount struct {
	Site  SiteID
	Day   time.Time
	Topic string
	N     int
}

// PromiseFact is one promise and what became of it.
type PromiseFact struct {
	Site       SiteID
	ReceivedAt time.Time
	AnswerBy   time.Time
	AnsweredAt time.Time // zero: not yet
	Again      bool      // said after the group it is in had been answered
	Quick      bool      // one of many quick taps
}

// GroupFact is a complaint with the people behind it in the period.
type GroupFact struct {
	Complaint ComplaintID
	Site      SiteID
	Title     string // its sentence on the board; "" it has none
	Topics    []string
	Status    Status
	People    int
	DoneAt    time.Time
}

// Figures reads the period from (inclusive) to to (exclusive); site 0 means
// all sites.
func (s *Store) Figures(ctx context.Context, site SiteID, from, to time.Time) (Figures, error) {
	var f Figures
	var err error
	if f.Said, err = s.SaidCounts(ctx, site, from, to); err != nil {
		return f, err
	}
	if f.Topics, err = s.TopicCounts(ctx, site, from, to); err != nil {
		return f, err
	}
	if f.QuickSaid, f.QuickTopics, err = s.quickCounts(ctx, site, from, to); err != nil {
		return f, err
	}
	if f.Promises, err = s.promises(ctx, site, from, to); err != nil {
		return f, err
	}
	f.Groups, err = s.groups(ctx, site, from, to, 50)
	return f, err
}

// dayNumber is the local day of an instant of the period, taken as it stands.
func dayNumber(t time.Time) int64 {
	_, offset := t.Zone()
	return (t.Unix() + int64(offset)) / (24 * 3600)
}

func dayTime(n int64) time.Time { return time.Unix(n*24*3600, 0).UTC() }

// SaidCounts counts submissions by day, channel and mood.
func (s *Store) SaidCounts(ctx context.Context, site SiteID, from, to time.Time) ([]SaidCount, error) {
	return s.saidCounts(ctx, `/* Store.SaidCounts */ SELECT site_id, day, channel, mood, n FROM c_day`+inPeriod, site, from, to)
}

const inPeriod = ` WHERE (?1 = 0 OR site_id = ?1) AND day >= ?2 AND day < ?3 AND n > 0 ORDER BY day`

// quickCounts counts the quick taps alone.
func (s *Store) quickCounts(ctx context.Context, site SiteID, from, to time.Time) ([]SaidCount, []TopicCount, error) {
	said, err := s.saidCounts(ctx, `/* Store.quickCounts */ SELECT site_id, day, channel, mood, n FROM c_burst`+inPeriod, site, from, to)
	if err != nil {
		return nil, nil, err
	}
	topics, err := s.topicCounts(ctx, `/* Store.quickCounts */ SELECT site_id, day, topic, n FROM c_burst_topic`+inPeriod, site, from, to)
	return said, topics, err
}

func (s *Store) saidCounts(ctx context.Context, query string, site SiteID, from, to time.Time) ([]SaidCount, error) {
	rows, err := s.read.QueryContext(ctx, query, site, dayNumber(from), dayNumber(to))
	return collect(rows, err, func(r *sql.Rows) (x SaidCount, err error) {
		var day int64
		err = r.Scan(&x.Site, &day, &x.Channel, &x.Mood, &x.N)
		x.Day = dayTime(day)
		return x, err
	})
}

// TopicCounts counts topics by day.
func (s *Store) TopicCounts(ctx context.Context, site SiteID, from, to time.Time) ([]TopicCount, error) {
	return s.topicCounts(ctx, `/* Store.TopicCounts */ SELECT site_id, day, topic, n FROM c_topic`+inPeriod, site, from, to)
}

func (s *Store) topicCounts(ctx context.Context, query string, site SiteID, from, to time.Time) ([]TopicCount, error) {
	rows, err := s.read.QueryContext(ctx, query, site, dayNumber(from), dayNumber(to))
	return collect(rows, err, func(r *sql.Rows) (x TopicCount, err error) {
		var day int64
		err = r.Scan(&x.Site, &day, &x.Topic, &x.N)
		x.Day = dayTime(day)
		return x, err
	})
}

func (s *Store) promises(ctx context.Context, site SiteID, from, to time.Time) ([]PromiseFact, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.promises */ SELECT s.site_id, s.received_at, s.answer_by, s.answered_at, s.burst,
			EXISTS (SELECT 1 FROM complaints m JOIN answers a ON a.complaint_id = m.root_id WHERE m.id = s.complaint_id AND m.root_id <> 0 AND a.at < s.received_at)
		FROM submissions s WHERE (?1 = 0 OR s.site_id = ?1) AND s.asks = 1 AND s.received_at >= ?2 AND s.received_at < ?3`, site, from.UnixMilli(), to.UnixMilli())
	return collect(rows, err, func(r *sql.Rows) (x PromiseFact, err error) {
		var received, answerBy, answered int64
		err = r.Scan(&x.Site, &received, &answerBy, &answered, &x.Quick, &x.Again)
		x.ReceivedAt, x.AnswerBy, x.AnsweredAt = at(received), at(answerBy), at(answered)
		return x, err
	})
}

func (s *Store) groups(ctx context.Context, site SiteID, from, to time.Time, limit int) ([]GroupFact, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.groups */ SELECT r.id, r.site_id, r.status, r.done_at, r.people, COALESCE(e.said, '{}'), COALESCE((SELECT f.topics FROM submissions f WHERE f.complaint_id = r.id LIMIT 1), '[]')
		FROM complaints r LEFT JOIN entries e ON e.complaint_id = r.id
		WHERE (?1 = 0 OR r.site_id = ?1) AND r.root_id = 0 AND r.kind <> 'praise' AND r.created_at >= ?2 AND r.created_at < ?3 ORDER BY r.people DESC, r.id LIMIT ?4`, site, from.UnixMilli(), to.UnixMilli(), limit)
	return collect(rows, err, s.scanGroup)
}

func (s *Store) scanGroup(r *sql.Rows) (GroupFact, error) {
	var x GroupFact
	var done int64
	var said, topics string
	if err := r.Scan(&x.Complaint, &x.Site, &x.Status, &done, &x.People, &said, &topics); err != nil {
		return x, err
	}
	x.DoneAt = at(done)
	var words Words
	if err := unmarshalAll(said, &words, topics, &x.Topics); err != nil {
		return x, err
	}
	site, err := s.Site(x.Site)
	x.Title = words.In(site.DefaultLang(), "en")
	return x, err
}
