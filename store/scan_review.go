package store

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// ScanQueue is how many returned cards wait for a person.
type ScanQueue struct {
	ToReview, ToType int
	// Taken are open before a colleague; FreeAt is when the first of them is
	// free again if nothing is done with it.
	Taken   int
	TakenBy string
	FreeAt  time.Time
}

// Len is how many there are in all.
func (q ScanQueue) Len() int { return q.ToReview + q.ToType }

// A card that somebody has before them is theirs for a while.
const (
	claimFor    = 3 * time.Minute
	takeBackFor = 15 * time.Minute
)

// ScanQueue counts what waits at a site; reader is whose own cards do not count
// as Taken.
func (s *Store) ScanQueue(ctx context.Context, site SiteID, reader UserID) (q ScanQueue, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.ScanQueue */ SELECT COALESCE(sum(state = 'to_review'), 0), COALESCE(sum(state = 'to_type'), 0) FROM scan_readings WHERE site_id = ? AND state IN ('to_review', 'to_type')`, site).
		Scan(&q.ToReview, &q.ToType)
	if err != nil || q.Len() == 0 {
		return q, err
	}
	var free int64
	err = s.read.QueryRowContext(ctx, `/* Store.ScanQueue */ SELECT count(*), COALESCE(min(r.claimed_until), 0), COALESCE(max(u.name), '') FROM scan_readings r JOIN users u ON u.id = r.claimed_by
		WHERE r.site_id = ? AND r.state IN ('to_review', 'to_type') AND r.claimed_by <> ? AND r.claimed_until > ?`, site, reader, s.clock().UnixMilli()).Scan(&q.Taken, &free, &q.TakenBy)
	q.FreeAt = at(free)
	return q, err
}

// ClaimReadings gives up to n cards that wait at a site, those to look at before
// those to type, oldest first, and keeps them for the reader for three minutes:
// nobody else gets them meanwhile. except are left out; those that the reader has
// already stay theirs.
func (s *Store) ClaimReadings(ctx context.Context, by Actor, site SiteID, n int, except ...ReadingID) ([]Reading, error) {
	var ids []ReadingID
	err := s.update(by, func(t *tx) error {
		ids = nil
		for _, state := range []ReadingState{ReadToReview, ReadToType} {
			rows, err := t.rows(`/* Store.ClaimReadings */ SELECT id FROM scan_readings WHERE site_id = ? AND state = ? AND (claimed_by = ? OR claimed_until <= ?)
				AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?`, site, string(state), by.ID, t.ms(), idsText(except), n-len(ids))
			more, err := collect(rows, err, func(r *sql.Rows) (id ReadingID, err error) { return id, r.Scan(&id) })
			if err != nil {
				return err
			}
			ids = append(ids, more...)
		}
		for _, id := range ids {
			if err := t.claim(id); err != nil {
				return err
			}
		}
		for _, id := range except { // those that are before the reader already stay theirs
			if _, err := t.exec(`/* Store.ClaimReadings */ UPDATE scan_readings SET claimed_until = ? WHERE id = ? AND claimed_by = ?`, t.now.Add(claimFor).UnixMilli(), id, by.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	// Those to look at come before those to type.
	return s.readings(ctx, `WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.state = 'to_type', r.id`, jsonText(ids))
}

func idsText(ids []ReadingID) string {
	if len(ids) == 0 {
		return "[]"
	}
	return jsonText(ids)
}

func (t *tx) claim(id ReadingID) error {
	_, err := t.exec(`/* claim */ UPDATE scan_readings SET claimed_by = ?, claimed_until = ? WHERE id = ?`, t.actor.ID, t.now.Add(claimFor).UnixMilli(), id)
	return err
}

// ClaimReading gives one open card by its number and keeps it for the reader.
// Conflict where a colleague has it before them, or has decided.
func (s *Store) ClaimReading(ctx context.Context, by Actor, site SiteID, id ReadingID) (Reading, error) {
	err := s.update(by, func(t *tx) error {
		if _, err := t.openReading(site, id); err != nil {
			return err
		}
		return t.claim(id)
	})
	if err != nil {
		return Reading{}, err
	}
	return s.Reading(ctx, site, id)
}

// readingRow is what a decision has to know.
type readingRow struct {
	card       CardID
	state      ReadingState
	reason     string
	submission SubmissionID
	readAt     int64
}

// openReading reads a card that waits and that no colleague has before them.
func (t *tx) openReading(site SiteID, id ReadingID) (r readingRow, err error) {
	var claimed, until int64
	err = t.row(`/* openReading */ SELECT card_id, state, reason, submission_id, read_at, claimed_by, claimed_until FROM scan_readings WHERE id = ? AND site_id = ?`, id, site).
		Scan(&r.card, &r.state, &r.reason, &r.submission, &r.readAt, &claimed, &until)
	switch {
	case err != nil:
		return r, none(err, "reading")
	case !r.state.Open():
		return r, conflict("reading_decided")
	case claimed != t.actor.ID && until > t.ms():
		return r, conflict("reading_claimed")
	}
	return r, nil
}

// DecideReading says what a card is, as a person sees it, and takes it in. The
// promise counts from when it was read. It gives what became of it: a card whose
// number was typed may turn out ReadAgain, and one whose person has answered by
// its code meanwhile ReadBeside. Conflict where a colleague has decided, or has
// it before them.
func (s *Store) DecideReading(_ context.Context, by Actor, site SiteID, id ReadingID, d ReadingDecision) (state ReadingState, err error) {
	home := site
	if d.Said != nil {
		home = d.Said.Site
	}
	place, err := s.Site(home)
	if err != nil {
		return "", err
	}
	err = s.update(by, func(t *tx) error {
		r, err := t.openReading(site, id)
		if err != nil {
			return err
		}
		now := d
		if d.Said != nil {
			said := *d.Said
			said.Read, said.Captured = at(r.readAt), at(r.readAt)
			now.Said = &said
		}
		state, err = t.decide(place, id, r, now)
		return err
	})
	return state, err
}

func (t *tx) decide(site Site, id ReadingID, r readingRow, d ReadingDecision) (state ReadingState, err error) {
	state = d.State
	typed := r.card == 0 && d.Card != 0
	if typed {
		r.card = d.Card
	}
	switch {
	case r.submission != 0 && d.Said == nil:
		r.submission, err = t.nothingSaid(site, r.submission, d.State == ReadCannot)
	case r.card == 0:
	case r.submission == 0:
		state, r.submission, err = t.receiveCard(site, r.card, id, d.State, d.Said)
	case d.Said != nil:
		state, err = t.receiveMore(site, id, r, typed, d)
	}
	if err != nil {
		return "", err
	}
	stands := r.card != 0 && state != ReadAgain && state != ReadCannot // a better scan may come
	if _, err := t.exec(`/* decide */ UPDATE scan_readings SET was = state, state = ?, card_id = ?, stands = ?, site_id = ?, submission_id = ?, seen = ?, decided_by = ?, decided_at = ?, claimed_by = 0, claimed_until = 0 WHERE id = ?`,
		string(state), r.card, flag(stands), site.ID, r.submission, marksText(d.Seen), t.actor.ID, t.ms(), id); err != nil {
		return "", err
	}
	if err := t.keepPictures(id, d.Pictures, d.Contacts); err != nil {
		return "", err
	}
	if d.Private {
		if err := t.hidePictures(id); err != nil {
			return "", err
		}
	}
	return state, t.cardRead(r.card, state)
}

// receiveMore grows what was taken in of a card before: its words were typed, or
// somebody took a decision back. Words that their person has finished or erased
// meanwhile stay as they are; what the card says is kept beside them.
func (t *tx) receiveMore(site Site, id ReadingID, r readingRow, typed bool, d ReadingDecision) (ReadingState, error) {
	row, err := t.submissionByID(r.submission)
	if err != nil || row.flags&FlagErased != 0 {
		return ReadEntered, err
	}
	if typed {
		again, err := t.standing(r.card, id)
		if err != nil || again {
			return ReadAgain, err
		}
		if err := t.linkCard(r.card, r.submission, d.Said.Client); err != nil {
			return "", err
		}
	}
	if err := t.forgetTyped(row); err != nil {
		return "", err
	}
	if _, err := t.sentAgain(site, &row, *d.Said); err != nil {
		return "", err
	}
	return d.State, t.giveVoucher(site, row.id)
}

// forgetTyped drops the contact that was typed with a decision that was taken
// back (which leaves no content): only the new decision says what it is.
func (t *tx) forgetTyped(r submissionRow) error {
	if len(r.content) > 0 {
		return nil
	}
	if _, err := t.exec(`/* forgetTyped */ DELETE FROM contacts WHERE submission_id = ?`, r.id); err != nil {
		return err
	}
	_, err := t.exec(`/* forgetTyped */ DELETE FROM calls WHERE submission_id = ? AND wished = 0`, r.id)
	return err
}

// hidePictures makes all pictures of a card those that may show a contact.
func (t *tx) hidePictures(id ReadingID) error {
	if _, err := t.exec(`/* hidePictures */ INSERT INTO scan_contacts(reading_id, part, image) SELECT reading_id, part, image FROM scan_pictures WHERE reading_id = ?
		ON CONFLICT (reading_id, part) DO UPDATE SET image = excluded.image`, id); err != nil {
		return err
	}
	_, err := t.exec(`/* hidePictures */ DELETE FROM scan_pictures WHERE reading_id = ?`, id)
	return err
}

// StandingReading gives the reading that counts for a card. NotFound where there
// is none yet.
func (s *Store) StandingReading(ctx context.Context, card CardID) (Reading, error) {
	list, err := s.readings(ctx, `WHERE r.card_id = ? AND r.stands = 1`, card)
	if err != nil || len(list) == 0 {
		return Reading{}, orNotFound(err, "reading")
	}
	return list[0], nil
}

// linkCard ties words that were taken in of a card to another one.
func (t *tx) linkCard(card CardID, id SubmissionID, c ClientID) error {
	if _, err := t.exec(`/* linkCard */ UPDATE submissions SET card_id = ?, client_id = ? WHERE id = ?`, card, c[:], id); err != nil {
		return err
	}
	_, err := t.exec(`/* linkCard */ UPDATE cards SET submission_id = ? WHERE id = ?`, id, card)
	return err
}

// TakeBackReading takes back the last decision of a person, of those of the last
// quarter of an hour, and gives the card, which is before them again. What was
// taken in stays and waits for the new decision. NotFound if there is none.
func (s *Store) TakeBackReading(ctx context.Context, by Actor) (Reading, error) {
	var id ReadingID
	var site SiteID
	err := s.update(by, func(t *tx) error {
		var r readingRow
		err := t.row(`/* Store.TakeBackReading */ SELECT id, site_id, card_id, state, reason, submission_id FROM scan_readings
			WHERE decided_by = ? AND decided_at >= ? AND was <> '' ORDER BY decided_at DESC, id DESC LIMIT 1`, by.ID, t.now.Add(-takeBackFor).UnixMilli()).
			Scan(&id, &site, &r.card, &r.state, &r.reason, &r.submission)
		if err != nil {
			return none(err, "reading_undo")
		}
		return t.takeBack(id, r)
	})
	if err != nil {
		return Reading{}, err
	}
	return s.Reading(ctx, site, id)
}

func (t *tx) takeBack(id ReadingID, r readingRow) error {
	if r.state == ReadBeside {
		r.submission = 0 // another's words
	}
	if r.submission != 0 {
		// Not finished any more: what is decided now takes their place.
		if _, err := t.exec(`/* takeBack */ UPDATE submissions SET final = 0, content = '' WHERE id = ? AND flags & 4 = 0`, r.submission); err != nil {
			return err
		}
	}
	card := r.card
	if r.reason == "code" || r.reason == "unknown" { // its number was typed
		if err := t.unlinkCard(r.submission); err != nil {
			return err
		}
		r.card = 0
	} else if again, err := t.standing(card, id); err != nil || again {
		return orConflict(err, "reading_undo")
	}
	if _, err := t.exec(`/* takeBack */ UPDATE scan_readings SET state = was, was = '', card_id = ?, stands = ?, submission_id = ?, decided_by = 0, decided_at = 0 WHERE id = ?`,
		r.card, flag(r.card != 0), r.submission, id); err != nil {
		return err
	}
	if err := t.claim(id); err != nil || card == 0 {
		return err
	}
	return t.event("card", int64(card), "card.taken_back", nil)
}

func orConflict(err error, key string) error {
	if err != nil {
		return err
	}
	return conflict(key)
}

// unlinkCard frees the card of words, so that the true ones can still come.
func (t *tx) unlinkCard(id SubmissionID) error {
	if id == 0 {
		return nil
	}
	if _, err := t.exec(`/* unlinkCard */ UPDATE cards SET submission_id = 0 WHERE id = (SELECT card_id FROM submissions WHERE id = ?1) AND submission_id = ?1`, id); err != nil {
		return err
	}
	var none ClientID // of no card
	for i := range none {
		none[i] = byte(rand.Uint32())
	}
	_, err := t.exec(`/* unlinkCard */ UPDATE submissions SET card_id = 0, client_id = ? WHERE id = ?`, none[:], id)
	return err
}

// CardBySerial gives the card of a number as it is printed or typed: lp-c0417,
// LP C417. NotFound for one that was never printed.
func (s *Store) CardBySerial(ctx context.Context, serial string) (Card, error) {
	clean := strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '–' {
			return -1
		}
		return r
	}, serial))
	at := strings.LastIndex(clean, "C")
	if at < 1 {
		return Card{}, notFound("card_serial")
	}
	number, err := strconv.ParseInt(clean[at+1:], 10, 64)
	if err != nil || number < 1 {
		return Card{}, notFound("card_serial")
	}
	for _, site := range s.Sites() {
		if strings.EqualFold(site.Prefix, clean[:at]) {
			return s.cardByNumber(ctx, site, number)
		}
	}
	return Card{}, notFound("card_serial")
}

func (s *Store) cardByNumber(ctx context.Context, site Site, number int64) (Card, error) {
	var run CardRun
	var id CardID
	var answered SubmissionID
	err := s.read.QueryRowContext(ctx, `/* Store.cardByNumber */ SELECT k.id, k.submission_id, r.id, r.questionnaire_id, r.lang FROM cards k JOIN card_runs r ON r.id = k.run_id WHERE k.site_id = ? AND k.number = ?`, site.ID, number).
		Scan(&id, &answered, &run.ID, &run.Questionnaire, &run.Lang)
	if err != nil {
		return Card{}, none(err, "card_serial")
	}
	return s.card(site, run, id, number, answered), nil
}

// CardByID gives a card by the number of its row.
func (s *Store) CardByID(ctx context.Context, id CardID) (Card, error) {
	var site SiteID
	var number int64
	err := s.read.QueryRowContext(ctx, `/* Store.CardByID */ SELECT site_id, number FROM cards WHERE id = ?`, id).Scan(&site, &number)
	if err != nil {
		return Card{}, none(err, "card")
	}
	x, err := s.Site(site)
	if err != nil {
		return Card{}, err
	}
	return s.cardByNumber(ctx, x, number)
}

// Typed is what somebody has typed of a card.
type Typed struct {
	Text    string
	Answers map[string]string
	Contact Contact
}

// TypedOf gives what was typed of a card before, for whoever takes it back.
func (s *Store) TypedOf(ctx context.Context, id SubmissionID) (x Typed, err error) {
	var answers string
	err = s.read.QueryRowContext(ctx, `/* Store.TypedOf */ SELECT s.text, s.answers, COALESCE(k.name, ''), COALESCE(k.email, ''), COALESCE(k.phone, '') FROM submissions s LEFT JOIN contacts k ON k.submission_id = s.id WHERE s.id = ?`, id).
		Scan(&x.Text, &answers, &x.Contact.Name, &x.Contact.Email, &x.Contact.Phone)
	if err != nil {
		return x, none(err, "reading")
	}
	return x, unmarshalAll(answers, &x.Answers)
}
