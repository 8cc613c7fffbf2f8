package form_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
)

func mood(n int) *int { return &n }

func check(raw form.Raw) (store.NewSubmission, []form.Problem) {
	return form.Check(store.ShortQuestionnaire(), raw)
}

func TestCheckProblems(t *testing.T) {
	long := strings.Repeat("ы", store.MaxText)
	for name, tt := range map[string]struct {
		raw   form.Raw
		field string
		key   string
		n     int
	}{
		"nothing":           {form.Raw{Final: true}, "text", "touch.problem.empty", 0},
		"only spaces":       {form.Raw{Text: " \r\n\x00 "}, "text", "touch.problem.empty", 0},
		"only a contact":    {form.Raw{Either: "a@example.org", Final: true}, "text", "touch.problem.empty", 0},
		"mood 0":            {form.Raw{Mood: mood(0)}, "mood", "touch.problem.mood", 0},
		"mood 6":            {form.Raw{Mood: mood(6)}, "mood", "touch.problem.mood", 0},
		"one rune too many": {form.Raw{Text: long + "ы"}, "text", "touch.problem.text_long", 1},
		"neither":           {form.Raw{Mood: mood(2), Either: "call me"}, "contact", "touch.problem.contact", 0},
		"no domain":         {form.Raw{Mood: mood(2), Either: "ana@"}, "contact", "touch.problem.contact", 0},
		"no top":            {form.Raw{Mood: mood(2), Either: "ana@example"}, "contact", "touch.problem.contact", 0},
		"two ats":           {form.Raw{Mood: mood(2), Either: "a@b@example.org"}, "contact", "touch.problem.contact", 0},
		"a second header":   {form.Raw{Mood: mood(2), Contact: store.Contact{Email: "a@example.org\nBcc: x@y.zz"}}, "contact.email", "touch.problem.contact", 0},
		"short number":      {form.Raw{Mood: mood(2), Contact: store.Contact{Phone: "112"}}, "contact.phone", "touch.problem.contact", 0},
		"long name":         {form.Raw{Mood: mood(2), Contact: store.Contact{Name: strings.Repeat("n", 201)}}, "contact.name", "touch.problem.long", 0},
		"long answer":       {form.Raw{Mood: mood(2), Answers: map[string]string{"q7": long + "ы"}}, "answers", "touch.problem.long", 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := check(tt.raw)
			if len(got) != 1 || got[0] != (form.Problem{Field: tt.field, Key: tt.key, N: tt.n}) {
				t.Errorf("problems %+v, want one of field %s, key %s, n %d", got, tt.field, tt.key, tt.n)
			}
		})
	}
}

func TestCheckTakes(t *testing.T) {
	for name, tt := range map[string]struct {
		raw  form.Raw
		want func(store.NewSubmission) bool
	}{
		"the longest text":     {form.Raw{Text: strings.Repeat("🦭", store.MaxText)}, func(n store.NewSubmission) bool { return utf8.RuneCountInString(n.Text) == store.MaxText }},
		"NUL goes":             {form.Raw{Text: "a\x00b"}, func(n store.NewSubmission) bool { return n.Text == "ab" }},
		"bad bytes are marked": {form.Raw{Text: "a\xffb"}, func(n store.NewSubmission) bool { return n.Text == "a\uFFFDb" }},
		"right to left":        {form.Raw{Text: "מים קרים"}, func(n store.NewSubmission) bool { return n.Text == "מים קרים" }},
		"line ends":            {form.Raw{Text: "a\r\nb\rc"}, func(n store.NewSubmission) bool { return n.Text == "a\nb\nc" }},
		"no mood":              {form.Raw{Topics: []string{"price"}}, func(n store.NewSubmission) bool { return n.Mood == 0 && len(n.Topics) == 1 }},
		"each topic once":      {form.Raw{Topics: []string{"price", "price", ""}}, func(n store.NewSubmission) bool { return len(n.Topics) == 1 && n.Answers == nil }},
		"an unknown topic": {form.Raw{Topics: []string{"skis", "lifts"}}, func(n store.NewSubmission) bool {
			return len(n.Topics) == 1 && n.Topics[0] == "other" && n.Answers["topics"] == "skis\nlifts"
		}},
		"an unknown entry": {form.Raw{Agrees: []string{"7", "x", "7"}}, func(n store.NewSubmission) bool {
			return len(n.Agrees) == 1 && n.Agrees[0] == 7 && n.Answers["agrees_with"] == "x"
		}},
		"an unknown field":    {form.Raw{Extra: map[string]string{"weather": `"rain"`}}, func(n store.NewSubmission) bool { return n.Answers["extra.weather"] == `"rain"` }},
		"no language":         {form.Raw{Mood: mood(3), Lang: "xx"}, func(n store.NewSubmission) bool { return n.Lang == "" }},
		"another language":    {form.Raw{Mood: mood(3), Lang: "pt-BR"}, func(n store.NewSubmission) bool { return n.Lang == "pt-BR" }},
		"an unknown language": {form.Raw{Mood: mood(3), Lang: "<script>"}, func(n store.NewSubmission) bool { return n.Lang == "" }},
		"a telephone number": {form.Raw{Mood: mood(1), Either: " +372 (5) 123-4567 "}, func(n store.NewSubmission) bool {
			return n.Contact.Phone == "+372 (5) 123-4567" && n.Contact.Email == ""
		}},
		"a mail address":        {form.Raw{Mood: mood(1), Either: "õnne@näide.ee"}, func(n store.NewSubmission) bool { return n.Contact.Email == "õnne@näide.ee" }},
		"HTML is only letters":  {form.Raw{Text: "<b>x</b>"}, func(n store.NewSubmission) bool { return n.Text == "<b>x</b>" }},
		"answers are kept":      {form.Raw{Answers: map[string]string{"q7": "9"}}, func(n store.NewSubmission) bool { return n.Answers["q7"] == "9" }},
		"spaces around stay in": {form.Raw{Text: "  indented\n"}, func(n store.NewSubmission) bool { return n.Text == "  indented\n" }},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := check(tt.raw)
			if len(problems) > 0 {
				t.Fatalf("problems %+v", problems)
			}
			if !tt.want(n) {
				t.Errorf("got %+v", n)
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("too slow", "waiting", "7", "ana@example.org", "de", 2)
	f.Add("\x00\xff🦭", "skis\n", "-1", "+372 5 123 4567", "", 9)
	f.Fuzz(func(t *testing.T, text, topic, entry, contact, lang string, m int) {
		n, problems := check(form.Raw{Mood: &m, Text: text, Topics: []string{topic, topic}, Agrees: []string{entry},
			Either: contact, Lang: lang, Answers: map[string]string{topic: text}, Extra: map[string]string{lang: contact}, Final: true})
		if len(problems) == 0 && utf8.RuneCountInString(n.Text) > store.MaxText {
			t.Errorf("took %d runes", utf8.RuneCountInString(n.Text))
		}
		if len(problems) == 0 && (n.Mood < 1 || n.Mood > 5) {
			t.Errorf("took mood %d", n.Mood)
		}
		said := []string{n.Text, n.Lang, n.Contact.Email, n.Contact.Phone}
		for k, v := range n.Answers {
			said = append(said, k, v)
		}
		for _, s := range append(said, n.Topics...) {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				t.Errorf("%q would be stored", s)
			}
		}
		if strings.ContainsAny(n.Contact.Email+n.Contact.Phone, "\r\n") {
			t.Errorf("a contact of two lines: %q %q", n.Contact.Email, n.Contact.Phone)
		}
	})
}
