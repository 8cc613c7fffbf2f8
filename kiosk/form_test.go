package kiosk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

const id1 = "0198c7d2-0000-7000-8000-000000000001"

func TestFormIsThePlacesOwn(t *testing.T) {
	x := openReception(t)
	id := x.entry(1, "Waiting at reception")
	status, page := x.get("/kiosk")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	wants(t, page, `lang="en"`, "Linden Park", "Answer within 2 days.", "Erased after 30 days", `name="mood"`, `value="booking"`,
		`name="agree" id="agree-`+id.String()+`"`, "Waiting at reception", "1 person", `form="manager"`, `data-idle-ms="45000"`, `autocomplete="off"`)
	lacks(t, page, "style=", "<style", "onclick", x.site.PublicKey)

	_, page = x.get("/kiosk?lang=uk")
	wants(t, page, `lang="uk"`, "Поговорити з керівником", `data-default="en"`)
	status, _, page = x.ask("GET", "/kiosk", "", "", "Accept-Language", "de")
	if wants(t, page, `lang="en"`); status != http.StatusOK {
		t.Errorf("a tablet belongs to everybody, but it asked the browser for its language")
	}
}

func TestTabletIsPaired(t *testing.T) {
	x := openReception(t)
	x.tablet = "revoked"
	for _, method := range []string{"GET", "POST"} {
		status, _, page := x.ask(method, "/kiosk", "application/x-www-form-urlencoded", "mood=2")
		if status != http.StatusForbidden {
			t.Errorf("%s: status %d", method, status)
		}
		wants(t, page, "not paired")
	}
	if status, _ := x.post("/kiosk/manager"); status != http.StatusForbidden {
		t.Errorf("the manager was paged by a stranger: %d", status)
	}
	if n := x.count(); n != 0 {
		t.Errorf("%d submissions", n)
	}
}

func TestSendWithoutScript(t *testing.T) {
	x := openReception(t)
	entry := x.entry(1, "Waiting at reception")
	status, page := x.post("/kiosk", "id", id1, "lang", "en", "mood", "2", "topic", "waiting", "topic", "price", "agree", entry.String(),
		"text", "Twenty\r\nminutes <b>🦭</b>", "contact", "mari@example.org")
	if status != http.StatusSeeOther || !strings.HasPrefix(page, "/kiosk/thanks/") {
		t.Fatalf("status %d: %s", status, page)
	}
	token := strings.TrimPrefix(strings.Split(page, "?")[0], "/kiosk/thanks/")
	status, page = x.get(page)
	if status != http.StatusOK {
		t.Fatalf("the thanks: %d: %s", status, page)
	}
	wants(t, page, "<html", `form="manager"`, "Thank you.", "Ana, the duty manager, reads it.", "“me too” is already on the board", "Thursday 19 November, 18:42", `class="qr"`, "LP-")
	s := x.said(token)
	if s.Text != "Twenty\nminutes <b>🦭</b>" || s.Mood != 2 || strings.Join(s.Topics, " ") != "waiting price" || !s.HasContact || !s.Final || s.Channel != store.KioskChannel {
		t.Errorf("stored %+v", s)
	}

	_, again := x.post("/kiosk", "id", id1, "lang", "en", "mood", "2", "topic", "waiting", "topic", "price", "agree", entry.String(),
		"text", "Twenty\r\nminutes <b>🦭</b>", "contact", "mari@example.org")
	if !strings.Contains(again, s.StatusToken) || x.count() != 2 {
		t.Errorf("a double post made %d submissions", x.count()-1)
	}
	_, other := x.post("/kiosk", "id", id1, "mood", "1", "text", "Something else")
	wants(t, other, "/kiosk/thanks/")
	if s = x.said(s.StatusToken); s.Flags&store.FlagOther == 0 || s.Text != "Twenty\nminutes <b>🦭</b>" {
		t.Errorf("other words under the same id: %+v", s)
	}
}

func TestSendKeepsWhatWasTyped(t *testing.T) {
	x := openReception(t)
	hostile := `"><script>alert(1)</script>`
	status, page := x.post("/kiosk", "id", id1, "lang", "en", "mood", "2", "topic", "price", "text", "מים קרים\x00 🦭 "+hostile, "contact", hostile)
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", status)
	}
	wants(t, page, "does not look like an email", "מים קרים 🦭", `value="2" checked`, `value="price" checked`, `value="`+id1+`"`, `aria-invalid`)
	lacks(t, page, "<script>alert", `"><script>`)

	status, page = x.post("/kiosk", "lang", "de", "text", strings.Repeat("ы", 4001))
	if status != http.StatusUnprocessableEntity {
		t.Errorf("4001 letters: status %d", status)
	}
	wants(t, page, "1 Zeichen mehr, als passt", strings.Repeat("ы", 4001))
	if status, page = x.post("/kiosk", "text", strings.Repeat("🦭", 4000)); status != http.StatusSeeOther {
		t.Errorf("4000 letters: status %d: %s", status, page)
	}
	if status, page = x.post("/kiosk"); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing: status %d", status)
	}
	wants(t, page, "Touch a face, or write a word")
	if n := x.count(); n != 1 {
		t.Errorf("%d submissions", n)
	}
	if status, _ = x.post("/kiosk", "text", strings.Repeat("a", 200<<10)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("200 KB: status %d", status)
	}
}

func TestGoodFaceIsPromisedNothing(t *testing.T) {
	x := openReception(t)
	_, where := x.post("/kiosk", "mood", "5")
	_, page := x.get(where)
	wants(t, page, "Thank you.")
	lacks(t, page, "You get an answer by")
}

func TestThanksFragment(t *testing.T) {
	x := openReception(t)
	r := storetest1(x)
	status, _, page := x.ask("GET", "/kiosk/thanks/"+r.StatusToken+"?lang=de&agreed=2", "", "", "X-Fragment", "1")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	wants(t, page, "<section", r.Reference, "Ihre 2 „Ich auch“", "Donnerstag, 19. November, 18:42", "Mehr Zeit", `class="qr"`)
	lacks(t, page, "<html")
	if status, _ = x.get("/kiosk/thanks/nonsense"); status != http.StatusNotFound {
		t.Errorf("an unknown token: %d", status)
	}
}

func TestManagerIsPaged(t *testing.T) {
	x := openReception(t)
	status, page := x.post("/kiosk/manager", "lang", "en")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	wants(t, page, "<html", "We have rung", "Ana is coming to reception", "18:50", "Write it down as well", "No need, thank you")
	_, _, fragment := x.ask("POST", "/kiosk/manager", "application/x-www-form-urlencoded", "lang=uk", "X-Fragment", "1")
	wants(t, fragment, "<section", "Ana йде")
	lacks(t, fragment, "<html")
	pages, err := x.store.OpenPages(t.Context(), x.site.ID)
	if err != nil || len(pages) != 1 || pages[0].Paged != x.ana.ID {
		t.Errorf("two taps made %+v, %v; want one page for Ana", pages, err)
	}
}

func TestManagerIsPagedWhileClosed(t *testing.T) {
	x := openReception(t)
	x.clock.Add(5 * time.Hour) // 23:42
	_, page := x.post("/kiosk/manager", "lang", "en")
	wants(t, page, "passed it on", "outside our opening hours", "nobody may be at reception", "Your call went to Ana.")
	lacks(t, page, "is coming", "If nobody has come by", "We have rung")
	if err := x.store.SetDuty(t.Context(), store.System(), x.site.ID, 0); err != nil {
		t.Fatal(err)
	}
	x.clock.Add(time.Hour)
	_, page = x.post("/kiosk/manager", "lang", "en")
	wants(t, page, "Your call went to the desk")
}

func TestOwnPhone(t *testing.T) {
	x := openReception(t)
	x.tablet = ""
	_, _, page := x.ask("GET", "/at/linden-park", "", "", "Accept-Language", "de-AT")
	wants(t, page, `lang="de"`, `class="kiosk touch phone"`, `data-key="`+x.site.PublicKey+`"`, `action="/at/linden-park"`, `data-idle-ms="0"`)
	lacks(t, page, `form="manager"`, `id="still"`)
	status, where := x.post("/at/linden-park", "lang", "et", "mood", "2", "text", "Külm vesi")
	if status != http.StatusSeeOther || !strings.HasPrefix(where, "/at/linden-park/thanks/") {
		t.Fatalf("status %d: %s", status, where)
	}
	_, page = x.get(where)
	wants(t, page, "<html", `lang="et"`, "Aitäh.", "Vaata, mis edasi saab")
	lacks(t, page, `class="qr"`)
	if s := x.said(tokenOf(t, page)); s.Channel != store.PhoneChannel || s.Lang != "et" {
		t.Errorf("stored %+v", s)
	}
	for _, method := range []string{"GET", "POST"} {
		status, _, page := x.ask(method, "/at/nowhere", "application/x-www-form-urlencoded", "mood=1")
		if wants(t, page, "this place"); status != http.StatusNotFound {
			t.Errorf("%s /at/nowhere: %d", method, status)
		}
	}
}

func TestCardCountsOnce(t *testing.T) {
	x := openReception(t)
	_, cards, err := x.store.AddCardRun(t.Context(), store.System(), store.CardRun{Site: x.site.ID, Name: "November", Lang: "de", Spec: "{}", Count: 2})
	if err != nil {
		t.Fatal(err)
	}
	path := "/c/" + cards[0].Token
	status, page := x.get(path)
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	wants(t, page, `lang="de"`, `data-card="`+cards[0].Token+`"`, `action="`+path+`"`)

	// Begun and left: the card goes on where it was.
	if status, got := x.submit(`{"id":"`+id1+`","mood":2,"card":"`+cards[0].Token+`"}`, x.site.PublicKey); status != http.StatusCreated {
		t.Fatalf("status %d: %v", status, got)
	}
	_, page = x.get(path)
	wants(t, page, `data-resume="`+id1+`"`)

	_, where := x.post(path, "id", id1, "lang", "de", "mood", "2", "text", "Zu lange gewartet")
	_, page = x.get(where)
	wants(t, page, `lang="de"`, "Danke.")
	s := x.said(tokenOf(t, page))
	if s.Channel != store.CardChannel || s.Card != cards[0].ID || s.Text != "Zu lange gewartet" {
		t.Errorf("stored %+v", s)
	}
	_, page = x.get(path)
	wants(t, page, "beantwortet", "/s/"+s.StatusToken)
	status, page = x.post(path, "mood", "1")
	if wants(t, page, "beantwortet"); status != http.StatusConflict {
		t.Errorf("a second answer: status %d", status)
	}
	status, got := x.submit(`{"id":"0198c7d2-0000-7000-8000-000000000009","mood":2,"card":"`+cards[0].Token+`"}`, x.site.PublicKey)
	if status != http.StatusConflict || got["field"] != "card" {
		t.Errorf("a second answer by script: %d %v", status, got)
	}
	status, page = x.get("/c/nonsense")
	if wants(t, page, "We don’t know"); status != http.StatusNotFound {
		t.Errorf("an unknown card: %d", status)
	}
	if n := x.count(); n != 1 {
		t.Errorf("%d submissions", n)
	}
}

// After "до" and "hiljemalt" the day is in their case, on the thanks and in what
// the tablet shows when it cannot fetch them.
func TestThanksPutTheDayIntoItsCase(t *testing.T) {
	x := openReception(t)
	r := storetest1(x)
	for lang, want := range map[string]string{"ru": "четверга, 19 ноября, 18:42", "uk": "четверга, 19 листопада, 18:42", "et": "neljapäeval, 19. novembril, 18:42", "de": "Donnerstag, 19. November, 18:42"} {
		if _, _, page := x.ask("GET", "/kiosk/thanks/"+r.StatusToken+"?lang="+lang, "", "", "X-Fragment", "1"); !strings.Contains(page, want) {
			t.Errorf("%s: the thanks lack %q", lang, want)
		}
	}
	_, got := x.submit(`{"id":"`+id1+`","captured_at":"2026-11-17T18:42:00+02:00","channel":"kiosk","lang":"ru","mood":2,"text":"Долго","final":true}`, "")
	if got["answer_by_said"] != "четверга, 19 ноября, 18:42" {
		t.Errorf("the tablet is told %v", got)
	}
}
