package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
)

// AddSubmission stores a person's words, durably before it returns.
//
// The first arrival of a client id makes a row, a complaint of its own, the
// promise and an event, in one transaction. The same id again: while the
// stored one is not final it grows to what has come; once it is final, the
// same content or a late unfinished version gives the same Receipt again, and
// other finished content is kept beside it, flagged, and answered with a
// Receipt and Conflict. A card that was answered under another id is Conflict
// with a zero Receipt. Full: nothing was stored.
func (s *Store) AddSubmission(_ context.Context, by Actor, n NewSubmission) (Receipt, error) {
	return s.takeIn(by, n, nil)
}

// takeIn is AddSubmission; first, if any, is done in the same transaction with
// what has come for the first time.
func (s *Store) takeIn(by Actor, n NewSubmission, first func(*tx, submissionRow) error) (Receipt, error) {
	site, err := s.Site(n.Site)
	if err != nil {
		return Receipt{}, err
	}
	var row submissionRow
	var other, again bool
	err = s.update(by, func(t *tx) error {
		other, again = false, false
		have, err := t.submissionByClient(n.Client)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			if row, err = t.addSubmission(site, n); err != nil {
				return err
			}
			if first != nil {
				if err := first(t, row); err != nil {
					return err
				}
			}
			return t.giveVoucher(site, row.id)
		case err != nil:
			return err
		}
		row, again = have, true
		if other, err = t.sentAgain(site, &row, n); err != nil || other {
			return err
		}
		return t.giveVoucher(site, row.id)
	})
	if err != nil {
		return Receipt{}, err
	}
	r := s.receipt(site, n.Client, row)
	r.Again = again
	if other {
		return r, conflict("sent_with_other_words")
	}
	return r, nil
}

// submissionRow is what a resend is compared with.
type submissionRow struct {
	id         SubmissionID
	site       SiteID
	complaint  ComplaintID
	final      bool
	content    []byte
	flags      int
	mood       int
	day        int64
	device     DeviceID
	burst      bool
	capturedAt int64
	answerBy   int64
	receivedAt int64
	counted    int64
	captured   int64
}

func (s *Store) receipt(site Site, c ClientID, r submissionRow) Receipt {
	return Receipt{ID: r.id, Client: c, Complaint: r.complaint,
		Reference: s.codes.code(site.Prefix, int64(r.id)), StatusToken: encodeToken(s.tokens, statusToken, int64(r.id)),
		AnswerBy: at(r.answerBy), ReceivedAt: at(r.receivedAt), CountedFrom: at(r.counted)}
}

const submissionRowColumns = `SELECT id, site_id, complaint_id, final, content, flags, mood, day, device_id, burst, captured_at, answer_by, received_at, CASE counted_from WHEN 0 THEN received_at ELSE counted_from END, captured_at FROM submissions `

func (t *tx) submissionByClient(c ClientID) (submissionRow, error) {
	return t.submissionRow(`/* submissionByClient */ `+submissionRowColumns+`WHERE client_id = ?`, c[:])
}

func (t *tx) submissionByID(id SubmissionID) (submissionRow, error) {
	return t.submissionRow(`/* submissionByID */ `+submissionRowColumns+`WHERE id = ?`, id)
}

func (t *tx) submissionRow(query string, arg any) (r submissionRow, err error) {
	err = t.row(query, arg).
		Scan(&r.id, &r.site, &r.complaint, &r.final, &r.content, &r.flags, &r.mood, &r.day, &r.device, &r.burst, &r.capturedAt, &r.answerBy, &r.receivedAt, &r.counted, &r.captured)
	return r, err
}

func (t *tx) addSubmission(site Site, n NewSubmission) (submissionRow, error) {
	if n.Captured.IsZero() {
		n.Captured = t.now
	}
	from := t.countsFrom(n)
	r := submissionRow{site: site.ID, final: n.Final, content: n.content(), mood: n.Mood, day: site.day(t.now), device: n.Device, capturedAt: n.Captured.UnixMilli(),
		answerBy: site.AnswerBy(from).UnixMilli(), receivedAt: t.ms(), counted: from.UnixMilli(), flags: t.clockFlag(n)}
	if err := t.claimCard(n); err != nil {
		return r, err
	}
	complaint, err := t.insert(`/* addSubmission */ INSERT INTO complaints(site_id, kind, asks, answer_by, warn_at, created_at) VALUES (?,?,?,?,?,?)`,
		site.ID, string(n.kind()), flag(n.asks()), r.answerBy, warnAt(from, at(r.answerBy)).UnixMilli(), t.ms())
	if err != nil {
		return r, err
	}
	id, err := t.insert(`/* addSubmission */ INSERT INTO submissions(client_id, site_id, complaint_id, device_id, seq, channel, lang, mood, topics, text, answers, card_id, day, captured_at, received_at, asks, answer_by, final, content, flags, questionnaire_id, taken_by, series, counted_from)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		n.Client[:], site.ID, complaint, n.Device, n.Seq, string(n.Channel), n.Lang, n.Mood, topicsText(n.Topics), n.Text, answersText(n.Answers), n.Card,
		r.day, n.Captured.UnixMilli(), t.ms(), flag(n.asks()), r.answerBy, flag(n.Final), r.content, r.flags, n.Questionnaire, n.TakenBy, n.Series, r.counted)
	if err != nil {
		return r, err
	}
	r.id, r.complaint = SubmissionID(id), ComplaintID(complaint)
	if n.Card != 0 {
		if _, err := t.exec(`/* addSubmission */ UPDATE cards SET submission_id=? WHERE id=?`, id, n.Card); err != nil {
			return r, err
		}
	}
	if err := t.addDetails(site, r, n); err != nil {
		return r, err
	}
	if err := t.event("submission", id, "submission.received", map[string]string{"channel": string(n.Channel)}); err != nil || !n.isTap() {
		return r, err
	}
	return r, t.markTaps(site.ID, r.device, r.capturedAt, 0)
}

// claimCard refuses a card that was answered before.
func (t *tx) claimCard(n NewSubmission) error {
	if n.Card == 0 {
		return nil
	}
	var taken SubmissionID
	if err := t.row(`/* claimCard */ SELECT submission_id FROM cards WHERE id=?`, n.Card).Scan(&taken); err != nil {
		return none(err, "card")
	}
	if taken != 0 {
		return conflict("card_answered")
	}
	return nil
}

// addDetails writes what stands in tables of its own.
func (t *tx) addDetails(site Site, r submissionRow, n NewSubmission) error {
	for _, topic := range n.Topics {
		if _, err := t.exec(`/* addDetails */ INSERT INTO submission_topics(submission_id, topic, site_id, day) VALUES (?,?,?,?) ON CONFLICT (submission_id, topic) DO NOTHING`, r.id, topic, site.ID, r.day); err != nil {
			return err
		}
	}
	if n.Contact != (Contact{}) {
		if _, err := t.exec(`/* addDetails */ INSERT INTO contacts(submission_id, name, email, phone) VALUES (?,?,?,?)
			ON CONFLICT (submission_id) DO UPDATE SET name=excluded.name, email=excluded.email, phone=excluded.phone`, r.id, n.Contact.Name, n.Contact.Email, n.Contact.Phone); err != nil {
			return err
		}
	}
	if n.Contact.Phone != "" && n.Contact.Email == "" {
		if err := t.promiseCall(r, r.answerBy, false); err != nil {
			return err
		}
	}
	return t.agree(site, r, n)
}

// agree counts the person in where others said the same. Without words of
// their own they simply join that complaint.
func (t *tx) agree(site Site, r submissionRow, n NewSubmission) error {
	for _, entry := range n.Agrees {
		var complaint, root ComplaintID
		err := t.row(`/* agree */ SELECT c.id, c.root_id FROM entries e JOIN complaints c ON c.id = e.complaint_id WHERE e.id = ? AND e.site_id = ? AND e.shown = 1`, entry, site.ID).Scan(&complaint, &root)
		if errors.Is(err, sql.ErrNoRows) {
			continue // taken off the board while the person was writing
		}
		if err != nil {
			return err
		}
		if _, err := t.exec(`/* agree */ INSERT INTO agreements(submission_id, entry_id, at) VALUES (?,?,?) ON CONFLICT (submission_id, entry_id) DO NOTHING`, r.id, entry, t.ms()); err != nil {
			return err
		}
		if root == 0 {
			root = complaint
		}
		if n.Final && n.Text == "" && !n.Contact.Given() {
			if err := t.joinAgreed(root, r.complaint); err != nil {
				return err
			}
		}
		if err := t.recount(root); err != nil {
			return err
		}
	}
	return nil
}

// joinAgreed puts a wordless submission into the first complaint it agrees with.
func (t *tx) joinAgreed(root, own ComplaintID) error {
	var parent ComplaintID
	if err := t.row(`/* joinAgreed */ SELECT parent_id FROM complaints WHERE id=?`, own).Scan(&parent); err != nil || parent != 0 || own == root {
		return err
	}
	return t.join(root, own)
}

// sentAgain settles an id that is known already; other tells that finished
// content differs from what is stored.
func (t *tx) sentAgain(site Site, r *submissionRow, n NewSubmission) (other bool, err error) {
	content := n.content()
	switch {
	case !r.final:
		return false, t.grow(site, r, n)
	case !n.Final || string(content) == string(r.content) || r.flags&FlagErased != 0:
		return false, nil
	}
	k, err := t.change(`/* sentAgain */ INSERT INTO other_versions(submission_id, body, content, received_at) VALUES (?,?,?,?) ON CONFLICT (submission_id, content) DO NOTHING`, r.id, jsonText(n), content, t.ms())
	if err != nil || k == 0 {
		return true, err
	}
	if _, err := t.exec(`/* sentAgain */ UPDATE submissions SET flags = flags | ? WHERE id=?`, FlagOther, r.id); err != nil {
		return true, err
	}
	return true, t.event("submission", int64(r.id), "submission.other_words", nil)
}

// grow takes what the person has said by now. Times of receipt and promise
// stay as they were told, unless this is the first thing that asks for an
// answer: then the promise starts with it.
func (t *tx) grow(site Site, r *submissionRow, n NewSubmission) error {
	if !n.Final && n.Text == "" {
		// An earlier version that arrives late takes no words away.
		if err := t.row(`/* grow */ SELECT text FROM submissions WHERE id=?`, r.id).Scan(&n.Text); err != nil {
			return err
		}
	}
	content := n.content()
	if string(content) == string(r.content) {
		return nil
	}
	was, err := t.storedTap(r.id)
	if err != nil {
		return err
	}
	if r.burst { // a marked row changes in nothing but its mark
		if err := t.markTap(tap{id: r.id, complaint: r.complaint}, false, true); err != nil {
			return err
		}
	}
	var asked bool
	if err := t.row(`/* grow */ SELECT asks FROM complaints WHERE id=?`, r.complaint).Scan(&asked); err != nil {
		return err
	}
	if !asked && n.asks() {
		from := t.countsFrom(n)
		r.answerBy, r.counted = site.AnswerBy(from).UnixMilli(), from.UnixMilli()
	}
	if said := n.Captured.UnixMilli(); !n.Captured.IsZero() && t.clockFlag(n) == 0 && said < r.captured {
		r.captured = said // it stays the first that was said, as received_at stays the first arrival
	}
	r.flags |= t.clockFlag(n)
	if _, err := t.exec(`/* grow */ UPDATE submissions SET lang=?, mood=?, topics=?, text=?, answers=?, final=?, content=?, asks=?, answer_by=?, counted_from=?, captured_at=?, flags=? WHERE id=?`,
		n.Lang, n.Mood, topicsText(n.Topics), n.Text, answersText(n.Answers), flag(n.Final), content, flag(n.asks()), r.answerBy, r.counted, r.captured, r.flags, r.id); err != nil {
		return err
	}
	if _, err := t.exec(`/* grow */ UPDATE complaints SET kind=?, asks=?, answer_by=?, warn_at=? WHERE id=?`,
		string(n.kind()), flag(n.asks()), r.answerBy, warnAt(at(r.counted), at(r.answerBy)).UnixMilli(), r.complaint); err != nil {
		return err
	}
	if _, err := t.exec(`/* grow */ DELETE FROM submission_topics WHERE submission_id=?`, r.id); err != nil {
		return err
	}
	if err := t.forgetAgreements(r.id); err != nil {
		return err
	}
	if err := t.addDetails(site, *r, n); err != nil {
		return err
	}
	if err := t.event("submission", int64(r.id), "submission.grew", map[string]string{"final": yesNo(n.Final)}); err != nil || !was {
		return err
	}
	return t.markTaps(site.ID, r.device, r.capturedAt, r.id)
}

func (t *tx) forgetAgreements(id SubmissionID) error {
	rows, err := t.rows(`/* forgetAgreements */ SELECT DISTINCT CASE c.root_id WHEN 0 THEN c.id ELSE c.root_id END FROM agreements a JOIN entries e ON e.id = a.entry_id JOIN complaints c ON c.id = e.complaint_id WHERE a.submission_id = ?`, id)
	roots, err := collect(rows, err, func(r *sql.Rows) (id ComplaintID, err error) { return id, r.Scan(&id) })
	if err != nil || len(roots) == 0 {
		return err
	}
	if _, err := t.exec(`/* forgetAgreements */ DELETE FROM agreements WHERE submission_id=?`, id); err != nil {
		return err
	}
	for _, root := range roots {
		if err := t.recount(root); err != nil {
			return err
		}
	}
	return nil
}

// content is a digest of what the person said; two sendings with the same
// digest say the same.
func (n NewSubmission) content() []byte {
	h := sha256.New()
	put := func(s string) {
		var size [4]byte
		size[0], size[1], size[2], size[3] = byte(len(s)>>24), byte(len(s)>>16), byte(len(s)>>8), byte(len(s))
		h.Write(size[:])
		h.Write([]byte(s))
	}
	put(string(rune('0'+n.Mood)) + yesNo(n.Final))
	put(topicsText(n.Topics))
	for _, e := range n.Agrees {
		put(e.String())
	}
	put(n.Text)
	put(answersText(n.Answers))
	put(n.Contact.Name)
	put(n.Contact.Email)
	put(n.Contact.Phone)
	return h.Sum(nil)
}

func topicsText(topics []string) string {
	if len(topics) == 0 {
		return "[]"
	}
	return jsonText(topics)
}

func answersText(answers map[string]string) string {
	if len(answers) == 0 {
		return "{}"
	}
	return jsonText(answers)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
