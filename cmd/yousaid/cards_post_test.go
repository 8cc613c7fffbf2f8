package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
)

// preflightPage is the page of measures of a face that needs nothing more.
const preflightPage = "/office/cards/preflight?paper=a6&post=ibrs&lang=en&count=20&licence=PHQ-D%2F1&country=Estonia&address=Linden+Park%0A10902+Tallinn"

// approvedPNG is a picture as a post hands it out, 480 by 120 dots.
func approvedPNG(t testing.TB, grey uint8) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 480, 120))
	for i := range m.Pix {
		m.Pix[i] = 0xff
	}
	for x := 20; x < 460; x++ {
		for y := 20; y < 60; y++ {
			m.SetGray(x, y, color.Gray{grey})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// artworkPage puts a picture into the house and gives the page that shows it.
func artworkPage(t testing.TB, x *inhabited) string {
	t.Helper()
	a, err := x.store.AddArtwork(t.Context(), store.System(), store.Artwork{Site: x.site.ID, Kind: "rm-freepost", Name: "freepost.png", Data: approvedPNG(t, 0), Preview: approvedPNG(t, 0), Width: 60, Height: 15})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("/office/cards/artwork?added=%d", a.ID)
}

// upload sends a file as the page of artworks does.
func upload(t *testing.T, c *http.Client, address string, fields map[string]string, name string, file []byte) (int, string, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := form.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(file)
	form.Close()
	req, err := http.NewRequest(http.MethodPost, address, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(page), res.Header.Get("Location")
}

func getBody(t *testing.T, c *http.Client, address string) (int, []byte) {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, b
}

const freepostForm = "paper=a6&post=rm-freepost&lang=en&count=4&licence=RTHK-XUZZ-KCXU&rm4scc=LE28AA1T&address=Linden+Park%0ALEICESTER%0ALE2+8AA"

// The owner uploads what Royal Mail handed out, prints, uploads a newer one,
// and prints the first run again: the same bytes.
func TestArtworkFromUploadToTheSamePrintAgain(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	c := signedIn(t, server, "manager@example.org")

	if _, page := getBody(t, c, server+"/office/cards/preflight?"+freepostForm); !strings.Contains(string(page), "Royal Mail gives you the artwork") {
		t.Fatal("a face without its artwork is not refused with a reason")
	}
	status, page, to := upload(t, c, server+"/office/cards/artwork?"+freepostForm, map[string]string{"kind": "rm-freepost", "width": "60,0"}, `C:\post\freepost.png`, approvedPNG(t, 0))
	if status != http.StatusSeeOther || !strings.Contains(to, "artwork=") {
		t.Fatalf("uploading: %d, %s\n%s", status, to, page)
	}
	list, err := x.store.Artworks(t.Context(), x.site.ID)
	if err != nil || len(list) != 1 || list[0].Name != "freepost.png" || list[0].Width != 60 || list[0].Height != 15 {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, page := getBody(t, c, server+to); !strings.Contains(string(page), "freepost.png is kept: 60.0 × 15.0 mm") {
		t.Errorf("the page does not say what was kept:\n%s", page)
	}

	form, err := url.ParseQuery(freepostForm + "&artwork=" + list[0].Sum)
	if err != nil {
		t.Fatal(err)
	}
	first := printedCards(t, c, server, form)
	if status, _, _ := upload(t, c, server+"/office/cards/artwork", map[string]string{"kind": "rm-freepost", "width": "60"}, "newer.png", approvedPNG(t, 90)); status != http.StatusSeeOther {
		t.Fatalf("uploading a newer one: %d", status)
	}
	res, err := c.PostForm(fmt.Sprintf("%s/office/cards/artwork/%d/remove", server, list[0].ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("removing: %d", res.StatusCode)
	}
	runs, err := x.store.CardRuns(t.Context(), x.site.ID)
	if err != nil || len(runs) != 1 {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	if status, again := getBody(t, c, fmt.Sprintf("%s/office/cards/runs/%d/file", server, runs[0].ID)); status != http.StatusOK || !bytes.Equal(first, again) {
		t.Errorf("printed again after a newer artwork: status %d, %d and %d bytes, not the same", status, len(first), len(again))
	}
}

func printedCards(t *testing.T, c *http.Client, server string, form url.Values) []byte {
	t.Helper()
	res, err := c.PostForm(server+"/office/cards", form)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Fatalf("printing: %d, %v\n%.2000s", res.StatusCode, err, b)
	}
	return b
}

// What cannot be taken is refused at its field, and what was typed stays.
func TestArtworkIsRefusedAtItsField(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	c := signedIn(t, server, "manager@example.org")
	for name, v := range map[string]struct {
		file        []byte
		width, want string
	}{
		"text": {[]byte("Royal Mail"), "60", "no PNG, JPEG or PDF"}, "broken": {approvedPNG(t, 0)[:100], "60", "cannot be read"},
		"no size": {approvedPNG(t, 0), "", "Give its width"}, "no number": {approvedPNG(t, 0), "wide", "in millimetres, as in"},
		"large": {make([]byte, 6<<20), "60", "larger than 5 MB"}, "negative": {approvedPNG(t, 0), "-4", "in millimetres, as in"},
	} {
		status, page, _ := upload(t, c, server+"/office/cards/artwork", map[string]string{"kind": "dp-antwort", "width": v.width}, "x.png", v.file)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, v.want) {
			t.Errorf("%s: status %d, want the sentence with %q", name, status, v.want)
		}
		if name != "large" && !strings.Contains(page, `value="`+v.width+`"`) {
			t.Errorf("%s: the width that was typed is gone", name)
		}
	}
	if list, err := x.store.Artworks(t.Context(), x.site.ID); err != nil || len(list) != 0 {
		t.Errorf("kept: %v, %v", list, err)
	}
}

func TestProofSheetIsOnePageForThePost(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	c := signedIn(t, server, "manager@example.org")
	status, pdf := getBody(t, c, server+strings.Replace(preflightPage, "preflight", "proof", 1))
	if status != http.StatusOK || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("status %d, %.60s", status, pdf)
	}
	name := filepath.Join(t.TempDir(), "proof.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(out); !strings.Contains(text, "The post has the last word") || !strings.Contains(text, "14.00 mm") || !strings.Contains(text, "not verified") {
		t.Errorf("the proof sheet says\n%s", text)
	}
}

// The command prints every face; what is missing is one line on stderr, and a
// run that cannot be printed takes no number.
func TestCardsCommandPrintsEveryFace(t *testing.T) {
	db := initialised(t)
	folder := t.TempDir()
	art := filepath.Join(folder, "approved.png")
	if err := os.WriteFile(art, approvedPNG(t, 0), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "cards.pdf")
	cards := func(args ...string) (int, string, string) {
		return command(t, "", append([]string{"cards", "--db", db, "--run", "x", "--count", "1", "--paper", "a6", "--out", out, "--address", "Linden Park|Postfach 1|LE2 8AA"}, args...)...)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no country": {[]string{"--post", "ibrs", "--permit", "PHQ-D/1"}, "country"}, "no artwork": {[]string{"--post", "rm-freepost", "--permit", "RTHK-XUZZ-KCXU"}, "artwork"},
		"no size": {[]string{"--post", "dp-antwort", "--artwork", art}, "width"}, "no place for it": {[]string{"--post", "ibrs", "--permit", "1", "--country", "X", "--artwork", art}, "takes no artwork"},
		"too large": {[]string{"--post", "dp-antwort", "--artwork", art, "--artwork-width", "120"}, "room for"}, "no number": {[]string{"--post", "ibrs", "--permit", "1", "--country", "X", "--ibrs-bar", "thick"}, "millimetres"},
	} {
		if code, _, errs := cards(c.args...); code == exitDone || strings.Count(strings.TrimSpace(errs), "\n") != 0 || !strings.Contains(errs, c.want) {
			t.Errorf("%s: exit %d, %q; want one line with %q", name, code, errs, c.want)
		}
	}
	for n, args := range [][]string{
		{"--post", "ibrs", "--permit", "PHQ-D/1", "--country", "Estonia", "--ibrs-bar", "2.5"},
		{"--post", "rm-freepost", "--permit", "RTHK-XUZZ-KCXU", "--artwork", art, "--artwork-width", "60", "--rm4scc", "LE28AA1T"},
		{"--post", "dp-antwort", "--artwork", art, "--artwork-width", "45", "--note", "may"}, {"--post", "generic", "--artwork", art, "--artwork-width", "50"},
	} {
		if code, said, errs := cards(args...); code != exitDone || !strings.Contains(said, fmt.Sprintf("LP-C%04d", n+1)) {
			t.Errorf("%v: exit %d, %q, %q", args, code, said, errs)
		}
	}
}
