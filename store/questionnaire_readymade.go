package store

import "slices"

// ReadyMades gives the questionnaires that an owner can begin with, short
// first. Their names and wordings stand in the catalogues: question.name.NAME,
// question.ask.KEY, question.option.VALUE. None asks more than seven questions.
func ReadyMades() []Questionnaire {
	return []Questionnaire{ShortQuestionnaire(), leisure(), hotel(), clinic(), shop(), satisfaction(), leavingMember(), leavingEmployee()}
}

// Named gives the ready-made questionnaire of that name.
func Named(name string) (Questionnaire, bool) {
	list := ReadyMades()
	i := slices.IndexFunc(list, func(q Questionnaire) bool { return q.Name == name })
	if i < 0 {
		return Questionnaire{}, false
	}
	return list[i], true
}

func readyMade(name string, a Audience, questions ...Question) Questionnaire {
	return Questionnaire{Name: name, Audience: a, Version: 1, Questions: questions}
}

func faces() Question { return Question{ID: "mood", Type: FacesQuestion, N: 5} }
func topics(values ...string) Question {
	return Question{ID: "topic", Type: TopicsQuestion, Options: ReadyMade(values...)}
}
func ownWords() Question { return Question{ID: "text", Type: TextQuestion} }
func contact() Question  { return Question{ID: "contact", Type: ContactQuestion} }
func ask(id string, typ QuestionType, key string, options ...string) Question {
	q := Question{ID: id, Type: typ, Key: key}
	if len(options) > 0 {
		q.Options = ReadyMade(options...)
	}
	return q
}

func leisure() Questionnaire {
	return readyMade("leisure", CustomerAudience, faces(), ask("q1", SingleQuestion, "visit", "swim", "gym", "class", "family", "else"),
		topics("waiting", "staff", "clean", "equipment", "booking", "price", "other"), ownWords(), contact())
}

func hotel() Questionnaire {
	still := ask("q2", TextQuestion, "repair")
	still.Low = 3
	return readyMade("hotel", CustomerAudience, faces(), ask("q1", SingleQuestion, "sleep", "well", "soso", "badly"),
		topics("staff", "clean", "waiting", "equipment", "price", "booking", "other"), still, ownWords(), contact())
}

func clinic() Questionnaire {
	return readyMade("clinic", CustomerAudience, faces(), ask("q1", SingleQuestion, "listened", "yes", "partly", "no"), ask("q2", SingleQuestion, "next", "yes", "partly", "no"),
		topics("waiting", "staff", "clean", "booking", "other"), ownWords(), contact())
}

func shop() Questionnaire {
	return readyMade("shop", CustomerAudience, faces(), ask("q1", SingleQuestion, "found", "yes", "partly", "no"),
		topics("waiting", "staff", "price", "wrong", "clean", "other"), ownWords(), contact())
}

func satisfaction() Questionnaire {
	all := faces()
	all.Key = "mood_all"
	why := ownWords()
	why.Key = "why"
	return readyMade("csat", CustomerAudience, all, ask("q1", ScaleQuestion, "recommend"), why)
}

func leavingMember() Questionnaire {
	call := contact()
	call.Key = "call"
	return readyMade("leaving_member", LeaverAudience,
		ask("q1", SingleQuestion, "long", "under_3_months", "under_1_year", "under_3_years", "over_3_years"),
		ask("q2", TextQuestion, "brought"), ask("q3", TextQuestion, "good"),
		ask("q4", MultipleQuestion, "decide", "too_dear", "no_time", "moved", "health", "too_full", "broken", "not_welcome", "elsewhere", "else"),
		ask("q5", TextQuestion, "tell"), ask("q6", TextQuestion, "back"), call)
}

func leavingEmployee() Questionnaire {
	return readyMade("leaving_employee", EmployeeAudience,
		ask("q1", SingleQuestion, "worked", "under_3_months", "under_1_year", "under_3_years", "over_3_years"),
		ask("q2", TextQuestion, "miss"),
		ask("q3", MultipleQuestion, "go", "pay", "hours", "lead", "team", "tasks", "growth", "health", "moved", "else"),
		ask("q4", SingleQuestion, "heard", "mostly", "sometimes", "rarely"),
		ask("q5", TextQuestion, "change"), ask("q6", ScaleQuestion, "work_here"))
}
