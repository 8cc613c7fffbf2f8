package kiosk

import (
	"crypto/sha256"
	"slices"
	"strconv"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/store"
)

// Why a person has to look at a card: keys of the catalogue below scans.why.
const (
	whyCode    = "code"     // its QR code cannot be read
	whyUnknown = "unknown"  // its QR code is none of ours
	whyNotFlat = "not_flat" // it did not lie flat
	whyUnsure  = "unsure"   // a box may be ticked or not
	whyTwo     = "two"      // two boxes where one was asked for
	whyStruck  = "struck"   // a mark was taken back and no other stands for it
)

// marksOf are the boxes as they are kept.
func marksOf(c omr.Card) []store.Mark {
	var list []store.Mark
	for _, m := range c.Marks {
		list = append(list, store.Mark{Field: m.Field, Value: m.Value, State: string(m.State), Confidence: m.Confidence})
	}
	return list
}

// inkedOf are the writing areas that somebody wrote in.
func inkedOf(c omr.Card) []string {
	var list []string
	for _, w := range c.Writing {
		if w.Inked {
			list = append(list, w.Field)
		}
	}
	return list
}

// doubts tells why a person has to look at a card; none for a clear one. A mark
// that was taken back counts as none where another of its question stands.
func (pr *printed) doubts(reason string, marks []store.Mark) (why []string) {
	switch reason {
	case omr.CodeUnreadable:
		return []string{whyCode}
	case omr.CodeUnknown:
		return []string{whyUnknown}
	case omr.NotFlat:
		why = append(why, whyNotFlat)
	}
	n := map[string]map[string]int{}
	for _, m := range marks {
		if n[m.Field] == nil {
			n[m.Field] = map[string]int{}
		}
		n[m.Field][m.State]++
	}
	for _, m := range marks {
		of := n[m.Field]
		for doubt, is := range map[string]bool{whyUnsure: of[string(omr.Unsure)] > 0, whyTwo: pr.one(m.Field) && of[string(omr.Ticked)] > 1,
			whyStruck: of[string(omr.Struck)] > 0 && of[string(omr.Ticked)] == 0} {
			if is && !slices.Contains(why, doubt) {
				why = append(why, doubt)
			}
		}
	}
	slices.Sort(why)
	return why
}

// filled is what a card says, as a form says it; lang is the card's own.
func (pr *printed) filled(marks []store.Mark) form.Raw {
	raw := form.Raw{Lang: pr.run.Lang, Answers: map[string]string{}}
	for _, m := range marks {
		if m.State != string(omr.Ticked) {
			continue
		}
		switch m.Field {
		case "mood":
			if n, err := strconv.Atoi(m.Value); err == nil {
				raw.Mood = &n
			}
		case "topic":
			raw.Topics = append(raw.Topics, m.Value)
		default:
			if have := raw.Answers[m.Field]; have != "" {
				m.Value = have + "\n" + m.Value
			}
			raw.Answers[m.Field] = m.Value
		}
	}
	return raw
}

// ticks counts what is ticked.
func ticks(marks []store.Mark) (n int) {
	for _, m := range marks {
		if m.State == string(omr.Ticked) {
			n++
		}
	}
	return n
}

// paperID is the client id of what a card says on paper: the same for every
// reading of it, so that it counts once.
func paperID(token string) store.ClientID {
	sum := sha256.Sum256([]byte("returned card " + token))
	id := store.ClientID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // a UUID of version 8
	return id
}
