package kiosk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// reviewAhead is how many cards a reader's page keeps ready, the one that is
// shown among them.
const reviewAhead = 3

// looking is one person at the page on which cards are looked at.
type looking struct {
	bar  staff.BarView
	p    *i18n.Printer
	site store.Site
	by   store.Actor
}

func (x *Scans) looking(r *http.Request) (looking, error) {
	bar, err := x.desk.Bar(r, "cards")
	if err != nil {
		return looking{}, err
	}
	site, err := x.kiosk.store.Site(x.desk.Site(r))
	return looking{bar: bar, p: bar.P, site: site, by: x.desk.Actor(r)}, err
}

// Review is GET /desk/scans/review: the next card that waits for a person, or
// the one of ?id=; ?serial= is its number where nobody could read it.
func (x *Scans) Review(w http.ResponseWriter, r *http.Request) error {
	l, err := x.looking(r)
	if err != nil {
		return err
	}
	var list []store.Reading
	notice := ""
	if id := readingID(r.URL.Query().Get("id")); id != 0 {
		one, err := x.kiosk.store.ClaimReading(r.Context(), l.by, l.site.ID, id)
		switch code := store.CodeOf(err); {
		case code == store.Conflict || code == store.NotFound:
			notice = reviewSentence(l.p, err)
		case err != nil:
			return err
		default:
			list = append(list, one)
		}
	}
	return x.showReview(w, r, http.StatusOK, l, list, typedCard{serial: r.URL.Query().Get("serial")}, notice)
}

// showReview shows cards, filled up with what waits; the first as f says.
func (x *Scans) showReview(w http.ResponseWriter, r *http.Request, status int, l looking, list []store.Reading, f typedCard, notice string) error {
	more, err := x.kiosk.store.ClaimReadings(r.Context(), l.by, l.site.ID, reviewAhead-len(list), idsOf(list)...)
	if err != nil {
		return err
	}
	stack, err := x.stack(r, l, append(list, more...), f)
	if err != nil {
		return err
	}
	v := staff.ReviewView{Count: stack.Count, Notice: notice, Stack: stack}
	v.Page = staff.PageView{Bar: l.bar, Title: l.p.T("scans.review.title"), Body: "reviewing", CSS: []string{"css/take.css", "css/scans.css"}, JS: []string{"js/review.js"}}
	if len(stack.Cards) == 0 {
		if v.Empty, err = x.nothingToReview(r, l); err != nil {
			return err
		}
	}
	return x.kiosk.web.Page(w, r, status, staff.Review(v))
}

func (x *Scans) nothingToReview(r *http.Request, l looking) (*staff.EmptyView, error) {
	q, err := x.kiosk.store.ScanQueue(r.Context(), l.site.ID, store.UserID(l.by.ID))
	if err != nil || q.Taken == 0 {
		return &staff.EmptyView{Title: l.p.T("scans.review.empty"), Text: l.p.T("scans.review.empty_text")}, err
	}
	return &staff.EmptyView{Title: l.p.T("scans.review.taken"), Text: l.p.N("scans.review.taken_text", q.Taken, "Who", firstWord(q.TakenBy), "Time", l.p.Clock(when(l.site, q.FreeAt)))}, nil
}

func (x *Scans) stack(r *http.Request, l looking, list []store.Reading, f typedCard) (staff.ReviewStack, error) {
	q, err := x.kiosk.store.ScanQueue(r.Context(), l.site.ID, store.UserID(l.by.ID))
	if err != nil {
		return staff.ReviewStack{}, err
	}
	v := staff.ReviewStack{Count: queueText(l.p, q)}
	for i, rd := range list {
		if i > 0 {
			f = typedCard{}
		}
		c, err := x.reviewCard(r.Context(), l, rd, f)
		if err != nil {
			return v, err
		}
		v.Cards = append(v.Cards, c)
	}
	return v, nil
}

func idsOf(list []store.Reading) (ids []store.ReadingID) {
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

func readingID(s string) store.ReadingID {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return store.ReadingID(n)
}

// reviewSentence says what a colleague was quicker with.
func reviewSentence(p *i18n.Printer, err error) string {
	if told, ok := err.(*store.Error); ok {
		return p.T(told.Key)
	}
	return ""
}

// typedCard is what a person has decided and typed about a card.
type typedCard struct {
	act      string // accept, nothing, cannot, serial, again
	serial   string
	boxes    []string // "field:value" of what is ticked
	words    map[string]string
	contact  store.Contact
	sent     bool
	problems map[string]string
}

func readTypedCard(r *http.Request) typedCard {
	get := func(name string) string { return strings.TrimSpace(form.Clean(r.PostFormValue(name))) }
	f := typedCard{act: get("act"), serial: get("serial"), boxes: r.PostForm["box"], words: map[string]string{}, sent: true, problems: map[string]string{},
		contact: store.Contact{Name: get("name"), Email: get("email"), Phone: get("phone")}}
	for name := range r.PostForm {
		if field, ok := strings.CutPrefix(name, "words."); ok && get(name) != "" {
			f.words[field] = get(name)
		}
	}
	return f
}

// sure tells whether more than a number was sent.
func (f typedCard) sure() bool { return f.act == "accept" || f.act == "nothing" }

func (f typedCard) typed() bool { return len(f.words) > 0 || f.contact != store.Contact{} }

// Decide is POST /desk/scans/review: what a person makes of a card, or taking
// the last one back. With part=1 only the cards that come next are answered.
func (x *Scans) Decide(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	l, err := x.looking(r)
	if err != nil {
		return err
	}
	if r.PostFormValue("act") == "undo" {
		return x.takeBack(w, r, l)
	}
	f := readTypedCard(r)
	rd, err := x.kiosk.store.Reading(r.Context(), l.site.ID, readingID(r.PostFormValue("id")))
	if err != nil {
		return x.goOn(w, r, l, reviewSentence(l.p, err), err)
	}
	state, err := x.decide(r, l, rd, &f)
	switch {
	case len(f.problems) > 0 || f.act == "serial":
		return x.sameCard(w, r, l, rd, f)
	case err != nil:
		return x.goOn(w, r, l, reviewSentence(l.p, err), err)
	}
	if state == store.ReadCannot && rd.Card == 0 { // whatever number was tried
		return x.goOn(w, r, l, l.p.T("scans.done.cannot_scan"), nil)
	}
	return x.goOn(w, r, l, l.p.T("scans.done."+string(state), "Serial", firstNonEmpty(rd.Serial, f.serial, l.p.T("scans.card.unknown"))), nil)
}

func firstNonEmpty(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// goOn answers with what comes next; err, if any, is why nothing was done.
// Errors that are not a colleague's doing are passed on.
func (x *Scans) goOn(w http.ResponseWriter, r *http.Request, l looking, said string, err error) error {
	if err != nil && said == "" {
		return err
	}
	if r.PostFormValue("part") == "" {
		return x.showReview(w, r, http.StatusOK, l, nil, typedCard{}, said)
	}
	var ahead []store.ReadingID
	for _, s := range r.PostForm["ahead"] {
		ahead = append(ahead, readingID(s))
	}
	more, failed := x.kiosk.store.ClaimReadings(r.Context(), l.by, l.site.ID, max(reviewAhead-len(ahead), 0), ahead...)
	if failed != nil {
		return failed
	}
	v, failed := x.stack(r, l, more, typedCard{})
	if failed != nil {
		return failed
	}
	v.Said, v.Problem = said, err != nil
	return x.kiosk.web.Page(w, r, http.StatusOK, staff.ReviewNext(l.p, v))
}

// sameCard shows a card again with what was typed and what is missing.
func (x *Scans) sameCard(w http.ResponseWriter, r *http.Request, l looking, rd store.Reading, f typedCard) error {
	status := http.StatusUnprocessableEntity
	if len(f.problems) == 0 {
		status = http.StatusOK
	}
	if r.PostFormValue("part") == "" {
		return x.showReview(w, r, status, l, []store.Reading{rd}, f, "")
	}
	v, err := x.stack(r, l, []store.Reading{rd}, f)
	if err != nil {
		return err
	}
	return x.kiosk.web.Page(w, r, status, staff.ReviewNext(l.p, v))
}

func (x *Scans) takeBack(w http.ResponseWriter, r *http.Request, l looking) error {
	rd, err := x.kiosk.store.TakeBackReading(r.Context(), l.by)
	if err != nil {
		return x.goOn(w, r, l, reviewSentence(l.p, err), err)
	}
	said := l.p.T("scans.done.undone")
	if r.PostFormValue("part") == "" {
		return x.showReview(w, r, http.StatusOK, l, []store.Reading{rd}, typedCard{}, said)
	}
	v, err := x.stack(r, l, []store.Reading{rd}, typedCard{})
	if err != nil {
		return err
	}
	v.Said = said
	return x.kiosk.web.Page(w, r, http.StatusOK, staff.ReviewNext(l.p, v))
}

// decide does what a person says; what keeps it from being done stands in the
// problems of f.
func (x *Scans) decide(r *http.Request, l looking, rd store.Reading, f *typedCard) (store.ReadingState, error) {
	if f.act == "cannot" && rd.State == store.ReadToReview {
		return x.kiosk.store.DecideReading(r.Context(), l.by, l.site.ID, rd.ID, store.ReadingDecision{State: store.ReadCannot})
	}
	known, pr, err := x.cardOf(r.Context(), rd, f.serial)
	if store.CodeOf(err) == store.NotFound {
		f.problems["serial"] = l.p.T(reviewKey(err))
		return "", nil
	}
	if err != nil || f.act == "serial" {
		return "", err
	}
	if f.act == "again" && rd.Card == 0 {
		return x.sameAgain(r, l, rd, known, f)
	}
	d := store.ReadingDecision{Card: known.ID, State: store.ReadEntered, Seen: pr.seen(f.boxes), Private: f.contact != store.Contact{} && amongWords(rd, pr)}
	if q := pr.chosenTwice(d.Seen); q != "" && f.act != "cannot" {
		f.problems["box"] = l.p.T("scans.problem.one")
		return "", nil
	}
	if err := x.fill(r, l, rd, known, pr, f, &d); err != nil || len(f.problems) > 0 {
		return "", err
	}
	if rd.Card == 0 {
		if d.Pictures, err = x.picturesOf(r, rd, pr); err != nil {
			return "", err
		}
	}
	return x.kiosk.store.DecideReading(r.Context(), l.by, l.site.ID, rd.ID, d)
}

// sameAgain says that a picture shows a card that was read before; one that was
// not is looked at.
func (x *Scans) sameAgain(r *http.Request, l looking, rd store.Reading, known store.Card, f *typedCard) (store.ReadingState, error) {
	_, err := x.kiosk.store.StandingReading(r.Context(), known.ID)
	if store.CodeOf(err) == store.NotFound {
		f.act = "serial"
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return x.kiosk.store.DecideReading(r.Context(), l.by, l.site.ID, rd.ID, store.ReadingDecision{Card: known.ID, State: store.ReadAgain})
}

// amongWords tells whether a contact that was typed can only stand among the
// words of a card: its own line is empty, or there is none.
func amongWords(rd store.Reading, pr *printed) bool {
	if rd.Card != 0 {
		return !slices.Contains(rd.Inked, store.ContactPart)
	}
	return contactArea(pr.blank).Empty()
}

func reviewKey(err error) string {
	if told, ok := err.(*store.Error); ok {
		return told.Key
	}
	return "store.card_serial"
}

// fill says what is taken in and what then becomes of the card.
func (x *Scans) fill(r *http.Request, l looking, rd store.Reading, known store.Card, pr *printed, f *typedCard, d *store.ReadingDecision) error {
	raw := pr.filled(d.Seen)
	raw.Text, raw.Contact, raw.Final = f.words["text"], f.contact, true
	for field, words := range f.words {
		if field != "text" {
			raw.Answers[field] = words
		}
	}
	inked := len(rd.Inked) > 0 && f.act != "nothing"
	empty := ticks(d.Seen) == 0 && !f.typed()
	switch {
	case f.act == "cannot": // nobody can read the words: they stay as a picture
		raw.Written = true
	case rd.State == store.ReadToType && inked && !f.typed():
		f.problems["words"] = l.p.T("scans.problem.words")
		return nil
	case inked && !f.typed():
		raw.Written, raw.Final, d.State = true, false, store.ReadToType
	case empty:
		d.State = store.ReadBlank
		return nil
	}
	said, problems, err := x.said(r.Context(), known, raw)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		field := strings.TrimPrefix(problem.Field, "contact.")
		f.problems[field] = l.p.T(problem.Key)
		if problem.N > 0 {
			f.problems[field] = l.p.N(problem.Key, problem.N)
		}
	}
	d.Said = said
	return nil
}

// seen are the boxes of a card as a person sees them.
func (pr *printed) seen(ticked []string) []store.Mark {
	list := make([]store.Mark, len(pr.blank.Boxes))
	for i, b := range pr.blank.Boxes {
		list[i] = store.Mark{Field: b.Field, Value: b.Value, State: string(omr.Blank)}
		if slices.Contains(ticked, b.Field+":"+b.Value) {
			list[i].State = string(omr.Ticked)
		}
	}
	return list
}

// chosenTwice is the field of which two are ticked where one was asked for.
func (pr *printed) chosenTwice(marks []store.Mark) string {
	n := map[string]int{}
	for _, m := range marks {
		if m.State == string(omr.Ticked) {
			n[m.Field]++
			if n[m.Field] > 1 && pr.one(m.Field) {
				return m.Field
			}
		}
	}
	return ""
}

// picturesOf are the pictures of a card whose number was typed: now it is known
// where its contact stands.
func (x *Scans) picturesOf(r *http.Request, rd store.Reading, pr *printed) (map[string][]byte, error) {
	file, err := x.kiosk.store.ReadingPicture(r.Context(), rd.ID, store.CardPart, true)
	if store.CodeOf(err) == store.NotFound { // erased meanwhile
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	g, err := decodeGray(file)
	if err != nil {
		return nil, err
	}
	painted, err := encodeJPEG(withoutContact(pr.blank, g))
	return map[string][]byte{store.CardPart: painted}, err
}
