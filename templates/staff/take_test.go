package staff

import (
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

func sampleTake(t *testing.T, l i18n.Lang) TakeView {
	bar := sampleBar(t, l)
	p := bar.P
	return TakeView{Page: PageView{Bar: bar, Title: p.T("take.title"), Body: "taking", CSS: []string{"css/take.css"}, JS: []string{"js/take.js"}, Tabs: true},
		ID: "0198c7d2-0000-7000-8000-000000000001", LikeURL: "/desk/take/like", CallBy: "2026-11-19T18:42", CallsLabel: p.T("take.calls") + " (2)",
		HowHint:  p.T("take.how_hint", "Words", p.T("take.settled_words")),
		Channels: []KeyChoice{{Value: "call", Label: p.T("common.channel.call"), Icon: "phone", Key: "C", Code: "KeyC", On: true}},
		Topics:   []KeyChoice{{Value: "waiting", Label: p.T("common.topic.waiting"), Key: "1", Code: "Digit1"}},
		Moods:    []KeyChoice{{Value: "1", Label: p.T("common.mood.1"), Face: 1, Key: "Q", Code: "KeyQ"}},
		Langs:    []Choice{{Value: "en", Label: "English", Selected: true}}}
}

func TestTakePage(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.English, i18n.German, i18n.Ukrainian} {
		v := sampleTake(t, l)
		p := v.Page.Bar.P
		v.Receipt = &TakeReceipt{Code: "LP-7K4M", URL: "http://127.0.0.1/s/AAAA", Site: "Linden Park", OpenURL: "/desk/c/1", SlipLang: "et", Joined: p.N("take.saved.joined", 3),
			Lines: []string{p.T("take.saved.code", "Code", "LP-7K4M"), p.T("take.saved.by", "When", "18:42")}, Slip: []string{"Vastuse saate hiljemalt [18:42]."}, QRBox: "0 0 9 9", QRPath: "M0 0h1v1h-1z"}
		golden(t, "take."+string(l), Take(v))
	}
}

func TestTakePageWithAProblem(t *testing.T) {
	v := sampleTake(t, i18n.English)
	p := v.Page.Bar.P
	v.Call, v.Problems = true, map[string]string{"phone": p.T("take.problem.phone"), "text": p.T("take.problem.empty")}
	v.Like = LikeView{Title: p.N("take.like", 2), None: KeyChoice{Label: p.T("take.like_none"), Key: "K", Code: "KeyK", On: true},
		Others: []LikeChoice{{KeyChoice: KeyChoice{Value: "7", Key: "G", Code: "KeyG"}, Quote: "“Lockers <jam>”", Lang: "en", Meta: "LP-7K4M"}}}
	got := golden(t, "take-problem", Take(v))
	if strings.Contains(got, "<jam>") || !strings.Contains(got, `id="phone-err"`) {
		t.Error("the problem does not stand at its field, or words are markup")
	}
}

func TestCallsPage(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.English, i18n.German, i18n.Ukrainian} {
		bar := sampleBar(t, l)
		p := bar.P
		v := CallsView{Page: PageView{Bar: bar, Title: p.T("calls.title"), CSS: []string{"css/take.css"}, Tabs: true}, Rows: []CallRow{
			{ID: "1", URL: "/desk/calls/1", Code: "LP-7K4M", Open: "/desk/c/1", Late: true, Dial: DialView{State: "late"}, Due: p.T("calls.late", "Time", "3 h"), Why: p.T("calls.only"),
				Quote: "“Paid twice”", Lang: "en", Meta: "LP-7K4M", Tries: p.N("calls.tries", 2, "Time", "13:40"), Told: p.T("calls.told"), Answer: "Paid back."},
			{ID: "2", URL: "/desk/calls/2", Code: "LP-7K4N", Open: "/desk/c/2", Dial: DialView{State: "left", Left: 40}, Due: p.T("calls.by", "Time", "18:42"), Why: p.T("calls.wished"),
				Quote: "“Вода холодна”", Lang: "uk", Meta: "LP-7K4N", Name: "Kaja", Phone: "+372 555", Dialing: "+372555", Seen: p.T("desk.contact.logged")}}}
		golden(t, "calls."+string(l), CallList(v))
	}
}

func TestNobodyToCall(t *testing.T) {
	bar := sampleBar(t, i18n.English)
	golden(t, "calls-empty", CallList(CallsView{Page: PageView{Bar: bar, Title: "x", CSS: []string{"css/take.css"}}, Empty: &EmptyView{Title: bar.P.T("calls.empty"), Text: bar.P.T("calls.empty_text")}}))
}
