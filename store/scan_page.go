package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
)

// AddScanPage keeps what was read on a page, and takes in at once what is clear,
// all in one transaction. A question side of a card that was read before becomes
// ReadAgain; one of a card whose person had answered by its code ReadBeside. The
// same page of a file again changes nothing and gives nothing. Conflict where
// the file is not being read any more.
func (s *Store) AddScanPage(_ context.Context, by Actor, p NewScanPage, found []NewReading) ([]ReadingState, error) {
	sites := map[SiteID]Site{}
	for _, r := range found {
		site, err := s.Site(r.Site)
		if err != nil {
			return nil, err
		}
		sites[r.Site] = site
	}
	var states []ReadingState
	err := s.update(by, func(t *tx) error {
		states = nil
		page, batch, err := t.addScanPage(p, found)
		if err != nil || page == 0 {
			return err
		}
		for _, r := range found {
			state, err := t.addReading(sites[r.Site], page, batch, r)
			if err != nil {
				return err
			}
			states = append(states, state)
		}
		return nil
	})
	return states, err
}

// addScanPage gives page 0 where that page is there already.
func (t *tx) addScanPage(p NewScanPage, found []NewReading) (page ScanPageID, batch ScanBatchID, err error) {
	var state FileState
	if err := t.row(`/* addScanPage */ SELECT batch_id, state FROM scan_files WHERE id = ?`, p.File).Scan(&batch, &state); err != nil {
		return 0, 0, none(err, "scan")
	}
	if state != FileReading {
		return 0, 0, conflict("scan_cancelled")
	}
	fronts := 0
	for _, r := range found {
		fronts += flag(r.Front)
	}
	r, err := t.exec(`/* addScanPage */ INSERT INTO scan_pages(file_id, number, cards, problem, args, at) VALUES (?,?,?,?,?,?) ON CONFLICT (file_id, number) DO NOTHING`,
		p.File, p.Number, fronts, p.Problem.Key, argsText(p.Problem.Args), t.ms())
	if err != nil {
		return 0, 0, err
	}
	if k, err := r.RowsAffected(); err != nil || k == 0 {
		return 0, 0, err
	}
	if p.Pages > 0 {
		if _, err := t.exec(`/* addScanPage */ UPDATE scan_files SET pages = ? WHERE id = ?`, p.Pages, p.File); err != nil {
			return 0, 0, err
		}
	}
	id, err := r.LastInsertId()
	return ScanPageID(id), batch, err
}

func (t *tx) addReading(site Site, page ScanPageID, batch ScanBatchID, r NewReading) (ReadingState, error) {
	submission := SubmissionID(0)
	if r.Front && r.Card != 0 {
		var err error
		if r.State, submission, err = t.receiveCard(site, r.Card, 0, r.State, r.Said); err != nil {
			return "", err
		}
	}
	id, err := t.insert(`/* addReading */ INSERT INTO scan_readings(page_id, batch_id, site_id, card_id, front, stands, state, reason, residual, why, marks, inked, submission_id, read_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		page, batch, r.Site, r.Card, flag(r.Front), flag(r.Front && r.Card != 0 && r.State != ReadAgain), string(r.State), r.Reason, r.Residual,
		listText(r.Why), marksText(r.Marks), listText(r.Inked), submission, t.ms())
	if err != nil || r.State == ReadAgain || r.State == ReadBack {
		return r.State, err
	}
	if r.State == ReadBeside {
		r.Contacts = nil // nobody will type it
	}
	if err := t.keepPictures(ReadingID(id), r.Pictures, r.Contacts); err != nil {
		return "", err
	}
	return r.State, t.cardRead(r.Card, r.State)
}

// cardRead notes for a card what became of its paper.
func (t *tx) cardRead(card CardID, state ReadingState) error {
	if card == 0 {
		return nil
	}
	return t.event("card", int64(card), "card.read", map[string]string{"as": string(state)})
}

// receiveCard settles what a card's question side, reading self, is: the same card again, one
// whose person has answered already, or what the reader said, taken in.
func (t *tx) receiveCard(site Site, card CardID, self ReadingID, state ReadingState, said *NewSubmission) (ReadingState, SubmissionID, error) {
	again, err := t.standing(card, self)
	if err != nil || again {
		return ReadAgain, 0, err
	}
	var answered SubmissionID
	if err := t.row(`/* receiveCard */ SELECT submission_id FROM cards WHERE id = ?`, card).Scan(&answered); err != nil {
		return "", 0, none(err, "card")
	}
	if answered != 0 && state != ReadBlank {
		have, err := t.submissionByID(answered)
		if err != nil || have.final || have.flags&FlagErased != 0 {
			return ReadBeside, answered, err
		}
	}
	if said == nil {
		return state, 0, nil
	}
	id, beside, err := t.enterCard(site, answered, *said)
	if beside {
		state = ReadBeside
	}
	return state, id, err
}

// standing tells whether another reading than self stands for a card.
func (t *tx) standing(card CardID, self ReadingID) (bool, error) {
	var n int
	err := t.row(`/* standing */ SELECT count(*) FROM scan_readings WHERE card_id = ? AND stands = 1 AND id <> ?`, card, self).Scan(&n)
	return n > 0, err
}

// enterCard takes in what a card says. What its person has begun by its code
// grows; finished words stay as they are, and beside is true.
func (t *tx) enterCard(site Site, begun SubmissionID, n NewSubmission) (id SubmissionID, beside bool, err error) {
	var row submissionRow
	if begun != 0 {
		row, err = t.submissionByID(begun)
	} else {
		row, err = t.submissionByClient(n.Client)
	}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if row, err = t.addSubmission(site, n); err != nil {
			return 0, false, err
		}
	case err != nil:
		return 0, false, err
	case row.final || row.flags&FlagErased != 0:
		return row.id, true, nil
	default:
		if err := t.grow(site, &row, n); err != nil {
			return 0, false, err
		}
	}
	return row.id, false, t.giveVoucher(site, row.id)
}

func (t *tx) keepPictures(id ReadingID, pictures, contacts map[string][]byte) error {
	for part, image := range pictures {
		if _, err := t.exec(`/* keepPictures */ INSERT INTO scan_pictures(reading_id, part, image) VALUES (?,?,?) ON CONFLICT (reading_id, part) DO UPDATE SET image = excluded.image`, id, part, image); err != nil {
			return err
		}
	}
	for part, image := range contacts {
		if _, err := t.exec(`/* keepPictures */ INSERT INTO scan_contacts(reading_id, part, image) VALUES (?,?,?) ON CONFLICT (reading_id, part) DO UPDATE SET image = excluded.image`, id, part, image); err != nil {
			return err
		}
	}
	return nil
}

func listText(list []string) string {
	if len(list) == 0 {
		return "[]"
	}
	return jsonText(list)
}

func marksText(marks []Mark) string {
	if len(marks) == 0 {
		return "[]"
	}
	return jsonText(marks)
}

// Shows tells whether a part of the pictures is there.
func (r Reading) Shows(part string) bool { return slices.Contains(r.Parts, part) }

// ShowsContact is Shows for pictures that may show a contact.
func (r Reading) ShowsContact(part string) bool { return slices.Contains(r.Contacts, part) }
