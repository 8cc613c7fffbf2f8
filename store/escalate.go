package store

import (
	"context"
	"database/sql"
	"time"
)

// MessageEscalation is the kind of the outbox message that tells a manager or
// director that a promise is about to break, or has broken.
const MessageEscalation = "escalation"

// EscalationLetter is the body of a MessageEscalation.
type EscalationLetter struct {
	Site      SiteID
	Complaint ComplaintID
	AnswerBy  time.Time
	Late      bool
}

// EscalateDue tells the manager on duty of every promise with a quarter of its
// time left, and a director of every broken one. Each step happens once. It
// gives the number of complaints it told somebody of.
func (s *Store) EscalateDue(ctx context.Context) (int, error) {
	due, err := s.escalations(ctx)
	if err != nil {
		return 0, err
	}
	told := 0
	for _, id := range due {
		done, err := s.escalate(id)
		if err != nil {
			return told, err
		}
		told += flag(done)
	}
	return told, nil
}

func (s *Store) escalations(ctx context.Context) ([]ComplaintID, error) {
	now := s.clock().UnixMilli()
	rows, err := s.read.QueryContext(ctx, `/* Store.escalations */ SELECT id FROM complaints WHERE asks = 1 AND root_id = 0 AND answered_at = 0
		AND ((escalation = 0 AND warn_at <= ?) OR (escalation = 1 AND answer_by <= ?)) ORDER BY answer_by`, now, now)
	return collect(rows, err, func(r *sql.Rows) (id ComplaintID, err error) { return id, r.Scan(&id) })
}

func (s *Store) escalate(id ComplaintID) (done bool, err error) {
	err = s.update(System(), func(t *tx) error {
		var c Complaint
		fields, filled := complaintFields(&c)
		err := t.row(`/* escalate */ SELECT `+complaintColumns+` FROM complaints c`+complaintJoins+`WHERE c.id = ? AND c.answered_at = 0 AND c.root_id = 0`, id).Scan(fields...)
		if err != nil {
			return none(err, "complaint")
		}
		filled()
		done = true
		return s.tellNext(t, c)
	})
	if CodeOf(err) == NotFound {
		return false, nil // answered meanwhile
	}
	return done, err
}

func (s *Store) tellNext(t *tx, c Complaint) error {
	site, err := s.Site(c.Site)
	if err != nil {
		return err
	}
	to := site.Duty
	level := 1
	if c.Escalation == 1 || !t.now.Before(c.AnswerBy) {
		level, to = 2, t.director(site.Duty)
	}
	return t.escalateTo(c, level, to)
}

// director is whom a broken promise goes to: a director, else an owner, else
// whoever is on duty.
func (t *tx) director(duty UserID) UserID {
	var id UserID
	err := t.row(`/* tx.director */ SELECT id FROM users WHERE role IN ('director', 'owner') AND disabled_at = 0 ORDER BY role, id LIMIT 1`).Scan(&id)
	if err != nil {
		return duty
	}
	return id
}

func (t *tx) escalateTo(c Complaint, level int, to UserID) error {
	if _, err := t.exec(`/* escalateTo */ UPDATE complaints SET escalation=?, escalated_at=?, escalated_to=? WHERE id=?`, level, t.ms(), to, c.ID); err != nil {
		return err
	}
	var email, lang string
	err := t.row(`/* escalateTo */ SELECT email, lang FROM users WHERE id=? AND disabled_at=0`, to).Scan(&email, &lang)
	if err != nil && err != sql.ErrNoRows {
		return err
	}
	if email != "" {
		if err := t.send(MessageEscalation, email, lang, EscalationLetter{c.Site, c.ID, c.AnswerBy, c.Late(t.now)}); err != nil {
			return err
		}
	}
	return t.event("complaint", int64(c.ID), "complaint.escalated", map[string]string{"to": t.userName(to), "late": yesNo(c.Late(t.now))})
}

// Escalate hands a complaint up at once, because somebody wishes it or it is
// serious: to the manager on duty, or to a director if the manager knows.
func (s *Store) Escalate(_ context.Context, by Actor, id ComplaintID, words string) error {
	return s.update(by, func(t *tx) error {
		c, err := t.work(id, 0)
		if err != nil {
			return err
		}
		if err := s.tellNext(t, c); err != nil || words == "" {
			return err
		}
		return t.event("complaint", int64(id), "complaint.note", map[string]string{"text": words})
	})
}
