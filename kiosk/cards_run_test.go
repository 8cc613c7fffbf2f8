package kiosk

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

// everyLanguage is a wish that takes some seconds.
func everyLanguage() url.Values {
	v := cardsWish("count", "10000", "paper", "a6")
	v["lang"] = []string{"en", "de", "et", "ru", "uk", "fil"}
	return v
}

// making asks for the page of the long run until it says something else than
// that cards are being made.
func (s *cardsServer) making() cardsAnswer {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		a := s.get("/office/cards/making")
		if !strings.Contains(a.body, `data-making="making"`) {
			return a
		}
		if time.Now().After(end) {
			s.t.Fatal("the cards are being made for a minute")
		}
	}
}

// leftovers are the files beside the database that are not its own.
func (s *cardsServer) leftovers() []string {
	s.t.Helper()
	list, err := filepath.Glob(filepath.Join(filepath.Dir(s.store.Path()), ".cards*"))
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func (s *cardsServer) ledgerIsEmpty() {
	s.t.Helper()
	runs, err := s.store.CardRuns(s.t.Context(), s.site.ID)
	if err != nil || len(runs) != 0 {
		s.t.Errorf("%d runs in the ledger, %v", len(runs), err)
	}
	if n := s.next(); n != 1 {
		s.t.Errorf("the next card is %d", n)
	}
	if left := s.leftovers(); len(left) > 0 {
		s.t.Errorf("left behind: %v", left)
	}
}

// A long run is made beside the request; its page says how far it is and then
// gives the file, which is whole and the same as printed again.
func TestALongRunShowsItsProgress(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	page := s.post(cardsWish("count", "1000"))
	if page.status != http.StatusOK || !strings.Contains(page.body, "data-making=") {
		t.Fatalf("%d %.300s", page.status, page.body)
	}
	done := s.making()
	if !strings.Contains(done.body, `data-making="ready"`) || !strings.Contains(done.body, "cards-LP-C0001-LP-C1000.pdf") {
		t.Fatalf("%.2000s", done.body)
	}
	file := s.get("/office/cards/making/file")
	if file.header.Get("Content-Disposition") != `attachment; filename="cards-LP-C0001-LP-C1000.pdf"` || file.header.Get("Content-Length") == "" {
		t.Errorf("%v", file.header)
	}
	name := filepath.Join(t.TempDir(), "cards.pdf")
	if err := os.WriteFile(name, []byte(file.body), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	if out, err := exec.Command("pdfinfo", name).Output(); err != nil || !bytes.Contains(out, []byte("Pages:           500\n")) {
		t.Errorf("pdfinfo: %v\n%s", err, out)
	}
	again := s.get("/office/cards/runs/1/file")
	if again.body != file.body || again.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("printed again: %d bytes, want the same %d", len(again.body), len(file.body))
	}
	if left := s.leftovers(); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Stopped by a person, a long run leaves no number, no line and no file, and
// the form is as it was filled in.
func TestALongRunCanBeStopped(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	if page := s.post(everyLanguage()); !strings.Contains(page.body, `data-making="making"`) || !strings.Contains(page.body, "of 60000 cards") {
		t.Fatalf("%.2000s", page.body)
	}
	stopped := s.answer(http.PostForm(s.url+"/office/cards/making/stop", nil))
	if !strings.Contains(stopped.body, `data-making="stopped"`) || !strings.Contains(stopped.body, "count=10000") {
		t.Errorf("%.2000s", stopped.body)
	}
	s.ledgerIsEmpty()
	if file := s.get("/office/cards/making/file"); strings.HasPrefix(file.body, "%PDF") {
		t.Error("there is a file of a stopped run")
	}
	if a := s.post(cardsWish("count", "4")); !strings.Contains(a.header.Get("Content-Disposition"), "LP-C0001") {
		t.Errorf("the next run: %v", a.header)
	}
}

// A server that is stopped in the middle of a long run leaves nothing, whether
// it had time to tidy up or not.
func TestAStoppedServerLeavesNothingOfALongRun(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	s.post(everyLanguage())
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() { s.cards.Run(ctx); close(ended) }()
	stop()
	<-ended
	s.ledgerIsEmpty()
	if s.post(everyLanguage()); s.cards.printings.at(s.site.ID) != nil {
		t.Error("a stopping server began another run")
	}

	// It died: what is in the database goes when the next one starts.
	if _, _, err := addRun(t.Context(), s.store, s.cards.press, CardPrint{Catalog: s.cards.web.Catalog, By: store.System(), Site: s.site.ID, Count: 700, Lang: i18n.English,
		BaseURL: s.cards.baseURL, Paper: card.A6, Post: card.NoPost}, true); err != nil {
		t.Fatal(err)
	}
	if err := s.store.DropUnfinishedCardRuns(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.ledgerIsEmpty()
}

// Whoever asks for a second long run meanwhile hears that one is being made.
func TestOneLongRunAtATime(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	s.post(everyLanguage())
	if page := s.post(everyLanguage()); !strings.Contains(page.body, "One at a time.") {
		t.Errorf("%.2000s", page.body)
	}
	s.answer(http.PostForm(s.url+"/office/cards/making/stop", nil))
	s.ledgerIsEmpty()
}

// What stops a print is said on the page; nothing is kept.
func TestALongRunThatBreaksOff(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	p := &printing{total: 600, back: "/office/cards"}
	started := s.cards.printings.start(s.site.ID, p, func(ctx context.Context, p *printing) error {
		return s.cards.make(ctx, p, []CardPrint{{Catalog: s.cards.web.Catalog, By: store.System(), Site: s.site.ID, Count: store.MaxCards + 1, Lang: i18n.English,
			BaseURL: s.cards.baseURL, Paper: card.A6, Post: card.NoPost}})
	})
	if !started {
		t.Fatal("not started")
	}
	if a := s.making(); !strings.Contains(a.body, `data-making="failed"`) || !strings.Contains(a.body, "No card was numbered.") {
		t.Errorf("%.2000s", a.body)
	}
	s.ledgerIsEmpty()
}

// A run is the same bytes again after the server was started anew and the
// place has another name, other questions, another promise and another
// address.
func TestReprintAfterARestartIsTheSame(t *testing.T) {
	st, clock, site, owner := storetest.SetUp(t)
	s := openCardsServer(t, i18n.English, st, clock, site, owner)
	v := cardsWish("count", "4")
	v["lang"] = []string{"uk", "de"}
	if a := s.post(v); a.status != http.StatusOK {
		t.Fatalf("%d", a.status)
	}
	first, second := s.get("/office/cards/runs/1/file").body, s.get("/office/cards/runs/2/file").body
	moved := site
	moved.Name, moved.LongName, moved.Address, moved.RetainDays, moved.Promise, moved.Languages = "Elsewhere", "Elsewhere Pool", "Other Street 1", 9, store.Promise{N: 7, Unit: "h"}, []string{"fil", "en"}
	if err := st.ChangeSite(t.Context(), store.System(), moved); err != nil {
		t.Fatal(err)
	}
	storetest.Ask(t, st, site.ID, storetest.EveryType()[:2]...)
	again := storetest.OpenWith(t, store.Options{Path: st.Path(), Clock: clock.Now})
	x := openCardsServer(t, i18n.German, again, clock, moved, owner)
	if x.get("/office/cards/runs/1/file").body != first || x.get("/office/cards/runs/2/file").body != second {
		t.Error("after a restart the print is another one")
	}
}

// Every word that a reprint takes from the catalogues was written down with
// the run, so a newer version of the program prints the same.
func TestReprintTakesNoWordsFromTheCatalogue(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	for _, post := range []string{"generic", "usps-brm", "none"} {
		if a := s.post(cardsWish("count", "4", "post", post, "licence", "4120", "city", "PORTLAND ME")); a.status != http.StatusOK {
			t.Fatalf("%s: %d", post, a.status)
		}
	}
	runs, err := s.store.CardRuns(t.Context(), s.site.ID)
	if err != nil || len(runs) != 3 {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	for _, made := range runs {
		spec, err := specOf(made)
		if err != nil || len(spec.Said) < 12 {
			t.Fatalf("%d words were written down, %v", len(spec.Said), err)
		}
		for asked := range spec.Said {
			spec.Said[asked] = "Zz"
		}
		text, err := json.Marshal(spec)
		if err != nil {
			t.Fatal(err)
		}
		made.Spec = string(text)
		_, cards, err := s.store.CardRun(t.Context(), made.ID)
		if err != nil {
			t.Fatal(err)
		}
		run, err := runAsMade(t.Context(), s.store, s.cards.web.Catalog, made, cards)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "cards.pdf")
		var pdf bytes.Buffer
		if err := s.cards.press.PDF(&pdf, run); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, pdf.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-raw", name, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Very bad", "In your own words", "We read every one", "Rather use", "Thank you", "No stamp", "Your name"} {
			if strings.Contains(string(out), word) {
				t.Errorf("%s: %q comes from the catalogue", spec.Post, word)
			}
		}
		if !strings.Contains(string(out), "Zz") || !strings.Contains(string(out), "Waiting time") {
			t.Errorf("%s: the words of the run are not on it:\n%s", spec.Post, out)
		}
	}
}
