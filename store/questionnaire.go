package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// QuestionType is how a question is asked and answered.
type QuestionType string

// The types of question.
const (
	FacesQuestion    QuestionType = "faces"    // N faces, 4 or 5; at most one, its answer is the mood
	TopicsQuestion   QuestionType = "topics"   // any of Options; at most one, its answers are the topics
	SingleQuestion   QuestionType = "single"   // one of Options
	MultipleQuestion QuestionType = "multiple" // any of Options
	ScaleQuestion    QuestionType = "scale"    // 0 to 10
	TextQuestion     QuestionType = "text"     // own words; the one with the ID "text" is the submission's
	ContactQuestion  QuestionType = "contact"  // how to answer; at most one
)

// Option is one answer that can be chosen. Words are the owner's own; without
// them Value names a ready-made one in the catalogues: common.topic.VALUE for
// topics, question.option.VALUE for others.
type Option struct {
	Value string `json:"value"`
	Words Words  `json:"words,omitempty"`
}

// UnmarshalJSON also reads the first schema's form, a bare value.
func (o *Option) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*o = Option{}
		return json.Unmarshal(b, &o.Value)
	}
	type plain Option
	return json.Unmarshal(b, (*plain)(o))
}

// Question is one thing that is asked. Ask is the owner's own wording; without
// it Key names a ready-made one in the catalogues (question.ask.KEY), and
// without both the type's own heading stands.
type Question struct {
	ID      string       `json:"id"`
	Type    QuestionType `json:"type"`
	N       int          `json:"n,omitempty"` // faces
	Options []Option     `json:"options,omitempty"`
	Ask     Words        `json:"ask,omitempty"`
	Key     string       `json:"key,omitempty"`
	Low     int          `json:"low,omitempty"` // asked only of who gave a face of at most Low; 0: of everybody
}

// Audience is who is asked.
type Audience string

// The audiences. What leavers and employees say never stands beside what
// customers say: see Response.
const (
	CustomerAudience Audience = "customer"
	LeaverAudience   Audience = "leaver"
	EmployeeAudience Audience = "employee"
)

// Questionnaire is one version of a list of questions. One definition serves
// touch, phone, paper and desk. A published version never changes.
type Questionnaire struct {
	ID          QuestionnaireID
	Series      QuestionnaireID // the first version's ID
	Name        string          // "short": a ready-made one, named in the catalogues
	Audience    Audience
	Version     int
	Questions   []Question
	CreatedAt   time.Time
	PublishedAt time.Time // zero: a draft
	Edits       int64     // how often the draft was changed
}

// Topics gives the values of the topics that the questionnaire offers.
func (q Questionnaire) Topics() []string {
	for _, x := range q.Questions {
		if x.Type == TopicsQuestion {
			return x.values()
		}
	}
	return nil
}

func (q Question) values() []string {
	list := make([]string, len(q.Options))
	for i, o := range q.Options {
		list[i] = o.Value
	}
	return list
}

// Faces gives the number of faces, 0 if it asks for none.
func (q Questionnaire) Faces() int {
	for _, x := range q.Questions {
		if x.Type == FacesQuestion {
			return x.N
		}
	}
	return 0
}

// ShortQuestionnaire is the ready-made short form: a face, topics, own words,
// contact.
func ShortQuestionnaire() Questionnaire {
	return Questionnaire{Name: "short", Audience: CustomerAudience, Version: 1, Questions: []Question{
		{ID: "mood", Type: FacesQuestion, N: 5},
		{ID: "topic", Type: TopicsQuestion, Options: ReadyMade("waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other")},
		{ID: "text", Type: TextQuestion},
		{ID: "contact", Type: ContactQuestion},
	}}
}

// ReadyMade makes ready-made options of their values.
func ReadyMade(values ...string) []Option {
	list := make([]Option, len(values))
	for i, v := range values {
		list[i].Value = v
	}
	return list
}

func (t *tx) addQuestionnaire(q Questionnaire) (QuestionnaireID, error) {
	published := int64(0)
	if !q.PublishedAt.IsZero() {
		published = q.PublishedAt.UnixMilli()
	}
	id, err := t.insert(`/* addQuestionnaire */ INSERT INTO questionnaires(name, audience, version, questions, created_at, series, published_at) VALUES (?,?,?,?,?,?,?)`,
		q.Name, string(q.Audience), q.Version, jsonText(q.Questions), t.ms(), q.Series, published)
	if err != nil || q.Series != 0 {
		return QuestionnaireID(id), err
	}
	_, err = t.exec(`/* addQuestionnaire */ UPDATE questionnaires SET series = id WHERE id = ?`, id)
	return QuestionnaireID(id), err
}

// Questionnaire gives the newest published version that a site's customers are
// asked: the site's choice, else the first one made for customers. NotFound
// before set-up. It asks memory, not the disk.
func (s *Store) Questionnaire(site Site) (Questionnaire, error) {
	c := s.config.Load()
	for _, series := range []QuestionnaireID{site.Questionnaire, c.customers} {
		if q, ok := c.published[series]; ok {
			return q, nil
		}
	}
	return Questionnaire{}, notFound("questionnaire")
}

// loadPublished gives the newest published version of every series, and the
// first series made for customers.
func loadPublished(ctx context.Context, db *sql.DB) (map[QuestionnaireID]Questionnaire, QuestionnaireID, error) {
	rows, err := db.QueryContext(ctx, `/* loadPublished */ SELECT `+questionnaireColumns+` FROM questionnaires WHERE published_at <> 0 ORDER BY series DESC, version`)
	list, err := collect(rows, err, scanQuestionnaire)
	published, customers := map[QuestionnaireID]Questionnaire{}, QuestionnaireID(0)
	for _, q := range list {
		published[q.Series] = q
		if q.Audience == CustomerAudience {
			customers = q.Series
		}
	}
	return published, customers, err
}

const questionnaireColumns = `id, series, name, audience, version, questions, created_at, published_at, edits`

func scanQuestionnaire(r *sql.Rows) (q Questionnaire, err error) {
	var questions string
	var created, published int64
	if err := r.Scan(&q.ID, &q.Series, &q.Name, &q.Audience, &q.Version, &questions, &created, &published, &q.Edits); err != nil {
		return q, err
	}
	q.CreatedAt, q.PublishedAt = at(created), at(published)
	return q, json.Unmarshal([]byte(questions), &q.Questions)
}
