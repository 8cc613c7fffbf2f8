package desk

import (
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// promiseView says how the promise stands: time left, late with who was told,
// kept, broken, or that nobody waits.
func promiseView(x reader, c store.Complaint) staff.PromiseView {
	v := staff.PromiseView{Dial: staff.DialView{State: "kept", Big: true}, Of: x.p.T("desk.promise.was", "Time", x.moment(c.AnswerBy))}
	switch {
	case !c.Asks:
		v.Time, v.Of = x.p.T("desk.promise.none"), x.p.T("desk.promise.only_tap")
		return v
	case !c.AnsweredAt.IsZero() && c.AnsweredAt.After(c.AnswerBy):
		v.Time = x.p.T("desk.row.broken")
	case !c.AnsweredAt.IsZero():
		v.Time = x.p.T("desk.row.kept")
	case c.Late(x.now):
		v.Late, v.Dial.State = true, "late"
		v.Time = x.p.T("desk.row.late", "Time", x.p.Length(x.now.Sub(c.AnswerBy)))
	default:
		v.Dial.State, v.Dial.Left = "left", percent(c.AnswerBy.Sub(x.now), c.AnswerBy.Sub(c.CreatedAt))
		v.Time = x.p.T("desk.row.left", "Time", x.p.Length(c.AnswerBy.Sub(x.now)))
	}
	if c.AnsweredAt.IsZero() {
		v.Told = told(x, c)
	}
	return v
}

// told says who was told, and when: "Told Ana, manager on duty, at 11:30".
func told(x reader, c store.Complaint) string {
	if c.Escalation == 0 || c.EscalatedTo == "" {
		return ""
	}
	key := "desk.row.told_manager"
	if c.Escalation > 1 {
		key = "desk.row.told_director"
	}
	return x.p.T(key, "Name", firstName(c.EscalatedTo), "Time", x.clock(c.EscalatedAt))
}

func percent(part, whole time.Duration) int {
	if whole <= 0 {
		return 0
	}
	return int(100 * part / whole)
}
