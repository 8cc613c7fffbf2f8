package store

import "context"

// Gauge names a figure for monitoring.
type Gauge struct{ Name, Help string }

// Gauges gives the figures that a monitor watches, each with the function that
// reads it now. A figure that cannot be read is -1.
func (s *Store) Gauges() map[Gauge]func() float64 {
	count := func(query string) func() float64 {
		return func() float64 {
			n := -1.0
			s.read.QueryRowContext(context.Background(), query, s.clock().UnixMilli()).Scan(&n)
			return n
		}
	}
	return map[Gauge]func() float64{
		{"submissions", "Submissions stored."}:                       count(`/* Gauges */ SELECT count(*) FROM submissions WHERE ?1 > 0`),
		{"to_answer", "Complaints whose people wait for an answer."}: count(`/* Gauges */ SELECT count(*) FROM complaints WHERE asks = 1 AND root_id = 0 AND answered_at = 0 AND ?1 > 0`),
		{"late", "Complaints whose promise is broken."}:              count(`/* Gauges */ SELECT count(*) FROM complaints WHERE asks = 1 AND root_id = 0 AND answered_at = 0 AND answer_by < ?1`),
		{"messages_waiting", "Messages not sent yet."}:               count(`/* Gauges */ SELECT count(*) FROM messages WHERE sent_at = 0 AND ?1 > 0`),
	}
}
