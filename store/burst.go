package store

import "database/sql"

// Quick taps: a child on the red face. Everybody is thanked alike and everything
// is stored; a face that is one of a burst is marked, so that figures can leave
// it out. Only tablets are watched: the phones of a school class are one address
// and many people, and nothing tells them apart.

// A burst is burstLen wordless faces from one device within burstSpan, by the
// time of the touch and not of the arrival: a tablet that sends what it kept
// while it was offline is no child. People who take turns at a tablet need
// fifteen seconds and more for a face, its second screen and the thanks.
const (
	burstLen  = 5
	burstSpan = 60_000 // milliseconds
)

// quickTaps tells of each tap, given in order of time, whether it stands in any
// burst.
func quickTaps(at []int64) []bool {
	quick := make([]bool, len(at))
	for i := burstLen - 1; i < len(at); i++ {
		if first := i - burstLen + 1; at[i]-at[first] < burstSpan {
			for j := first; j <= i; j++ {
				quick[j] = true
			}
		}
	}
	return quick
}

// tap is a wordless face among others of its device.
type tap struct {
	id        SubmissionID
	complaint ComplaintID
	at        int64
	burst     bool
}

// whereTap is a face and nothing else: no words, given or erased, no contact, no
// agreement, no picture, and nobody of the staff who took it down.
const whereTap = ` s.text = '' AND s.taken_by = 0 AND s.channel = 'kiosk' AND s.answers = '{}' AND s.card_id = 0 AND s.flags & 4 = 0
	AND s.device_id <> 0 AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.submission_id = s.id) AND NOT EXISTS (SELECT 1 FROM agreements a WHERE a.submission_id = s.id)
	AND NOT EXISTS (SELECT 1 FROM photos p WHERE p.submission_id = s.id)`

// isTap is whereTap before anything is stored.
func (n NewSubmission) isTap() bool {
	return n.Text == "" && n.TakenBy == 0 && n.Card == 0 && len(n.Answers) == 0 && n.Contact == (Contact{}) && len(n.Agrees) == 0 &&
		n.Channel == KioskChannel && n.Device != 0
}

func (t *tx) storedTap(id SubmissionID) (is bool, err error) {
	err = t.row(`/* storedTap */ SELECT EXISTS (SELECT 1 FROM submissions s WHERE s.id = ? AND`+whereTap+`)`, id).Scan(&is)
	return is, err
}

// markTaps brings the marks around a time of a device up to date, after a tap
// has come or has grown into more. Only the taps next to it can change: as many
// as a burst is long, on either side. again was marked before and is not told
// of twice.
func (t *tx) markTaps(site SiteID, device DeviceID, captured int64, again SubmissionID) error {
	taps, from, to, err := t.tapsAround(site, device, captured)
	if err != nil {
		return err
	}
	at := make([]int64, len(taps))
	for i, x := range taps {
		at[i] = x.at
	}
	for i, quick := range quickTaps(at) {
		if x := taps[i]; i >= from && i < to && quick != x.burst {
			if err := t.markTap(x, quick, x.id == again); err != nil {
				return err
			}
		}
	}
	return nil
}

// tapsAround reads the taps before and after a time, twice as many as can
// change: the outer ones tell what the inner ones, from up to to, are.
func (t *tx) tapsAround(site SiteID, device DeviceID, captured int64) (taps []tap, from, to int, err error) {
	const inner, outer = burstLen, 2 * burstLen
	before, err := t.taps(`/* tapsAround */ SELECT * FROM (SELECT s.id, s.complaint_id, s.captured_at, s.burst FROM submissions s
		WHERE s.site_id = ? AND s.device_id = ? AND s.captured_at <= ? AND`+whereTap+` ORDER BY s.captured_at DESC, s.id DESC LIMIT ?) ORDER BY 3, 1`, site, device, captured, outer)
	if err != nil {
		return nil, 0, 0, err
	}
	after, err := t.taps(`/* tapsAround */ SELECT s.id, s.complaint_id, s.captured_at, s.burst FROM submissions s
		WHERE s.site_id = ? AND s.device_id = ? AND s.captured_at > ? AND`+whereTap+` ORDER BY s.captured_at, s.id LIMIT ?`, site, device, captured, outer)
	return append(before, after...), max(0, len(before)-inner), len(before) + min(inner, len(after)), err
}

func (t *tx) taps(query string, args ...any) ([]tap, error) {
	rows, err := t.rows(query, args...)
	return collect(rows, err, func(r *sql.Rows) (x tap, err error) { return x, r.Scan(&x.id, &x.complaint, &x.at, &x.burst) })
}

// markTap marks a tap or takes the mark away; the complaint then asks for an
// answer, or no longer.
func (t *tx) markTap(x tap, quick, silent bool) error {
	if _, err := t.exec(`/* markTap */ UPDATE submissions SET burst=? WHERE id=?`, flag(quick), x.id); err != nil {
		return err
	}
	var root ComplaintID
	if err := t.row(`/* markTap */ SELECT CASE root_id WHEN 0 THEN id ELSE root_id END FROM complaints WHERE id=?`, x.complaint).Scan(&root); err != nil {
		return err
	}
	if err := t.recount(root); err != nil || silent {
		return err
	}
	verb := "submission.quick_tap"
	if !quick {
		verb = "submission.no_quick_tap"
	}
	return t.event("submission", int64(x.id), verb, nil)
}
