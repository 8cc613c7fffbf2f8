package desk

import (
	"net/http"
	"strconv"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
	ask "github.com/yousaid/yousaid/templates/wording"
)

// similarShown is how many that say the same are offered at once.
const similarShown = 8

// Item opens one complaint; the first time, that it was read is noted.
func (d *Desk) Item(w http.ResponseWriter, r *http.Request) error {
	id, err := complaintID(r)
	if err != nil {
		return err
	}
	x := d.reader(r)
	c, err := d.store.Complaint(r.Context(), id, x.user.ID)
	if err != nil {
		return err
	}
	if c.ID != id {
		return d.web.Redirect(w, r, "/desk/c/"+c.ID.String()+parseFilter(r.URL.Query()).suffix())
	}
	if c.ReadAt.IsZero() {
		if err := d.store.Read(r.Context(), x.actor(), id); err != nil {
			return err
		}
		if c, err = d.store.Complaint(r.Context(), id, x.user.ID); err != nil {
			return err
		}
	}
	return d.show(w, r, http.StatusOK, c, nil)
}

// show renders the page of a complaint; change, if any, puts in what was
// typed and what is to be said about it.
func (d *Desk) show(w http.ResponseWriter, r *http.Request, status int, c store.ComplaintPage, change func(*staff.ItemView)) error {
	item, err := d.itemView(r, c)
	if err != nil {
		return err
	}
	if change != nil {
		change(&item)
	}
	list, err := d.list(r, c.ID)
	if err != nil {
		return err
	}
	page, err := d.page(r, "inbox", item.Code, "panes inbox item")
	if err != nil {
		return err
	}
	page.Bar.Notice = d.notice(r, item.URL)
	return d.web.Page(w, r, status, staff.Desk(staff.DeskView{Page: page, List: list, Item: &item}))
}

func (d *Desk) itemView(r *http.Request, c store.ComplaintPage) (staff.ItemView, error) {
	x, f := d.reader(r), parseFilter(r.URL.Query())
	site, err := d.store.Site(c.Site)
	if err != nil {
		return staff.ItemView{}, err
	}
	x = x.at(site)
	asked, err := d.asked(r.Context(), x, c.Submissions)
	if err != nil {
		return staff.ItemView{}, err
	}
	url := "/desk/c/" + c.ID.String()
	first := c.Submissions[0]
	at := first.ReceivedAt.In(site.Location())
	v := staff.ItemView{ID: c.ID.String(), URL: url + f.suffix(), Version: strconv.FormatInt(c.Version, 10), Code: first.Reference,
		When: x.came(first, func(t time.Time) string { return when(x, t.In(site.Location())) }), WhenShort: x.p.WeekdayShort(at) + " " + x.p.Clock(at), Channel: x.p.T("common.channel." + string(first.Channel)),
		Status: string(c.Status), Action: c.Action, Due: dayText(c.By, site.Location()), Answer: c.Draft,
		Promise: promiseView(x, c.Complaint), History: historyView(x, c), Back: "/desk" + f.suffix(),
		Escalate: escalate(x, c.Complaint), Kinds: kinds(x, c.Kind), Statuses: statuses(x, c.Status, true),
		VoicesOpen: r.URL.Query().Get("all") != ""}
	cards, err := d.scanned(r.Context(), x, c.Submissions)
	if err != nil {
		return v, err
	}
	v.Voices, v.VoicesTitle = voices(x, c, asked, url, f), x.p.N("desk.voice.more", len(c.Submissions)-1)
	for i, said := range c.Submissions {
		v.Voices[i].Scanned = cards[said.ID]
		for _, card := range cards[said.ID] {
			if len(card.Words) > 0 {
				v.Voices[i].NoWords = x.p.T("scans.desk.written")
			}
		}
	}
	v.AnswerTo, v.AnswerMore = readers(x, c)
	v.Sent, v.Board = sent(x, c), boardLine(x, c, url)
	if v.Owners, err = d.owners(r, x, c.Owner); err != nil {
		return v, err
	}
	v.Suggest, err = d.suggest(r, x, c, url+"/group"+f.suffix())
	return v, err
}

// escalate is the button that hands a complaint up: it names the role that is
// told next. It is empty where nobody is left to tell.
func escalate(x reader, c store.Complaint) string {
	switch {
	case !c.Asks || !c.AnsweredAt.IsZero() || c.Escalation > 1:
		return ""
	case c.Escalation == 1 || !x.now.Before(c.AnswerBy):
		return x.p.T("desk.escalate_director")
	}
	return x.p.T("desk.escalate_manager")
}

// when is the day by its name in the last week, by its date before.
func when(x reader, t time.Time) string {
	if x.now.Sub(t) < 6*24*time.Hour {
		return x.p.Weekday(t) + ", " + x.p.Clock(t)
	}
	if t.Year() != x.now.Year() {
		return x.shortMoment(t)
	}
	return x.p.DateTime(t)
}

// saidBefore is how much earlier than they came words were said for both times
// to be shown.
const saidBefore = 5 * time.Minute

// came is when words came, and when they were said if a tablet or phone with a
// right clock kept them meanwhile. Of a returned card only the first is known.
func (x reader) came(s store.Submission, show func(time.Time) string) string {
	onPaper := s.Channel == store.CardChannel && s.Device == 0
	if onPaper || s.Flags&store.FlagClock != 0 || s.ReceivedAt.Sub(s.CapturedAt) <= saidBefore {
		return show(s.ReceivedAt)
	}
	return x.p.T("desk.said_came", "Said", show(s.CapturedAt), "Came", show(s.ReceivedAt))
}

func voices(x reader, c store.ComplaintPage, asked map[store.QuestionnaireID]store.Questionnaire, url string, f filter) []staff.VoiceView {
	var list []staff.VoiceView
	for i, s := range c.Submissions {
		v := staff.VoiceView{ID: strconv.FormatInt(int64(s.ID), 10), Code: s.Reference, Words: s.Text, Lang: s.Lang, NoWords: x.p.T("desk.row.no_words"),
			Mood: s.Mood, Channel: x.p.T("common.channel." + string(s.Channel)), Icon: channelIcon(s.Channel), When: x.came(s, x.moment),
			HasContact: s.HasContact, ContactURL: url + "/contact" + f.suffix(), Main: i == 0}
		if s.Flags&store.FlagErased != 0 {
			v.NoWords = x.p.T("desk.h.erased")
		}
		if s.Mood > 0 {
			v.MoodWord = x.p.T("common.mood." + strconv.Itoa(s.Mood))
		}
		if s.Lang != string(x.p.Lang) {
			v.LangName = langName(s.Lang)
		}
		if s.Complaint != c.ID {
			v.TakeOutURL = url + "/ungroup" + f.suffix()
		}
		for _, t := range s.Topics {
			v.Topics = append(v.Topics, staff.TopicView{Icon: topicIcon(t), Label: ask.Topic(x.p, asked[s.Questionnaire], t, x.site.DefaultLang())})
		}
		v.Answers = further(x, asked[s.Questionnaire], s)
		for _, a := range s.Additions {
			v.Added = append(v.Added, a.Text)
		}
		v.Photos = photosOf(x, s)
		list = append(list, v)
	}
	return list
}

// readers says who will read an answer, and how.
func readers(x reader, c store.ComplaintPage) (to, more string) {
	withContact := 0
	for _, s := range c.Submissions {
		if s.HasContact {
			withContact++
		}
	}
	if withContact > 0 {
		more = x.p.N("desk.answer.contact", withContact)
	}
	if len(c.Submissions) == 1 {
		return x.p.T("desk.answer.to_one"), more
	}
	return x.p.N("desk.answer.to_many", len(c.Submissions)), more
}

func sent(x reader, c store.ComplaintPage) []staff.SentView {
	var list []staff.SentView
	for _, a := range c.Answers {
		list = append(list, staff.SentView{Text: a.Text, Head: firstName(a.ByName) + ", " + x.moment(a.At)})
	}
	return list
}

func boardLine(x reader, c store.ComplaintPage, url string) staff.BoardLine {
	v := staff.BoardLine{URL: "/desk/board/" + c.ID.String(), Text: x.p.T("desk.board.none"), Link: x.p.T("desk.board.write_link")}
	if c.Entry == nil {
		return v
	}
	said := c.Entry.Said.In(string(x.p.Lang), x.site.DefaultLang())
	v.Known, v.On, v.Link = true, c.Entry.Shown, x.p.T("desk.board.edit_link")
	v.Text = x.p.T("desk.board.not_as", "Said", said)
	if v.On {
		v.Text = x.p.T("desk.board.as", "Said", said)
	}
	return v
}

func (d *Desk) owners(r *http.Request, x reader, current store.UserID) ([]staff.Choice, error) {
	users, err := d.store.Users(r.Context())
	if err != nil {
		return nil, err
	}
	list := []staff.Choice{{Value: "", Label: x.p.T("desk.owner_none"), Selected: current == 0}}
	for _, u := range users {
		if u.DisabledAt.IsZero() || u.ID == current {
			list = append(list, staff.Choice{Value: strconv.FormatInt(int64(u.ID), 10), Label: u.Name, Selected: u.ID == current})
		}
	}
	return list, nil
}

func kinds(x reader, current store.Kind) []staff.Choice {
	var list []staff.Choice
	for _, k := range []store.Kind{store.KindComplaint, store.KindSuggestion, store.KindPraise} {
		list = append(list, staff.Choice{Value: string(k), Label: x.p.T("common.kind." + string(k)), Selected: k == current})
	}
	return list
}

// statuses are the steps to choose from. Can't has its own form at the desk,
// since it needs a date.
func statuses(x reader, current store.Status, desk bool) []staff.Choice {
	var list []staff.Choice
	for _, s := range []store.Status{store.Heard, store.Planned, store.Doing, store.Done, store.Cant} {
		if s == store.Cant && desk {
			continue
		}
		list = append(list, staff.Choice{Value: string(s), Label: x.p.T("common.status." + string(s)), Selected: s == current})
	}
	return list
}

// suggest offers open complaints that seem to say the same; it never groups.
func (d *Desk) suggest(r *http.Request, x reader, c store.ComplaintPage, url string) (*staff.SuggestView, error) {
	if c.Status == store.Done || c.Status == store.Cant {
		return nil, nil
	}
	similar, err := d.store.Similar(r.Context(), c.ID, similarShown)
	if err != nil || len(similar) == 0 {
		return nil, err
	}
	people := 0
	v := &staff.SuggestView{URL: url, Open: r.URL.Query().Get("look") != ""}
	for _, s := range similar {
		people += s.People
		v.Others = append(v.Others, staff.OtherView{ID: s.ID.String(), Quote: x.p.Quoted(cut(s.Text, 160)), Lang: s.Lang,
			Meta: joinDots([]string{s.Reference, meta(x, s), x.moment(s.ReceivedAt)})})
	}
	v.Text = x.p.N("desk.group.text", people)
	return v, nil
}
