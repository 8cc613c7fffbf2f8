package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func withVoucher(t *testing.T, o store.VoucherOffer) (*store.Store, *storetest.Clock, store.Site, store.User) {
	t.Helper()
	s, clock, site, owner := storetest.SetUp(t)
	o.On = true
	if o.Worth == nil {
		o.Worth = store.Words{"en": "a coffee at the bar", "uk": "кава в барі"}
	}
	if o.Days == 0 {
		o.Days = 30
	}
	if err := s.SetThanks(t.Context(), store.ActingUser(owner.ID), site.ID, store.Thanks{Voucher: o}); err != nil {
		t.Fatal(err)
	}
	return s, clock, site, owner
}

func addWords(t *testing.T, s *store.Store, n store.NewSubmission) store.Receipt {
	t.Helper()
	r, err := s.AddSubmission(t.Context(), store.Customer(), n)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func hasVoucher(t *testing.T, s *store.Store, r store.Receipt) bool {
	t.Helper()
	_, err := s.VoucherOf(t.Context(), r.ID)
	if err != nil && store.CodeOf(err) != store.NotFound {
		t.Fatal(err)
	}
	return err == nil
}

func TestVoucherIsTheSameForEveryFace(t *testing.T) {
	s, clock, site, _ := withVoucher(t, store.VoucherOffer{})
	n, devices := 0, map[store.Channel]store.DeviceID{store.KioskChannel: 1}
	for mood := 0; mood <= 5; mood++ {
		for _, text := range []string{"", "The water is cold"} {
			for _, channel := range []store.Channel{store.KioskChannel, store.PhoneChannel, store.CardChannel} {
				if mood == 0 && text == "" {
					continue
				}
				n++
				clock.Set(storetest.Start().Add(time.Duration(n) * 5 * time.Minute))
				r := addWords(t, s, store.NewSubmission{Client: storetest.Client(n), Site: site.ID, Channel: channel, Device: devices[channel], Lang: "en", Mood: mood, Text: text, Final: true})
				v, err := s.VoucherOf(t.Context(), r.ID)
				if text == "" && channel != store.KioskChannel { // anybody can send a thousand faces from their sofa
					if store.CodeOf(err) != store.NotFound {
						t.Errorf("mood %d, a face alone by %s: %v, want none", mood, channel, err)
					}
				} else if err != nil {
					t.Errorf("mood %d, text %q, %s: %v", mood, text, channel, err)
				} else if v.Worth["en"] != "a coffee at the bar" || !v.Until.Equal(time.Date(2026, 12, 17, 22, 0, 0, 0, time.UTC)) {
					t.Errorf("mood %d: %+v", mood, v)
				}
			}
		}
	}
}

func TestVoucherIsGivenOnceAndOnlyForFinishedWords(t *testing.T) {
	s, _, site, owner := withVoucher(t, store.VoucherOffer{})
	n := store.NewSubmission{Client: storetest.Client(1), Site: site.ID, Channel: store.PhoneChannel, Lang: "en", Mood: 2}
	r := addWords(t, s, n)
	if hasVoucher(t, s, r) {
		t.Error("a first tap got one")
	}
	n.Final, n.Text = true, "Cold water"
	for range 3 {
		addWords(t, s, n)
	}
	if c, err := s.VoucherCounts(t.Context(), site.ID, time.Time{}); err != nil || c != (store.VoucherCounts{Given: 1, Open: 1}) {
		t.Errorf("%+v, %v; want one given", c, err)
	}
	taken := addWords(t, s, store.NewSubmission{Client: storetest.Client(2), Site: site.ID, Channel: store.CallChannel, Lang: "en", Text: "x", Final: true, TakenBy: owner.ID})
	if hasVoucher(t, s, taken) {
		t.Error("words that staff wrote down got one")
	}
}

func TestVoucherForWordsOnlyLeavesOutTaps(t *testing.T) {
	s, _, site, _ := withVoucher(t, store.VoucherOffer{WordsOnly: true})
	for i, c := range []struct {
		mood int
		text string
		want bool
	}{{1, "", false}, {5, "", false}, {1, "Cold", true}, {5, "Lovely", true}} {
		r := addWords(t, s, store.NewSubmission{Client: storetest.Client(i + 1), Site: site.ID, Channel: store.KioskChannel, Device: 1, Lang: "en", Mood: c.mood, Text: c.text, Final: true})
		if hasVoucher(t, s, r) != c.want {
			t.Errorf("mood %d, text %q: voucher %v, want %v", c.mood, c.text, !c.want, c.want)
		}
	}
}

// Somebody who taps faces in a row is thanked like everybody, and gets no
// heap of vouchers; who writes among them gets theirs.
func TestVoucherIsNotEarnedByTappingInARow(t *testing.T) {
	s, clock, site, _ := withVoucher(t, store.VoucherOffer{})
	given := 0
	for i := range 40 {
		clock.Add(2 * time.Second)
		r := addWords(t, s, store.NewSubmission{Client: storetest.Client(i + 1), Site: site.ID, Channel: store.KioskChannel, Device: 1, Lang: "en", Mood: 5, Final: true})
		if hasVoucher(t, s, r) {
			given++
		}
	}
	if given >= 20 {
		t.Errorf("%d of 40 quick taps got a voucher", given)
	}
	clock.Add(2 * time.Second)
	if r := addWords(t, s, store.NewSubmission{Client: storetest.Client(100), Site: site.ID, Channel: store.KioskChannel, Device: 1, Lang: "en", Mood: 5, Text: "Lovely", Final: true}); !hasVoucher(t, s, r) {
		t.Error("words among quick taps got none")
	}
}

func TestVoucherKeepsItsWorthWhenTheOfferChanges(t *testing.T) {
	s, _, site, owner := withVoucher(t, store.VoucherOffer{})
	r := storetest.Say(t, s, site.ID, 1, "Cold")
	err := s.SetThanks(t.Context(), store.ActingUser(owner.ID), site.ID, store.Thanks{Voucher: store.VoucherOffer{On: true, Worth: store.Words{"en": "a towel"}, Days: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := s.VoucherOf(t.Context(), r.ID); err != nil || v.Worth["en"] != "a coffee at the bar" || v.Until.Day() != 17 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestVoucherIsRedeemedOnce(t *testing.T) {
	s, clock, site, owner := withVoucher(t, store.VoucherOffer{})
	r := storetest.Say(t, s, site.ID, 1, "Cold")
	v, err := s.VoucherOf(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	by, typed := store.ActingUser(owner.ID), strings.ToLower(strings.ReplaceAll(v.Code, "-", " "))
	var wait sync.WaitGroup
	won := make(chan error, 8)
	for range cap(won) {
		wait.Go(func() { won <- s.RedeemVoucher(t.Context(), by, typed) })
	}
	wait.Wait()
	close(won)
	good := 0
	for err := range won {
		if err == nil {
			good++
		} else if store.CodeOf(err) != store.Conflict {
			t.Error(err)
		}
	}
	if v, err = s.VoucherByCode(t.Context(), typed); good != 1 || err != nil || v.RedeemedBy != "Olga Tamm" || v.RedeemedAt.IsZero() {
		t.Errorf("%d of %d took it in; %+v, %v", good, cap(won), v, err)
	}
	clock.Add(5*time.Minute - time.Second)
	if err := s.UndoVoucher(t.Context(), by, typed); err != nil {
		t.Errorf("within five minutes: %v", err)
	}
	if err := s.RedeemVoucher(t.Context(), by, typed); err != nil {
		t.Errorf("after undoing: %v", err)
	}
	clock.Add(5 * time.Minute)
	if err := s.UndoVoucher(t.Context(), by, typed); store.CodeOf(err) != store.Conflict {
		t.Errorf("after five minutes: %v", err)
	}
}

func TestVoucherEndsAtMidnightOfItsLastDay(t *testing.T) {
	s, clock, site, owner := withVoucher(t, store.VoucherOffer{Days: 1})
	r := storetest.Say(t, s, site.ID, 1, "Cold")
	v, err := s.VoucherOf(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.LastDay(site.Location()).Format(time.DateOnly); got != "2026-11-18" {
		t.Errorf("last day %s", got)
	}
	clock.Set(v.Until)
	if err := s.RedeemVoucher(t.Context(), store.ActingUser(owner.ID), v.Code); store.CodeOf(err) != store.Conflict {
		t.Errorf("the day after: %v", err)
	}
	clock.Set(v.Until.Add(-time.Second))
	if err := s.RedeemVoucher(t.Context(), store.ActingUser(owner.ID), v.Code); err != nil {
		t.Errorf("on the last second: %v", err)
	}
}

func TestVoucherCodesAreNotGuessed(t *testing.T) {
	s, _, site, _ := withVoucher(t, store.VoucherOffer{})
	seen := map[string]bool{}
	for i := 1; i <= 200; i++ {
		r := addWords(t, s, store.NewSubmission{Client: storetest.Client(i), Site: site.ID, Channel: store.KioskChannel, Device: 1, Lang: "en", Mood: 1, Text: "Cold", Final: true})
		v, err := s.VoucherOf(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Code) != 9 || v.Code[4] != '-' || strings.ContainsAny(v.Code, "01OI") || seen[v.Code[:4]] {
			t.Errorf("code %d is %s, or begins as another", i, v.Code)
		}
		seen[v.Code[:4]] = true
		if back, err := s.VoucherByCode(t.Context(), v.Code); err != nil || back.Submission != r.ID {
			t.Errorf("%s leads to %d, %v; want %d", v.Code, back.Submission, err, r.ID)
		}
	}
	for _, code := range []string{"", "7KQ", "7KQM-T4R", "0OI1-AAAA", "7KQM-T4R9-2", fmt.Sprintf("%08d", 22222222)} {
		if _, err := s.VoucherByCode(t.Context(), code); store.CodeOf(err) != store.NotFound {
			t.Errorf("%q: %v", code, err)
		}
	}
}

func TestVoucherOfferIsChecked(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	for field, o := range map[string]store.VoucherOffer{
		"worth.en": {On: true, Days: 3, Worth: store.Words{"uk": "кава"}},
		"worth.uk": {On: true, Days: 3, Worth: store.Words{"en": "x", "uk": strings.Repeat("к", 81)}},
		"days":     {On: true, Worth: store.Words{"en": "x"}, Days: 366},
	} {
		err := s.SetThanks(t.Context(), store.ActingUser(owner.ID), site.ID, store.Thanks{Voucher: o})
		if e, ok := err.(*store.Error); !ok || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// "31 things put right this year" counts what was put right: a group once,
// praise never, and not what somebody said is not right yet.
func TestFixedCountIsHonest(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	by := store.ActingUser(owner.ID)
	since := storetest.Start().AddDate(0, 0, -1)
	bad := storetest.Say(t, s, site.ID, 1, "Cold water")
	praise := addWords(t, s, store.NewSubmission{Client: storetest.Client(2), Site: site.ID, Channel: store.KioskChannel, Device: 1, Lang: "en", Mood: 5, Text: "Lovely", Final: true})
	for _, r := range []store.Receipt{bad, praise} {
		if err := s.SetStatus(t.Context(), by, r.Complaint, 0, store.Done, "Done", time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.FixedCount(t.Context(), site.ID, since); err != nil || n != 1 {
		t.Errorf("%d put right, %v; want 1", n, err)
	}
	if err := s.Judge(t.Context(), bad.StatusToken, store.NotYet); err != nil {
		t.Fatal(err)
	}
	if n, err := s.FixedCount(t.Context(), site.ID, since); err != nil || n != 0 {
		t.Errorf("%d put right after “not yet”, %v; want 0", n, err)
	}
}
