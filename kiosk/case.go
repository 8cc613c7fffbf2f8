package kiosk

import (
	"slices"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
	"github.com/yousaid/yousaid/templates/wording"
)

// casePage is one person's words with what staff made of them.
type casePage struct {
	said store.Submission
	work store.ComplaintPage
	site store.Site
	// asked is what the person was asked; it words the topics.
	asked store.Questionnaire
	p     *i18n.Printer
	path  string
}

func (c casePage) answered() bool { return !c.work.AnsweredAt.IsZero() }

func (c casePage) heading() (text, marker string) {
	p := c.p
	switch {
	case c.said.Flags&store.FlagErased != 0:
		return p.T("touch.status.h_erased"), "you"
	case c.work.Status == store.Done:
		return p.T("touch.status.h_done"), "we"
	case c.work.Status == store.Cant:
		return p.T("touch.status.h_cant"), "promise"
	case c.answered():
		return p.T("touch.status.h_answered", "Name", c.answeredBy()), "we"
	case c.heard():
		return p.T("touch.status.h_heard"), "you"
	}
	return p.T("touch.status.h_sent"), "you"
}

func (c casePage) heard() bool { return !c.work.ReadAt.IsZero() || c.work.Status != store.Heard }

// shown is how somebody is called in public: by first name if they wish, else
// by what they are.
func (c casePage) shown(name string, role store.Role) string {
	if name != "" || role == "" {
		return name
	}
	return c.p.T("common.role." + string(role))
}

func (c casePage) answeredBy() string {
	if list := c.work.Answers; len(list) > 0 {
		a := list[len(list)-1]
		return c.shown(a.ByShown, a.ByRole)
	}
	return c.site.Name
}

// steps are the stops on the way. A later stop implies the earlier ones.
func (c casePage) steps() []touch.PathStep {
	p, st := c.p, c.work.Status
	third := touch.PathStep{Icon: "calendar", Label: p.T("common.status.planned"), When: c.reached(store.Planned)}
	if st == store.Doing {
		third = touch.PathStep{Icon: "doing", Label: p.T("common.status.doing"), When: c.reached(store.Doing)}
	}
	last := touch.PathStep{Icon: "tick", Label: p.T("common.status.done"), When: c.reached(store.Done)}
	if st == store.Cant {
		last = touch.PathStep{Icon: "cant", Label: p.T("common.status.cant"), When: c.reached(store.Cant)}
	}
	if last.When == "" && !c.work.By.IsZero() && st != store.Cant {
		last.When = p.T("touch.status.by", "Date", p.ShortDate(when(c.site, c.work.By)))
	}
	heard := touch.PathStep{Icon: "heard", Label: p.T("common.status.heard")}
	if !c.work.ReadAt.IsZero() {
		heard.When = p.WeekdayShort(when(c.site, c.work.ReadAt)) + " " + p.Clock(when(c.site, c.work.ReadAt))
	}
	received := when(c.site, c.said.ReceivedAt)
	path := []touch.PathStep{{Icon: "send", Label: p.T("touch.status.sent"), When: p.WeekdayShort(received) + " " + p.Clock(received)}, heard, third, last}
	now := c.at()
	for i := range path {
		switch {
		case i < now:
			path[i].State = "past"
		case i == now && st == store.Done:
			path[i].State = "end"
		case i == now && st == store.Cant:
			path[i].State = "no"
		case i == now:
			path[i].State = "now"
		default:
			path[i].State = "next"
		}
	}
	return path
}

// at is the stop where the case stands.
func (c casePage) at() int {
	switch c.work.Status {
	case store.Planned, store.Doing:
		return 2
	case store.Done, store.Cant:
		return 3
	}
	if c.heard() {
		return 1
	}
	return 0
}

// reached is when a status was last entered.
func (c casePage) reached(st store.Status) string {
	for _, e := range slices.Backward(c.work.Events) {
		if e.Verb == "complaint.status" && e.Data["to"] == string(st) {
			t := when(c.site, e.At)
			return c.p.WeekdayShort(t) + " " + c.p.Clock(t)
		}
	}
	return ""
}

// talk is what was said by both, oldest first.
func (c casePage) talk() []touch.Bubble {
	p := c.p
	list := []touch.Bubble{{You: true, Head: p.T("touch.status.you_said"), Text: c.words()}}
	answers := c.answers()
	for _, more := range c.said.Additions {
		for len(answers) > 0 && answers[0].At.Before(more.At) {
			list, answers = append(list, c.answer(answers[0])), answers[1:]
		}
		list = append(list, touch.Bubble{You: true, Head: p.T("touch.status.you_added"), By: p.ShortDateTime(when(c.site, more.At)), Text: more.Text})
	}
	for _, a := range answers {
		list = append(list, c.answer(a))
	}
	return list
}

func (c casePage) answer(a store.Answer) touch.Bubble {
	return touch.Bubble{Head: c.p.T("touch.status.we_say"), By: c.shown(a.ByShown, a.ByRole), Text: a.Text}
}

// answers are those given since these words came; a group that was answered
// before tells its newest.
func (c casePage) answers() []store.Answer {
	all := c.work.Answers
	for i, a := range all {
		if !a.At.Before(c.said.ReceivedAt) {
			return all[i:]
		}
	}
	return all[max(0, len(all)-1):]
}

// words are the person's own, or what they touched.
func (c casePage) words() string {
	p, x := c.p, c.said
	switch {
	case x.Flags&store.FlagErased != 0:
		return p.T("touch.status.erased")
	case x.Text != "":
		return x.Text
	}
	text := ""
	if x.Mood > 0 {
		text = p.T("touch.status.face", "Face", p.T("common.mood."+string(rune('0'+x.Mood))))
	}
	for _, t := range x.Topics {
		text += "\n" + wording.Topic(p, c.asked, t, c.site.DefaultLang())
	}
	return text
}

// action is what is being done, by whom and by when, in the words of the board
// if it stands there.
func (c casePage) action() *touch.Action {
	p, work := c.p, c.work
	if work.Status == store.Heard {
		return nil
	}
	a := touch.Action{Status: string(work.Status), Sentence: work.Action}
	if e := work.Entry; e != nil && e.Shown {
		a.Sentence = e.Doing.In(string(p.Lang), c.site.DefaultLang())
	}
	who := c.shown(work.OwnerShown, work.OwnerRole)
	switch {
	case work.Status == store.Cant:
		a.Sentence = p.T("touch.status.why", "Why", work.Why)
		if !work.By.IsZero() {
			a.By = p.T("touch.status.again", "Date", p.Date(when(c.site, work.By)))
		}
	case work.By.IsZero() || work.Status == store.Done:
		a.By = who
	case who == "":
		a.By = p.T("touch.status.by", "Date", p.DateBy(when(c.site, work.By), i18n.By))
	default:
		a.By = p.T("touch.status.owner_by", "Name", who, "Date", p.DateBy(when(c.site, work.By), i18n.By))
	}
	if a.Sentence == "" && a.By == "" {
		return nil
	}
	return &a
}

// promise says how the promise stands, honestly.
func (c casePage) promise(now time.Time) string {
	p, due := c.p, c.said.AnswerBy
	if c.said.Verdict == store.NotYet {
		due = c.work.AnswerBy // a new promise was made
	}
	at := p.ShortDateTime(when(c.site, due))
	switch answered := c.work.AnsweredAt; {
	case !answered.IsZero() && answered.After(due):
		return p.T("touch.status.answered_late", "When", p.ShortDateTime(when(c.site, answered)))
	case !answered.IsZero():
		return p.T("touch.status.answered_in_time", "When", p.ShortDateTime(when(c.site, answered)))
	case !c.work.Asks:
		return p.T("touch.status.counted")
	case now.After(due):
		return p.T("touch.status.late", "When", at)
	}
	return p.T("touch.status.answer_by", "When", at)
}
