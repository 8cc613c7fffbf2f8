package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// Answer is what was told to the people who said it. An answer is not a
// repair: see Status.
type Answer struct {
	Complaint ComplaintID
	By        UserID
	ByName    string // full name, for staff
	ByShown   string // first name by the person's own wish; "" say ByRole
	ByRole    Role
	Text      string
	At        time.Time
}

// MessageAnswer is the kind of the outbox message that carries an answer.
const MessageAnswer = "answer"

// AnswerLetter is the body of a MessageAnswer.
type AnswerLetter struct {
	Site      SiteID
	Reference string
	Token     string // of the status page
	Text      string
	ByShown   string
	ByRole    Role
}

// Answer tells everybody in the group on their status pages, and by mail those
// who waited for it and left an address. It stops the promise clock. Invalid without
// words; Conflict if somebody changed the complaint since version.
func (s *Store) Answer(_ context.Context, by Actor, id ComplaintID, version int64, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return invalid("words_missing", "answer")
	}
	return s.update(by, func(t *tx) error {
		c, err := t.work(id, version)
		if err != nil {
			return err
		}
		return s.answer(t, c, text)
	})
}

func (s *Store) answer(t *tx, c Complaint, text string) error {
	if _, err := t.insert(`/* Store.answer */ INSERT INTO answers(complaint_id, user_id, text, at) VALUES (?,?,?,?)`, c.ID, t.actor.ID, text, t.ms()); err != nil {
		return err
	}
	if err := s.mailAnswer(t, c, text); err != nil {
		return err
	}
	if err := t.answered(c.ID); err != nil {
		return err
	}
	return t.event("complaint", int64(c.ID), "complaint.answered", map[string]string{"in_time": yesNo(!c.Late(t.now))})
}

// answered stops the clock of everybody in the group who waited.
func (t *tx) answered(id ComplaintID) error {
	if _, err := t.exec(`/* tx.answered */ UPDATE submissions SET answered_at=? WHERE answered_at=0 AND complaint_id IN (SELECT m.id FROM complaints m WHERE m.id = ? OR m.root_id = ?)`, t.ms(), id, id); err != nil {
		return err
	}
	if _, err := t.exec(`/* tx.answered */ DELETE FROM drafts WHERE complaint_id=?`, id); err != nil {
		return err
	}
	return t.reclock(id)
}

// mailAnswer writes to those who wait and left an address; if nobody waits,
// it is news for all of them.
func (s *Store) mailAnswer(t *tx, c Complaint, text string) error {
	letter := AnswerLetter{Site: c.Site, Text: text}
	var name string
	var show bool
	err := t.row(`/* mailAnswer */ SELECT name, show_name, role FROM users WHERE id=?`, t.actor.ID).Scan(&name, &show, &letter.ByRole)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	letter.ByShown = User{Name: name, ShowName: show}.ShownName()
	site, err := s.Site(c.Site)
	if err != nil {
		return err
	}
	type reader struct {
		id          SubmissionID
		email, lang string
	}
	rows, err := t.rows(`/* mailAnswer */ SELECT s.id, k.email, s.lang FROM submissions s JOIN complaints m ON m.id = s.complaint_id JOIN contacts k ON k.submission_id = s.id
		WHERE (m.id = ?1 OR m.root_id = ?1) AND k.email <> '' AND (s.answered_at = 0 OR ?2 = 1)`, c.ID, flag(!c.AnsweredAt.IsZero()))
	readers, err := collect(rows, err, func(r *sql.Rows) (x reader, err error) { return x, r.Scan(&x.id, &x.email, &x.lang) })
	if err != nil {
		return err
	}
	for _, x := range readers {
		letter.Reference, letter.Token = s.codes.code(site.Prefix, int64(x.id)), encodeToken(s.tokens, statusToken, int64(x.id))
		if err := t.send(MessageAnswer, x.email, x.lang, letter); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) answers(ctx context.Context, id ComplaintID) ([]Answer, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.answers */ SELECT a.complaint_id, a.user_id, COALESCE(u.name, ''), COALESCE(u.show_name, 0), COALESCE(u.role, ''), a.text, a.at
		FROM answers a LEFT JOIN users u ON u.id = a.user_id WHERE a.complaint_id = ? ORDER BY a.id`, id)
	return collect(rows, err, func(r *sql.Rows) (a Answer, err error) {
		var ms int64
		var show bool
		err = r.Scan(&a.Complaint, &a.By, &a.ByName, &show, &a.ByRole, &a.Text, &ms)
		a.At, a.ByShown = at(ms), User{Name: a.ByName, ShowName: show}.ShownName()
		return a, err
	})
}

// SaveDraft keeps a half-written answer for its writer alone; empty text
// forgets it. It is no event.
func (s *Store) SaveDraft(_ context.Context, user UserID, id ComplaintID, text string) error {
	return s.update(ActingUser(user), func(t *tx) error {
		if text == "" {
			_, err := t.exec(`/* Store.SaveDraft */ DELETE FROM drafts WHERE complaint_id=? AND user_id=?`, id, user)
			return err
		}
		_, err := t.exec(`/* Store.SaveDraft */ INSERT INTO drafts(complaint_id, user_id, text, at) VALUES (?,?,?,?)
			ON CONFLICT (complaint_id, user_id) DO UPDATE SET text=excluded.text, at=excluded.at`, id, user, text, t.ms())
		return err
	})
}

func (s *Store) draft(ctx context.Context, id ComplaintID, user UserID) (string, error) {
	var text string
	err := s.read.QueryRowContext(ctx, `/* Store.draft */ SELECT text FROM drafts WHERE complaint_id=? AND user_id=?`, id, user).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return text, err
}
