package kiosk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Waiting is a file of words that a browser saved because they could not be
// sent: what "Save what waits as a file" writes.
type Waiting struct {
	Store *store.Store
	Site  store.Site    // whose words they are that name no tablet of this place
	P     *i18n.Printer // says why something was refused
}

// TakenIn is what became of such a file. New, Again and Other add up to what is
// in the store: for the first time, as it was there before, and beside other
// words that had come under the same id.
type TakenIn struct {
	New, Again, Other int
	// Of those, the ones that Waiting.Site took because they name no tablet, or
	// one that this place never had.
	Unnamed, Unknown int
	Refused          []RefusedWords
}

// RefusedWords are the words of one person that stayed in the file, and why.
type RefusedWords struct {
	ID     string
	Seq    int64 // the tablet's number for the person; 0: none
	Reason string
}

// ErrNoWaiting: the file is none that a browser saved; nothing was taken in.
var ErrNoWaiting = errors.New("no file of waiting words")

// ErrDamaged: what stands behind the last whole words cannot be read.
var ErrDamaged = errors.New("the rest of the file is damaged")

// TakeIn reads a file and takes it in by the same intake as if each person's
// words had been sent: each once, however often the file comes. It stops at
// the first thing that is wrong with the place and not with the words, such as
// a full disk; what was counted until then is in the store.
func (w Waiting) TakeIn(ctx context.Context, file io.Reader) (TakenIn, error) {
	var done TakenIn
	d := json.NewDecoder(withoutMark(file))
	if start, err := d.Token(); err != nil || start != json.Delim('[') {
		return done, ErrNoWaiting
	}
	k := &Kiosk{store: w.Store, add: w.Store.AddSubmission}
	for d.More() {
		var one json.RawMessage
		if err := d.Decode(&one); err != nil {
			return done, ErrDamaged
		}
		if err := w.takeOne(ctx, k, one, &done); err != nil {
			return done, err
		}
	}
	if _, err := d.Token(); err != nil {
		return done, ErrDamaged
	}
	return done, nil
}

// withoutMark leaves out the byte order mark that some editors put in front.
func withoutMark(file io.Reader) io.Reader {
	b := bufio.NewReader(file)
	if mark, err := b.Peek(3); err == nil && string(mark) == "\uFEFF" {
		b.Discard(len(mark)) // it was read already
	}
	return b
}

func (w Waiting) takeOne(ctx context.Context, k *Kiosk, one json.RawMessage, done *TakenIn) error {
	in, problem := readSubmission(one)
	refuse := func(key string, n int) {
		reason := w.P.T(key)
		if n > 0 {
			reason = w.P.N(key, n)
		}
		done.Refused = append(done.Refused, RefusedWords{ID: in.ID, Seq: in.Seq, Reason: reason})
	}
	if problem == nil && len(one) > maxBody {
		problem = &apiProblem{key: "touch.problem.too_large"}
	}
	if problem != nil {
		refuse(problem.key, 0)
		return nil
	}
	from, here, err := w.sender(ctx, &in)
	if err != nil {
		return err
	}
	if from, problem, err = k.holding(ctx, from, true, in.Card); err != nil || problem != nil {
		if problem != nil {
			refuse(problem.key, 0)
		}
		return err
	}
	got, err := k.takeIn(ctx, from, in)
	switch {
	case len(got.problems) > 0:
		refuse(got.problems[0].Key, got.problems[0].N)
	case store.CodeOf(err) == store.Conflict && got.receipt.ID == 0:
		refuse("store.card_answered", 0)
	case store.CodeOf(err) == store.Conflict:
		done.Other++
	case err != nil:
		return err
	case got.receipt.Again:
		done.Again++
	default:
		done.New++
		done.takenBySite(here)
	}
	return nil
}

// found is how well the tablet of some words is known.
type found int

const (
	itsTablet found = iota
	noTablet        // the words name none
	notOurs         // they name one that this place never had
)

func (t *TakenIn) takenBySite(here found) {
	switch here {
	case noTablet:
		t.Unnamed++
	case notOurs:
		t.Unknown++
	}
}

// sender is the tablet that gave the number, whether it is still in use or
// not; without one, somebody at the site. A number of a tablet that this place
// never had means nobody here.
func (w Waiting) sender(ctx context.Context, in *submission) (sender, found, error) {
	from := sender{site: w.Site, actor: store.Customer(), usual: store.PhoneChannel}
	id, err := strconv.ParseInt(plain(in.Device), 10, 64)
	if err != nil {
		return from, noTablet, nil
	}
	d, err := w.Store.Device(ctx, store.DeviceID(id))
	if store.CodeOf(err) == store.NotFound || err == nil && d.Kind != store.KioskDevice {
		in.Seq, in.Series = 0, nil
		return from, notOurs, nil
	}
	if err != nil {
		return from, itsTablet, err
	}
	from.device, from.actor, from.usual = d.ID, store.ActingDevice(d.ID), store.KioskChannel
	from.site, err = w.Store.Site(d.Site)
	return from, itsTablet, err
}
