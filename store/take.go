package store

import (
	"context"
	"strings"
	"time"
)

// OnTheSpot is what the person who takes words down for somebody does with them
// at once. The zero value: nothing, they go the usual way.
type OnTheSpot struct {
	Joins   ComplaintID // one more person who says that; 0: nobody else does
	Settled string      // how it was settled in front of the person; "" it was not
	CallBy  time.Time   // the person wants to be called by then; zero: no call
}

// TakeSubmission is AddSubmission for words that somebody of the staff takes
// down, together with what is done on the spot. Settled: the person has the
// answer, the complaint is done and whoever took it down is its owner; it counts
// like every other. Invalid with field call_by for a call in the past. Sent
// again, nothing is done a second time.
func (s *Store) TakeSubmission(_ context.Context, by Actor, n NewSubmission, o OnTheSpot) (Receipt, error) {
	if !o.CallBy.IsZero() && o.CallBy.Before(s.clock()) {
		return Receipt{}, invalid("call_past", "call_by")
	}
	if o.Settled = strings.TrimSpace(o.Settled); o.Settled != "" {
		n.Kind = KindComplaint
	}
	return s.takeIn(by, n, func(t *tx, r submissionRow) error {
		if !o.CallBy.IsZero() {
			if err := t.promiseCall(r, o.CallBy.UnixMilli(), true); err != nil {
				return err
			}
		}
		if o.Settled != "" {
			if err := s.settle(t, r, o.Settled); err != nil {
				return err
			}
		}
		if o.Joins == 0 {
			return nil
		}
		return t.joinTold(o.Joins, r.complaint)
	})
}

// settle answers a person who stands there and says that it is done.
func (s *Store) settle(t *tx, r submissionRow, how string) error {
	c, err := t.work(r.complaint, 0)
	if err != nil {
		return err
	}
	if err := s.answer(t, c, how); err != nil {
		return err
	}
	if _, err := t.exec(`/* settle */ UPDATE complaints SET owner_id=?, read_at=? WHERE id=?`, t.actor.ID, t.ms(), r.complaint); err != nil {
		return err
	}
	// Whoever was told while standing there needs no call about the same.
	if _, err := t.exec(`/* settle */ DELETE FROM calls WHERE submission_id=? AND wished=0`, r.id); err != nil {
		return err
	}
	return t.setStatus(c, Done, how, time.Time{})
}

// joinTold counts a person in where others say the same, as staff were told.
func (t *tx) joinTold(others, own ComplaintID) error {
	root, err := t.rootOf(others)
	if err != nil {
		return err
	}
	if err := t.groupOne(root, own); err != nil {
		return err
	}
	return t.recount(root)
}

func (t *tx) rootOf(id ComplaintID) (root ComplaintID, err error) {
	err = t.row(`/* rootOf */ SELECT CASE root_id WHEN 0 THEN id ELSE root_id END FROM complaints WHERE id=?`, id).Scan(&root)
	return root, none(err, "complaint")
}

// SayTheSame gives open complaints of a site that seem to say what somebody is
// just telling, the likest first.
func (s *Store) SayTheSame(ctx context.Context, site SiteID, text string, topics []string, limit int) ([]InboxItem, error) {
	told := ComplaintPage{Complaint: Complaint{Site: site}, Submissions: []Submission{{Text: text, Topics: topics}}}
	candidates, err := s.candidates(ctx, told)
	if err != nil {
		return nil, err
	}
	return likest(told, candidates, limit), nil
}

// TakenDown is what became at once of words that were taken down.
type TakenDown struct {
	Settled bool      // the person has an answer
	CallBy  time.Time // by when they wanted a call; zero: they did not
}

// TakenDown gives what became at once of a submission. NotFound if there is none.
func (s *Store) TakenDown(ctx context.Context, id SubmissionID) (TakenDown, error) {
	var x TakenDown
	var call int64
	err := s.read.QueryRowContext(ctx, `/* Store.TakenDown */ SELECT s.answered_at <> 0, COALESCE(l.due_at * l.wished, 0) FROM submissions s LEFT JOIN calls l ON l.submission_id = s.id WHERE s.id = ?`, id).Scan(&x.Settled, &call)
	x.CallBy = at(call)
	return x, none(err, "status")
}
