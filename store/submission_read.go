package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

const selectSubmissions = `SELECT s.id, s.client_id, s.site_id, s.complaint_id, CASE c.root_id WHEN 0 THEN c.id ELSE c.root_id END, s.device_id, s.channel, s.lang, s.mood, s.topics, s.text, s.answers, s.card_id,
	s.captured_at, s.received_at, CASE s.counted_from WHEN 0 THEN s.received_at ELSE s.counted_from END, s.answer_by, s.final, s.flags, s.verdict, s.questionnaire_id, s.taken_by, s.asks, EXISTS (SELECT 1 FROM contacts k WHERE k.submission_id = s.id)
	FROM submissions s JOIN complaints c ON c.id = s.complaint_id `

func (s *Store) scanSubmission(row interface{ Scan(...any) error }) (Submission, error) {
	var x Submission
	var client []byte
	var topics, answers string
	var captured, received, counted, answerBy int64
	err := row.Scan(&x.ID, &client, &x.Site, &x.Complaint, &x.Root, &x.Device, &x.Channel, &x.Lang, &x.Mood, &topics, &x.Text, &answers, &x.Card,
		&captured, &received, &counted, &answerBy, &x.Final, &x.Flags, &x.Verdict, &x.Questionnaire, &x.TakenBy, &x.Asks, &x.HasContact)
	if err != nil {
		return x, err
	}
	copy(x.Client[:], client)
	x.CapturedAt, x.ReceivedAt, x.CountedFrom, x.AnswerBy = at(captured), at(received), at(counted), at(answerBy)
	if site, err := s.Site(x.Site); err == nil {
		x.Reference = s.codes.code(site.Prefix, int64(x.ID))
	}
	x.StatusToken = encodeToken(s.tokens, statusToken, int64(x.ID))
	if err := json.Unmarshal([]byte(topics), &x.Topics); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(answers), &x.Answers)
}

// SubmissionByToken gives the submission of a status page. NotFound for any
// token that was not given out.
func (s *Store) SubmissionByToken(ctx context.Context, token string) (Submission, error) {
	id, ok := decodeToken(s.tokens, statusToken, token)
	if !ok {
		return Submission{}, notFound("status")
	}
	return s.submission(ctx, SubmissionID(id))
}

// SubmissionByReference gives the submission of a code as people type it, for
// staff: LP-7K4M, or LP-3-17, the number that tablet 3 gave while the server was
// out of reach. NotFound if there is none, or if the tablet gave its number to
// two people: no one of them is meant.
func (s *Store) SubmissionByReference(ctx context.Context, code string) (Submission, error) {
	list, err := s.coded(ctx, code)
	if err == nil && len(list) != 1 {
		err = notFound("reference")
	}
	if err != nil {
		return Submission{}, err
	}
	return list[0], nil
}

func (s *Store) submission(ctx context.Context, id SubmissionID) (Submission, error) {
	list, err := s.submissions(ctx, `WHERE s.id = ?`, id)
	if err != nil {
		return Submission{}, err
	}
	if len(list) == 0 {
		return Submission{}, notFound("status")
	}
	return list[0], nil
}

// submissions reads with a WHERE clause over s (submissions) and c (complaints).
func (s *Store) submissions(ctx context.Context, where string, args ...any) ([]Submission, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.submissions */ `+selectSubmissions+where, args...)
	list, err := collect(rows, err, func(r *sql.Rows) (Submission, error) { return s.scanSubmission(r) })
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Additions, err = s.additions(ctx, list[i].ID); err != nil {
			return nil, err
		}
		if list[i].Photos, err = s.photos(ctx, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Store) additions(ctx context.Context, id SubmissionID) ([]Addition, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.additions */ SELECT text, at FROM additions WHERE submission_id = ? ORDER BY id`, id)
	return collect(rows, err, func(r *sql.Rows) (a Addition, err error) {
		var ms int64
		err = r.Scan(&a.Text, &ms)
		a.At = time.UnixMilli(ms)
		return a, err
	})
}

// Contact gives how to reach a person; staff only. The look is an event.
// NotFound if the person left no contact or it was erased.
func (s *Store) Contact(ctx context.Context, by Actor, id SubmissionID) (Contact, error) {
	var c Contact
	err := s.update(by, func(t *tx) error {
		err := t.row(`/* Store.Contact */ SELECT name, email, phone FROM contacts WHERE submission_id = ?`, id).Scan(&c.Name, &c.Email, &c.Phone)
		if err != nil {
			return none(err, "contact")
		}
		return t.event("submission", int64(id), "contact.seen", nil)
	})
	return c, err
}
