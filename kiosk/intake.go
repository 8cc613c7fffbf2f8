package kiosk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
)

// sender is where words come from: who may send for which site.
type sender struct {
	site   store.Site
	device store.DeviceID
	card   store.Card
	actor  store.Actor
	usual  store.Channel // unless the words say otherwise
}

func (s sender) channel(said store.Channel) store.Channel {
	switch {
	case s.card.ID != 0:
		return store.CardChannel
	case said.Valid():
		return said
	}
	return s.usual
}

// received is what one intake came to.
type received struct {
	words    store.NewSubmission
	receipt  store.Receipt
	problems []form.Problem
}

// intake is the one way in: check, complete, store. Problems mean that
// nothing was stored. A Conflict may come with a receipt: see
// store.AddSubmission.
func (k *Kiosk) intake(ctx context.Context, from sender, client store.ClientID, seq int64, captured time.Time, raw form.Raw) (received, error) {
	q, err := k.questionnaire(from.site)
	if err != nil {
		return received{}, err
	}
	n, problems := form.Check(q, raw)
	if len(problems) > 0 {
		return received{words: n, problems: problems}, nil
	}
	n.Client, n.Seq, n.Captured = client, seq, captured
	n.Site, n.Device, n.Card, n.Questionnaire = from.site.ID, from.device, from.card.ID, q.ID
	n.Channel = from.channel(n.Channel)
	if n.Lang == "" {
		n.Lang = from.site.DefaultLang()
	}
	receipt, err := k.add(ctx, from.actor, n)
	return received{words: n, receipt: receipt}, err
}

// questionnaire falls back to the ready-made one: words are never refused
// because nobody has written questions.
func (k *Kiosk) questionnaire(site store.Site) (store.Questionnaire, error) {
	q, err := k.store.Questionnaire(site)
	if store.CodeOf(err) == store.NotFound {
		return store.ShortQuestionnaire(), nil
	}
	return q, err
}

// clientID reads a UUID of any version in its usual form.
func clientID(s string) (store.ClientID, bool) {
	var c store.ClientID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return c, false
	}
	n, err := hex.Decode(c[:], []byte(strings.ReplaceAll(s, "-", "")))
	return c, err == nil && n == len(c) && c != store.ClientID{}
}

// newClientID is for forms that were sent without one.
func newClientID() store.ClientID {
	id, err := uuid.NewV7()
	if err != nil {
		rand.Read(id[:])
	}
	return store.ClientID(id)
}

// waits tells whether somebody will answer: the store asks for an answer on
// words, a contact, or a face that is not a good one.
func waits(mood int, text string, contact bool) bool {
	return text != "" || contact || mood <= 3
}
