package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
)

// BringScans opens a batch with files of scanned cards. Files with a kept copy
// wait to be read (see NextScanFile), others are being read by whoever brings
// them. A file whose bytes were read before, or wait to be read, is FileSame and
// is not read again. The files come back in the order in which they were given.
func (s *Store) BringScans(ctx context.Context, by Actor, site SiteID, source ScanSource, files []NewScanFile) (ScanBatchID, []ScanFile, error) {
	if len(files) == 0 {
		return 0, nil, invalid("scan_no_file", "file")
	}
	var batch ScanBatchID
	err := s.update(by, func(t *tx) error {
		user := int64(0)
		if by.Kind == ByUser {
			user = by.ID
		}
		id, err := t.insert(`/* Store.BringScans */ INSERT INTO scan_batches(site_id, source, user_id, begun_at) VALUES (?,?,?,?)`, site, string(source), user, t.ms())
		if err != nil {
			return err
		}
		batch = ScanBatchID(id)
		for _, f := range files {
			if err := t.bringScan(batch, f); err != nil {
				return err
			}
		}
		if err := t.event("scan", id, "scan.brought", map[string]string{"source": string(source), "files": strconv.Itoa(len(files))}); err != nil {
			return err
		}
		return t.endBatch(batch)
	})
	if err != nil {
		return 0, nil, err
	}
	list, err := s.scanFiles(ctx, `WHERE f.batch_id = ? ORDER BY f.id`, batch)
	return batch, list, err
}

func (t *tx) bringScan(batch ScanBatchID, f NewScanFile) error {
	state, same := FileReading, ScanFileID(0)
	if f.Kept != "" {
		state = FileWaiting
	}
	err := t.row(`/* bringScan */ SELECT id FROM scan_files WHERE sum = ? AND (state = 'read' OR kept <> '' AND state IN ('waiting', 'reading')) ORDER BY id LIMIT 1`, f.Sum[:]).Scan(&same)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	kept := f.Kept
	if same != 0 {
		state, kept = FileSame, ""
	}
	_, err = t.exec(`/* bringScan */ INSERT INTO scan_files(batch_id, name, sum, size, kept, state, same_as) VALUES (?,?,?,?,?,?,?)`,
		batch, f.Name, f.Sum[:], f.Size, kept, string(state), same)
	return err
}

// endBatch finishes a batch in which no file is left to read.
func (t *tx) endBatch(batch ScanBatchID) error {
	k, err := t.change(`/* endBatch */ UPDATE scan_batches SET finished_at = ? WHERE id = ? AND finished_at = 0
		AND NOT EXISTS (SELECT 1 FROM scan_files f WHERE f.batch_id = scan_batches.id AND f.state IN ('waiting', 'reading'))`, t.ms(), batch)
	if err != nil || k == 0 {
		return err
	}
	var cards int
	if err := t.row(`/* endBatch */ SELECT count(*) FROM scan_readings WHERE batch_id = ? AND front = 1`, batch).Scan(&cards); err != nil {
		return err
	}
	return t.event("scan", int64(batch), "scan.finished", map[string]string{"cards": strconv.Itoa(cards)})
}

// NextScanFile gives the oldest file with a kept copy that is still to be read,
// and says that it is being read; one that was being read when the program
// stopped comes first. NotFound if there is none.
func (s *Store) NextScanFile(ctx context.Context) (ScanFile, error) {
	list, err := s.scanFiles(ctx, `WHERE f.state IN ('waiting', 'reading') AND f.kept <> '' ORDER BY f.id LIMIT 1`)
	if err != nil {
		return ScanFile{}, err
	}
	if len(list) == 0 {
		return ScanFile{}, notFound("scan")
	}
	f := list[0]
	if f.State == FileReading {
		return f, nil
	}
	err = s.update(System(), func(t *tx) error {
		k, err := t.change(`/* Store.NextScanFile */ UPDATE scan_files SET state = 'reading' WHERE id = ? AND state = 'waiting'`, f.ID)
		if err == nil && k == 0 {
			return notFound("scan") // cancelled at this very moment
		}
		return err
	})
	f.State = FileReading
	return f, err
}

// EndScanFile says that a file was read to its end, or why nothing could be read
// from it. Its kept copy is not needed any more. A file that was cancelled
// meanwhile stays so.
func (s *Store) EndScanFile(_ context.Context, by Actor, f ScanFileID, why ScanProblem) error {
	state := FileRead
	if why.Key != "" {
		state = FileRefused
	}
	return s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.EndScanFile */ UPDATE scan_files SET state = ?, kept = '', problem = ?, args = ?, pages = CASE WHEN pages = 0 THEN (SELECT count(*) FROM scan_pages p WHERE p.file_id = scan_files.id) ELSE pages END
			WHERE id = ? AND state = 'reading'`, string(state), why.Key, argsText(why.Args), f)
		if err != nil || k == 0 {
			return err
		}
		var batch ScanBatchID
		if err := t.row(`/* Store.EndScanFile */ SELECT batch_id FROM scan_files WHERE id = ?`, f).Scan(&batch); err != nil {
			return err
		}
		return t.endBatch(batch)
	})
}

// CancelScan ends a batch: what was read stays, the rest is not read. It gives
// the names of the copies that nobody needs any more. Conflict where all was
// read already.
func (s *Store) CancelScan(ctx context.Context, by Actor, site SiteID, batch ScanBatchID) (kept []string, err error) {
	err = s.update(by, func(t *tx) error {
		kept = nil
		var finished int64
		if err := t.row(`/* Store.CancelScan */ SELECT finished_at FROM scan_batches WHERE id = ? AND (?2 = 0 OR site_id = ?2)`, batch, site).Scan(&finished); err != nil {
			return none(err, "scan")
		}
		if finished != 0 {
			return conflict("scan_over")
		}
		rows, err := t.rows(`/* Store.CancelScan */ SELECT kept FROM scan_files WHERE batch_id = ? AND kept <> ''`, batch)
		if kept, err = collect(rows, err, func(r *sql.Rows) (name string, err error) { return name, r.Scan(&name) }); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.CancelScan */ UPDATE scan_files SET state = 'cancelled', kept = '' WHERE batch_id = ? AND state IN ('waiting', 'reading')`, batch); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.CancelScan */ UPDATE scan_batches SET cancelled_at = ?, finished_at = ? WHERE id = ?`, t.ms(), t.ms(), batch); err != nil {
			return err
		}
		return t.event("scan", int64(batch), "scan.cancelled", nil)
	})
	return kept, err
}

// KeptScans gives the names of the copies that are still to be read.
func (s *Store) KeptScans(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.KeptScans */ SELECT kept FROM scan_files WHERE state IN ('waiting', 'reading') AND kept <> ''`)
	return collect(rows, err, func(r *sql.Rows) (name string, err error) { return name, r.Scan(&name) })
}

func argsText(args map[string]string) string {
	if len(args) == 0 {
		return "{}"
	}
	return jsonText(args)
}

func (s *Store) scanFiles(ctx context.Context, where string, args ...any) ([]ScanFile, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.scanFiles */ SELECT f.id, f.batch_id, b.site_id, b.source, b.user_id, f.name, f.size, f.kept, f.pages, f.state, f.problem, f.args,
		COALESCE(o.batch_id, 0), COALESCE(ob.begun_at, 0), (SELECT count(*) FROM scan_pages p WHERE p.file_id = f.id)
		FROM scan_files f JOIN scan_batches b ON b.id = f.batch_id LEFT JOIN scan_files o ON o.id = f.same_as LEFT JOIN scan_batches ob ON ob.id = o.batch_id `+where, args...)
	return collect(rows, err, func(r *sql.Rows) (f ScanFile, err error) {
		var same int64
		var problem string
		err = r.Scan(&f.ID, &f.Batch, &f.Site, &f.Source, &f.User, &f.Name, &f.Size, &f.Kept, &f.Pages, &f.State, &f.Problem.Key, &problem, &f.SameAs, &same, &f.PagesRead)
		if err != nil {
			return f, err
		}
		f.SameAt = at(same)
		return f, json.Unmarshal([]byte(problem), &f.Problem.Args)
	})
}
