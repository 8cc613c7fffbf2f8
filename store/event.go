package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Event is one line of the append-only trail. Data never holds a customer's
// words or contact details.
type Event struct {
	ID        EventID
	At        time.Time
	Actor     Actor
	ActorName string // of a user, else ""
	Subject   string // "complaint", "submission", "site", "user", "device", "card_run", "card", "scan", "place"
	SubjectID int64
	Verb      string
	Data      map[string]string
}

// event appends to the trail within the transaction.
func (t *tx) event(subject string, id int64, verb string, data map[string]string) error {
	body := "{}"
	if len(data) > 0 {
		b, err := json.Marshal(data)
		if err != nil {
			return err
		}
		body = string(b)
	}
	hash := chainHash(t.w.chain, t.ms(), t.actor, subject, id, verb, body)
	_, err := t.exec(`/* tx.event */ INSERT INTO events(at, actor_kind, actor_id, subject, subject_id, verb, data, hash) VALUES (?,?,?,?,?,?,?,?)`,
		t.ms(), string(t.actor.Kind), t.actor.ID, subject, id, verb, body, hash[:])
	if err == nil {
		t.w.chain = hash
	}
	return err
}

func chainHash(prev [32]byte, at int64, a Actor, subject string, id int64, verb, data string) [32]byte {
	b := make([]byte, 0, 256)
	b = append(b, prev[:]...)
	b = strconv.AppendInt(b, at, 10)
	for _, s := range []string{string(a.Kind), strconv.FormatInt(a.ID, 10), subject, strconv.FormatInt(id, 10), verb, data} {
		// Lengths keep ("ab","c") and ("a","bc") apart.
		b = strconv.AppendInt(append(b, 0), int64(len(s)), 10)
		b = append(append(b, ':'), s...)
	}
	return sha256.Sum256(b)
}

const selectEvents = `SELECT e.id, e.at, e.actor_kind, e.actor_id, COALESCE(u.name, ''), e.subject, e.subject_id, e.verb, e.data, e.hash
	FROM events e LEFT JOIN users u ON e.actor_kind = 'user' AND u.id = e.actor_id `

func scanEvent(rows *sql.Rows) (e Event, data string, hash []byte, err error) {
	var at int64
	var kind string
	err = rows.Scan(&e.ID, &at, &kind, &e.Actor.ID, &e.ActorName, &e.Subject, &e.SubjectID, &e.Verb, &data, &hash)
	if err != nil {
		return e, "", nil, err
	}
	e.At, e.Actor.Kind = time.UnixMilli(at), ActorKind(kind)
	return e, data, hash, json.Unmarshal([]byte(data), &e.Data)
}

// EachEvent calls fn for the whole trail, oldest first.
func (s *Store) EachEvent(ctx context.Context, fn func(Event) error) error {
	return s.eachEvent(ctx, func(e Event, _ string, _ []byte) error { return fn(e) })
}

func (s *Store) eachEvent(ctx context.Context, fn func(Event, string, []byte) error) error {
	rows, err := s.read.QueryContext(ctx, `/* Store.EachEvent */ `+selectEvents+`ORDER BY e.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, data, hash, err := scanEvent(rows)
		if err != nil {
			return err
		}
		if err := fn(e, data, hash); err != nil {
			return err
		}
	}
	return rows.Err()
}

// VerifyEvents recomputes the hash chain and names the first line that was
// changed, removed or slipped in.
func (s *Store) VerifyEvents(ctx context.Context) error {
	var prev [32]byte
	return s.eachEvent(ctx, func(e Event, data string, hash []byte) error {
		prev = chainHash(prev, e.At.UnixMilli(), e.Actor, e.Subject, e.SubjectID, e.Verb, data)
		if string(prev[:]) != string(hash) {
			return fmt.Errorf("event %d of %s is not as it was written: the trail was changed there", e.ID, e.At.Format(time.DateTime))
		}
		return nil
	})
}

func (s *Store) eventsOf(ctx context.Context, subject string, ids []int64) ([]Event, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.eventsOf */ `+selectEvents+`
		WHERE e.subject = ? AND e.subject_id IN (SELECT value FROM json_each(?)) ORDER BY e.id`, subject, jsonText(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Event
	for rows.Next() {
		e, _, _, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}
