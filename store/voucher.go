package store

import (
	"context"
	"crypto/cipher"
	"encoding/binary"
	"encoding/json"
	"strings"
	"time"
)

// Voucher is the thank-you that one submission got.
type Voucher struct {
	Submission SubmissionID
	Site       SiteID
	Code       string // 7KQM-T4R9
	Worth      Words
	GivenAt    time.Time
	Until      time.Time // the first moment when it is over: midnight at the site
	RedeemedAt time.Time // zero: not yet
	RedeemedBy string    // name of who took it in
}

// LastDay is the last day on which the voucher counts, by the clock of loc.
func (v Voucher) LastDay(loc *time.Location) time.Time { return v.Until.Add(-time.Second).In(loc) }

// voucherUndo is how long a voucher that was taken in by mistake can be given back.
const voucherUndo = 5 * time.Minute

// MayUndo tells whether the voucher can still be given back.
func (v Voucher) MayUndo(now time.Time) bool {
	return !v.RedeemedAt.IsZero() && now.Sub(v.RedeemedAt) < voucherUndo
}

// giveVoucher gives a finished submission its thank-you, once. Whoever wrote
// words gets one; a face alone, on a tablet or a card, gets one unless the site
// asks for words or the tap was one of many quick ones. What people said plays
// no part.
func (t *tx) giveVoucher(site Site, id SubmissionID) error {
	o := site.Thanks.Voucher
	if !o.On {
		return nil
	}
	local := t.now.In(site.Location())
	until := time.Date(local.Year(), local.Month(), local.Day()+o.Days+1, 0, 0, 0, 0, site.Location())
	k, err := t.change(`/* giveVoucher */ INSERT INTO vouchers(submission_id, site_id, worth, given_at, valid_until)
		SELECT s.id, s.site_id, ?, ?, ? FROM submissions s WHERE s.id = ? AND s.final = 1 AND s.taken_by = 0 AND s.channel IN ('kiosk', 'phone', 'card')
			AND (s.text <> '' OR (? = 0 AND s.burst = 0 AND (s.device_id <> 0 OR s.card_id <> 0))) ON CONFLICT (submission_id) DO NOTHING`,
		jsonText(o.Worth), t.ms(), until.UnixMilli(), id, flag(o.WordsOnly))
	if err != nil || k == 0 {
		return err
	}
	return t.event("voucher", int64(id), "voucher.given", nil)
}

// VoucherOf gives the thank-you of a submission. NotFound if it got none.
func (s *Store) VoucherOf(ctx context.Context, id SubmissionID) (Voucher, error) {
	var v Voucher
	var worth string
	var given, until, redeemed int64
	err := s.read.QueryRowContext(ctx, `/* Store.VoucherOf */ SELECT v.submission_id, v.site_id, v.worth, v.given_at, v.valid_until, v.redeemed_at, COALESCE(u.name, '')
		FROM vouchers v LEFT JOIN users u ON u.id = v.redeemed_by WHERE v.submission_id = ?`, id).Scan(&v.Submission, &v.Site, &worth, &given, &until, &redeemed, &v.RedeemedBy)
	if err != nil {
		return v, none(err, "voucher")
	}
	v.Code, v.GivenAt, v.Until, v.RedeemedAt = voucherCode(s.tokens, int64(id)), at(given), at(until), at(redeemed)
	return v, json.Unmarshal([]byte(worth), &v.Worth)
}

// VoucherByCode gives the thank-you of a code as people type it: in any case,
// with or without hyphen. NotFound if there is none.
func (s *Store) VoucherByCode(ctx context.Context, code string) (Voucher, error) {
	id, ok := voucherID(s.tokens, code)
	if !ok {
		return Voucher{}, notFound("voucher")
	}
	return s.VoucherOf(ctx, id)
}

// RedeemVoucher takes a voucher in, once: of two at the same time the second
// gets Conflict, as does whoever brings one that is over.
func (s *Store) RedeemVoucher(_ context.Context, by Actor, code string) error {
	id, ok := voucherID(s.tokens, code)
	if !ok {
		return notFound("voucher")
	}
	return s.update(by, func(t *tx) error {
		var redeemed, until int64
		if err := t.row(`/* Store.RedeemVoucher */ SELECT redeemed_at, valid_until FROM vouchers WHERE submission_id=?`, id).Scan(&redeemed, &until); err != nil {
			return none(err, "voucher")
		}
		switch {
		case redeemed != 0:
			return conflict("voucher_used")
		case t.ms() >= until:
			return conflict("voucher_over")
		}
		if _, err := t.exec(`/* Store.RedeemVoucher */ UPDATE vouchers SET redeemed_at=?, redeemed_by=? WHERE submission_id=?`, t.ms(), by.ID, id); err != nil {
			return err
		}
		return t.event("voucher", int64(id), "voucher.redeemed", nil)
	})
}

// UndoVoucher gives a voucher back that was taken in by mistake less than five
// minutes ago. Conflict later than that.
func (s *Store) UndoVoucher(_ context.Context, by Actor, code string) error {
	id, ok := voucherID(s.tokens, code)
	if !ok {
		return notFound("voucher")
	}
	return s.update(by, func(t *tx) error {
		k, err := t.change(`/* Store.UndoVoucher */ UPDATE vouchers SET redeemed_at=0, redeemed_by=0 WHERE submission_id=? AND redeemed_at > ?`, id, t.now.Add(-voucherUndo).UnixMilli())
		if err != nil {
			return err
		}
		if k == 0 {
			return conflict("voucher_undo_late")
		}
		return t.event("voucher", int64(id), "voucher.given_back", nil)
	})
}

// VoucherCounts says what became of a site's thank-yous.
type VoucherCounts struct {
	Given, Redeemed int
	Open            int // still valid and not used
}

// VoucherCounts counts a site's vouchers given since a time.
func (s *Store) VoucherCounts(ctx context.Context, site SiteID, since time.Time) (c VoucherCounts, err error) {
	err = s.read.QueryRowContext(ctx, `/* Store.VoucherCounts */ SELECT count(*), COALESCE(sum(redeemed_at <> 0), 0), COALESCE(sum(redeemed_at = 0 AND valid_until > ?), 0) FROM vouchers WHERE site_id = ? AND given_at >= ?`,
		s.clock().UnixMilli(), site, since.UnixMilli()).Scan(&c.Given, &c.Redeemed, &c.Open)
	return c, err
}

// Codes of vouchers are worth something, so they must not be guessed: a
// Feistel network over 40 bits whose rounds are AES, of the submission's
// number. One code in 2^40 divided by the number of vouchers is good, and no
// two are the same.
const (
	voucherChars = 8
	voucherHalf  = voucherChars * 5 / 2
	voucherMask  = 1<<voucherHalf - 1
)

// voucherCode gives the code of a submission with an id below 2^40.
func voucherCode(c cipher.Block, id int64) string {
	n := permuteVoucher(c, uint64(id), false)
	var out [voucherChars]byte
	for i := range out {
		out[voucherChars-1-i] = codeAlphabet[n&31]
		n >>= 5
	}
	return string(out[:voucherChars/2]) + "-" + string(out[voucherChars/2:])
}

func voucherID(c cipher.Block, code string) (SubmissionID, bool) {
	code = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–‑\u00a0", r) {
			return -1
		}
		return r
	}, code)
	if len(code) != voucherChars {
		return 0, false
	}
	var n uint64
	for i := range len(code) {
		v := indexCode(code[i])
		if v < 0 {
			return 0, false
		}
		n = n<<5 | uint64(v)
	}
	return SubmissionID(permuteVoucher(c, n, true)), true
}

func permuteVoucher(c cipher.Block, n uint64, back bool) uint64 {
	l, r := n>>voucherHalf, n&voucherMask
	const rounds = 8
	for i := range byte(rounds) {
		if back {
			l, r = r^voucherRound(c, rounds-1-i, l), l
		} else {
			l, r = r, l^voucherRound(c, i, r)
		}
	}
	return l<<voucherHalf | r
}

// voucherKind keeps these blocks apart from those of tokens.
const voucherKind = 0xF0

func voucherRound(c cipher.Block, i byte, half uint64) uint64 {
	var b [16]byte
	b[0], b[1] = voucherKind, i
	binary.BigEndian.PutUint64(b[8:], half)
	c.Encrypt(b[:], b[:])
	return binary.BigEndian.Uint64(b[:]) & voucherMask
}
