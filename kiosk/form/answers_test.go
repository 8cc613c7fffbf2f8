package form_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func everyType() store.Questionnaire {
	return store.Questionnaire{ID: 7, Questions: storetest.EveryType()}
}

func TestCheckHoldsAnswersAgainstTheirQuestions(t *testing.T) {
	for name, tt := range map[string]struct {
		id, given, kept, aside string
	}{
		"an option":                  {"q1", "o2", "o2", ""},
		"an option of yesterday":     {"q1", "o9", "", "o9"},
		"two where one was asked":    {"q1", "o2\no1", "o1", "o2"},
		"several, in our order":      {"q2", "o3\no1\no3", "o1\no3", ""},
		"several, one of yesterday":  {"q2", "o3\no9\no9", "o3", "o9"},
		"nothing at all likely":      {"q3", "0", "0", ""},
		"ten":                        {"q3", " 10 ", "10", ""},
		"eleven":                     {"q3", "11", "", "11"},
		"less than nothing":          {"q3", "-1", "", "-1"},
		"half a number":              {"q3", "7.5", "", "7.5"},
		"a word for a number":        {"q3", "seven", "", "seven"},
		"own words":                  {"q4", " The lifeguards\r\n", " The lifeguards\n", ""},
		"a question of other people": {"q77", "yes", "yes", ""},
	} {
		n, problems := form.Check(everyType(), form.Raw{Mood: mood(4), Answers: map[string]string{tt.id: tt.given}, Final: true})
		if len(problems) > 0 || n.Answers[tt.id] != tt.kept || n.Answers["extra."+tt.id] != tt.aside {
			t.Errorf("%s: %q %v, want %q and aside %q", name, n.Answers, problems, tt.kept, tt.aside)
		}
		if n.Worded != (tt.id == "q4") {
			t.Errorf("%s: worded %v", name, n.Worded)
		}
	}
	_, problems := form.Check(everyType(), form.Raw{Answers: map[string]string{"q4": strings.Repeat("ы", store.MaxText+2)}})
	if len(problems) != 1 || problems[0] != (form.Problem{Field: "answers.q4", Key: "touch.problem.text_long", N: 2}) {
		t.Errorf("a long answer: %+v", problems)
	}
	if _, problems = form.Check(everyType(), form.Raw{Answers: map[string]string{"q3": "0"}, Final: true}); len(problems) > 0 {
		t.Errorf("a nought says something: %+v", problems)
	}
}

// FuzzCheckEveryType: whatever is answered, nothing is refused for it, only
// what fits stands under its question, and the rest is kept aside.
func FuzzCheckEveryType(f *testing.F) {
	f.Add("o2", "o1\no3", "7", "words")
	f.Add("", "\n\n", "11", "\x00\xff")
	f.Add("o1\no1", "o9", "1e1", "a\r\nb")
	f.Fuzz(func(t *testing.T, one, any, scale, text string) {
		q := everyType()
		n, problems := form.Check(q, form.Raw{Mood: mood(3), Answers: map[string]string{"q1": one, "q2": any, "q3": scale, "q4": text}, Final: true})
		for _, p := range problems {
			if utf8.RuneCountInString(one+any+scale+text) <= store.MaxText {
				t.Fatalf("refused: %+v", p)
			}
		}
		if v := n.Answers["q1"]; v != "" && !slices.Contains(strings.Split("o1 o2 o3", " "), v) {
			t.Errorf("q1 %q", v)
		}
		for _, v := range strings.Split(n.Answers["q2"], "\n") {
			if v != "" && !slices.Contains(strings.Split("o1 o2 o3", " "), v) {
				t.Errorf("q2 %q", v)
			}
		}
		if v := n.Answers["q3"]; v != "" {
			if x, err := strconv.Atoi(v); err != nil || x < 0 || x > 10 {
				t.Errorf("q3 %q", v)
			}
		} else if len(problems) == 0 && form.Clean(scale) != "" && n.Answers["extra.q3"] == "" {
			t.Errorf("%q is lost", scale)
		}
		for k, v := range n.Answers {
			if !utf8.ValidString(k+v) || strings.ContainsRune(k+v, 0) {
				t.Errorf("%q: %q would be stored", k, v)
			}
		}
	})
}
