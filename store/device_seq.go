package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SeqRange is numbers From to To, both included.
type SeqRange struct{ From, To int64 }

// Sequence is one run of a tablet's own numbers, First to Highest. A tablet
// whose browser was wiped begins another one, where the numbers that are known
// end; the run's name says where: "k3f0…@42" begins at 42, "k3f0…" at 1.
type Sequence struct {
	Series  string
	First   int64
	Highest int64      // the highest number that is known to have been given
	Missing []SeqRange // of those, the ones that have not arrived (yet), in order
	Since   time.Time  // first sign of it
	Seen    time.Time  // last sign of it
}

// Lost is how many numbers of the run have not arrived.
func (q Sequence) Lost() (n int64) {
	for _, r := range q.Missing {
		n += r.To - r.From + 1
	}
	return n
}

// SequenceGaps gives the runs of a tablet's numbers, oldest first: the last one
// is the present one, and what is missing there may still wait on the tablet.
// What is missing in earlier ones was lost with the browser's memory. Empty
// for a device that has sent nothing with a number.
func (s *Store) SequenceGaps(ctx context.Context, id DeviceID) ([]Sequence, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.SequenceGaps */ SELECT series, MAX(highest), MIN(since), MAX(seen) FROM (
			SELECT series, MAX(seq) AS highest, MIN(received_at) AS since, MAX(received_at) AS seen FROM submissions WHERE device_id=? AND seq<>0 GROUP BY series
			UNION ALL SELECT series, issued, since, seen FROM device_series WHERE device_id=?) AS signs
		GROUP BY series ORDER BY MIN(since), series`, id, id)
	list, err := collect(rows, err, func(r *sql.Rows) (q Sequence, err error) {
		var since, seen int64
		err = r.Scan(&q.Series, &q.Highest, &since, &seen)
		q.Since, q.Seen, q.First = at(since), at(seen), firstOf(q.Series)
		return q, err
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.missing(ctx, id, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Store) missing(ctx context.Context, id DeviceID, q *Sequence) error {
	rows, err := s.read.QueryContext(ctx, `/* Store.missing */ SELECT seq, before FROM (
			SELECT seq, LAG(seq, 1, ?) OVER (ORDER BY seq) AS before FROM submissions WHERE device_id=? AND series=? AND seq<>0) AS numbered
		WHERE seq > before + 1 ORDER BY seq`, q.First-1, id, q.Series)
	gaps, err := collect(rows, err, func(r *sql.Rows) (g SeqRange, err error) {
		err = r.Scan(&g.To, &g.From)
		return SeqRange{g.From + 1, g.To - 1}, err
	})
	if err != nil {
		return err
	}
	var last int64
	err = s.read.QueryRowContext(ctx, `/* Store.missing */ SELECT COALESCE(MAX(seq), ?) FROM submissions WHERE device_id=? AND series=? AND seq<>0`, q.First-1, id, q.Series).Scan(&last)
	if last < q.Highest {
		gaps = append(gaps, SeqRange{last + 1, q.Highest})
	}
	q.Missing = gaps
	return err
}

// firstOf reads out of a run's name where it begins.
func firstOf(series string) int64 {
	_, from, _ := strings.Cut(series, "@")
	if n, err := strconv.ParseInt(from, 10, 64); err == nil && n > 0 && n <= mostNumbered {
		return n
	}
	return 1
}

// mostNumbered is more than any tablet counts: what is said to be above it is
// no number of a person, and would let no script count on.
const mostNumbered = 1 << 40

// NextNumber is the first number of a tablet that nobody is known to have been
// given, whatever browser gave them. Numbers that a browser gave while it had
// no network, and was wiped before it had one again, cannot be known.
func (s *Store) NextNumber(ctx context.Context, id DeviceID) (int64, error) {
	var highest int64
	err := s.read.QueryRowContext(ctx, `/* Store.NextNumber */ WITH RECURSIVE runs(series) AS (
			SELECT MIN(series) FROM submissions WHERE device_id=? AND seq<>0
			UNION ALL SELECT (SELECT MIN(n.series) FROM submissions n WHERE n.device_id=? AND n.seq<>0 AND n.series > runs.series) FROM runs WHERE runs.series IS NOT NULL)
		SELECT COALESCE(MAX(highest), 0) FROM (
			SELECT (SELECT MAX(n.seq) FROM submissions n WHERE n.device_id=? AND n.series=runs.series AND n.seq<>0 AND n.seq<=?) AS highest FROM runs
			UNION ALL SELECT MAX(issued) FROM device_series WHERE device_id=? AND issued<=?) AS signs`, id, id, id, mostNumbered, id, mostNumbered).Scan(&highest)
	if told := s.alive.highest(id); told <= mostNumbered {
		highest = max(highest, told)
	}
	return highest + 1, err
}

// noteSeries keeps what a tablet's sign of life says of its numbers: the run
// they belong to and the highest one given.
func (t *tx) noteSeries(id DeviceID, series string, issued int64) error {
	if series == "" {
		return nil
	}
	_, err := t.exec(`/* noteSeries */ INSERT INTO device_series(device_id, series, issued, since, seen) VALUES (?,?,?,?,?)
		ON CONFLICT (device_id, series) DO UPDATE SET issued = CASE WHEN excluded.issued > device_series.issued THEN excluded.issued ELSE device_series.issued END, seen = excluded.seen`,
		id, series, issued, t.ms(), t.ms())
	return err
}

// submissionsByNumber gives those that a tablet numbered itself, by the site's
// prefix, the tablet and the number, as people type them: "LP-3-17",
// "lp 3 17". Two of them only where a wiped browser gave a number again that
// it had given without a network.
func (s *Store) submissionsByNumber(ctx context.Context, code string) ([]Submission, error) {
	parts := strings.FieldsFunc(strings.ToUpper(code), func(r rune) bool { return r == '-' || r == ' ' || r == '–' })
	if len(parts) != 3 {
		return nil, nil
	}
	device, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || device <= 0 {
		return nil, nil
	}
	seq, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || seq <= 0 {
		return nil, nil
	}
	list, err := s.submissions(ctx, `WHERE s.device_id = ? AND s.seq = ? ORDER BY s.id DESC`, device, seq)
	return slices.DeleteFunc(list, func(x Submission) bool {
		site, err := s.Site(x.Site)
		return err != nil || site.Prefix != parts[0]
	}), err
}

// SameNumber is how many people a code like LP-3-17 means. More than one: staff
// must ask the person before them which words are theirs.
func (s *Store) SameNumber(ctx context.Context, code string) (int, error) {
	if _, ok := s.reference(code); ok {
		return 0, nil
	}
	list, err := s.submissionsByNumber(ctx, code)
	return len(list), err
}
