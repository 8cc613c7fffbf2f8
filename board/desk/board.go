package desk

import (
	"net/http"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// Board lists what is on the site's board, and what is worded but not on it.
func (d *Desk) Board(w http.ResponseWriter, r *http.Request) error {
	x := d.reader(r)
	rows, err := d.store.Entries(r.Context(), x.site.ID)
	if err != nil {
		return err
	}
	page, err := d.page(r, "board", x.p.T("desk.board.list"), "")
	if err != nil {
		return err
	}
	page.Bar.Notice = d.notice(r, "/desk/board")
	v := staff.BoardListView{Page: page, Wall: "/board/" + x.site.Slug, Groups: boardGroups(x, rows)}
	if len(rows) == 0 {
		v.Empty = &staff.EmptyView{Title: x.p.T("desk.board.empty"), Text: x.p.T("desk.board.empty_text")}
	}
	return d.web.Page(w, r, http.StatusOK, staff.BoardList(v))
}

func boardGroups(x reader, rows []store.BoardRow) []staff.BoardGroup {
	on := staff.BoardGroup{Title: x.p.T("desk.board.group_on"), Hint: x.p.T("desk.board.on_hint")}
	drafts := staff.BoardGroup{Title: x.p.T("desk.board.group_draft")}
	for _, row := range rows {
		v := boardRow(x, row)
		if row.Shown {
			on.Rows = append(on.Rows, v)
		} else {
			drafts.Rows = append(drafts.Rows, v)
		}
	}
	var groups []staff.BoardGroup
	for _, g := range []staff.BoardGroup{on, drafts} {
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func boardRow(x reader, row store.BoardRow) staff.BoardRow {
	lang, main := string(x.p.Lang), x.site.DefaultLang()
	v := staff.BoardRow{Href: "/desk/board/" + row.Complaint.String(), Said: row.Said.In(lang, main), Do: row.Doing.In(lang, main),
		Status: string(row.Status), People: x.p.N("desk.row.people", row.People), Owner: shownName(x, row.OwnerShown, row.OwnerRole)}
	if !row.By.IsZero() {
		v.By = x.p.ShortDate(row.By.In(x.site.Location()))
	}
	var missing []string
	for _, l := range x.site.Languages {
		if row.Said[l] == "" || row.Doing[l] == "" {
			missing = append(missing, langName(l))
		}
	}
	if len(missing) > 0 {
		v.Missing = x.p.T("desk.board.missing", "Langs", strings.Join(missing, ", "))
	}
	return v
}

// shownName is how the board names an owner: the first name by their own
// wish, else the role, "" for nobody.
func shownName(x reader, name string, role store.Role) string {
	if name != "" || role == "" {
		return name
	}
	return x.p.T("common.role." + string(role))
}
