package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// thankYou gives a thank-you to somebody and gives its code.
func thankYou(t *testing.T, x *inhabited) string {
	t.Helper()
	offer := store.VoucherOffer{On: true, Days: 30, Worth: store.Words{"en": "a coffee at the bar"}}
	if err := x.store.SetThanks(t.Context(), store.System(), x.site.ID, store.Thanks{Voucher: offer}); err != nil {
		t.Fatal(err)
	}
	r := storetest.Say(t, x.store, x.site.ID, 77, "The showers are cold")
	v, err := x.store.VoucherOf(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v.Code
}

// fetched is a page or file as a phone gets it, and its size on the wire.
func fetched(t *testing.T, c *http.Client, address string) (body string, wire int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, packed := range []bool{true, false} {
		if req.Header.Del("Accept-Encoding"); packed {
			req.Header.Set("Accept-Encoding", "gzip")
		}
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d, %v", address, res.StatusCode, err)
		}
		if packed {
			wire = len(b)
		} else {
			body = string(b)
		}
	}
	return body, wire
}

// The form on one's own phone opens on a bad network: under 60 KB before the
// fonts, in every script, and without any app to install.
func TestFirstPhoneViewIsLight(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	for _, lang := range []string{"en", "uk"} {
		page, total := fetched(t, http.DefaultClient, server+"/at/linden-park?lang="+lang)
		files := regexp.MustCompile(`(?:href|src)="(/assets/[^"]+\.(?:css|js))"`).FindAllStringSubmatch(page, -1)
		for _, f := range files {
			_, n := fetched(t, http.DefaultClient, server+f[1])
			total += n
		}
		if len(files) < 4 || total > 60_000 {
			t.Errorf("%s: %d bytes in the page and %d files, want under 60,000", lang, total, len(files))
		}
		t.Logf("%s: %d bytes", lang, total)
	}
}

// Nothing on a phone says "already answered": two people with one phone both
// speak, one after the other.
func TestTwoPeopleSpeakOnOnePhone(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	phone := &http.Client{Jar: jar}
	id := regexp.MustCompile(`name="id" value="([^"]+)"`)
	seen := map[string]bool{}
	for _, text := range []string{"The water is cold", "And the lockers jam"} {
		page, _ := fetched(t, phone, server+"/at/linden-park")
		if strings.Contains(page, "The water is cold") {
			t.Error("the second person sees the words of the first")
		}
		given := id.FindStringSubmatch(page)
		if given == nil || seen[given[1]] {
			t.Fatalf("the form has no id of its own: %v", given)
		}
		seen[given[1]] = true
		res, err := phone.PostForm(server+"/at/linden-park", url.Values{"id": {given[1]}, "mood": {"2"}, "text": {text}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%q: %d", text, res.StatusCode)
		}
	}
	home, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	if cookies := jar.Cookies(home); len(cookies) > 0 {
		t.Errorf("the phone was given cookies: %v", cookies)
	}
	n := 0
	if err := x.store.EachSubmission(t.Context(), func(store.ExportedSubmission) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("%d people heard, %v; want 2", n, err)
	}
}

// pictures writes a large JPEG, a PNG and something that is neither.
func pictures(t *testing.T) []string {
	t.Helper()
	var big, flat bytes.Buffer
	if err := jpeg.Encode(&big, image.NewRGBA(image.Rect(0, 0, 3000, 2000)), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&flat, image.NewRGBA(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name, b := range map[string][]byte{"a.jpg": big.Bytes(), "b.png": flat.Bytes()} {
		name = filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// A real browser of a phone's size: words with two pictures, the thanks with a
// thank-you, and staff see the pictures.
func TestPhoneSendsPicturesAfterTheWords(t *testing.T) {
	x := inhabit(t)
	thankYou(t, x)
	server := served(t, x)
	ctx := browser(t, 390, 844)
	do(t, ctx, "the form", chromedp.Navigate(server+"/at/linden-park"), visible("label[for=mood-2]"), chromedp.Click(chromedp.CSS("label[for=mood-2]")), visible("#next"),
		chromedp.Click(chromedp.CSS("#next")), visible("#text"))
	axe(t, ctx, "the words with a place for pictures")
	do(t, ctx, "choosing pictures", chromedp.SetUploadFiles(chromedp.CSS("#photo"), pictures(t)), visible("#photo-list li:nth-child(2)"))
	axe(t, ctx, "two pictures chosen")
	do(t, ctx, "sending", chromedp.SendKeys(chromedp.CSS("#text"), "The lockers jam, look"), chromedp.Click(chromedp.CSS("#send")), visible(".vou-code"))
	await(t, ctx, "both pictures", `document.getElementById("photo-line").textContent === "2 pictures are with your words"`, 20*time.Second)
	axe(t, ctx, "the thanks with pictures and a thank-you")
	s := newest(t, x)
	if s.Text != "The lockers jam, look" || len(s.Photos) != 2 {
		t.Fatalf("stored %q with %d pictures", s.Text, len(s.Photos))
	}
	for _, id := range s.Photos {
		p, err := x.store.Photo(t.Context(), id, false)
		if err != nil || p.Width > 1600 || p.Height > 1600 {
			t.Errorf("%d by %d, %v", p.Width, p.Height, err)
		}
	}
	do(t, ctx, "the status page", chromedp.Navigate(server+"/s/"+s.StatusToken), visible(".phs img"))
	axe(t, ctx, "the status page with pictures and a thank-you")
	staff := browser(t, 1280, 800)
	do(t, staff, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "staff@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".it"))
	do(t, staff, "the complaint", chromedp.Navigate(server+"/desk/c/"+s.Complaint.String()), visible(".vph img"))
	await(t, staff, "the pictures at the desk", `[...document.querySelectorAll(".vph img")].filter((m) => m.complete && m.naturalWidth > 0).length === 2`, 20*time.Second)
}

// newest is what was said last.
func newest(t *testing.T, x *inhabited) store.Submission {
	t.Helper()
	var last store.ExportedSubmission
	if err := x.store.EachSubmission(t.Context(), func(s store.ExportedSubmission) error { last = s; return nil }); err != nil {
		t.Fatal(err)
	}
	s, err := x.store.SubmissionByReference(t.Context(), last.Reference)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Pictures of customers never reach the board, and nobody who is not staff
// gets them from the desk.
func TestPhotosStayOffTheBoard(t *testing.T) {
	x := inhabit(t)
	r := storetest.Say(t, x.store, x.site.ID, 1, "The lockers jam", "equipment")
	id, err := x.store.AddPhoto(t.Context(), r.StatusToken, store.NewPhoto{Image: []byte("picture"), Thumb: []byte("picture"), Width: 1, Height: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.store.SaveEntry(t.Context(), store.System(), r.Complaint, 0, store.Words{"en": "Lockers jam"}, store.Words{"en": "New locks"}, true); err != nil {
		t.Fatal(err)
	}
	server := served(t, x)
	for _, path := range []string{"/board", "/board/linden-park", "/api/v1/board", "/at/linden-park"} {
		if body, _ := fetched(t, http.DefaultClient, server+path); strings.Contains(body, "/photo/"+id.String()) || strings.Contains(body, "/photos/") {
			t.Errorf("%s shows a picture", path)
		}
	}
	for who, c := range map[string]*http.Client{"nobody": visitor(t), "tablet": withDevice(t, server, x.tablet), "screen": withDevice(t, server, x.screen)} {
		res, err := c.Get(server + "/desk/photo/" + id.String())
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode == http.StatusOK || bytes.Contains(b, []byte("picture")) && res.Header.Get("Content-Type") == "image/jpeg" {
			t.Errorf("%s got the picture: %d", who, res.StatusCode)
		}
	}
}

// By keyboard alone: type the code, Enter looks it up, Enter takes it in, and
// it can be undone.
func TestThankYouIsTakenInByKeyboard(t *testing.T) {
	x := inhabit(t)
	code := thankYou(t, x)
	server := served(t, x)
	ctx := browser(t, 1280, 800)
	do(t, ctx, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "staff@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".menu.me summary"), click(".menu.me summary"), visible(`a[href="/desk/voucher"]`), click(`a[href="/desk/voucher"]`))
	do(t, ctx, "looking it up", visible("#code"), chromedp.KeyEvent(strings.ToLower(strings.ReplaceAll(code, "-", ""))+"\r"), visible(".vd.good"))
	do(t, ctx, "taking it in", chromedp.KeyEvent("\r"), visible(".vd.taken"))
	v, err := x.store.VoucherByCode(t.Context(), code)
	if err != nil || v.RedeemedBy != "Test staff" {
		t.Errorf("%+v, %v", v, err)
	}
	do(t, ctx, "undoing", chromedp.Click(chromedp.CSS("button[value=undo]")), visible(".vd.good"))
	do(t, ctx, "an unknown code", chromedp.Navigate(server+"/desk/voucher?code=AAAAAAAA"), visible("#code-err .err"))
	axe(t, ctx, "an unknown code")
}
