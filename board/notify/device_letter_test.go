package notify

import (
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/letter"
)

func TestDeviceLettersInEveryLanguage(t *testing.T) {
	p := newPost(t)
	since := p.clock.Now()
	for _, l := range i18n.Languages() {
		for _, kind := range []store.AlarmKind{store.AlarmQuiet, store.AlarmQueue, store.AlarmSilent, store.AlarmClock, store.AlarmStorage} {
			for _, over := range []bool{false, true} {
				v, err := p.worker.device(store.Message{Lang: string(l)}, store.DeviceLetter{Site: p.site.ID, Device: 7, Name: "Reception left", Kind: kind, Since: since, At: since.Add(time.Hour), Over: over, N: 9, Skew: time.Hour})
				if err != nil {
					t.Fatal(err)
				}
				text := v.Subject + "\n" + letter.Text(v)
				if strings.Contains(text, "[device.") || strings.Contains(text, "<no value>") || !strings.Contains(text, "https://said.example/office/devices/7") || !strings.Contains(v.Subject, "Reception left") {
					t.Errorf("%s, %s, over %v:\n%s", l, kind, over, text)
				}
			}
		}
	}
}

// Whoever is on duty gets one mail of an incident, and one of its end.
func TestAQuietTabletIsMailedOnceAndWhenItIsWell(t *testing.T) {
	p := newPost(t)
	d, _, err := p.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception left", Site: p.site.ID})
	if err != nil {
		t.Fatal(err)
	}
	look := func() {
		t.Helper()
		if _, err := p.store.WatchDevices(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := p.worker.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	p.store.SeenDevice(d.ID)
	p.clock.Add(11 * time.Minute)
	look()
	look()
	p.store.SeenDevice(d.ID)
	look()
	mails := p.office.got()
	if len(mails) != 2 || !strings.Contains(mails[0], "RCPT TO:<olga@example.org>") {
		t.Fatalf("%d mails: %v", len(mails), mails)
	}
	for i, want := range []string{"Reception left is quiet since Tue 17 Nov, 18:42 (Linden Park)", "Reception left is well again (Linden Park)"} {
		if subject, _, _ := read(t, mails[i]); subject != want {
			t.Errorf("subject %q, want %q", subject, want)
		}
	}
}
