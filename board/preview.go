package board

import (
	"context"
	"net/http"
	"sort"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/wall"
)

// Preview is GET or POST /board/{site}/preview: the real board with one row as
// it would be, outlined; for staff, in a frame beside the editor. The form
// fields: complaint (its number), said, doing (the sentences in the language
// of ?lang=, else of the board) and status; an empty one changes nothing.
func (b *Board) Preview(w http.ResponseWriter, r *http.Request) error {
	site, err := b.store.SiteBySlug(r.PathValue("site"))
	if err != nil {
		return err
	}
	p := b.printer(r, site)
	draft, err := b.draft(r, site, string(p.Lang))
	if err != nil {
		return err
	}
	rows, err := b.store.TopComplaints(r.Context(), site.ID, maxRows)
	if err != nil {
		return err
	}
	parts, err := b.partsOf(r.Context(), site, p, withDraft(rows, draft))
	if err != nil {
		return err
	}
	for i := range parts.Entries {
		parts.Entries[i].Outlined = parts.Entries[i].ID == draft.ID.String()
	}
	v, err := b.page(r, site, p, parts)
	if err != nil {
		return err
	}
	v.Langs = nil
	return b.web.Page(w, r, http.StatusOK, wall.Board(v))
}

// draft is the row being edited. NotFound unless the complaint is the site's.
func (b *Board) draft(r *http.Request, site store.Site, lang string) (store.BoardRow, error) {
	id, _ := strconv.ParseInt(r.FormValue("complaint"), 10, 64)
	row, err := b.draftRow(r.Context(), store.ComplaintID(id))
	if err != nil {
		return row, err
	}
	if row.Site != site.ID {
		return row, &store.Error{Code: store.NotFound, Key: "store.complaint"}
	}
	row.Said, row.Doing = with(row.Said, lang, r.FormValue("said")), with(row.Doing, lang, r.FormValue("doing"))
	switch s := store.Status(r.FormValue("status")); s {
	case store.Heard, store.Planned, store.Doing, store.Done, store.Cant:
		row.Status = s
	}
	if row.Status == store.Done && row.DoneAt.IsZero() {
		row.DoneAt = b.store.Now()
	}
	return row, nil
}

// draftRow is the complaint's row as it stands, or a blank one.
func (b *Board) draftRow(ctx context.Context, id store.ComplaintID) (store.BoardRow, error) {
	row, err := b.store.EntryRow(ctx, id)
	if store.CodeOf(err) != store.NotFound {
		return row, err
	}
	c, err := b.store.Complaint(ctx, id, 0)
	if err != nil {
		return row, err
	}
	return store.BoardRow{Entry: store.Entry{Complaint: c.ID, Site: c.Site}, People: c.People, Status: c.Status,
		OwnerShown: c.OwnerShown, OwnerRole: c.OwnerRole, By: c.By, DoneAt: c.DoneAt}, nil
}

func with(w store.Words, lang, sentence string) store.Words {
	out := store.Words{}
	for l, s := range w {
		out[l] = s
	}
	if sentence != "" {
		out[lang] = sentence
	}
	return out
}

// withDraft puts the draft where it would stand among the rows, the last
// place at least: whoever edits wants to see it.
func withDraft(rows []store.BoardRow, draft store.BoardRow) []store.BoardRow {
	var others []store.BoardRow
	for _, row := range rows {
		if row.Complaint != draft.Complaint {
			others = append(others, row)
		}
	}
	others = others[:min(len(others), maxRows-1)]
	i := sort.Search(len(others), func(i int) bool { return others[i].People < draft.People })
	return append(others[:i:i], append([]store.BoardRow{draft}, others[i:]...)...)
}
