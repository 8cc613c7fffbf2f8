package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"time"
)

// NotTold stands in a ledger for a number that the owner has not given.
const NotTold = -1

// CardLedger is what became of a print run: what the owner tells and what
// came back. Money is in hundredths of the site's currency.
type CardLedger struct {
	Handed    int64  // cards that went out so far; NotTold
	HandedDay string // when: 2026-11-20; "" where Handed is NotTold
	Withdrawn bool   // not handed out; a card of it that turns up is still taken in
	PrintCost int64  // of the whole run; NotTold
	ReplyCost int64  // of each card that comes back by post; NotTold

	Returned int // cards that came back in any way: Answered, Blank, Unread and Waiting
	Answered int // cards with words or marks that are taken in: Phone, Read and Typed
	Phone    int // by their QR code
	Read     int // on paper, and no person was needed
	Typed    int // on paper, and a person looked at them or wrote them down
	Blank    int // on paper, with nothing on them
	Unread   int // on paper, and nobody can read them
	Waiting  int // on paper, and a person still has to look
	Paper    int // on paper, whatever became of them
}

// Currencies gives the currencies that costs can be told in, all of a hundred
// parts.
func Currencies() []string {
	return []string{"EUR", "USD", "GBP", "CHF", "AUD", "BGN", "CAD", "CZK", "DKK", "NOK", "NZD", "PHP", "PLN", "RON", "RUB", "SEK", "TRY", "UAH", "ZAR"}
}

// HandOutCards notes how many cards of a run went out, and on which day
// (2026-11-20): today or before, not before the run was made. Said again, it takes the place of what was said before; the
// trail keeps both. A run that was withdrawn is one no more.
func (s *Store) HandOutCards(_ context.Context, by Actor, id CardRunID, handed int64, day string) error {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return invalid("card_day", "day")
	}
	return s.update(by, func(t *tx) error {
		run, err := t.cardRun(id)
		if err != nil {
			return err
		}
		if handed < 0 || handed > run.count {
			return invalid("card_handed", "handed")
		}
		site, err := s.Site(run.site)
		switch {
		case err != nil:
			return err
		case day > t.now.In(site.Location()).Format(time.DateOnly):
			return invalid("card_day", "day")
		case day < at(run.made).In(site.Location()).Format(time.DateOnly):
			return invalid("card_day_made", "day")
		}
		if _, err := t.exec(`/* Store.HandOutCards */ UPDATE card_runs SET handed = ?, handed_day = ?, withdrawn_at = 0 WHERE id = ?`, handed, day, id); err != nil {
			return err
		}
		return t.event("card_run", int64(id), "cards.handed", map[string]string{"count": strconv.FormatInt(handed, 10), "day": day})
	})
}

// WithdrawCards says that a run is not handed out, or (back) that it is after
// all. Saying what is so already changes nothing.
func (s *Store) WithdrawCards(_ context.Context, by Actor, id CardRunID, withdrawn bool) error {
	return s.update(by, func(t *tx) error {
		if _, err := t.cardRun(id); err != nil {
			return err
		}
		when, verb := int64(0), "cards.restored"
		if withdrawn {
			when, verb = t.ms(), "cards.withdrawn"
		}
		n, err := t.change(`/* Store.WithdrawCards */ UPDATE card_runs SET withdrawn_at = ? WHERE id = ? AND (withdrawn_at <> 0) <> (? <> 0)`, when, id, when)
		if err != nil || n == 0 {
			return err
		}
		return t.event("card_run", int64(id), verb, nil)
	})
}

// CostCards notes what a run cost to print and what each reply by post costs,
// either NotTold, and in which of Currencies the site counts.
func (s *Store) CostCards(ctx context.Context, by Actor, id CardRunID, print, reply int64, currency string) error {
	const most = 1_000_000_000 // ten millions, in hundredths
	switch {
	case print < NotTold || print > most:
		return invalid("card_cost", "print")
	case reply < NotTold || reply > most:
		return invalid("card_cost", "reply")
	case !slices.Contains(Currencies(), currency):
		return invalid("currency", "currency")
	}
	err := s.update(by, func(t *tx) error {
		run, err := t.cardRun(id)
		if err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.CostCards */ UPDATE card_runs SET print_cost = ?, reply_cost = ? WHERE id = ?`, print, reply, id); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.CostCards */ UPDATE sites SET currency = ? WHERE id = ?`, currency, run.site); err != nil {
			return err
		}
		return t.event("card_run", int64(id), "cards.cost", map[string]string{"print": strconv.FormatInt(print, 10), "reply": strconv.FormatInt(reply, 10), "currency": currency})
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}

// CardRunHistory gives what was done with a run, oldest first.
func (s *Store) CardRunHistory(ctx context.Context, r CardRun) ([]Event, error) {
	list, err := s.eventsOf(ctx, "card_run", []int64{int64(r.ID)})
	// A run that was never finished may have had the same number before.
	return slices.DeleteFunc(list, func(e Event) bool { return e.At.Before(r.CreatedAt) }), err
}

type cardRunRow struct {
	site  SiteID
	count int64
	made  int64
}

// cardRun reads what a change has to know of a finished run.
func (t *tx) cardRun(id CardRunID) (r cardRunRow, err error) {
	err = t.row(`/* tx.cardRun */ SELECT site_id, count, created_at FROM card_runs WHERE id = ? AND unfinished = 0`, id).Scan(&r.site, &r.count, &r.made)
	return r, none(err, "card_run")
}

// FinishCardRuns makes runs that were added as Unfinished the same as others:
// their file is there.
func (s *Store) FinishCardRuns(_ context.Context, by Actor, runs []CardRun) error {
	return s.update(by, func(t *tx) error {
		for _, r := range runs {
			n, err := t.change(`/* Store.FinishCardRuns */ UPDATE card_runs SET unfinished = 0 WHERE id = ? AND unfinished = 1`, r.ID)
			if err != nil || n == 0 {
				return orNotFound(err, "card_run")
			}
			if err := t.printed(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// DropCardRuns takes back runs of which nobody has seen a number, as if they
// had never been asked for: the next run begins with the same numbers.
func (s *Store) DropCardRuns(_ context.Context, by Actor, runs []CardRun) error {
	return s.update(by, func(t *tx) error {
		for _, r := range slices.Backward(runs) {
			if err := t.dropCardRun(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) dropCardRun(r CardRun) error {
	var open int
	if err := t.row(`/* dropCardRun */ SELECT count(*) FROM card_runs WHERE id = ? AND unfinished = 1`, r.ID).Scan(&open); err != nil || open == 0 {
		return err
	}
	if _, err := t.exec(`/* dropCardRun */ DELETE FROM cards WHERE run_id = ?`, r.ID); err != nil {
		return err
	}
	if _, err := t.exec(`/* dropCardRun */ DELETE FROM card_runs WHERE id = ?`, r.ID); err != nil {
		return err
	}
	if _, err := t.exec(`/* dropCardRun */ UPDATE sites SET next_card = ? WHERE id = ? AND next_card = ?`, r.First, r.Site, r.First+r.Count); err != nil {
		return err
	}
	return t.event("card_run", int64(r.ID), "cards.dropped", map[string]string{"count": strconv.FormatInt(r.Count, 10)})
}

// DropUnfinishedCardRuns takes back what a server that was stopped in the
// middle of a print has left. Only for a server that starts: it would take a
// run away under the hands of one that prints.
func (s *Store) DropUnfinishedCardRuns(ctx context.Context) error {
	rows, err := s.read.QueryContext(ctx, `/* Store.DropUnfinishedCardRuns */ SELECT id, site_id, first_number, count FROM card_runs WHERE unfinished = 1 ORDER BY id`)
	runs, err := collect(rows, err, func(r *sql.Rows) (x CardRun, err error) {
		err = r.Scan(&x.ID, &x.Site, &x.First, &x.Count)
		return x, err
	})
	if err != nil || len(runs) == 0 {
		return err
	}
	return s.DropCardRuns(ctx, System(), runs)
}

// A card's way back, of a card k, its submission x and its scan g. What was
// answered by phone and posted as well counts as answered by phone.
const (
	byPhone  = `(k.submission_id <> 0 AND x.taken_by = 0 AND (g.id IS NULL OR g.state IN ('beside', 'cannot_read')))`
	byReader = `(k.submission_id <> 0 AND x.taken_by = 0 AND g.state NOT IN ('beside', 'cannot_read') AND g.decided_by = 0)`
	onPaper  = `(g.id IS NOT NULL OR x.taken_by <> 0)`

	// standsFor is the reading g that stands for a card k: one that nobody could
	// read only where there is no other.
	standsFor = `g.card_id <> 0 AND (g.stands = 1 OR g.state = 'cannot_read' AND g.id = (SELECT max(o.id) FROM scan_readings o WHERE o.card_id = k.id AND o.card_id <> 0 AND o.state = 'cannot_read')
		AND NOT EXISTS (SELECT 1 FROM scan_readings o WHERE o.card_id = k.id AND o.stands = 1))`
)

const selectReturned = `SELECT k.run_id, count(*), count(CASE WHEN k.submission_id <> 0 THEN 1 END), count(CASE WHEN ` + byPhone + ` THEN 1 END), count(CASE WHEN ` + byReader + ` THEN 1 END),
	count(CASE WHEN k.submission_id = 0 AND g.state = 'blank' THEN 1 END), count(CASE WHEN k.submission_id = 0 AND g.state = 'cannot_read' THEN 1 END), count(CASE WHEN ` + onPaper + ` THEN 1 END)
	FROM cards k LEFT JOIN submissions x ON x.id = k.submission_id LEFT JOIN scan_readings g ON g.card_id = k.id AND ` + standsFor + `
	WHERE (k.submission_id <> 0 OR g.id IS NOT NULL) AND k.run_id IN (SELECT value FROM json_each(?)) GROUP BY k.run_id`

// countReturned fills in what came back of each run.
func (s *Store) countReturned(ctx context.Context, runs []CardRun) error {
	at := make(map[CardRunID]*CardLedger, len(runs))
	ids := make([]CardRunID, len(runs))
	for i := range runs {
		ids[i], at[runs[i].ID] = runs[i].ID, &runs[i].Ledger
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.countReturned */ `+selectReturned, jsonText(ids))
	_, err = collect(rows, err, func(r *sql.Rows) (id CardRunID, err error) {
		var n CardLedger
		if err := r.Scan(&id, &n.Returned, &n.Answered, &n.Phone, &n.Read, &n.Blank, &n.Unread, &n.Paper); err != nil {
			return id, err
		}
		l := at[id]
		l.Returned, l.Answered, l.Phone, l.Read, l.Blank, l.Unread, l.Paper = n.Returned, n.Answered, n.Phone, n.Read, n.Blank, n.Unread, n.Paper
		l.Typed, l.Waiting = n.Answered-n.Phone-n.Read, n.Returned-n.Answered-n.Blank-n.Unread
		return id, nil
	})
	return err
}
