package templates

import (
	"reflect"
	"testing"
)

func TestSplitMarked(t *testing.T) {
	for in, want := range map[string][]markedPart{
		"plain":         {{"plain", false}},
		"How was [it]?": {{"How was ", false}, {"it", true}, {"?", false}},
		"[a] and [b]":   {{"", false}, {"a", true}, {" and ", false}, {"b", true}, {"", false}},
		"never [closed": {{"never ", false}, {"closed", true}, {"", false}},
	} {
		if got := splitMarked(in); !reflect.DeepEqual(got, want) {
			t.Errorf("splitMarked(%q) = %v, want %v", in, got, want)
		}
	}
	if got := Plain("How was [it]?"); got != "How was it?" {
		t.Errorf("Plain = %q", got)
	}
}
