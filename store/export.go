package store

import (
	"context"
	"database/sql"
)

// ExportedSubmission is a submission with what only an export needs.
type ExportedSubmission struct {
	Submission
	Seq     int64
	Contact Contact
	Agrees  []EntryID
}

// EachSubmission calls fn for every submission that was not withdrawn, oldest
// first.
func (s *Store) EachSubmission(ctx context.Context, fn func(ExportedSubmission) error) error {
	for after := SubmissionID(0); ; {
		list, err := s.submissions(ctx, `WHERE s.id > ? AND c.root_id <> ? ORDER BY s.id LIMIT 500`, after, withdrawnRoot)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, x := range list {
			e, err := s.exported(ctx, x)
			if err != nil {
				return err
			}
			if err := fn(e); err != nil {
				return err
			}
		}
		after = list[len(list)-1].ID
	}
}

func (s *Store) exported(ctx context.Context, x Submission) (ExportedSubmission, error) {
	e := ExportedSubmission{Submission: x}
	err := s.read.QueryRowContext(ctx, `/* Store.exported */ SELECT s.seq, COALESCE(k.name, ''), COALESCE(k.email, ''), COALESCE(k.phone, '')
		FROM submissions s LEFT JOIN contacts k ON k.submission_id = s.id WHERE s.id = ?`, x.ID).Scan(&e.Seq, &e.Contact.Name, &e.Contact.Email, &e.Contact.Phone)
	if err != nil {
		return e, err
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.exported */ SELECT entry_id FROM agreements WHERE submission_id = ? ORDER BY entry_id`, x.ID)
	e.Agrees, err = collect(rows, err, func(r *sql.Rows) (id EntryID, err error) { return id, r.Scan(&id) })
	return e, err
}

// EachComplaint calls fn for every top of a group, oldest first.
func (s *Store) EachComplaint(ctx context.Context, fn func(InboxItem) error) error {
	for after := ComplaintID(0); ; {
		list, err := s.inboxItems(ctx, `WHERE c.id > ? AND c.root_id = 0 ORDER BY c.id LIMIT 500`, after)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, x := range list {
			if err := fn(x); err != nil {
				return err
			}
		}
		after = list[len(list)-1].ID
	}
}

// EachAnswer calls fn for every answer, oldest first.
func (s *Store) EachAnswer(ctx context.Context, fn func(Answer) error) error {
	return s.EachComplaint(ctx, func(c InboxItem) error {
		list, err := s.answers(ctx, c.ID)
		if err != nil {
			return err
		}
		for _, a := range list {
			if err := fn(a); err != nil {
				return err
			}
		}
		return nil
	})
}
