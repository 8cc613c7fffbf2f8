package store

import (
	"context"
	"slices"
	"strconv"
)

// QuestionFigures is what people answered to one question.
type QuestionFigures struct {
	Question Question
	N        int            // who answered it
	Counts   map[string]int // by answer; empty for own words
	Mean     float64        // of faces and scales; 0 without answers
	Words    []string       // own words, in no order that tells who wrote when
}

// ResponseFigures adds the answers to one version up, question by question;
// all is how many people they are from, held how many are kept back as in
// Responses. NotFound unless by is a director or an owner.
func (s *Store) ResponseFigures(ctx context.Context, by Actor, version QuestionnaireID) (figures []QuestionFigures, all, held int, err error) {
	list, held, err := s.Responses(ctx, by, version)
	if err != nil {
		return nil, 0, 0, err
	}
	q, err := s.QuestionnaireVersion(ctx, version)
	if err != nil {
		return nil, 0, 0, err
	}
	for _, x := range q.Questions {
		if x.Type != ContactQuestion {
			figures = append(figures, addUp(x, list))
		}
	}
	return figures, len(list), held, nil
}

func addUp(q Question, list []Response) QuestionFigures {
	f := QuestionFigures{Question: q, Counts: map[string]int{}}
	sum := 0
	for _, r := range list {
		given := r.Answers[q.ID]
		if len(given) == 0 {
			continue
		}
		f.N++
		if q.Type == TextQuestion {
			f.Words = append(f.Words, given[0])
			continue
		}
		for _, a := range given {
			f.Counts[a]++
		}
		if n, err := strconv.Atoi(given[0]); err == nil {
			sum += n
		}
	}
	if f.N > 0 && (q.Type == FacesQuestion || q.Type == ScaleQuestion) {
		f.Mean = float64(sum) / float64(f.N)
	}
	slices.Sort(f.Words)
	return f
}
