package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// CardRun is a print run of numbered cards.
type CardRun struct {
	ID            CardRunID
	Site          SiteID
	Questionnaire QuestionnaireID
	Name          string
	Lang          string
	Spec          string // JSON: everything that the same print needs again
	First, Count  int64  // numbers First to First+Count-1
	Unfinished    bool   // its file is being made: see FinishCardRuns
	Ledger        CardLedger
	CreatedAt     time.Time
}

// Card is one printed card. Its token opens /c/{token}.
type Card struct {
	ID            CardID
	Run           CardRunID
	Questionnaire QuestionnaireID // the version that stands on it; 0: not known
	Site          SiteID
	Lang          string
	Serial        string // LP-C0417
	Token         string
	Submission    SubmissionID // 0: not answered yet
}

// MaxCards is the most that one run may have.
const MaxCards = 100_000

// AddCardRun numbers a run's cards, going on where the site's last run ended,
// and gives them in order. Name, Lang, Spec, Questionnaire, Count and
// Unfinished are the caller's.
func (s *Store) AddCardRun(_ context.Context, by Actor, n CardRun) (CardRun, []Card, error) {
	if n.Count < 1 || n.Count > MaxCards {
		return CardRun{}, nil, invalid("card_count", "count")
	}
	site, err := s.Site(n.Site)
	if err != nil {
		return CardRun{}, nil, err
	}
	var cards []Card
	err = s.update(by, func(t *tx) (err error) {
		cards, err = s.addCardRun(t, site, &n)
		return err
	})
	return n, cards, err
}

func (s *Store) addCardRun(t *tx, site Site, n *CardRun) ([]Card, error) {
	if err := t.row(`/* addCardRun */ UPDATE sites SET next_card = next_card + ? WHERE id=? RETURNING next_card - ?`, n.Count, n.Site, n.Count).Scan(&n.First); err != nil {
		return nil, err
	}
	id, err := t.insert(`/* addCardRun */ INSERT INTO card_runs(site_id, questionnaire_id, name, lang, spec, first_number, count, created_at, unfinished) VALUES (?,?,?,?,?,?,?,?,?)`,
		n.Site, n.Questionnaire, n.Name, n.Lang, n.Spec, n.First, n.Count, t.ms(), flag(n.Unfinished))
	if err != nil {
		return nil, err
	}
	n.ID, n.CreatedAt = CardRunID(id), t.now
	n.Ledger = CardLedger{Handed: NotTold, PrintCost: NotTold, ReplyCost: NotTold}
	// One statement: ten thousand cards must not keep people's words waiting.
	if _, err := t.exec(`/* addCardRun */ INSERT INTO cards(run_id, site_id, number)
		WITH RECURSIVE numbers(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) SELECT ?, ?, n FROM numbers`, n.First, n.First+n.Count-1, id, n.Site); err != nil {
		return nil, err
	}
	rows, err := t.rows(`/* addCardRun */ SELECT id, number, submission_id FROM cards WHERE run_id = ? ORDER BY number`, id)
	cards, err := collect(rows, err, s.scanCard(site, *n))
	if err != nil {
		return nil, err
	}
	if n.Unfinished {
		return cards, t.event("card_run", id, "cards.numbered", map[string]string{"count": fmt.Sprint(n.Count)})
	}
	return cards, t.printed(*n)
}

func (t *tx) printed(r CardRun) error {
	return t.event("card_run", int64(r.ID), "cards.printed", map[string]string{"name": r.Name, "count": fmt.Sprint(r.Count)})
}

// scanCard reads id, number and submission of a run's card.
func (s *Store) scanCard(site Site, run CardRun) func(*sql.Rows) (Card, error) {
	return func(r *sql.Rows) (Card, error) {
		var id CardID
		var number int64
		var answered SubmissionID
		err := r.Scan(&id, &number, &answered)
		return s.card(site, run, id, number, answered), err
	}
}

func (s *Store) card(site Site, run CardRun, id CardID, number int64, answered SubmissionID) Card {
	return Card{ID: id, Run: run.ID, Questionnaire: run.Questionnaire, Site: site.ID, Lang: run.Lang, Serial: Serial(site.Prefix, number),
		Token: encodeToken(s.tokens, cardToken, int64(id)), Submission: answered}
}

// Serial is a card's number as it is printed: LP-C0417.
func Serial(prefix string, number int64) string { return fmt.Sprintf("%s-C%04d", prefix, number) }

// NextCard is the number that the site's next card will have.
func (s *Store) NextCard(ctx context.Context, site SiteID) (n int64, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.NextCard */ SELECT next_card FROM sites WHERE id=?`, site).Scan(&n)
	return n, none(err, "site")
}

// CardByToken gives the card of a QR. NotFound for a token never printed.
func (s *Store) CardByToken(ctx context.Context, token string) (Card, error) {
	id, ok := decodeToken(s.tokens, cardToken, token)
	if !ok {
		return Card{}, notFound("card")
	}
	var run CardRun
	var number int64
	var answered SubmissionID
	err := s.read.QueryRowContext(ctx, `/* Store.CardByToken */ SELECT r.id, r.questionnaire_id, r.site_id, r.lang, k.number, k.submission_id FROM cards k JOIN card_runs r ON r.id = k.run_id WHERE k.id = ?`, id).
		Scan(&run.ID, &run.Questionnaire, &run.Site, &run.Lang, &number, &answered)
	if err != nil {
		return Card{}, none(err, "card")
	}
	site, err := s.Site(run.Site)
	if err != nil {
		return Card{}, err
	}
	return s.card(site, run, CardID(id), number, answered), nil
}

// CardSubmission gives what a card was answered with. NotFound if nothing yet.
func (s *Store) CardSubmission(ctx context.Context, c Card) (Submission, error) {
	if c.Submission == 0 {
		return Submission{}, notFound("status")
	}
	return s.submission(ctx, c.Submission)
}

// CardRuns gives a site's finished runs, newest first; site 0 means all.
func (s *Store) CardRuns(ctx context.Context, site SiteID) ([]CardRun, error) {
	return s.cardRuns(ctx, `WHERE r.unfinished = 0 AND (?1 = 0 OR r.site_id = ?1) ORDER BY r.id DESC`, site)
}

// CardRun gives one finished run with its cards in order: what printing it
// again needs.
func (s *Store) CardRun(ctx context.Context, id CardRunID) (CardRun, []Card, error) {
	run, err := s.CardRunAlone(ctx, id)
	if err != nil {
		return CardRun{}, nil, err
	}
	site, err := s.Site(run.Site)
	if err != nil {
		return CardRun{}, nil, err
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.CardRun */ SELECT id, number, submission_id FROM cards WHERE run_id = ? ORDER BY number`, id)
	cards, err := collect(rows, err, s.scanCard(site, run))
	return run, cards, err
}

// CardRunAlone gives one finished run without its cards.
func (s *Store) CardRunAlone(ctx context.Context, id CardRunID) (CardRun, error) {
	runs, err := s.cardRuns(ctx, `WHERE r.id = ? AND r.unfinished = 0`, id)
	if err != nil || len(runs) == 0 {
		return CardRun{}, orNotFound(err, "card_run")
	}
	return runs[0], nil
}

func (s *Store) cardRuns(ctx context.Context, where string, args ...any) ([]CardRun, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.cardRuns */ SELECT r.id, r.site_id, r.questionnaire_id, r.name, r.lang, r.spec, r.first_number, r.count, r.created_at,
		r.handed, r.handed_day, r.withdrawn_at <> 0, r.print_cost, r.reply_cost FROM card_runs r `+where, args...)
	list, err := collect(rows, err, func(r *sql.Rows) (x CardRun, err error) {
		var created int64
		l := &x.Ledger
		err = r.Scan(&x.ID, &x.Site, &x.Questionnaire, &x.Name, &x.Lang, &x.Spec, &x.First, &x.Count, &created,
			&l.Handed, &l.HandedDay, &l.Withdrawn, &l.PrintCost, &l.ReplyCost)
		x.CreatedAt = at(created)
		return x, err
	})
	if err != nil {
		return nil, err
	}
	return list, s.countReturned(ctx, list)
}
