package desk

import (
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// Group puts the ticked others and this one together.
func (d *Desk) Group(w http.ResponseWriter, r *http.Request) error {
	id, err := complaintID(r)
	if err != nil {
		return err
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	x := d.reader(r)
	if err := d.keepDraft(r, x, id); err != nil {
		return err
	}
	others := complaintIDs(r.PostForm["other"])
	if len(others) == 0 {
		return d.again(w, r, id, func(v *staff.ItemView) {
			if v.Suggest != nil {
				v.Suggest.Text, v.Suggest.Open = x.p.T("desk.group.none"), true
			}
		})
	}
	all := append(others, id)
	root, err := d.store.Group(r.Context(), x.actor(), all...)
	if err != nil {
		return err
	}
	var out []string
	for _, o := range all {
		if o != root {
			out = append(out, "out", o.String())
		}
	}
	return d.web.Redirect(w, r, done(itemURL(r, root), "grouped", out...))
}

// Ungroup takes people out of the group again: those of an undo, or the one
// whose words are named.
func (d *Desk) Ungroup(w http.ResponseWriter, r *http.Request) error {
	id, err := complaintID(r)
	if err != nil {
		return err
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	x := d.reader(r)
	if err := d.keepDraft(r, x, id); err != nil {
		return err
	}
	c, err := d.store.Complaint(r.Context(), id, x.user.ID)
	if err != nil {
		return err
	}
	var back []string
	for _, out := range takenOut(c, r.PostForm["out"], r.PostFormValue("voice")) {
		if err := d.store.Ungroup(r.Context(), x.actor(), out); err != nil {
			return err
		}
		back = append(back, "other", out.String())
	}
	return d.web.Redirect(w, r, done(itemURL(r, id), "ungrouped", back...))
}

// takenOut keeps only what really is in the group of c.
func takenOut(c store.ComplaintPage, out []string, voice string) []store.ComplaintID {
	asked := map[store.ComplaintID]bool{}
	for _, id := range complaintIDs(out) {
		asked[id] = true
	}
	var list []store.ComplaintID
	for _, s := range c.Submissions {
		if s.Complaint != c.ID && (asked[s.Complaint] || strconv.FormatInt(int64(s.ID), 10) == voice) {
			list = append(list, s.Complaint)
		}
	}
	return list
}

func complaintIDs(texts []string) []store.ComplaintID {
	var list []store.ComplaintID
	for _, t := range texts {
		if id, err := strconv.ParseInt(t, 10, 64); err == nil && id > 0 {
			list = append(list, store.ComplaintID(id))
		}
	}
	return list
}

// itemURL is the page of a complaint within the list that the reader sees.
func itemURL(r *http.Request, id store.ComplaintID) string {
	return "/desk/c/" + id.String() + parseFilter(r.URL.Query()).suffix()
}
