package wall_test

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
	"github.com/yousaid/yousaid/templates/wall"
)

var update = flag.Bool("update", false, "write the golden files anew")

func shell(t *testing.T) templates.Shell {
	t.Helper()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	return templates.Shell{Assets: set}
}

func printer(t *testing.T, l i18n.Lang) *i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(l)
}

func fullBoard(t *testing.T, l i18n.Lang) wall.BoardView {
	p := printer(t, l)
	return wall.BoardView{
		P: p, Shell: shell(t), Title: "You said, we did · Linden Park", Site: "Linden Park Leisure Centre",
		Long:  wall.HeadClass(p),
		Clock: wall.Clock{Time: "14:32", Updated: "Updated 14:31", Weekday: "Thursday", Day: "19 November", Short: "Thu 19 Nov", Zone: "Europe/Tallinn"},
		Tell:  wall.Tell{URL: "https://said.example/at/linden-park", Path: "/at/linden-park", QRPath: "M0 0h7v1h-7z", QRFrame: "-2 -2 25 25", QRSize: "25"},
		Langs: []wall.Language{{"en", "English", "?lang=en", true}, {"de", "Deutsch", "?lang=de", false}},
		Live: &wall.Live{Events: "/board/events?site=linden-park&lang=en", Version: "v1", Now: "1795091520000",
			AsOf: "60000", Stale: "600000", Silence: "40000", Retry: "4000", Shift: "300000"},
		Parts: wall.Parts{
			P: p,
			Entries: []wall.Entry{
				row("1", "47", "people", "Changing rooms are cold", "New heater valve fitted.", "Jaan", "23 Nov", "by 23 Nov", "doing"),
				row("2", "39", "people", "20 minutes’ wait", "A second desk is open.", "Marta", "16 Nov", "since 16 Nov", "done"),
				row("3", "26", "people", "Price was not as told", "One price list.", "Olena", "27 Nov", "by 27 Nov", "planned"),
				row("4", "11", "people", "Open until 23:00", "Why: no lifeguard.", "Manager", "1 March", "again 1 March", "cant"),
				row("5", "1", "person", "Music too loud", "Marta tries a quiet hour.", "", "", "", "heard"),
			},
			Fixed: []string{"Hair dryers", "Pool clock"}, FixedTall: "Fixed this month at Linden Park",
			Share: wall.Share{Percent: "94 %", Arc: "94 100", Words: "answered within 2 days"},
		},
	}
}

func row(id, count, people, said, do, who, by, tall, status string) wall.Entry {
	fit := wall.NewFit(i18n.English)
	return wall.Entry{ID: id, Count: count, People: people, YouSaid: said, SaidSize: fit.Said(said), WeDo: do, DoSize: fit.Do(do),
		Who: who, WhoSize: fit.Who(who), Initial: wall.Initial(who), Magnet: wall.Magnet(who), By: by, ByTall: tall, Status: status}
}

func emptyBoard(t *testing.T) wall.BoardView {
	v := fullBoard(t, i18n.English)
	v.Parts = wall.Parts{P: v.P, FixedTall: "Fixed this month at Linden Park", Share: wall.Share{Words: "We answer within 2 days"}}
	return v
}

const hostile = `"><script>alert(1)</script>' onload=x {{.}} ` + "\u202e"

func hostileBoard(t *testing.T) wall.BoardView {
	v := fullBoard(t, i18n.English)
	v.Title, v.Site = hostile, hostile
	v.Clock = wall.Clock{hostile, hostile, hostile, hostile, hostile, hostile}
	v.Tell = wall.Tell{hostile, "javascript:" + hostile, hostile, hostile, hostile}
	v.Langs = []wall.Language{{hostile, hostile, "javascript:" + hostile, false}, {hostile, hostile, hostile, true}}
	v.Live = &wall.Live{hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile}
	v.Parts.Entries = []wall.Entry{{ID: hostile, Count: hostile, People: hostile, YouSaid: hostile, WeDo: hostile, Who: hostile,
		Initial: wall.Initial(hostile), Magnet: 1, By: hostile, ByTall: hostile, Status: hostile}}
	v.Parts.Fixed, v.Parts.FixedTall = []string{hostile}, hostile
	v.Parts.Share = wall.Share{hostile, hostile, hostile}
	return v
}

func TestGolden(t *testing.T) {
	preview := fullBoard(t, i18n.English)
	preview.Live, preview.Langs, preview.Theme = nil, nil, "dark"
	preview.Parts.Entries[2].Outlined = true
	p := printer(t, i18n.English)
	for name, c := range map[string]templ.Component{
		"board":   wall.Board(fullBoard(t, i18n.English)),
		"empty":   wall.Board(emptyBoard(t)),
		"hostile": wall.Board(hostileBoard(t)),
		"preview": wall.Board(preview),
		"changed": wall.Changing(fullBoard(t, i18n.Ukrainian).Parts),
		"sites": wall.Sites(wall.SitesView{P: p, Shell: shell(t), Title: "Which whiteboard?",
			Sites: []wall.Site{{"Linden Park", "/board/linden-park"}, {"Harbour", "/board/harbour"}}}),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, draw(t, c)) })
	}
}

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares without the hashes in asset addresses, one tag a line.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = regexp.MustCompile(`\.[0-9a-f]{10}\.(css|js|svg)`).ReplaceAllString(got, ".$1")
	got = strings.ReplaceAll(got, "><", ">\n<") + "\n"
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
		t.Errorf("%s differs from what is drawn; run with -update and look at the difference. Got:\n%s", file, got)
	}
}

// Nothing may break out of its element, and the policy forbids inline code.
func TestHostileTextStaysText(t *testing.T) {
	html := draw(t, wall.Board(hostileBoard(t)))
	if strings.Contains(html, "<script>") || strings.Contains(html, `"javascript:`) {
		t.Errorf("hostile text became markup:\n%s", html)
	}
	if regexp.MustCompile(`<[^>"]*("[^"]*"[^>"]*)* (style|on\w+)=`).MatchString(html) {
		t.Errorf("the page has inline style or script:\n%s", html)
	}
}

func TestEveryLanguageHasWordsForTheWholeBoard(t *testing.T) {
	for _, l := range i18n.Languages() {
		for _, v := range []wall.BoardView{fullBoard(t, l), {P: printer(t, l), Shell: shell(t), Parts: wall.Parts{P: printer(t, l)}, Live: &wall.Live{}}} {
			if html := draw(t, wall.Board(v)); strings.Contains(html, "[wall.") || strings.Contains(html, "[common.") {
				t.Errorf("%s: a message is missing:\n%s", l, html)
			}
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		lang i18n.Lang
		text string
		want wall.Size
	}{
		{i18n.English, "New heater valve fitted. We check 22 °C every morning.", wall.Normal},
		{i18n.German, "Neues Heizventil eingebaut. Wir prüfen jeden Morgen 22 °C.", wall.Smaller},
		{i18n.Ukrainian, "Новий клапан стоїть. Щоранку перевіряємо 22 °C.", wall.Normal},
		{i18n.Ukrainian, strings.Repeat("щ", 72), wall.Smaller},
		{i18n.Ukrainian, strings.Repeat(strings.Repeat("щ", 17)+" ", 4), wall.Small},
	} {
		if got := wall.NewFit(c.lang).Do(c.text); got != c.want {
			t.Errorf("%s %q: size %q, want %q", c.lang, c.text, got, c.want)
		}
	}
	if got := wall.NewFit(i18n.English).Do("New locks", strings.Repeat("letters ", 9)); got != wall.Smaller {
		t.Errorf("a long sentence among short ones: size %q", got)
	}
	if got := wall.NewFit(i18n.German).Fixed([]string{"Uhr", strings.Repeat("w", 48)}); got != wall.Small {
		t.Errorf("a long line among short ones: size %q", got)
	}
	for name, want := range map[string]wall.Size{"Jaan": wall.Normal, "Керівниця зміни": wall.Smaller, "Schichtleitung": wall.Small} {
		if got := wall.NewFit(i18n.German).Who(name); got != want {
			t.Errorf("%s: size %q, want %q", name, got, want)
		}
	}
}

func TestRangesStayOnOneLine(t *testing.T) {
	for s, want := range map[string]string{
		"werktags von 17–19 offen": "werktags von 17\u2060–\u206019 offen",
		"8-10-12":                  "8\u2060-\u206010\u2060-\u206012",
		"Kasse – Wand, 7 – 9":      "Kasse – Wand, 7 – 9",
		"–5 °C, Covid-19, -":       "–5 °C, Covid-19, -",
	} {
		if got := wall.Unbroken(s); got != want {
			t.Errorf("Unbroken(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestInitialAndMagnet(t *testing.T) {
	for name, want := range map[string]string{"": "", " ßa": "ß", "їжак": "Ї", "👩 Ana": "👩"} {
		if got := wall.Initial(name); got != strings.ToUpper(want) {
			t.Errorf("Initial(%q) = %q, want %q", name, got, want)
		}
		if m := wall.Magnet(name); m < 1 || m > 6 || m != wall.Magnet(name) {
			t.Errorf("Magnet(%q) = %d", name, m)
		}
	}
}
