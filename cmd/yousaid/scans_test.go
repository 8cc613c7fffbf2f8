package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr/omrtest"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// paper is a printed run, and people who fill its cards in.
type paper struct {
	t      *testing.T
	pdf    []byte
	layout card.Layout
	cards  []store.Card
	r      *rand.Rand
}

// printed prints n cards of their own sheets.
func (x *inhabited) printed(t *testing.T, n int, post card.Post) *paper {
	t.Helper()
	var pdf, layout bytes.Buffer
	run, err := kiosk.PrintCards(t.Context(), x.store, kiosk.CardPrint{Catalog: x.web.Catalog, By: store.System(), Site: x.site.ID, Count: n, Lang: i18n.German,
		BaseURL: "https://said.example.org", Paper: card.A6, Post: post, Address: []string{"Linden Park", "Pärnu mnt 1"}}, &pdf, &layout)
	if err != nil {
		t.Fatal(err)
	}
	p := &paper{t: t, pdf: pdf.Bytes(), r: rand.New(rand.NewPCG(8, 21))}
	if err := json.Unmarshal(layout.Bytes(), &p.layout); err != nil {
		t.Fatal(err)
	}
	if _, p.cards, err = x.store.CardRun(t.Context(), run.ID); err != nil {
		t.Fatal(err)
	}
	return p
}

// sheet is one side of a card while it is written on.
type sheet struct {
	*paper
	card.Placed
	page *image.Gray
}

func (p *paper) side(i int, side string) *sheet {
	p.t.Helper()
	at := slices.IndexFunc(p.layout.Cards, func(c card.Placed) bool { return c.Serial == p.cards[i].Serial && c.Side == side })
	page, err := omrtest.Page(p.pdf, p.layout.Cards[at].Page)
	if err != nil {
		p.t.Fatal(err)
	}
	return &sheet{p, p.layout.Cards[at], page}
}

func (p *paper) front(i int) *sheet { return p.side(i, "front") }

// tick marks boxes, "mood 2", in a style.
func (s *sheet) tick(style omrtest.Style, boxes ...string) *sheet {
	s.t.Helper()
	for _, name := range boxes {
		at := slices.IndexFunc(s.Boxes, func(b card.Box) bool { return b.Field+" "+b.Value == name })
		if at < 0 {
			s.t.Fatalf("there is no box %s", name)
		}
		omrtest.Mark(s.r, s.page, s.Boxes[at], style, omrtest.Pen{Width: .5, Grey: 30})
	}
	return s
}

// write scribbles in a writing area.
func (s *sheet) write(field string) *sheet {
	s.t.Helper()
	at := slices.IndexFunc(s.Writing, func(a card.Area) bool { return a.Field == field })
	if at < 0 {
		s.t.Fatalf("nothing is written in %s", field)
	}
	a := s.Writing[at]
	for i := range 6 {
		omrtest.Mark(s.r, s.page, card.Box{X: a.X + 3 + 7*float64(i), Y: a.Y + 1, W: 4, H: 4}, omrtest.Scrawl, omrtest.Pen{Width: .5, Grey: 40})
	}
	return s
}

// covered is the card with its code painted over.
func (s *sheet) covered() *sheet {
	for _, f := range card.Frames() {
		for y := int(f.QR.Y * omrtest.MM); y < int((f.QR.Y+f.QR.H)*omrtest.MM); y++ {
			for x := int(f.QR.X * omrtest.MM); x < int((f.QR.X+f.QR.W/2)*omrtest.MM); x++ {
				s.page.SetGray(x, y, color.Gray{Y: 128})
			}
		}
	}
	return s
}

func (s *sheet) png() []byte {
	s.t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, s.page); err != nil {
		s.t.Fatal(err)
	}
	return b.Bytes()
}

// whitePNG is a page on which there is no card.
func whitePNG(t *testing.T) []byte {
	t.Helper()
	g := image.NewGray(image.Rect(0, 0, 900, 640))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	return (&sheet{paper: &paper{t: t}, page: g}).png()
}

// file is a scan with its name.
type file struct {
	name string
	data []byte
}

// bring uploads files as a browser's form does and gives where that leads.
func bring(t *testing.T, c *http.Client, server string, files ...file) (status int, location, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range files {
		part, err := w.CreateFormFile("file", f.name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(f.data)
	}
	w.Close()
	res, err := c.Post(server+"/desk/scans", w.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out bytes.Buffer
	out.ReadFrom(res.Body)
	return res.StatusCode, res.Header.Get("Location"), out.String()
}

// reading reads what is brought while the test runs.
func (x *inhabited) reading(t *testing.T) { t.Helper(); reading(t, x.scans) }

func reading(t *testing.T, scans *kiosk.Scans) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { scans.Run(ctx); close(done) }()
	t.Cleanup(func() { stop(); <-done })
}

// read waits until the newest batch is read.
func (x *inhabited) read(t *testing.T) store.ScanBatch {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); <-tick.C {
		list, err := x.store.ScanBatches(t.Context(), x.site.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 && !list[0].FinishedAt.IsZero() {
			return list[0]
		}
	}
	t.Fatal("the batch is not read after a minute")
	return store.ScanBatch{}
}

func (x *inhabited) said(t *testing.T) (list []store.ExportedSubmission) {
	t.Helper()
	if err := x.store.EachSubmission(t.Context(), func(s store.ExportedSubmission) error { list = append(list, s); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

// scanned is a batch with a card to look at and a page without one.
func scanned(t *testing.T, x *inhabited) string {
	t.Helper()
	batch, files, err := x.store.BringScans(t.Context(), store.ActingUser(1), x.site.ID, store.ScanUpload, []store.NewScanFile{{Name: "scan.pdf", Size: 9}})
	if err != nil {
		t.Fatal(err)
	}
	unread := store.NewReading{Site: x.site.ID, Front: true, State: store.ReadToReview, Reason: "code", Why: []string{"code"}}
	if _, err := x.store.AddScanPage(t.Context(), store.System(), store.NewScanPage{File: files[0].ID, Number: 1}, []store.NewReading{unread}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.store.AddScanPage(t.Context(), store.System(), store.NewScanPage{File: files[0].ID, Number: 2, Problem: store.ScanProblem{Key: "scans.problem.no_card"}}, nil); err != nil {
		t.Fatal(err)
	}
	return batch.String()
}

func TestReturnedCardsBecomeSubmissions(t *testing.T) {
	x := inhabit(t)
	p := x.printed(t, 8, card.NoPost)
	x.reading(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	evil := `"><img src=x onerror=alert(1)>.png`
	clear := p.front(0).tick(omrtest.Cross, "mood 2", "topic waiting").png()
	status, to, _ := bring(t, staff, server, file{evil, clear}, file{"two.png", p.front(1).tick(omrtest.Cross, "mood 1", "mood 3").png()},
		file{"unsure.png", p.front(2).tick(omrtest.Cross, "mood 1").tick(omrtest.Beside, "topic price").png()},
		file{"words.png", p.front(3).tick(omrtest.Cross, "mood 2").write("text").write("contact").png()},
		file{"good.png", p.front(4).tick(omrtest.Cross, "mood 5").png()}, file{"blank.png", p.front(5).png()},
		file{"covered.png", p.front(6).tick(omrtest.Cross, "mood 1").covered().png()},
		file{"empty.pdf", nil}, file{"../../etc/passwd", []byte("<script>alert(1)</script>")}, file{"cut.png", clear[:len(clear)/2]}, file{"again.png", append(bytes.Clone(clear), 0)}, file{"white.png", whitePNG(t)})
	if status != http.StatusSeeOther {
		t.Fatalf("bringing files answered %d", status)
	}
	b := x.read(t)
	c := b.Count
	if c.Entered != 2 || c.ToReview != 3 || c.ToType != 1 || c.Blank != 1 || c.Again != 1 || c.Empty != 4 || c.Files != 12 {
		t.Errorf("%+v", c)
	}
	body := page(t, staff, server+to)
	holds(t, body, "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;.png", "passwd", p.cards[0].Serial, "Two boxes are ticked", "counts once", "No card was found")
	if strings.Contains(body, "<img src=x") || strings.Contains(body, "../") {
		t.Error("a file's name stands in the page as it was sent")
	}
	said := x.said(t)
	if len(said) != 3 || said[0].Mood != 2 || said[0].Lang != "de" || said[0].Channel != store.CardChannel || !slices.Equal(said[0].Topics, []string{"waiting"}) || !said[0].Final {
		t.Fatalf("%+v", said)
	}
	if said[1].Final || said[1].Text != "" || !said[2].Final || said[2].Mood != 5 {
		t.Errorf("%+v; words wait for their typist", said[1:])
	}
	if left, err := os.ReadDir(x.store.Path() + ".scans"); err != nil || len(left) != 0 {
		t.Errorf("%v, %v; want no copy left of what was read", left, err)
	}
	x.checkNoContactInPictures(t, staff, server)
	// The same file again is noticed; in other bytes its card counts once.
	bring(t, staff, server, file{"renamed.png", clear})
	if x.read(t); len(x.said(t)) != 3 {
		t.Error("the same file made another submission")
	}
	holds(t, page(t, staff, server+"/desk/scans"), "0 cards")
	for _, lang := range []string{"", "?as=phone"} {
		if board := page(t, http.DefaultClient, server+"/board/linden-park"+lang); strings.Contains(board, "/desk/scans") || strings.Contains(board, p.cards[3].Serial) {
			t.Error("the board shows something of a card")
		}
	}
	if res, err := visitor(t).Get(server + "/desk/scans/picture/1/card"); err != nil || res.StatusCode != http.StatusSeeOther {
		t.Errorf("a stranger asking for a card's picture: %v, %v", res.StatusCode, err)
	}
}

// checkNoContactInPictures looks for ink where the contact of a card stood.
func (x *inhabited) checkNoContactInPictures(t *testing.T, staff *http.Client, server string) {
	t.Helper()
	list, err := x.store.ClaimReadings(t.Context(), store.ActingUser(1), x.site.ID, 9)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list, func(r store.Reading) bool { return r.State == store.ReadToType })
	r := list[at]
	if !slices.Equal(r.Parts, []string{"card", "text"}) || !slices.Equal(r.Contacts, []string{"contact"}) {
		t.Fatalf("parts %v, contacts %v", r.Parts, r.Contacts)
	}
	m, err := jpeg.Decode(strings.NewReader(page(t, staff, server+"/desk/scans/picture/"+r.ID.String()+"/card")))
	if err != nil {
		t.Fatal(err)
	}
	const k = card.DotsPerMM
	for y := 82 * k; y < 88*k; y++ { // the line for mail or phone of an A6 card
		for x := 64 * k; x < 134*k; x++ {
			if v := color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y; v < 200 {
				t.Fatalf("ink at %d,%d of the picture, where the contact stood", x, y)
			}
		}
	}
}

// Print, fill in, scan, look, type, find it in the inbox: with the keyboard
// alone, and once only.
func TestACardGoesFromPaperToTheInbox(t *testing.T) {
	x := inhabit(t)
	p := x.printed(t, 3, card.NoPost)
	x.reading(t)
	server := served(t, x)
	dir := t.TempDir()
	var files []string
	for i, s := range []*sheet{p.front(0).tick(omrtest.Cross, "mood 2", "topic staff"), p.front(1).tick(omrtest.Cross, "mood 1", "mood 3"), p.front(2).tick(omrtest.Cross, "mood 2").write("text").write("contact")} {
		name := filepath.Join(dir, fmt.Sprintf("scan-%d.png", i))
		if err := os.WriteFile(name, s.png(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	ctx := browser(t, 1280, 800)
	do(t, ctx, "signing in", chromedp.Navigate(server+"/signin"), visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "staff@example.org"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible(".chips"))
	upload := func(names ...string) {
		t.Helper()
		do(t, ctx, "bringing files", chromedp.Navigate(server+"/desk/scans"), visible("#upload"), chromedp.SetUploadFiles(chromedp.CSS("#file"), names), click("#upload button"))
		await(t, ctx, "the batch being read", `!!document.querySelector(".counts") && !document.querySelector(".now[data-url]")`, time.Minute)
	}
	upload(files...)
	axe(t, ctx, "a batch")
	if got := text(t, ctx, ".counts"); !strings.Contains(got, "1") {
		t.Errorf("counts %q", got)
	}
	do(t, ctx, "looking at cards", chromedp.Navigate(server+"/desk/scans/review"), visible("form.rv"))
	axe(t, ctx, "a card to look at")
	await(t, ctx, "the doubtful boxes first", `document.querySelectorAll("form.rv:not([hidden]) fieldset:first-of-type.doubt input").length === 2`, time.Second)
	await(t, ctx, "an outline for each of them", `document.querySelectorAll("form.rv:not([hidden]) rect.doubt").length === 2`, time.Second)
	do(t, ctx, "choosing the first", chromedp.KeyEvent("1"))
	await(t, ctx, "one choice", `document.querySelectorAll("form.rv:not([hidden]) input:checked").length === 1`, time.Second)
	mustRun(t, ctx, `window.pressed = performance.now(); new MutationObserver(() => { window.took = window.took || performance.now() - window.pressed; }).observe(document.getElementById("stack"), {childList: true}); 0`)
	do(t, ctx, "right, next", chromedp.KeyEvent("\r"))
	await(t, ctx, "the card to type", `!!document.querySelector("form.rv.typing:not([hidden]) textarea:focus")`, 5*time.Second)
	if took, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`window.took`)); err != nil || took > 100 {
		t.Errorf("the next card came after %.0f ms, %v; want 100", took, err)
	}
	axe(t, ctx, "a card to type")
	do(t, ctx, "typing", chromedp.KeyEvent("Das Wasser war kalt, und niemand war da."))
	mustRun(t, ctx, `document.querySelector("form.rv:not([hidden]) input[name=email]").value = "anu@example.org"; document.querySelector("form.rv:not([hidden]) h2").focus(); 0`)
	do(t, ctx, "right, next", chromedp.KeyEvent("\r"))
	await(t, ctx, "nothing left", `!!document.querySelector(".review .empty h2")`, 10*time.Second)
	axe(t, ctx, "nothing to look at")
	do(t, ctx, "the inbox", chromedp.Navigate(server+"/desk"), visible(".rows"))
	if got := text(t, ctx, ".rows"); !strings.Contains(got, "Das Wasser war kalt") {
		t.Errorf("the inbox says %q", got)
	}
	do(t, ctx, "opening it", chromedp.Navigate(server+"/desk?q=Wasser"), click(".it a"), visible(".scd img"))
	await(t, ctx, "the card and its words beside it", `[...document.querySelectorAll(".scd img")].filter(i => i.complete && i.naturalWidth > 100).length === 2`, 10*time.Second)
	axe(t, ctx, "a complaint that came on a card")
	again := filepath.Join(dir, "again.png")
	if err := os.WriteFile(again, p.front(2).tick(omrtest.Cross, "mood 2").write("text").png(), 0o600); err != nil {
		t.Fatal(err)
	}
	upload(again)
	if said := x.said(t); len(said) != 3 {
		t.Errorf("%d submissions of three cards", len(said))
	}
}

// The same by forms alone, with everything that can go wrong on the way.
func TestLookingAtCardsWithoutJavaScript(t *testing.T) {
	x := inhabit(t)
	p := x.printed(t, 4, card.NoPost)
	x.reading(t)
	server := served(t, x)
	staff, ana := signedIn(t, server, "staff@example.org"), signedIn(t, server, "manager@example.org")
	bring(t, staff, server, file{"1.png", p.front(0).tick(omrtest.Cross, "mood 1").covered().png()}, file{"2.png", p.front(1).tick(omrtest.Cross, "mood 1", "mood 3").png()},
		file{"3.png", p.front(2).tick(omrtest.Cross, "mood 1").write("text").write("contact").png()})
	x.read(t)
	address := server + "/desk/scans/review"
	post := func(c *http.Client, want int, pairs ...string) string {
		t.Helper()
		status, _, body := form(t, c, address, pairs...)
		if status != want {
			t.Errorf("%v: %d, want %d", pairs, status, want)
		}
		return body
	}
	holds(t, page(t, staff, address), "2 cards to look at, 1 to type", "Card without a number", "The number printed on the card")
	if body := page(t, ana, address); strings.Contains(body, "form.rv") || !strings.Contains(body, "Test has the last 3 cards before them") {
		t.Error("a colleague is not told who has the cards")
	}
	holds(t, post(ana, 200, "id", "2", "act", "cannot"), "A colleague has this card before them")
	ids := x.waiting(t)
	holds(t, post(staff, 422, "id", ids[0], "act", "serial", "serial", "LP-C9999"), "No card with this number was printed", `value="LP-C9999"`)
	holds(t, post(staff, 422, "id", ids[0], "act", "accept", "serial", "XX-<b>"), "No card with this number was printed", "XX-&lt;b&gt;")
	holds(t, post(staff, 200, "id", ids[0], "act", "serial", "serial", "lp c 1"), "Card "+p.cards[0].Serial, "Waiting time", `value="mood:1"`)
	holds(t, post(staff, 422, "id", ids[0], "act", "accept", "serial", p.cards[0].Serial, "box", "mood:1", "box", "mood:5"), "Only one can be meant", `value="mood:5" checked`)
	holds(t, post(staff, 200, "id", ids[0], "act", "accept", "serial", p.cards[0].Serial, "box", "mood:1", "box", "no:such"), "is taken in")
	holds(t, post(staff, 200, "act", "undo"), "Taken back", "The number printed on the card")
	holds(t, post(staff, 200, "id", ids[0], "act", "cannot"), "cannot be read")
	holds(t, post(staff, 200, "id", ids[0], "act", "accept", "serial", p.cards[0].Serial), "has looked at this card already")
	holds(t, post(staff, 200, "id", ids[1], "act", "accept", "box", "mood:3"), "is taken in", "1 to type")
	holds(t, post(staff, 422, "id", ids[2], "act", "accept", "box", "mood:1"), "Type what is written")
	holds(t, post(staff, 422, "id", ids[2], "act", "accept", "box", "mood:1", "words.text", "<script>", "email", "anu"), "&lt;script&gt;", `value="anu"`, "does not look like")
	holds(t, post(staff, 200, "id", ids[2], "act", "accept", "box", "mood:1", "words.text", "<script>", "phone", "555 1234"), "No card waits")
	holds(t, post(staff, 200, "act", "undo"), "Taken back", "&lt;script&gt;", `value="555 1234"`)
	holds(t, post(staff, 200, "id", ids[2], "act", "cannot", "box", "mood:1"), "is taken in")
	holds(t, post(staff, 200, "id", "99", "act", "accept", "part", "1"), "This card is not here", "data-problem")
	said := x.said(t)
	if len(said) != 2 || said[1].Mood != 3 || said[0].HasContact || said[0].Text != "" {
		t.Fatalf("%d submissions: %+v; want nothing left of the decision that was taken back", len(said), said)
	}
	if err := x.store.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

// waiting gives the numbers of the readings that wait, in the order in which
// people get them.
func (x *inhabited) waiting(t *testing.T) (ids []string) {
	t.Helper()
	for id := range 50 {
		r, err := x.store.Reading(t.Context(), x.site.ID, store.ReadingID(id+1))
		if err == nil && r.State.Open() {
			ids = append(ids, strconv.Itoa(id+1))
		}
	}
	return ids
}

// A number that was read before is said to be so at once; an address among the
// words takes the pictures along; the ledger says what could not be read.
func TestAKnownNumberAndAnAddressAmongTheWords(t *testing.T) {
	x := inhabit(t)
	p := x.printed(t, 3, card.NoPost)
	x.reading(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	bring(t, staff, server, file{"it's %22q%22.png", p.front(0).tick(omrtest.Cross, "mood 1").png()}, file{"b.png", p.front(0).tick(omrtest.Cross, "mood 5").covered().png()},
		file{"c.png", p.front(1).tick(omrtest.Cross, "mood 2").covered().png()}, file{"d.png", p.front(2).tick(omrtest.Cross, "mood 1").write("text").png()})
	x.read(t)
	post := func(pairs ...string) string {
		t.Helper()
		status, _, body := form(t, staff, server+"/desk/scans/review", pairs...)
		if status != http.StatusOK {
			t.Errorf("%v: %d", pairs, status)
		}
		return body
	}
	ids, serial := x.waiting(t), p.cards[0].Serial
	known := post("id", ids[0], "act", "serial", "serial", serial)
	holds(t, known, serial+" was read before", `href="/desk/c/`, `value="again"`)
	if body := known[:strings.Index(known, `value="again"`)]; strings.Contains(body, `value="mood:`) {
		t.Error("the boxes of a card that was read before are asked for again")
	}
	holds(t, post("id", ids[0], "act", "again", "serial", p.cards[1].Serial), "Card "+p.cards[1].Serial) // that one is new
	holds(t, post("id", ids[0], "act", "again", "serial", serial), serial+" was read before. It counts once")
	holds(t, post("id", ids[1], "act", "cannot", "serial", serial), "This picture cannot be read")
	holds(t, page(t, staff, server+"/desk/scans/review?id="+ids[2]), `<details class="among"`, `name="email"`)
	holds(t, post("id", ids[2], "act", "accept", "box", "mood:1", "words.text", "Cold. anu@example.org", "email", "anu@example.org"), "is taken in")
	n, _ := strconv.Atoi(ids[2])
	r, err := x.store.Reading(t.Context(), x.site.ID, store.ReadingID(n))
	if err != nil || len(r.Parts) != 0 || !slices.Equal(r.Contacts, []string{"card", "text"}) {
		t.Errorf("parts %v, contacts %v, %v; want all pictures kept as contacts", r.Parts, r.Contacts, err)
	}
	holds(t, page(t, staff, server+"/desk/c/"+r.Complaint.String()), "/card?contact=1", "/text?contact=1")
	if said := x.said(t); len(said) != 2 {
		t.Errorf("%d submissions", len(said))
	}
	holds(t, page(t, staff, server+"/desk/scans/1"), "it&#39;s &#34;q&#34;.png")
}

func TestPostedCardsAndTheirBacks(t *testing.T) {
	x := inhabit(t)
	p := x.printed(t, 3, card.Generic)
	x.reading(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	// This person answered by the code first, then posted the card.
	if _, err := x.store.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(1), Site: x.site.ID, Channel: store.CardChannel, Lang: "de", Mood: 2, Card: p.cards[1].ID, Text: "Kalt", Final: true}); err != nil {
		t.Fatal(err)
	}
	_, to, _ := bring(t, staff, server, file{"front.png", p.front(1).tick(omrtest.Cross, "mood 2").png()}, file{"back.png", p.side(1, "back").png()}, file{"alone.png", p.side(2, "back").png()})
	if c := x.read(t).Count; c.Beside != 1 || c.Backs != 2 || c.Cards != 1 {
		t.Errorf("%+v", c)
	}
	holds(t, page(t, staff, server+to), "Already answered by phone on", "The front of "+p.cards[2].Serial+" is missing")
	if n := len(x.said(t)); n != 1 {
		t.Errorf("%d submissions of one person", n)
	}
	// Whoever scans the code of a card that came back on paper is told so.
	bring(t, staff, server, file{"words.png", p.front(0).tick(omrtest.Cross, "mood 2").write("text").png()})
	x.read(t)
	holds(t, page(t, http.DefaultClient, server+"/c/"+p.cards[0].Token), x.web.Catalog.Printer(i18n.German).T("touch.kind.card"))
}

func TestFilesThatWaitSurviveARestart(t *testing.T) {
	x := inhabit(t)
	p := x.printed(t, 2, card.NoPost)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	_, to, _ := bring(t, staff, server, file{"a.png", p.front(0).tick(omrtest.Cross, "mood 2").png()})
	_, gone, _ := bring(t, staff, server, file{"b.png", p.front(1).tick(omrtest.Cross, "mood 2").png()})
	res, err := staff.Get(server + to)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.Header.Get("Refresh") == "" {
		t.Error("without a script the page of a batch that is being read does not come again")
	}
	if status, _, _ := form(t, staff, server+gone+"/cancel"); status != http.StatusSeeOther {
		t.Errorf("stopping answered %d", status)
	}
	holds(t, page(t, staff, server+gone), "You stopped the reading")
	stray := filepath.Join(x.store.Path()+".scans", "stray.scan")
	if err := os.WriteFile(stray, []byte("left by a power cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The program stops and another one, over the same file, goes on.
	if f, err := x.store.NextScanFile(t.Context()); err != nil || f.Name != "a.png" {
		t.Fatalf("%+v, %v", f, err)
	}
	next, err := kiosk.NewScans(x.kiosk, kiosk.ScansOptions{Dir: x.store.Path() + ".scans"})
	if err != nil {
		t.Fatal(err)
	}
	reading(t, next)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); len(x.said(t)) == 0 && time.Now().Before(end); <-tick.C {
	}
	if n := len(x.said(t)); n != 1 {
		t.Errorf("%d submissions after the restart, want the one of the file that was not stopped", n)
	}
	if _, err := os.Stat(stray); !os.IsNotExist(err) {
		t.Errorf("a copy that nobody needs is still there: %v", err)
	}
}

func TestTooMuchAtOnceIsRefused(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	staff := signedIn(t, server, "staff@example.org")
	if status, _, body := bring(t, staff, server); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Choose a file first") {
		t.Errorf("no file: %d", status)
	}
	if status, _, body := bring(t, staff, server, file{"huge.pdf", make([]byte, kiosk.MaxScan+1)}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "larger than 64 MB") {
		t.Errorf("a file of 64 MB and a byte: %d", status)
	}
	var many []file
	for i := range 41 {
		many = append(many, file{fmt.Sprintf("%d.png", i), []byte{byte(i)}})
	}
	if status, _, body := bring(t, staff, server, many...); status != http.StatusUnprocessableEntity || !strings.Contains(body, "up to 40 files") {
		t.Errorf("41 files: %d", status)
	}
	if left, err := os.ReadDir(x.store.Path() + ".scans"); err != nil || len(left) != 0 {
		t.Errorf("%v, %v; want nothing left of what was refused", left, err)
	}
	if list, err := x.store.ScanBatches(t.Context(), x.site.ID, 9); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}
