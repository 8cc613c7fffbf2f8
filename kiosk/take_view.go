package kiosk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// likeShown is how many that say the same are offered, one key each.
const likeShown = 3

func (x *Take) show(w http.ResponseWriter, r *http.Request, status int, t taking, f told) error {
	q, err := x.asked(r, t, f)
	if err != nil {
		return err
	}
	v := staff.TakeView{ID: f.client.String(), LikeURL: "/desk/take/like", Text: f.text, Phone: f.phone, Name: f.name, Email: f.email,
		Settled: f.settled, How: f.how, HowHint: t.p.T("take.how_hint", "Words", x.settledWords(t.site, f.lang)), Call: f.call, CallBy: f.callBy, Problems: f.problems,
		Channels: channelKeys(t.p, f.channel), Topics: topicKeys(t, q, f.topics), Moods: moodKeys(t.p, f.mood), More: moreQuestions(t, q, f), Langs: langChoices(f.lang)}
	v.Page = staff.PageView{Bar: t.bar, Title: t.p.T("take.title"), Body: "taking", CSS: []string{"css/take.css"}, JS: []string{"js/take.js"}, Tabs: true}
	if v.CallBy == "" {
		v.CallBy = when(t.site, t.site.AnswerBy(t.now)).Format(localTime)
	}
	if v.Like, err = x.like(r, t, f); err != nil {
		return err
	}
	open, _, err := x.kiosk.store.CallCounts(r.Context(), t.site.ID)
	if err != nil {
		return err
	}
	v.CallsLabel = t.p.T("take.calls") + " (" + strconv.Itoa(open) + ")"
	if code := r.URL.Query().Get("saved"); code != "" && status == http.StatusOK {
		if v.Receipt, err = x.receipt(r, t, code); err != nil {
			return err
		}
	}
	return x.kiosk.web.Page(w, r, status, staff.Take(v))
}

func channelKeys(p *i18n.Printer, on string) []staff.KeyChoice {
	choice := func(c store.Channel, icon, key string) staff.KeyChoice {
		return staff.KeyChoice{Value: string(c), Label: p.T("common.channel." + string(c)), Icon: icon, Key: key, Code: "Key" + key, On: on == string(c)}
	}
	list := []staff.KeyChoice{choice(store.CallChannel, "phone", "C"), choice(store.DeskChannel, "person", "D")}
	list[0].On = !list[1].On
	return list
}

// topicKeys are the topics of the place with the digits; an eleventh has none.
func topicKeys(t taking, q store.Questionnaire, on []string) []staff.KeyChoice {
	var list []staff.KeyChoice
	for i, topic := range q.Topics() {
		c := staff.KeyChoice{Value: topic, Label: wording.Topic(t.p, q, topic, t.site.DefaultLang())}
		if i < 10 {
			c.Key = strconv.Itoa((i + 1) % 10)
			c.Code = "Digit" + c.Key
		}
		for _, o := range on {
			c.On = c.On || o == topic
		}
		list = append(list, c)
	}
	return list
}

// moodKeys are the faces on the keys of one row, in the same order.
func moodKeys(p *i18n.Printer, on string) []staff.KeyChoice {
	var list []staff.KeyChoice
	for i, key := range []string{"Q", "W", "E", "R", "T"} {
		value := strconv.Itoa(i + 1)
		list = append(list, staff.KeyChoice{Value: value, Label: p.T("common.mood." + value), Face: i + 1, Key: key, Code: "Key" + key, On: on == value})
	}
	return list
}

func langChoices(on string) []staff.Choice {
	var list []staff.Choice
	for _, l := range i18n.Languages() {
		list = append(list, staff.Choice{Value: string(l), Label: l.Own(), Selected: string(l) == on})
	}
	return list
}

// like offers open complaints that say the same as what is typed.
func (x *Take) like(r *http.Request, t taking, f told) (staff.LikeView, error) {
	var v staff.LikeView
	if strings.TrimSpace(f.text) == "" {
		return v, nil
	}
	items, err := x.kiosk.store.SayTheSame(r.Context(), t.site.ID, f.text, f.topics, likeShown)
	if err != nil || len(items) == 0 {
		return v, err
	}
	people := 0
	for i, item := range items {
		people += item.People
		key := []string{"G", "H", "J"}[i]
		v.Others = append(v.Others, staff.LikeChoice{Quote: t.p.Quoted(clip(strings.Join(strings.Fields(item.Text), " "), 110)), Lang: item.Lang,
			Meta:      item.Reference + " · " + t.p.N("desk.row.people", item.People) + " · " + t.p.T("common.status."+string(item.Status)),
			KeyChoice: staff.KeyChoice{Value: item.ID.String(), Key: key, Code: "Key" + key, On: item.ID == f.joins}})
	}
	v.Title = t.p.N("take.like", people)
	v.None = staff.KeyChoice{Label: t.p.T("take.like_none"), Key: "K", Code: "KeyK", On: f.joins == 0}
	return v, nil
}

// receipt is what is read out of a submission that was just saved; nothing for
// a code that is not known.
func (x *Take) receipt(r *http.Request, t taking, code string) (*staff.TakeReceipt, error) {
	s, err := x.kiosk.store.SubmissionByReference(r.Context(), code)
	if store.CodeOf(err) == store.NotFound || err == nil && s.TakenBy == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c, err := x.kiosk.store.Complaint(r.Context(), s.Root, 0)
	if err != nil {
		return nil, err
	}
	page := x.kiosk.statusURL(r, s.StatusToken)
	theirs := x.kiosk.printer(t.site, s.Lang)
	v := &staff.TakeReceipt{Code: s.Reference, URL: page, Site: t.site.LongName, OpenURL: "/desk/c/" + s.Root.String(), SlipLang: string(theirs.Lang)}
	down, err := x.kiosk.store.TakenDown(r.Context(), s.ID)
	if err != nil {
		return nil, err
	}
	v.Lines = []string{t.p.T("take.saved.code", "Code", s.Reference), outcome(t.p, t.site, s, down)}
	v.Slip = []string{outcome(theirs, t.site, s, down), theirs.T("take.saved.url")}
	if c.People > 1 {
		v.Joined = t.p.N("take.saved.joined", c.People)
	}
	qr := qrCode(page, theirs)
	v.QRBox, v.QRPath = qr.Box, qr.Path
	return v, nil
}

// outcome says to the person what happens next.
func outcome(p *i18n.Printer, site store.Site, s store.Submission, down store.TakenDown) string {
	switch {
	case down.Settled:
		return p.T("take.saved.settled")
	case !down.CallBy.IsZero():
		return p.T("take.saved.call", "When", p.DateTimeBy(when(site, down.CallBy), i18n.By))
	case s.Asks:
		return p.T("take.saved.by", "When", p.DateTimeBy(when(site, s.AnswerBy), i18n.By))
	}
	return p.T("take.saved.thanks")
}
