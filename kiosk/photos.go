package kiosk

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/photo"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

// maxPhotoBody is one picture with the form around it.
const maxPhotoBody = photo.MaxFile + 16<<10

// photoPatience is how long a picture may take to come in over a bad network.
const photoPatience = 3 * time.Minute

// photoSaved is the body of 201.
type photoSaved struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

// Photos is POST /s/{token}/photos: one picture as the file "photo" of a
// form, or the field "erase" with the id of one. The words are saved before
// any picture comes, so nothing here can lose them. Who asks for JSON gets it.
func (k *Kiosk) Photos(w http.ResponseWriter, r *http.Request) error {
	// A picture takes longer than a form: the answer is given all the same.
	until := time.Now().Add(photoPatience)
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(until) // where there is none to set, the usual ones hold
	_ = control.SetWriteDeadline(until.Add(time.Minute))
	r.Body = http.MaxBytesReader(w, r.Body, maxPhotoBody)
	c, err := k.caseOf(r)
	if err != nil {
		return k.photoUnknown(w, r, err)
	}
	if k.hold(w, r) {
		return k.photoRefused(w, r, c, http.StatusTooManyRequests, "touch.problem.hold")
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return k.erasePhoto(w, r, c)
	}
	file, err := photoPart(r)
	if err != nil {
		return k.photoRefused(w, r, c, http.StatusUnprocessableEntity, uploadProblem(err))
	}
	id, err := k.keepPhoto(r, file)
	if problem := photo.IsProblem(err); problem != nil {
		return k.photoRefused(w, r, c, http.StatusUnprocessableEntity, problem.Key)
	}
	if told := (*store.Error)(nil); errors.As(err, &told) && told.Code != store.NotFound {
		return k.photoRefused(w, r, c, photoStatus(told.Code), told.Key)
	}
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		return k.web.JSON(w, http.StatusCreated, photoSaved{ID: id.String(), URL: k.baseURL(r) + c.path + "/photos/" + id.String()})
	}
	return k.statusDone(w, r, "&did=photo", nil)
}

func photoStatus(c store.Code) int {
	if c == store.Full {
		return http.StatusInsufficientStorage
	}
	return http.StatusConflict
}

func (k *Kiosk) keepPhoto(r *http.Request, file []byte) (store.PhotoID, error) {
	p, err := k.photos.Read(r.Context(), file)
	if err != nil {
		return 0, err
	}
	return k.store.AddPhoto(r.Context(), r.PathValue("token"), store.NewPhoto{Sent: p.Sent, Image: p.JPEG, Thumb: p.Thumb, Width: p.Width, Height: p.Height})
}

var errNoPhoto = errors.New("the form has no picture")

// photoPart reads the file of the form and nothing else.
func photoPart(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil, errNoPhoto
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() != "photo" {
			continue
		}
		file, err := io.ReadAll(part)
		if err == nil && len(file) == 0 && part.FileName() == "" {
			return nil, errNoPhoto
		}
		return file, err
	}
}

func uploadProblem(err error) string {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return "photo.problem.huge"
	case errors.Is(err, errNoPhoto):
		return "photo.problem.none"
	}
	return "photo.problem.broken"
}

func (k *Kiosk) erasePhoto(w http.ResponseWriter, r *http.Request, c casePage) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.PostFormValue("erase"), 10, 64)
	if err != nil {
		return k.photoRefused(w, r, c, http.StatusUnprocessableEntity, "photo.problem.none")
	}
	err = k.store.RemovePhoto(r.Context(), r.PathValue("token"), store.PhotoID(id))
	if err != nil && store.CodeOf(err) != store.NotFound { // gone is what was wished for
		return err
	}
	return k.statusDone(w, r, "&did=no-photo", nil)
}

// photoRefused says in a sentence why a picture is not taken; on the status
// page it stands at the picture, with the words as they were saved.
func (k *Kiosk) photoRefused(w http.ResponseWriter, r *http.Request, c casePage, status int, key string) error {
	if wantsJSON(r) {
		return k.refuse(w, c.p, apiProblem{status: status, Field: "photo", key: key})
	}
	return k.statusWith(w, r, status, c, "", "", c.p.T(key))
}

func (k *Kiosk) photoUnknown(w http.ResponseWriter, r *http.Request, err error) error {
	if wantsJSON(r) && store.CodeOf(err) == store.NotFound {
		return k.refuse(w, k.web.Printer(r), apiProblem{status: http.StatusNotFound, key: "store.status"})
	}
	return k.unknownCode(w, r, err)
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// Photo is GET /s/{token}/photos/{id}: a picture, for whoever holds the token
// of its words. ?small=1 asks for the small one.
func (k *Kiosk) Photo(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return &store.Error{Code: store.NotFound, Key: "store.photo"}
	}
	p, err := k.store.PhotoByToken(r.Context(), r.PathValue("token"), store.PhotoID(id), r.FormValue("small") != "")
	if err != nil {
		return err
	}
	return k.web.JPEG(w, p.Image)
}

// photoField is the place for pictures on the form.
func photoField(p *i18n.Printer, site store.Site) *touch.PhotoField {
	f := &touch.PhotoField{Max: strconv.Itoa(store.MaxPhotos), Keep: p.N("photo.keep", site.RetainDays)}
	for n := range store.MaxPhotos + 1 {
		f.Sending, f.Sent = append(f.Sending, p.N("photo.sending", n)), append(f.Sent, p.N("photo.sent", n))
		if n > 0 {
			f.Outs = append(f.Outs, p.T("photo.field.out", "N", n))
		}
	}
	return f
}

// photosView are the pictures that came with somebody's words.
func photosView(p *i18n.Printer, site store.Site, x store.Submission) touch.PhotosView {
	path := "/s/" + x.StatusToken + "/photos"
	lang := "?lang=" + string(p.Lang)
	v := touch.PhotosView{P: p, Action: path + lang, Keep: p.N("photo.keep", site.RetainDays), More: x.Flags&store.FlagErased == 0 && len(x.Photos) < store.MaxPhotos}
	for i, id := range x.Photos {
		full := path + "/" + id.String()
		v.Items = append(v.Items, touch.PhotoView{ID: id.String(), Small: full + "?small=1", Full: full,
			Alt: p.T("photo.alt", "N", i+1), Erase: p.T("photo.erase", "N", i+1)})
	}
	return v
}
