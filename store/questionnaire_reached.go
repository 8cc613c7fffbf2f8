package store

import (
	"context"
	"database/sql"
)

// MaxReached is the most people that one report of a tablet may count.
const MaxReached = 1000

// Sent is the name in Reached of the end: the form was sent.
const Sent = "sent"

// AddReached counts how many more people reached each question of a published
// version, by its ID, and Sent. Counts under 1 and names that the version does
// not have are left out. Invalid above MaxReached.
func (s *Store) AddReached(_ context.Context, by Actor, site Site, id QuestionnaireID, channel Channel, counts map[string]int) error {
	return s.silently(by, func(t *tx) error {
		q, err := t.version(id)
		if err != nil {
			return err
		}
		if q.PublishedAt.IsZero() || q.Audience != CustomerAudience {
			return notFound("questionnaire_gone")
		}
		for name, n := range counts {
			if n > MaxReached {
				return invalid("reached_many", "reached")
			}
			if n < 1 || name != Sent && !hasQuestion(q.Questions, name) {
				continue
			}
			_, err := t.exec(`/* Store.AddReached */ INSERT INTO c_reached(questionnaire_id, question, channel, day, n) VALUES (?,?,?,?,?)
				ON CONFLICT (questionnaire_id, question, channel, day) DO UPDATE SET n = n + excluded.n`, id, name, string(channel), site.day(t.now), n)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Reached is how many people reached one question of a version.
type Reached struct {
	Question string
	Channel  Channel
	N        int
}

// ReachedCounts gives how far people came in a version, since it was
// published.
func (s *Store) ReachedCounts(ctx context.Context, id QuestionnaireID) ([]Reached, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.ReachedCounts */ SELECT question, channel, sum(n) FROM c_reached WHERE questionnaire_id = ? GROUP BY question, channel ORDER BY question, channel`, id)
	return collect(rows, err, func(r *sql.Rows) (x Reached, err error) { return x, r.Scan(&x.Question, &x.Channel, &x.N) })
}
