package staff

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

var update = flag.Bool("update", false, "write the golden pages of the desk anew")

// hash is the content hash in an asset's address: the pages shall not change
// whenever a style sheet does.
var hash = regexp.MustCompile(`(/assets/[\w/-]+)\.[0-9a-f]{10}\.`)

func golden(t *testing.T, name string, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(hash.ReplaceAllString(b.String(), "$1."), "><", ">\n<") + "\n"
	file := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; look at it, then run go test -update", name)
	}
	return got
}

func printer(t *testing.T, l i18n.Lang) *i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(l)
}

func deskShell(t *testing.T) templates.Shell {
	t.Helper()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	return templates.Shell{Assets: set}
}

func sampleBar(t *testing.T, l i18n.Lang) BarView {
	p := printer(t, l)
	return BarView{
		Shell: deskShell(t), P: p, Site: "Linden Park", User: "Marta", Here: "/desk",
		Sites: []SiteChoice{{"1", "Linden Park", true}, {"2", "Harbour Pool", false}},
		Nav: []NavItem{
			{Href: "/desk", Icon: "inbox", Label: p.T("desk.nav.inbox"), Current: true, Late: 2, LateLabel: p.N("desk.nav.late", 2)},
			{Href: "/desk/board", Icon: "board", Label: p.T("desk.nav.board")},
			{Href: "/office/report", Icon: "report", Label: p.T("desk.nav.report")},
			{Href: "/office/cards", Icon: "cards", Label: p.T("desk.nav.cards")},
		},
		Languages: []LangChoice{{"en", "English", l == i18n.English}, {"de", "Deutsch", l == i18n.German}},
	}
}

func sampleList(p *i18n.Printer) ListView {
	return ListView{
		Title: p.N("desk.inbox.title", 14), Order: p.T("desk.inbox.order"), Refresh: "/desk/list",
		Filters: []FilterView{{Href: "/desk", Label: p.T("desk.filter.all"), Current: true}, {Href: "/desk?show=mine", Label: p.T("desk.filter.mine"), N: 4}, {Href: "/desk?show=none", Label: p.T("desk.filter.unowned"), N: 3}},
		More:    []FilterView{{Href: "/desk?topic=price", Label: p.T("common.topic.price"), Group: p.T("desk.filter.topic")}, {Href: "/desk?view=closed", Label: p.T("desk.filter.closed"), Group: p.T("desk.filter.archive")}},
		Rows: []RowView{
			{Href: "/desk/c/1", Late: true, Dial: DialView{State: "late"}, Time: p.T("desk.row.late", "Time", "3 h"), Quote: "“The lifeguard shouted at my son.”", QuoteLang: "en",
				Told: p.T("desk.row.told_manager", "Name", "Ana", "Time", "11:30"), ChannelIcon: "cards", Channel: p.T("common.channel.card"), Meta: p.T("desk.topic.staff"), OwnerText: p.T("desk.row.no_owner")},
			{Href: "/desk/c/3", Current: true, Dial: DialView{State: "left", Left: 9}, Time: p.T("desk.row.left", "Time", "4 h 10 min"), Quote: "“The website said €9 for swim and sauna. At the desk it was €14 …”", QuoteLang: "en",
				ChannelIcon: "tablet", Channel: p.T("common.channel.kiosk"), Meta: p.T("desk.topic.price"), People: p.N("desk.row.people", 26), Owner: "Marta", OwnerText: "Marta"},
			{Href: "/desk/c/4", Dial: DialView{State: "left", Left: 88}, Time: p.T("desk.row.left", "Time", "1 d 18 h"), Quote: "“Музика о сьомій ранку надто гучна.”", QuoteLang: "uk",
				ChannelIcon: "tablet", Channel: p.T("common.channel.kiosk"), Meta: "Music · Українська", Owner: "Tomas", OwnerText: "Tomas"},
		},
	}
}

func sampleItem(p *i18n.Printer) ItemView {
	return ItemView{
		ID: "3", URL: "/desk/c/3", Version: "7", Code: "LP-7K4M", When: "Tuesday, 18:42", WhenShort: "Tue 18:42", Channel: p.T("common.channel.kiosk"), Status: "planned", Back: "/desk",
		Voices: []VoiceView{
			{ID: "9", Code: "LP-7K4M", Main: true, Words: "The website said €9 for swim and sauna. At the desk it was €14, and I stood twenty minutes to find out.", Lang: "en", Mood: 2, MoodWord: p.T("common.mood.2"),
				Topics: []TopicView{{"price", p.T("common.topic.price")}, {"clock", p.T("common.topic.waiting")}}, Added: []string{"It was on Sunday."}, HasContact: true, ContactURL: "/desk/c/3/contact"},
			{ID: "12", Code: "LP-9QX2", Words: "Hinnakiri seinal on vale", Lang: "et", LangName: "Eesti", Mood: 1, MoodWord: p.T("common.mood.1"), Icon: "cards", Channel: p.T("common.channel.card"), When: "Wed 18 Nov", TakeOutURL: "/desk/c/3/ungroup"},
		},
		VoicesTitle: p.N("desk.voice.more", 1),
		Suggest:     &SuggestView{URL: "/desk/c/3/group", Text: p.N("desk.group.text", 3), Others: []OtherView{{"21", "“Sauna price wrong”", "en", "LP-AAAA · Wed"}, {"22", "“Preis an der Kasse höher”", "de", "LP-BBBB · Thu"}}},
		Owners:      []Choice{{Value: "", Label: p.T("desk.owner_none"), Selected: false}, {Value: "2", Label: "Marta", Selected: true}}, Action: "One price list: desk, wall, website", Due: "2026-11-27",
		Answer:   "You were right. The website had last year’s price. It is corrected, and from 27 November there is one list for desk, wall and website. Your next sauna is €9: show this page at the desk. Marta",
		AnswerTo: p.T("desk.answer.to_one"), Note: "Web page fixed Wednesday.",
		Statuses: statuses(p, "planned"), Kinds: []Choice{{Value: "complaint", Label: p.T("common.kind.complaint"), Selected: true}},
		Board:    BoardLine{Known: true, On: true, Text: p.T("desk.board.as", "Said", "Price was not what we were told"), URL: "/desk/board/3", Link: p.T("desk.board.edit_link")},
		Promise:  PromiseView{Dial: DialView{State: "left", Left: 9, Big: true}, Time: p.T("desk.row.left", "Time", "4 h 10 min"), Of: p.T("desk.promise.was", "Time", "Thu 19 Nov, 18:42")},
		History:  []EventView{{"tablet", "you", "Said on the reception tablet, no contact left", "", "Tue 17 Nov, 18:42"}, {"person", "", "Ana gave it to [Marta]", "yours, the price list", "Wed 18 Nov, 08:10"}, {"hourglass", "next", "Answer promised", "", "Today, 18:42"}},
		Escalate: p.T("desk.escalate_manager"),
	}
}

func statuses(p *i18n.Printer, on string) []Choice {
	var list []Choice
	for _, s := range []string{"heard", "planned", "doing", "done", "cant"} {
		list = append(list, Choice{Value: s, Label: p.T("common.status." + s), Selected: s == on})
	}
	return list
}

func sampleBoardEdit(t *testing.T, l i18n.Lang) BoardEditView {
	bar := sampleBar(t, l)
	p := bar.P
	return BoardEditView{
		Page: PageView{Bar: bar, Title: p.T("desk.board.edit"), Body: "panes flow", Tabs: true}, URL: "/desk/board/3", Version: "7",
		Main:   WordingView{Lang: "en", Name: "English", Said: "Price was not what we were told", Do: "One price list: same at the desk, on the wall, online.", SaidMax: 48, DoMax: 72, SaidLeft: p.T("desk.board.letters", "N", 31, "Max", 48), DoLeft: p.T("desk.board.letters", "N", 54, "Max", 72), Written: true},
		Others: []WordingView{{Lang: "de", State: "Deutsch", Written: true, SaidMax: 48, DoMax: 72}, {Lang: "fil", State: p.T("desk.board.to_write", "Lang", "Filipino"), SaidMax: 48, DoMax: 72}},
		Owners: []Choice{{Value: "2", Label: "Olena", Selected: true}}, Due: "2026-11-27", Statuses: statuses(p, "planned"),
		Preview: "/board/linden-park/preview?entry=3", Views: []Choice{{Value: "wide", Label: p.T("desk.board.view_wide"), Selected: true}, {Value: "tall", Label: p.T("desk.board.view_tall"), Selected: false}, {Value: "tablet", Label: p.T("desk.board.view_tablet"), Selected: false}, {Value: "phone", Label: p.T("desk.board.view_phone"), Selected: false}},
		Checks: []CheckView{{true, p.T("desk.board.check_fits")}, {true, p.T("desk.board.check_owner")}, {true, p.T("desk.board.check_clean")}, {false, p.T("desk.board.check_lang", "Lang", "Filipino", "Main", "English")}},
		Voices: p.N("desk.board.voices", 26, "By", "17 tablet, 5 cards, 3 desk, 1 phone"), Quotes: []QuoteView{{"The website said €9 …", "en"}, {"Hinnakiri seinal on vale", "et"}}, All: p.N("desk.board.all_voices", 26), AllURL: "/desk/c/3",
	}
}

func TestDeskPages(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.English, i18n.German, i18n.Ukrainian} {
		bar := sampleBar(t, l)
		p := bar.P
		item := sampleItem(p)
		page := PageView{Bar: bar, Title: "LP-7K4M", Body: "panes inbox item"}
		list := PageView{Bar: bar, Title: p.T("desk.nav.inbox"), Body: "panes inbox", Tabs: true}
		pages := map[string]templ.Component{
			"desk-inbox":  Desk(DeskView{Page: list, List: sampleList(p)}),
			"desk-item":   Desk(DeskView{Page: page, List: sampleList(p), Item: &item}),
			"desk-board":  BoardEdit(sampleBoardEdit(t, l)),
			"desk-signin": SignIn(SignInView{Shell: bar.Shell, P: p, Next: "/desk", Problem: p.T("desk.signin.wrong"), Languages: bar.Languages}),
			"desk-me":     Me(MeView{Page: PageView{Bar: bar, Title: p.T("desk.me.title"), Tabs: true}, Name: "Marta Kask", Email: "marta@example.org", Role: p.T("common.role.staff"), Shows: []Choice{{Value: "role", Label: p.T("desk.me.shown_role", "Role", p.T("common.role.staff")), Selected: true}, {Value: "name", Label: p.T("desk.me.shown_name", "Name", "Marta"), Selected: false}}}),
		}
		for name, c := range pages {
			html := golden(t, name+"."+string(l), c)
			if strings.Contains(html, "[desk.") || strings.Contains(html, " style=") {
				t.Errorf("%s.%s: a missing message or an inline style", name, l)
			}
		}
	}
}

func TestCustomersWordsAreText(t *testing.T) {
	p := printer(t, i18n.English)
	v := sampleItem(p)
	v.Voices[0].Words = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	var b bytes.Buffer
	if err := voice(p, v.Voices[0]).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>") || strings.Contains(b.String(), "<img") {
		t.Errorf("words became markup: %s", b.String())
	}
}

func TestBoldParts(t *testing.T) {
	got := boldParts("Ana gave it to [Marta], then [Tomas")
	want := []boldPart{{"Ana gave it to ", false}, {"Marta", true}, {", then ", false}, {"Tomas", true}, {"", false}}
	if len(got) != len(want) {
		t.Fatalf("boldParts = %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("part %d = %+v, want %+v", i, got[i], want[i])
		}
	}
}
