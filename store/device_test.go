package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// paired is a place with one device in it.
type paired struct {
	*store.Store
	t     *testing.T
	clock *storetest.Clock
	site  store.Site
	d     store.Device
	token string
	said  int
}

func pair(t *testing.T, kind store.DeviceKind) *paired {
	t.Helper()
	s, c, site, _ := storetest.SetUp(t)
	d, token, err := s.AddDevice(t.Context(), store.System(), store.Device{Kind: kind, Name: "Reception left", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	return &paired{Store: s, t: t, clock: c, site: site, d: d, token: token}
}

func (p *paired) works(token string) bool {
	_, err := p.DeviceByToken(token)
	return err == nil
}

func (p *paired) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestPairLinkOpensOnce(t *testing.T) {
	p := pair(t, store.KioskDevice)
	secret, err := p.NewPairLink(t.Context(), store.System(), p.d.ID, store.PairLink{})
	p.must(err)
	d, token, err := p.UsePairLink(t.Context(), secret)
	if err != nil || d.ID != p.d.ID || !p.works(token) || !p.works(p.token) {
		t.Fatalf("first use: %+v, %v; new token works: %v, the one told before: %v", d, err, p.works(token), p.works(p.token))
	}
	if _, _, err := p.UsePairLink(t.Context(), secret); store.CodeOf(err) != store.NotFound {
		t.Errorf("second use: %v, want NotFound", err)
	}
	if p.works(secret) {
		t.Error("the secret of a link is itself a token")
	}
}

func TestPairLinkEndsAfterADay(t *testing.T) {
	p := pair(t, store.KioskDevice)
	secret, err := p.NewPairLink(t.Context(), store.System(), p.d.ID, store.PairLink{})
	p.must(err)
	p.clock.Add(store.LinkLife)
	if _, _, err := p.UsePairLink(t.Context(), secret); store.CodeOf(err) != store.NotFound {
		t.Errorf("after a day: %v, want NotFound", err)
	}
}

func TestALinkThatReplacesPutsOutWhoWasPaired(t *testing.T) {
	p := pair(t, store.KioskDevice)
	secret, err := p.NewPairLink(t.Context(), store.System(), p.d.ID, store.PairLink{Replaces: true})
	p.must(err)
	if !p.works(p.token) {
		t.Error("making a link alone puts the device out")
	}
	_, token, err := p.UsePairLink(t.Context(), secret)
	p.must(err)
	if p.works(p.token) || !p.works(token) {
		t.Errorf("old token works: %v, new one: %v", p.works(p.token), p.works(token))
	}
	again, err := p.RepairDevice(t.Context(), store.System(), p.d.ID)
	p.must(err)
	if p.works(token) || !p.works(again) {
		t.Errorf("repaired: old token works: %v, new one: %v", p.works(token), p.works(again))
	}
}

func TestRevokingEndsEverythingAndCanBeUndone(t *testing.T) {
	p := pair(t, store.KioskDevice)
	link, err := p.NewPairLink(t.Context(), store.System(), p.d.ID, store.PairLink{Uses: 2})
	p.must(err)
	_, browser, err := p.UsePairLink(t.Context(), link)
	p.must(err)
	p.must(p.RevokeDevice(t.Context(), store.System(), p.d.ID))
	if p.works(p.token) || p.works(browser) {
		t.Error("a token outlives its device")
	}
	if _, _, err := p.UsePairLink(t.Context(), link); err == nil {
		t.Error("a link outlives its device")
	}
	p.clock.Add(store.RestoreWithin)
	p.must(p.RestoreDevice(t.Context(), store.System(), p.d.ID))
	if !p.works(p.token) || !p.works(browser) {
		t.Error("what was undone is not paired again")
	}
	p.must(p.RevokeDevice(t.Context(), store.System(), p.d.ID))
	p.clock.Add(store.RestoreWithin + time.Second)
	if err := p.RestoreDevice(t.Context(), store.System(), p.d.ID); store.CodeOf(err) != store.NotFound {
		t.Errorf("undone after more than ten minutes: %v", err)
	}
}

// A revoked device's open stream is told once the memory of devices is new,
// not only before it.
func TestRevokingIsAnnouncedAfterItHolds(t *testing.T) {
	p := pair(t, store.BoardDevice)
	news := p.Watch(t.Context())
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
	defer stop()
	p.must(p.RevokeDevice(t.Context(), store.System(), p.d.ID))
	select {
	case <-news:
	case <-ctx.Done():
		t.Fatal("nobody was told")
	}
	if p.works(p.token) {
		t.Error("still paired after the announcement")
	}
}

func (p *paired) change(d store.Device) error {
	return p.ChangeDevice(p.t.Context(), store.System(), d)
}

func TestADeviceIsRenamedMovedAndMeasured(t *testing.T) {
	p := pair(t, store.BoardDevice)
	harbour, err := p.AddSite(t.Context(), store.System(), func() store.Site {
		x := storetest.LindenPark()
		x.Slug, x.Name, x.Prefix = "harbour", "Harbour", "HB"
		return x
	}())
	p.must(err)
	d := p.d
	d.Name, d.Site, d.Screen = " Foyer ", harbour.ID, store.Screen{Diagonal: 430, Distance: 300}
	p.must(p.change(d))
	got, err := p.DeviceByToken(p.token)
	if err != nil || got.Name != "Foyer" || got.Site != harbour.ID || got.Screen != d.Screen {
		t.Errorf("%+v, %v", got, err)
	}
	for field, wrong := range map[string]store.Device{
		"name":     {ID: d.ID, Name: " ", Site: d.Site},
		"diagonal": {ID: d.ID, Name: "x", Site: d.Site, Screen: store.Screen{Diagonal: 60, Distance: 300}},
		"distance": {ID: d.ID, Name: "x", Site: d.Site, Screen: store.Screen{Diagonal: 430, Distance: 3001}},
	} {
		err := p.change(wrong)
		e, ok := err.(*store.Error)
		if !ok || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// The measures of facts on reading at a distance: 20 minutes of arc, capitals
// of 0.7 of the letter size, 1,080 lines.
func TestLetterSizeForScreenAndDistance(t *testing.T) {
	for _, c := range []struct{ inches, metres, want int }{{43, 3, 50}, {43, 5, 84}, {55, 3, 39}, {55, 5, 66}, {65, 5, 55}} {
		got := store.Screen{Diagonal: c.inches * 10, Distance: c.metres * 100}.LetterSize()
		if got < c.want-1 || got > c.want+1 {
			t.Errorf("%d inches at %d m: %d, want %d ± 1", c.inches, c.metres, got, c.want)
		}
	}
	if got := (store.Screen{Diagonal: 430}).LetterSize(); got != 0 {
		t.Errorf("without a distance: %d", got)
	}
}

func TestSignsOfLifeAreWrittenTogether(t *testing.T) {
	p := pair(t, store.KioskDevice)
	news := p.Watch(t.Context())
	for range 100 {
		p.DeviceAlive(p.d.ID, store.Health{Queue: 3, Persisted: "no", Series: "a", Seq: 9})
	}
	p.clock.Add(time.Second)
	p.SeenDevice(p.d.ID)
	d, err := p.Device(t.Context(), p.d.ID)
	if err != nil || d.Health.Queue != 3 || !d.SeenAt.Equal(p.clock.Now()) {
		t.Errorf("before it is written: %+v, %v", d, err)
	}
	before := countEvents(t, p.Store)
	p.must(p.FlushAlive(t.Context()))
	select {
	case <-news:
		t.Error("everybody looks again because a tablet is alive")
	default:
	}
	if n := countEvents(t, p.Store); n != before {
		t.Errorf("a sign of life wrote %d events", n-before)
	}
	runs, err := p.SequenceGaps(t.Context(), p.d.ID)
	if err != nil || len(runs) != 1 || runs[0].Highest != 9 {
		t.Errorf("runs of numbers %+v, %v", runs, err)
	}
	again := storetest.OpenWith(t, store.Options{Path: p.Path(), Clock: p.clock.Now})
	d, err = again.Device(t.Context(), p.d.ID)
	if err != nil || d.Health.Queue != 3 || d.Health.Persisted != "no" || !d.SeenAt.Equal(p.clock.Now().Truncate(time.Millisecond)) {
		t.Errorf("as another process reads it: %+v, %v", d, err)
	}
}

func countEvents(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	if err := s.EachEvent(t.Context(), func(store.Event) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// alive is a heartbeat of a tablet that has nothing wrong with it but what
// change makes.
func (p *paired) alive(change func(*store.Health)) {
	h := store.Health{Persisted: "yes", Offline: "ready"}
	if change != nil {
		change(&h)
	}
	p.DeviceAlive(p.d.ID, h)
}

func (p *paired) watch() int {
	p.t.Helper()
	n, err := p.WatchDevices(p.t.Context())
	p.must(err)
	return n
}

// open names the incidents that are not over.
func (p *paired) open() string {
	p.t.Helper()
	list, err := p.OpenAlarms(p.t.Context())
	p.must(err)
	var names []string
	for _, a := range list {
		names = append(names, string(a.Kind))
	}
	return strings.Join(names, " ")
}

// mails gives the letters about devices that wait to be sent.
func (p *paired) mails() (list []store.DeviceLetter) {
	p.t.Helper()
	due, err := p.DueMessages(p.t.Context(), 100)
	p.must(err)
	for _, m := range due {
		if m.Kind != store.MessageDevice {
			continue
		}
		var l store.DeviceLetter
		p.must(json.Unmarshal(m.Body, &l))
		list = append(list, l)
	}
	return list
}

func TestAQuietTabletRaisesOneAlarmAndItsEndIsTold(t *testing.T) {
	p := pair(t, store.KioskDevice)
	p.watch()
	if p.open() != "" {
		t.Error("a device that was never used is missed")
	}
	p.alive(nil)
	p.clock.Add(10 * time.Minute)
	if p.watch() != 0 {
		t.Errorf("after ten minutes: %s", p.open())
	}
	quietSince := p.clock.Now().Add(-10 * time.Minute)
	p.clock.Add(time.Second)
	p.watch()
	if p.open() != "quiet" {
		t.Errorf("after more than ten minutes: %q", p.open())
	}
	p.clock.Add(time.Hour)
	p.watch()
	if m := p.mails(); len(m) != 1 || m[0].Kind != store.AlarmQuiet || m[0].Over || !m[0].Since.Equal(quietSince.Truncate(time.Millisecond)) {
		t.Errorf("mails %+v", m)
	}
	p.alive(nil)
	p.watch()
	if m := p.mails(); p.open() != "" || len(m) != 2 || !m[1].Over {
		t.Errorf("well again: open %q, mails %+v", p.open(), m)
	}
	past, err := p.DeviceAlarms(t.Context(), p.d.ID, 9)
	if err != nil || len(past) != 1 || past[0].EndedAt.IsZero() {
		t.Errorf("what is remembered: %+v, %v", past, err)
	}
}

func TestNobodyIsWokenForATabletThatSleepsAtNight(t *testing.T) {
	p := pair(t, store.KioskDevice)
	closing := time.Date(2026, 11, 17, 21, 55, 0, 0, p.site.Location())
	p.clock.Set(closing)
	p.alive(nil)
	p.clock.Set(closing.Add(5 * time.Hour))
	p.watch()
	opening := time.Date(2026, 11, 18, 7, 4, 0, 0, p.site.Location())
	p.clock.Set(opening)
	if p.watch(); p.open() != "" {
		t.Errorf("at night or nine minutes of opening time later: %q", p.open())
	}
	p.clock.Set(opening.Add(2 * time.Minute))
	if p.watch(); p.open() != "quiet" {
		t.Errorf("eleven minutes of opening time later: %q", p.open())
	}
}

// A server that was away heard nobody: that is not the tablets' fault.
func TestAServerThatWasAwayMissesNobody(t *testing.T) {
	p := pair(t, store.KioskDevice)
	p.alive(nil)
	p.must(p.FlushAlive(t.Context()))
	p.clock.Add(3 * time.Hour)
	p.Store = storetest.OpenWith(t, store.Options{Path: p.Path(), Clock: p.clock.Now})
	if p.watch(); p.open() != "" {
		t.Errorf("as soon as it is back: %q", p.open())
	}
	p.clock.Add(store.QuietAfter + time.Second)
	if p.watch(); p.open() != "quiet" {
		t.Errorf("ten minutes later: %q", p.open())
	}
}

func TestWordsThatWaitOnATabletRaiseAnAlarm(t *testing.T) {
	p := pair(t, store.KioskDevice)
	oldest := p.clock.Now()
	for range 4 {
		p.alive(func(h *store.Health) { h.Queue, h.Oldest = 2, oldest })
		p.watch()
		p.clock.Add(5 * time.Minute)
	}
	if p.open() != "" {
		t.Errorf("after fifteen minutes: %q", p.open())
	}
	p.alive(func(h *store.Health) { h.Queue, h.Oldest = 2, oldest })
	p.watch()
	if m := p.mails(); p.open() != "queue" || len(m) != 1 || m[0].N != 2 {
		t.Errorf("after more: %q, %+v", p.open(), m)
	}
	p.alive(nil)
	if p.watch(); p.open() != "" {
		t.Errorf("after it was sent: %q", p.open())
	}
}

func TestAWrongClockAndUnsafeMemoryRaiseAlarms(t *testing.T) {
	p := pair(t, store.KioskDevice)
	p.alive(func(h *store.Health) { h.Skew = -store.SkewOver })
	if p.watch(); p.open() != "" {
		t.Errorf("five minutes off: %q", p.open())
	}
	p.alive(func(h *store.Health) { h.Skew, h.Persisted = store.SkewOver+time.Second, "no" })
	if p.watch(); p.open() != "clock storage" {
		t.Errorf("more than five minutes off, not kept: %q", p.open())
	}
	p.alive(func(h *store.Health) { h.Persisted = "" })
	if p.watch(); p.open() != "storage" {
		t.Errorf("the clock put right, memory not known: %q", p.open())
	}
	p.must(p.RevokeDevice(t.Context(), store.System(), p.d.ID))
	if p.open() != "" {
		t.Errorf("a revoked device is still missed: %q", p.open())
	}
}

// A device that comes and goes writes once an hour, not every time.
func TestADeviceThatComesAndGoesWritesOnce(t *testing.T) {
	p := pair(t, store.KioskDevice)
	for range 3 {
		p.alive(nil)
		p.watch()
		p.clock.Add(store.QuietAfter + time.Minute)
		p.watch()
	}
	if m := p.mails(); len(m) != 2 || !m[1].Over {
		t.Errorf("%d mails, want one and its end: %+v", len(m), m)
	}
}

// speak lets so many people speak on the device, spread over a day's opening.
func (p *paired) speak(day time.Time, people int) {
	p.t.Helper()
	for i := range people {
		p.clock.Set(day.Add(time.Duration(i) * 14 * time.Hour / time.Duration(people)))
		p.said++
		_, err := p.AddSubmission(p.t.Context(), store.ActingDevice(p.d.ID), store.NewSubmission{Client: storetest.Client(p.said), Site: p.site.ID, Device: p.d.ID, Seq: int64(p.said),
			Channel: store.KioskChannel, Lang: "en", Mood: 3, Text: fmt.Sprint("words ", p.said), Final: true})
		p.must(err)
	}
}

func TestSilenceIsNoticedWherePeopleUsuallySpeak(t *testing.T) {
	p := pair(t, store.KioskDevice)
	monday := time.Date(2026, 9, 28, 7, 30, 0, 0, p.site.Location())
	for i := range 28 {
		if day := monday.AddDate(0, 0, i); day.Weekday() != time.Sunday {
			p.speak(day, 9)
		}
	}
	last := p.clock.Now()
	look := func(at time.Time) string {
		p.clock.Set(at)
		p.alive(nil)
		p.watch()
		return p.open()
	}
	if got := look(time.Date(2026, 10, 25, 21, 0, 0, 0, p.site.Location())); got != "" {
		t.Errorf("on a Sunday, when nobody ever speaks: %q", got)
	}
	if got := look(time.Date(2026, 10, 26, 11, 0, 0, 0, p.site.Location())); got != "" {
		t.Errorf("with three or four people missing: %q", got)
	}
	if got := look(time.Date(2026, 10, 26, 20, 0, 0, 0, p.site.Location())); got != "silent" {
		t.Errorf("with eight people missing: %q", got)
	}
	if m := p.mails(); len(m) == 0 || m[len(m)-1].Kind != store.AlarmSilent || m[len(m)-1].N != 8 || !m[len(m)-1].Since.Equal(last) {
		t.Errorf("mails %+v, want 8 on a usual day since %v", m, last)
	}
	p.speak(p.clock.Now(), 1)
	p.alive(nil)
	if p.watch(); p.open() != "" {
		t.Errorf("after somebody spoke: %q", p.open())
	}
}

// Small numbers say nothing: a tablet on which two people speak in a week is
// not missed after two days, and a new one not at all.
func TestSmallNumbersRaiseNoAlarm(t *testing.T) {
	p := pair(t, store.KioskDevice)
	monday := time.Date(2026, 9, 28, 9, 0, 0, 0, p.site.Location())
	for i := range 8 {
		p.speak(monday.AddDate(0, 0, 4*i), 1)
	}
	p.clock.Add(5 * 24 * time.Hour)
	p.alive(nil)
	if p.watch(); p.open() != "" {
		t.Errorf("two a week, quiet for five days: %q", p.open())
	}
	fresh := pair(t, store.KioskDevice)
	fresh.speak(monday, 30)
	fresh.clock.Add(30 * time.Hour)
	fresh.alive(nil)
	if fresh.watch(); fresh.open() != "" {
		t.Errorf("in use for a day: %q", fresh.open())
	}
}

func TestHundredsOfDevicesAreWatchedInAMoment(t *testing.T) {
	p := pair(t, store.KioskDevice)
	for i := range 300 {
		d, _, err := p.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: fmt.Sprint("Tablet ", i), Site: p.site.ID})
		p.must(err)
		p.DeviceAlive(d.ID, store.Health{Persisted: "yes"})
	}
	from := time.Now()
	p.watch()
	if took := time.Since(from); took > 2*time.Second {
		t.Errorf("300 devices took %v", took)
	}
}
