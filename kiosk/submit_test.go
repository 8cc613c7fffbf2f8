package kiosk_test

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func storetest1(x *reception) store.Receipt {
	return storetest.Say(x.t, x.store, x.site.ID, 77, "Too slow", "waiting")
}

func TestSubmitAnswers(t *testing.T) {
	x := openReception(t)
	entry := x.entry(1, "Waiting at reception")
	body := `{"id":"` + id1 + `","seq":17,"captured_at":"2026-11-17T18:40:00+02:00","channel":"kiosk","lang":"de","mood":2,
 "topics":["waiting","price"],"agrees_with":["` + entry.String() + `"],"text":"Zu teuer","answers":{"q7":"ja","q8":3},"contact":{"name":"","email":"a@example.org","phone":""},"final":true}`
	status, got := x.submit(body, "")
	if status != http.StatusCreated {
		t.Fatalf("status %d: %v", status, got)
	}
	if got["id"] != id1 || !strings.HasPrefix(got["reference"], "LP-") || got["answer_by"] != "2026-11-19T18:42:00+02:00" || got["answer_by_said"] != "Donnerstag, 19. November, 18:42" || got["received_at"] != "2026-11-17T18:42:00+02:00" {
		t.Errorf("answer %v", got)
	}
	s := x.said(tokenOf(t, got["status_url"]))
	if s.Text != "Zu teuer" || s.Answers["q7"] != "ja" || s.Answers["q8"] != "3" || s.Device == 0 || s.Lang != "de" || s.Flags != 0 {
		t.Errorf("stored %+v", s)
	}
	if status, again := x.submit(body, x.tablet); status != http.StatusCreated || again["reference"] != got["reference"] {
		t.Errorf("the same again: %d %v", status, again)
	}
	status, other := x.submit(`{"id":"`+id1+`","mood":1,"text":"Anders","lang":"de","final":true}`, "")
	if status != http.StatusConflict || other["field"] != "id" || !strings.Contains(other["message"], "Unter dieser Nummer") {
		t.Errorf("other words: %d %v", status, other)
	}
	if n := x.count(); n != 2 {
		t.Errorf("%d submissions", n)
	}
}

func TestSubmitGrows(t *testing.T) {
	x := openReception(t)
	step := func(rest string) string {
		t.Helper()
		status, got := x.submit(`{"id":"`+id1+`","lang":"en",`+rest+`}`, "")
		if status != http.StatusCreated {
			t.Fatalf("%s: %d %v", rest, status, got)
		}
		return tokenOf(t, got["status_url"])
	}
	token := step(`"mood":1`)
	if s := x.said(token); s.Final || s.Mood != 1 {
		t.Errorf("after the tap: %+v", s)
	}
	step(`"mood":2,"topics":["price"]`)
	step(`"mood":2,"topics":["price"],"text":"Now you know","final":true`)
	step(`"mood":2,"topics":["price"]`) // late, unfinished
	if s := x.said(token); !s.Final || s.Mood != 2 || s.Text != "Now you know" {
		t.Errorf("at the end: %+v", s)
	}
	if n := x.count(); n != 1 {
		t.Errorf("%d submissions", n)
	}
}

func TestSubmitRefuses(t *testing.T) {
	x := openReception(t)
	_, board, err := x.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.BoardDevice, Name: "Hall", Site: x.site.ID})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		body, who, field string
		status           int
	}{
		"no key":           {`{"id":"` + id1 + `","mood":2}`, "nobody", "", http.StatusUnauthorized},
		"a board's screen": {`{"id":"` + id1 + `","mood":2}`, board, "", http.StatusUnauthorized},
		"no JSON":          {`mood=2`, "", "", http.StatusUnprocessableEntity},
		"half of it":       {`{"id":"` + id1 + `","mo`, "", "", http.StatusUnprocessableEntity},
		"two of them":      {`{"id":"` + id1 + `","mood":2} {"mood":3}`, "", "", http.StatusUnprocessableEntity},
		"two, one unknown": {`{"id":"` + id1 + `","mood":2,"new":1}{}`, "", "", http.StatusUnprocessableEntity},
		"words after it":   {`{"id":"` + id1 + `","mood":2} and more`, "", "", http.StatusUnprocessableEntity},
		"no id":            {`{"mood":2}`, "", "id", http.StatusUnprocessableEntity},
		"no UUID":          {`{"id":"0198c7d2-0000-7000-8000-00000000000g","mood":2}`, "", "id", http.StatusUnprocessableEntity},
		"a word for mood":  {`{"id":"` + id1 + `","mood":"bad"}`, "", "mood", http.StatusUnprocessableEntity},
		"mood 9":           {`{"id":"` + id1 + `","mood":9}`, "", "mood", http.StatusUnprocessableEntity},
		"half a mood":      {`{"id":"` + id1 + `","mood":2.5}`, "", "mood", http.StatusUnprocessableEntity},
		"no time":          {`{"id":"` + id1 + `","mood":2,"captured_at":"yesterday"}`, "", "captured_at", http.StatusUnprocessableEntity},
		"nothing said":     {`{"id":"` + id1 + `","final":true}`, "", "text", http.StatusUnprocessableEntity},
		"4001 letters":     {`{"id":"` + id1 + `","text":"` + strings.Repeat("ы", 4001) + `"}`, "", "text", http.StatusUnprocessableEntity},
		"no such card":     {`{"id":"` + id1 + `","mood":2,"card":"nonsense"}`, "", "card", http.StatusUnprocessableEntity},
		"no address":       {`{"id":"` + id1 + `","mood":2,"contact":{"email":"mari"}}`, "", "contact.email", http.StatusUnprocessableEntity},
		"too much":         {`{"id":"` + id1 + `","text":"` + strings.Repeat("a", 200<<10) + `"}`, "", "", http.StatusRequestEntityTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			status, got := x.submit(tt.body, tt.who)
			if status != tt.status || got["field"] != tt.field || got["message"] == "" || strings.HasPrefix(got["message"], "[") {
				t.Errorf("%d %v, want %d for field %q", status, got, tt.status, tt.field)
			}
		})
	}
	if n := x.count(); n != 0 {
		t.Errorf("%d submissions were stored", n)
	}
}

func TestSubmitReadsTheSchemeInAnyCase(t *testing.T) {
	x := openReception(t)
	for _, scheme := range []string{"bearer", "BEARER", "Bearer"} {
		status, _, body := x.ask("POST", "/api/v1/submissions", "application/json", `{"id":"`+id1+`","mood":2}`, "Cookie", "", "Authorization", scheme+" "+x.site.PublicKey)
		if status != http.StatusCreated {
			t.Errorf("%s: %d %s", scheme, status, body)
		}
	}
}

func TestSubmitKeepsWhatItDoesNotKnow(t *testing.T) {
	x := openReception(t)
	status, got := x.submit(`{"id":"`+id1+`","mood":2,"topics":["skis","price"],"agrees_with":["gone","999"],"weather":{"rain":true},"text":"a\u0000b \ud83e\uddad"}`, x.site.PublicKey)
	if status != http.StatusCreated {
		t.Fatalf("%d %v", status, got)
	}
	s := x.said(tokenOf(t, got["status_url"]))
	if strings.Join(s.Topics, " ") != "other price" || s.Answers["topics"] != "skis" || s.Answers["agrees_with"] != "gone" || s.Answers["extra.weather"] != `{"rain":true}` || s.Text != "ab 🦭" {
		t.Errorf("stored %+v", s)
	}
	if s.Channel != store.PhoneChannel || s.Device != 0 {
		t.Errorf("a page of the site is not the tablet: %+v", s)
	}
}

func TestSubmitWithAClockAYearOff(t *testing.T) {
	x := openReception(t)
	for i, day := range []string{"2025-10-01", "2028-01-01"} {
		status, got := x.submit(`{"id":"0198c7d2-0000-7000-8000-00000000010`+strconv.Itoa(i)+`","mood":2,"captured_at":"`+day+`T10:00:00Z"}`, "")
		if status != http.StatusCreated {
			t.Fatalf("%s: %d %v", day, status, got)
		}
		s := x.said(tokenOf(t, got["status_url"]))
		if s.Flags&store.FlagClock == 0 || !s.ReceivedAt.Equal(storetest.Start()) || s.CapturedAt.Format(time.DateOnly) != day {
			t.Errorf("stored %+v", s)
		}
	}
}

func TestSubmitOnAFullDisk(t *testing.T) {
	_, clock := storetest.Open(t)
	path := filepath.Join(t.TempDir(), "small.db")
	s := storetest.OpenWith(t, store.Options{Path: path, Clock: clock.Now, MaxBytes: 600 << 10})
	site, _, err := s.SetUp(t.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "o@example.org", Name: "O", PasswordHash: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	x := serveReception(t, s, clock, site)
	kept := 0
	for i := range 400 {
		status, got := x.submit(`{"id":"0198c7d2-0000-7000-8000-0000000`+strconv.Itoa(10000+i)+`","mood":2,"text":"`+strings.Repeat("wörter ", 500)+`"}`, "")
		if status == http.StatusCreated {
			kept++
			continue
		}
		if status != http.StatusInsufficientStorage || got["message"] == "" {
			t.Fatalf("%d %v", status, got)
		}
		if n := x.count(); n != kept {
			t.Errorf("%d told saved, %d stored", kept, n)
		}
		status, page := x.post("/kiosk", "lang", "en", "mood", "1", "text", strings.Repeat("What I typed. ", 200))
		if status != http.StatusInsufficientStorage {
			t.Errorf("the form on a full disk: %d", status)
		}
		wants(t, page, "What I typed.", "no room left")
		return
	}
	t.Fatal("the disk never was full")
}
