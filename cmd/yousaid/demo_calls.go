package main

import (
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
)

// writeDown hands in what somebody said by telephone or at the desk: Olena
// answers the telephone, Marta stands at the desk. Who left both a number and an
// address asked for a call.
func (l *demoLife) writeDown(n store.NewSubmission, o store.OnTheSpot) (store.Receipt, error) {
	by := l.people["Olena"]
	if n.Channel == store.DeskChannel {
		by = l.people["Marta"]
	}
	if site := l.site; n.Contact.Phone != "" && n.Contact.Email != "" && n.Site == site.ID {
		o.CallBy = site.AnswerBy(l.clock.Now())
	}
	n.TakenBy = by.ID
	return l.store.TakeSubmission(l.ctx, store.ActingUser(by.ID), n, o)
}

// demoContact reads a mail address, a telephone number, or both.
func demoContact(s string) store.Contact {
	if !strings.Contains(s, "@") {
		return store.Contact{Phone: s}
	}
	email, phone, _ := strings.Cut(s, " ")
	return store.Contact{Email: email, Phone: phone}
}

// calls is what was settled while somebody stood at the desk, and calls that
// nobody answered.
func (l *demoLife) calls() {
	settled := []struct {
		days  int
		topic string
		text  string
		how   string
	}{
		{-1, "wrong", "The vending machine kept my two euros.", "Two euros back from the till, and a note on the machine."},
		{-3, "booking", "My badminton court was double booked.", "Moved to court 4 and the booking of court 2 mended."},
		{-8, "price", "I was charged the adult price for my daughter.", "The difference paid back at once."},
	}
	for _, x := range settled {
		l.at(l.midnight(x.days).Add(11*time.Hour+20*time.Minute), func() error {
			l.made++
			_, err := l.writeDown(store.NewSubmission{Client: demoClient(l.made), Site: l.site.ID, Channel: store.DeskChannel, Lang: "en", Mood: 2, Topics: []string{x.topic}, Text: x.text, Final: true},
				store.OnTheSpot{Settled: x.how})
			return err
		})
	}
	for _, ago := range []time.Duration{26 * time.Hour, 3 * time.Hour} {
		l.at(l.now.Add(-ago), func() error {
			list, err := l.store.Calls(l.ctx, l.site.ID)
			if err != nil || len(list) == 0 {
				return err
			}
			return l.store.CallTried(l.ctx, l.user("Olena"), list[0].Submission)
		})
	}
}

// child is a Saturday's child on the red face: stored like every other, marked,
// and left out of the report by its switch.
func (l *demoLife) child() {
	day := l.midnight(-9)
	for day.Weekday() != time.Saturday {
		day = day.AddDate(0, 0, -1)
	}
	for i := range 23 {
		l.at(day.Add(15*time.Hour+time.Duration(i)*2*time.Second), func() error {
			_, err := l.say(store.NewSubmission{Channel: store.KioskChannel, Lang: "en", Mood: 1})
			return err
		})
	}
}
