package store

import (
	"context"
	"database/sql"
	"strings"
	"unicode/utf8"
)

// What a customer does on the status page; the token proves who it is.

// AddWords takes what somebody says later about the same thing. Invalid
// without words or with more than MaxText runes.
func (s *Store) AddWords(ctx context.Context, token, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return invalid("words_missing", "text")
	}
	if utf8.RuneCountInString(text) > MaxText {
		return invalid("text_too_long", "text")
	}
	x, err := s.SubmissionByToken(ctx, token)
	if err != nil {
		return err
	}
	return s.update(Customer(), func(t *tx) error {
		if _, err := t.insert(`/* Store.AddWords */ INSERT INTO additions(submission_id, text, at) VALUES (?,?,?)`, x.ID, text, t.ms()); err != nil {
			return err
		}
		return t.event("submission", int64(x.ID), "submission.added_to", nil)
	})
}

// Judge takes the customer's word on whether it was put right. NotYet opens
// the complaint again with a promise of its own: the answer that was given
// stays, and a new one is due.
func (s *Store) Judge(ctx context.Context, token string, v Verdict) error {
	x, err := s.SubmissionByToken(ctx, token)
	if err != nil {
		return err
	}
	site, err := s.Site(x.Site)
	if err != nil {
		return err
	}
	return s.update(Customer(), func(t *tx) error {
		k, err := t.change(`/* Store.Judge */ UPDATE submissions SET verdict=? WHERE id=? AND verdict<>?`, int(v), x.ID, int(v))
		if err != nil || k == 0 {
			return err
		}
		if v != NotYet {
			return t.event("submission", int64(x.ID), "submission.put_right", nil)
		}
		if err := t.reopen(site, x); err != nil {
			return err
		}
		return t.event("submission", int64(x.ID), "submission.not_yet", nil)
	})
}

func (t *tx) reopen(site Site, x Submission) error {
	if _, err := t.exec(`/* tx.reopen */ UPDATE submissions SET asks=1, burst=0, answered_at=0, answer_by=? WHERE id=?`, site.AnswerBy(t.now).UnixMilli(), x.ID); err != nil {
		return err
	}
	if _, err := t.exec(`/* tx.reopen */ UPDATE calls SET due_at=?, reached_at=0 WHERE submission_id=?`, site.AnswerBy(t.now).UnixMilli(), x.ID); err != nil {
		return err
	}
	if _, err := t.exec(`/* tx.reopen */ UPDATE complaints SET done_at=0, status=CASE WHEN status='done' THEN 'doing' ELSE status END, version=version+1 WHERE id=?`, x.Root); err != nil {
		return err
	}
	return t.recount(x.Root)
}

// Erase removes a person's words, additions, pictures, scanned card and contact for ever. That
// somebody said something, when and about which topic stays, without them.
func (s *Store) Erase(ctx context.Context, token string) error {
	x, err := s.SubmissionByToken(ctx, token)
	if err != nil {
		return err
	}
	return s.update(Customer(), func(t *tx) error { return t.erase(x.ID, x.Root) })
}

func (t *tx) erase(id SubmissionID, root ComplaintID) error {
	for _, q := range []string{
		`/* tx.erase */ UPDATE submissions SET text='', answers='{}', asks=0, flags = flags | 4 WHERE id=?`,
		`/* tx.erase */ DELETE FROM contacts WHERE submission_id=?`,
		`/* tx.erase */ DELETE FROM calls WHERE submission_id=?`,
		`/* tx.erase */ DELETE FROM additions WHERE submission_id=?`,
		`/* tx.erase */ DELETE FROM other_versions WHERE submission_id=?`,
		`/* tx.erase */ DELETE FROM photos WHERE submission_id=?`,
	} {
		if _, err := t.exec(q, id); err != nil {
			return err
		}
	}
	if err := t.eraseReadings(id); err != nil {
		return err
	}
	if err := t.unindexWords(id); err != nil {
		return err
	}
	if err := t.recount(root); err != nil {
		return err
	}
	return t.event("submission", int64(id), "submission.erased", nil)
}

// EraseContact erases the words and contact of everybody who left the mail
// address or telephone number, in whatever way it is written, and gives how
// many that were. Invalid for an empty contact.
func (s *Store) EraseContact(_ context.Context, by Actor, contact string) (n int, err error) {
	if contact = strings.TrimSpace(contact); contact == "" {
		return 0, invalid("contact_missing", "contact")
	}
	err = s.update(by, func(t *tx) error {
		type person struct {
			id   SubmissionID
			root ComplaintID
		}
		rows, err := t.rows(`/* Store.EraseContact */ SELECT k.submission_id, CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END FROM contacts k
			JOIN submissions s ON s.id = k.submission_id JOIN complaints m ON m.id = s.complaint_id WHERE lower(k.email) = lower(?1) OR (?2 <> '' AND replace(replace(replace(replace(replace(replace(k.phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '+', '') = ?2)`, contact, digitsOf(contact))
		people, err := collect(rows, err, func(r *sql.Rows) (x person, err error) { return x, r.Scan(&x.id, &x.root) })
		if err != nil {
			return err
		}
		for _, x := range people {
			if err := t.erase(x.id, x.root); err != nil {
				return err
			}
		}
		responses, err := t.eraseResponses(contact)
		if err != nil {
			return err
		}
		n = len(people) + responses
		_, err = t.exec(`/* Store.EraseContact */ DELETE FROM messages WHERE lower(recipient) = lower(?)`, contact)
		return err
	})
	return n, err
}

// digitsOf is a telephone number however it is written; "" for anything else.
func digitsOf(s string) string {
	d := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -().+", r) {
			return -1
		}
		return r
	}, s)
	if strings.Trim(d, "0123456789") != "" {
		return ""
	}
	return d
}

// ForgetContacts erases contact details that have outlived their purpose:
// RetainDays after the complaint was closed, or a leaver was asked. Pictures that
// people sent go too, see forgetPhotos, and those of contacts on returned cards,
// see forgetContactPictures. It gives how many contacts there were.
func (s *Store) ForgetContacts(_ context.Context) (n int64, err error) {
	err = s.update(System(), func(t *tx) error {
		n = 0
		for _, site := range s.Sites() {
			limit := t.now.AddDate(0, 0, -site.RetainDays).UnixMilli()
			k, err := t.change(`/* Store.ForgetContacts */ DELETE FROM contacts WHERE submission_id IN (
				SELECT s.id FROM submissions s JOIN complaints m ON m.id = s.complaint_id JOIN complaints r ON r.id = CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END
				WHERE s.site_id = ? AND r.answered_at <> 0 AND max(r.answered_at, r.done_at) < ?)`, site.ID, limit)
			if err != nil {
				return err
			}
			responses, err := t.forgetResponseContacts(site.ID, limit)
			if err != nil {
				return err
			}
			if err := t.forgetContactPictures(site.ID, limit); err != nil {
				return err
			}
			if err := t.forgetPhotos(site.ID, limit); err != nil {
				return err
			}
			n += k + responses
		}
		return nil
	})
	return n, err
}
