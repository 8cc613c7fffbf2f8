package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// QuestionType is how a question is asked and answered.
type QuestionType string

// The types of question.
const (
	FacesQuestion   QuestionType = "faces"   // N faces, 4 or 5
	TopicsQuestion  QuestionType = "topics"  // any of Options
	TextQuestion    QuestionType = "text"    // own words
	ContactQuestion QuestionType = "contact" // how to answer
)

// Question is one thing that is asked. Options name topics; the words of the
// ready-made ones stand in the catalogues under common.topic.
type Question struct {
	ID      string       `json:"id"`
	Type    QuestionType `json:"type"`
	N       int          `json:"n,omitempty"`
	Options []string     `json:"options,omitempty"`
}

// Questionnaire is one version of a list of questions. One definition serves
// touch, phone, paper and desk.
type Questionnaire struct {
	ID        QuestionnaireID
	Name      string // "short": a ready-made one, named in the catalogues
	Audience  string // "customer", "leaver" or "employee"
	Version   int
	Questions []Question
}

// Topics gives the topics that the questionnaire offers.
func (q Questionnaire) Topics() []string {
	for _, x := range q.Questions {
		if x.Type == TopicsQuestion {
			return x.Options
		}
	}
	return nil
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
	return Questionnaire{Name: "short", Audience: "customer", Version: 1, Questions: []Question{
		{ID: "mood", Type: FacesQuestion, N: 5},
		{ID: "topic", Type: TopicsQuestion, Options: []string{"waiting", "staff", "price", "wrong", "clean", "equipment", "booking", "other"}},
		{ID: "text", Type: TextQuestion},
		{ID: "contact", Type: ContactQuestion},
	}}
}

func (t *tx) addQuestionnaire(q Questionnaire) error {
	_, err := t.insert(`/* addQuestionnaire */ INSERT INTO questionnaires(name, audience, version, questions, created_at) VALUES (?,?,?,?,?)`,
		q.Name, q.Audience, q.Version, jsonText(q.Questions), t.ms())
	return err
}

// Questionnaire gives the newest version of the customers' questionnaire.
// NotFound before set-up. It asks memory, not the disk.
func (s *Store) Questionnaire(context.Context) (Questionnaire, error) {
	if q := s.config.Load().questionnaire; q != nil {
		return *q, nil
	}
	return Questionnaire{}, notFound("questionnaire")
}

func loadQuestionnaire(ctx context.Context, db *sql.DB) (*Questionnaire, error) {
	var q Questionnaire
	var questions string
	err := db.QueryRowContext(ctx, `/* loadQuestionnaire */ SELECT id, name, audience, version, questions FROM questionnaires WHERE audience='customer' ORDER BY version DESC, id DESC LIMIT 1`).
		Scan(&q.ID, &q.Name, &q.Audience, &q.Version, &questions)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &q, json.Unmarshal([]byte(questions), &q.Questions)
}
