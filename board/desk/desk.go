// Package desk is where staff answer: the inbox, one complaint with all its
// voices and its history, and the editor of the board's sentences.
package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
	ask "github.com/yousaid/yousaid/templates/wording"
)

// Desk answers the staff pages below /desk. Whoever comes here is signed in:
// the routes are guarded with auth.Require.
type Desk struct {
	store *store.Store
	web   *render.Web
	auth  *auth.Auth
}

// New makes the staff pages.
func New(s *store.Store, web *render.Web, a *auth.Auth) *Desk {
	return &Desk{store: s, web: web, auth: a}
}

// reader is who asks, in which language, at which site and at what time.
type reader struct {
	user store.User
	p    *i18n.Printer
	site store.Site
	now  time.Time
	// asked is what the site's customers are asked; it words the topics.
	asked store.Questionnaire
}

func (d *Desk) reader(r *http.Request) reader {
	site := d.auth.Site(r)
	x := reader{user: auth.UserFrom(r.Context()), p: d.auth.Printer(r), site: site, now: d.store.Now().In(site.Location())}
	if q, err := d.store.Questionnaire(site); err == nil {
		x.asked = q
	}
	return x
}

func (x reader) actor() store.Actor { return store.ActingUser(x.user.ID) }

// at gives the reader a copy that tells time as the site of a complaint does.
func (x reader) at(site store.Site) reader {
	x.site, x.now = site, x.now.In(site.Location())
	return x
}

// moment says a time: with the clock alone where it was today.
func (x reader) moment(t time.Time) string {
	t = t.In(x.site.Location())
	if t.Format(time.DateOnly) == x.now.Format(time.DateOnly) {
		return x.p.T("desk.today", "Time", x.p.Clock(t))
	}
	return x.shortMoment(t)
}

// shortMoment is a day with its time, and its year where that is not this one.
func (x reader) shortMoment(t time.Time) string {
	if t.Year() != x.now.Year() {
		return x.p.ShortDateYearTime(t)
	}
	return x.p.ShortDateTime(t)
}

// day says a day, with its year where that is not this one.
func (x reader) day(t time.Time) string {
	t = t.In(x.site.Location())
	if t.Year() != x.now.Year() {
		return x.p.DateYear(t)
	}
	return x.p.Date(t)
}

// lastDay is day in a sentence that ends with it.
func (x reader) lastDay(t time.Time) string {
	t = t.In(x.site.Location())
	if t.Year() != x.now.Year() {
		return x.p.DateYearBy(t, i18n.Until)
	}
	return x.p.DateBy(t, i18n.Until)
}

// clock says a time of today as the clock shows it, another one with its day.
func (x reader) clock(t time.Time) string {
	t = t.In(x.site.Location())
	if t.Format(time.DateOnly) == x.now.Format(time.DateOnly) {
		return x.p.Clock(t)
	}
	return x.shortMoment(t)
}

// complaintID reads {id} of the address. NotFound for anything but a number.
func complaintID(r *http.Request) (store.ComplaintID, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, &store.Error{Code: store.NotFound, Key: "store.complaint"}
	}
	return store.ComplaintID(id), nil
}

// parseForm reads a posted form of a size that people type.
func parseForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 256<<10)
	return r.ParseForm()
}

// parseDay reads the day of a date field as local midnight; zero for none.
func parseDay(text string, loc *time.Location) (time.Time, bool) {
	if text = strings.TrimSpace(text); text == "" {
		return time.Time{}, true
	}
	day, err := time.ParseInLocation(time.DateOnly, text, loc)
	return day, err == nil
}

func dayText(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(loc).Format(time.DateOnly)
}

func langName(l string) string {
	if i18n.Lang(l).Valid() {
		return i18n.Lang(l).Own()
	}
	return l
}

func channelIcon(c store.Channel) string {
	switch c {
	case store.PhoneChannel:
		return "mobile"
	case store.CardChannel:
		return "cards"
	case store.CallChannel:
		return "phone"
	case store.DeskChannel:
		return "person"
	}
	return "tablet"
}

// topic is the word of a topic, as the owner or the catalogue has it.
func (x reader) topic(topic string) string {
	return ask.Topic(x.p, x.asked, topic, x.site.DefaultLang())
}

// topicShort is the topic in a word, for a narrow list.
func (x reader) topicShort(topic string) string {
	if key := "desk.topic." + topic; x.p.Has(key) {
		return x.p.T(key)
	}
	return x.topic(topic)
}

func topicIcon(topic string) string {
	switch topic {
	case "waiting":
		return "clock"
	case "price":
		return "price"
	case "booking":
		return "calendar"
	case "staff":
		return "manager"
	}
	return ""
}

// cut shortens words for a list.
func cut(text string, max int) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > max {
		return strings.TrimSpace(string(r[:max])) + " …"
	}
	return text
}

func (d *Desk) page(r *http.Request, current, title, body string) (staff.PageView, error) {
	bar, err := d.auth.Bar(r, current)
	return staff.PageView{Bar: bar, Title: title, Body: body, Tabs: true}, err
}
