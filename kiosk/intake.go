package kiosk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strconv"
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
	usual  store.Channel         // unless the words say otherwise
	taken  *taken                // by somebody of the staff; nil: they said it themselves
	asked  store.QuestionnaireID // the version that they say was asked; 0: the newest
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

// stamp is what the sender's own device says of some words: its number for
// them, the run that the number belongs to, and its clock's times. Zero values
// mean that it does not say.
type stamp struct {
	seq            int64
	series         string
	captured, sent time.Time
	saved          time.Time // of a file, where the clock is known to have been right
}

// taken is who of the staff wrote the words down, and what was done at once.
type taken struct {
	by        store.UserID
	onTheSpot store.OnTheSpot
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
func (k *Kiosk) intake(ctx context.Context, from sender, client store.ClientID, st stamp, raw form.Raw) (received, error) {
	n, problems, err := k.complete(ctx, from, client, st, raw)
	if err != nil || len(problems) > 0 {
		return received{words: n, problems: problems}, err
	}
	add := k.add
	if from.taken != nil {
		n.TakenBy = from.taken.by
		add = func(ctx context.Context, by store.Actor, n store.NewSubmission) (store.Receipt, error) {
			return k.store.TakeSubmission(ctx, by, n, from.taken.onTheSpot)
		}
	}
	receipt, err := add(ctx, from.actor, n)
	return received{words: n, receipt: receipt}, err
}

// complete checks words by what was asked and says where they come from: what is
// left is to store them.
func (k *Kiosk) complete(ctx context.Context, from sender, client store.ClientID, st stamp, raw form.Raw) (store.NewSubmission, []form.Problem, error) {
	q, err := k.asked(ctx, from)
	if err != nil {
		return store.NewSubmission{}, nil, err
	}
	n, problems := form.Check(q, raw)
	if len(problems) > 0 {
		return n, problems, nil
	}
	n.Client, n.Seq, n.Series, n.Captured, n.Sent, n.Saved = client, st.seq, st.series, st.captured, st.sent, st.saved
	n.Site, n.Device, n.Card, n.Questionnaire = from.site.ID, from.device, from.card.ID, q.ID
	n.Channel = from.channel(n.Channel)
	if n.Lang == "" {
		n.Lang = from.site.DefaultLang()
	}
	return n, nil, nil
}

// asked is the version that the sender filled in: the one that stands on a
// card, or what a tablet without a network still has of yesterday. Where it is
// not known, the newest.
func (k *Kiosk) asked(ctx context.Context, from sender) (store.Questionnaire, error) {
	if q := k.version(ctx, from.site, from.card.Questionnaire); q.ID != 0 {
		return q, nil
	}
	if q := k.version(ctx, from.site, from.asked); q.ID != 0 {
		return q, nil
	}
	return k.questionnaire(from.site)
}

// version gives a published version that customers are or were asked; the zero
// Questionnaire for anything else.
func (k *Kiosk) version(ctx context.Context, site store.Site, id store.QuestionnaireID) store.Questionnaire {
	if id == 0 {
		return store.Questionnaire{}
	}
	if q, err := k.store.Questionnaire(site); err == nil && q.ID == id {
		return q
	}
	q, err := k.store.QuestionnaireVersion(ctx, id)
	if err != nil || q.PublishedAt.IsZero() || q.Audience != store.CustomerAudience {
		return store.Questionnaire{}
	}
	return q
}

// askedOf is the version that a submission answers, as far as it is known.
func (k *Kiosk) askedOf(ctx context.Context, site store.Site, x store.Submission) store.Questionnaire {
	q := k.version(ctx, site, x.Questionnaire)
	if q.ID == 0 {
		q, _ = k.questionnaire(site) // without it topics are their own words
	}
	return q
}

// questionnaireID reads the number of a version, 0 for anything else.
func questionnaireID(s string) store.QuestionnaireID {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return store.QuestionnaireID(n)
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
