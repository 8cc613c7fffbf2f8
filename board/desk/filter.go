package desk

import (
	"net/url"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// filter is what the list shows, as it stands in the address.
type filter struct {
	Show  string // "", "mine" or "none"
	Topic string
	View  string // "", "doing", "closed" or "taps"
	Query string
}

func parseFilter(q url.Values) filter {
	f := filter{Topic: q.Get("topic"), Query: cut(q.Get("q"), 200)}
	switch q.Get("show") {
	case "mine", "none":
		f.Show = q.Get("show")
	}
	switch v := store.InboxView(q.Get("view")); v {
	case store.InHand, store.Closed, store.Taps:
		f.View = string(v)
	}
	return f
}

// suffix is the filter as the end of an address: "" or "?show=mine".
func (f filter) suffix() string {
	q := url.Values{}
	for _, x := range [][2]string{{"show", f.Show}, {"topic", f.Topic}, {"view", f.View}, {"q", f.Query}} {
		if x[1] != "" {
			q.Set(x[0], x[1])
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (f filter) query(site store.SiteID, user store.UserID) store.InboxFilter {
	q := store.InboxFilter{Site: site, View: store.InboxView(f.View), Topic: f.Topic, Search: f.Query, NoOwner: f.Show == "none", Limit: listed + 1}
	if f.Show == "mine" {
		q.Owner = user
	}
	return q
}

// chips are the three ways to look at what is to be answered.
func (f filter) chips(p *i18n.Printer, b store.Inbox) []staff.FilterView {
	chip := func(show, label string, n int) staff.FilterView {
		g := filter{Show: show, Topic: f.Topic}
		return staff.FilterView{Href: "/desk" + g.suffix(), Label: label, N: n, Current: f.Show == show && f.View == "" && f.Query == ""}
	}
	return []staff.FilterView{
		chip("", p.T("desk.filter.all"), 0),
		chip("mine", p.T("desk.filter.mine"), b.Mine),
		chip("none", p.T("desk.filter.unowned"), b.NoOwner),
	}
}

// more are the topics and the archive, behind one chip. on is the label of
// the chosen one.
func (f filter) more(x reader, topics []string) (list []staff.FilterView, on string) {
	p := x.p
	add := func(g filter, label, group string, current bool) {
		list = append(list, staff.FilterView{Href: "/desk" + g.suffix(), Label: label, Group: group, Current: current})
		if current {
			on = label
		}
	}
	add(filter{Show: f.Show, View: f.View}, p.T("desk.filter.any_topic"), p.T("desk.filter.topic"), false)
	for _, t := range topics {
		add(filter{Show: f.Show, View: f.View, Topic: t}, x.topic(t), p.T("desk.filter.topic"), f.Topic == t)
	}
	add(filter{Topic: f.Topic}, p.T("desk.filter.answer"), p.T("desk.filter.archive"), false)
	for _, v := range []store.InboxView{store.InHand, store.Closed, store.Taps} {
		add(filter{View: string(v), Topic: f.Topic}, p.T("desk.filter."+string(v)), p.T("desk.filter.archive"), f.View == string(v))
	}
	return list, on
}
