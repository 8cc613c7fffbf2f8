package main

import (
	"time"

	"github.com/yousaid/yousaid/store"
)

// leavers asks a few members why they went, the way staff do at the desk, and
// leaves a questionnaire for employees ready. Customers go on being asked the
// short form.
func (l *demoLife) leavers() {
	l.at(l.start().Add(9*time.Hour), func() error {
		member, err := l.publish("leaving_member")
		if err != nil {
			return err
		}
		if _, err := l.publish("leaving_employee"); err != nil {
			return err
		}
		l.asked(member)
		return nil
	})
}

func (l *demoLife) publish(name string) (store.QuestionnaireID, error) {
	by := store.ActingUser(l.people["Henrik"].ID)
	id, err := l.store.StartQuestionnaire(l.ctx, by, name, "")
	if err != nil {
		return 0, err
	}
	return id, l.store.PublishQuestionnaire(l.ctx, by, id, 0)
}

// asked is what those who left said, day by day.
func (l *demoLife) asked(q store.QuestionnaireID) {
	marta := l.people["Marta"]
	for i, x := range demoLeavers() {
		l.at(l.midnight(-x.days).Add(17*time.Hour+time.Duration(11*i)*time.Minute), func() error {
			n := store.NewResponse{Client: store.ClientID{0: 2, 6: 0x70, 8: 0x80, 15: byte(i + 1)}, Questionnaire: q, Site: l.site.ID, TakenBy: marta.ID, Lang: x.lang,
				Answers: store.Answers{"q1": {x.long}, "q2": {x.brought}, "q3": {x.good}, "q4": x.why, "q5": {x.tell}, "q6": {x.back}}}
			n.Contact = store.Contact{Name: x.name, Phone: x.phone}
			return l.store.AddResponse(l.ctx, store.ActingUser(marta.ID), n)
		})
	}
}

type demoLeaver struct {
	days                      int
	lang, long                string
	why                       []string
	brought, good, tell, back string
	name, phone               string
}

func demoLeavers() []demoLeaver {
	return []demoLeaver{
		{61, "en", "over_3_years", []string{"too_full"}, "The morning lanes before work.", "The lifeguards know my name.", "Since autumn there is never a free lane at seven.", "A lane for early swimmers.", "", ""},
		{44, "de", "under_1_year", []string{"too_dear", "elsewhere"}, "Ein Gutschein zum Geburtstag.", "Der Kurs am Dienstag.", "Der neue Preis, und das Studio um die Ecke ist günstiger.", "Ein Zehnerpass.", "Jonas", "+372 5550 1204"},
		{30, "en", "under_3_years", []string{"broken"}, "My physiotherapist sent me.", "The warm pool.", "The lockers jammed three times and nobody came.", "Lockers that open.", "", ""},
		{19, "uk", "under_1_year", []string{"moved"}, "Сусідка порадила.", "Тут спокійно.", "", "Якщо повернуся до міста, то так.", "", ""},
		{12, "en", "under_3_months", []string{"not_welcome", "no_time"}, "I wanted to learn to swim.", "", "At the first lesson I stood there for ten minutes and nobody said hello.", "Somebody who shows me round.", "Priit", "+372 5550 7731"},
		{4, "et", "over_3_years", []string{"health"}, "Elan üle tee.", "Kõik, aitäh teile.", "Põlv ei luba enam.", "Kui põlv paraneb.", "", ""},
	}
}
