package desk

import (
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// Contact shows how to reach one of the people; that somebody looked is noted.
func (d *Desk) Contact(w http.ResponseWriter, r *http.Request) error {
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
	voice := r.PostFormValue("voice")
	if !speaksIn(c, voice) {
		return &store.Error{Code: store.NotFound, Key: "store.contact"}
	}
	n, err := strconv.ParseInt(voice, 10, 64)
	if err != nil {
		return err
	}
	contact, err := d.store.Contact(r.Context(), x.actor(), store.SubmissionID(n))
	if err != nil {
		return err
	}
	return d.again(w, r, id, func(v *staff.ItemView) { showContact(v, voice, contact) })
}

func showContact(v *staff.ItemView, voice string, c store.Contact) {
	for i := range v.Voices {
		if v.Voices[i].ID != voice {
			continue
		}
		for _, s := range []string{c.Name, c.Email, c.Phone} {
			if s != "" {
				v.Voices[i].Contact = append(v.Voices[i].Contact, s)
			}
		}
		v.VoicesOpen = v.VoicesOpen || i > 0
	}
}

func speaksIn(c store.ComplaintPage, voice string) bool {
	for _, s := range c.Submissions {
		if strconv.FormatInt(int64(s.ID), 10) == voice {
			return true
		}
	}
	return false
}
