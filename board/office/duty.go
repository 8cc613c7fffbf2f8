package office

import (
	"net/http"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// Duty answers GET /office/duty.
func (o *Office) Duty(w http.ResponseWriter, r *http.Request) error {
	f, err := o.frame(r, "office.duty.title", "office.duty.lead", "/office")
	if err != nil {
		return err
	}
	users, err := o.Store.Users(r.Context())
	if err != nil {
		return err
	}
	v := staff.DutyView{Frame: f}
	for _, s := range o.Store.Sites() {
		row := staff.DutyRow{ID: idText(s.ID), Site: s.Name, Now: f.P.T("office.note.no_duty")}
		row.Pick = staff.Field{Label: f.P.T("office.duty.who"), Options: []staff.Option{{Value: "0", Label: f.P.T("office.duty.nobody"), On: s.Duty == 0}}}
		for _, u := range users {
			if !u.DisabledAt.IsZero() {
				continue
			}
			row.Pick.Options = append(row.Pick.Options, staff.Option{Value: idText(u.ID), Label: u.Name + ", " + f.P.T("common.role."+string(u.Role)), On: u.ID == s.Duty})
			if u.ID == s.Duty {
				row.Now = f.P.T("office.duty.now", "Name", u.Name)
			}
		}
		v.Rows = append(v.Rows, row)
	}
	return o.Web.Page(w, r, http.StatusOK, staff.Duty(v))
}

// SetDuty answers POST /office/duty.
func (o *Office) SetDuty(w http.ResponseWriter, r *http.Request) error {
	id := userID(r.FormValue("user"))
	if id != 0 {
		u, err := o.Store.User(r.Context(), id)
		if err != nil {
			return err
		}
		if !u.DisabledAt.IsZero() {
			return &store.Error{Code: store.Invalid, Key: "store.user", Field: "user"}
		}
	}
	if err := o.Store.SetDuty(r.Context(), actor(r), siteID(r.FormValue("site")), id); err != nil {
		return err
	}
	return o.Web.Redirect(w, r, did("/office/duty", "saved", ""))
}
