package main

import (
	"time"

	"github.com/yousaid/yousaid/store"
)

// demoOpen is somebody who still waits for an answer.
type demoOpen struct {
	left    time.Duration // until the promise; below zero: late
	channel store.Channel
	lang    string
	mood    int
	topics  []string
	text    string
	kind    store.Kind
	owner   string
	contact string // mail address, telephone number, or both
}

// open is the inbox as it stands now: 14 to answer, two of them late.
func (l *demoLife) open() {
	for i, x := range demoInbox() {
		said := l.promised(l.now.Add(x.left))
		id := new(store.Receipt)
		l.at(said, func() (err error) {
			*id, err = l.say(store.NewSubmission{Channel: x.channel, Lang: x.lang, Mood: x.mood, Topics: x.topics, Text: x.text, Kind: x.kind, Contact: demoContact(x.contact)})
			return err
		})
		if i == 2 {
			l.price(said, id)
		} else if x.owner != "" {
			l.at(said.Add(23*time.Minute), func() error { return l.store.Read(l.ctx, l.user("Ana"), id.Complaint) })
			l.at(said.Add(25*time.Minute), func() error {
				return l.store.SetPlan(l.ctx, l.user("Ana"), id.Complaint, 0, store.Plan{Owner: l.people[x.owner].ID})
			})
		}
	}
}

// price is the one that the desk shows open: read, given to Marta, added to
// by the customer, planned.
func (l *demoLife) price(said time.Time, r *store.Receipt) {
	last := l.now.Add(-10 * time.Minute)
	part := func(n int) time.Time { return said.Add(last.Sub(said) * time.Duration(n) / 100) }
	l.at(part(1), func() error { return l.store.Read(l.ctx, l.user("Ana"), r.Complaint) })
	l.at(part(31), func() error {
		return l.store.SetPlan(l.ctx, l.user("Ana"), r.Complaint, 0, store.Plan{Owner: l.people["Marta"].ID})
	})
	l.at(part(31), func() error { return l.store.AddNote(l.ctx, l.user("Ana"), r.Complaint, "Yours, the price list.") })
	l.at(part(41), func() error { return l.store.AddWords(l.ctx, r.StatusToken, "It was on Sunday.") })
	l.at(part(88), func() error {
		return l.store.SetPlan(l.ctx, l.user("Marta"), r.Complaint, 0, store.Plan{Owner: l.people["Marta"].ID, Action: "One price list: desk, wall, website", By: l.midnight(8)})
	})
	l.at(part(89), func() error {
		return l.store.SetStatus(l.ctx, l.user("Marta"), r.Complaint, 0, store.Planned, "The printer has the new wall poster.", time.Time{})
	})
	l.at(part(90), func() error {
		return l.store.SaveDraft(l.ctx, l.people["Marta"].ID, r.Complaint, "You were right. The website had last year’s price. It is corrected, and from "+
			l.midnight(8).Format("2 January")+" there is one list for desk, wall and website. Your next sauna is €9: show this page at the desk. Marta")
	})
}

// promised finds when somebody must have spoken so that the promise ends at
// due, or in the last opening hour before it; a promise that is still to be
// kept ends at the next opening where the place is closed at due.
func (l *demoLife) promised(due time.Time) time.Time {
	t := due.Add(-47 * time.Hour).Truncate(time.Minute)
	if latest := l.now.Add(-40 * time.Minute); t.After(latest) {
		t = latest.Truncate(time.Minute)
	}
	const step = 5 * time.Minute
	for l.site.AnswerBy(t).After(due) {
		t = t.Add(-step)
	}
	for due.After(l.now) && !l.site.AnswerBy(t).After(l.now) {
		t = t.Add(step)
	}
	return t
}

// everyday is all that people say beside the big things: thanks, small things
// that were answered and put right, and faces without words.
func (l *demoLife) everyday() {
	for _, site := range []struct {
		store.Site
		n int
	}{{l.site, 330}, {l.harbour, 120}, {l.northgate, 70}} {
		for i := range site.n {
			day := l.midnight(-1 - i*(7*demoWeeks-2)/site.n)
			// Fewer reasons to complain as the weeks go by.
			l.oneOf(site.Site, l.openAt(day), l.rng.IntN(200) < i*105/site.n+4)
		}
	}
}

func (l *demoLife) oneOf(site store.Site, when time.Time, unhappy bool) {
	n := store.NewSubmission{Site: site.ID, Channel: l.channel(), Lang: l.lang(), Mood: 4 + l.rng.IntN(2)}
	pool := demoThanks()
	if unhappy {
		n.Mood, pool = 1+l.rng.IntN(3), demoSmall()
	}
	x := pool[l.rng.IntN(len(pool))]
	if l.rng.IntN(5) < 2 || unhappy {
		n.Lang, n.Text, n.Topics = x.lang, x.text, x.topics
	}
	if !unhappy && l.rng.IntN(9) == 0 {
		idea := demoIdeas()[l.rng.IntN(len(demoIdeas()))]
		n.Lang, n.Text, n.Topics, n.Kind = idea.lang, idea.text, idea.topics, store.KindSuggestion
	}
	r := new(store.Receipt)
	l.at(when, func() (err error) {
		*r, err = l.say(n)
		return err
	})
	if n.Text == "" {
		return
	}
	who := []string{"Marta", "Tomas", "Priya", "Jaan", "Olena"}[l.rng.IntN(5)]
	answered := l.after(when)
	l.answerSoon(when, answered, func() store.ComplaintID { return r.Complaint }, who, demoReply(n))
	if !unhappy {
		return
	}
	done := l.worked(answered.Add(time.Duration(20+l.rng.IntN(120)) * time.Hour))
	if done.Before(l.now.Add(-time.Hour)) {
		l.at(done, func() error {
			return l.store.SetStatus(l.ctx, l.user(who), r.Complaint, 0, store.Done, "Put right and looked at again.", time.Time{})
		})
	}
}

// clockwork lets the escalation clock tick, and tablets and phones tell how far
// people came: each morning, and each half hour of the last three days.
func (l *demoLife) clockwork() {
	tick := func() error {
		if _, err := l.store.EscalateDue(l.ctx); err != nil {
			return err
		}
		return l.tellScreens()
	}
	for day := -7 * demoWeeks; day < -3; day++ {
		l.at(l.midnight(day).Add(9*time.Hour), tick)
	}
	for t := l.midnight(-3); t.Before(l.now); t = t.Add(30 * time.Minute) {
		l.at(t, tick)
	}
}
