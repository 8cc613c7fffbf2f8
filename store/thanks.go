package store

import (
	"context"
	"strings"
	"unicode/utf8"
)

// Thanks is what a site tells people they get out of speaking up.
type Thanks struct {
	HidePromise bool         `json:"hide_promise,omitempty"` // the line "answer within 2 days" on the first screen
	HideFixed   bool         `json:"hide_fixed,omitempty"`   // the line "31 things put right this year"
	Voucher     VoucherOffer `json:"voucher,omitzero"`
}

// VoucherOffer is the thank-you that a site hands out. It never depends on
// what somebody said, nor on the face.
type VoucherOffer struct {
	On        bool  `json:"on,omitempty"`
	Worth     Words `json:"worth,omitempty"`      // "a coffee at the bar", by language
	Days      int   `json:"days,omitempty"`       // valid on the day it is given and so many more
	WordsOnly bool  `json:"words_only,omitempty"` // only to those who wrote something; else a face is enough
}

// Limits of a voucher.
const (
	MaxWorth       = 80 // runes
	MaxVoucherDays = 365
)

// Check says what is wrong with what an owner typed: an Error with the field,
// "worth." and the language or "days", or nil. lang is the site's own language.
func (o VoucherOffer) Check(lang string) error {
	for l, text := range o.Worth {
		if utf8.RuneCountInString(text) > MaxWorth {
			return invalid("worth_long", "worth."+l)
		}
	}
	switch {
	case !o.On:
		return nil
	case strings.TrimSpace(o.Worth[lang]) == "":
		return invalid("worth_missing", "worth."+lang)
	case o.Days < 1 || o.Days > MaxVoucherDays:
		return invalid("voucher_days", "days")
	}
	return nil
}

// SetThanks saves what a site tells people they get. Vouchers that were given
// already keep their worth and their day.
func (s *Store) SetThanks(ctx context.Context, by Actor, site SiteID, n Thanks) error {
	x, err := s.Site(site)
	if err != nil {
		return err
	}
	if err := n.Voucher.Check(x.DefaultLang()); err != nil {
		return err
	}
	err = s.update(by, func(t *tx) error {
		if k, err := t.change(`/* Store.SetThanks */ UPDATE sites SET thanks=? WHERE id=?`, jsonText(n), site); err != nil || k == 0 {
			return orNotFound(err, "site")
		}
		return t.event("site", int64(site), "site.thanks", map[string]string{"voucher": yesNo(n.Voucher.On)})
	})
	if err != nil {
		return err
	}
	return s.reloadConfig(ctx)
}
