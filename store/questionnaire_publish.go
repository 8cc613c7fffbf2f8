package store

import (
	"context"
	"slices"
	"strconv"
)

// PublishQuestionnaire makes a version of a draft; it never changes again, and
// new answers belong to it. edits is what the editor last saw: Conflict if the
// draft has changed since. Invalid, with the question's id as Field, while
// something is missing.
func (s *Store) PublishQuestionnaire(ctx context.Context, by Actor, id QuestionnaireID, edits int64) error {
	err := s.update(by, func(t *tx) error {
		q, err := t.draft(id, edits)
		if err != nil {
			return err
		}
		if err := q.Ready(); err != nil {
			return err
		}
		if _, err := t.exec(`/* Store.PublishQuestionnaire */ UPDATE questionnaires SET published_at=? WHERE id=?`, t.ms(), id); err != nil {
			return err
		}
		return t.event("questionnaire", int64(id), "questionnaire.published", map[string]string{"version": strconv.Itoa(q.Version)})
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}

// UseQuestionnaire says which series a site's customers are asked. Invalid
// for one that has no published version or is not for customers.
func (s *Store) UseQuestionnaire(ctx context.Context, by Actor, site SiteID, series QuestionnaireID) error {
	q, ok := s.config.Load().published[series]
	if !ok || q.Audience != CustomerAudience {
		return invalid("questionnaire_not_for_customers", "site")
	}
	err := s.update(by, func(t *tx) error {
		if k, err := t.change(`/* Store.UseQuestionnaire */ UPDATE sites SET questionnaire=? WHERE id=?`, series, site); err != nil || k == 0 {
			return orNotFound(err, "site")
		}
		return t.event("site", int64(site), "site.questionnaire", map[string]string{"questionnaire": strconv.FormatInt(int64(series), 10)})
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}

// Difference is what a draft changes.
type Difference struct {
	Added, Removed, Changed []Question
	Reordered               bool // the questions that stay stand in another order
}

// Differs compares a draft with the version that people are asked now; a
// question is the same one while its ID is.
func (q Questionnaire) Differs(live Questionnaire) Difference {
	var d Difference
	find := func(list []Question, id string) int {
		return slices.IndexFunc(list, func(x Question) bool { return x.ID == id })
	}
	last := -1
	for _, x := range q.Questions {
		i := find(live.Questions, x.ID)
		if i < 0 {
			d.Added = append(d.Added, x)
			continue
		}
		if jsonText(x) != jsonText(live.Questions[i]) {
			d.Changed = append(d.Changed, x)
		}
		d.Reordered, last = d.Reordered || i < last, i
	}
	for _, x := range live.Questions {
		if find(q.Questions, x.ID) < 0 {
			d.Removed = append(d.Removed, x)
		}
	}
	return d
}
