package store

import (
	"context"
	"database/sql"
	"slices"
)

// QuestionnaireSeries is one questionnaire with its versions.
type QuestionnaireSeries struct {
	ID       QuestionnaireID
	Latest   Questionnaire // the draft if there is one, else the newest published
	Live     Questionnaire // the newest published; zero before the first
	Draft    QuestionnaireID
	Sites    []SiteID // whose customers are asked it
	Answers  int      // so far, of every version
	Versions int      // published ones
}

// Questionnaires gives every series, the first made first.
func (s *Store) Questionnaires(ctx context.Context) ([]QuestionnaireSeries, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Questionnaires */ SELECT `+questionnaireColumns+` FROM questionnaires ORDER BY series, version`)
	all, err := collect(rows, err, scanQuestionnaire)
	if err != nil {
		return nil, err
	}
	answers, err := s.answersByVersion(ctx)
	if err != nil {
		return nil, err
	}
	var list []QuestionnaireSeries
	for _, q := range all {
		if len(list) == 0 || list[len(list)-1].ID != q.Series {
			list = append(list, QuestionnaireSeries{ID: q.Series, Sites: s.askedAt(q.Series)})
		}
		x := &list[len(list)-1]
		x.Latest = q
		x.Answers += answers[q.ID]
		if q.PublishedAt.IsZero() {
			x.Draft = q.ID
			continue
		}
		x.Live = q
		x.Versions++
	}
	return list, nil
}

// askedAt gives the sites whose customers are asked a series.
func (s *Store) askedAt(series QuestionnaireID) []SiteID {
	var list []SiteID
	for _, site := range s.Sites() {
		if q, err := s.Questionnaire(site); err == nil && q.Series == series {
			list = append(list, site.ID)
		}
	}
	return list
}

// answersByVersion counts submissions and responses. Submissions from before
// there were versions answered the only one that there was.
func (s *Store) answersByVersion(ctx context.Context) (map[QuestionnaireID]int, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.answersByVersion */ SELECT questionnaire_id, count(*) FROM submissions GROUP BY questionnaire_id
		UNION ALL SELECT questionnaire_id, count(*) FROM responses GROUP BY questionnaire_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	n := map[QuestionnaireID]int{}
	for rows.Next() {
		var id QuestionnaireID
		var k int
		if err := rows.Scan(&id, &k); err != nil {
			return nil, err
		}
		if id == 0 {
			id = s.config.Load().customers
		}
		n[id] += k
	}
	return n, rows.Err()
}

// QuestionnaireVersion gives one version, published or the draft. NotFound if
// there is none.
func (s *Store) QuestionnaireVersion(ctx context.Context, id QuestionnaireID) (Questionnaire, error) {
	list, err := s.versions(ctx, `WHERE id = ?`, id)
	if err != nil || len(list) == 0 {
		return Questionnaire{}, orNotFound(err, "questionnaire_gone")
	}
	return list[0], nil
}

// QuestionnaireVersions gives the versions of a series, the newest first.
func (s *Store) QuestionnaireVersions(ctx context.Context, series QuestionnaireID) ([]Questionnaire, error) {
	list, err := s.versions(ctx, `WHERE series = ? ORDER BY version DESC`, series)
	if err != nil || len(list) == 0 {
		return nil, orNotFound(err, "questionnaire_gone")
	}
	return list, nil
}

func (s *Store) versions(ctx context.Context, where string, args ...any) ([]Questionnaire, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.versions */ SELECT `+questionnaireColumns+` FROM questionnaires `+where, args...)
	return collect(rows, err, scanQuestionnaire)
}

// PublishedFor gives the newest published version of every series of an
// audience, the first made first. It asks memory, not the disk.
func (s *Store) PublishedFor(a Audience) []Questionnaire {
	var list []Questionnaire
	for _, q := range s.config.Load().published {
		if q.Audience == a {
			list = append(list, q)
		}
	}
	slices.SortFunc(list, func(a, b Questionnaire) int { return int(a.Series - b.Series) })
	return list
}

// version reads one version within the transaction.
func (t *tx) version(id QuestionnaireID) (Questionnaire, error) {
	rows, err := t.rows(`/* tx.version */ SELECT `+questionnaireColumns+` FROM questionnaires WHERE id = ?`, id)
	list, err := collect(rows, err, scanQuestionnaire)
	if err != nil || len(list) == 0 {
		return Questionnaire{}, orNotFound(err, "questionnaire_gone")
	}
	return list[0], nil
}

func (t *tx) draftOf(series QuestionnaireID) (id QuestionnaireID, err error) {
	err = t.row(`/* tx.draftOf */ SELECT id FROM questionnaires WHERE series = ? AND published_at = 0`, series).Scan(&id)
	if err == sql.ErrNoRows {
		return 0, nil
	}
	return id, err
}
