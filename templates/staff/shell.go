// Package staff is what people behind the counter see: sign-in, inbox, one
// complaint, the board editor and the owner's pages. Every page takes one
// display-ready view struct; nothing here computes or knows the store.
package staff

import (
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

// BarView is the head of every staff page: where one can go, which site is
// meant, who is signed in, and who at reception is asking for a manager.
type BarView struct {
	Shell     templates.Shell
	P         *i18n.Printer
	Nav       []NavItem
	Site      string       // name of the chosen site
	Sites     []SiteChoice // fewer than two: no switcher
	User      string       // name of the signed-in person
	UserID    string       // what the browser keeps typed words under
	Languages []LangChoice
	Vouchers  bool   // thank-yous are given, so their codes are taken in
	Here      string // local path of this page, to come back to
	Calls     []CallView
	Notice    *NoticeView // what has just been done, nil for nothing
	Theme     string
}

// NavItem is one place to go. Icon is a name of templates.Icon.
type NavItem struct {
	Href, Icon, Label string
	Current           bool
	Late              int    // how many are late; 0 shows no number
	LateLabel         string // the number in words, for screen readers
}

// SiteChoice is one site of the switcher.
type SiteChoice struct {
	ID, Name string
	Current  bool
}

// LangChoice is one language of the user menu, in its own name.
type LangChoice struct {
	Code, Name string
	Current    bool
}

// CallView is somebody at reception who asks for a manager.
type CallView struct {
	ID       string
	Text     string // "Somebody at reception asks for a manager"
	Since    string // "since 14:32"
	GoingURL string // form target of "I'm going"
}

// NoticeView says what has just been done and offers to undo it.
type NoticeView struct {
	Text    string
	UndoURL string // form target; empty where there is nothing to undo
	Undo    []Hidden
	Problem bool // a sentence about something that did not work
}

// Hidden is one hidden field of a form.
type Hidden struct{ Name, Value string }

// PageView is the frame of one staff page.
type PageView struct {
	Bar   BarView
	Title string   // of the tab; [brackets] are dropped
	Body  string   // further classes of <body>: "panes" fills the window
	CSS   []string // beside staff.css
	JS    []string // beside desk.js
	Tabs  bool     // bottom tabs on a phone
}

func (v PageView) shell() templates.PageView {
	body := "desk"
	if v.Body != "" {
		body += " " + v.Body
	}
	return templates.PageView{
		Shell: v.Bar.Shell, P: v.Bar.P, Theme: v.Bar.Theme,
		Title: templates.Plain(v.Title) + " · yousaid",
		Body:  body,
		CSS:   append([]string{"css/staff.css"}, v.CSS...),
		JS:    append([]string{"js/desk.js"}, v.JS...),
	}
}

// Initial is the letter on somebody's round badge.
func Initial(name string) string {
	for _, r := range name {
		return string(r)
	}
	return "–"
}

// badge picks one of the badge colours for a name, always the same one.
func badge(name string) string {
	if name == "" {
		return "av c"
	}
	sum := 0
	for _, r := range name {
		sum += int(r)
	}
	return []string{"av", "av b", "av p"}[sum%3]
}
