package i18n

import "testing"

// What somebody said stands between the quotation marks of the reader.
func TestWordsStandInTheReadersQuotationMarks(t *testing.T) {
	catalog, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[Lang]string{"en": "“Zu kalt <b>”", "de": "„Zu kalt <b>“", "et": "„Zu kalt <b>“", "ru": "«Zu kalt <b>»", "uk": "«Zu kalt <b>»", "fil": "“Zu kalt <b>”"}
	if len(want) != len(Languages()) {
		t.Fatalf("%d languages are expected here, there are %d", len(want), len(Languages()))
	}
	for _, l := range Languages() {
		if got := catalog.Printer(l).Quoted("Zu kalt <b>"); got != want[l] {
			t.Errorf("%s: %s, want %s", l, got, want[l])
		}
	}
}
