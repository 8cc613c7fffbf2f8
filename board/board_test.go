package board_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/board"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/render/rendertest"
)

// place is a store with a running board in front of it.
type place struct {
	t     testing.TB
	store *store.Store
	clock *storetest.Clock
	site  store.Site
	owner store.User
	board *board.Board
	http  *httptest.Server
	said  int
}

func open(t testing.TB, o board.Options) *place {
	t.Helper()
	p := &place{t: t}
	p.store, p.clock, p.site, p.owner = storetest.SetUp(t)
	p.board = board.New(p.store, web(t), o)
	p.http = httptest.NewUnstartedServer(routes(p.board))
	p.http.Config.WriteTimeout = 300 * time.Millisecond // streams must outlive it
	p.http.Config.ReadTimeout = 300 * time.Millisecond
	p.http.Start()
	t.Cleanup(func() { p.board.Close(); p.http.Close() })
	return p
}

func web(t testing.TB) *render.Web {
	t.Helper()
	return rendertest.Web(t)
}

func routes(b *board.Board) http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range map[string]render.HandlerFunc{
		"GET /board": b.Door, "GET /board/events": b.Events, "GET /board/{site}": b.Show,
		"GET /board/{site}/preview": b.Preview, "POST /board/{site}/preview": b.Preview, "GET /api/v1/board": b.API,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				status := http.StatusInternalServerError
				if store.CodeOf(err) == store.NotFound {
					status = http.StatusNotFound
				}
				http.Error(w, err.Error(), status)
			}
		})
	}
	return mux
}

// run keeps the board moving until the test or the returned stop ends it.
func (p *place) run() (stop func()) {
	ctx, cancel := contextOf(p.t)
	ended := make(chan struct{})
	go func() { defer close(ended); p.board.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	p.t.Cleanup(stop)
	return stop
}

// say hands words in and gives the complaint.
func (p *place) say(text string) store.ComplaintID {
	p.said++
	return storetest.Say(p.t, p.store, p.site.ID, p.said, text).Complaint
}

// write puts a row on the board.
func (p *place) write(id store.ComplaintID, said, doing string) {
	p.t.Helper()
	p.words(id, store.Words{"en": said}, store.Words{"en": doing})
}

func (p *place) words(id store.ComplaintID, said, doing store.Words) {
	p.t.Helper()
	p.must(p.store.SaveEntry(p.t.Context(), store.ActingUser(p.owner.ID), id, p.version(id), said, doing, true))
}

func (p *place) version(id store.ComplaintID) int64 {
	p.t.Helper()
	c, err := p.store.Complaint(p.t.Context(), id, 0)
	p.must(err)
	return c.Version
}

func (p *place) plan(id store.ComplaintID, owner store.UserID, by time.Time) {
	p.t.Helper()
	p.must(p.store.SetPlan(p.t.Context(), store.ActingUser(p.owner.ID), id, p.version(id), store.Plan{Owner: owner, Action: "fit a valve", By: by}))
}

func (p *place) status(id store.ComplaintID, s store.Status, again time.Time) {
	p.t.Helper()
	p.must(p.store.SetStatus(p.t.Context(), store.ActingUser(p.owner.ID), id, p.version(id), s, "because", again))
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) get(path string) (int, string) {
	p.t.Helper()
	r, err := http.Get(p.http.URL + path)
	p.must(err)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	p.must(err)
	return r.StatusCode, string(b)
}

func TestBoardShowsWhatStaffWrote(t *testing.T) {
	p := open(t, board.Options{BaseURL: "https://said.example"})
	jaan := storetest.User(t, p.store, "Jaan Kask", store.Staff, true)
	id := p.say("it is SECRETLY cold in here")
	p.words(id, store.Words{"en": "Changing rooms are cold", "de": "Umkleiden sind kalt"}, store.Words{"en": "New valve fitted"})
	p.plan(id, jaan.ID, time.Date(2026, 11, 23, 0, 0, 0, 0, p.site.Location()))
	p.status(id, store.Doing, time.Time{})

	_, html := p.get("/board")
	for _, want := range []string{`lang="en"`, "<b>1</b> <span>person</span>", "Changing rooms are cold", "New valve fitted", ">Jaan<", ">23 Nov<", ">by 23 Nov<", "st doing",
		"We answer within 2 days", "QR code: https://said.example/at/linden-park", "Linden Park Leisure Centre", `data-zone="Europe/Tallinn"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the board lacks %q", want)
		}
	}
	_, german := p.get("/board/linden-park?lang=de&theme=dark")
	for _, want := range []string{`lang="de"`, `data-theme="dark"`, "Umkleiden sind kalt", "New valve fitted", "23. Nov."} {
		if !strings.Contains(german, want) {
			t.Errorf("the German board lacks %q", want)
		}
	}
}

func TestDatesFollowTheStatus(t *testing.T) {
	p := open(t, board.Options{})
	can, done := p.say("open longer"), p.say("dryers")
	p.write(can, "Open until 23:00", "no lifeguard so late")
	p.status(can, store.Cant, time.Date(2027, 3, 1, 0, 0, 0, 0, p.site.Location()))
	p.write(done, "Hair dryers", "Replaced")
	p.status(done, store.Done, time.Time{})
	_, html := p.get("/board")
	for _, want := range []string{"Why: no lifeguard so late", ">1 March<", ">again 1 March<", ">17 Nov<", ">since 17 Nov<"} {
		if !strings.Contains(html, want) {
			t.Errorf("the board lacks %q in\n%s", want, html)
		}
	}
	if strings.Contains(html, "Why: Replaced") {
		t.Error("only a refusal says why")
	}
}

func TestDoneMovesToFixedAndIsNamedOnce(t *testing.T) {
	p := open(t, board.Options{})
	id := p.say("dryers")
	p.write(id, "Hair dryers replaced", "New ones hang there")
	p.clock.Set(time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC))
	p.status(id, store.Done, time.Time{})
	if _, html := p.get("/board"); strings.Count(html, "Hair dryers replaced") != 1 || !strings.Contains(html, `class="row`) {
		t.Error("what was just done stands among the rows, once")
	}
	p.clock.Add(15 * 24 * time.Hour)
	_, html := p.get("/board")
	if strings.Count(html, "Hair dryers replaced") != 1 || strings.Contains(html, `class="row`) {
		t.Error("after two weeks it stands under fixed, once")
	}
	p.clock.Add(31 * 24 * time.Hour)
	if _, html := p.get("/board"); strings.Contains(html, "Hair dryers replaced") {
		t.Error("next month it is gone")
	}
}

// A percentage needs ten cases; it is rounded down and counts the overdue.
func TestShareAnsweredInTime(t *testing.T) {
	p := open(t, board.Options{})
	answer := func() {
		id := p.say("again")
		p.must(p.store.Answer(t.Context(), store.ActingUser(p.owner.ID), id, p.version(id), "fixed"))
	}
	for range 9 {
		answer()
	}
	if _, html := p.get("/board"); !strings.Contains(html, "9 of 9 answered in time so far") || strings.Contains(html, "\u00a0%") {
		t.Error("nine answers are told in words")
	}
	p.say("nobody answers this")
	p.clock.Add(20 * 24 * time.Hour)
	if _, html := p.get("/board"); !strings.Contains(html, "90\u00a0%") || !strings.Contains(html, "answered within 2 days") {
		t.Error("nine of ten, one overdue, are 90 %")
	}
}

func TestSixRowsMostPeopleFirst(t *testing.T) {
	p := open(t, board.Options{})
	for i := range 8 {
		root := p.say(fmt.Sprint("topic ", i))
		p.write(root, fmt.Sprintf("Topic %d", i), "We do it")
		for range i {
			_, err := p.store.Group(t.Context(), store.ActingUser(p.owner.ID), root, p.say("the same"))
			p.must(err)
		}
	}
	_, html := p.get("/board")
	if n := strings.Count(html, `class="row`); n != 6+1 { // and the list itself
		t.Errorf("%d rows", n-1)
	}
	if a, b := strings.Index(html, "Topic 7"), strings.Index(html, "Topic 2"); a < 0 || b < a || strings.Contains(html, "Topic 1") {
		t.Error("rows are not the six with most people, most first")
	}
}

func TestSeveralSitesOfferAChoice(t *testing.T) {
	p := open(t, board.Options{})
	if _, html := p.get("/board"); !strings.Contains(html, "data-events") {
		t.Error("one site: its board at once")
	}
	harbour := storetest.LindenPark()
	harbour.Slug, harbour.Name, harbour.LongName, harbour.Prefix, harbour.Languages = "harbour", "Harbour", "Harbour Baths", "HB", []string{"uk", "en"}
	if _, err := p.store.AddSite(t.Context(), store.ActingUser(p.owner.ID), harbour); err != nil {
		t.Fatal(err)
	}
	if _, html := p.get("/board"); !strings.Contains(html, `href="/board/harbour"`) || !strings.Contains(html, "Harbour Baths") {
		t.Error("two sites: a choice")
	}
	if _, html := p.get("/board/harbour"); !strings.Contains(html, `lang="uk"`) {
		t.Error("a board speaks its site's first language")
	}
	for _, path := range []string{"/board/nowhere", "/board/events?site=nowhere", "/api/v1/board?site=nowhere", "/board/nowhere/preview?complaint=1"} {
		if status, _ := p.get(path); status != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", path, status)
		}
	}
}

func TestPreviewOutlinesTheDraftAndSavesNothing(t *testing.T) {
	p := open(t, board.Options{})
	p.write(p.say("one"), "Standing row", "We do it")
	id := p.say("two")
	form := url.Values{"complaint": {id.String()}, "said": {`Lockers <b>jam</b>`}, "doing": {"New locks"}, "status": {"planned"}}
	_, html := p.get("/board/linden-park/preview?" + form.Encode())
	for _, want := range []string{"Standing row", "Lockers &lt;b&gt;jam", "New locks", "st planned", "outlined"} {
		if !strings.Contains(html, want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	if strings.Count(html, "outlined") != 1 || strings.Contains(html, "data-events") || strings.Contains(html, "board.js") {
		t.Error("a preview is a still picture with one row outlined")
	}
	r, err := http.PostForm(p.http.URL+"/board/linden-park/preview", form)
	p.must(err)
	defer r.Body.Close()
	if posted, _ := io.ReadAll(r.Body); string(posted) != html {
		t.Error("POST shows another preview than GET")
	}
	if _, live := p.get("/board"); strings.Contains(live, "New locks") {
		t.Error("the preview was saved")
	}
	if status, _ := p.get("/board/linden-park/preview?complaint=999"); status != http.StatusNotFound {
		t.Errorf("an unknown complaint: %d", status)
	}
}

func TestAPI(t *testing.T) {
	p := open(t, board.Options{})
	id := p.say("very private words")
	p.write(id, "Changing rooms are cold", "New valve fitted")
	p.plan(id, p.owner.ID, time.Date(2026, 11, 23, 0, 0, 0, 0, p.site.Location()))
	_, body := p.get("/api/v1/board?site=linden-park")
	var got struct {
		Site, Lang string
		Entries    []map[string]any
	}
	p.must(json.Unmarshal([]byte(body), &got))
	row, err := p.store.EntryRow(t.Context(), id)
	p.must(err)
	want := fmt.Sprint(map[string]any{"id": row.ID.String(), "people": 1.0, "you_said": "Changing rooms are cold", "we_do": "New valve fitted",
		"who": "Owner", "by": "2026-11-23", "status": string(row.Status)})
	if got.Site != "linden-park" || got.Lang != "en" || len(got.Entries) != 1 || fmt.Sprint(got.Entries[0]) != want {
		t.Errorf("GET /api/v1/board:\n got %v\nwant %s", got, want)
	}
}
