package store

import (
	"context"
	"database/sql"
	"time"
)

// Message is an outbox row: something to be sent. It is written in the same
// transaction as the change that it tells of.
type Message struct {
	ID        MessageID
	Kind      string
	Recipient string // mail address
	Lang      string // of the recipient; "" not known
	Body      []byte // JSON, by kind: AnswerLetter, EscalationLetter
	Tries     int
	Problem   string // of the last try
}

func (t *tx) send(kind, recipient, lang string, body any) error {
	_, err := t.insert(`/* tx.send */ INSERT INTO messages(kind, recipient, lang, body, due_at) VALUES (?,?,?,?,?)`, kind, recipient, lang, jsonText(body), t.ms())
	return err
}

// DueMessages gives what is to be sent by now, longest due first.
func (s *Store) DueMessages(ctx context.Context, limit int) ([]Message, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.DueMessages */ SELECT id, kind, recipient, lang, body, tries, problem FROM messages WHERE sent_at = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?`, s.clock().UnixMilli(), limit)
	return collect(rows, err, func(r *sql.Rows) (m Message, err error) {
		return m, r.Scan(&m.ID, &m.Kind, &m.Recipient, &m.Lang, &m.Body, &m.Tries, &m.Problem)
	})
}

// MessageSent notes that the mail server took a message.
func (s *Store) MessageSent(_ context.Context, id MessageID) error {
	return s.update(System(), func(t *tx) error {
		_, err := t.exec(`/* Store.MessageSent */ UPDATE messages SET sent_at=?, tries=tries+1, problem='' WHERE id=?`, t.ms(), id)
		return err
	})
}

// MessageFailed notes why a try failed and when the next one is.
func (s *Store) MessageFailed(_ context.Context, id MessageID, why string, next time.Time) error {
	return s.update(System(), func(t *tx) error {
		_, err := t.exec(`/* Store.MessageFailed */ UPDATE messages SET tries=tries+1, problem=?, due_at=? WHERE id=?`, why, next.UnixMilli(), id)
		return err
	})
}

// MessagesWaiting counts what has not been sent and gives the last problem.
func (s *Store) MessagesWaiting(ctx context.Context) (n int, problem string, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.MessagesWaiting */ SELECT count(*), COALESCE(max(problem), '') FROM messages WHERE sent_at = 0`).Scan(&n, &problem)
	return n, problem, err
}
