package wording_test

import (
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/wording"
)

// Working days are called days only where every day is one.
func TestThePromiseIsNotOverstated(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var daily, weekdays store.Hours
	for d := range daily {
		daily[d] = []store.Span{{From: 540, To: 1020}}
		if d > 0 && d < 6 {
			weekdays[d] = daily[d]
		}
	}
	for _, x := range []struct {
		hours   store.Hours
		promise store.Promise
		lang    i18n.Lang
		want    string
	}{
		{daily, store.Promise{N: 2, Unit: "wd"}, "en", "Answer within 2 days."},
		{store.Hours{}, store.Promise{N: 2, Unit: "wd"}, "en", "Answer within 2 days."},
		{weekdays, store.Promise{N: 2, Unit: "wd"}, "en", "Answer within 2 working days."},
		{weekdays, store.Promise{N: 1, Unit: "wd"}, "en", "Answer within 1 working day."},
		{weekdays, store.Promise{N: 2, Unit: "wd"}, "de", "Antwort innerhalb von 2 Werktagen."},
		{weekdays, store.Promise{N: 2, Unit: "wd"}, "et", "Vastus 2 tööpäeva jooksul."},
		{weekdays, store.Promise{N: 5, Unit: "wd"}, "ru", "Ответ в течение 5 рабочих дней."},
		{weekdays, store.Promise{N: 1, Unit: "wd"}, "uk", "Відповідь протягом 1 робочого дня."},
		{weekdays, store.Promise{N: 8, Unit: "h"}, "en", "Answer within 8 opening hours."},
	} {
		if got := wording.Promise(c.Printer(x.lang), store.Site{Hours: x.hours, Promise: x.promise}); got != x.want {
			t.Errorf("%s: %q, want %q", x.lang, got, x.want)
		}
	}
}
