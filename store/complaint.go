package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// Status is where a complaint stands. It never changes without the words that
// explain it.
type Status string

// The statuses.
const (
	Heard   Status = "heard"
	Planned Status = "planned"
	Doing   Status = "doing"
	Done    Status = "done"
	Cant    Status = "cant"
)

// Valid tells whether st is one of the statuses.
func (st Status) Valid() bool {
	switch st {
	case Heard, Planned, Doing, Done, Cant:
		return true
	}
	return false
}

// Complaint is what staff work on: it stands for everybody in its group.
type Complaint struct {
	ID          ComplaintID
	Site        SiteID
	Kind        Kind
	Status      Status
	Owner       UserID // 0: nobody yet
	OwnerName   string // full name, for staff
	OwnerShown  string // first name by the owner's wish; "" say OwnerRole
	OwnerRole   Role
	Action      string
	By          time.Time // local midnight of the day; zero: no date yet
	Why         string    // the words of the last change of status
	Asks        bool      // somebody waits for an answer
	People      int       // how many said it or agreed
	AnswerBy    time.Time // of the person who waits longest
	AnsweredAt  time.Time
	DoneAt      time.Time
	ReadAt      time.Time
	Escalation  int // 0 none, 1 manager told, 2 director told
	EscalatedAt time.Time
	EscalatedTo string      // full name
	Root        ComplaintID // of the group; its own id when it is the root
	Version     int64
	CreatedAt   time.Time
}

// Late tells whether the promise is broken at now.
func (c Complaint) Late(now time.Time) bool {
	return c.Asks && c.AnsweredAt.IsZero() && now.After(c.AnswerBy)
}

const complaintColumns = `c.id, c.site_id, c.kind, c.status, c.owner_id, COALESCE(u.name, ''), COALESCE(u.show_name, 0), COALESCE(u.role, ''), c.action, c.by_when, c.why, c.asks, c.people,
	c.answer_by, c.answered_at, c.done_at, c.read_at, c.escalation, c.escalated_at, COALESCE(x.name, ''), c.root_id, c.version, c.created_at`

const complaintJoins = ` LEFT JOIN users u ON u.id = c.owner_id LEFT JOIN users x ON x.id = c.escalated_to `

// complaintFields gives the places to scan complaintColumns into and what to
// do when they are filled.
func complaintFields(c *Complaint) (fields []any, done func()) {
	var by, answerBy, answered, doneAt, read, escalated, created int64
	var shown bool
	fields = []any{&c.ID, &c.Site, &c.Kind, &c.Status, &c.Owner, &c.OwnerName, &shown, &c.OwnerRole, &c.Action, &by, &c.Why, &c.Asks, &c.People,
		&answerBy, &answered, &doneAt, &read, &c.Escalation, &escalated, &c.EscalatedTo, &c.Root, &c.Version, &created}
	return fields, func() {
		c.By, c.AnswerBy, c.AnsweredAt, c.DoneAt = at(by), at(answerBy), at(answered), at(doneAt)
		c.ReadAt, c.EscalatedAt, c.CreatedAt = at(read), at(escalated), at(created)
		c.OwnerShown = User{Name: c.OwnerName, ShowName: shown}.ShownName()
		if c.Root == 0 {
			c.Root = c.ID
		}
	}
}

// ComplaintPage is one complaint with everything that belongs to it.
type ComplaintPage struct {
	Complaint
	Submissions []Submission // of the whole group, oldest first
	Answers     []Answer
	Events      []Event // of the group and its submissions, oldest first
	Notes       []Note
	Entry       *Entry // on the board or a draft; nil: none
	Draft       string // the reader's half-written answer
}

// Note is for colleagues; the customer does not see it.
type Note struct {
	By   string
	Text string
	At   time.Time
}

// Complaint gives one complaint for the person who reads it, who need not be
// signed in as anybody (0). A complaint that was grouped gives its group:
// see Root. NotFound if there is none.
func (s *Store) Complaint(ctx context.Context, id ComplaintID, reader UserID) (ComplaintPage, error) {
	var p ComplaintPage
	c, err := s.complaint(ctx, id)
	if err == nil && c.Root != c.ID {
		c, err = s.complaint(ctx, c.Root)
	}
	if err != nil {
		return p, err
	}
	p.Complaint = c
	if p.Submissions, err = s.submissions(ctx, `WHERE c.id = ? OR c.root_id = ? ORDER BY s.id`, c.ID, c.ID); err != nil {
		return p, err
	}
	if p.Answers, err = s.answers(ctx, c.ID); err != nil {
		return p, err
	}
	if p.Notes, err = s.notes(ctx, c.ID); err != nil {
		return p, err
	}
	if p.Events, err = s.history(ctx, c.ID, p.Submissions); err != nil {
		return p, err
	}
	if p.Entry, err = s.entryOf(ctx, c.ID); err != nil {
		return p, err
	}
	p.Draft, err = s.draft(ctx, c.ID, reader)
	return p, err
}

func (s *Store) complaint(ctx context.Context, id ComplaintID) (Complaint, error) {
	var c Complaint
	fields, done := complaintFields(&c)
	err := s.read.QueryRowContext(ctx, `/* Store.complaint */ SELECT `+complaintColumns+` FROM complaints c`+complaintJoins+`WHERE c.id = ?`, id).Scan(fields...)
	done()
	return c, none(err, "complaint")
}

func (s *Store) history(ctx context.Context, id ComplaintID, subs []Submission) ([]Event, error) {
	events, err := s.eventsOf(ctx, "complaint", complaintIDs(id, subs))
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(subs))
	for i, x := range subs {
		ids[i] = int64(x.ID)
	}
	more, err := s.eventsOf(ctx, "submission", ids)
	if err != nil {
		return nil, err
	}
	return mergeEvents(events, more), nil
}

func complaintIDs(root ComplaintID, subs []Submission) []int64 {
	ids := []int64{int64(root)}
	for _, x := range subs {
		if x.Complaint != root {
			ids = append(ids, int64(x.Complaint))
		}
	}
	return ids
}

func mergeEvents(a, b []Event) []Event {
	out := make([]Event, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].ID < b[0].ID {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// work reads a group's root for an update and checks that nobody else changed
// it since the reader saw version (0: whatever it is now).
func (t *tx) work(id ComplaintID, version int64) (Complaint, error) {
	var c Complaint
	fields, done := complaintFields(&c)
	err := t.row(`/* tx.work */ SELECT `+complaintColumns+` FROM complaints c`+complaintJoins+`WHERE c.id = ?`, id).Scan(fields...)
	done()
	if err != nil {
		return c, none(err, "complaint")
	}
	if c.Root != c.ID {
		return c, conflict("grouped_meanwhile")
	}
	if version != 0 && version != c.Version {
		return c, conflict("changed_meanwhile")
	}
	_, err = t.exec(`/* tx.work */ UPDATE complaints SET version = version + 1 WHERE id = ?`, id)
	return c, err
}

// Read notes that somebody has opened a complaint; only the first time counts.
func (s *Store) Read(ctx context.Context, by Actor, id ComplaintID) error {
	c, err := s.complaint(ctx, id)
	if err != nil || !c.ReadAt.IsZero() {
		return err
	}
	return s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.Read */ UPDATE complaints SET read_at=? WHERE id=? AND read_at=0`, t.ms(), id)
		if err != nil || k == 0 {
			return err
		}
		return t.event("complaint", int64(id), "complaint.read", nil)
	})
}

// Plan is who does what by when.
type Plan struct {
	Owner  UserID // 0: nobody yet
	Action string
	By     time.Time // local midnight; zero: no date
}

// SetPlan saves owner, action and date in one go; each change is an event.
// Conflict if somebody changed the complaint since version.
func (s *Store) SetPlan(_ context.Context, by Actor, id ComplaintID, version int64, p Plan) error {
	p.Action = strings.TrimSpace(p.Action)
	return s.update(by, func(t *tx) error {
		c, err := t.work(id, version)
		if err != nil {
			return err
		}
		return t.setPlan(c, p)
	})
}

func (t *tx) setPlan(c Complaint, p Plan) error {
	name := t.userName(p.Owner)
	if p.Owner != 0 && name == "" {
		return invalid("owner_unknown", "owner")
	}
	if _, err := t.exec(`/* tx.setPlan */ UPDATE complaints SET owner_id=?, action=?, by_when=? WHERE id=?`, p.Owner, p.Action, millis(p.By), c.ID); err != nil {
		return err
	}
	changes := []struct {
		verb    string
		changed bool
		data    map[string]string
	}{
		{"complaint.owner", c.Owner != p.Owner, map[string]string{"owner": name}},
		{"complaint.action", c.Action != p.Action, map[string]string{"action": p.Action}},
		{"complaint.by", !c.By.Equal(p.By), map[string]string{"by": dateText(p.By)}},
	}
	for _, x := range changes {
		if !x.changed {
			continue
		}
		if err := t.event("complaint", int64(c.ID), x.verb, x.data); err != nil {
			return err
		}
	}
	return nil
}

// dateText is an instant as events keep it; "" for none.
func dateText(d time.Time) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.RFC3339)
}

// SetStatus moves a complaint; words say why and are never empty. Can't needs
// the day, still to come, on which it is looked at again: by. Invalid (field status, words or
// by), Conflict if somebody changed the complaint since version.
func (s *Store) SetStatus(_ context.Context, by Actor, id ComplaintID, version int64, st Status, words string, again time.Time) error {
	words = strings.TrimSpace(words)
	switch {
	case !st.Valid():
		return invalid("status_unknown", "status")
	case words == "":
		return invalid("words_missing", "words")
	case st == Cant && !again.After(s.clock()):
		return invalid("again_missing", "by")
	}
	return s.update(by, func(t *tx) error {
		c, err := t.work(id, version)
		if err != nil {
			return err
		}
		return t.setStatus(c, st, words, again)
	})
}

func (t *tx) setStatus(c Complaint, st Status, words string, again time.Time) error {
	done := int64(0)
	if st == Done {
		done = t.ms()
	}
	when := c.By
	if !again.IsZero() {
		when = again
	}
	if _, err := t.exec(`/* tx.setStatus */ UPDATE complaints SET status=?, why=?, done_at=?, by_when=? WHERE id=?`, string(st), words, done, millis(when), c.ID); err != nil {
		return err
	}
	return t.event("complaint", int64(c.ID), "complaint.status", map[string]string{"from": string(c.Status), "to": string(st), "words": words})
}

// SetKind says that it is a suggestion or praise after all.
func (s *Store) SetKind(_ context.Context, by Actor, id ComplaintID, k Kind) error {
	if !k.Valid() {
		return invalid("kind_unknown", "kind")
	}
	return s.update(by, func(t *tx) error {
		if _, err := t.work(id, 0); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.SetKind */ UPDATE complaints SET kind=? WHERE id=?`, string(k), id); err != nil {
			return err
		}
		return t.event("complaint", int64(id), "complaint.kind", map[string]string{"kind": string(k)})
	})
}

// AddNote writes a note for colleagues.
func (s *Store) AddNote(_ context.Context, by Actor, id ComplaintID, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return invalid("words_missing", "note")
	}
	return s.update(by, func(t *tx) error {
		if _, err := t.work(id, 0); err != nil {
			return err
		}
		return t.event("complaint", int64(id), "complaint.note", map[string]string{"text": text})
	})
}

// notes are events: nobody changes them either.
func (s *Store) notes(ctx context.Context, id ComplaintID) ([]Note, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.notes */ `+selectEvents+`WHERE e.subject='complaint' AND e.subject_id=? AND e.verb='complaint.note' ORDER BY e.id`, id)
	return collect(rows, err, func(r *sql.Rows) (Note, error) {
		e, _, _, err := scanEvent(r)
		return Note{By: e.ActorName, Text: e.Data["text"], At: e.At}, err
	})
}
