package store

import "time"

// keepContactPictures is how long the picture of a contact stays after somebody
// has typed it: long enough to take that back.
const keepContactPictures = time.Hour

// eraseReadings removes the pictures of the cards that words came on, and what
// was read of them.
func (t *tx) eraseReadings(id SubmissionID) error {
	for _, q := range []string{
		`/* eraseReadings */ DELETE FROM scan_pictures WHERE reading_id IN (SELECT r.id FROM scan_readings r WHERE r.submission_id = ? AND r.submission_id <> 0)`,
		`/* eraseReadings */ DELETE FROM scan_contacts WHERE reading_id IN (SELECT r.id FROM scan_readings r WHERE r.submission_id = ? AND r.submission_id <> 0)`,
		`/* eraseReadings */ UPDATE scan_readings SET state = CASE state WHEN 'to_type' THEN 'entered' WHEN 'to_review' THEN 'entered' ELSE state END, was = '', marks = '[]', seen = '[]', inked = '[]' WHERE submission_id = ? AND submission_id <> 0`,
	} {
		if _, err := t.exec(q, id); err != nil {
			return err
		}
	}
	return nil
}

// forgetContactPictures erases pictures that may show a contact: once it is
// typed, unless they are all that there is of words; with the contacts of words that were answered before limit, and of
// cards that nobody could make anything of and that were read before it.
func (t *tx) forgetContactPictures(site SiteID, limit int64) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`/* forgetContactPictures */ DELETE FROM scan_contacts WHERE reading_id IN (SELECT r.id FROM scan_readings r WHERE r.site_id = ? AND r.state NOT IN ('to_review', 'to_type', 'cannot_read') AND r.decided_at < ?
			AND (r.submission_id = 0 OR EXISTS (SELECT 1 FROM scan_pictures p WHERE p.reading_id = r.id)))`,
			[]any{site, t.now.Add(-keepContactPictures).UnixMilli()}},
		{`/* forgetContactPictures */ DELETE FROM scan_contacts WHERE reading_id IN (SELECT r.id FROM scan_readings r WHERE r.site_id = ? AND r.submission_id = 0 AND r.read_at < ?)`, []any{site, limit}},
		{`/* forgetContactPictures */ DELETE FROM scan_contacts WHERE reading_id IN (SELECT r.id FROM scan_readings r JOIN submissions x ON x.id = r.submission_id
			JOIN complaints m ON m.id = x.complaint_id JOIN complaints g ON g.id = CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END
			WHERE r.site_id = ? AND g.answered_at <> 0 AND max(g.answered_at, g.done_at) < ?)`, []any{site, limit}},
	} {
		if _, err := t.exec(q.text, q.args...); err != nil {
			return err
		}
	}
	return nil
}
