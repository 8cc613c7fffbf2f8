package kiosk

import (
	"context"
	"slices"
	"strconv"

	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// Keys of the boxes: digits for those in doubt, letters in the order of the
// keyboard for the others. The page itself uses B, N, T, U, X and Z.
const (
	doubtKeys = "123456789"
	otherKeys = "QWERYIOPASDFGHJKLCVM"
)

// cardOf gives the card of a reading, of a typed number where the code could not
// be read. NotFound for a number that was never printed.
func (x *Scans) cardOf(ctx context.Context, rd store.Reading, serial string) (store.Card, *printed, error) {
	var c store.Card
	var err error
	if rd.Card != 0 {
		c, err = x.kiosk.store.CardByID(ctx, rd.Card)
	} else {
		c, err = x.kiosk.store.CardBySerial(ctx, serial)
	}
	if err != nil {
		return c, nil, err
	}
	pr, err := x.blanks.of(ctx, c)
	return c, pr, err
}

func (x *Scans) reviewCard(ctx context.Context, l looking, rd store.Reading, f typedCard) (staff.ReviewCard, error) {
	p := l.p
	v := staff.ReviewCard{ID: rd.ID.String(), Serial: rd.Serial, URL: "/desk/scans/review", Why: whyTexts(p, rd.Why), Type: rd.State == store.ReadToType,
		Place: p.T("scans.place", "File", rd.File, "Page", rd.Page), Picture: cardPicture(rd), Typed: f.serial, Problems: f.problems,
		AskSerial: rd.Card == 0, Cannot: p.T("scans.review.cannot")}
	v.Title = p.T("scans.review.card", "Serial", rd.Serial)
	if rd.Serial == "" {
		v.Title = p.T("scans.card.unknown")
	}
	v.Alt = p.T("scans.card.alt", "Serial", firstNonEmpty(rd.Serial, p.T("scans.card.unknown")))
	if v.Type {
		v.Cannot = p.T("scans.review.cannot_words")
	}
	if rd.Card == 0 && f.serial == "" {
		return v, nil
	}
	c, pr, err := x.cardOf(ctx, rd, f.serial)
	if store.CodeOf(err) == store.NotFound {
		v.Problems = map[string]string{"serial": p.T(reviewKey(err))}
		return v, nil
	}
	if err != nil {
		return v, err
	}
	if rd.Card == 0 && !f.sure() {
		if known, err := x.readBefore(ctx, l, c, &v); err != nil || known {
			return v, err
		}
	}
	if rd.Card == 0 {
		v.Chosen, v.Title = c.Serial, p.T("scans.review.card", "Serial", c.Serial)
	}
	if !f.sent && rd.Submission != 0 {
		if f, err = x.typedBefore(ctx, rd, f); err != nil {
			return v, err
		}
	}
	return v, x.fields(ctx, l, rd, c, pr, f, &v)
}

// readBefore says of a card whose number was typed that it was read already.
func (x *Scans) readBefore(ctx context.Context, l looking, c store.Card, v *staff.ReviewCard) (bool, error) {
	have, err := x.kiosk.store.StandingReading(ctx, c.ID)
	if store.CodeOf(err) == store.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v.Known = &staff.ReviewKnown{Text: l.p.T("scans.review.known", "Serial", c.Serial, "When", l.p.ShortDateYearTime(when(l.site, have.ReadAt))),
		URL: "/desk/scans/" + have.Batch.String(), Link: l.p.T("scans.review.known_open")}
	if have.Complaint > 0 {
		v.Known.URL = "/desk/c/" + have.Complaint.String()
	}
	return true, nil
}

// typedBefore is what was typed before somebody took it back.
func (x *Scans) typedBefore(ctx context.Context, rd store.Reading, f typedCard) (typedCard, error) {
	t, err := x.kiosk.store.TypedOf(ctx, rd.Submission)
	if err != nil {
		return f, err
	}
	f.words, f.contact = map[string]string{"text": t.Text}, t.Contact
	for _, field := range rd.Inked {
		if t.Answers[field] != "" {
			f.words[field] = t.Answers[field]
		}
	}
	return f, nil
}

// fields are the boxes and lines of a card.
func (x *Scans) fields(ctx context.Context, l looking, rd store.Reading, c store.Card, pr *printed, f typedCard, v *staff.ReviewCard) error {
	site, err := x.kiosk.store.Site(c.Site)
	if err != nil {
		return err
	}
	q := x.kiosk.version(ctx, site, c.Questionnaire)
	v.Lang = pr.run.Lang
	v.W, v.H = num(pr.blank.W), num(pr.blank.H)
	v.Box = "0 0 " + v.W + " " + v.H
	marks := pr.marksFor(rd, f)
	v.Groups = groups(l.p, q, site, pr, rd.Marks, marks)
	v.Outlines = outlines(pr, rd.Marks, v.Groups)
	for _, a := range pr.blank.Writing {
		if rd.Card != 0 && !slices.Contains(rd.Inked, a.Field) {
			continue
		}
		if a.Field == store.ContactPart {
			v.Contact = &staff.ReviewContact{Name: f.contact.Name, Email: f.contact.Email, Phone: f.contact.Phone, Alt: l.p.T("scans.review.contact_alt")}
			v.Contact.Picture = partPicture(rd, store.ContactPart)
			continue
		}
		w := staff.ReviewWords{ID: "words-" + v.ID + "-" + a.Field, Field: a.Field, Label: fieldLabel(l.p, q, site, a.Field), Value: f.words[a.Field], Rows: "2", Alt: l.p.T("scans.review.words_alt")}
		if a.Field == "text" {
			w.Rows = "4"
		}
		w.Picture = partPicture(rd, a.Field)
		v.Words = append(v.Words, w)
	}
	if v.Contact == nil && len(v.Words) > 0 { // it may stand among the words
		k := f.contact
		v.Contact = &staff.ReviewContact{Name: k.Name, Email: k.Email, Phone: k.Phone, Among: true, Open: k != store.Contact{}}
	}
	return nil
}

// marksFor are the boxes as the form shows them: as they were sent, as a person
// saw them before, or as they were read.
func (pr *printed) marksFor(rd store.Reading, f typedCard) []store.Mark {
	switch {
	case f.sent:
		return pr.seen(f.boxes)
	case len(rd.Seen) > 0:
		return rd.Seen
	case len(rd.Marks) > 0:
		return rd.Marks
	}
	return pr.seen(nil)
}

// inDoubt tells of each box whether it is one of those that a person is asked
// about.
func (pr *printed) inDoubt(marks []store.Mark) []bool {
	ticked := map[string]int{}
	for _, m := range marks {
		if m.State == string(omr.Ticked) {
			ticked[m.Field]++
		}
	}
	list := make([]bool, len(marks))
	for i, m := range marks {
		switch omr.State(m.State) {
		case omr.Unsure:
			list[i] = true
		case omr.Struck:
			list[i] = ticked[m.Field] == 0
		case omr.Ticked:
			list[i] = pr.one(m.Field) && ticked[m.Field] > 1
		}
	}
	return list
}

// groups are the questions with their boxes, those in doubt before them.
func groups(p *i18n.Printer, q store.Questionnaire, site store.Site, pr *printed, read, shown []store.Mark) []staff.ReviewGroup {
	var list []staff.ReviewGroup
	doubt := pr.inDoubt(read)
	sure := staff.ReviewGroup{Legend: p.T("scans.review.doubt"), Doubt: true}
	digits, letters := doubtKeys, otherKeys
	for i, m := range shown {
		b := staff.ReviewBox{Value: m.Field + ":" + m.Value, Field: m.Field, Label: optionLabel(p, q, site, m), One: pr.one(m.Field), On: m.State == string(omr.Ticked)}
		if m.Field == "mood" {
			b.Face, _ = strconv.Atoi(m.Value)
		}
		legend := fieldLabel(p, q, site, m.Field)
		if i < len(doubt) && doubt[i] {
			b.Key, b.Code, digits = nextKey(digits, "Digit")
			b.Of, b.Note = legend, p.T("scans.mark."+read[i].State)
			sure.Boxes = append(sure.Boxes, b)
			continue
		}
		b.Key, b.Code, letters = nextKey(letters, "Key")
		if n := len(list); n == 0 || list[n-1].Field != m.Field {
			list = append(list, staff.ReviewGroup{Legend: legend, Field: m.Field})
		}
		list[len(list)-1].Boxes = append(list[len(list)-1].Boxes, b)
	}
	if len(sure.Boxes) > 0 {
		list = append([]staff.ReviewGroup{sure}, list...)
	}
	return list
}

// nextKey takes the first of the keys that are left; a box more has none.
func nextKey(keys, kind string) (key, code, rest string) {
	if keys == "" {
		return "", "", ""
	}
	return keys[:1], kind + keys[:1], keys[1:]
}

// outlines show on the picture how every box was read.
func outlines(pr *printed, read []store.Mark, list []staff.ReviewGroup) []staff.ReviewOutline {
	keys := map[string]string{}
	for _, g := range list {
		if g.Doubt {
			for _, b := range g.Boxes {
				keys[b.Value] = b.Key
			}
		}
	}
	states := map[string]string{}
	for _, m := range read {
		states[m.Field+":"+m.Value] = m.State
	}
	const air = .9
	var out []staff.ReviewOutline
	for _, b := range pr.blank.Boxes {
		o := staff.ReviewOutline{X: num(b.X - air), Y: num(b.Y - air), W: num(b.W + 2*air), H: num(b.H + 2*air), Class: states[b.Field+":"+b.Value], Key: keys[b.Field+":"+b.Value]}
		if o.Key != "" {
			o.Class, o.KeyX, o.KeyY = "doubt", num(b.X+b.W+air+1.4), num(b.Y-air)
		}
		if o.Class != "" && o.Class != string(omr.Blank) {
			out = append(out, o)
		}
	}
	return out
}

func num(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func questionOf(q store.Questionnaire, field string) (store.Question, bool) {
	i := slices.IndexFunc(q.Questions, func(x store.Question) bool {
		return x.ID == field || field == "mood" && x.Type == store.FacesQuestion || field == "topic" && x.Type == store.TopicsQuestion
	})
	if i < 0 {
		return store.Question{}, false
	}
	return q.Questions[i], true
}

// fieldLabel is a question in the reader's words.
func fieldLabel(p *i18n.Printer, q store.Questionnaire, site store.Site, field string) string {
	x, ok := questionOf(q, field)
	switch {
	case ok:
		return wording.Plain(wording.Ask(p, x, site.DefaultLang()).Words)
	case field == "mood", field == "topic", field == "text":
		return p.T("take." + map[string]string{"mood": "mood", "topic": "topics", "text": "text"}[field])
	}
	return field
}

// optionLabel is a box in the reader's words.
func optionLabel(p *i18n.Printer, q store.Questionnaire, site store.Site, m store.Mark) string {
	x, ok := questionOf(q, m.Field)
	switch {
	case m.Field == "mood":
		return p.T("common.mood." + m.Value)
	case m.Field == "topic":
		return wording.Topic(p, q, m.Value, site.DefaultLang())
	case ok && x.Type == store.ScaleQuestion:
		return m.Value
	case ok:
		return wording.Answer(p, x, m.Value, site.DefaultLang())
	}
	return m.Value
}
