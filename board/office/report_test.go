package office

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func TestAnEmptyReportSaysSo(t *testing.T) {
	p, _ := owned(t)
	body := p.get("/office/report", http.StatusOK)
	has(t, body, "Too few words to", "Nobody has said anything in these weeks.")
	if strings.Contains(body, "NaN") || strings.Contains(body, "0 %") {
		t.Error("an empty report says a share")
	}
}

// spoken lets n people speak and answers the first few, a day apart.
func spoken(t *testing.T, p *place, site store.Site, n, answered int, topic string) {
	t.Helper()
	for i := range n {
		r := storetest.Say(t, p.store, site.ID, 100*len(topic)+i, "The queue was long.", topic)
		if i < answered {
			if err := p.store.Answer(t.Context(), store.ActingUser(p.reader.ID), r.Complaint, 0, "You were right."); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestFewPeopleGiveNoPercentage(t *testing.T) {
	p, site := owned(t)
	spoken(t, p, site, 9, 7, "waiting")
	p.clock.Add(5 * 24 * time.Hour)
	body := p.get("/office/report", http.StatusOK)
	has(t, body, "7 of 9", "too few for a share")
	if strings.Contains(body, "78\u00a0%") || strings.Contains(body, "78 %") {
		t.Error("a share of nine is said")
	}
}

func TestTheReportSaysWhatChanged(t *testing.T) {
	p, site := owned(t)
	spoken(t, p, site, 40, 40, "waiting")
	p.clock.Add(84 * 24 * time.Hour)
	spoken(t, p, site, 12, 11, "price")
	p.clock.Add(3 * 24 * time.Hour)
	body := p.get("/office/report", http.StatusOK)
	has(t, body, "Fewer people speak of", "Waiting time", "was 40 the 12 weeks before", "92", "Reception tablet", "the goal is 90")
	has(t, p.get("/office/report?by=topic&lang=en", http.StatusOK), "Price not what I was told")
	has(t, p.get("/office/report?silent=5&leave=50&spend=100,50&tell=0&away=0", http.StatusOK), "3,015")
	has(t, p.get("/office/report?silent=x&leave=-1&spend=1e99", http.StatusOK), `value="10"`, `value="30"`, `value="180"`)
	csv := p.get("/office/report.csv", http.StatusOK)
	if lines := strings.Split(strings.TrimSpace(csv), "\n"); len(lines) != 13 || !strings.HasSuffix(lines[12], ",Linden Park,12,12,12,12,11,11,0.0,0,0,no") {
		t.Errorf("csv:\n%s", csv)
	}
}

func TestEveryRoomSpeaksEveryLanguage(t *testing.T) {
	p, site := owned(t)
	spoken(t, p, site, 12, 11, "price")
	for _, lang := range []string{"de", "et", "ru", "uk", "fil"} {
		p.reader.Lang = lang
		for _, path := range []string{"/office", "/office/start", "/office/report", "/office/sites", "/office/sites/1", "/office/people", "/office/devices", "/office/duty"} {
			has(t, p.get(path, http.StatusOK), `lang="`+lang+`"`)
		}
	}
}
