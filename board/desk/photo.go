package desk

import (
	"net/http"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// Photo answers GET /desk/photo/{id}: a picture that a customer sent. ?small=1
// asks for the small one.
func (d *Desk) Photo(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return &store.Error{Code: store.NotFound, Key: "store.photo"}
	}
	p, err := d.store.Photo(r.Context(), store.PhotoID(id), r.FormValue("small") != "")
	if err != nil {
		return err
	}
	return d.web.JPEG(w, p.Image)
}

// photosOf are the pictures of one person.
func photosOf(x reader, s store.Submission) []staff.VoicePhoto {
	var list []staff.VoicePhoto
	for i, id := range s.Photos {
		full := "/desk/photo/" + id.String()
		list = append(list, staff.VoicePhoto{Small: full + "?small=1", Full: full, Alt: x.p.T("photo.desk.alt", "N", i+1)})
	}
	return list
}
