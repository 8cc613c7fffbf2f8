package kiosk

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render/rendertest"
	"github.com/yousaid/yousaid/templates/staff"
)

// cardsServer is the page of Linden Park's owner behind real HTTP.
type cardsServer struct {
	t     *testing.T
	store *store.Store
	clock *storetest.Clock
	site  store.Site
	url   string
	cards *Cards
}

func newCardsServer(t *testing.T, lang i18n.Lang) *cardsServer {
	t.Helper()
	st, clock, site, owner := storetest.SetUp(t)
	return openCardsServer(t, lang, st, clock, site, owner)
}

// openCardsServer serves a place that is there already.
func openCardsServer(t *testing.T, lang i18n.Lang, st *store.Store, clock *storetest.Clock, site store.Site, owner store.User) *cardsServer {
	t.Helper()
	web := rendertest.Web(t)
	cards, err := NewCards(web, st, "https://said.lindenpark.example", CardsDesk{
		Bar: func(*http.Request, string) (staff.BarView, error) {
			return staff.BarView{Shell: web.Shell, P: web.Catalog.Printer(lang), Site: site.Name, User: owner.Name,
				Nav: []staff.NavItem{{Href: "/office/cards", Icon: "cards", Label: "Cards", Current: true}}}, nil
		},
		Actor: func(*http.Request) store.Actor { return store.ActingUser(owner.ID) },
		Site:  func(*http.Request) store.SiteID { return site.ID },
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /office/cards", web.Handle(cards.Page))
	mux.Handle("POST /office/cards", web.Handle(cards.Print))
	mux.Handle("POST /office/cards/test", web.Handle(cards.TestSheet))
	mux.Handle("GET /office/cards/preview/{side}", web.Handle(cards.Picture))
	mux.Handle("GET /office/cards/runs/{id}", web.Handle(cards.RunPage))
	mux.Handle("GET /office/cards/runs/{id}/file", web.Handle(cards.Again))
	mux.Handle("POST /office/cards/runs/{id}/handed", web.Handle(cards.HandOut))
	mux.Handle("POST /office/cards/runs/{id}/cost", web.Handle(cards.Cost))
	mux.Handle("POST /office/cards/runs/{id}/withdraw", web.Handle(cards.Withdraw))
	mux.Handle("GET /office/cards/runs.csv", web.Handle(cards.RunsCSV))
	mux.Handle("GET /office/cards/making", web.Handle(cards.Making))
	mux.Handle("GET /office/cards/making/file", web.Handle(cards.MadeFile))
	mux.Handle("POST /office/cards/making/stop", web.Handle(cards.StopMaking))
	mux.Handle("GET /office/cards/preflight", web.Handle(cards.Preflight))
	mux.Handle("GET /office/cards/proof", web.Handle(cards.Proof))
	mux.Handle("GET /office/cards/artwork", web.Handle(cards.Artworks))
	mux.Handle("GET /office/poster", web.Handle(cards.Poster))
	mux.Handle("GET /office/poster/picture", web.Handle(cards.PosterPicture))
	mux.Handle("GET /office/poster/file", web.Handle(cards.PosterFile))
	mux.Handle("GET /assets/", web.Shell.Assets)
	srv := httptest.NewServer(mux)
	t.Cleanup(func() { srv.Close(); cards.printings.end() })
	return &cardsServer{t, st, clock, site, srv.URL, cards}
}

type cardsAnswer struct {
	status int
	header http.Header
	body   string
}

func (s *cardsServer) answer(resp *http.Response, err error) cardsAnswer {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return cardsAnswer{resp.StatusCode, resp.Header, string(b)}
}

func (s *cardsServer) get(path string) cardsAnswer {
	s.t.Helper()
	return s.answer(http.Get(s.url + path))
}

func (s *cardsServer) post(v url.Values) cardsAnswer {
	s.t.Helper()
	return s.answer(http.PostForm(s.url+"/office/cards", v))
}

func cardsWish(change ...string) url.Values {
	v := url.Values{"questions": {"short"}, "paper": {"a4-4up"}, "lang": {"en"}, "post": {"generic"}, "flip": {"short"}, "count": {"8"},
		"licence": {"10 417"}, "city": {"Tallinn"}, "address": {"Linden Park Leisure Centre\r\nReply service 10 417\r\n\r\n10902 Tallinn"}}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

func (s *cardsServer) next() int64 {
	s.t.Helper()
	n, err := s.store.NextCard(s.t.Context(), s.site.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestCardsPageOfAFreshSite(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	got := s.get("/office/cards")
	for _, want := range []string{"comment cards", "A4, four A6 cards", "50 sheets, one side.", "Cards LP-C0001 to LP-C0200.", `src="/office/cards/preview/front?`, "No cards printed yet."} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	for _, not := range []string{"style=", "<style", "onclick", "[card.", "[post."} {
		if strings.Contains(strings.ToLower(got.body), not) {
			t.Errorf("%q is on the page", not)
		}
	}
}

func TestCardsPrintAndPrintAgain(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	first := s.post(cardsWish())
	if first.status != 200 || first.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(first.body, "%PDF-") {
		t.Fatalf("got %d %s", first.status, first.header.Get("Content-Type"))
	}
	if got, want := first.header.Get("Content-Disposition"), `attachment; filename="cards-LP-C0001-LP-C0008.pdf"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	moved := s.site
	moved.LongName, moved.Promise, moved.RetainDays = "Linden Park & Spa", store.Promise{N: 8, Unit: "h"}, 7
	if err := s.store.ChangeSite(t.Context(), store.System(), moved); err != nil {
		t.Fatal(err)
	}
	s.clock.Add(1e15)
	runs, err := s.store.CardRuns(t.Context(), s.site.ID)
	if err != nil || len(runs) != 1 {
		t.Fatalf("got %d runs, %v", len(runs), err)
	}
	if !strings.Contains(runs[0].Spec, "Price not what I was told") {
		t.Errorf("the topics have no labels: %s", runs[0].Spec)
	}
	if again := s.get("/office/cards/runs/1/file"); again.body != first.body {
		t.Errorf("printed again, the file is another one: %d and %d bytes", len(again.body), len(first.body))
	}
	page := s.get("/office/cards").body
	for _, want := range []string{"LP-C0001<br>LP-C0008", "8 cards printed, 0 came back.", `href="/office/cards/runs/1"`, "10902 Tallinn", "Cards LP-C0009 to LP-C0208."} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if got := s.get("/office/cards/runs/99").status; got != http.StatusNotFound {
		t.Errorf("a run that never was: %d", got)
	}
}

func TestCardsInSeveralLanguages(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	v := cardsWish()
	v["lang"] = []string{"uk", "en", "ru"}
	got := s.post(v)
	if want := "cards-LP-C0001-LP-C0024.pdf"; !strings.Contains(got.header.Get("Content-Disposition"), want) {
		t.Errorf("got %s, want %s", got.header.Get("Content-Disposition"), want)
	}
	runs, err := s.store.CardRuns(t.Context(), s.site.ID)
	if err != nil || len(runs) != 3 || runs[2].Lang != "en" || runs[0].Lang != "uk" {
		t.Errorf("got %+v, %v", runs, err)
	}
}

func TestCardsProblemsStandAtTheirFields(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	long := strings.Repeat("unbearably long address ", 7)
	for _, c := range []struct{ name, field, value, want string }{
		{"none", "count", "0", "Between 1 and 10000 cards"},
		{"words", "count", "many", "Between 1 and 10000 cards"},
		{"no language", "lang", "xx", "Choose at least one language."},
		{"no address", "address", " \n ", "Write the address to which replies go."},
		{"long address", "address", long, "does not fit on the card. Make it shorter."},
		{"strange post", "post", "pigeon", "Choose how the cards come back."},
		{"no country", "post", "ibrs", "Give the country to which the replies go."},
		{"another licence", "post", "rm-freepost", "three groups of four letters"},
		{"no artwork", "post", "dp-antwort", "Deutsche Post gives you its mark"},
		{"paper", "paper", "papyrus", "Choose one of the papers."},
		{"flip", "flip", "corner", "Choose the edge over which"},
	} {
		got := s.post(cardsWish(c.field, c.value))
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.want) {
			t.Errorf("%s: %d, %q on the page: %v", c.name, got.status, c.want, strings.Contains(got.body, c.want))
		}
		if c.field == "count" && !strings.Contains(got.body, `value="`+c.value+`"`) {
			t.Errorf("%s: what was typed is gone", c.name)
		}
	}
	if got := s.next(); got != 1 {
		t.Errorf("numbers were given away: the next is %d", got)
	}
}

func TestCardsStepperWithoutScript(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	v := cardsWish("step", "20")
	if got := s.get("/office/cards?" + v.Encode()); !strings.Contains(got.body, `value="28"`) || !strings.Contains(got.body, "7 sheets, both sides.") {
		t.Error("20 more than 8 are not 28 on 7 sheets")
	}
	v.Set("step", "-20")
	if got := s.get("/office/cards?" + v.Encode()); !strings.Contains(got.body, `name="count" inputmode="numeric" maxlength="6" value="20"`) {
		t.Error("fewer than 20 were offered")
	}
}

func TestCardsTestSheetGivesNoNumbers(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	got := s.answer(http.PostForm(s.url+"/office/cards/test", cardsWish()))
	if got.status != 200 || !strings.HasPrefix(got.body, "%PDF-") || s.next() != 1 {
		t.Errorf("got %d, next card %d", got.status, s.next())
	}
}

func TestCardsPictures(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	for _, side := range []string{"front", "back", "sheet"} {
		got := s.get("/office/cards/preview/" + side + "?" + cardsWish().Encode())
		if got.status != 200 || got.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(got.body, "</svg>") {
			t.Errorf("%s: got %d %s", side, got.status, got.header.Get("Content-Type"))
		}
	}
	if got := s.get("/office/cards/preview/inside").status; got != http.StatusNotFound {
		t.Errorf("a third side: %d", got)
	}
}

func TestCodesThatLeadNowhereAreNoticed(t *testing.T) {
	for address, want := range map[string]bool{
		"http://127.0.0.1:8080": true, "http://localhost": true, "http://[::1]:80": true, "http://0.0.0.0:8080": true, "http://LOCALHOST.:8080": true,
		"https://said.example": false, "http://192.168.1.20:8080": false, "http://localhost.example": false,
	} {
		if loopback(address) != want {
			t.Errorf("loopback(%q) is %v", address, !want)
		}
	}
	c := &Cards{baseURL: "http://127.0.0.1:8080"}
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	if c.press, err = card.NewPress(); err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Languages() {
		first := c.checks(catalog.Printer(l), &card.Run{})[0]
		if !first.Open || !strings.Contains(first.Text, "http://127.0.0.1:8080") || !strings.Contains(first.Text, "--base-url") {
			t.Errorf("%s: %+v", l, first)
		}
	}
	c.baseURL = "https://said.example"
	for _, x := range c.checks(catalog.Printer(i18n.English), &card.Run{}) {
		if strings.Contains(x.Text, "--base-url") {
			t.Errorf("an address that can be reached: %q", x.Text)
		}
	}
}

func TestCardsPageInEveryLanguage(t *testing.T) {
	for _, l := range i18n.Languages() {
		s := newCardsServer(t, l)
		s.post(cardsWish())
		got := s.get("/office/cards").body
		if strings.Contains(got, "[card.") || !strings.Contains(got, `lang="`+string(l)+`"`) {
			t.Errorf("%s: a message is missing", l)
		}
	}
}

func TestPrintCardsWithLayout(t *testing.T) {
	st, _, site, _ := storetest.SetUp(t)
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	wish := CardPrint{Catalog: catalog, By: store.System(), Site: site.ID, Name: "spring", Count: 5, Lang: i18n.Estonian,
		BaseURL: "https://said.lindenpark.example/", Paper: card.Letter, Post: card.NoPost}
	var pdf, layout bytes.Buffer
	run, err := PrintCards(t.Context(), st, wish, &pdf, &layout)
	if err != nil || run.Name != "spring" || run.Count != 5 {
		t.Fatalf("got %+v, %v", run, err)
	}
	var l card.Layout
	if err := json.Unmarshal(layout.Bytes(), &l); err != nil {
		t.Fatal(err)
	}
	if len(l.Cards) != 5 || l.Cards[4].Serial != "LP-C0005" || l.Cards[4].Page != 2 || len(l.Cards[0].Boxes) != 13 || len(l.Cards[0].Writing) != 2 {
		t.Errorf("got %d cards, the last %+v", len(l.Cards), l.Cards[len(l.Cards)-1])
	}
	_, cards, err := st.CardRun(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := st.CardByToken(t.Context(), cards[4].Token); err != nil || found.Serial != "LP-C0005" {
		t.Errorf("the last card's code opens %+v, %v", found, err)
	}
}

// The owner of a US permit gets the exact face; what the post would refuse is
// said with its number, what is missing at its field.
func TestBusinessReplyMailIsPrintedAndMeasured(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	face := []string{"post", "usps-brm", "licence", "4120", "city", "Portland ME", "address", "Linden Park\nPO Box 4120\nPortland ME 04104-9902"}
	wish := func(change ...string) url.Values { return cardsWish(append(slices.Clone(face), change...)...) }

	page := s.get("/office/cards?" + wish("imb", "00708123456123456789-041049902").Encode())
	if page.status != http.StatusOK || !strings.Contains(page.body, "All 22 measures of the post are kept") {
		t.Errorf("%d, no word of the measures", page.status)
	}
	if got := s.post(wish("imb", "00708123456123456789-0410")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "has 5, 9 or 11 digits") {
		t.Errorf("a short ZIP code: %d", got.status)
	}
	if got := s.post(wish("licence", "")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "number of your Business Reply Mail permit") {
		t.Errorf("no permit: %d", got.status)
	}
	if s.next() != 1 {
		t.Error("a card that cannot be printed took a number")
	}
	if got := s.post(wish("imb", "00708123456123456789-041049902")); got.status != http.StatusOK || !strings.HasPrefix(got.body, "%PDF") {
		t.Errorf("%d %.40q, want the print file", got.status, got.body)
	}
	if again := s.get("/office/cards"); !strings.Contains(again.body, `value="00708123456123456789-041049902"`) {
		t.Error("the next run does not begin with the same barcode")
	}
}
