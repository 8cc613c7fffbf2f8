package desk

import (
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// listed is how many rows a list shows before one must narrow it.
const listed = 200

// Inbox shows what is to be answered, least time first.
func (d *Desk) Inbox(w http.ResponseWriter, r *http.Request) error {
	list, err := d.list(r, 0)
	if err != nil {
		return err
	}
	page, err := d.page(r, "inbox", list.Title, "panes inbox")
	if err != nil {
		return err
	}
	page.Bar.Notice = d.notice(r, "/desk")
	return d.web.Page(w, r, http.StatusOK, staff.Desk(staff.DeskView{Page: page, List: list}))
}

// List gives the list alone, for the page that refreshes itself.
func (d *Desk) List(w http.ResponseWriter, r *http.Request) error {
	on, _ := strconv.ParseInt(r.URL.Query().Get("on"), 10, 64)
	list, err := d.list(r, store.ComplaintID(on))
	if err != nil {
		return err
	}
	return d.web.Page(w, r, http.StatusOK, staff.List(d.auth.Printer(r), list, on == 0))
}

// list builds the list with the complaint on marked as the opened one.
func (d *Desk) list(r *http.Request, on store.ComplaintID) (staff.ListView, error) {
	x, f := d.reader(r), parseFilter(r.URL.Query())
	b, err := d.store.Inbox(r.Context(), f.query(x.site.ID, x.user.ID), x.user.ID)
	if err != nil {
		return staff.ListView{}, err
	}
	v := staff.ListView{Title: title(x, f, b), Order: x.p.T("desk.inbox.order"), Filters: f.chips(x.p, b), Query: f.Query, Refresh: refresh(f, on)}
	if f.View != "" || f.Query != "" {
		v.Order = x.p.T("desk.inbox.order_new")
	}
	if same, err := d.store.SameNumber(r.Context(), f.Query); err != nil {
		return staff.ListView{}, err
	} else if same > 1 {
		v.Order = x.p.N("desk.inbox.same_number", same)
	}
	calls, _, err := d.store.CallCounts(r.Context(), x.site.ID)
	if err != nil {
		return staff.ListView{}, err
	}
	v.Filters = append(v.Filters, staff.FilterView{Href: "/desk/calls", Label: x.p.T("calls.chip"), N: calls})
	cards, err := d.scansChip(r.Context(), x)
	if err != nil {
		return staff.ListView{}, err
	}
	v.Filters = append(v.Filters, cards)
	v.More, v.MoreOn = f.more(x, x.asked.Topics())
	if len(b.Items) > listed {
		b.Items = b.Items[:listed]
		v.Cut = x.p.T("desk.inbox.cut", "Shown", listed, "All", strconv.Itoa(listed)+"+")
	}
	for _, item := range b.Items {
		v.Rows = append(v.Rows, d.row(x, f, item, on))
	}
	if len(v.Rows) == 0 {
		v.Empty = empty(x, f)
	}
	return v, nil
}

func refresh(f filter, on store.ComplaintID) string {
	if on == 0 {
		return "/desk/list" + f.suffix()
	}
	if s := f.suffix(); s != "" {
		return "/desk/list" + s + "&on=" + on.String()
	}
	return "/desk/list?on=" + on.String()
}

func title(x reader, f filter, b store.Inbox) string {
	switch {
	case f.Query != "":
		return x.p.N("desk.inbox.title_found", len(b.Items))
	case f.View != "":
		return x.p.N("desk.inbox.title_"+f.View, len(b.Items))
	case f.Topic != "":
		return x.p.N("desk.inbox.title", len(b.Items))
	case f.Show == "mine":
		return x.p.N("desk.inbox.title", b.Mine)
	case f.Show == "none":
		return x.p.N("desk.inbox.title", b.NoOwner)
	}
	return x.p.N("desk.inbox.title", b.Open)
}

func empty(x reader, f filter) *staff.EmptyView {
	if f == (filter{}) {
		return &staff.EmptyView{Title: x.p.T("desk.inbox.empty"), Text: x.p.T("desk.inbox.empty_text")}
	}
	return &staff.EmptyView{Title: x.p.T("desk.inbox.empty_found"), Text: x.p.T("desk.inbox.empty_found_text")}
}

func (d *Desk) row(x reader, f filter, item store.InboxItem, on store.ComplaintID) staff.RowView {
	if site, err := d.store.Site(item.Site); err == nil {
		x = x.at(site)
	}
	promise := promiseView(x, item.Complaint)
	v := staff.RowView{Href: "/desk/c/" + item.ID.String() + f.suffix(), Current: item.ID == on, Late: item.Late(x.now),
		Dial: promise.Dial, Time: promise.Time, Quote: x.p.T("desk.row.no_words"), QuoteLang: string(x.p.Lang), Told: promise.Told,
		ChannelIcon: channelIcon(item.Channel), Channel: x.p.T("common.channel." + string(item.Channel)), Meta: meta(x, item),
		Owner: firstName(item.OwnerName), OwnerText: firstName(item.OwnerName)}
	v.Dial.Big = false
	if item.Paper {
		v.Quote = x.p.T("scans.desk.written")
	}
	if item.Text != "" {
		v.Quote, v.QuoteLang = x.p.Quoted(cut(item.Text, 110)), item.Lang
	}
	if item.Owner == 0 {
		v.OwnerText = x.p.T("desk.row.no_owner")
	}
	if item.People > 1 {
		v.People = x.p.N("desk.row.people", item.People)
	}
	return v
}

// meta is kind, topics and a foreign language in one short line.
func meta(x reader, item store.InboxItem) string {
	var parts []string
	if item.Kind != store.KindComplaint {
		parts = append(parts, x.p.T("common.kind."+string(item.Kind)))
	}
	for _, t := range item.Topics {
		parts = append(parts, x.topicShort(t))
	}
	if item.Lang != string(x.p.Lang) {
		parts = append(parts, langName(item.Lang))
	}
	if len(parts) == 0 {
		return x.p.T("common.kind." + string(item.Kind))
	}
	return joinDots(parts)
}

func joinDots(parts []string) string {
	out := ""
	for i, s := range parts {
		if i > 0 {
			out += " · "
		}
		out += s
	}
	return out
}

func firstName(name string) string { return store.User{Name: name}.FirstName() }
