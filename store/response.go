package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Response is what somebody who leaves, or works here, answered. It is no
// submission: no inbox, board, figure, search or export of customers' words
// knows the table that it stands in. Directors and owners alone read it.
type Response struct {
	ID            ResponseID
	Questionnaire QuestionnaireID // the version that was asked
	Audience      Audience
	Site          SiteID
	TakenBy       UserID // who asked; 0: they wrote themselves
	TakenByName   string
	Anonymous     bool
	Lang          string
	Answers       Answers
	Contact       Contact
	ReceivedAt    time.Time // of an anonymous one only the day
}

// Answers are answers by question id; a question with one answer has a list
// of one.
type Answers map[string][]string

// NewResponse is a Response on its way in.
type NewResponse struct {
	Client        ClientID
	Questionnaire QuestionnaireID
	Site          SiteID
	TakenBy       UserID
	Lang          string
	Answers       Answers
	Contact       Contact

	anonymous bool
	name      string // as the invitation says
}

// AddResponse stores what somebody answered face to face, durably before it
// returns. The same Client again changes nothing. Invalid, with the question's
// id as Field, for what cannot be taken; NotFound for a questionnaire that is
// not for leavers or employees, or not published.
func (s *Store) AddResponse(_ context.Context, by Actor, n NewResponse) error {
	return s.update(by, func(t *tx) error { return s.addResponse(t, n) })
}

func (s *Store) addResponse(t *tx, n NewResponse) error {
	site, err := s.Site(n.Site)
	if err != nil {
		return err
	}
	q, err := t.version(n.Questionnaire)
	if err != nil {
		return err
	}
	if q.Audience == CustomerAudience || q.PublishedAt.IsZero() {
		return notFound("questionnaire_gone")
	}
	var have ResponseID
	err = t.row(`/* addResponse */ SELECT id FROM responses WHERE client_id = ?`, n.Client.blind()).Scan(&have)
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if n.Answers, err = q.clean(n.Answers); err != nil {
		return err
	}
	if len(n.Answers) == 0 && !n.Contact.Given() {
		return invalid("response_empty", "")
	}
	return t.insertResponse(site, q, n)
}

func (t *tx) insertResponse(site Site, q Questionnaire, n NewResponse) error {
	received := t.now
	if n.anonymous {
		// The time of day would name the person to whoever saw them write.
		y, m, d := t.now.In(site.Location()).Date()
		received = time.Date(y, m, d, 0, 0, 0, 0, site.Location())
		n.Contact = Contact{}
	}
	if n.name != "" && n.Contact.Name == "" {
		n.Contact.Name = n.name
	}
	id, err := t.insert(`/* insertResponse */ INSERT INTO responses(client_id, questionnaire_id, audience, site_id, taken_by, anonymous, lang, answers, name, email, phone, received_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
		n.Client.blind(), q.ID, string(q.Audience), site.ID, n.TakenBy, flag(n.anonymous), n.Lang, jsonText(n.Answers), n.Contact.Name, n.Contact.Email, n.Contact.Phone, received.UnixMilli())
	if err != nil || n.anonymous {
		// The trail has the minute, so it does not mention an anonymous one.
		return err
	}
	return t.event("response", id, "response.received", map[string]string{"audience": string(q.Audience)})
}

// blind is a client id that tells nothing of when it was made, as a UUID of
// version 7 does.
func (c ClientID) blind() []byte {
	h := sha256.Sum256(c[:])
	return h[:16]
}

// clean keeps the answers that the version asks for.
func (q Questionnaire) clean(given Answers) (Answers, error) {
	out := Answers{}
	for _, x := range q.Questions {
		list, err := x.answers(given[x.ID])
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			out[x.ID] = list
		}
	}
	return out, nil
}

func (q Question) answers(given []string) ([]string, error) {
	var list []string
	for _, a := range given {
		a = strings.TrimSpace(strings.ToValidUTF8(a, ""))
		switch {
		case a == "" || slices.Contains(list, a) || q.Type == ContactQuestion:
			continue
		case utf8.RuneCountInString(a) > MaxText:
			return nil, invalid("text_too_long", q.ID)
		case !q.takes(a):
			return nil, invalid("response_answer_unknown", q.ID)
		}
		list = append(list, a)
	}
	many := q.Type == MultipleQuestion || q.Type == TopicsQuestion
	if len(list) > 1 && !many {
		return nil, invalid("response_answer_unknown", q.ID)
	}
	return list, nil
}

// takes tells whether a is an answer to q.
func (q Question) takes(a string) bool {
	switch q.Type {
	case TextQuestion:
		return true
	case ScaleQuestion:
		return slices.Contains(Steps(0, 10), a)
	case FacesQuestion:
		return slices.Contains(Steps(1, 5), a) && (q.N != 4 || a != "3")
	}
	return slices.Contains(q.values(), a)
}

// Steps are the whole numbers of a scale as answers.
func Steps(from, to int) []string {
	var list []string
	for n := from; n <= to; n++ {
		list = append(list, strconv.Itoa(n))
	}
	return list
}

// AnonymousFrom is how many anonymous employees must have answered a version
// before any of their answers is shown: fewer could be told from their words.
const AnonymousFrom = 5

// Responses gives the answers to one version, the newest first; anonymous ones
// come after them in no order that tells anything, and only from AnonymousFrom
// on: held is how many are kept back until then. NotFound unless by is a
// director or an owner.
func (s *Store) Responses(ctx context.Context, by Actor, version QuestionnaireID) (list []Response, held int, err error) {
	if err := s.mayReadResponses(ctx, by); err != nil {
		return nil, 0, err
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.Responses */ SELECT r.id, r.questionnaire_id, r.audience, r.site_id, r.taken_by, COALESCE(u.name, ''), r.anonymous, r.lang, r.answers, r.name, r.email, r.phone, r.received_at
		FROM responses r LEFT JOIN users u ON u.id = r.taken_by WHERE r.questionnaire_id = ? ORDER BY r.anonymous, CASE r.anonymous WHEN 0 THEN -r.received_at ELSE 0 END, r.client_id`, version)
	all, err := collect(rows, err, scanResponse)
	if err != nil {
		return nil, 0, err
	}
	for _, x := range all {
		if x.Anonymous {
			held++
		} else {
			list = append(list, x)
		}
	}
	if held >= AnonymousFrom {
		return all, 0, nil
	}
	return list, held, nil
}

func scanResponse(r *sql.Rows) (x Response, err error) {
	var anonymous int
	var answers string
	var received int64
	if err := r.Scan(&x.ID, &x.Questionnaire, &x.Audience, &x.Site, &x.TakenBy, &x.TakenByName, &anonymous, &x.Lang, &answers, &x.Contact.Name, &x.Contact.Email, &x.Contact.Phone, &received); err != nil {
		return x, err
	}
	x.Anonymous, x.ReceivedAt = anonymous != 0, at(received)
	if x.Anonymous {
		x.ID = 0 // numbers follow the order in which people wrote
	}
	return x, json.Unmarshal([]byte(answers), &x.Answers)
}

// mayReadResponses is NotFound for everybody but directors and owners.
func (s *Store) mayReadResponses(ctx context.Context, by Actor) error {
	if by.Kind == ByUser {
		u, err := s.User(ctx, UserID(by.ID))
		if err != nil {
			return err
		}
		if u.DisabledAt.IsZero() && u.Role.Rank() >= Director.Rank() {
			return nil
		}
	}
	return notFound("questionnaire_gone")
}

// ExportedResponses is Responses, and the trail remembers that they were taken
// out.
func (s *Store) ExportedResponses(ctx context.Context, by Actor, version QuestionnaireID) ([]Response, error) {
	list, _, err := s.Responses(ctx, by, version)
	if err != nil {
		return nil, err
	}
	return list, s.update(by, func(t *tx) error { return t.event("questionnaire", int64(version), "response.exported", nil) })
}

// TakenResponses counts what somebody has asked people face to face. It is all
// that they may know of it.
func (s *Store) TakenResponses(ctx context.Context, by UserID) (n int, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.TakenResponses */ SELECT count(*) FROM responses WHERE taken_by = ?`, by).Scan(&n)
	return n, err
}

// eraseResponses removes the answers and contact of whoever left a contact.
func (t *tx) eraseResponses(contact string) (int, error) {
	rows, err := t.rows(`/* tx.eraseResponses */ SELECT id FROM responses WHERE lower(email) = lower(?1) OR (?2 <> '' AND replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '+', '') = ?2)`, contact, digitsOf(contact))
	ids, err := collect(rows, err, func(r *sql.Rows) (id ResponseID, err error) { return id, r.Scan(&id) })
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if _, err := t.exec(`/* tx.eraseResponses */ UPDATE responses SET answers='{}', name='', email='', phone='' WHERE id=?`, id); err != nil {
			return 0, err
		}
		if err := t.event("response", int64(id), "response.erased", nil); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// forgetResponseContacts erases how to reach people who answered before limit
// at a site; what they said and the name on a named employee's answers stay.
func (t *tx) forgetResponseContacts(site SiteID, limit int64) (int64, error) {
	return t.change(`/* tx.forgetResponseContacts */ UPDATE responses SET email='', phone='', name=CASE audience WHEN 'employee' THEN name ELSE '' END
		WHERE site_id = ? AND received_at < ? AND (email <> '' OR phone <> '' OR (name <> '' AND audience <> 'employee'))`, site, limit)
}
