package main

import (
	"time"

	"github.com/yousaid/yousaid/store"
)

// demoGroup is one thing that many people say, and its line on the board.
type demoGroup struct {
	people   int
	from, to int // days before today on which they said it
	topics   []string
	kind     store.Kind
	texts    []demoText
	said     store.Words
	doing    store.Words

	owner  string
	action string
	by     int // days from today
	status store.Status
	why    string
	done   int    // days before today on which it was done
	answer string // to everybody
	told   int    // days before today by which staff took it up
}

// demoText is one sentence and its language.
type demoText struct{ lang, text string }

// groups lets every group say its piece.
func (l *demoLife) groups() {
	for _, g := range append(demoBoard(l.now), demoFixed()...) {
		l.group(g)
	}
}

// demoVoice is one of the people in a group.
type demoVoice struct {
	complaint store.ComplaintID
	answered  bool
}

// group lets its people speak. The one who spoke the day before staff took it
// up stands for all of them: who says it after that says it again.
func (l *demoLife) group(g demoGroup) {
	voices := make([]demoVoice, g.people)
	first := g.people - 1
	for i := range g.people {
		if g.day(i) <= g.told+1 {
			first = i
			break
		}
	}
	for i := range g.people {
		when := l.openAt(l.midnight(-g.day(i)))
		if i == first {
			when = l.midnight(-g.day(i)).Add(8*time.Hour + 10*time.Minute)
		}
		text := demoText{lang: l.lang()}
		if i%3 != 2 {
			text = g.texts[(i/3*2+i%3)%len(g.texts)]
		}
		n := store.NewSubmission{Channel: l.channel(), Lang: text.lang, Text: text.text, Mood: 1 + l.rng.IntN(3), Topics: g.topics, Kind: g.kind}
		l.at(when, func() error {
			r, err := l.say(n)
			voices[i].complaint = r.Complaint
			return err
		})
		if i != first {
			l.answerSoon(when, l.after(when), func() store.ComplaintID {
				voices[i].answered = true
				return voices[i].complaint
			}, g.owner, g.answer)
		}
	}
	l.gather(g, g.day(first), &voices[first].complaint, voices)
}

// day is how many days before today somebody of the group spoke.
func (g demoGroup) day(i int) int { return g.from - (g.from-g.to)*i/g.people }

// gather is what staff do with a group: read, plan, answer, show, put
// together, finish. day is how many days ago they took it up.
func (l *demoLife) gather(g demoGroup, day int, root *store.ComplaintID, voices []demoVoice) {
	step := func(days int, hour float64, do func() error) {
		l.at(l.midnight(-days).Add(time.Duration(hour*float64(time.Hour))), do)
	}
	ana, owner := l.user("Ana"), l.user(g.owner)
	step(day, 11, func() error { return l.store.Read(l.ctx, ana, *root) })
	step(day, 11.3, func() error {
		return l.store.SetPlan(l.ctx, ana, *root, 0, store.Plan{Owner: l.people[g.owner].ID, Action: g.action, By: l.midnight(g.by)})
	})
	step(day-1, 9.5, func() error { return l.store.Answer(l.ctx, owner, *root, 0, g.answer) })
	step(day-1, 12, func() error { return l.store.SaveEntry(l.ctx, ana, *root, 0, g.said, g.doing, true) })
	put := func() error {
		_, err := l.store.Group(l.ctx, ana, append(answered(voices, *root), *root)...)
		return err
	}
	for d := day - 1; d > 0; d -= 7 {
		step(d, 20, put)
	}
	l.at(l.now.Add(-4*time.Minute), put)
	switch g.status {
	case store.Heard:
	case store.Done:
		step(day-1, 13, func() error { return l.store.SetStatus(l.ctx, owner, *root, 0, store.Doing, "Started.", time.Time{}) })
		step(g.done, 15, func() error { return l.store.SetStatus(l.ctx, owner, *root, 0, store.Done, g.why, time.Time{}) })
	case store.Cant:
		step(day-1, 13, func() error { return l.store.SetStatus(l.ctx, owner, *root, 0, store.Cant, g.why, l.midnight(g.by)) })
	default:
		step(day-1, 13, func() error { return l.store.SetStatus(l.ctx, owner, *root, 0, g.status, g.why, time.Time{}) })
	}
}

// answered gives those whose answer is out: an answer goes to the person
// first, and then they are counted in.
func answered(voices []demoVoice, root store.ComplaintID) (ids []store.ComplaintID) {
	for _, v := range voices {
		if v.answered && v.complaint != root {
			ids = append(ids, v.complaint)
		}
	}
	return ids
}

// after is how long an answer takes: half of them within 19 hours, quicker as
// the weeks go by; about one in eighteen breaks the promise.
func (l *demoLife) after(when time.Time) time.Time {
	age := l.now.Sub(when).Hours() / (24 * 7 * demoWeeks) // 1 at the start, 0 now
	hours := (2 + 30*l.rng.Float64()) * (0.8 + 0.5*age)
	if l.rng.IntN(18) == 0 {
		hours = 50 + 20*l.rng.Float64()
	}
	return l.worked(when.Add(time.Duration(hours * float64(time.Hour))))
}

// answerSoon answers one person; what would only be answered from now on is
// answered in the last minutes, so that the inbox holds what it should.
func (l *demoLife) answerSoon(said, when time.Time, id func() store.ComplaintID, who, words string) {
	if said.After(l.now.Add(-30 * time.Minute)) {
		return
	}
	if !when.Before(l.now.Add(-5 * time.Minute)) {
		when = said.Add(20 * time.Minute)
	}
	l.at(when, func() error { return l.store.Answer(l.ctx, l.user(who), id(), 0, words) })
}

func (l *demoLife) channel() store.Channel {
	switch n := l.rng.IntN(100); {
	case n < 58:
		return store.KioskChannel
	case n < 79:
		return store.CardChannel
	case n < 93:
		return store.PhoneChannel
	case n < 98:
		return store.DeskChannel
	}
	return store.CallChannel
}

func (l *demoLife) lang() string {
	switch n := l.rng.IntN(100); {
	case n < 44:
		return "en"
	case n < 64:
		return "et"
	case n < 77:
		return "ru"
	case n < 86:
		return "uk"
	case n < 94:
		return "de"
	}
	return "fil"
}
