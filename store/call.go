package store

import (
	"context"
	"database/sql"
	"time"
)

// Call is a person who is to be told by telephone. How to reach them stands
// behind Store.Contact, which notes who looked.
type Call struct {
	InboxItem  // the complaint, with the words of this person
	Submission SubmissionID
	Due        time.Time // by when they were promised a call
	Wished     bool      // they asked for it; false: they left no other way
	Tries      int       // calls that nobody answered
	TriedAt    time.Time // the last of them
	Told       bool      // there is an answer already, to be read out
}

// promiseCall puts a person on the list of calls; a wish goes before the mere
// lack of another way.
func (t *tx) promiseCall(r submissionRow, due int64, wished bool) error {
	_, err := t.exec(`/* promiseCall */ INSERT INTO calls(submission_id, site_id, due_at, wished) VALUES (?,?,?,?)
		ON CONFLICT (submission_id) DO UPDATE SET due_at=CASE WHEN calls.wished > excluded.wished THEN calls.due_at ELSE excluded.due_at END, wished=max(calls.wished, excluded.wished)`, r.id, r.site, due, flag(wished))
	return err
}

const openCalls = ` FROM calls l JOIN contacts k ON k.submission_id = l.submission_id AND k.phone <> '' WHERE l.reached_at = 0 AND (?1 = 0 OR l.site_id = ?1)`

// Calls lists who is still to be called, the nearest promise first; site 0
// means all.
func (s *Store) Calls(ctx context.Context, site SiteID) ([]Call, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Calls */ SELECT `+complaintColumns+`, f.id, f.channel, f.lang, f.mood, f.topics, f.text, f.received_at,
			l.due_at, l.wished, l.tries, l.tried_at, f.answered_at <> 0
		FROM (SELECT l.*`+openCalls+`) l JOIN submissions f ON f.id = l.submission_id JOIN complaints m ON m.id = f.complaint_id
		JOIN complaints c ON c.id = CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END`+complaintJoins+`ORDER BY l.due_at, f.id LIMIT 500`, site)
	return collect(rows, err, s.scanCall)
}

func (s *Store) scanCall(r *sql.Rows) (Call, error) {
	var x Call
	var topics string
	var received, due, tried int64
	fields, done := complaintFields(&x.Complaint)
	if err := r.Scan(append(fields, &x.Submission, &x.Channel, &x.Lang, &x.Mood, &topics, &x.Text, &received, &due, &x.Wished, &x.Tries, &tried, &x.Told)...); err != nil {
		return x, err
	}
	done()
	x.ReceivedAt, x.Due, x.TriedAt = at(received), at(due), at(tried)
	site, err := s.Site(x.Site)
	if err != nil {
		return x, err
	}
	x.Reference = s.codes.code(site.Prefix, int64(x.Submission))
	return x, unmarshalAll(topics, &x.Topics)
}

// CallCounts gives how many are to be called, and how many of them should have
// been by now; site 0 means all.
func (s *Store) CallCounts(ctx context.Context, site SiteID) (open, late int, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.CallCounts */ SELECT count(*), COALESCE(sum(l.due_at < ?2), 0)`+openCalls, site, s.clock().UnixMilli()).Scan(&open, &late)
	return open, late, err
}

// CallTried notes a call that nobody answered. NotFound if nobody is to be
// called.
func (s *Store) CallTried(_ context.Context, by Actor, id SubmissionID) error {
	return s.call(by, id, "call.tried", `/* Store.CallTried */ UPDATE calls SET tries=tries+1, tried_at=? WHERE submission_id=? AND reached_at=0`)
}

// CallReached notes that somebody spoke with the person: they are off the list.
func (s *Store) CallReached(_ context.Context, by Actor, id SubmissionID) error {
	return s.call(by, id, "call.reached", `/* Store.CallReached */ UPDATE calls SET reached_at=? WHERE submission_id=? AND reached_at=0`)
}

// CallAgain puts the person back on the list.
func (s *Store) CallAgain(_ context.Context, by Actor, id SubmissionID) error {
	return s.call(by, id, "call.again", `/* Store.CallAgain */ UPDATE calls SET reached_at=0*? WHERE submission_id=? AND reached_at<>0`)
}

// call runs a change of one row of calls, whose first value is the time, and
// notes it.
func (s *Store) call(by Actor, id SubmissionID, verb, query string) error {
	return s.update(by, func(t *tx) error {
		k, err := t.change(query, t.ms(), id)
		if err != nil {
			return err
		}
		if k == 0 {
			return notFound("call")
		}
		return t.event("submission", int64(id), verb, nil)
	})
}
