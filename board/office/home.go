package office

import (
	"net/http"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// Home answers GET /office: the rooms that the reader may enter, and what
// wants doing in each.
func (o *Office) Home(w http.ResponseWriter, r *http.Request) error {
	f, err := o.frame(r, "office.title", "office.lead", "")
	if err != nil {
		return err
	}
	f.CSS = deviceCSS()
	v := staff.OfficeView{Frame: f}
	if v.Alarms, err = o.alarmsNow(r, f.P); err != nil {
		return err
	}
	if o.Worries != nil {
		v.Worries = o.Worries(f.P)
	}
	role := auth.UserFrom(r.Context()).Role
	for _, room := range rooms() {
		if role.Rank() < room.role.Rank() {
			continue
		}
		link := staff.RoomLink{URL: room.url, Icon: room.icon, Name: f.P.T("office.room." + room.name), Use: f.P.T("office.room." + room.name + "_for")}
		if room.note != nil {
			if link.Note, link.Warn, err = room.note(o, r, f.P); err != nil {
				return err
			}
		}
		v.Rooms = append(v.Rooms, link)
	}
	return o.Web.Page(w, r, http.StatusOK, staff.Office(v))
}

type room struct {
	name, icon, url string
	role            store.Role
	note            func(*Office, *http.Request, *i18n.Printer) (note string, warn bool, err error)
}

func rooms() []room {
	return []room{
		{"report", "report", "/office/report", store.Manager, nil},
		{"duty", "bell", "/office/duty", store.Manager, (*Office).dutyNote},
		{"devices", "tablet", "/office/devices", store.Manager, (*Office).devicesNote},
		{"questionnaires", "pencil", questionnairesPath, store.Manager, nil},
		{"responses", "lock", responsesPath, store.Director, nil},
		{"cards", "cards", "/office/cards", store.Manager, nil},
		{"people", "people", "/office/people", store.Owner, (*Office).peopleNote},
		{"sites", "board", "/office/sites", store.Owner, (*Office).sitesNote},
		{"mail", "mail", "", store.Owner, (*Office).mailNote},
	}
}

func (o *Office) sitesNote(_ *http.Request, p *i18n.Printer) (string, bool, error) {
	return p.N("office.note.sites", len(o.Store.Sites())), false, nil
}

func (o *Office) peopleNote(r *http.Request, p *i18n.Printer) (string, bool, error) {
	users, err := o.Store.Users(r.Context())
	n := 0
	for _, u := range users {
		if u.DisabledAt.IsZero() {
			n++
		}
	}
	return p.N("office.note.people", n), false, err
}

func (o *Office) devicesNote(r *http.Request, p *i18n.Printer) (string, bool, error) {
	devices, err := o.Store.Devices(r.Context())
	if err != nil {
		return "", false, err
	}
	alarms, err := o.alarmsNow(r, p)
	if err != nil {
		return "", false, err
	}
	n := 0
	for _, d := range devices {
		if d.RevokedAt.IsZero() {
			n++
		}
	}
	switch {
	case n == 0:
		return p.T("office.note.no_devices"), true, nil
	case len(alarms) > 0:
		return p.N("office.note.devices", n) + " · " + p.N("device.note", len(alarms)), true, nil
	}
	return p.N("office.note.devices", n), false, nil
}

func (o *Office) dutyNote(r *http.Request, p *i18n.Printer) (string, bool, error) {
	duty := o.Auth.Site(r).Duty
	if duty == 0 {
		return p.T("office.note.no_duty"), true, nil
	}
	u, err := o.Store.User(r.Context(), duty)
	return p.T("office.note.duty", "Name", u.Name), false, err
}

func (o *Office) mailNote(r *http.Request, p *i18n.Printer) (string, bool, error) {
	waiting, problem, err := o.Store.MessagesWaiting(r.Context())
	switch {
	case err != nil:
		return "", false, err
	case !o.Mail && waiting > 0:
		return p.N("office.note.mail_waits", waiting), true, nil
	case !o.Mail:
		return p.T("office.note.mail_none"), true, nil
	case problem != "":
		return p.N("office.note.mail_stuck", waiting), true, nil
	}
	return p.T("office.note.mail_ok"), false, nil
}
