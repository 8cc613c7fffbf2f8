package kiosk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

func waitingAt(t testing.TB, s *store.Store, site store.Site) kiosk.Waiting {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return kiosk.Waiting{Store: s, Site: site, P: catalog.Printer(i18n.English)}
}

// words are one person's words as a tablet saves them.
func words(n int, more string) string {
	return fmt.Sprintf(`{"id":"0198c7d2-0000-7000-8000-%012d","captured_at":"2026-11-16T08:0%d:00.000Z","channel":"kiosk","lang":"de","final":true,"mood":2,"topics":["waiting"],"agrees_with":[],"answers":{},"text":"Kalt %d"%s}`, n, n%10, n, more)
}

// A file of what waited is taken in once, however often it comes: with the time
// at which each person spoke and in the name of the tablet that gave the
// numbers; what cannot be taken is named and holds nobody up.
func TestAFileOfWaitingWordsIsTakenInOnce(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	tablet, _, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	numbered := func(n int) string { return fmt.Sprintf(`,"seq":%d,"series":"k3","device":%d`, n, tablet.ID) }
	file := "[" + strings.Join([]string{words(1, numbered(1)), words(2, numbered(2)), words(2, numbered(2)), `{"id":"nonsense","text":"x","seq":7}`,
		strings.Replace(words(3, numbered(3)), "Kalt 3", strings.Repeat("ы", store.MaxText+1), 1), `"no words"`, words(4, `,"seq":9,"series":"x","device":4711`), words(5, "")}, ",\n") + "]"
	in := waitingAt(t, s, site)
	done, err := in.TakeIn(t.Context(), strings.NewReader(file))
	if err != nil || done.New != 4 || done.Again != 1 || done.Other != 0 || len(done.Refused) != 3 {
		t.Fatalf("%+v, %v", done, err)
	}
	for i, want := range []string{"nonsense", "0198c7d2-0000-7000-8000-000000000003", ""} {
		if r := done.Refused[i]; r.ID != want || r.Reason == "" || strings.Contains(r.Reason, "touch.") {
			t.Errorf("refused: %+v, want %q with a reason", r, want)
		}
	}
	if r := done.Refused[1]; r.Seq != 3 || r.Reason != "1 letter more than fits. Up to 4,000 fit here." {
		t.Errorf("too long: %+v", r)
	}
	var kept []store.ExportedSubmission
	each := func(x store.ExportedSubmission) error { kept = append(kept, x); return nil }
	if err := s.EachSubmission(t.Context(), each); err != nil || len(kept) != 4 {
		t.Fatalf("%d stored, %v", len(kept), err)
	}
	if x := kept[1]; x.Text != "Kalt 2" || !x.CapturedAt.Equal(time.Date(2026, 11, 16, 8, 2, 0, 0, time.UTC)) || x.Device != tablet.ID || x.Seq != 2 || x.Lang != "de" || !x.ReceivedAt.Equal(clock.Now()) {
		t.Errorf("stored: %+v", x)
	}
	if x := kept[2]; x.Device != 0 || x.Seq != 0 {
		t.Errorf("a number of a tablet that nobody knows: device %d, number %d", x.Device, x.Seq)
	}
	if done, err := in.TakeIn(t.Context(), strings.NewReader(file)); err != nil || done.New != 0 || done.Again != 5 || len(done.Refused) != 3 {
		t.Errorf("once more: %+v, %v", done, err)
	}
	if done, err := in.TakeIn(t.Context(), strings.NewReader("["+strings.Replace(words(1, ""), "Kalt", "Warm", 1)+"]")); err != nil || done.Other != 1 {
		t.Errorf("other words under the same id: %+v, %v", done, err)
	}
}

// A file that ends in the middle loses nobody who stands before that; one that
// no tablet saved changes nothing.
func TestADamagedFileOfWaitingWords(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	in := waitingAt(t, s, site)
	whole := "[" + words(1, "") + "," + words(2, "") + "]"
	for cut, want := range map[int]int{len(whole) - 1: 2, len(whole) - 9: 1} {
		done, err := in.TakeIn(t.Context(), strings.NewReader(whole[:cut]))
		if !errors.Is(err, kiosk.ErrDamaged) || done.New+done.Again != want {
			t.Errorf("cut at %d: %+v, %v", cut, done, err)
		}
	}
	for _, file := range []string{"", "{}", "words", "\xff\xfe[", `"x"`} {
		if done, err := in.TakeIn(t.Context(), strings.NewReader(file)); !errors.Is(err, kiosk.ErrNoWaiting) || done.New != 0 {
			t.Errorf("%q: %+v, %v", file, done, err)
		}
	}
}

// Whoever was told that the answer counts from now is answered by then, also
// where the words came as a file, days later: if the file says when it was saved
// and that the clock was known to be right. Otherwise it counts from arrival, as
// in a file that does not say.
func TestAFileOfWaitingWordsKeepsThePromise(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	tablet, _, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	now := clock.Now()
	said, saved := now.Add(-30*time.Hour), now.Add(-26*time.Hour)
	for i, c := range []struct {
		name      string
		said      time.Time
		more      string
		from      time.Time
		flag      bool
		anyTablet bool
	}{
		{name: "saved by a right clock", said: said, more: beside(saved, "-1200"), from: said},
		{name: "a minute ahead", said: said, more: beside(now.Add(time.Minute), "-60000"), from: said},
		{name: "as files were before", said: said, from: now},
		{name: "its clock was never compared", said: said, more: `,"saved_at":"` + saved.Format(time.RFC3339) + `"`, from: now},
		{name: "its clock was six minutes off", said: said, more: beside(saved, "360000"), from: now},
		{name: "saved in the future", said: said, more: beside(now.Add(time.Hour), "0"), from: now},
		{name: "saved before it was said", said: said, more: beside(said.Add(-time.Minute), "0"), from: now},
		{name: "nonsense beside it", said: said, more: `,"saved_at":{"x":1},"skew_ms":[]`, from: now},
		{name: "said in the future", said: now.Add(48 * time.Hour), more: beside(now, "0"), from: now, flag: true},
		{name: "somebody's phone", said: said, more: beside(saved, "0"), from: now, anyTablet: true},
	} {
		more := c.more
		if !c.anyTablet {
			more += fmt.Sprintf(`,"seq":%d,"series":"k9","device":%d`, i+1, tablet.ID)
		}
		one := strings.Replace(words(i, more), fmt.Sprintf("2026-11-16T08:0%d:00.000Z", i%10), c.said.UTC().Format(time.RFC3339Nano), 1)
		if done, err := waitingAt(t, s, site).TakeIn(t.Context(), strings.NewReader("["+one+"]")); err != nil || done.New != 1 {
			t.Fatalf("%s: %+v, %v", c.name, done, err)
		}
		x := last(t, s)
		if !x.CountedFrom.Equal(c.from) || !x.AnswerBy.Equal(site.AnswerBy(c.from)) || !x.ReceivedAt.Equal(now) || (x.Flags&store.FlagClock != 0) != c.flag {
			t.Errorf("%s: counted from %v, answer by %v, flags %d; want from %v", c.name, x.CountedFrom, x.AnswerBy, x.Flags, c.from)
		}
		for q := range x.Answers {
			t.Errorf("%s: %s is kept as an answer", c.name, q)
		}
	}
}

// beside is what a browser puts beside the words in a file.
func beside(saved time.Time, skew string) string {
	return `,"saved_at":"` + saved.UTC().Format(time.RFC3339Nano) + `","skew_ms":` + skew
}

// last are the words that came last.
func last(t testing.TB, s *store.Store) (x store.ExportedSubmission) {
	t.Helper()
	if err := s.EachSubmission(t.Context(), func(one store.ExportedSubmission) error { x = one; return nil }); err != nil {
		t.Fatal(err)
	}
	return x
}

// A byte order mark is no reason to refuse a file, a number below nought none to
// keep it, and it is told whom the site took that no tablet of the place sent.
func TestAFileOfWaitingWordsFromElsewhere(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	file := "\uFEFF[" + strings.Join([]string{words(1, `,"seq":-7,"series":"x"`), words(2, `,"seq":2,"series":"x","device":4711`), words(3, "")}, ",") + "]"
	done, err := waitingAt(t, s, site).TakeIn(t.Context(), strings.NewReader(file))
	if err != nil || done.New != 3 || done.Unnamed != 2 || done.Unknown != 1 {
		t.Errorf("%+v, %v; want 3 taken in, of them 2 that name no tablet and 1 that names another's", done, err)
	}
	each := func(x store.ExportedSubmission) error {
		if x.Seq < 0 {
			t.Errorf("kept as number %d", x.Seq)
		}
		return nil
	}
	if err := s.EachSubmission(t.Context(), each); err != nil {
		t.Error(err)
	}
}

func FuzzFileOfWaitingWords(f *testing.F) {
	s, _, site, _ := storetest.SetUp(f)
	in := waitingAt(f, s, site)
	f.Add("[" + words(1, "") + "]")
	f.Add(`[{"id":1},null,[],{"device":{},"card":"x","id":"0198c7d2-0000-7000-8000-000000000001"}]`)
	f.Add(`[{}`)
	f.Fuzz(func(t *testing.T, file string) {
		done, err := in.TakeIn(t.Context(), strings.NewReader(file))
		if err != nil && !errors.Is(err, kiosk.ErrDamaged) && !errors.Is(err, kiosk.ErrNoWaiting) {
			t.Errorf("%q: %v", file, err)
		}
		for _, r := range done.Refused {
			if r.Reason == "" {
				t.Errorf("%q: refused without a reason", file)
			}
		}
	})
}
