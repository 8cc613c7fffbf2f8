package desk

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// done is the address to go to after something was done: the page says it
// once, from the address alone, so nothing is kept on the server for it.
func done(to, what string, more ...string) string {
	sep := "?"
	if strings.Contains(to, "?") {
		sep = "&"
	}
	q := url.Values{"done": {what}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Add(more[i], more[i+1])
	}
	return to + sep + q.Encode()
}

// notice says what has just been done, if the address asks for it.
func (d *Desk) notice(r *http.Request, itemURL string) *staff.NoticeView {
	q, p := r.URL.Query(), d.auth.Printer(r)
	what := q.Get("done")
	switch what {
	case "saved", "answered", "escalated", "board_on", "board_off", "going":
		return &staff.NoticeView{Text: p.T("desk.done." + what)}
	case "taken_already":
		return &staff.NoticeView{Text: p.T("desk.done." + what), Problem: true}
	case "status":
		if st := store.Status(q.Get("to")); st.Valid() {
			return &staff.NoticeView{Text: p.T("desk.done.status", "Status", p.T("common.status."+string(st)))}
		}
	case "kind":
		if k := store.Kind(q.Get("to")); k.Valid() {
			return &staff.NoticeView{Text: p.T("desk.done.kind", "Kind", p.T("common.kind."+string(k)))}
		}
	case "grouped":
		return undoNotice(p.T("desk.done.grouped"), itemURL, "/ungroup", "out", q["out"])
	case "ungrouped":
		return undoNotice(p.T("desk.done.ungrouped"), itemURL, "/group", "other", q["other"])
	}
	return callNotice(p, q)
}

// undoNotice offers to send back, to the path below the item that undoes it,
// exactly those whom it was done to.
func undoNotice(text, itemURL, below, field string, ids []string) *staff.NoticeView {
	n := &staff.NoticeView{Text: text}
	for _, id := range ids {
		n.Undo = append(n.Undo, staff.Hidden{Name: field, Value: id})
	}
	if len(n.Undo) == 0 {
		return n
	}
	path, query, _ := strings.Cut(itemURL, "?")
	if n.UndoURL = path + below; query != "" {
		n.UndoURL += "?" + query
	}
	return n
}
