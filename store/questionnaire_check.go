package store

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// What a questionnaire may hold. LongQuestionnaire is where the editor warns.
const (
	MaxQuestions      = 30
	MaxOptions        = 24
	MaxAsk            = 200 // runes of a wording
	MaxQuestionnaire  = 80  // runes of its name
	LongQuestionnaire = 7
)

// Valid tells whether t is one of the types.
func (t QuestionType) Valid() bool {
	switch t {
	case FacesQuestion, TopicsQuestion, SingleQuestion, MultipleQuestion, ScaleQuestion, TextQuestion, ContactQuestion:
		return true
	}
	return false
}

// Once tells whether a questionnaire asks a question of this type only once.
func (t QuestionType) Once() bool {
	return t == FacesQuestion || t == TopicsQuestion || t == ContactQuestion
}

// Choosing tells whether the question has options.
func (t QuestionType) Choosing() bool {
	return t == TopicsQuestion || t == SingleQuestion || t == MultipleQuestion
}

// Headed tells whether the type has a heading of its own, so that a question
// may do without wording.
func (q Question) Headed() bool {
	return q.Type.Once() || q.ID == "text"
}

var (
	questionID  = regexp.MustCompile(`^[a-z][a-z0-9]{0,15}$`)
	optionValue = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
)

// checkQuestions is what even a draft has to keep. It tidies the words.
func checkQuestions(list []Question) error {
	if len(list) > MaxQuestions {
		return invalid("questionnaire_full", "")
	}
	ids, once := map[string]bool{}, map[QuestionType]bool{}
	for i := range list {
		q := &list[i]
		if !q.Type.Valid() || !questionID.MatchString(q.ID) || ids[q.ID] {
			return invalid("question_unknown", q.ID)
		}
		if q.Type.Once() && once[q.Type] {
			return invalid("question_once_"+string(q.Type), q.ID)
		}
		ids[q.ID], once[q.Type] = true, true
		if err := q.check(); err != nil {
			return err
		}
	}
	return nil
}

func (q *Question) check() error {
	q.Ask = tidy(q.Ask)
	if len(q.Ask) == 0 {
		q.Ask = nil
	}
	if tooLong(q.Ask) {
		return invalid("question_long", q.ID)
	}
	if q.Type == FacesQuestion && q.N != 4 {
		q.N = 5
	}
	if q.Type == FacesQuestion || q.Low < 0 || q.Low > 3 {
		q.Low = 0
	}
	if !q.Type.Choosing() {
		q.Options = nil
		return nil
	}
	return q.checkOptions()
}

func (q *Question) checkOptions() error {
	if len(q.Options) > MaxOptions {
		return invalid("question_options_full", q.ID)
	}
	seen := map[string]bool{}
	for i := range q.Options {
		o := &q.Options[i]
		if o.Words = tidy(o.Words); len(o.Words) == 0 {
			o.Words = nil
		}
		if !optionValue.MatchString(o.Value) || seen[o.Value] {
			return invalid("question_unknown", q.ID)
		}
		if tooLong(o.Words) {
			return invalid("question_long", q.ID)
		}
		seen[o.Value] = true
	}
	return nil
}

func tooLong(w Words) bool {
	for _, s := range w {
		if utf8.RuneCountInString(s) > MaxAsk {
			return true
		}
	}
	return false
}

// Ready says what is missing before anybody can be asked: an Error whose Field
// is the question's id, or nil.
func (q Questionnaire) Ready() error {
	if len(q.Questions) == 0 {
		return invalid("questionnaire_empty", "")
	}
	for _, x := range q.Questions {
		switch {
		case len(x.Ask) == 0 && x.Key == "" && !x.Headed():
			return invalid("question_unworded", x.ID)
		case x.Type.Choosing() && len(x.Options) < 2:
			return invalid("question_options_few", x.ID)
		case !x.optionsWorded():
			return invalid("question_option_unworded", x.ID)
		case x.Low > 0 && q.Faces() == 0:
			return invalid("question_low_without_faces", x.ID)
		}
	}
	return nil
}

// optionsWorded tells whether every option has words: its own, or ready-made
// ones, which own options (o1, o2 …) never have.
func (q Question) optionsWorded() bool {
	for _, o := range q.Options {
		if len(o.Words) == 0 && OwnOption(o.Value) {
			return false
		}
	}
	return true
}

// OwnOption tells whether the owner added the option, so that no catalogue has
// words for it.
func OwnOption(value string) bool {
	n, ok := strings.CutPrefix(value, "o")
	return ok && n != "" && strings.Trim(n, "0123456789") == ""
}
