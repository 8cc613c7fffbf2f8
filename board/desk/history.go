package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// historyView says the trail in words, oldest first, and what comes next.
func historyView(x reader, c store.ComplaintPage) []staff.EventView {
	added, last := map[int64]int{}, ""
	var list []staff.EventView
	for _, e := range c.Events {
		v, ok := eventView(x, c, e)
		if !ok {
			continue
		}
		if e.Verb == "submission.added_to" {
			v.Quote = addition(c, e.SubjectID, added[e.SubjectID])
			added[e.SubjectID]++
		}
		v.Time = moment(x, c, e)
		if n := len(list); n > 0 && e.Verb == last && e.Verb == "submission.grew" && list[n-1].Time == v.Time {
			continue // somebody who types saves often: one line a minute
		}
		last = e.Verb
		list = append(list, v)
	}
	return append(list, nextViews(x, c.Complaint)...)
}

// moment is when something happened; of words that came late also when they
// were said.
func moment(x reader, c store.ComplaintPage, e store.Event) string {
	i := slices.IndexFunc(c.Submissions, func(s store.Submission) bool { return int64(s.ID) == e.SubjectID })
	if e.Verb != "submission.received" || i < 0 {
		return x.moment(e.At)
	}
	return x.came(c.Submissions[i], x.moment)
}

// addition is the n-th thing that a person added later.
func addition(c store.ComplaintPage, submission int64, n int) string {
	for _, s := range c.Submissions {
		if int64(s.ID) == submission && n < len(s.Additions) {
			return cut(s.Additions[n].Text, 120)
		}
	}
	return ""
}

// nextViews are the two things that may be still to come: the answer, and
// the day of the action or of another look.
func nextViews(x reader, c store.Complaint) []staff.EventView {
	var list []staff.EventView
	next := func(key, when string) {
		list = append(list, staff.EventView{Icon: "hourglass", Class: "next", Text: x.p.T(key), Time: when})
	}
	if c.Asks && c.AnsweredAt.IsZero() {
		next("desk.h.next_answer", x.moment(c.AnswerBy))
	}
	switch {
	case c.Status == store.Done || c.By.IsZero():
	case c.Status == store.Cant:
		next("desk.h.next_again", x.day(c.By))
	default:
		next("desk.h.next_action", x.day(c.By))
	}
	return list
}

// eventView says one line; ok is false for what the desk need not see.
func eventView(x reader, c store.ComplaintPage, e store.Event) (staff.EventView, bool) {
	who := actorName(x, e)
	say := func(icon, class, key string, args ...any) staff.EventView {
		return staff.EventView{Icon: icon, Class: class, Text: x.p.T(key, append([]any{"Who", who}, args...)...)}
	}
	switch e.Verb {
	case "submission.received":
		return received(x, c, e), true
	case "submission.grew":
		if e.ActorName != "" { // words of a card, by whoever typed them
			return say("pencil", "you", "scans.desk.typed"), true
		}
		return say("pencil", "you", "desk.h.grew"), true
	case "submission.other_words":
		return say("info", "you", "desk.h.other_words"), true
	case "submission.added_to":
		return say("plus", "you", "desk.h.added"), true
	case "submission.put_right":
		return say("tick", "you", "desk.h.put_right"), true
	case "submission.not_yet":
		return say("reply", "you", "desk.h.not_yet"), true
	case "submission.erased":
		return say("close", "you", "desk.h.erased"), true
	case "photo.added":
		return say("camera", "you", "photo.desk.added"), true
	case "photo.removed":
		return say("close", "you", "photo.desk.removed"), true
	case "photo.forgotten":
		return say("close", "", "photo.desk.forgotten"), true
	case "contact.seen":
		return say("mail", "", "desk.h.contact_seen"), true
	case "submission.quick_tap", "submission.no_quick_tap":
		return say("info", "", "calls.h."+strings.TrimPrefix(e.Verb, "submission.")), true
	case "call.tried", "call.reached", "call.again":
		return say("phone", "", "calls.h."+strings.TrimPrefix(e.Verb, "call.")), true
	case "complaint.read":
		return say("eye", "", "desk.h.read"), true
	case "complaint.grouped":
		return say("group", "", "desk.h.grouped"), true
	case "complaint.ungrouped":
		return say("group", "", "desk.h.ungrouped"), true
	case "complaint.kind":
		return say("info", "", "desk.h.kind", "Kind", x.p.T("common.kind."+e.Data["kind"])), true
	case "complaint.escalated":
		if e.Data["late"] == "yes" {
			return say("bell", "late", "desk.h.escalated_late", "Name", plain(e.Data["to"])), true
		}
		return say("bell", "told", "desk.h.escalated", "Name", plain(e.Data["to"])), true
	}
	if v, ok := planView(x, e, say); ok {
		return v, true
	}
	return wordsView(x, e, say)
}

type sayer func(icon, class, key string, args ...any) staff.EventView

// planView says who does what by when.
func planView(x reader, e store.Event, say sayer) (staff.EventView, bool) {
	switch e.Verb {
	case "complaint.owner":
		switch owner := plain(e.Data["owner"]); owner {
		case "":
			return say("person", "", "desk.h.owner_none"), true
		case plain(e.ActorName):
			return say("person", "", "desk.h.took"), true
		default:
			return say("person", "", "desk.h.owner", "Name", firstName(owner)), true
		}
	case "complaint.action":
		if e.Data["action"] == "" {
			return say("pencil", "we", "desk.h.action_none"), true
		}
		v := say("pencil", "we", "desk.h.action")
		v.Quote = cut(e.Data["action"], 120)
		return v, true
	case "complaint.by":
		by, err := time.Parse(time.RFC3339, e.Data["by"])
		if err != nil {
			return say("calendar", "we", "desk.h.by_none"), true
		}
		return say("calendar", "we", "desk.h.by", "Date", x.day(by)), true
	}
	return staff.EventView{}, false
}

// wordsView says what was told: status, note, answer, board.
func wordsView(x reader, e store.Event, say sayer) (staff.EventView, bool) {
	switch e.Verb {
	case "complaint.status":
		v := say("doing", "we", "desk.h.status", "Status", x.p.T("common.status."+e.Data["to"]))
		v.Quote = cut(e.Data["words"], 160)
		return v, true
	case "complaint.note":
		v := say("pencil", "", "desk.h.note")
		v.Quote = e.Data["text"]
		return v, true
	case "complaint.answered":
		if e.Data["in_time"] == "no" {
			return say("reply", "we", "desk.h.answered_late"), true
		}
		return say("reply", "we", "desk.h.answered"), true
	case "entry.drafted":
		return say("board", "", "desk.h.entry_drafted"), true
	case "entry.shown":
		return say("board", "we", "desk.h.entry_shown"), true
	case "entry.reworded":
		return say("board", "we", "desk.h.entry_reworded"), true
	case "entry.taken_off":
		return say("board", "", "desk.h.entry_off"), true
	}
	return staff.EventView{}, false
}

func received(x reader, c store.ComplaintPage, e store.Event) staff.EventView {
	channel := store.Channel(e.Data["channel"])
	said := x.p.T("desk.h.said." + string(channel))
	key := "desk.h.no_contact"
	for _, s := range c.Submissions {
		if int64(s.ID) == e.SubjectID && s.HasContact {
			key = "desk.h.contact"
		}
	}
	text := x.p.T(key, "Said", said)
	switch {
	case e.ActorName != "" && channel == store.CardChannel:
		if key == "desk.h.no_contact" {
			text = said // it may still be typed
		}
		text = x.p.T("scans.desk.received", "Said", text, "Who", actorName(x, e))
	case e.ActorName != "":
		text = x.p.T("take.taken", "Said", text, "Who", actorName(x, e))
	}
	return staff.EventView{Icon: channelIcon(channel), Class: "you", Text: text}
}

func actorName(x reader, e store.Event) string {
	if e.ActorName != "" {
		return firstName(plain(e.ActorName))
	}
	return x.p.T("desk.h.program")
}

// plain drops the brackets that would mark words as bold.
func plain(s string) string { return strings.NewReplacer("[", "", "]", "").Replace(s) }
