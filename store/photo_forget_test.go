package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// A picture is erased so many days after the person's answer, as the form says:
// not before, not while they wait for one, and not at once when it comes late.
func TestPicturesAreErasedAfterTheAnswer(t *testing.T) {
	s, clock, site, _ := storetest.SetUp(t)
	ctx, day := t.Context(), 24*time.Hour
	left := func(r store.Receipt) int {
		t.Helper()
		if _, err := s.ForgetContacts(ctx); err != nil {
			t.Fatal(err)
		}
		x, err := s.SubmissionByToken(ctx, r.StatusToken)
		if err != nil {
			t.Fatal(err)
		}
		return len(x.Photos)
	}
	send := func(r store.Receipt, name string) {
		t.Helper()
		if _, err := s.AddPhoto(ctx, r.StatusToken, pictureOf(name)); err != nil {
			t.Fatal(err)
		}
	}
	answered, waiting := storetest.Say(t, s, site.ID, 1, "The lockers jam"), storetest.Say(t, s, site.ID, 2, "The water is cold")
	face, err := s.AddSubmission(ctx, store.Customer(), store.NewSubmission{Client: storetest.Client(3), Site: site.ID, Channel: store.PhoneChannel, Lang: "en", Mood: 5, Final: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []store.Receipt{answered, waiting, face} {
		send(r, "a")
	}
	clock.Add(10 * day)
	if err := s.Answer(ctx, store.System(), answered.Complaint, 0, "New locks"); err != nil {
		t.Fatal(err)
	}
	clock.Add(time.Duration(site.RetainDays)*day - time.Minute)
	if a, w, f := left(answered), left(waiting), left(face); a != 1 || w != 1 || f != 0 {
		t.Errorf("a minute before %d days after the answer: %d, who waits %d, a face without words %d; want 1, 1, 0", site.RetainDays, a, w, f)
	}
	send(answered, "late")
	clock.Add(2 * time.Minute)
	if a, w := left(answered), left(waiting); a != 1 || w != 1 {
		t.Errorf("after that: %d of 2 left, who waits %d; want the late one, and 1", a, w)
	}
	clock.Add(time.Duration(site.RetainDays) * day)
	if a, w := left(answered), left(waiting); a != 0 || w != 1 {
		t.Errorf("the late one: %d, who waits %d; want 0 and 1", a, w)
	}
	if got := dump(t, s, "SELECT count(*) FROM photos"); !strings.Contains(got, "1") {
		t.Errorf("in the file: %s", got)
	}
	if err := s.VerifyEvents(ctx); err != nil {
		t.Error(err)
	}
}
