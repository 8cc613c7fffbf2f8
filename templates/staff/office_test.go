package staff

import (
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/yousaid/yousaid/templates/i18n"
)

func officeFrame(t *testing.T, p *i18n.Printer, title string) OfficeFrame {
	t.Helper()
	return OfficeFrame{P: p, Title: p.T(title), Back: "/office", Said: p.T("office.saved"),
		Bar: BarView{Shell: deskShell(t), P: p, User: "Olga", Site: "Linden Park", Here: "/office"}}
}

func officeHoursView(p *i18n.Printer) Hours {
	return Hours{Label: p.T("office.hours.label"), Hint: p.T("office.hours.hint"), Rows: []HoursRow{
		{Key: "week", Label: p.T("office.hours.week"), From: "07:00", To: "22:00"},
		{Key: "sat", Label: "Saturday", From: "22:00", To: "09:00", Problem: p.T("office.problem.hours")}, {Key: "sun", Label: "Sunday", Closed: true}}}
}

func officePages(t *testing.T, p *i18n.Printer) map[string]templ.Component {
	t.Helper()
	text := func(name, problem string) Field {
		return Field{Name: name, Label: name, Hint: "a hint", Value: `"<typed>"`, Problem: problem, Max: 80, Complete: "name"}
	}
	pick := Field{Name: "pick", Label: "pick", Options: []Option{{"a", "A", false}, {"b", "B", true}}}
	languages := []Option{{"en", "English", true}, {"uk", "Українська", false}}
	speaks := Field{Name: "languages", Label: p.T("office.setup.speaks"), Options: languages, Wide: true, Problem: p.T("office.problem.languages")}
	code := text("code", "")
	shell := deskShell(t)
	return map[string]templ.Component{
		"office-door": Door(DoorView{Shell: shell, P: p, Place: "Linden Park Leisure Centre", TabletURL: "/kiosk", BoardURL: "/board", StaffURL: "/desk", NoOffline: true, Languages: languages}),
		"office-setup": SetUp(SetUpView{Shell: shell, P: p, Languages: languages, Problem: p.T("office.problem.form"), Code: &code, Name: text("name", "No name."), Zone: Field{Name: "zone", Label: "zone", Options: pick.Options, Guess: true},
			Hours: officeHoursView(p), Speaks: speaks, Promise: pick, Owner: text("owner", ""), Email: text("email", ""), Password: Field{Name: "password", Label: "password", Type: "password", Show: p.T("office.setup.show")}}),
		"office-start": SetUpDone(SetUpDoneView{Frame: officeFrame(t, p, "office.now.title"), SiteID: "1", CardURL: "/office/cards"}),
		"office-home": Office(OfficeView{Frame: officeFrame(t, p, "office.title"), Alarms: []AlarmLine{{URL: "/office/devices/1", Name: "Left", Site: "Linden Park", Text: "quiet"}}, Rooms: []RoomLink{{URL: "/office/duty", Icon: "bell", Name: "duty", Use: "use", Note: "Ana"},
			{Icon: "mail", Name: "mail", Use: "use", Note: p.N("office.note.mail_waits", 3), Warn: true}}}),
		"office-sites": Sites(SitesView{Frame: officeFrame(t, p, "office.sites.title"), MayAdd: true, Name: text("name", ""), Sites: []SiteRow{{URL: "/office/sites/1", Name: "Linden Park", Prefix: "LP", Facts: "2 days"}}}),
		"office-site": Site(SiteView{Frame: officeFrame(t, p, "office.sites.title"), Action: "/office/sites/1", Problem: p.T("office.problem.form"), Name: text("name", ""), Short: text("short", "No."), Prefix: text("prefix", ""),
			Address: Field{Name: "address", Label: "address", Rows: 3, Value: "Linden Road 12\n10152 Tallinn", Optional: true}, Zone: pick, Hours: officeHoursView(p), Holidays: Field{Name: "holidays", Label: "holidays", Rows: 6}, Speaks: speaks, Promise: pick,
			Retention: text("retain", ""), PhoneURL: "http://x/at/linden-park", BoardURL: "http://x/board/linden-park"}),
		"office-people": People(PeopleView{Frame: officeFrame(t, p, "office.people.title"), Problem: p.T("office.problem.self"), Name: text("name", ""), Email: text("email", ""), Role: pick,
			Secret: &SecretView{Title: "Priya", Text: "Once.", Code: "abcd-efgh"}, People: []PersonRow{{ID: "1", Name: "Olga", Email: "o@x.org", Role: "Owner", Locked: true}, {ID: "2", Name: "Ana", Email: "a@x.org", Role: "Manager", Roles: pick.Options},
				{ID: "3", Name: "Jaan", Email: "j@x.org", Role: "Staff", Roles: pick.Options, Disabled: true}}}),
		"office-devices": Devices(DevicesView{Frame: officeFrame(t, p, "office.devices.title"), PairURL: "http://x/pair", Code: text("code", "No such code."), Kind: pick, Name: text("name", ""), Site: pick, UndoURL: "/office/devices/2/restore",
			Secret: &SecretView{Title: "Foyer", Text: "Scan.", Code: "http://x/pair/T", QR: "M0 0h1v1h-1z", QRBox: "-4 -4 29 29"},
			Alarms: []AlarmLine{{URL: "/office/devices/1", Name: "Left", Site: "Linden Park", Text: p.T("device.alarm.quiet", "When", "14:05")}},
			Devices: []DeviceRow{{URL: "/office/devices/1", Icon: "tablet", Name: "Left", Kind: "Tablet", Site: "Linden Park", Seen: "now", State: DeviceState{"bad", "offline", p.T("device.state.quiet", "When", "14:05")}, Facts: []string{p.N("device.fact.per_day", 9)}},
				{URL: "/office/devices/2", Icon: "board", Name: "Old", Kind: "Screen", Site: "Linden Park", Seen: "gone", State: DeviceState{"off", "cant", p.T("office.devices.revoked")}, Revoked: true}}}),
		"office-no-devices": Devices(DevicesView{Frame: officeFrame(t, p, "office.devices.title"), PairURL: "http://x/pair", Code: text("code", ""), Kind: pick, Name: text("name", ""), Site: pick}),
		"office-device": Device(DeviceView{Frame: officeFrame(t, p, "office.devices.title"), ID: "1", Icon: "board", Kind: "Screen", Site: "Linden Park", States: []DeviceState{{"good", "tick", p.T("device.state.works")}},
			Facts: []DeviceFact{{Name: p.T("device.fact.seen"), Text: "now"}}, Gaps: []string{p.N("device.gap_waits", 3, "Numbers", "41–43")}, Past: []DeviceIncident{{p.T("device.past.quiet"), "Tue", p.T("device.past_open")}},
			Name: text("name", ""), Where: pick, Screen: []Field{text("diagonal", "")}, ScreenSays: p.T("device.letters", "Px", 50), Code: text("code", ""), PairURL: "http://x/pair"}),
		"office-device-out": Device(DeviceView{Frame: officeFrame(t, p, "office.devices.title"), ID: "1", Icon: "tablet", Kind: "Tablet", Site: "Linden Park", Revoked: true, States: []DeviceState{{"off", "cant", p.T("office.devices.revoked")}}}),
		"pair":              Pair(PairView{Shell: shell, P: p, Code: "BCDF-GHJK", Where: "http://x/office/devices", QR: "M0 0h1v1h-1z", QRBox: "-4 -4 29 29", Kind: "kiosk", Home: "/kiosk", Until: p.T("device.pair.until", "Time", "14:32"), NotYet: true, Languages: languages}),
		"pair-offer":        PairOffer(PairOfferView{Once: true, Shell: shell, P: p, Name: "Left", Icon: "tablet", Kind: p.T("office.devices.kiosk"), Action: "/pair/T", Languages: languages}),
		"pair-gone":         Pair(PairView{Shell: shell, P: p, Code: "BCDF-GHJK", Where: "http://x/office/devices", QR: "M0 0h1v1h-1z", QRBox: "-4 -4 29 29", Kind: "board", Home: "/board", Until: "…", Gone: true, Languages: languages}),
		"office-duty":       Duty(DutyView{Frame: officeFrame(t, p, "office.duty.title"), Rows: []DutyRow{{ID: "1", Site: "Linden Park", Now: "Ana", Pick: pick}}}),
		"office-report":     Report(reportView(t, p)),
	}
}

func reportView(t *testing.T, p *i18n.Printer) ReportView {
	t.Helper()
	chips := []Option{{"?weeks=4", "4", false}, {"?weeks=12", "12", true}}
	return ReportView{Frame: officeFrame(t, p, "office.report.title"), Good: p.T("office.report.less", "Topic", "Waiting time"), Marker: "we", Next: p.T("office.report.next", "Title", "Changing rooms are cold"),
		Sentence: "A sentence.", Periods: chips, Scope: chips, CSV: "/office/report.csv", Promise: "goal", MarkX: "57.6",
		Figures: []Figure{{Name: "Complaints", Value: "40", Spark: "M0 0L1 1", DotX: "1", DotY: "1", Trend: "was 60", Icon: "chevron-down", Good: "g"}, {Name: "In time", Value: "94", Unit: "%"}},
		Line: LineView{Title: "Line", Lead: "by week", Alt: "alt", Area: "M0 0Z", Path: "M0 0", Grid: []Tick{{Y: "222", Text: "0"}, {Y: "24", Text: "5"}}, Months: []Tick{{X: "34", Text: "1 Sep"}}, EndX: "544", EndY: "30", End: "4",
			Table: [][2]string{{"1 September", "4"}}, Head: [2]string{"Week", "Complaints"}},
		Pareto: ParetoView{Title: "Pareto", Lead: "lead", Alt: "alt", Path: "M0 0", VitalH: "29", Height: "250", AxisEnd: "200", By: chips,
			Bars: []ParetoBar{{Name: "Cold & wet", Count: "47", Y: "30", TextY: "46", W: "165", CountX: "397", Vital: true, DotX: "470", DotY: "41", Share: "27 %", ShareX: "480", Full: "27 %"}, {Name: "All else", Count: "3", Y: "59", TextY: "75", W: "9", CountX: "250", DotX: "560", DotY: "70"}}},
		Channels: []Segment{{Name: "Tablet", Share: "58 %", X: "0", W: "269.6", Class: "c1", Inside: true}, {Name: "Call", Share: "2 %", X: "272", W: "9", Class: "c4"}},
		Sites:    []SiteFigures{{Name: "Linden Park", Count: "277", CountW: "110", InTime: "94 %", InTimeW: "60"}, {Name: "Gym", Count: "3", CountW: "1", InTime: "2 of 3"}},
		Silence:  SilenceView{Fields: []Field{{Name: "leave", Label: "leave", Value: "30", Hint: "%"}}, Keep: []Hidden{{"weeks", "12"}}, Total: "110,880", Lines: [][2]string{{"522 leave", "93,960"}}, Foot: "174 said."}}
}

func TestTheOwnersRooms(t *testing.T) {
	for _, l := range i18n.Languages() {
		for name, page := range officePages(t, printer(t, l)) {
			html := golden(t, name+"."+string(l), page)
			if i := strings.Index(strings.ReplaceAll(html, "[device.", "[office."), "[office."); i >= 0 {
				t.Errorf("%s in %s lacks the words for %.40s", name, l, html[i:])
			}
			if strings.Contains(html, " style=") || strings.Contains(html, "<script>") {
				t.Errorf("%s has style or script that the policy refuses", name)
			}
		}
	}
}

func TestAnEmptyReportShowsNoCharts(t *testing.T) {
	v := reportView(t, printer(t, i18n.English))
	v.Empty, v.Next = "Nobody spoke.", ""
	html := golden(t, "office-report-empty", Report(v))
	if strings.Contains(html, `role="img"`) {
		t.Error("an empty report draws something")
	}
}
