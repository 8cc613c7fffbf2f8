package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// Calls lists who is to be told by telephone.
func (d *Desk) Calls(w http.ResponseWriter, r *http.Request) error {
	return d.calls(w, r, 0, store.Contact{})
}

// Call takes a button of one person on the list: show the number, which is
// noted, nobody answered, spoke with them, or undo of that.
func (d *Desk) Call(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || n < 1 {
		return &store.Error{Code: store.NotFound, Key: "store.call"}
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	id, by := store.SubmissionID(n), d.reader(r).actor()
	back := "/desk/calls"
	switch r.PostFormValue("do") {
	case "show":
		return d.showNumber(w, r, id)
	case "tried":
		if err := d.store.CallTried(r.Context(), by, id); err != nil {
			return err
		}
		return d.web.Redirect(w, r, done(back, "tried")+"#call-"+r.PathValue("id"))
	case "reached":
		return d.reached(w, r, id)
	case "again":
		if err := d.store.CallAgain(r.Context(), by, id); err != nil {
			return err
		}
		return d.web.Redirect(w, r, done(back, "call_again"))
	}
	return d.web.Redirect(w, r, back)
}

// showNumber shows the list with one number on it; only who is to be called
// has one here.
func (d *Desk) showNumber(w http.ResponseWriter, r *http.Request, id store.SubmissionID) error {
	if _, err := d.toCall(r, id); err != nil {
		return err
	}
	contact, err := d.store.Contact(r.Context(), d.reader(r).actor(), id)
	if err != nil {
		return err
	}
	return d.calls(w, r, id, contact)
}

// reached leads on to the answer: to be written now, if the person has not
// heard one yet.
func (d *Desk) reached(w http.ResponseWriter, r *http.Request, id store.SubmissionID) error {
	c, err := d.toCall(r, id)
	if err != nil {
		return err
	}
	if err := d.store.CallReached(r.Context(), d.reader(r).actor(), id); err != nil {
		return err
	}
	to, what := "/desk/c/"+c.ID.String(), "call_reached"
	if c.Told {
		to, what = "/desk/calls", "call_told"
	}
	return d.web.Redirect(w, r, done(to, what, "call", strconv.FormatInt(int64(id), 10)))
}

// toCall finds a person on the list of any site.
func (d *Desk) toCall(r *http.Request, id store.SubmissionID) (store.Call, error) {
	list, err := d.store.Calls(r.Context(), 0)
	if err != nil {
		return store.Call{}, err
	}
	for _, c := range list {
		if c.Submission == id {
			return c, nil
		}
	}
	return store.Call{}, &store.Error{Code: store.NotFound, Key: "store.call"}
}

// calls renders the list; contact is that of the person who is shown, if any.
func (d *Desk) calls(w http.ResponseWriter, r *http.Request, shown store.SubmissionID, contact store.Contact) error {
	x := d.reader(r)
	list, err := d.store.Calls(r.Context(), x.site.ID)
	if err != nil {
		return err
	}
	page, err := d.page(r, "inbox", x.p.T("calls.title"), "")
	if err != nil {
		return err
	}
	page.CSS = []string{"css/take.css"}
	page.Bar.Notice = callNotice(x.p, r.URL.Query())
	v := staff.CallsView{Page: page}
	for _, c := range list {
		row, err := d.callRow(r, x, c)
		if err != nil {
			return err
		}
		if c.Submission == shown {
			row.Name, row.Phone, row.Dialing, row.Seen = contact.Name, contact.Phone, dialing(contact.Phone), x.p.T("desk.contact.logged")
		}
		v.Rows = append(v.Rows, row)
	}
	if len(v.Rows) == 0 {
		v.Empty = &staff.EmptyView{Title: x.p.T("calls.empty"), Text: x.p.T("calls.empty_text")}
	}
	return d.web.Page(w, r, http.StatusOK, staff.CallList(v))
}

func (d *Desk) callRow(r *http.Request, x reader, c store.Call) (staff.CallRow, error) {
	id := strconv.FormatInt(int64(c.Submission), 10)
	v := staff.CallRow{ID: id, URL: "/desk/calls/" + id, Code: c.Reference, Open: "/desk/c/" + c.ID.String(), Lang: c.Lang,
		Quote: x.p.T("desk.row.no_words"), Why: x.p.T("calls.only"), Late: c.Due.Before(x.now),
		Dial: staff.DialView{State: "left", Left: percent(c.Due.Sub(x.now), c.Due.Sub(c.ReceivedAt))}}
	v.Due = x.p.T("calls.by", "Time", x.clock(c.Due))
	if v.Late {
		v.Dial.State, v.Due = "late", x.p.T("calls.late", "Time", x.p.Length(x.now.Sub(c.Due)))
	}
	if c.Wished {
		v.Why = x.p.T("calls.wished")
	}
	if c.Text != "" {
		v.Quote = x.p.Quoted(cut(c.Text, 160))
	}
	v.Meta = callMeta(x, c)
	if c.Tries > 0 {
		v.Tries = x.p.N("calls.tries", c.Tries, "Time", x.clock(c.TriedAt))
	}
	if !c.Told {
		return v, nil
	}
	v.Told = x.p.T("calls.told")
	page, err := d.store.Complaint(r.Context(), c.ID, 0)
	if err == nil && len(page.Answers) > 0 {
		v.Answer = page.Answers[len(page.Answers)-1].Text
	}
	return v, err
}

// callMeta is code, topics, and the language to speak where it is another.
func callMeta(x reader, c store.Call) string {
	parts := []string{c.Reference}
	for _, t := range c.Topics {
		parts = append(parts, x.topicShort(t))
	}
	if c.Lang != string(x.p.Lang) {
		parts = append(parts, x.p.T("calls.speaks", "Lang", langName(c.Lang)))
	}
	return joinDots(append(parts, x.moment(c.ReceivedAt)))
}

// dialing is a number as a tel: address takes it.
func dialing(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}

// callNotice says what has just been done about a call.
func callNotice(p *i18n.Printer, q url.Values) *staff.NoticeView {
	switch q.Get("done") {
	case "tried":
		return &staff.NoticeView{Text: p.T("calls.done.tried")}
	case "call_again":
		return &staff.NoticeView{Text: p.T("calls.done.again")}
	case "call_reached":
		return undoCall(p.T("calls.done.reached"), q.Get("call"))
	case "call_told":
		return undoCall(p.T("calls.done.told"), q.Get("call"))
	}
	return nil
}

// undoCall offers to put a call back on the list.
func undoCall(text, id string) *staff.NoticeView {
	n := &staff.NoticeView{Text: text}
	if _, err := strconv.ParseInt(id, 10, 64); err == nil {
		n.UndoURL, n.Undo = "/desk/calls/"+id, []staff.Hidden{{Name: "do", Value: "again"}}
	}
	return n
}
