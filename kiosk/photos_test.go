package kiosk_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func jpegFile(t *testing.T, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		m.Set(x, h/2, color.RGBA{200, 30, 30, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upload sends a file as the picture of a form; accept "" is a browser.
func (x *reception) upload(path string, file []byte, accept string) (int, http.Header, string) {
	x.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("photo", "x.jpg")
	if err != nil {
		x.t.Fatal(err)
	}
	part.Write(file)
	form.Close()
	return x.ask("POST", path, form.FormDataContentType(), b.String(), "Accept", accept)
}

func TestPhotoIsAddedAfterTheWords(t *testing.T) {
	x := openReception(t)
	r := storetest.Say(t, x.store, x.site.ID, 1, "The lockers jam")
	path := "/s/" + r.StatusToken
	status, h, _ := x.upload(path+"/photos?lang=uk", jpegFile(t, 40, 30), "text/html")
	if status != http.StatusSeeOther || !strings.Contains(h.Get("Location"), path+"?lang=uk") {
		t.Fatalf("a form: %d to %s", status, h.Get("Location"))
	}
	status, _, body := x.upload(path+"/photos", jpegFile(t, 41, 30), "application/json")
	var saved struct{ ID, URL string }
	if err := json.Unmarshal([]byte(body), &saved); err != nil || status != http.StatusCreated || !strings.HasSuffix(saved.URL, path+"/photos/"+saved.ID) {
		t.Fatalf("a program: %d %s", status, body)
	}
	_, page := x.get(path)
	wants(t, page, path+"/photos/"+saved.ID+"?small=1", `alt="Picture 2"`)
	for _, query := range []string{"", "?small=1"} {
		status, h, picture := x.ask("GET", path+"/photos/"+saved.ID+query, "", "")
		if status != http.StatusOK || h.Get("Content-Type") != "image/jpeg" || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%d %v", status, h)
		}
		if _, err := jpeg.Decode(strings.NewReader(picture)); err != nil {
			t.Error(err)
		}
	}
	if status, _ := x.post(path+"/photos", "erase", saved.ID); status != http.StatusSeeOther {
		t.Errorf("erasing: %d", status)
	}
	if n := len(x.said(r.StatusToken).Photos); n != 1 {
		t.Errorf("%d pictures left, want 1", n)
	}
}

func TestPhotoWithoutWordsToGoWith(t *testing.T) {
	x := openReception(t)
	for _, accept := range []string{"application/json", "text/html"} {
		if status, _, body := x.upload("/s/AAAAAAAAAAAAAAAAAAAAAA/photos", jpegFile(t, 4, 4), accept); status != http.StatusNotFound {
			t.Errorf("%s: %d %s", accept, status, body)
		}
	}
}

func TestRefusedPhotosKeepTheWordsAndSaySo(t *testing.T) {
	x := openReception(t)
	r := storetest.Say(t, x.store, x.site.ID, 1, "The lockers jam")
	path := "/s/" + r.StatusToken + "/photos"
	good := jpegFile(t, 400, 300)
	var flood bytes.Buffer
	if err := png.Encode(&flood, image.NewGray(image.Rect(0, 0, 7000, 7000))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file     []byte
		sentence string
	}{
		"nothing":   {nil, "arrived empty"},
		"half":      {good[:len(good)/2], "could not be opened"},
		"page":      {[]byte("<!doctype html><script>alert(1)</script>"), "JPEG and PNG"},
		"heic":      {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "HEIC"},
		"gif":       {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "moves"},
		"flood":     {flood.Bytes(), "larger than we can open"},
		"too large": {append(good, make([]byte, 13<<20)...), "larger than we can open"},
	} {
		status, _, body := x.upload(path, c.file, "application/json")
		var refused struct{ Field, Message string }
		if err := json.Unmarshal([]byte(body), &refused); err != nil || status != http.StatusUnprocessableEntity || refused.Field != "photo" || !strings.Contains(refused.Message, c.sentence) || !strings.Contains(refused.Message, "Your words are saved.") {
			t.Errorf("%s: %d %s", name, status, body)
		}
		status, _, page := x.upload(path, c.file, "text/html")
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, c.sentence) || !strings.Contains(page, "The lockers jam") {
			t.Errorf("%s without script: %d", name, status)
		}
	}
	if s := x.said(r.StatusToken); s.Text != "The lockers jam" || len(s.Photos) != 0 {
		t.Errorf("left: %+v", s)
	}
}

func TestFourthPhotoIsRefused(t *testing.T) {
	x := openReception(t)
	r := storetest.Say(t, x.store, x.site.ID, 1, "Look")
	for i := range 4 {
		status, _, body := x.upload("/s/"+r.StatusToken+"/photos", jpegFile(t, 10+i, 10), "application/json")
		if want := map[bool]int{true: http.StatusCreated, false: http.StatusConflict}[i < 3]; status != want {
			t.Errorf("picture %d: %d %s", i+1, status, body)
		}
	}
	if _, page := x.get("/s/" + r.StatusToken); strings.Contains(page, `id="photo-form"`) {
		t.Error("the page offers a fourth")
	}
}

func TestPhotosAreForPhonesOnly(t *testing.T) {
	x := openReception(t)
	_, phone := x.get("/at/linden-park")
	_, tablet := x.get("/kiosk")
	wants(t, phone, `id="photo"`, "js/photo", "Erased 30 days after your answer.")
	if strings.Contains(tablet, `id="photo"`) || strings.Contains(tablet, "js/photo") {
		t.Error("the tablet at reception takes pictures")
	}
	r := storetest.Say(t, x.store, x.site.ID, 1, "Look")
	_, phone = x.get("/at/linden-park/thanks/" + r.StatusToken)
	_, tablet = x.get("/kiosk/thanks/" + r.StatusToken)
	wants(t, phone, `action="/s/`+r.StatusToken+`/photos?lang=en" enctype="multipart/form-data"`, "Erased 30 days after your answer.")
	if strings.Contains(tablet, "photo-form") {
		t.Error("the tablet's thanks take pictures")
	}
}

// A thank-you stands on the thanks and on the status page, in the person's
// language; where none is given nothing is said of it.
func TestVoucherStandsOnThanksAndStatus(t *testing.T) {
	x := openReception(t)
	before := storetest.Say(t, x.store, x.site.ID, 1, "Cold")
	offer := store.VoucherOffer{On: true, Days: 30, Worth: store.Words{"en": "a coffee at the bar", "uk": "кава в барі"}}
	if err := x.store.SetThanks(t.Context(), store.System(), x.site.ID, store.Thanks{Voucher: offer}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/s/" + before.StatusToken, "/kiosk/thanks/" + before.StatusToken} {
		if _, page := x.get(path); strings.Contains(page, "vou-code") {
			t.Errorf("%s: a thank-you that was not given", path)
		}
	}
	r := storetest.Say(t, x.store, x.site.ID, 2, "Cold water")
	v, err := x.store.VoucherOf(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for path, words := range map[string][]string{
		"/kiosk/thanks/" + r.StatusToken:                       {"a coffee at the bar", "by 17 December"},
		"/at/linden-park/thanks/" + r.StatusToken:              {"a coffee at the bar", "by 17 December"},
		"/s/" + r.StatusToken + "?lang=uk":                     {"кава в барі", "до 17 грудня"},
		"/s/" + r.StatusToken + "?lang=de":                     {"a coffee at the bar", "bis 17. Dezember"},
		"/kiosk/thanks/" + r.StatusToken + "?lang=fil":         {"17 Disyembre"},
		"/at/linden-park/thanks/" + r.StatusToken + "?lang=et": {"17. detsember"},
	} {
		_, page := x.get(path)
		wants(t, page, append(words, v.Code)...)
	}
	if err := x.store.RedeemVoucher(t.Context(), store.System(), v.Code); err != nil {
		t.Fatal(err)
	}
	_, page := x.get("/s/" + r.StatusToken)
	wants(t, page, "Used on 17 November")
}

func TestOwnerHidesTheLinesOfTheFirstScreen(t *testing.T) {
	x := openReception(t)
	_, page := x.get("/kiosk")
	wants(t, page, "Answer within 2 days")
	if err := x.store.SetThanks(t.Context(), store.System(), x.site.ID, store.Thanks{HidePromise: true, HideFixed: true}); err != nil {
		t.Fatal(err)
	}
	if _, page = x.get("/kiosk"); strings.Contains(page, `class="b1"`) || strings.Contains(page, `class="b2"`) {
		t.Error("the lines are still there")
	}
}
