package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// ScanBatches gives a site's batches, newest first, at most limit of them.
func (s *Store) ScanBatches(ctx context.Context, site SiteID, limit int) ([]ScanBatch, error) {
	return s.scanBatches(ctx, `WHERE b.site_id = ? ORDER BY b.id DESC LIMIT ?`, site, limit)
}

// ScanBatch gives one batch of a site. NotFound for a batch of another one.
func (s *Store) ScanBatch(ctx context.Context, site SiteID, id ScanBatchID) (ScanBatch, error) {
	list, err := s.scanBatches(ctx, `WHERE b.site_id = ? AND b.id = ?`, site, id)
	if err != nil || len(list) == 0 {
		return ScanBatch{}, orNotFound(err, "scan")
	}
	return list[0], nil
}

func (s *Store) scanBatches(ctx context.Context, where string, args ...any) ([]ScanBatch, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.scanBatches */ SELECT b.id, b.site_id, b.source, b.user_id, COALESCE(u.name, ''), b.begun_at, b.finished_at, b.cancelled_at
		FROM scan_batches b LEFT JOIN users u ON u.id = b.user_id `+where, args...)
	list, err := collect(rows, err, func(r *sql.Rows) (b ScanBatch, err error) {
		var begun, finished, cancelled int64
		err = r.Scan(&b.ID, &b.Site, &b.Source, &b.User, &b.UserName, &begun, &finished, &cancelled)
		b.BegunAt, b.FinishedAt, b.CancelledAt = at(begun), at(finished), at(cancelled)
		return b, err
	})
	for i := range list {
		if err == nil {
			err = s.countScan(ctx, &list[i])
		}
	}
	return list, err
}

func (s *Store) countScan(ctx context.Context, b *ScanBatch) error {
	c := &b.Count
	err := s.read.QueryRowContext(ctx, `/* Store.countScan */ SELECT count(*), COALESCE(sum(state IN ('waiting', 'reading')), 0), COALESCE(sum(state = 'refused'), 0), COALESCE(sum(pages), 0) FROM scan_files WHERE batch_id = ?`, b.ID).
		Scan(&c.Files, &c.Unread, &c.Empty, &c.PagesExpected)
	if err != nil {
		return err
	}
	var empty int
	var last int64
	err = s.read.QueryRowContext(ctx, `/* Store.countScan */ SELECT count(*), COALESCE(sum(p.problem <> ''), 0), COALESCE(max(p.at), 0) FROM scan_files f JOIN scan_pages p ON p.file_id = f.id WHERE f.batch_id = ?`, b.ID).
		Scan(&c.Pages, &empty, &last)
	if err != nil {
		return err
	}
	c.Empty += empty
	b.LastAt = at(max(last, b.BegunAt.UnixMilli()))
	rows, err := s.read.QueryContext(ctx, `/* Store.countScan */ SELECT state, count(*) FROM scan_readings WHERE batch_id = ? GROUP BY state`, b.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var state ReadingState
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return err
		}
		c.add(state, n)
	}
	return rows.Err()
}

func (c *ScanCount) add(state ReadingState, n int) {
	if state == ReadBack {
		c.Backs += n
		return
	}
	c.Cards += n
	switch state {
	case ReadEntered:
		c.Entered += n
	case ReadToReview:
		c.ToReview += n
	case ReadToType:
		c.ToType += n
	case ReadBlank:
		c.Blank += n
	case ReadAgain:
		c.Again += n
	case ReadBeside:
		c.Beside += n
	case ReadCannot:
		c.Cannot += n
	}
}

// ScanFiles gives the files of a batch in the order in which they were brought.
func (s *Store) ScanFiles(ctx context.Context, batch ScanBatchID) ([]ScanFile, error) {
	return s.scanFiles(ctx, `WHERE f.batch_id = ? ORDER BY f.id`, batch)
}

// ScanPages gives the pages of a batch with what was found on them, in the order
// in which they were read: at most limit of them after the page of an id, 0 for
// the first.
func (s *Store) ScanPages(ctx context.Context, batch ScanBatchID, after ScanPageID, limit int) ([]ScanPage, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.ScanPages */ SELECT p.id, p.file_id, p.number, p.problem, p.args FROM scan_files f JOIN scan_pages p ON p.file_id = f.id WHERE f.batch_id = ? AND p.id > ? ORDER BY p.id LIMIT ?`, batch, after, limit)
	pages, err := collect(rows, err, func(r *sql.Rows) (p ScanPage, err error) {
		var args string
		if err = r.Scan(&p.ID, &p.File, &p.Number, &p.Problem.Key, &args); err != nil {
			return p, err
		}
		return p, json.Unmarshal([]byte(args), &p.Problem.Args)
	})
	if err != nil || len(pages) == 0 {
		return pages, err
	}
	list, err := s.readings(ctx, `WHERE r.batch_id = ? AND r.page_id BETWEEN ? AND ? ORDER BY r.id`, batch, pages[0].ID, pages[len(pages)-1].ID)
	if err != nil {
		return nil, err
	}
	byID := map[ScanPageID]int{}
	for i, p := range pages {
		byID[p.ID] = i
	}
	for _, r := range list {
		i := byID[r.page]
		pages[i].Readings = append(pages[i].Readings, r)
	}
	return pages, nil
}

// MissingFronts gives the serials of cards of a batch whose reply side was read
// and whose question side never was.
func (s *Store) MissingFronts(ctx context.Context, batch ScanBatchID) ([]string, error) {
	list, err := s.readings(ctx, `WHERE r.batch_id = ? AND r.state = 'back' AND r.card_id <> 0
		AND NOT EXISTS (SELECT 1 FROM scan_readings f WHERE f.card_id = r.card_id AND f.front = 1) ORDER BY r.id LIMIT 500`, batch)
	var serials []string
	for _, r := range list {
		serials = append(serials, r.Serial)
	}
	return serials, err
}

// ReadingsOf gives the returned cards that belong to the words of a complaint
// and of those grouped under it, oldest first.
func (s *Store) ReadingsOf(ctx context.Context, submissions []SubmissionID) ([]Reading, error) {
	return s.readings(ctx, `WHERE r.submission_id IN (SELECT value FROM json_each(?)) AND r.submission_id <> 0 AND r.stands = 1 ORDER BY r.id`, jsonText(submissions))
}

// Reading gives one reading of a site.
func (s *Store) Reading(ctx context.Context, site SiteID, id ReadingID) (Reading, error) {
	list, err := s.readings(ctx, `WHERE r.id = ? AND r.site_id = ?`, id, site)
	if err != nil || len(list) == 0 {
		return Reading{}, orNotFound(err, "reading")
	}
	return list[0], nil
}

// ReadingPicture gives a picture of a reading; contact tells from which of the
// two kinds. NotFound where it was never there or was erased.
func (s *Store) ReadingPicture(ctx context.Context, id ReadingID, part string, contact bool) (image []byte, err error) {
	table := "scan_pictures"
	if contact {
		table = "scan_contacts"
	}
	err = s.read.QueryRowContext(ctx, `/* Store.ReadingPicture */ SELECT image FROM `+table+` WHERE reading_id = ? AND part = ?`, id, part).Scan(&image)
	return image, none(err, "photo")
}

func (s *Store) readings(ctx context.Context, where string, args ...any) ([]Reading, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.readings */ SELECT r.id, r.page_id, r.batch_id, r.site_id, r.card_id, COALESCE(k.number, 0), r.front, r.state, r.reason, r.residual, r.why, r.marks, r.seen, r.inked,
		r.submission_id, COALESCE(CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END, 0), COALESCE(x.received_at, 0), r.read_at, COALESCE(u.name, ''), r.decided_at, f.name, p.number
		FROM scan_readings r JOIN scan_pages p ON p.id = r.page_id JOIN scan_files f ON f.id = p.file_id LEFT JOIN cards k ON k.id = r.card_id LEFT JOIN users u ON u.id = r.decided_by
		LEFT JOIN submissions x ON x.id = r.submission_id LEFT JOIN complaints m ON m.id = x.complaint_id `+where, args...)
	list, err := collect(rows, err, s.scanReading)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.readingParts(ctx, list)
}

func (s *Store) scanReading(rows *sql.Rows) (r Reading, err error) {
	var number, said, read, decided int64
	var why, marks, seen, inked string
	err = rows.Scan(&r.ID, &r.page, &r.Batch, &r.Site, &r.Card, &number, &r.Front, &r.State, &r.Reason, &r.Residual, &why, &marks, &seen, &inked,
		&r.Submission, &r.Complaint, &said, &read, &r.DecidedBy, &decided, &r.File, &r.Page)
	if err != nil {
		return r, err
	}
	r.SaidAt, r.ReadAt, r.DecidedAt = at(said), at(read), at(decided)
	if site, err := s.Site(r.Site); err == nil && number > 0 {
		r.Serial = Serial(site.Prefix, number)
	}
	return r, unmarshalAll(why, &r.Why, marks, &r.Marks, seen, &r.Seen, inked, &r.Inked)
}

// readingParts says which pictures there are.
func (s *Store) readingParts(ctx context.Context, list []Reading) error {
	index, ids := map[ReadingID]int{}, []ReadingID{}
	for i, r := range list {
		index[r.ID], ids = i, append(ids, r.ID)
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.readingParts */ SELECT reading_id, part, 0 FROM scan_pictures WHERE reading_id IN (SELECT value FROM json_each(?1))
		UNION ALL SELECT reading_id, part, 1 FROM scan_contacts WHERE reading_id IN (SELECT value FROM json_each(?1))`, jsonText(ids))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id ReadingID
		var part string
		var contact bool
		if err := rows.Scan(&id, &part, &contact); err != nil {
			return err
		}
		r := &list[index[id]]
		if contact {
			r.Contacts = append(r.Contacts, part)
		} else {
			r.Parts = append(r.Parts, part)
		}
	}
	return rows.Err()
}

// Stopped tells whether a batch was left half read by a command or a folder's
// reader that is not there any more.
func (b ScanBatch) Stopped(now time.Time) bool {
	return b.FinishedAt.IsZero() && b.Source != ScanUpload && now.Sub(b.LastAt) > 10*time.Minute
}
