package touch_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/touch"
)

var update = flag.Bool("update", false, "write the golden files anew")

func chrome(t *testing.T, l i18n.Lang) touch.Chrome {
	t.Helper()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return touch.Chrome{Shell: templates.Shell{Assets: set}, P: c.Printer(l), Site: "Linden Park", Home: "/kiosk"}
}

func fullForm(t *testing.T, l i18n.Lang) touch.FormView {
	c := chrome(t, l)
	p := c.P
	v := touch.FormView{Chrome: c, Action: "/kiosk", Manager: "/kiosk/manager", ID: "0198c7d2-0000-7000-8000-000000000001", Thanks: "/kiosk/thanks/",
		Channel: "kiosk", Default: "en", Idle: touch.Times{Idle: 45000, Warn: 20000, Return: 30000},
		Promise: p.T("touch.start.read") + " " + p.N("common.answer_within", 2), Fixed: p.N("touch.start.fixed", 31), Keep: p.N("touch.contact.keep", 30)}
	for _, x := range i18n.Languages() {
		v.Langs = append(v.Langs, touch.Lang{Code: string(x), Name: x.Own(), Href: "/kiosk?lang=" + string(x), Offline: "offline in " + string(x), On: x == l})
	}
	start := touch.Screen{Name: "start", Kind: touch.FacesScreen, Head: touch.Heading{Text: p.T("question.ask.mood")}, First: true}
	for m := 1; m <= 5; m++ {
		start.Faces = append(start.Faces, touch.Face{Mood: m, Value: strconv.Itoa(m), Label: p.T("common.mood." + strconv.Itoa(m))})
	}
	about := touch.Screen{Name: "about", Kind: touch.TopicsScreen, Head: touch.Heading{Text: p.T("question.ask.topic")}, Sub: p.T("touch.about.sub"), Many: true, Counts: true}
	for _, x := range []string{"waiting", "price", "other"} {
		about.Choices = append(about.Choices, touch.Choice{Value: x, Label: p.T("common.topic." + x), Icon: "blob-other"})
	}
	words := touch.Screen{Name: "words", Kind: touch.WordsScreen, Head: touch.Heading{Text: p.T("question.ask.text")}, Last: true,
		Text: &touch.TextField{ID: "text", Name: "text"}, Contact: &touch.ContactField{Label: touch.Heading{Text: p.T("question.ask.contact")}}}
	v.Screens = []touch.Screen{start, about, words}
	v.Others = []touch.Other{{ID: "7", Sentence: "20 minutes’ wait", People: p.N("touch.others.people", 38), WithYou: p.N("touch.others.with_you", 38)}}
	for n := range 4 {
		v.ChosenLines = append(v.ChosenLines, p.N("touch.count.chosen", n))
		v.MeTooLines = append(v.MeTooLines, p.N("touch.count.me_too", n))
	}
	v.Plain = touch.ThanksView{Chrome: c, Reader: p.T("touch.thanks.reader_none"), Return: 30000}
	v.Kept = touch.KeptView{Chrome: c, Within: p.N("common.answer_within", 2), Zone: "Europe/Tallinn", Number: "LP-3-{n}", Return: 30000}
	return v
}

func withProblems(v touch.FormView) touch.FormView {
	v.Screens[0].Faces[1].Checked, v.Screens[1].Choices[1].Checked, v.Others[0].Checked = true, true, true
	v.Problem = v.P.T("touch.problem.contact")
	v.Screens[2].Text = &touch.TextField{ID: "text", Name: "text", Value: "<b>מים</b> & 🦭\nsecond line", Problem: v.P.N("touch.problem.text_long", 3)}
	v.Screens[2].Contact = &touch.ContactField{Label: v.Screens[2].Contact.Label, Value: `"><script>`, Problem: v.Problem}
	return v
}

// everyType asks one question of every type, some of them in words that the
// owner wrote in another language.
func everyType(v touch.FormView) touch.FormView {
	p := v.P
	options := []touch.Choice{{Value: "swim", Label: "Swim"}, {Value: "gym", Label: "Jõusaal", Lang: "et", Checked: true}}
	var numbers []touch.Choice
	for n := range 11 {
		numbers = append(numbers, touch.Choice{Value: strconv.Itoa(n), Label: strconv.Itoa(n), Checked: n == 7})
	}
	v.Questionnaire = "7"
	v.Screens = append(v.Screens[:2:2],
		touch.Screen{Name: "q-q1", ID: "q1", Kind: touch.ChoiceScreen, Head: touch.Heading{Text: "Mida tegite?", Lang: "et"}, Sub: p.T("question.one"), Choices: options},
		touch.Screen{Name: "q-q2", ID: "q2", Kind: touch.ChoiceScreen, Head: touch.Heading{Text: p.T("question.ask.multiple")}, Many: true, Counts: true, Choices: options, Low: 3, Hint: p.T("question.low", "Face", p.T("common.mood.3"))},
		touch.Screen{Name: "q-q3", ID: "q3", Kind: touch.ScaleScreen, Head: touch.Heading{Text: "How likely are you to tell a friend about us?", Size: touch.LongHeading}, Choices: numbers, From: p.T("question.scale.from"), To: p.T("question.scale.to")},
		touch.Screen{Name: "q-q4", ID: "q4", Kind: touch.WordsScreen, Head: touch.Heading{Text: "What could we mend before you leave, and who should hear of it? Tell us as much as you like.", Size: touch.PlainHeading}, Text: &touch.TextField{ID: "q-q4", Name: "q.q4", Value: "A lamp"}},
		touch.Screen{Name: "q-contact", ID: "contact", Kind: touch.WordsScreen, Head: touch.Heading{Text: p.T("question.ask.contact")}, Contact: &touch.ContactField{Label: touch.Heading{Text: p.T("question.ask.contact")}}, Last: true})
	return v
}

// facesOnly is the shortest form there is.
func facesOnly(v touch.FormView) touch.FormView {
	v.Screens, v.Inert = v.Screens[:1:1], true
	v.Screens[0].Last = true
	return v
}

func onPhone(v touch.FormView) touch.FormView {
	v.Phone, v.Manager, v.Idle, v.Channel, v.Key, v.Action = true, "", touch.Times{}, "card", "KEY", "/c/TOKEN"
	v.Card, v.Resume, v.Others, v.Fixed, v.Langs = "TOKEN", true, nil, "", v.Langs[:1]
	v.Kept.Phone, v.Kept.Number, v.Kept.Return = true, "", 0
	return v
}

func thanks(t *testing.T, l i18n.Lang) touch.ThanksView {
	c := chrome(t, l)
	return touch.ThanksView{Chrome: c, Manager: "/kiosk/manager", Reference: "LP-7K4M", AnswerBy: "Thursday 19 November, 18:42", Reader: c.P.T("touch.thanks.reader", "Name", "Ana"),
		OnBoard: c.P.N("touch.thanks.on_board", 2), StatusURL: "https://said.example/s/T", QR: touch.QR{Size: 21, Box: "-4 -4 29 29", Path: "M0 0h7v1h-7z", Label: "QR"}, Return: 30000}
}

func phoneThanks(v touch.ThanksView) touch.ThanksView {
	v.Phone, v.Return, v.Manager, v.OnBoard, v.AnswerBy = true, 0, "", "", ""
	return v
}

func status(t *testing.T, l i18n.Lang) touch.StatusView {
	c := chrome(t, l)
	p := c.P
	return touch.StatusView{Chrome: c, LangName: l.Own(), Langs: []touch.Lang{{Code: "en", Name: "English", Href: "?lang=en", On: true}}, Reference: "LP-7K4M",
		Heading: p.T("touch.status.h_answered", "Name", "Marta"), Marker: "we", Line: p.T("touch.status.answered_in_time", "When", "Thu 19 Nov, 15:10"),
		Path:  []touch.PathStep{{Icon: "send", Label: p.T("touch.status.sent"), When: "Tue 18:42", State: "past"}, {Icon: "calendar", Label: "Planned", State: "now"}, {Icon: "tick", Label: "Done", When: "by 27 Nov", State: "next"}},
		Talk:  []touch.Bubble{{You: true, Head: p.T("touch.status.you_said"), Text: "€14 <script>\nמים"}, {Head: p.T("touch.status.we_say"), By: "Marta", Text: "You were right."}},
		Doing: &touch.Action{Status: "planned", Sentence: "One price list", By: "Olena, by Friday"}, Ask: true, CanAdd: true, Action: "/s/T?lang=en", Erase: "/s/T?ask=erase"}
}

func erased(v touch.StatusView) touch.StatusView {
	v.Erased, v.CanAdd, v.Ask, v.Doing, v.Note, v.Line = true, false, false, nil, "Note", ""
	v.Verdict = v.P.T("touch.status.said_no")
	return v
}

func adding(v touch.StatusView) touch.StatusView {
	v.Adding, v.Problem = "too long", v.P.N("touch.problem.text_long", 2)
	return v
}

func manager(t *testing.T, name string) touch.ManagerView {
	c := chrome(t, i18n.English)
	v := touch.ManagerView{Chrome: c, Name: name, Lead: c.P.T("touch.manager.lead_none"), Again: c.P.T("touch.manager.again", "Time", "18:50"), Write: "/kiosk#h-words", Return: 30000}
	if name != "" {
		v.Lead, v.About = c.P.T("touch.manager.lead", "Name", name), c.P.N("touch.manager.about", 3)
	}
	return v
}

func closed(v touch.ManagerView) touch.ManagerView {
	v.Closed, v.Lead, v.Again = true, v.P.T("touch.manager.closed_lead", "Name", v.Name), v.P.T("touch.manager.closed_again")
	return v
}

func TestPages(t *testing.T) {
	kind := chrome(t, i18n.German)
	for name, page := range map[string]templ.Component{
		"form":            touch.Form(fullForm(t, i18n.English)),
		"form-uk":         touch.Form(fullForm(t, i18n.Ukrainian)),
		"form-problems":   touch.Form(withProblems(fullForm(t, i18n.German))),
		"form-card":       touch.Form(onPhone(fullForm(t, i18n.English))),
		"thanks":          touch.Thanks(thanks(t, i18n.English)),
		"thanks-page":     touch.ThanksPage(thanks(t, i18n.Ukrainian)),
		"thanks-phone":    touch.ThanksPage(phoneThanks(thanks(t, i18n.German))),
		"manager":         touch.Manager(manager(t, "Ana")),
		"manager-nobody":  touch.ManagerPage(manager(t, "")),
		"manager-closed":  touch.Manager(closed(manager(t, "Ana"))),
		"status":          touch.Status(status(t, i18n.English)),
		"status-erased":   touch.Status(erased(status(t, i18n.German))),
		"status-adding":   touch.Status(adding(status(t, i18n.Ukrainian))),
		"erase":           touch.Erase(touch.EraseView{Chrome: kind, Action: "/s/T", Back: "/s/T"}),
		"kind":            touch.Kind(touch.KindView{Chrome: kind, Heading: kind.P.T("touch.kind.card_h"), Text: kind.P.T("touch.kind.card"), Href: "/s/T", Label: "Weiter"}),
		"kind-no-way-on":  touch.Kind(touch.KindView{Chrome: kind, Heading: kind.P.T("touch.kind.unknown_h"), Text: kind.P.T("touch.kind.unknown")}),
		"health":          touch.Health(touch.HealthView{Chrome: chrome(t, i18n.German), Device: "Empfang", Langs: []touch.Lang{{Code: "de", Name: "Deutsch", Href: "/kiosk/health?lang=de", On: true}}, Zone: "Europe/Tallinn", File: "yousaid-lp"}),
		"form-every-type": touch.Form(everyType(fullForm(t, i18n.English))),
		"form-faces-only": touch.Form(facesOnly(fullForm(t, i18n.German))),
		"form-four-faces": touch.Form(fourFaces(fullForm(t, i18n.Estonian))),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, html(t, page)) })
	}
}

func fourFaces(v touch.FormView) touch.FormView {
	f := v.Screens[0].Faces
	v.Screens[0].Faces = append(f[:2:2], f[3:]...)
	return v
}

func html(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = regexp.MustCompile(`\.[0-9a-f]{10}\.(css|m?js|svg)`).ReplaceAllString(got, ".$1")
	got = regexp.MustCompile(`data-version="[0-9a-f]{10}"`).ReplaceAllString(got, `data-version=""`)
	got = strings.ReplaceAll(got, "><", ">\n<") + "\n"
	path := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; look, then run with -update.\n%s", path, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "line " + strconv.Itoa(i+1) + "\n want " + w[i] + "\n  got " + g[i]
		}
	}
	return "one is longer"
}

// TestNothingInline: the content policy would drop it, and the page would break.
func TestNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)\sstyle=|<style|\son[a-z]+=|<script(?: [^>]*)?>[^<]|javascript:`)
	for l, v := range map[string]touch.FormView{"en": fullForm(t, i18n.English), "de": withProblems(fullForm(t, i18n.German))} {
		if m := inline.FindString(html(t, touch.Form(v))); m != "" {
			t.Errorf("%s: %q", l, m)
		}
	}
	if m := inline.FindString(html(t, touch.Status(status(t, i18n.English)))); m != "" {
		t.Errorf("status: %q", m)
	}
}

// TestNoMissingWords: a key that no catalogue has comes back in brackets.
func TestNoMissingWords(t *testing.T) {
	missing := regexp.MustCompile(`\[(touch|common|question)\.[^\]]*\]`)
	for _, l := range i18n.Languages() {
		for name, c := range map[string]templ.Component{"form": touch.Form(withProblems(fullForm(t, l))), "thanks": touch.ThanksPage(thanks(t, l)), "status": touch.Status(status(t, l))} {
			if m := missing.FindString(html(t, c)); m != "" {
				t.Errorf("%s %s: %s", l, name, m)
			}
		}
	}
}

// TestFirstViewIsSmall: what a tablet loads for the first screen, as sent.
func TestFirstViewIsSmall(t *testing.T) {
	v := fullForm(t, i18n.English)
	total := len(html(t, touch.Form(v))) / 4 // what gzip leaves of such a page, rounded up
	for _, name := range []string{"css/tokens.css", "css/components.css", "css/touch.css", "js/theme.js", "js/kiosk.js"} {
		total += size(t, name) / 3
	}
	for _, name := range []string{"fonts/golos-text-latin-400-700-subset.woff2", "fonts/golos-text-cyrillic-400-700-subset.woff2", "fonts/caveat-latin-700-subset.woff2"} {
		total += size(t, name)
	}
	if total > 150<<10 {
		t.Errorf("%d bytes", total)
	}
}

func size(t *testing.T, name string) int {
	t.Helper()
	info, err := os.Stat(filepath.Join("..", "..", "assets", name))
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}
