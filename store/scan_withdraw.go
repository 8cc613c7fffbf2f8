package store

// withdrawnRoot is the root of a complaint that was withdrawn: it belongs to
// nothing that anybody sees, and nothing counts it.
const withdrawnRoot = -1

// nothingSaid settles what was taken in of a card whose decision was taken back,
// once a person finds that the card says nothing, or nothing that can be read.
// It is withdrawn, and the result is 0, unless its person began it by the code or
// somebody has answered it meanwhile: that stays, without what was read, and
// where it cannot be read asks for somebody who looks at its picture.
func (t *tx) nothingSaid(site Site, id SubmissionID, unread bool) (SubmissionID, error) {
	row, err := t.submissionByID(id)
	if err != nil || row.final || row.flags&FlagErased != 0 {
		return id, err
	}
	if err := t.forgetTyped(row); err != nil {
		return id, err
	}
	n := NewSubmission{Channel: CardChannel, Final: true, Worded: unread}
	if err := t.row(`/* nothingSaid */ SELECT lang FROM submissions WHERE id = ?`, id).Scan(&n.Lang); err != nil {
		return id, err
	}
	if err := t.grow(site, &row, n); err != nil {
		return id, err
	}
	built, err := t.builtOn(row)
	if err != nil || built {
		return id, err
	}
	return 0, t.withdraw(row)
}

// builtOn tells whether words are more than what staff have read off a card: a
// customer began them, or something was done with them.
func (t *tx) builtOn(r submissionRow) (built bool, err error) {
	err = t.row(`/* builtOn */ SELECT EXISTS (SELECT 1 FROM events WHERE subject = 'submission' AND subject_id = ?1 AND actor_kind = ?3)
		OR EXISTS (SELECT 1 FROM additions WHERE submission_id = ?1) OR EXISTS (SELECT 1 FROM vouchers WHERE submission_id = ?1 AND redeemed_at <> 0)
		OR EXISTS (SELECT 1 FROM answers WHERE complaint_id = ?2) OR EXISTS (SELECT 1 FROM entries WHERE complaint_id = ?2)
		OR EXISTS (SELECT 1 FROM complaints WHERE root_id = ?2 OR id = ?2 AND (root_id <> 0 OR answered_at <> 0))`, r.id, r.complaint, string(Customer().Kind)).Scan(&built)
	return built, err
}

// withdraw takes emptied words out of the inbox, the figures and the board, and
// frees their card. The row stays, so that its number is never another's.
func (t *tx) withdraw(r submissionRow) error {
	if err := t.unlinkCard(r.id); err != nil {
		return err
	}
	for _, q := range []string{
		`/* withdraw */ DELETE FROM vouchers WHERE submission_id = ?`,
		`/* withdraw */ DELETE FROM calls WHERE submission_id = ?`,
		`/* withdraw */ UPDATE c_day SET n = n - 1 WHERE (site_id, day, channel, mood) = (SELECT site_id, day, channel, mood FROM submissions WHERE id = ?)`,
		`/* withdraw */ UPDATE submissions SET asks = 0 WHERE id = ?`,
	} {
		if _, err := t.exec(q, r.id); err != nil {
			return err
		}
	}
	if _, err := t.exec(`/* withdraw */ UPDATE complaints SET asks = 0, people = 0, root_id = ?, version = version + 1 WHERE id = ?`, withdrawnRoot, r.complaint); err != nil {
		return err
	}
	if err := t.unindexWords(r.id); err != nil {
		return err
	}
	return t.event("submission", int64(r.id), "submission.withdrawn", nil)
}
