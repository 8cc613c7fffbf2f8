package desk

import (
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// wording is the form of the board editor.
type wording struct {
	Do          string
	Version     int64
	Said, Doing store.Words
	Owner       store.UserID
	Due         time.Time
	DueText     string
	Status      store.Status
	Sure        bool              // what was found points to nobody
	problems    map[string]string // field -> sentence
	pointing    bool              // a problem asks for that press
}

func parseWording(form url.Values, site store.Site) wording {
	f := wording{Do: form.Get("do"), Said: store.Words{}, Doing: store.Words{}, DueText: form.Get("due"), Status: store.Status(form.Get("status")), problems: map[string]string{}}
	if f.Sure = form.Get("sure") != ""; f.Sure && f.Do == "" {
		f.Do = "put"
	}
	f.Version, _ = strconv.ParseInt(form.Get("version"), 10, 64)
	owner, _ := strconv.ParseInt(form.Get("owner"), 10, 64)
	f.Owner = store.UserID(owner)
	for _, l := range site.Languages {
		f.Said[l], f.Doing[l] = oneLine(form.Get("said."+l)), oneLine(form.Get("do."+l))
	}
	var ok bool
	if f.Due, ok = parseDay(f.DueText, site.Location()); !ok {
		f.problems["due"] = "desk.date_wrong"
	}
	return f
}

// stored is the form as it is saved now.
func stored(c store.ComplaintPage, site store.Site) wording {
	f := wording{Version: c.Version, Said: store.Words{}, Doing: store.Words{}, Owner: c.Owner, Due: c.By, DueText: dayText(c.By, site.Location()), Status: c.Status, problems: map[string]string{}}
	if c.Entry != nil {
		f.Said, f.Doing = c.Entry.Said, c.Entry.Doing
	}
	return f
}

// check finds what keeps the entry from being saved as the button asks.
func (f *wording) check(x reader, c store.ComplaintPage, know personal) {
	f.tooLong(x)
	main := x.site.DefaultLang()
	need := func(bad bool, field, key string) {
		if bad && f.problems[field] == "" {
			f.problems[field] = x.p.T(key)
		}
	}
	if f.problems["due"] != "" {
		f.problems["due"] = x.p.T(f.problems["due"])
	}
	again := f.Do != "off" && f.Status == store.Cant
	need(f.Do == "put" && f.Said[main] == "", "said."+main, "desk.board.said_missing")
	need(f.Doing[main] == "" && (f.Do == "put" || f.Status != store.Heard) && f.Do != "off", "do."+main, "desk.board.do_missing")
	need(again && f.Due.IsZero(), "due", "desk.cant.again_missing")
	need(again && (c.Status != store.Cant || !f.Due.Equal(c.By)) && !f.Due.After(x.now), "due", "desk.cant.again_past")
	if f.Do != "put" {
		return
	}
	need(f.Owner == 0, "owner", "desk.board.owner_missing")
	need(f.Due.IsZero() && f.Status != store.Done, "due", "desk.board.due_missing")
	f.point(x, know)
}

func (f *wording) tooLong(x reader) {
	for prefix, sentences := range map[string]store.Words{"said.": f.Said, "do.": f.Doing} {
		most := store.MaxSaid
		if prefix == "do." {
			most = store.MaxDoing
		}
		for l, s := range sentences {
			if utf8.RuneCountInString(s) > most {
				f.problems[prefix+l] = x.p.T("desk.board.too_long", "Max", most)
			}
		}
	}
}

// point asks once about whatever may point to a person.
func (f *wording) point(x reader, know personal) {
	if f.Sure {
		return
	}
	words := map[string][]string{}
	for _, found := range know.pointers(*f) {
		words[found.field] = append(words[found.field], found.word)
	}
	f.pointing = len(words) > 0
	for field, list := range words {
		if f.problems[field] == "" {
			f.problems[field] = x.p.T("desk.board.points", "Word", strings.Join(list, ", "))
		}
	}
}

// boardPage reads what the editor is about.
func (d *Desk) boardPage(r *http.Request) (reader, store.ComplaintPage, error) {
	x := d.reader(r)
	id, err := complaintID(r)
	if err != nil {
		return x, store.ComplaintPage{}, err
	}
	c, err := d.store.Complaint(r.Context(), id, x.user.ID)
	if err != nil {
		return x, c, err
	}
	site, err := d.store.Site(c.Site)
	return x.at(site), c, err
}

// BoardEdit shows the editor of one board entry beside the real board.
func (d *Desk) BoardEdit(w http.ResponseWriter, r *http.Request) error {
	x, c, err := d.boardPage(r)
	if err != nil {
		return err
	}
	f := stored(c, x.site)
	if r.URL.Query().Get("want") == "put" {
		know, err := d.personal(r, x, c)
		if err != nil {
			return err
		}
		f.Do = "put"
		f.check(x, c, know)
	}
	return d.editor(w, r, http.StatusOK, x, c, f, nil)
}

// BoardSave saves the sentences with owner, date and status, and puts the
// entry on the board, keeps it as a draft, or takes it off.
func (d *Desk) BoardSave(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(w, r); err != nil {
		return err
	}
	x, c, err := d.boardPage(r)
	if err != nil {
		return err
	}
	know, err := d.personal(r, x, c)
	if err != nil {
		return err
	}
	f := parseWording(r.PostForm, x.site)
	if f.Do != "off" && f.Do != "put" && c.Entry != nil && c.Entry.Shown {
		f.Do = "put" // what stands on the board stays there
	}
	f.check(x, c, know)
	if len(f.problems) > 0 {
		return d.editor(w, r, http.StatusUnprocessableEntity, x, c, f, nil)
	}
	if f.Version != c.Version {
		return d.boardConflict(w, r, x, c, f)
	}
	err = d.saveWording(r, x, c, f)
	switch store.CodeOf(err) {
	case store.Conflict:
		if _, c, err = d.boardPage(r); err != nil {
			return err
		}
		return d.boardConflict(w, r, x, c, f)
	case store.Invalid:
		field, sentence := render.Sentence(x.p, err)
		f.problems[boardField(field, x.site.DefaultLang())] = sentence
		return d.editor(w, r, http.StatusUnprocessableEntity, x, c, f, nil)
	}
	if err != nil {
		return err
	}
	what := map[string]string{"put": "board_on", "off": "board_off"}[f.Do]
	if what == "" {
		what = "saved"
	}
	return d.web.Redirect(w, r, done("/desk/board/"+c.ID.String(), what))
}

func boardField(field, main string) string {
	switch field {
	case "doing", "words":
		return "do." + main
	case "by":
		return "due"
	case "said":
		return "said." + main
	}
	return field
}

// saveWording makes the steps of one press; each hands on its version.
func (d *Desk) saveWording(r *http.Request, x reader, c store.ComplaintPage, f wording) error {
	ctx, version, main := r.Context(), f.Version, x.site.DefaultLang()
	if f.Owner != c.Owner || !f.Due.Equal(c.By) {
		if err := d.store.SetPlan(ctx, x.actor(), c.ID, version, store.Plan{Owner: f.Owner, Action: c.Action, By: f.Due}); err != nil {
			return err
		}
		version++
	}
	if f.Status.Valid() && f.Status != c.Status {
		// What the board says we do is the sentence that explains the step.
		words := f.Doing.In(main, main)
		if words == "" {
			words = f.Said.In(main, main)
		}
		again := time.Time{}
		if f.Status == store.Cant {
			again = f.Due
		}
		if err := d.store.SetStatus(ctx, x.actor(), c.ID, version, f.Status, words, again); err != nil {
			return err
		}
		version++
	}
	return d.store.SaveEntry(ctx, x.actor(), c.ID, version, f.Said, f.Doing, f.Do == "put")
}

func (d *Desk) boardConflict(w http.ResponseWriter, r *http.Request, x reader, c store.ComplaintPage, f wording) error {
	theirs, main := stored(c, x.site), x.site.DefaultLang()
	view := &staff.ConflictView{Text: x.p.T("desk.conflict.text", "Name", lastActor(x, c))}
	row := func(field, a, b string) {
		if a != b {
			view.Rows = append(view.Rows, staff.ConflictRow{Field: field, Theirs: a, Yours: b})
		}
	}
	for _, l := range x.site.Languages {
		name := ""
		if l != main {
			name = " (" + langName(l) + ")"
		}
		row(x.p.T("desk.board.said")+name, theirs.Said[l], f.Said[l])
		row(x.p.T("desk.board.do")+name, theirs.Doing[l], f.Doing[l])
	}
	row(x.p.T("desk.due"), theirs.DueText, f.DueText)
	row(x.p.T("desk.status.where"), x.p.T("common.status."+string(theirs.Status)), x.p.T("common.status."+string(f.Status)))
	f.Version = c.Version
	return d.editor(w, r, http.StatusConflict, x, c, f, view)
}

func (d *Desk) editor(w http.ResponseWriter, r *http.Request, status int, x reader, c store.ComplaintPage, f wording, conflict *staff.ConflictView) error {
	page, err := d.page(r, "board", x.p.T("desk.board.edit"), "panes flow")
	if err != nil {
		return err
	}
	url := "/desk/board/" + c.ID.String()
	page.Bar.Notice = d.notice(r, url)
	v := staff.BoardEditView{Page: page, URL: url, Version: strconv.FormatInt(f.Version, 10), Due: f.DueText, Statuses: statuses(x, f.Status, false),
		On: c.Entry != nil && c.Entry.Shown, Saved: c.Entry != nil, Problems: f.problems, Conflict: conflict, Views: views(x)}
	if v.Owners, err = d.shownOwners(r, x, f.Owner); err != nil {
		return err
	}
	main := x.site.DefaultLang()
	v.Main = wordingView(x, f, main)
	for _, l := range x.site.Languages {
		if l != main {
			v.Others = append(v.Others, wordingView(x, f, l))
		}
	}
	know, err := d.personal(r, x, c)
	if err != nil {
		return err
	}
	v.Checks, v.Points = checks(x, f, know), f.pointing
	v.Preview = preview(x, c, f)
	voicesOf(x, c, &v)
	return d.web.Page(w, r, status, staff.BoardEdit(v))
}

// BoardChecks gives the statements about an entry while it is typed.
func (d *Desk) BoardChecks(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(w, r); err != nil {
		return err
	}
	x, c, err := d.boardPage(r)
	if err != nil {
		return err
	}
	know, err := d.personal(r, x, c)
	if err != nil {
		return err
	}
	return d.web.Page(w, r, http.StatusOK, staff.Checks(checks(x, parseWording(r.PostForm, x.site), know)))
}

func wordingView(x reader, f wording, lang string) staff.WordingView {
	said, doing := f.Said[lang], f.Doing[lang]
	v := staff.WordingView{Lang: lang, Name: langName(lang), Said: said, Do: doing, SaidMax: store.MaxSaid, DoMax: store.MaxDoing, Written: said != "" && doing != "",
		SaidLeft: x.p.T("desk.board.letters", "N", utf8.RuneCountInString(said), "Max", store.MaxSaid),
		DoLeft:   x.p.T("desk.board.letters", "N", utf8.RuneCountInString(doing), "Max", store.MaxDoing),
		SaidErr:  f.problems["said."+lang], DoErr: f.problems["do."+lang]}
	v.State = v.Name
	if !v.Written {
		v.State = x.p.T("desk.board.to_write", "Lang", v.Name)
	}
	v.Open = v.SaidErr != "" || v.DoErr != ""
	return v
}

// shownOwners are the people to choose from, named as the board names them.
func (d *Desk) shownOwners(r *http.Request, x reader, current store.UserID) ([]staff.Choice, error) {
	users, err := d.store.Users(r.Context())
	if err != nil {
		return nil, err
	}
	list := []staff.Choice{{Label: x.p.T("desk.owner_none"), Selected: current == 0}}
	for _, u := range users {
		if !u.DisabledAt.IsZero() && u.ID != current {
			continue
		}
		c := staff.Choice{Value: ownerText(u.ID), Label: u.ShownName(), Selected: u.ID == current}
		if c.Label == "" {
			c.Label = x.p.T("desk.board.who_role", "Name", u.FirstName(), "Role", x.p.T("common.role."+string(u.Role)))
		}
		list = append(list, c)
	}
	return list, nil
}

func views(x reader) []staff.Choice {
	var list []staff.Choice
	for _, v := range []string{"wide", "tall", "tablet", "phone"} {
		list = append(list, staff.Choice{Value: v, Label: x.p.T("desk.board.view_" + v), Selected: v == "wide"})
	}
	return list
}

// preview is the address of the real board page with this entry as it is
// being written.
func preview(x reader, c store.ComplaintPage, f wording) string {
	main := x.site.DefaultLang()
	q := url.Values{"complaint": {c.ID.String()}, "said": {f.Said[main]}, "doing": {f.Doing[main]}, "status": {string(f.Status)}, "lang": {main}}
	return "/board/" + x.site.Slug + "/preview?" + q.Encode()
}

// voicesOf says how many said it, by which ways, and lets a few speak.
func voicesOf(x reader, c store.ComplaintPage, v *staff.BoardEditView) {
	counts := map[store.Channel]int{}
	for _, s := range c.Submissions {
		counts[s.Channel]++
		if s.Text != "" && len(v.Quotes) < 3 {
			v.Quotes = append(v.Quotes, staff.QuoteView{Text: cut(s.Text, 70), Lang: s.Lang})
		}
	}
	var channels []store.Channel
	for ch := range counts {
		channels = append(channels, ch)
	}
	sort.Slice(channels, func(i, j int) bool {
		a, b := channels[i], channels[j]
		return counts[a] > counts[b] || counts[a] == counts[b] && a < b
	})
	by := ""
	for i, ch := range channels {
		if i > 0 {
			by += ", "
		}
		by += x.p.N("desk.channel."+string(ch), counts[ch])
	}
	v.Voices = x.p.N("desk.board.voices", c.People, "By", by)
	v.All, v.AllURL = x.p.N("desk.board.all_voices", len(c.Submissions)), "/desk/c/"+c.ID.String()+"?all=1"
}
