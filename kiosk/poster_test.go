package kiosk

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

func TestPosterPage(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	a := s.get("/office/poster?size=tent&first=de&second=uk")
	for _, want := range []string{`src="/office/poster/picture?first=de&amp;second=uk&amp;size=tent"`, `href="/office/poster/file?first=de&amp;second=uk&amp;size=tent"`, "https://said.lindenpark.example/at/linden-park"} {
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%d: %q is not on the page", a.status, want)
		}
	}
	if a = s.get("/office/poster/picture?size=a5"); a.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(a.body, `viewBox="0 0 148 210"`) {
		t.Errorf("picture: %v", a.header)
	}
	if a = s.get("/office/poster/file?size=a4&first=uk"); a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF") || !strings.Contains(a.header.Get("Content-Disposition"), "linden-park-a4-uk.pdf") {
		t.Errorf("file: %v", a.header)
	}
	if a = s.get("/office/poster?size=a3&first=xx&second=xx"); a.status != http.StatusOK || !strings.Contains(a.body, "size=a4") {
		t.Errorf("what is not on offer: %d, want the usual poster", a.status)
	}
}

// A name too long for the sheet is named in a sentence, and there is no file.
func TestPosterPageNamesWhatDoesNotFit(t *testing.T) {
	s := newCardsServer(t, i18n.English)
	site := s.site
	site.LongName = strings.Repeat("Linden Park Leisure Centre and Spa ", 9)
	if err := s.store.ChangeSite(t.Context(), store.System(), site); err != nil {
		t.Fatal(err)
	}
	a := s.get("/office/poster")
	if a.status != http.StatusOK || !strings.Contains(a.body, "Linden Park Leisure Centre and Spa Linden Park") || strings.Contains(a.body, "/office/poster/file") {
		t.Errorf("%d without a sentence that names the words", a.status)
	}
	if a = s.get("/office/poster/file"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the file: %d", a.status)
	}
}
