package kiosk

import (
	"slices"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/form"
	"github.com/yousaid/yousaid/store"
)

func asked() *printed {
	return &printed{run: store.CardRun{Lang: "uk"}, spec: cardSpec{More: []card.Block{{Field: "q1", Kind: card.OneOf}, {Field: "q2", Kind: card.AnyOf}, {Field: "q3", Kind: card.Scale}}}}
}

func mark(field, value, state string) store.Mark {
	return store.Mark{Field: field, Value: value, State: state}
}

func TestWhatAPersonIsAskedAboutACard(t *testing.T) {
	for name, c := range map[string]struct {
		reason string
		marks  []store.Mark
		why    []string
	}{
		"clear":                     {"", []store.Mark{mark("mood", "1", "ticked"), mark("mood", "2", "blank"), mark("topic", "a", "ticked"), mark("topic", "b", "ticked")}, nil},
		"nothing":                   {"", []store.Mark{mark("mood", "1", "blank")}, nil},
		"two faces":                 {"", []store.Mark{mark("mood", "1", "ticked"), mark("mood", "2", "ticked")}, []string{"two"}},
		"two of a single choice":    {"", []store.Mark{mark("q1", "o1", "ticked"), mark("q1", "o2", "ticked")}, []string{"two"}},
		"two of a scale":            {"", []store.Mark{mark("q3", "0", "ticked"), mark("q3", "9", "ticked")}, []string{"two"}},
		"two of several":            {"", []store.Mark{mark("q2", "o1", "ticked"), mark("q2", "o2", "ticked")}, nil},
		"struck, another stands":    {"", []store.Mark{mark("mood", "1", "struck"), mark("mood", "2", "ticked")}, nil},
		"struck, none stands":       {"", []store.Mark{mark("mood", "1", "struck"), mark("topic", "a", "ticked")}, []string{"struck"}},
		"unsure":                    {"", []store.Mark{mark("mood", "1", "ticked"), mark("topic", "a", "unsure")}, []string{"unsure"}},
		"not flat and unsure":       {"not_flat", []store.Mark{mark("topic", "a", "unsure")}, []string{"not_flat", "unsure"}},
		"no code":                   {"code", nil, []string{"code"}},
		"a stranger's code":         {"unknown", nil, []string{"unknown"}},
		"struck and unsure and two": {"", []store.Mark{mark("mood", "1", "ticked"), mark("mood", "2", "ticked"), mark("q1", "o1", "struck"), mark("topic", "a", "unsure")}, []string{"struck", "two", "unsure"}},
	} {
		if got := asked().doubts(c.reason, c.marks); !slices.Equal(got, c.why) {
			t.Errorf("%s: %v, want %v", name, got, c.why)
		}
	}
	var nobody *printed
	if got := nobody.doubts("code", nil); !slices.Equal(got, []string{"code"}) {
		t.Errorf("a card that nobody knows: %v", got)
	}
}

func TestACardSaysWhatAFormWould(t *testing.T) {
	raw := asked().filled([]store.Mark{mark("mood", "2", "ticked"), mark("mood", "3", "blank"), mark("topic", "price", "ticked"), mark("topic", "staff", "struck"), mark("topic", "waiting", "ticked"),
		mark("q2", "o1", "ticked"), mark("q2", "o3", "ticked"), mark("q3", "10", "ticked"), mark("q1", "o1", "unsure")})
	if *raw.Mood != 2 || !slices.Equal(raw.Topics, []string{"price", "waiting"}) || raw.Answers["q2"] != "o1\no3" || raw.Answers["q3"] != "10" || raw.Answers["q1"] != "" || raw.Lang != "uk" {
		t.Errorf("%+v", raw)
	}
	n, problems := form.Check(store.ShortQuestionnaire(), form.Raw{Written: true})
	if len(problems) > 0 || !n.Worded {
		t.Errorf("%+v, %v; words on paper are words before somebody types them", n, problems)
	}
}

func TestAReturnedCardsIDIsItsOwn(t *testing.T) {
	a, b := paperID("k3Vx8Qm2TzR7aB"), paperID("k3Vx8Qm2TzR7aC")
	if a != paperID("k3Vx8Qm2TzR7aB") || a == b || a.String()[14] != '8' {
		t.Errorf("%s, %s; want the same UUID of version 8 for a card every time, and another for another", a, b)
	}
	for text, want := range map[string]string{"https://said.example.org/c/abc": "abc", "http://other/c/abc?lang=de": "abc", "https://x/at/linden-park": "", "%zz": "", "": "", "javascript:alert(1)": ""} {
		if got := cardToken(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNamesOfFilesAreMadeHarmless(t *testing.T) {
	for sent, want := range map[string]string{"scan.pdf": "scan.pdf", `C:\Users\Ana\scan.pdf`: "scan.pdf", "../../etc/passwd": "passwd", "..": "scan", "": "scan", "a\x00b.png": "ab.png", "\xff.png": "\uFFFD.png"} {
		if got := fileName(sent); got != want {
			t.Errorf("%q: %q, want %q", sent, got, want)
		}
	}
}

func TestAFileIsCalledAsItsOwnerCallsIt(t *testing.T) {
	for sent, want := range map[string]string{`it's %22q%22.png`: `it's "q".png`, "two%0D%0Alines.png": "two lines.png", "100%25 %2e.png": "100%25 %2e.png", "50%.pdf": "50%.pdf"} {
		if got := fileName(sentName(sent)); got != want {
			t.Errorf("%q is called %q, want %q", sent, got, want)
		}
	}
}
