package store

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// StartQuestionnaire makes the first draft of a new series from a ready-made
// one; name "" keeps the ready-made one's. Invalid for a name nobody made.
func (s *Store) StartQuestionnaire(_ context.Context, by Actor, readyMade, name string) (id QuestionnaireID, err error) {
	q, ok := Named(readyMade)
	if !ok {
		return 0, invalid("questionnaire_gone", "from")
	}
	if name = strings.TrimSpace(name); name != "" {
		q.Name = name
	}
	if utf8.RuneCountInString(q.Name) > MaxQuestionnaire {
		return 0, invalid("questionnaire_name_long", "name")
	}
	err = s.update(by, func(t *tx) error {
		var err error
		if id, err = t.addQuestionnaireAt(q); err != nil {
			return err
		}
		return t.event("questionnaire", int64(id), "questionnaire.started", map[string]string{"from": readyMade})
	})
	return id, err
}

// addQuestionnaireAt stores q as made now.
func (t *tx) addQuestionnaireAt(q Questionnaire) (QuestionnaireID, error) {
	q.CreatedAt = t.now
	return t.addQuestionnaire(q)
}

// DraftQuestionnaire makes the draft of a series from one of its versions and
// gives its id. A draft that is there already is given as it is when from is
// the newest published version; from an older one it is a Conflict.
func (s *Store) DraftQuestionnaire(_ context.Context, by Actor, from QuestionnaireID) (id QuestionnaireID, err error) {
	err = s.update(by, func(t *tx) error {
		q, err := t.version(from)
		if err != nil {
			return err
		}
		var last int
		if err := t.row(`/* Store.DraftQuestionnaire */ SELECT max(version) FROM questionnaires WHERE series = ?`, q.Series).Scan(&last); err != nil {
			return err
		}
		if id, err = t.draftOf(q.Series); err != nil || id != 0 {
			if err == nil && id != from && q.Version != last-1 {
				return conflict("questionnaire_draft_there")
			}
			return err
		}
		draft := Questionnaire{Series: q.Series, Name: q.Name, Audience: q.Audience, Version: last + 1, Questions: q.Questions}
		if id, err = t.addQuestionnaireAt(draft); err != nil {
			return err
		}
		return t.event("questionnaire", int64(id), "questionnaire.drafted", map[string]string{"from": strconv.Itoa(q.Version)})
	})
	return id, err
}

// ChangeDraft replaces the name and the questions of a draft. A question
// without an ID is new and gets one that its series never used. edits is what
// the editor last saw: Conflict if somebody else has changed the draft since,
// or published it. It gives the draft as it is now.
func (s *Store) ChangeDraft(_ context.Context, by Actor, id QuestionnaireID, edits int64, name string, questions []Question) (draft Questionnaire, err error) {
	if name = strings.TrimSpace(name); name == "" {
		return draft, invalid("name_missing", "name")
	}
	if utf8.RuneCountInString(name) > MaxQuestionnaire {
		return draft, invalid("questionnaire_name_long", "name")
	}
	err = s.update(by, func(t *tx) error {
		q, err := t.draft(id, edits)
		if err != nil {
			return err
		}
		q.Name, q.Questions = name, questions
		draft, err = t.changeDraft(q)
		return err
	})
	return draft, err
}

// draft reads a draft as its editor last saw it.
func (t *tx) draft(id QuestionnaireID, edits int64) (Questionnaire, error) {
	q, err := t.version(id)
	switch {
	case err != nil:
		return q, err
	case !q.PublishedAt.IsZero():
		return q, conflict("questionnaire_published")
	case q.Edits != edits:
		return q, conflict("questionnaire_changed")
	}
	return q, nil
}

func (t *tx) changeDraft(q Questionnaire) (Questionnaire, error) {
	q.Questions = slices.Clone(q.Questions)
	named, err := t.nameQuestions(q.Series, q.Questions)
	if err != nil {
		return q, err
	}
	if err := checkQuestions(q.Questions); err != nil {
		return q, err
	}
	q.Edits++
	_, err = t.exec(`/* tx.changeDraft */ UPDATE questionnaires SET name=?, questions=?, edits=?, options_named=? WHERE id=?`, q.Name, jsonText(q.Questions), q.Edits, named, q.ID)
	return q, err
}

// removed is a question that was taken out, and where it stood.
type removed struct {
	At       int      `json:"at"`
	Question Question `json:"question"`
}

// RemoveQuestion takes a question out of a draft; RestoreQuestion puts the
// last one back. NotFound if the draft does not have it.
func (s *Store) RemoveQuestion(_ context.Context, by Actor, id QuestionnaireID, edits int64, question string) (draft Questionnaire, err error) {
	err = s.update(by, func(t *tx) error {
		q, err := t.draft(id, edits)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(q.Questions, func(x Question) bool { return x.ID == question })
		if i < 0 {
			return notFound("question_gone")
		}
		gone := removed{i, q.Questions[i]}
		q.Questions = slices.Delete(slices.Clone(q.Questions), i, i+1)
		if draft, err = t.changeDraft(q); err != nil {
			return err
		}
		_, err = t.exec(`/* Store.RemoveQuestion */ UPDATE questionnaires SET removed=? WHERE id=?`, jsonText(gone), id)
		return err
	})
	return draft, err
}

// RestoreQuestion puts the question last removed back where it stood and gives
// its id. NotFound if none was removed; Invalid if it may stand only once and
// another of its type has come.
func (s *Store) RestoreQuestion(_ context.Context, by Actor, id QuestionnaireID, edits int64) (question string, err error) {
	err = s.update(by, func(t *tx) error {
		q, err := t.draft(id, edits)
		if err != nil {
			return err
		}
		var text string
		if err := t.row(`/* Store.RestoreQuestion */ SELECT removed FROM questionnaires WHERE id=?`, id).Scan(&text); err != nil {
			return err
		}
		var gone removed
		if text == "" || json.Unmarshal([]byte(text), &gone) != nil {
			return notFound("question_gone")
		}
		if hasQuestion(q.Questions, gone.Question.ID) {
			gone.Question.ID = ""
		}
		at := min(gone.At, len(q.Questions))
		q.Questions = slices.Insert(slices.Clone(q.Questions), at, gone.Question)
		if q, err = t.changeDraft(q); err != nil {
			return err
		}
		question = q.Questions[at].ID
		_, err = t.exec(`/* Store.RestoreQuestion */ UPDATE questionnaires SET removed='' WHERE id=?`, id)
		return err
	})
	return question, err
}

// nameQuestions gives new questions and new options their ids. It gives the
// highest number that the series has given to an option by now.
func (t *tx) nameQuestions(series QuestionnaireID, list []Question) (named int64, err error) {
	rows, err := t.rows(`/* tx.nameQuestions */ SELECT `+questionnaireColumns+` FROM questionnaires WHERE series = ?`, series)
	versions, err := collect(rows, err, scanQuestionnaire)
	if err != nil {
		return 0, err
	}
	if err := t.row(`/* tx.nameQuestions */ SELECT max(options_named) FROM questionnaires WHERE series = ?`, series).Scan(&named); err != nil {
		return 0, err
	}
	used := map[string]bool{}
	for _, q := range append(versions, Questionnaire{Questions: list}) {
		for _, q := range q.Questions {
			used[q.ID] = true
			named = max(named, q.lastOption(series))
		}
	}
	for i := range list {
		if list[i].ID == "" {
			list[i].ID = newQuestionID(list, list[i].Type, used)
			used[list[i].ID] = true
		}
		named = list[i].nameOptions(series, named)
	}
	return named, nil
}

// newQuestionID keeps the ids that mean something (mood, topic, text, contact)
// for the questions that they mean.
func newQuestionID(list []Question, typ QuestionType, used map[string]bool) string {
	known := map[QuestionType]string{FacesQuestion: "mood", TopicsQuestion: "topic", TextQuestion: "text", ContactQuestion: "contact"}
	if id := known[typ]; id != "" && !hasQuestion(list, id) {
		return id
	}
	for n := 1; ; n++ {
		if id := "q" + strconv.Itoa(n); !used[id] {
			return id
		}
	}
}

func hasQuestion(list []Question, id string) bool {
	return slices.ContainsFunc(list, func(q Question) bool { return q.ID == id })
}

// ownTopics is how many numbers each series has for its own topics. Topics are
// counted by their value over all questionnaires, so no two series share one.
const ownTopics = 100000

// lastOption gives the highest number that the series gave to an option of the
// question.
func (q Question) lastOption(series QuestionnaireID) int64 {
	last := int64(0)
	for _, o := range q.Options {
		n, err := strconv.ParseInt(strings.TrimPrefix(o.Value, "o"), 10, 64)
		if err != nil || !OwnOption(o.Value) {
			continue
		}
		if n/ownTopics == int64(series) {
			n %= ownTopics
		}
		if n < ownTopics {
			last = max(last, n)
		}
	}
	return last
}

// nameOptions gives new options values that their series never used, not even
// for one that was removed again: an answer means one thing, and so does an
// editor's form that was opened earlier. It gives the number last used.
func (q *Question) nameOptions(series QuestionnaireID, last int64) int64 {
	from := int64(0)
	if q.Type == TopicsQuestion {
		from = int64(series) * ownTopics
	}
	for i := range q.Options {
		if q.Options[i].Value == "" {
			last++
			q.Options[i].Value = "o" + strconv.FormatInt(from+last, 10)
		}
	}
	return last
}

// DiscardDraft removes a draft for ever; a series that was never published
// goes with it. Conflict for a published version.
func (s *Store) DiscardDraft(_ context.Context, by Actor, id QuestionnaireID) error {
	return s.update(by, func(t *tx) error {
		q, err := t.version(id)
		if err != nil {
			return err
		}
		if !q.PublishedAt.IsZero() {
			return conflict("questionnaire_published")
		}
		if _, err := t.exec(`/* Store.DiscardDraft */ DELETE FROM questionnaires WHERE id = ? AND published_at = 0`, id); err != nil {
			return err
		}
		return t.event("questionnaire", int64(id), "questionnaire.discarded", nil)
	})
}
