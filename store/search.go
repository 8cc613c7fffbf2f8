package store

import (
	"context"
	"database/sql"
	"strings"
	"unicode"
)

// Text search stands in this file alone: FTS5 here, something else elsewhere.

// The index follows the trail of events instead of being written with each
// submission: a customer's "thank you" does not wait for it, and a third more
// of them go through in a rush. Whoever searches brings it up to date first.

// indexBatch is how many events one turn takes, so that no customer waits
// longer than a few milliseconds behind it.
const indexBatch = 100

// indexNew brings the word index up to the end of the trail.
func (s *Store) indexNew(ctx context.Context) error {
	s.indexing.Lock()
	defer s.indexing.Unlock()
	for {
		var last, upto int64
		err := s.read.QueryRowContext(ctx, `/* Store.indexNew */ SELECT COALESCE((SELECT max(id) FROM events), 0), COALESCE((SELECT CAST(value AS BIGINT) FROM settings WHERE key = 'words_upto'), 0)`).Scan(&last, &upto)
		if err != nil || upto >= last {
			return err
		}
		if err := s.silently(System(), func(t *tx) error { return t.indexAfter(upto) }); err != nil {
			return err
		}
	}
}

func (t *tx) indexAfter(upto int64) error {
	type said struct {
		event int64
		id    SubmissionID
		verb  string
	}
	rows, err := t.rows(`/* tx.indexAfter */ SELECT id, subject_id, verb FROM events WHERE id > ? ORDER BY id LIMIT ?`, upto, indexBatch)
	list, err := collect(rows, err, func(r *sql.Rows) (x said, err error) { return x, r.Scan(&x.event, &x.id, &x.verb) })
	if err != nil {
		return err
	}
	for _, x := range list {
		upto = x.event
		if x.verb != "submission.received" && x.verb != "submission.grew" {
			continue
		}
		if _, err := t.exec(`/* tx.indexAfter */ INSERT OR REPLACE INTO words(rowid, text) SELECT id, text FROM submissions WHERE id = ? AND text <> ''`, x.id); err != nil {
			return err
		}
	}
	_, err = t.exec(`/* tx.indexAfter */ INSERT INTO settings(key, value) VALUES ('words_upto', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, upto)
	return err
}

func (t *tx) unindexWords(id SubmissionID) error {
	_, err := t.exec(`/* unindexWords */ DELETE FROM words WHERE rowid = ?`, id)
	return err
}

// wordsOf splits a text into lower-case words of two letters and more.
func wordsOf(text string) []string {
	fields := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var out []string
	for _, f := range fields {
		if len([]rune(f)) > 1 {
			out = append(out, f)
		}
	}
	return out
}

// match writes an FTS5 query: every word quoted, so that nothing a person
// types is an operator; with prefix, the last one may go on.
func match(words []string, join string, prefix bool) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = `"` + w + `"`
	}
	q := strings.Join(quoted, join)
	if prefix && q != "" {
		q += "*"
	}
	return q
}

// searchSubmissions finds submissions by words or by reference code.
func (s *Store) searchSubmissions(ctx context.Context, text string, limit int) ([]SubmissionID, error) {
	var found []SubmissionID
	// Many a word reads as a code: it is one only if somebody was given it.
	coded, err := s.coded(ctx, text)
	if err != nil {
		return nil, err
	}
	for _, x := range coded {
		found = append(found, x.ID)
	}
	q := match(wordsOf(text), " AND ", true)
	if q == "" {
		return found, nil
	}
	more, err := s.matchWords(ctx, q, limit)
	return append(found, more...), err
}

// coded gives what a code means: see SubmissionByReference.
func (s *Store) coded(ctx context.Context, code string) ([]Submission, error) {
	id, ok := s.reference(code)
	if !ok {
		return s.submissionsByNumber(ctx, code)
	}
	return s.submissions(ctx, `WHERE s.id = ?`, id)
}

func (s *Store) matchWords(ctx context.Context, query string, limit int) ([]SubmissionID, error) {
	if err := s.indexNew(ctx); err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.matchWords */ SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?`, query, limit)
	return collect(rows, err, func(r *sql.Rows) (id SubmissionID, err error) { return id, r.Scan(&id) })
}

// reference reads a code as people type it: "LP-7K4M", "lp 7k4m", "7K4M".
func (s *Store) reference(code string) (SubmissionID, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	code = strings.NewReplacer(" ", "-", "–", "-").Replace(code)
	prefix, rest, ok := strings.Cut(code, "-")
	if !ok {
		prefix, rest = "", code
	}
	id, ok := s.codes.id(rest)
	if !ok || id <= 0 {
		return 0, false
	}
	for _, site := range s.Sites() {
		if prefix == site.Prefix {
			return SubmissionID(id), true
		}
	}
	return SubmissionID(id), prefix == ""
}
